"""A question outside the plan, over what a participant does: one key answers it, and their work stays as it is."""

import asyncio
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input
from typing_extensions import override

from copworkshop.model.clock import Clock
from copworkshop.model.question import QuestionKind
from copworkshop.model.text import NAME_LIMIT
from copworkshop.rules.question import AnswerQuestion
from copworkshop.rules.question_sight import OpenQuestion
from copworkshop.rules.sight import Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import DIGITS, HELP, Command, Commands
from copworkshop.toolkit.dialogs.dialog import SaysAboveKeys
from copworkshop.toolkit.dialogs.scrolling import ScrollingDialog
from copworkshop.toolkit.widgets.bars import bar_lines
from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.toolkit.widgets.hints import hint
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.pending import NOT_HANDED_IN, PendingInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.countdown import countdown
from copworkshop.ui.last_words import LastWords, asked_for
from copworkshop.ui.question_words import KEYS, words_of

TOO_EARLY: Final = 1.0
"""Seconds after the question came up by itself in which no key answers it: it was meant for what stood there before."""

_SECOND: Final = 1.0

_WIDTH: Final = 76  # of the dialog, in cells
_BESIDE: Final = 8  # cells of the frame, its padding and a scroll bar
_AROUND: Final = 5  # rows of the frame, a sentence and the keys
_FIELD_ROWS: Final = 3


def question_line(seen: Sight) -> str:
    """Say below a person's work that there is a question, and which key leads to it; empty where there is none."""
    asked = seen.question.open
    if seen.own is None or (asked is None and seen.question.shown is None):
        return ""
    if asked is None:
        return "The answers to the question are in. i or F9 shows them."
    if asked.own is None:
        return "The facilitator asks a question. i or F9 answers it."
    return f"You answered “{asked.own}” to the question. i or F9 changes it."


def _can_take_back(screen: "QuestionScreen") -> bool:
    asked = screen.asked
    return asked is not None and asked.own is not None and asked.kind is not QuestionKind.WORD


