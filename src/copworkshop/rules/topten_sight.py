"""The part of a sight that is about Activity 2. :mod:`copworkshop.rules.sight` says by which rules it is seen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from copworkshop.model.numbering import are_numbered, are_shown
from copworkshop.model.people import Actor, Role
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Candidate, Idea, Vote
from copworkshop.ranking.agreement import NOTHING_SAID, Agreement
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import Placed
from copworkshop.rules.candidate_edits import can_edit
from copworkshop.rules.candidates import (
    IDEAS,
    all_candidates,
    authors,
    ballots,
    called_out,
    candidates,
    held_ideas,
    ideas,
    is_aloud,
    leads,
    question,
    resolved,
    sifted_out,
)
from copworkshop.rules.memo import depends_on, memoized, memoized_of
from copworkshop.rules.merging import proposals, unread
from copworkshop.rules.result import (
    TableList,
    Topic,
    agreement,
    discussion,
    divided,
    how_divided,
    place_groups,
    quoted_list,
    robust,
    spread,
    table_lists,
    ties,
)
from copworkshop.rules.runoff import Outcome, border, outcome, still_tied, tied_in
from copworkshop.rules.sifting import Scores, scores, times_rated
from copworkshop.rules.suggestions import Suggestion, suggestions
from copworkshop.rules.voting import (
    LIST_OF,
    ROUNDS,
    RUN_OFF_OF,
    SETTLED,
    SIFT,
    cast_in,
    reached,
    vote_of,
)


@dataclass(frozen=True, slots=True)
class RunOffSight:
    """The run-off that settles the border of the list."""

    place: int
    """The place that the tied share by the count."""
    seats: int
    """How many of them the list has room for."""
    tied: tuple[int, ...]
    ballots_in: int
    still_tied: bool
    """They are tied there still; a ballot that came late can have changed the count."""
    outcome: Outcome | None
    """None before the room has come to it."""

    def places(self) -> list[tuple[str, Placed[int]]]:
        """Return the tied with the places that the run-off gave them, as they are read out: “9”, “9=” or “out”."""
        told: list[tuple[str, Placed[int]]] = []
        place = self.place
        for group in self.outcome.groups if self.outcome is not None else ():
            label = f"{place}=" if len(group) > 1 else f"{place}"
            stays = self.outcome is not None and group[0].idea in self.outcome.stays
            told += [(label if stays else "out", placed) for placed in group]
            place += len(group)
        return told

    def sentence(self, wording: Callable[[int], str]) -> str:
        """Return the result, and whether it holds, in a sentence or two; empty before the room has come to it.

        `wording` returns the words of an idea.
        """
        found = self.outcome
        if found is None:
            return ""
        if not self.still_tied:
            return "The count has changed since: they share that place no more, and the list is as it was counted."
        if not found.ballots:
            return f"Nobody voted, so they go on sharing place {self.place}."
        if found.undecided:
            longer = len(found.stays) - self.seats
            return f"{len(found.undecided)} are equal here, too, and share the place: the list is longer by {longer}."
        named = quoted_list(map(wording, found.stays))
        stays = f"{named} stay on the list" if len(found.stays) > 1 else f"{named} takes place {self.place}"
        drops = "one drops" if len(found.drops) == 1 else f"{len(found.drops)} drop"
        return f"Decided: {stays}. The other {drops} off the list; the points stay the same."


@dataclass(frozen=True, slots=True)
class FirstVote:
    """The result of the first vote, where there is a second."""

    ballots_in: int
    groups: tuple[tuple[Placed[int], ...], ...]
    run_off: RunOffSight | None
    cast: tuple[tuple[int, ...], ...]
    """For the facilitator, every ballot of it, as :attr:`TopTenSight.cast` has those of the second."""

    def changed(self, since: Iterable[Iterable[Placed[int]]]) -> str:
        """Say in a sentence what the second vote, which came to these places, did to the list."""
        now = {placed.idea: placed.place for group in since for placed in group}
        before = {placed.idea: placed.place for group in self.groups for placed in group}
        new, gone = len(now.keys() - before.keys()), len(before.keys() - now.keys())
        moved = sum(now[lead] != before[lead] for lead in now.keys() & before.keys())
        if not (new or gone or moved):
            return "The second vote came to the same list as the first."
        return f"New on the list: {new}. No longer on it: {gone}. At another place: {moved}."


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
    """The part of Activity 2 that a viewer may see."""

    question: str
    ideas_in: int
    authors: int
    called_out: tuple[Idea, ...]
    """For the stage, ideas that people said aloud, while they are collected and nobody has a terminal."""
    """How many people have put in an idea."""
    room_ideas: tuple[Idea, ...]
    """Ideas of the room that belong to no seat: for the person who entered them, until all are seen."""
    candidates: tuple[Candidate, ...]
    own_words: Mapping[int, str]
    """The ideas of these candidates in their authors' words, by number."""
    withdrawn: tuple[Candidate, ...]
    """Candidates taken off the list, for the facilitator."""
    waits: bool
    """The facilitator looks through the ideas before everybody sees them."""
    held_back: int
    """How many ideas the facilitator holds back, or held back when the session was closed."""
    held_ideas: tuple[Candidate, ...]
    """Those ideas, for the facilitator."""
    own_held: tuple[str, ...]
    """The viewer's own ideas among them, in their words."""
    suggestions: tuple[Suggestion, ...]
    """Candidates that may be the same, for the facilitator while ideas can be merged: what people propose, then pairs
    that read alike, the likeliest first."""
    readers: int
    """How many people have come to every idea, while ideas are merged."""
    can_sift: bool
    """There are more ideas than the plan's limit."""
    sifting: Sifting | None
    """None where the room does not sift."""
    vote: Vote
    """The vote that the present round is about, and whose list is shown; in a run-off that which it settles."""
    casting: Vote
    """The vote whose ballots the present round is about."""
    picks: int
    """How many places a ballot of it has."""
    on_ballot: tuple[Candidate, ...]
    """The candidates that can be chosen in it."""
    second: bool
    """The room votes, or has voted, a second time."""
    first: FirstVote | None
    """The first vote, where the second is shown."""
    can_run_off: bool
    """There is a tie at the border of the list that a run-off could settle, for the facilitator."""
    run_off: RunOffSight | None
    """The run-off on the list that is shown."""
    can_redo: str | None
    ballots_in: int
    papers: tuple[Ballot, ...]
    """Paper ballots without a name, for the person who entered them."""
    places: int
    """How many different places the top ten has; a shared place is one."""
    revealed: tuple[tuple[Placed[int], ...], ...]
    """The places revealed so far, the best first; those that share a place stand together."""
    whole: bool
    """All places are revealed, and the list stands as a whole."""
    spread: Mapping[int, tuple[int, ...]]
    """How many people named each candidate, by its lead, first, second and so on; nothing before the list stands as a
    whole."""
    cast: tuple[tuple[int, ...], ...]
    """For the facilitator, every ballot as it was counted, by the leads of the candidates, in the order of what they
    hold. Nobody's name is on them, and there are none before the list stands as a whole."""
    rule: str
    """How it was counted, in one sentence."""
    topics: tuple[Topic, ...]
    """The topics to discuss, once the room is there."""
    agreement: Agreement
    """How far the room agrees; nothing is said of it before the room discusses."""
    divisive: tuple[tuple[int, str], ...]
    """The ideas that divide the room, by lead, each with how in a few words."""
    stays: tuple[int, ...]
    """Those of the list that are on it under every rule."""
    swaps: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
    """For each rule that would change the list: its name, what comes in, what drops out."""
    ties: tuple[str, ...]
    tables: tuple[TableList, ...]
    """Each table's own list, once the room's stands as a whole; none where no table has ballots enough."""

    @property
    def ballots_cast(self) -> int:
        """How many ballots are in in the vote that the present round is about: in a run-off its own."""
        return self.run_off.ballots_in if self.run_off is not None and self.casting in LIST_OF else self.ballots_in

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
    here = reached(session)
    order = step.rounds.index(here)
    vote = vote_of(session, here)
    revealing, discussing = (step.rounds.index(name) for name in (ROUNDS[vote].reveal, ROUNDS[vote].discuss))
    progress = session.progress.get(Kind.TOP_TEN)
    point = progress.point if progress is not None else 0
    open_to_all = are_shown(session) or (leading and are_numbered(session))
    groups = place_groups(session, vote) if order >= revealing else ()
    whole = order >= discussing or (order == revealing and point > len(groups))
    topics = discussion(session, vote) if order >= discussing else ()
    standing = candidates(session) if open_to_all else ()
    out = sifted_out(session) if open_to_all else ()
    withdrawn = tuple(c for c in all_candidates(session) if c.withdrawn) if leading and open_to_all else ()
    shown = groups if whole else groups[len(groups) - point :] if order == revealing and point else ()
    split = divided(session, vote) if topics else ()
    steady = robust(session, vote) if topics else None
    held, casting = session.top_ten, cast_in(session, here)
    run_off = _run_off(session, vote) if open_to_all else None
    on_run_off = run_off is not None and casting in LIST_OF
    return TopTenSight(
        question=question(session),
        ideas_in=len(ideas(session)),
        authors=authors(session),
        called_out=called_out(session) if viewer.role is Role.STAGE and not open_to_all and is_aloud(session) else (),
        room_ideas=tuple(held.unsigned_ideas) if leading and session.closed is None else (),
        candidates=standing,
        own_words=_own_words(session, (*standing, *out, *withdrawn)),
        withdrawn=withdrawn,
        waits=session.closed is None and are_numbered(session) and not are_shown(session),
        held_back=len(held_ideas(session)) + held.held_back_at_close,
        held_ideas=tuple(map(_alone, held_ideas(session).values())) if leading else (),
        own_held=_own_held(session, acting, scribing=viewer.on_behalf_of is not None),
        suggestions=_suggested(session, standing) if leading and _merging(session) else (),
        readers=_readers(session) if counts_all else 0,
        can_sift=open_to_all and len(standing) > step.sift_over,
        sifting=_sifting(session, out, over=order > step.rounds.index(SIFT), all_=counts_all)
        if held.sifting and open_to_all
        else None,
        vote=vote,
        casting=casting,
        picks=run_off.seats if run_off is not None and on_run_off else step.picks,
        on_ballot=tuple(each for each in standing if run_off and each.lead in run_off.tied) if on_run_off else standing,
        second=held.second,
        first=FirstVote(
            ballots_in=len(ballots(session)),
            groups=place_groups(session),
            run_off=_run_off(session, Vote.FIRST),
            cast=_cast(session, Vote.FIRST) if leading else (),
        )
        if vote is Vote.SECOND
        else None,
        can_run_off=leading and order >= discussing and border(session, vote) is not None,
        run_off=run_off,
        can_redo=held.redo[-1].what if leading and held.redo else None,
        ballots_in=len(ballots(session, vote)),
        papers=held.papers(casting) if leading and session.closed is None else (),
        places=len(groups),
        revealed=shown,
        whole=whole,
        spread=spread(session, vote) if whole else {},
        cast=_cast(session, vote) if leading and whole else (),
        rule=RULES[step.rule].explain(step.picks),
        topics=topics,
        agreement=agreement(session, vote) if topics else NOTHING_SAID,
        divisive=tuple(
            (each.idea, how_divided(spread(session, vote)[each.idea], len(ballots(session, vote)))) for each in split
        ),
        stays=steady.stays if steady is not None else (),
        swaps=tuple((swap.rule, swap.comes_in, swap.drops_out) for swap in steady.swaps) if steady is not None else (),
        ties=ties(session, vote) if topics else (),
        tables=table_lists(session, vote) if whole else (),
    )


