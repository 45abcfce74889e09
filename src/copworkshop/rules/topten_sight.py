"""The part of a sight that is about Activity 2. :mod:`copworkshop.rules.sight` says by which rules it is seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from copworkshop.model.numbering import are_numbered, are_shown
from copworkshop.model.people import Actor, Role
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Candidate, Idea
from copworkshop.rules.candidate_edits import can_edit
from copworkshop.rules.candidates import (
    IDEAS,
    all_candidates,
    authors,
    called_out,
    candidates,
    held_ideas,
    ideas,
    is_aloud,
    leads,
    question,
    sifted_out,
)
from copworkshop.rules.memo import depends_on, memoized, memoized_of
from copworkshop.rules.merging import proposals, unread
from copworkshop.rules.sifting import Scores, scores, times_rated
from copworkshop.rules.suggestions import Suggestion, suggestions
from copworkshop.rules.vote_sight import (
    BallotSight,
    DiscussionSight,
    ResultSight,
    ballot_sight,
    discussion_sight,
    result_sight,
)
from copworkshop.rules.voting import SIFT, reached


@dataclass(frozen=True, slots=True)
class CollectSight:
    """The progress of collecting, and the ideas that not everybody sees."""

    ideas_in: int
    authors: int
    """How many people have put in an idea."""
    called_out: tuple[Idea, ...]
    """For the stage, ideas that people said aloud, while they are collected and nobody has a terminal."""
    room_ideas: tuple[Idea, ...]
    """Ideas of the room that belong to no seat: for the person who entered them, until all are seen."""
    waits: bool
    """The facilitator looks through the ideas before everybody sees them."""
    held_back: int
    """How many ideas the facilitator holds back, or held back when the session was closed."""
    held_ideas: tuple[Candidate, ...]
    """Those ideas, for the facilitator."""
    own_held: tuple[str, ...]
    """The viewer's own ideas among them, in their words."""


@dataclass(frozen=True, slots=True)
class MergeSight:
    """The progress of merging."""

    suggestions: tuple[Suggestion, ...]
    """Candidates that may be the same, for the facilitator while ideas can be merged: what people propose, then pairs
    that read alike, the likeliest first."""
    readers: int
    """How many people have come to every idea, while ideas are merged."""
    can_redo: str | None
    """What was undone last, in a few words, for the facilitator."""


@dataclass(frozen=True, slots=True)
class Sifting:
    """The progress of the sifting, and its result."""

    rated: int
    """Ratings that are in."""
    fewest: int
    """The lowest number of ratings that an idea has."""
    most: int
    ready: int
    """People who have rated all that they were dealt."""
    out: tuple[Candidate, ...]
    """The candidates that were left behind; empty before the room ranks."""
    scores: Scores
    """The mean rating of each candidate that was sifted; empty before the room ranks."""


@dataclass(frozen=True, slots=True)
class TopTenSight:
    """The part of Activity 2 that a viewer may see: what all rounds share, and a part for each kind of round."""

    question: str
    candidates: tuple[Candidate, ...]
    own_words: Mapping[int, str]
    """The ideas of these candidates in their authors' words, by number."""
    withdrawn: tuple[Candidate, ...]
    """Candidates taken off the list, for the facilitator."""
    collect: CollectSight
    merge: MergeSight
    can_sift: bool
    """There are more ideas than the plan's limit."""
    sifting: Sifting | None
    """None where the room does not sift."""
    ballot: BallotSight
    result: ResultSight
    discussion: DiscussionSight

    def wording(self, lead: int) -> str:
        """Return the words of a candidate that the viewer may see."""
        return next(candidate.wording for candidate in self.candidates if candidate.lead == lead)


@memoized_of(IDEAS | depends_on(room={"plan", "at", "progress"}))
def read_now(session: Session) -> frozenset[int]:
    """Return the ideas that are read now, by number; none outside of the merge round."""
    if session.at is not Kind.TOP_TEN or session.spot.round != "merge" or not are_shown(session):
        return frozenset()
    return frozenset(leads(session))


