"""Taking back the last action of the facilitator. Nobody's input is lost by it, and nothing that was shown changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Final

from copworkshop.model.base import without
from copworkshop.model.numbering import are_shown
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.model.session import (
    ClockBefore,
    HeldBefore,
    LastEdit,
    MinutesBefore,
    NoteBefore,
    PapersBefore,
    QuestionBefore,
    Session,
    Standing,
    Undoable,
)
from copworkshop.model.topten import Vote
from copworkshop.rules.balloting import papers_digest
from copworkshop.rules.candidate_edits import UndoEdit, can_edit
from copworkshop.rules.candidates import ballots, ideas
from copworkshop.rules.moderation import held_as_before
from copworkshop.rules.pace import settled
from copworkshop.rules.parking import note_as_before
from copworkshop.rules.participation import picture
from copworkshop.rules.question import has_question, question_before
from copworkshop.rules.request import Refused, Request, Stale, facilitator_only
from copworkshop.rules.sifting import arrived, kept_ratings
from copworkshop.rules.voting import REVEALS, ROUNDS, RUN_OFF, SETTLED, SIFT, cast_in, reached

NOTHING: Final = "There is nothing to take back."
REOPENS: Final = "{shown}, so u does not open {round} again. Page Up goes back to it, and O there asks first."


@dataclass(frozen=True, slots=True)
class TakesBack:
    """What the undo key takes back."""

    number: int
    what: str
    """Completes “u takes back: …”."""
    edit: bool
    """It is a change of the list of ideas, which can be done again."""


def last_action(session: Session) -> TakesBack | None:
    """Return what the undo key takes back now; None where there is nothing."""
    found = _last(session)
    if found is None:
        return None
    return TakesBack(found.number, found.what, edit=isinstance(found.inverse, LastEdit))


class Undo(Request):
    """Take back the last action of the facilitator, which is the one with this number."""

    number: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, once for each action, where it loses no input and changes nothing shown."""
        facilitator_only(actor)
        last = _last(session)
        if last is None:
            raise Refused(NOTHING)
        if last.number != self.number:
            raise Stale("Something else was done meanwhile; look again at what would be taken back.")
        match last.inverse:
            case Standing():
                undone = _stood(session, last.inverse, now)
            case ClockBefore():
                undone = _with_clock(session, last.inverse)
            case LastEdit():
                undone = UndoEdit().grant(session, actor, now)
            case PapersBefore():
                undone = _without_papers(session, last.inverse)
            case HeldBefore():
                undone = held_as_before(session, actor, last.inverse, now)
            case NoteBefore():
                undone = note_as_before(session, last.inverse)
            case MinutesBefore():
                undone = session.replace(fewer_minutes=last.inverse.fewer)
            case QuestionBefore():
                undone = question_before(session, last.inverse)
        return undone.replace(history=session.history[:-1])


def _last(session: Session) -> Undoable | None:
    """Return the action to take back. Changes of the list of ideas are kept longer than other actions."""
    steps = session.top_ten.undo
    if session.closed is not None:
        return None
    if session.history and (steps or not isinstance(session.history[-1].inverse, LastEdit)):
        last = session.history[-1]
        return last if _fits(session, last) else None
    if not steps or not can_edit(session):
        return None
    return Undoable(number=len(steps), what=steps[-1].what, inverse=LastEdit(kind="edit"))


def _fits(session: Session, action: Undoable) -> bool:
    """Whether the plan still has the places that an action is about: somebody may have changed it since."""
    was = action.inverse
    if isinstance(was, QuestionBefore):
        return has_question(session, was)
    places = {was.at: ""} if isinstance(was, ClockBefore) else {}
    if isinstance(was, Standing):
        places = {kind: progress.round for kind, progress in was.progress.items()} | dict.fromkeys(was.new, "")
        if was.at not in {*was.progress, *session.progress} - {*was.new}:
            return False
    steps = {kind: session.plan.step(kind) for kind in places}
    return all(step is not None and places[kind] in {"", *step.rounds} for kind, step in steps.items())


def _stood(session: Session, was: Standing, now: datetime) -> Session:
    """Return the session with the room where it stood. The time that it has spent is kept."""
    _require_nothing_shown(session, was)
    _require_no_ballots(session, was)
    stays = session.at is was.at and not was.progress  # only what the stage shows is taken back
    session = settled(session, now)
    spent = {kind: progress.spent for kind, progress in session.progress.items()}
    progress = {kind: held for kind, held in session.progress.items() if kind not in was.new}
    progress |= {kind: held.replace(spent=spent.get(kind, held.spent)) for kind, held in was.progress.items()}
    here = progress[was.at]
    progress[was.at] = here.replace(spent=round(here.spent + sum(spent[kind] for kind in was.new if kind in spent), 1))
    session = session.replace(
        at=was.at,
        progress=progress,
        closing=session.closing if stays else None,
        closed_rounds=was.closed_rounds,
        on_stage=was.on_stage,
        blank=was.blank,
        look_up=False,
        beside=was.beside,
        address=was.address,
        spotlight=was.spotlight,
        top_ten=session.top_ten.replace(second=was.second, runoffs=was.runoffs),
    )
    return arrived(session) if session.at is Kind.TOP_TEN else session


