"""What covers a participant's work: “Please look up”, a question outside the plan, and the question for a table."""

from typing import Final

from copworkshop.model.clock import Clock, LastKey
from copworkshop.toolkit.app import BaseApp
from copworkshop.ui.participant.following import QUIET, UnsavedWork, is_idle
from copworkshop.ui.participant.look_up import LookUpScreen
from copworkshop.ui.participant.question import QuestionScreen
from copworkshop.ui.participant.room import ParticipantRoom

_ASKED: Final = "asked"
_ANSWERS: Final = "answers"


class Covers:
    """Covers the work of one person, and uncovers it.

    A question comes up by itself once for each person, and its answers too, as soon as they have pressed no key for a
    while. A person who is typing reads a line instead, so that no key that they type is taken for an answer.
    """

    def __init__(self, app: BaseApp, room: ParticipantRoom, last_key: LastKey, clock: Clock) -> None:
        """Cover the `room` of this app. `last_key` tells when the person pressed a key last."""
        self._app = app
        self._room = room
        self._last_key = last_key
        self._clock = clock
        self._came_up: tuple[int, str, int | None] | None = None
        """The number of the last question that came up by itself, in which state, and for which seat."""
        room.may_be_covered = self._awaits_question

    async def refresh(self) -> None:
        """Cover what the app shows, or uncover it, as the session is now."""
        await self._look_up()
        stack = self._app.screen_stack
        shown = next((screen for screen in stack if isinstance(screen, QuestionScreen)), None)
        if shown is not None:
            shown.show()
        elif self._awaits_question():
            client = self._room.writer.client
            if client is not None:
                self._came_up = self._question
                await self._app.push_screen(QuestionScreen(client, self._room.words_begun, self._clock))
        elif self._awaits_table():
            await self._room.about_me.ask_for_table()

    async def _look_up(self) -> None:
        seen = self._room.position.seen
        wanted = seen is not None and seen.stage.look_up and seen.own is not None
        cover = next((screen for screen in self._app.screen_stack if isinstance(screen, LookUpScreen)), None)
        if wanted and cover is None:
            await self._app.push_screen(LookUpScreen())
        elif not wanted and cover is not None:
            cover.leave()

    @property
    def _question(self) -> tuple[int, str, int | None] | None:
        """The question, or its answers, that the person has not seen; None where there is none."""
        seen = self._room.position.seen
        if seen is None or seen.own is None:
            return None
        asked, told = seen.question.open, seen.question.shown
        if asked is not None:
            return (asked.number, _ASKED, seen.own.number) if asked.own is None else None
        return (told.number, _ANSWERS, seen.own.number) if told is not None else None

    def _awaits_table(self) -> bool:
        """Whether a person who came before there were tables is to be asked now: they do nothing else."""
        room, panel = self._room, self._room.panel
        if not room.writer.lacks_table or not room.is_current or room.takes_text or panel is None:
            return False
        return panel.unsaved_work is UnsavedWork.NOTHING and self._last_key.since >= QUIET

    def _awaits_question(self) -> bool:
        """Whether a question is to come up now: nothing else covers the room, and no key was pressed for a while."""
        room, question = self._room, self._question
        if question is None or question == self._came_up or not room.is_current:
            return False
        panel = room.panel
        if room.takes_text and panel is not None:
            return is_idle(panel.unsaved_work, self._last_key.since)
        return self._last_key.since >= QUIET