def top_ten_sight(session: Session, viewer: Actor, acting: int | None) -> TopTenSight:
    """Return what this viewer, who speaks for the seat `acting`, may see of Activity 2, which the plan has."""
    step = session.plan.top_ten
    assert step is not None, "asked for only where the plan has it"  # noqa: S101
    leading = viewer.role is Role.FACILITATOR
    counts_all = viewer.role is not Role.PARTICIPANT  # one of many: what all do would be counted for each of them
    shown = are_shown(session) or (leading and are_numbered(session))
    standing = candidates(session) if shown else ()
    out = sifted_out(session) if shown else ()
    withdrawn = tuple(each for each in all_candidates(session) if each.withdrawn) if leading and shown else ()
    past_sift = step.rounds.index(reached(session)) > step.rounds.index(SIFT)
    sifts = session.top_ten.sifting and shown
    return TopTenSight(
        question=question(session),
        candidates=standing,
        own_words=_own_words(session, (*standing, *out, *withdrawn)),
        withdrawn=withdrawn,
        collect=_collecting(session, viewer, acting, shown=shown),
        merge=_merging(session, standing, leading=leading, counts_all=counts_all),
        can_sift=shown and len(standing) > step.sift_over,
        sifting=_sifting(session, out, over=past_sift, all_=counts_all) if sifts else None,
        ballot=ballot_sight(session, standing, leading=leading, shown=shown),
        result=result_sight(session, leading, shown),
        discussion=discussion_sight(session),
    )


def _collecting(session: Session, viewer: Actor, acting: int | None, *, shown: bool) -> CollectSight:
    leading = viewer.role is Role.FACILITATOR
    held = held_ideas(session)
    aloud = viewer.role is Role.STAGE and not shown and is_aloud(session)
    return CollectSight(
        ideas_in=len(ideas(session)),
        authors=authors(session),
        called_out=called_out(session) if aloud else (),
        room_ideas=tuple(session.top_ten.unsigned_ideas) if leading and session.closed is None else (),
        waits=session.closed is None and are_numbered(session) and not are_shown(session),
        held_back=len(held) + session.top_ten.held_back_at_close,
        held_ideas=tuple(map(_alone, held.values())) if leading else (),
        own_held=_own_held(session, acting, scribing=viewer.on_behalf_of is not None),
    )


def _merging(session: Session, standing: tuple[Candidate, ...], *, leading: bool, counts_all: bool) -> MergeSight:
    redo = session.top_ten.redo
    return MergeSight(
        suggestions=_suggested(session, standing) if leading and session.closed is None and can_edit(session) else (),
        readers=_readers(session) if counts_all else 0,
        can_redo=redo[-1].what if leading and redo else None,
    )


def _sifting(session: Session, out: tuple[Candidate, ...], *, over: bool, all_: bool) -> Sifting:
    fewest, most = times_rated(session) if all_ else (0, 0)
    dealt = [seat for seat in session.present if seat.to_rate] if all_ else []
    return Sifting(
        rated=sum(len(seat.ratings) for seat in dealt),
        fewest=fewest,
        most=most,
        ready=sum(all(lead in seat.ratings for lead in seat.to_rate) for seat in dealt),
        out=out,
        scores=scores(session) if over else {},
    )


@memoized
def _suggested(session: Session, standing: tuple[Candidate, ...]) -> tuple[Suggestion, ...]:
    """Return the candidates that may be the same: those that people propose come first, and are not suggested again."""
    asked = [
        Suggestion(leads, "One person proposes it." if people == 1 else f"{people} people propose it.", people)
        for leads, people in proposals(session)
    ]
    known = {frozenset(each.leads) for each in asked}
    alike = suggestions(standing, session.top_ten.apart)
    return (*asked, *(each for each in alike if frozenset(each.leads) not in known))


def _readers(session: Session) -> int:
    standing = read_now(session)
    return sum(not unread(seat, standing) for seat in session.present) if standing else 0


@memoized_of(IDEAS)
def _own_words(session: Session, seen: tuple[Candidate, ...]) -> dict[int, str]:
    standing = ideas(session)
    members = (member for candidate in seen for member in candidate.members)
    return {member: standing[member].text for member in members if member in standing}


def _alone(idea: Idea) -> Candidate:
    return Candidate(lead=idea.number, members=(idea.number,), wording=idea.text)


def _own_held(session: Session, acting: int | None, *, scribing: bool) -> tuple[str, ...]:
    seat = session.seats.get(acting) if acting is not None else None
    own = seat.ideas if seat is not None else ()
    held = held_ideas(session)
    return tuple(idea.text for idea in own if idea.number in held and (idea.for_someone or not scribing))