class QuestionScreen(SaysAboveKeys, ScrollingDialog):
    """The question while it is open, then its answers. What was typed below stays, with its cursor."""

    DEFAULT_CSS = """
    QuestionScreen {
        LineInput {
            display: none;
        }
        &.-word LineInput {
            display: block;
        }
    }
    """

    KEYS: ClassVar[Commands["QuestionScreen"]] = (
        Command(
            DIGITS,
            "say",
            "Answer: 1 is the lowest, 5 the highest",
            "answer",
            lambda self: self.takes(QuestionKind.SCALE),
            most=lambda _: 5,
        ),
        Command("y", "say('yes')", "Answer yes", "yes", lambda self: self.takes(QuestionKind.YES_NO)),
        Command("n", "say('no')", "Answer no", "no", lambda self: self.takes(QuestionKind.YES_NO)),
        Command("enter", hint="answer", when=lambda self: self.takes(QuestionKind.WORD)),
        Command("backspace,delete", "take_back", "Take your answer back", "take back", _can_take_back),
        Command("escape,f9,i,q", "dismiss(None)", "Back to what you were doing", "back"),
        Command("f1,question_mark", "app.help", HELP),
    )

    AUTO_FOCUS: ClassVar[str | None] = ""
    """Textual would focus the field, also where no word is asked for."""

    title_for_help = "a question for everybody"

    def __init__(self, client: SessionClient, begun: dict[tuple[int, int], str], clock: Clock | None = None) -> None:
        """Ask what the person behind `client` is asked. With a `clock` it came up by itself.

        `begun` keeps a word that was typed and not sent, by the number of the question and the seat.
        """
        super().__init__()
        self._client = SessionClient(client.hub, client.actor, self.show_message, holds_seat=client.can_ask)
        self._clock = clock
        self._since = clock() if clock is not None else 0.0
        asked = client.sight.question.open
        own = client.sight.own
        self._key = (asked.number, own.number) if asked is not None and own is not None else None
        self._unanswered = asked is not None and asked.own is None
        self._begun = begun
        self._is_over = False
        self._told = Words()
        self._body = Words()
        self._field = LineInput(max_length=NAME_LIMIT)
        self._sentence = Words()
        self._keys = Words()
        self._waiting = PendingInput(self._field, NOT_HANDED_IN)
        self._field.edited = lambda: self._waiting.tell(waits=self._has_word)

    @property
    def asked(self) -> OpenQuestion | None:
        """The question while it is open."""
        return self._client.sight.question.open

    def takes(self, kind: QuestionKind) -> bool:
        """Return whether an answer of this kind is asked for now."""
        asked = self.asked
        return asked is not None and asked.kind is kind

    @property
    def _has_word(self) -> bool:
        return bool(self._field.value.strip())

    @property
    @override
    def takes_text(self) -> bool:
        return isinstance(self.focused, Input)

    @override
    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._told
            with VerticalScroll(can_focus=False):
                yield self._body
            yield self._field
            yield self._sentence
            yield self._keys

    def on_mount(self) -> None:
        """Show the question, and listen for its close."""
        self._field.value = self._begun.pop(self._key, "") if self._key is not None else ""
        self._field.cursor_position = len(self._field.value)
        self._ticker = self.set_interval(_SECOND, self._show_words, pause=True)
        self._no_more_words = self._client.hub.ask_for_last_answers(self._last_words)
        self.show()

    def on_unmount(self) -> None:
        """Nothing is typed here any more."""
        self._no_more_words()
        self._waiting.leave()
        if self._key is not None:
            self._begun[self._key] = self._field.value

    def on_screen_resume(self) -> None:
        """Close if the question was put away while another screen was on top."""
        if self._is_over:
            self.leave()

    def leave(self) -> None:
        """Show again what this screen covers, at once or when it is on top."""
        self._is_over = True
        if self.is_current:
            self.dismiss(None)

    def show(self) -> None:
        """Show the question as it is now. It leaves once it is answered at another terminal, or put away."""
        seen = self._client.sight
        asked = seen.question.open
        answered = self._unanswered and asked is not None and asked.own is not None
        if answered or (asked is None and seen.question.shown is None) or seen.own is None:
            self.leave()
            return
        writes = self.takes(QuestionKind.WORD)
        self.set_class(writes, "-word")
        if writes and self.focused is None:
            self._field.focus()
        elif not writes and self.focused is not None:
            self.set_focus(None)
        if asked is not None and asked.until is not None:
            self._ticker.resume()
        else:
            self._ticker.pause()
        self._show_words()
        self._keys.update(hint(*self.hints()))

    @override
    def on_resize(self, event: events.Resize) -> None:
        self._show_words()

    async def action_say(self, answer: str | int) -> None:
        """Answer with yes, no or a number."""
        await self._answer(str(answer))

    async def action_take_back(self) -> None:
        """Take the answer back."""
        await self._answer(None)

    @on(Input.Submitted)
    async def _take_word(self, event: Input.Submitted) -> None:
        event.stop()
        word = event.value.strip()
        if word or (self.asked is not None and self.asked.own is not None):
            await self._answer(word or None)
        else:
            self.show_message("Type one word first.")

    async def _answer(self, answer: str | None) -> None:
        asked, own = self.asked, self._client.sight.own
        early = self._clock is not None and self._clock() - self._since < TOO_EARLY
        if asked is None or own is None or early:
            return
        if await self._client.request(AnswerQuestion, number=asked.number, seat=own.number, answer=answer):
            self._field.value = ""
            self.leave()

    def _last_words(self) -> "asyncio.Future[None] | None":
        """Have the word submitted that is being typed, if it is the question that is closed."""
        asked, plan = self.asked, self._client.sight.plan
        closes = asked is not None and (asked.until is not None or not plan.grace)
        return asked_for(self) if closes and self._has_word else None

    @on(LastWords)
    async def _submit_last_words(self, event: LastWords) -> None:
        with event.answering():
            asked, own, word = self.asked, self._client.sight.own, self._field.value.strip()
            if asked is not None and own is not None and word:
                fields = {"number": asked.number, "seat": own.number, "answer": word}
                self._unanswered = False  # the answers to the question come up in its place
                if await self._client.request(AnswerQuestion, **fields):
                    self._field.value = ""
                    self.show_message("The question closed. The word that you were typing was sent in time.")

    def _show_words(self) -> None:
        """Show the question and what stands below it, which scrolls where the terminal is low."""
        seen, (width, height) = self._client.sight, self.size
        width = max(1, min(_WIDTH, width) - _BESIDE)
        told = _told(seen, countdown(seen, self._client.hub.now()), scribed=self._client.actor.on_behalf_of is not None)
        lines = [line for each in told for line in wrap_content(each, width)]
        self._told.update(lines)
        self._body.update(_below(seen, width))
        around = _AROUND + len(lines) + (_FIELD_ROWS if self.takes(QuestionKind.WORD) else 0)
        self.query_one(VerticalScroll).styles.max_height = max(1, height - around)


def _told(seen: Sight, counting: str, *, scribed: bool) -> list[Content]:
    asked, shown = seen.question.open, seen.question.shown
    if asked is None:
        return [Content.styled(words_of(shown), theme.HEADING)] if shown is not None else []
    whom = f"For {seen.own.name}: " if scribed and seen.own is not None else ""
    lines = [Content.styled(f"{whom}{words_of(asked)}", theme.HEADING), Content.styled(KEYS[asked.kind], theme.BODY)]
    return [*lines, Content.styled(counting, theme.WARN)] if counting else lines


def _below(seen: Sight, width: int) -> list[Content]:
    asked, shown = seen.question.open, seen.question.shown
    if asked is not None:
        own = f"Your answer is “{asked.own}”. Another one takes its place." if asked.own else ""
        kept = Content.styled("What you were doing is kept. Nobody learns who answered what.", theme.QUIET)
        return [Content.styled(own, theme.DONE), kept] if own else [kept]
    if shown is None:
        return []
    bars = bar_lines(shown.bars, width) if any(times for _, times in shown.bars) else []
    return [*bars, *(Content.styled(sentence, theme.QUIET) for sentence in shown.told(seen.question.least))]
