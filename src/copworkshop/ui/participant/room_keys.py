"""The keys of a participant's screen that work at every step, and when. The panel of the step has its own."""

from typing import TYPE_CHECKING, Final

from copworkshop.rules.finished import takes_input
from copworkshop.rules.voting import RANKINGS, RUN_OFF
from copworkshop.toolkit import theme
from copworkshop.toolkit.commands import HELP, Command, Commands
from copworkshop.ui.participant.question import question_line

if TYPE_CHECKING:
    from copworkshop.ui.participant.room import ParticipantRoom

_ROOM_FOR_ESCAPE: Final = 60
"""Columns from which on the screen says in full what Esc does."""


def _has_question(room: "ParticipantRoom") -> bool:
    sight = room.writer.sight
    return sight is not None and bool(question_line(sight))


def _of_question(room: "ParticipantRoom") -> str:
    sight = room.writer.sight
    return "answer" if sight is not None and sight.question.open is not None else "answers"


def _can_follow(room: "ParticipantRoom") -> bool:
    """Whether the group is elsewhere, or shows something else in the same round."""
    panel = room.panel
    return room.position.is_elsewhere_in(room.writer.sight) or (panel is not None and bool(panel.elsewhere))


def _can_look_back(room: "ParticipantRoom") -> bool:
    sight = room.writer.sight
    return sight is not None and sight.own is not None and len(room.position.reached) > 1


def _may_write_for(room: "ParticipantRoom") -> bool:
    seen = room.position.seen
    return room.writer.on_behalf_of is not None or bool(seen is not None and seen.without_device)


def _may_say_done(room: "ParticipantRoom") -> bool:
    """Whether the person is asked for something here, so that they can be done with it. A ballot has its own key."""
    sight = room.writer.sight
    if sight is None or room.position.is_elsewhere_in(sight) or sight.own is None or not sight.round_is_open:
        return False
    return takes_input(sight.spot) and sight.spot.round not in {*RANKINGS, RUN_OFF}


def _of_done(room: "ParticipantRoom") -> str:
    return "not done" if room.position.has_said_done else "done"


def _is_in_open_session(room: "ParticipantRoom") -> bool:
    sight = room.writer.sight
    return sight is not None and sight.own is not None and sight.closed is None


def _of_escape(room: "ParticipantRoom") -> str:
    is_wide = room.size.width >= _ROOM_FOR_ESCAPE
    return "leaves the field, then letters are keys" if is_wide else "then letters work"


def _types(room: "ParticipantRoom") -> bool:
    return room.takes_text


ROOM_KEYS: Final[Commands["ParticipantRoom"]] = (
    Command(
        "f9,i",
        "question",
        "The question that the facilitator asks: answer it, or see the answers",
        _of_question,
        _has_question,
    ),
    Command("f5,f", "follow", "Follow the group", "follow", _can_follow),
    Command(
        "f3,l",
        "look_back",
        "Look back at a step that the group has reached",
        "look back",
        _can_look_back,
        rank=4,
    ),
    Command(
        "f2,w",
        "scribe",
        "Write for somebody of your table who has no device; again, for yourself",
        "scribe",
        _may_write_for,
        rank=3,
    ),
    Command(
        "f7,d",
        "say_done",
        "Say that you are done with this round, or that you are not",
        _of_done,
        _may_say_done,
    ),
    Command("y", "about_me", "Change your name or your table", "your name", _is_in_open_session, rank=5),
    Command("escape", hint=_of_escape, when=_types),
    Command("f8,c", "app.next_theme", theme.GOES_THROUGH, "colours", rank=5),
    Command("f1,question_mark", "app.help", HELP, "keys", rank=1),
    Command("q", "leave", "Leave, after a question; nothing is lost", "leave", rank=2),
    Command("ctrl+q", hint="leave", when=_types, rank=2),
    Command("ctrl+s", "say_saved", "Say whether all is saved", listed=False),
)
"""A panel's own letters come before these, so no panel has one of them."""
