"""Messages that screens and the app send each other."""

from textual.message import Message


class SessionChanged(Message):
    """The session has changed; the views take a fresh look."""


class AttendanceChanged(Message):
    """Somebody came, went, began to type or stopped."""


class SavingChanged(Message):
    """The state of saving has changed."""


class OfferReport(Message):
    """It is time to ask the facilitator which documents to write."""

    def __init__(self, title: str = "Write the report into the session's folder") -> None:
        super().__init__()
        self.title = title


class ExportReport(Message):
    """The facilitator wants the report written in these formats."""

    def __init__(self, *formats: str) -> None:
        super().__init__()
        self.formats = formats


class HandOut(Message):
    """The facilitator wants the proposals that were entered for people as pages to print."""
