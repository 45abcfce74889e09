"""Moving through the plan: forward and back, point by point, and to any step."""

from datetime import datetime, timedelta

from typing_extensions import override

from copworkshop.model.numbering import with_numbers
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind, LifecycleStep, ParticipationStep, ProposalStep, Step, TopTenStep
from copworkshop.model.round_names import ROUND_NAMES
from copworkshop.model.session import BEATS, Closing, Progress, Session, Spot, Undoable
from copworkshop.rules.clock import with_clock_begun
from copworkshop.rules.finished import closes_round, countdown, unfinished
from copworkshop.rules.history import step_taken
from copworkshop.rules.lifecycle import stops
from copworkshop.rules.moderation import with_ideas_shown
from copworkshop.rules.pace import settled
from copworkshop.rules.proposal import SHARING, on_stage, told_fields
from copworkshop.rules.question import shown_question
from copworkshop.rules.request import Refused, Request, Stale, facilitator_only
from copworkshop.rules.result import discussion, place_groups
from copworkshop.rules.rounds import is_forward, looks_back, with_closed
from copworkshop.rules.sifting import arrived
from copworkshop.rules.voting import (
    DISCUSSIONS,
    REVEALS,
    ROUNDS,
    RUN_OFF,
    SETTLED,
    cast_in,
    latest,
    skipped,
    vote_of,
)

PICTURES = ("today", "later", "movement")
"""The points of the round “picture” of the participation step, in the order in which the stage shows them."""


def points(session: Session, step: Step, round_name: str) -> int:
    """Return the number of points of a round, at least one."""
    match step, round_name:
        case LifecycleStep(), _:
            return len(stops(step))
        case ParticipationStep(), "levels":
            return 1 + len(step.levels)
        case ParticipationStep(), "picture":
            return len(PICTURES)
        case ProposalStep(), "share":
            author = on_stage(session)
            return 1 + len(told_fields(session, author)) if author is not None else 1
        case TopTenStep(moderated=True), "merge":
            return 2  # the facilitator looks through the ideas, then everybody sees them
        case TopTenStep(), name if name in REVEALS:
            return len(place_groups(session, vote_of(session, name))) + 2
        case TopTenStep(), name if name in DISCUSSIONS:
            return len(discussion(session, vote_of(session, name)))
        case _:
            return 1


def rounds_of(session: Session, step: Step) -> tuple[str, ...]:
    """Return the rounds of a step that the room goes through: without those that nobody has asked for."""
    if not isinstance(step, TopTenStep):
        return step.rounds
    left_out = skipped(session)
    here = session.spot.round if session.at is step.kind else None
    return tuple(name for name in step.rounds if name not in left_out or name == here)


def first_spot(step: Step) -> Spot:
    """Return where a step begins."""
    return Spot(kind=step.kind, round=step.rounds[0], point=0)


def last_seen(session: Session, step: Step) -> Spot:
    """Return where the room was in a step when it left it, or its beginning."""
    progress = session.progress.get(step.kind)
    if progress is None:
        return first_spot(step)
    point = min(progress.point, points(session, step, progress.round) - 1)
    return Spot(kind=step.kind, round=progress.round, point=point, beat=progress.beat)


def current_spot(session: Session) -> Spot:
    """Return the room's spot, within the points there are: a ballot entered later can shorten a reveal."""
    spot = session.spot
    spot = spot.replace(point=min(spot.point, points(session, session.step, spot.round) - 1))
    return spot if not spot.beat or _is_before_place(session, spot) else spot.replace(beat=0)


def _is_before_place(session: Session, spot: Spot) -> bool:
    """Whether the next point of a reveal is one more place: not the whole list, and not the discussion."""
    return spot.round in REVEALS and spot.point + 2 < points(session, session.step, spot.round)


def following(session: Session) -> Spot | None:
    """Return the spot one key press forward: the next point, round or step; None at the very end.

    After the last field of a proposal on the stage come all that are shared, and another can be put up.
    """
    step, spot = session.step, current_spot(session)
    if _is_before_place(session, spot) and spot.beat + 1 < BEATS:
        return spot.replace(beat=spot.beat + 1)
    if spot.point + 1 < points(session, step, spot.round):
        return spot.replace(point=spot.point + 1, beat=0)
    if (spot.kind, spot.round) == (Kind.PROPOSAL, SHARING) and spot.point > 0:
        return spot.replace(point=0)
    return next_round(session)


