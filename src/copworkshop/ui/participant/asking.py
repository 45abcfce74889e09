"""The screen of a person who waits until the facilitator has confirmed who they are."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from typing_extensions import override

from copworkshop.live.seat_requests import Answer, SeatRequest, SeatRequests
from copworkshop.rules.request import Refused
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.theme import BODY, GOES_THROUGH, HEADING, KEY, WARN
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.words import Words

ASKING: Final = "The facilitator is being asked whether you are {name}."
MEANWHILE: Final = (
    "You are let in as soon as they confirm it. You can wait here, or join as somebody new with another name."
)


class AskingScreen(LeanScreen[None]):
    """Asks for a seat, and waits. It shows nothing of the seat but the name that the person typed.

    The app shows the next screen when it gets :class:`Answered`.
    """

    DEFAULT_CSS = """
    AskingScreen {
        align: center middle;
        & > Vertical {
            width: 64;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
        }
    }
    """

    KEYS: ClassVar[Commands["AskingScreen"]] = (
        Command("escape", "leave", "Wait no longer: type another name, or your rejoin word", "another name"),
        Command("f8,c", "app.next_theme", GOES_THROUGH),
        Command("f1,question_mark", "app.help", HELP, "help"),
        Command("q", "app.quit", "Leave", "leave"),
    )

    title_for_help = "waiting for the facilitator"

    class Answered(Message):
        """The facilitator has answered, or the request has ended. It has no sentence if the person waits no longer."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, requests: SeatRequests, seat: int, name: str) -> None:
        """Take where to ask, the number of the seat, and the name that the person typed."""
        super().__init__()
        self._requests = requests
        self._seat = seat
        self._asking = Words(Content.styled(ASKING.format(name=name), HEADING))
        self._number = Words()
        self._message = Words()
        self._request: SeatRequest | None = None

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._asking
            yield self._number
            yield Words(Content.styled(MEANWHILE, BODY))
            yield self._message
            yield Keys(hint(*self.hints()))

    def on_mount(self) -> None:
        """Ask the facilitator."""
        try:
            self._request = self._requests.ask(self._seat, self._hear)
        except Refused as refusal:
            self._hear(Answer(None, str(refusal)))
        else:
            number = str(self._request.number)
            self._number.update(Content.assemble(("Your number is ", BODY), (number, KEY), (".", BODY)))

    def on_unmount(self) -> None:
        """End the request, if it still waits: the person has left."""
        if self._request is not None:
            self._requests.withdraw(self._request)

    def show_message(self, sentence: str) -> None:
        """Show a sentence above the keys."""
        self._message.update(Content.styled(sentence, WARN))

    def action_leave(self) -> None:
        """Wait no longer, unless the answer is on its way already."""
        if self._request is not None and self._request in self._requests.waiting:
            self._requests.withdraw(self._request)
            self._hear(Answer(None))

    def _hear(self, answer: Answer) -> None:
        # It may be called in the context of the facilitator's app, which must not wait for this one.
        self.post_message(self.Answered(answer))
