"""How people join: the address, the port and the join code, and the keys that change the last two."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from typing_extensions import override

from copworkshop.admission.join_code import CODE_RULE, NO_CODE, BadCode, read_code, spoken
from copworkshop.store.errors import StoreError
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.dialog import DimmingDialog, SaysAboveKeys
from copworkshop.toolkit.list_panel import LineKeys, LinePanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET, WARN
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.door import Door
from copworkshop.ui.stage.canvas import Joining

NOT_YET: Final = "Nobody can join from another terminal yet. p tries a port."
TYPE_PORT: Final = "Another port, from 1024 to 65535. Those who are in stay in."
TYPE_CODE: Final = "Another join code, 4 to 32 letters and digits, or none. Enter alone makes a new number."
NO_PORT: Final = "“{typed}” is no port: type a number from 1 to 65535."
BAD_CODE: Final = f"{CODE_RULE}: type another, or {NO_CODE} for no code."
SAME_CODE: Final = "That is the join code already."
STAYS_SO: Final = "Those who are in stay in, and rejoin words work as before."
ASK_NEW: Final = f"Change the join code to a new number? The present one lets nobody in any more. {STAYS_SO}"
ASK_THIS: Final = "Change the join code to {code}? The present one lets nobody in any more. " + STAYS_SO
ASK_NONE: Final = f"Ask for no join code any more? Then everybody who reaches this computer can join. {STAYS_SO}"
MOVED: Final = "People join on port {port} now."
CHANGED: Final = "The join code is changed. The stage shows the new one."

_MOST_PORT: Final = 65535
_PORT, _CODE = "port", "code"
_UNSHOWN: Final = 40  # letters of what was typed that a sentence repeats


class JoiningScreen(LinePanel, SaysAboveKeys, DimmingDialog[None]):
    """Shows how people join now, and changes the port and the join code while the session runs."""

    DEFAULT_CSS = """
    JoiningScreen {
        & > Vertical {
            width: 66;
        }
        #how {
            margin-bottom: 1;
        }
    }
    """

    def _can_join(self) -> bool:
        return self._joining() is not None

    LINE: ClassVar[Mapping[str, LineKeys]] = {
        _PORT: LineKeys("use this port", "leave it"),
        _CODE: LineKeys("change the code", "leave it"),
    }
    KEYS: ClassVar[Commands["JoiningScreen"]] = (
        Command("p", "port", "Choose another port; those who are in stay in", "another port"),
        Command("c", "code", "Change the join code, after a question", "change the join code", _can_join),
        Command("f1,question_mark", "app.help", HELP),
        Command("escape,J,q", "dismiss(None)", "Back to the console", "back"),
    )

    AUTO_FOCUS: ClassVar[str | None] = ""
    """Textual would focus the field, which is not shown yet, and it would get the letters that are keys."""

    title_for_help = "How people join"

    def __init__(self, door: Door, joining: Callable[[], Joining | None]) -> None:
        """Create the screen. `joining` returns how people join now; None while nobody can over the network."""
        super().__init__()
        self._door = door
        self._joining: Callable[[], Joining | None] = joining
        self._how = Words(id="how")
        self._line = EntryLine()
        self._sentence = Words(id="sentence")
        self._keys = Words(id="hint")

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield Words(Content.styled(self.title_for_help, HEADING))
            yield self._how
            yield self._line
            yield self._sentence
            yield self._keys

    def on_mount(self) -> None:
        """Show how people join."""
        self.refresh_sight()

    def refresh_sight(self) -> None:
        """Show how people join now. The port and the code may have been changed on another terminal."""
        self._how.update(_how(self._joining()))
        self.show_keys()

    def action_port(self) -> None:
        """Ask for a port."""
        self._open(_PORT, TYPE_PORT)

    def action_code(self) -> None:
        """Ask for a join code."""
        self._open(_CODE, TYPE_CODE)

    @override
    async def take(self, purpose: str, text: str) -> bool:
        self._sentence.update("")
        if purpose == _PORT:
            await self._take_port(text)
        else:
            self._take_code(text)
        return True

    @override
    def left(self, purpose: str) -> None:
        self.set_focus(None)
        self.refresh_sight()

    async def _take_port(self, typed: str) -> None:
        text = typed.strip()
        if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= _MOST_PORT:
            self._refuse(NO_PORT.format(typed=text[:_UNSHOWN]), typed)
            return
        port = int(text)
        try:
            await self._door.choose_port(port)
        except StoreError as error:
            self._refuse(str(error), typed)
            return
        self._done(MOVED.format(port=port))

    def _take_code(self, typed: str) -> None:
        """Ask whether the join code is to be changed. Nothing typed means a new number."""
        try:
            code = read_code(typed) if typed.strip() else ""
        except BadCode:
            self._refuse(BAD_CODE, typed)
            return
        joining = self._joining()
        if joining is not None and code and code == _typed(joining):
            self._refuse(SAME_CODE, typed)
            return

        async def change(sure: bool | None) -> None:  # noqa: FBT001 - how Textual hands an answer back
            if not sure:
                self._refuse("", typed)
                return
            try:
                await self._door.change_code(code)
            except StoreError as error:
                self._refuse(str(error), typed)
                return
            self._done(CHANGED)

        self.app.push_screen(Confirm(_question(code), yes="Change it"), change)

    def _refuse(self, sentence: str, typed: str) -> None:
        self._line.put_back(typed)
        self.show_message(sentence)

    def _done(self, sentence: str) -> None:
        self.close_line()
        self.show_message(sentence)

    def _open(self, purpose: str, label: str) -> None:
        self._sentence.update("")
        self._line.open(purpose, Content.styled(label, QUIET), "")
        self.refresh_sight()


def _how(joining: Joining | None) -> list[Content]:
    if joining is None:
        return [Content.styled(NOT_YET, WARN)]
    lines = [Content.styled(joining.command, ACCENT)] if joining.command else []
    if joining.unreachable:
        lines.append(Content.styled(f"{joining.unreachable} {joining.advice}".rstrip(), WARN))
    code = ("none is asked for", BODY) if joining.code is None else (joining.code, ACCENT)
    lines.append(Content.assemble(("Port: ", QUIET), (str(joining.port), ACCENT), ("   Join code: ", QUIET), code))
    return lines


def _typed(joining: Joining) -> str:
    """Return the present join code as it is compared."""
    return NO_CODE if joining.code is None else read_code(joining.code)


def _question(code: str) -> str:
    if not code:
        return ASK_NEW
    return ASK_NONE if code == NO_CODE else ASK_THIS.format(code=spoken(code))