def next_round(session: Session) -> Spot | None:
    """Return the beginning of the next round, or where the room left the next step; None in the last round.

    A settled run-off leads back to the list that it settles and its discussion, which does not lead to it again.
    """
    step, spot = session.step, session.spot
    if spot.round == SETTLED:
        return spot.replace(round=ROUNDS[latest(session)].discuss, point=0)
    rounds = rounds_of(session, step)
    index = rounds.index(spot.round)
    settles_again = index + 1 < len(rounds) and rounds[index + 1] == RUN_OFF and _is_settled(session)
    if index + 1 < len(rounds) and not settles_again:
        return _come_to(session, spot.replace(round=rounds[index + 1], point=0))
    index = session.plan.kinds.index(step.kind)
    if index + 1 < len(session.plan.steps):
        return last_seen(session, session.plan.steps[index + 1])
    return None


def _come_to(session: Session, spot: Spot) -> Spot:
    """Return the spot at which the room comes to a round: what it has seen there stands as a whole."""
    seen = session.top_ten.shown if spot.round == "merge" else session.has_closed(spot.kind, spot.round)
    if spot.round not in {"merge", *REVEALS} or not seen:
        return spot
    step = session.plan.step(spot.kind)
    return spot if step is None else spot.replace(point=points(session, step, spot.round) - 1)


def _is_settled(session: Session) -> bool:
    run_off = session.top_ten.runoffs.get(cast_in(session, RUN_OFF))
    return run_off is not None and run_off.shown


def preceding(session: Session) -> Spot | None:
    """Return the spot one key press back: the last point, round or step; None at the very beginning.

    A reveal that the room has seen is not hidden again, and ideas that it has seen are not hidden again.
    """
    step, spot = session.step, current_spot(session)
    if spot.beat:
        return spot.replace(beat=spot.beat - 1)
    if spot.point > 0 and not (spot.round in REVEALS and looks_back(session)) and spot.round != "merge":
        earlier = spot.replace(point=spot.point - 1)
        return earlier.replace(beat=BEATS - 1) if _is_before_place(session, earlier) else earlier
    rounds = rounds_of(session, step)
    index = rounds.index(spot.round)
    if index > 0:
        before = rounds[index - 1]
        return spot.replace(round=before, point=points(session, step, before) - 1)
    index = session.plan.kinds.index(step.kind)
    if index > 0:
        return last_seen(session, session.plan.steps[index - 1])
    return None


def moved(session: Session, spot: Spot, now: datetime) -> Session:
    """Return the session with the room at this spot, which must be one that the plan has.

    Forward, the rounds that are left behind are closed. Back, nothing is closed, and nothing is opened again.
    """
    here, there = session.spot, spot
    session = settled(session, now) if here.kind is not there.kind else session
    same_round = (here.kind, here.round) == (there.kind, there.round)
    session = with_closed(session, there, whole=_shows_whole_list(session, there))
    old = session.progress.get(there.kind)
    progress = Progress(round=there.round, point=there.point, beat=there.beat, entered=now)
    if old is not None:
        progress = old.replace(round=there.round, point=there.point, beat=there.beat, entered=old.entered or now)
    listed = there.kind is Kind.PROPOSAL and there.point == 0
    session = session.replace(
        at=there.kind,
        on_stage=None if listed else session.on_stage,
        progress={**session.progress, there.kind: progress},
        closing=session.closing if same_round else None,
        blank=False,
        look_up=False,
        address=False,
        spotlight=None,
        beside=session.beside and same_round,
    )
    session = session if same_round or looks_back(session) else with_clock_begun(session, now)
    return _seen_settled(arrived(with_numbers(with_ideas_shown(session)))) if there.kind is Kind.TOP_TEN else session


def _shows_whole_list(session: Session, spot: Spot) -> bool:
    step = session.plan.step(spot.kind)
    return step is not None and spot.round in REVEALS and spot.point + 1 == points(session, step, spot.round)


def move_told(before: Session, after: Session) -> Undoable | None:
    """Return how a move of the room is taken back, with a few words that say which it was; None where it stays."""
    here, there = before.spot, after.spot
    if here == there:
        return None
    if (here.kind, here.round) != (there.kind, there.round):
        return step_taken(f"the room moved to {ROUND_NAMES[there.round]}", before, after)
    way = "on" if here.shown < there.shown else "back"
    return step_taken(f"the room moved {way} in {ROUND_NAMES[there.round]}", before, after)


def _seen_settled(session: Session) -> Session:
    """Return the session with the result of the run-off shown, if the room has come to it."""
    held, vote = session.top_ten, cast_in(session, session.spot.round)
    run_off = held.runoffs.get(vote)
    if session.spot.round != SETTLED or run_off is None or run_off.shown:
        return session
    return session.replace(top_ten=held.replace(runoffs={**held.runoffs, vote: run_off.replace(shown=True)}))


