"""The key of the console that asks everybody a question outside the plan, and leads through the one that was asked."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.question import CHOICES, KIND_NAMES, QuestionKind
from copworkshop.rules.question import (
    AskQuestion,
    CountHands,
    HoldBackAnswer,
    ShowResult,
    WithdrawQuestion,
)
from copworkshop.rules.question_sight import ClosedQuestion, OpenQuestion
from copworkshop.toolkit import theme
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.dialog import DimmingDialog, SaysAboveKeys, framed
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.list_panel import LineKeys, ListPanel
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.catching_up import CatchingUpScreen
from copworkshop.ui.console.hands import read_hands, what_to_type
from copworkshop.ui.countdown import KEYS as CLOSING_KEYS
from copworkshop.ui.countdown import MOST_NAMES, countdown
from copworkshop.ui.question_words import MEANINGS, words_of

_ASK: Final = "Ask everybody a question: 1 to 5, yes or no, one word; or see the one that was asked"
_KINDS: Final = tuple(QuestionKind)
_HANDS: Final = "hands"
_MOST_ROWS: Final = 12  # of the list, its heading included

ANONYMOUS: Final = "Nobody learns who answered what. Answers are shown once the question is closed, from {least} on."
WITHDRAW: Final = "Withdraw the question “{words}” with all answers to it? It will be in no report."


def tell_of_question(client: SessionClient) -> str:
    """Say how many have answered, who has not, and which keys lead on; empty without a question."""
    seen = client.sight
    asked = seen.question.open
    if asked is None:
        shown = "Everybody sees the answers. Page Down puts them away. Q holds a word back, or withdraws the question."
        return shown if seen.question.shown is not None else ""
    counting = countdown(seen, client.hub.now())
    keys = CLOSING_KEYS if counting else "Page Down closes the question."
    told = f"{counting}. " if counting else ""
    return f"{told}{answered(client, asked)} {keys}{_not_yet(client, asked)} Q counts hands."


def answered(client: SessionClient, asked: OpenQuestion) -> str:
    """Say how many have answered of those who are connected, and how many hands are counted."""
    connected = client.attendance.seats.keys()
    there = [person.number for person in client.sight.people if person.number in connected]
    done = asked.answered or 0
    most = max(len(there), done)
    told = f"{done} of {most} {'has' if most == 1 else 'have'} answered." if most else "Nobody is connected."
    hands = asked.counted or 0
    return f"{told} {hands} {'hand' if hands == 1 else 'hands'} counted." if hands else told


def _not_yet(client: SessionClient, asked: OpenQuestion) -> str:
    connected = client.attendance.seats.keys()
    people = [person for person in client.sight.people if person.number in asked.waiting]
    names = [person.name for person in people if person.number in connected and person.name]
    more = len(names) - MOST_NAMES
    return f" Not yet: {', '.join(names[:MOST_NAMES])}{f' and {more} more' if more > 0 else ''}." if names else ""


class QuestionAskingScreen(CatchingUpScreen):
    """A view of the facilitator with the key that asks everybody a question."""

    def _can_ask(self) -> bool:
        return self.seen.closed is None or bool(self.seen.question.closed)

    KEYS: ClassVar[Commands[Any]] = (Command("Q", "question", _ASK, "question", _can_ask, rank=12),)

    def action_question(self) -> None:
        """Show the question that was asked last, or ask one if there is none to lead through."""
        questions = self.seen.question
        if questions.open is None and questions.shown is None and self.seen.closed is None:
            self.app.push_screen(NewQuestionScreen(self.client))
        else:
            self.app.push_screen(QuestionScreen(self.client))


class NewQuestionScreen(CommandNode, SaysAboveKeys, DimmingDialog[None]):
    """Asks which question to ask everybody."""

    DEFAULT_CSS = """
    NewQuestionScreen > Vertical {
        width: 66;
    }
    """

    def _has_last(self) -> bool:
        return bool(self._client.sight.question.closed)

    KEYS: ClassVar[Commands[Any]] = (
        Command("enter", hint="ask everybody"),
        Command("up", "kind(-1)", "Another kind of answer", "kind of answer", label="Up Down"),
        Command("down", "kind(1)", "Another kind of answer", listed=False),
        Command("f3", "last", "The question that was asked last", "the last one", _has_last),
        Command("escape", "dismiss(None)", "Ask nothing", "ask nothing"),
    )

    title_for_help = "a question for everybody"

    def __init__(self, client: SessionClient) -> None:
        super().__init__()
        self._client = client
        self._kind = 0
        self._kinds = Words()
        self._field = LineInput()
        self._sentence = Words()

    @property
    @override
    def takes_text(self) -> bool:
        return True

    @override
    def compose(self) -> ComposeResult:
        least = self._client.sight.question.least
        yield from framed(
            self,
            "Ask everybody a question",
            self._kinds,
            Words(Content.styled("The question. It may stay empty if you ask it aloud.", theme.QUIET)),
            self._field,
            Words(Content.styled(ANONYMOUS.format(least=least), theme.QUIET)),
            self._sentence,
        )

    def on_mount(self) -> None:
        """Show the kinds of answers."""
        self._show_kinds()
        self._field.focus()

    def action_kind(self, by: int) -> None:
        """Go to the next kind of answer, or to the one before."""
        self._kind = (self._kind + by) % len(_KINDS)
        self._show_kinds()

    def action_last(self) -> None:
        """Show the question that was asked last in the place of this screen."""
        self.app.switch_screen(QuestionScreen(self._client))

    @on(Input.Submitted)
    async def _ask(self, event: Input.Submitted) -> None:
        event.stop()
        client = SessionClient(self._client.hub, self._client.actor, self.show_message)
        text = event.value.strip() or None
        if await client.request(AskQuestion, kind=_KINDS[self._kind], text=text):
            self.dismiss(None)

    def _show_kinds(self) -> None:
        lines = []
        for place, kind in enumerate(_KINDS):
            chosen = place == self._kind
            mark, style = ("> ", theme.ACCENT) if chosen else ("  ", theme.BODY)
            meaning = f"  {MEANINGS[kind]}" if kind is QuestionKind.SCALE else ""
            lines.append(Content.assemble((f"{mark}{KIND_NAMES[kind]}", style), (meaning, theme.QUIET)))
        self._kinds.update(lines)


class QuestionScreen(ListPanel, SaysAboveKeys, DimmingDialog[None]):
    """Leads through the question that was asked last: hands while it is open, its answers once it is closed."""

    DEFAULT_CSS = """
    QuestionScreen {
        & > Vertical {
            width: 66;
        }
        EntryList {
            height: auto;
            max-height: 12;
        }
    }
    """

    def _is_open(self) -> bool:
        return self._asked is not None and self._can_change()

    def _has_answers(self) -> bool:
        return self._answers is not None and self._can_change()

    def _has_word(self) -> bool:
        told = self._answers
        return self._has_answers() and told is not None and told.kind is QuestionKind.WORD and bool(told.counts)

    def _can_change(self) -> bool:
        return self._client.sight.closed is None

    def _can_withdraw(self) -> bool:
        return self._is_open() or self._has_answers()

    def _of_showing(self) -> str:
        told = self._answers
        return "put away" if told is not None and told == self._client.sight.question.shown else "show to all"

    def _of_holding(self) -> str:
        told = self._answers
        return "release" if told is not None and self._list.cursor in told.held_back else "hold back"

    LINE: ClassVar[dict[str, LineKeys]] = {_HANDS: LineKeys("count", "leave it")}
    KEYS: ClassVar[Commands["QuestionScreen"]] = (
        Command("c", "hands", "Count the hands of people without a device", "count hands", _is_open),
        Command("s", "show", "Show the answers to everybody, or put them away", _of_showing, _has_answers),
        Command("h", "hold", "Hold back the highlighted word, or release it", _of_holding, _has_word),
        Command("x", "withdraw", "Withdraw the question, after a question", "withdraw", _can_withdraw),
        Command("a", "ask", "Ask another question", "ask another", _has_answers),
        Command("f1,question_mark", "app.help", HELP),
        Command("escape,Q,q", "dismiss(None)", "Back to the console", "back"),
    )

    AUTO_FOCUS: ClassVar[str | None] = ""
    """Textual would focus the field, which is not shown yet, and it would get the letters that are keys."""

    title_for_help = "a question for everybody"

    def __init__(self, client: SessionClient) -> None:
        super().__init__()
        self._client = SessionClient(client.hub, client.actor, self.show_message, client.presence)
        self._told = Words()
        self._list = EntryList(
            Column("Answer", words=True), Column("People", align="right"), empty="No hands are counted yet."
        )
        self._line = EntryLine()
        self._sentence = Words()
        self._keys = Words()

    @property
    def _asked(self) -> OpenQuestion | None:
        return self._client.sight.question.open

    @property
    def _answers(self) -> ClosedQuestion | None:
        """The answers to the question that was asked last; None while one is open."""
        questions = self._client.sight.question
        return questions.closed[-1] if questions.open is None and questions.closed else None

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._told
            yield self._list
            yield self._line
            yield self._sentence
            yield self._keys

    def on_mount(self) -> None:
        """Show the question."""
        self.refresh_sight()
        self._list.focus()

    def refresh_sight(self) -> None:
        """Show the question as it is now. Without one, go back to the console."""
        seen = self._client.sight
        asked, told = self._asked, self._answers
        if asked is not None:
            self._show(words_of(asked), [answered(self._client, asked)], _counted(asked))
        elif told is not None:
            self._show(words_of(told), told.told(seen.question.least), _entries(told))
        elif self.is_current:
            self.dismiss(None)
            return
        if asked is None and self._line.purpose is not None:
            self.close_line()
        self.show_keys()

    def refresh_attendance(self) -> None:
        """Show how many of those who are connected have answered."""
        self.refresh_sight()

    def action_hands(self) -> None:
        """Ask how many hands there are for each answer."""
        asked = self._asked
        if asked is not None:
            self._sentence.update("")
            self._line.open(_HANDS, Content.styled(what_to_type(asked.kind), theme.QUIET), "")
            self.show_keys()

    async def action_show(self) -> None:
        """Show the answers to everybody, or put them away."""
        told, seen = self._answers, self._client.sight
        if told is not None:
            await self._client.request(ShowResult, number=told.number, shown=told != seen.question.shown)

    async def action_hold(self) -> None:
        """Hold the highlighted word back, or release it."""
        told, word = self._answers, self._list.cursor
        if told is not None and isinstance(word, str):
            held = word not in told.held_back
            await self._client.request(HoldBackAnswer, number=told.number, answer=word, held=held)

    def action_withdraw(self) -> None:
        """Withdraw the question, once the facilitator has confirmed it."""
        asked = self._asked or self._answers
        if asked is not None:
            withdraw = partial(self._client.request, WithdrawQuestion, number=asked.number)
            ask(self.app, Confirm(WITHDRAW.format(words=words_of(asked)), yes="Withdraw it"), withdraw)

    def action_ask(self) -> None:
        """Ask another question in the place of this screen."""
        self.app.switch_screen(NewQuestionScreen(self._client))

    @override
    async def take(self, purpose: str, text: str) -> bool:
        asked = self._asked
        if asked is None:
            return True
        self._sentence.update("")
        try:
            counts = read_hands(asked.kind, text)
        except ValueError as error:
            self.show_message(str(error))
            return False
        for answer, times in counts:
            if not await self._client.request(CountHands, number=asked.number, answer=answer, times=times):
                return False
        if asked.kind is not QuestionKind.WORD:
            self.close_line()
        self.refresh_sight()
        return True

    def _show(self, words: str, told: Sequence[str], entries: Sequence[Entry]) -> None:
        lines = [Content.styled(words, theme.HEADING), *(Content.styled(each, theme.QUIET) for each in told)]
        self._told.update(lines)
        self._list.show(entries)
        self._list.styles.height = max(2, min(_MOST_ROWS, len(entries) + 1))


def _entries(told: ClosedQuestion) -> list[Entry]:
    """Return a line for each answer, with what the facilitator holds back."""
    times = {each.answer: each.times for each in told.counts}
    return [_entry(each, times.get(each, 0), each in told.held_back) for each in CHOICES[told.kind] or times]


def _counted(asked: OpenQuestion) -> list[Entry]:
    times = {each.answer: each.times for each in asked.hands}
    return [_entry(each, times.get(each, 0)) for each in CHOICES[asked.kind] or times] if times else []


def _entry(answer: str, times: int, held: bool = False) -> Entry:  # noqa: FBT001, FBT002 - the one mark of a line
    mark = Content.styled("  held back", theme.WARN) if held else Content()
    return Entry(answer, (Content.assemble((answer, theme.BODY), mark), Content(str(times))))
