"""The line above the keys of the console: the one thing that the facilitator has to know first."""

from collections.abc import Callable

from textual.content import Content

from copworkshop.model.session import Spot
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import ERROR, QUIET, WARN
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.console.question import tell_of_question
from copworkshop.ui.console.way_back import ROUND_CLOSED
from copworkshop.ui.countdown import to_the_facilitator
from copworkshop.ui.passing_sentence import PassingSentence
from copworkshop.ui.saved import SavedState
from copworkshop.ui.screens.room import RoomScreen, always
from copworkshop.ui.screens.switches import LOOKING_UP


class MessageLine(Words):
    """Shows why nothing is saved, else the state of a question or a countdown, else a sentence, else a standing state.

    A sentence stays until the room moves on, or for some seconds once the console is visible. A pinned one stays until
    the facilitator dismisses it. A standing state, such as that nobody can join, stays as long as it lasts.
    """

    DEFAULT_CSS = """
    MessageLine {
        min-height: 1;
        max-height: 6;
        padding: 0 1;
    }
    """

    def __init__(self, view: RoomScreen, saved: SavedState) -> None:
        """Create the line for this console, with the state of saving that it shows."""
        super().__init__(id="sentence")
        self._view = view
        self._saved = saved
        self._sentence = PassingSentence(view, self.refresh_message)
        self._tone = WARN
        self._holds: Callable[[Sight], bool] = always
        """Whether the sentence is still true."""
        self._seen_at: Spot | None = None
        """Where the room was when the sentence became visible; None before that."""
        self._pinned: list[tuple[str, str]] = []
        """Pinned sentences, each with its subject."""

    @property
    def has_pinned(self) -> bool:
        """Whether a pinned message can be dismissed."""
        return bool(self._pinned)

    @property
    def waits(self) -> bool:
        """Whether there is a sentence that the facilitator has not seen or not dismissed."""
        return self.has_pinned or self._is_unseen

    def say(self, sentence: str, tone: str = WARN, holds: Callable[[Sight], bool] = always) -> None:
        """Show a sentence while it `holds`. Its time begins once the console is visible."""
        self._tone, self._seen_at, self._holds = tone, None, holds
        self._sentence.keep(sentence)
        self.begin_to_say()

    def hint(self, sentence: str) -> None:
        """Show a quiet sentence if no other sentence is shown."""
        is_free = self._said is None or self._tone == QUIET
        if is_free and not self._pinned and not self._unreachable:
            self.say(sentence, QUIET)

    def pin(self, sentence: str, about: str = "") -> None:
        """Show a sentence until the facilitator dismisses it.

        It takes the place of an earlier one `about` the same subject. An empty sentence only removes that one.
        """
        if about:
            self._pinned = [pinned for pinned in self._pinned if pinned[0] != about]
        if sentence:
            self._pinned.append((about, sentence))
        if self._view.is_current:
            self.refresh_message()

    def put_away(self) -> None:
        """Dismiss the pinned message that is shown, and show the next one, if any."""
        del self._pinned[0]
        self.refresh_message()

    def begin_to_say(self) -> None:
        """Begin the time of a sentence that nobody has seen. To be called when the console becomes visible."""
        if self._is_unseen and self._view.is_current:
            self._seen_at = self._view.client.sight.spot
            self._sentence.begin()

    def take_back(self, sentence: str) -> None:
        """Remove this sentence, if it is still shown."""
        self._sentence.take_back(sentence)

    def move_to(self, spot: Spot) -> None:
        """Remove a sentence that was shown at another spot."""
        if spot != self._seen_at:
            self._sentence.clear()

    def refresh_message(self) -> None:
        """Show what comes first now."""
        self.update(self._first())

    def _first(self) -> Content:
        client, seen = self._view.client, self._view.seen
        if reason := self._saved.drawn_reason():
            return Content.styled(reason, ERROR)
        if question := tell_of_question(client):
            return Content.styled(question, WARN if seen.question.open is not None else QUIET)
        if seen.closing is not None:
            return Content.styled(to_the_facilitator(client), WARN)
        if self._said is not None:
            return Content.styled(self._said, self._tone)
        if self._pinned:
            more = f", and shows {len(self._pinned) - 1} more" if len(self._pinned) > 1 else ""
            return Content.assemble((self._pinned[0][1], WARN), (f" Esc puts this away{more}.", QUIET))
        if seen.stage.look_up:
            return Content.styled(LOOKING_UP, WARN)
        if seen.way_back.reopening is not None:
            return Content.styled(ROUND_CLOSED, WARN)
        return Content.styled(self._unreachable, WARN)

    @property
    def _said(self) -> str | None:
        """The sentence that is shown for some seconds; None if there is none, or it is no longer true."""
        return self._sentence.text if self._holds(self._view.client.sight) else None

    @property
    def _is_unseen(self) -> bool:
        return self._said is not None and self._seen_at is None

    @property
    def _unreachable(self) -> str:
        """Why nobody can join, and what to do about it; empty if they can."""
        joining = self._view.joining
        return "" if joining is None or joining.command else f"{joining.unreachable} {joining.advice}"