class Leaving(Request):
    """A key that may lead the room out of a round that takes input.

    It closes the round at once if all `connected` people have finished it. Otherwise the round stays, and a countdown
    begins. A second key closes the round: one pressed where the view showed that countdown.
    """

    connected: frozenset[int] = frozenset()
    """The seats of the people who are connected, whom the session does not know."""
    until: datetime | None = None
    """The end of the countdown that the view showed at the key press; None if it showed none."""

    def leave(self, session: Session, spot: Spot, now: datetime, then: Spot | None = None) -> Session:
        """Return the session with the room at `spot`, or with a countdown, after which the room goes to `then`.

        Raises:
            Stale: a countdown has begun or ended since the view was drawn.

        """
        here, closing = session.spot, countdown(session)
        after = moved(session, spot, now)
        if not closes_round(session, after) or looks_back(session) or not is_forward(session, here, spot):
            return after
        if self.until != (closing.until if closing is not None else None):
            raise Stale("The countdown has changed; look again before you press the key.")
        if closing is not None or not session.plan.grace or not unfinished(session, self.connected):
            return after
        until = now + timedelta(seconds=session.plan.grace)
        return session.replace(closing=Closing(kind=here.kind, round=here.round, until=until, then=then))

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        return move_told(before, after)


class Forward(Leaving):
    """One step forward from the spot that the view showed at the key press."""

    at: Spot

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, once for each spot; where it closes a round, as :class:`Leaving` says."""
        facilitator_only(actor)
        require_still_at(session, self.at)
        closing = countdown(session)
        spot = following(session) if closing is None else _after(session, closing)
        if spot is None:
            raise Refused("This is the end of the session. Page Up goes back; g goes to any step.")
        return self.leave(session, spot, now)


class CloseRound(Request):
    """Close the round whose countdown has ended. Nobody presses a key for it."""

    until: datetime
    """The end of that countdown, which may have been cancelled meanwhile."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, for the countdown that is running."""
        facilitator_only(actor)
        closing = countdown(session)
        if closing is None or closing.until != self.until:
            raise Stale("There is no such countdown any more.")
        spot = _after(session, closing)
        return session.replace(closing=None) if spot is None else moved(session, spot, now)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        return move_told(before, after)


def _after(session: Session, closing: Closing) -> Spot | None:
    """Return where the room goes when this countdown ends."""
    return closing.then if closing.then is not None else next_round(session)


class Back(Request):
    """One step back from the spot that the view showed at the key press. A round that was closed stays closed.

    While a countdown runs, it only cancels that: the round stays open.
    """

    at: Spot

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, once for each spot."""
        facilitator_only(actor)
        require_still_at(session, self.at)
        if countdown(session) is not None:
            return session.replace(closing=None)
        spot = preceding(session)
        if spot is None:
            raise Refused("This is the beginning of the session. Page Down goes forward.")
        return moved(session, spot, now)

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        return move_told(before, after)


class GoTo(Leaving):
    """Go to any step: where the room left it, or a round and point of it. It closes a round only on the way forward."""

    kind: Kind
    round: str | None = None
    point: int = 0

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator for a spot that the plan has."""
        facilitator_only(actor)
        step = session.plan.step(self.kind)
        if step is None:
            raise Refused("The plan has no such step. Choose one from the list.")
        if self.round is None:
            spot = last_seen(session, step)
        elif self.round not in rounds_of(session, step) or not 0 <= self.point < points(session, step, self.round):
            raise Refused("The step has no such place. Choose one from the list.")
        else:
            spot = _come_to(session, Spot(kind=self.kind, round=self.round, point=self.point))
        return session if spot == session.spot else self.leave(session, spot, now, then=spot)


class Blank(Request):
    """Blank the stage, or bring it back."""

    blank: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        return session if session.blank is self.blank else session.replace(blank=self.blank)


class LookUp(Request):
    """Ask on every participant's screen to look up, or take that away."""

    shown: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator. Any move of the room takes it away, too."""
        facilitator_only(actor)
        return session if session.look_up is self.shown else session.replace(look_up=self.shown)


class LayBeside(Request):
    """Show what the literature says next to what the stage shows, or take it away."""

    beside: bool

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator where the plan has something to show there."""
        facilitator_only(actor)
        if self.beside and not literature_here(session):
            raise Refused("The literature has nothing to show next to this.")
        return session if session.beside is self.beside else session.replace(beside=self.beside)


def literature_here(session: Session) -> bool:
    """Whether the plan has something of the literature to show next to what the room sees now.

    Next to the top ten it is shown only after the room's own reveal, so that it does not lead the room.
    """
    match session.step:
        case LifecycleStep(models=models):
            return bool(models)
        case TopTenStep(comparison=comparison):
            return comparison is not None and session.spot.round in DISCUSSIONS
        case _:
            return False


def require_still_at(session: Session, spot: Spot) -> None:
    """Refuse, without a word, a key that was pressed for a spot which the room has left, or that a question covers."""
    if session.open_question is not None or shown_question(session) is not None:
        raise Stale("A question outside the plan was asked; look again before you press the key.")
    if spot not in {session.spot, current_spot(session)}:
        raise Stale("The room has already moved on; look again before you press the key.")
