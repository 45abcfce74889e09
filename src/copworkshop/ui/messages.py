"""Messages that screens and the app send each other."""

from textual.message import Message


class SessionChanged(Message):
    """The session has changed. The screens must be refreshed."""


class AttendanceChanged(Message):
    """A person connected or disconnected, or started or stopped typing."""


class SeatRequestsChanged(Message):
    """Other people ask for a seat with text on it than before."""


class PageTurned(Message):
    """The stages show another page, or are of another size."""


class SavingChanged(Message):
    """The state of saving has changed."""


class OfferReport(Message):
    """Ask the facilitator which documents to write."""

    def __init__(self, title: str = "Write the report into the session's folder") -> None:
        super().__init__()
        self.title = title


class ExportReport(Message):
    """The facilitator wants the report in these formats."""

    def __init__(self, *formats: str) -> None:
        super().__init__()
        self.formats = formats


class HandOut(Message):
    """The facilitator wants pages to print with the proposals of people without a device."""


class PrintPaper(Message):
    """The facilitator wants the paper kit."""