def _require_nothing_shown(session: Session, was: Standing) -> None:
    """Refuse to open a round again whose result people have seen."""
    spot, before = session.spot, was.progress.get(Kind.TOP_TEN)
    was_here = before is not None and before.round == spot.round
    if before is not None and was_here and spot.round in REVEALS and before.shown < spot.shown:
        raise Refused("What was revealed stays known, so u does not take it back. Page Up takes it off the stage.")
    if session.top_ten.shown and before is not None and before.round == spot.round == "merge" and before.point == 0:
        raise Refused("The ideas were shown, so u does not hide them again. h holds a single idea back.")
    for kind, closed in session.closed_rounds.items():
        for name in closed:
            shown = _shown(session, name) if name not in was.closed_rounds.get(kind, ()) else ""
            if shown:
                raise Refused(REOPENS.format(shown=shown, round=ROUND_NAMES[name]))


def _shown(session: Session, round_name: str) -> str:
    """Say what people have seen that depends on this round; empty where they have seen nothing of it."""
    seen, told = _SEEN.get(round_name, (lambda _: False, ""))
    return told if seen(session) else ""


def _picture_shown(session: Session) -> bool:
    return session.spot.round == "picture" and picture(session) is not None


def _ideas_shown(session: Session) -> bool:
    return are_shown(session) and bool(ideas(session))


def _sifting_shown(session: Session) -> bool:
    return _is_past(session, SIFT) and bool(kept_ratings(session))


def _list_shown(vote: Vote, session: Session) -> bool:
    """Whether people have seen more of a vote's list than the number of its last place."""
    reveal = ROUNDS[vote].reveal
    if session.plan.top_ten is not None and reached(session) == reveal:
        begun = session.progress[Kind.TOP_TEN].shown > (0, 1)
    else:
        begun = _is_past(session, reveal)
    return begun and bool(ballots(session, vote))


def _run_off_shown(session: Session) -> bool:
    run_off = cast_in(session, SETTLED)
    held = session.top_ten.runoffs.get(run_off)
    return session.plan.top_ten is not None and held is not None and held.shown and bool(ballots(session, run_off))


def _is_past(session: Session, round_name: str) -> bool:
    """Whether the room has come to a later round of Activity 2."""
    step = session.plan.top_ten
    return step is not None and step.rounds.index(reached(session)) > step.rounds.index(round_name)


_SEEN: Final[Mapping[str, tuple[Callable[[Session], bool], str]]] = MappingProxyType(
    {
        "place": (_picture_shown, "The picture was shown"),
        "collect": (_ideas_shown, "The ideas were shown"),
        SIFT: (_sifting_shown, "The result of the sifting was shown"),
        RUN_OFF: (_run_off_shown, "The result was shown"),
        **{
            round_name: (partial(_list_shown, vote), "The result was shown")
            for vote, rounds in ROUNDS.items()
            for round_name in (rounds.rank, rounds.reveal)
        },
    }
)
"""For each round what people can have seen of it: whether they have, and the sentence that says so."""


def _require_no_ballots(session: Session, was: Standing) -> None:
    """Refuse to drop a vote in which people have given ballots."""
    begun = [vote for vote, run_off in session.top_ten.runoffs.items() if was.runoffs.get(vote) is None]
    begun += [Vote.SECOND] if session.top_ten.second and not was.second else []
    if any(ballots(session, vote) for vote in begun):
        raise Refused("Ballots are in, and taking this back would lose them. Page Up goes back, and loses nothing.")


def _with_clock(session: Session, was: ClockBefore) -> Session:
    here = session.progress.get(was.at)
    if here is None:
        return session
    timers = without(here.timers, was.name)
    here = here.replace(timers=timers if was.timer is None else {**timers, was.name: was.timer})
    return session.replace(progress={**session.progress, was.at: here})


def _without_papers(session: Session, was: PapersBefore) -> Session:
    papers = session.top_ten.papers(was.vote)
    entered = papers[was.first : was.first + was.count]
    if len(entered) != was.count or papers_digest(entered) != was.digest:
        raise Refused("Paper ballots were changed since then. Take single ones back with x.")
    left = (*papers[: was.first], *papers[was.first + was.count :])
    return session.replace(top_ten=session.top_ten.with_papers(was.vote, left))
