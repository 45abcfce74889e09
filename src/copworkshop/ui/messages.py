"""Messages that screens and the app send each other."""

from textual.message import Message


class SessionChanged(Message):
    """The session has changed; the views take a fresh look."""


class AttendanceChanged(Message):
    """Somebody came, went, began to type or stopped."""


class SavingChanged(Message):
    """The state of saving has changed."""


class ExportReport(Message):
    """The facilitator wants the report written."""
