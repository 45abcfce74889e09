"""The lines around a participant's panel: the head, the messages, and the foot."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from copworkshop.live.hub import Hub
from copworkshop.rules.person_sight import Person
from copworkshop.toolkit import theme
from copworkshop.toolkit.letter_keys import takes_letters
from copworkshop.toolkit.widgets.cells import fit, width_of
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.hints import keys_in_two_lines, keys_that_fit
from copworkshop.toolkit.widgets.pending import SAVING
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.clock import clock_style, clock_text, clock_time
from copworkshop.ui.participant.following import page_whereabouts
from copworkshop.ui.participant.position import Position
from copworkshop.ui.participant.question import question_line
from copworkshop.ui.participant.writer import Writer
from copworkshop.ui.passing_sentence import PassingSentence
from copworkshop.ui.saved import STYLES, SavedState

_ROOM_FOR_BOTH: Final = 100  # cells

_KEPT: Final = 64
"""The number of head lines that are cached. Nearly all screens of a room show one of a few."""

ROOM_FOR_BLANK: Final = 16
"""Rows. A screen of this height keeps a row free for messages, so that nothing jumps."""
ROOM_FOR_NAME: Final = 60
"""Cells. A narrower screen names only the word and the keys in its foot, and its clock has no words."""

ASKS_TABLE: Final = "There are tables now. Press y to choose yours (in a field, Esc first)."
DONE: Final = "You are done here. d or F7 takes that back, and so does a change."


@lru_cache(_KEPT)
def head_line(width: int, name: str, time: str, time_style: str, saving: str) -> Content:
    """Return the first line for a width in cells. `saving` is the word for the state of saving."""
    style = STYLES.get(saving, theme.QUIET)
    said = saving.rjust(width_of(SAVING))  # so that the clock does not move while a person types
    right = width_of(time) + width_of(said) + 4
    left = fit(name, max(0, width - right))
    gap = " " * max(1, width - width_of(left) - right + 1)
    return Content.assemble((left, theme.HEADING), gap, (time, time_style), "  ", (said, style), " ")


def foot_lines(
    width: int, person: Person | None, keys: Sequence[tuple[str, str]], *, in_field: bool, rows: int = 1
) -> list[Content]:
    """Return the last lines for a width in cells: the person's word and name, and as many keys as fit.

    In a text field, the name gives its place to what Esc does, unless there is room for both.
    """
    line = Content("")
    if person is not None and person.word is not None:
        line = Content.assemble(" ", (person.word, theme.ACCENT))
        if width >= (_ROOM_FOR_BOTH if in_field else ROOM_FOR_NAME):
            name = f"{person.name}, {person.table}" if person.table else person.name or ""
            line = Content.assemble(line, (f"  {fit(name, width // 3)}", theme.BODY))
    return [keys_that_fit(keys, width, line)] if rows == 1 else keys_in_two_lines(keys, width, line)


class Lines:
    """The lines around the panel, drawn from the state at the screen's last look."""

    def __init__(
        self,
        screen: Screen[Any],
        hub: Hub,
        position: Position,
        writer: Writer,
        saved: SavedState,
        keys: Callable[[], Sequence[tuple[str, str]]],
        elsewhere: Callable[[], str],
    ) -> None:
        """Take the sources of the lines. `keys` returns the keys that work now, each with a word.

        `elsewhere` returns what the group looks at if the person turned a page away from it.
        """
        self._screen = screen
        self._hub = hub
        self._position = position
        self._writer = writer
        self._saved = saved
        self._keys_now = keys
        self._elsewhere = elsewhere
        self._sentence = PassingSentence(screen, self.refresh_summary)
        self.head = Drawing(self._draw_head, id="head")
        """Where the person is, the clock, and the state of saving."""
        self.summary = Words(id="told")
        """The messages: a sentence, where the group is, for whom the person writes, and why nothing is saved."""
        self.foot = Drawing(self._draw_foot, id="foot")
        """The person's rejoin word and name, and the keys."""

    def refresh(self) -> None:
        """Draw all lines again."""
        self.head.refresh_drawing()
        self.foot.refresh_drawing()
        self.refresh_summary()

    def refresh_saving(self) -> None:
        """Draw the state of saving again."""
        self.head.refresh_drawing()
        if self._saved.has_new_reason:
            self.refresh_summary()

    def refresh_summary(self) -> None:
        """Draw the messages again. A row is kept free for them if there are enough rows."""
        seen = self._position.seen
        if seen is None:
            return
        reason = self._saved.drawn_reason()
        texts = [
            Content.styled(self._position.countdown, theme.WARN),
            Content.styled(self._sentence.text or "", theme.WARN),
            Content.styled(question_line(seen), theme.ACCENT),
            Content.styled(self._position.whereabouts or page_whereabouts(self._elsewhere()), theme.ACCENT),
            Content.styled(DONE if self._position.has_said_done else "", theme.DONE),
            Content.styled(self._held_back, theme.WARN),
            Content.styled(self._writing_for, theme.ACCENT),
            Content.styled(ASKS_TABLE if self._writer.lacks_table else "", theme.ACCENT),
            Content.styled(reason, theme.ERROR),
        ]
        lines = [line for line in texts if line.plain]
        self.summary.update(lines)
        has_place = bool(lines) or self._screen.size.height >= ROOM_FOR_BLANK
        if self.summary.display is not has_place:  # otherwise the first look would lay the screen out again
            self.summary.display = has_place

    def note_focus(self, before: Widget | None, now: Widget | None) -> None:
        """Show the letters that are keys, or how they become keys, when the focus has moved."""
        if takes_letters(before) is not takes_letters(now):
            self.foot.refresh_drawing()

    def show_message(self, sentence: str) -> None:
        """Show a sentence to the person for :data:`~copworkshop.ui.passing_sentence.SENTENCE_SECONDS`."""
        self._sentence.show(sentence)

    def take_back_message(self, sentence: str) -> None:
        """Remove this sentence, if it is still shown."""
        self._sentence.take_back(sentence)

    @property
    def _held_back(self) -> str:
        """Which of the person's own ideas the facilitator holds back; empty where it is none."""
        seen = self._position.seen
        held = seen.top_ten.collect.own_held if seen is not None and seen.top_ten is not None else ()
        told = " ".join(f"“{words}”" for words in held)
        if not held:
            return ""
        which = "your idea" if len(held) == 1 else "your ideas"
        return f"The facilitator holds back {which} {told}. Nobody else learns whose it is."

    @property
    def _writing_for(self) -> str:
        seen = self._position.seen
        own = seen.own if seen is not None else None
        if self._writer.on_behalf_of is None or own is None:
            return ""
        return f"You write for {own.name}, and it is marked so. w or F2 goes back to your own."

    def _draw_head(self, width: int, height: int) -> Sequence[Content]:
        del height
        seen, step = self._position.seen, self._position.step
        if seen is None or step is None:
            return []
        name = f" {seen.plan.kinds.index(step.kind) + 1}/{len(seen.plan.steps)} {step.short}"
        now = self._hub.now()
        time = (clock_text if width >= ROOM_FOR_NAME else clock_time)(seen.clock, now)
        word = self._saved.drawn_word()
        return [head_line(width, name, time, clock_style(seen.clock, now), word if seen.closed is None else "closed")]

    def _draw_foot(self, width: int, height: int) -> Sequence[Content]:
        in_field = takes_letters(self._screen.focused)
        return foot_lines(width, self._writer.person, self._keys_now(), in_field=in_field, rows=height)