@memoized
def _run_off(session: Session, vote: Vote) -> RunOffSight | None:
    run_off = session.top_ten.runoffs.get(RUN_OFF_OF[vote])
    if run_off is None:
        return None
    settled = run_off.shown or (reached(session) == SETTLED and vote_of(session, SETTLED) is vote)
    return RunOffSight(
        place=run_off.place,
        seats=run_off.seats,
        tied=tied_in(session, run_off),
        ballots_in=len(ballots(session, RUN_OFF_OF[vote])),
        still_tied=still_tied(session, vote),
        outcome=outcome(session, vote) if settled else None,
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
        Suggestion(leads, "one person proposes it" if people == 1 else f"{people} people propose it", people)
        for leads, people in proposals(session)
    ]
    known = {frozenset(each.leads) for each in asked}
    alike = suggestions(standing, session.top_ten.apart)
    return (*asked, *(each for each in alike if frozenset(each.leads) not in known))


def _readers(session: Session) -> int:
    standing = read_now(session)
    return sum(not unread(seat, standing) for seat in session.present) if standing else 0


def _merging(session: Session) -> bool:
    return session.closed is None and can_edit(session)


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


def _cast(session: Session, vote: Vote) -> tuple[tuple[int, ...], ...]:
    # Sorted by what is left of each after merging: the order of the ballots as they were given would tell more.
    lead_of = leads(session)
    return tuple(sorted(resolved(ballot.picks, lead_of) for ballot in ballots(session, vote)))
