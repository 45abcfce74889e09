"""The part of a sight that is about the votes of Activity 2: ballots, the result, and what there is to discuss.

:mod:`copworkshop.rules.sight` says by which rules it is seen.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Candidate, Vote
from copworkshop.ranking.agreement import NOTHING_SAID, Agreement
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import Placed
from copworkshop.rules.candidates import ballots, leads, resolved
from copworkshop.rules.memo import memoized
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
from copworkshop.rules.voting import LIST_OF, ROUNDS, RUN_OFF_OF, SETTLED, cast_in, reached, vote_of


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
    """For the facilitator, every ballot of it, as :attr:`ResultSight.cast` has those of the second."""

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
class BallotSight:
    """The vote that the present round is about."""

    vote: Vote
    """The vote whose list is shown; in a run-off that which it settles."""
    casting: Vote
    """The vote whose ballots the present round is about."""
    picks: int
    """How many places a ballot of it has."""
    on_ballot: tuple[Candidate, ...]
    """The candidates that can be chosen in it."""
    second: bool
    """The room votes, or has voted, a second time."""
    ballots_in: int
    """How many ballots are in in the vote whose list is shown."""
    ballots_cast: int
    """How many ballots are in in the vote that the present round is about: in a run-off its own."""
    papers: tuple[Ballot, ...]
    """Paper ballots without a name, for the person who entered them."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The place that is being revealed."""

    place: int
    shared: bool
    """Several ideas share it."""
    ideas: tuple[int, ...]
    """These ideas, by lead; empty while only the number of the place is shown."""


@dataclass(frozen=True, slots=True)
class ResultSight:
    """The list, as far as it has been revealed."""

    places: int
    """How many different places the top ten has; a shared place is one."""
    revealed: tuple[tuple[Placed[int], ...], ...]
    """The places revealed so far, the best first; those that share a place stand together."""
    coming: Coming | None
    """The place of which not everything is shown yet, such as its points; None between two places."""
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
    tables: tuple[TableList, ...]
    """Each table's own list, once the room's stands as a whole; none where no table has ballots enough."""
    first: FirstVote | None
    """The first vote, where the second is shown."""
    run_off: RunOffSight | None
    """The run-off on the list that is shown."""
    can_run_off: bool
    """There is a tie at the border of the list that a run-off could settle, for the facilitator."""


@dataclass(frozen=True, slots=True)
class DiscussionSight:
    """What the room can talk about, once it is there."""

    topics: tuple[Topic, ...] = ()
    agreement: Agreement = NOTHING_SAID
    """How far the room agrees."""
    divisive: tuple[tuple[int, str], ...] = ()
    """The ideas that divide the room, by lead, each with how in a few words."""
    stays: tuple[int, ...] = ()
    """Those of the list that are on it under every rule."""
    swaps: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = ()
    """For each rule that would change the list: its name, what comes in, what drops out."""
    ties: tuple[str, ...] = ()


def ballot_sight(session: Session, standing: tuple[Candidate, ...], *, leading: bool, shown: bool) -> BallotSight:
    """Return what may be seen of the vote that the present round is about.

    `standing` are the candidates that the viewer may see, and `shown` says whether they may see them at all.
    """
    step, held = session.plan.top_ten, session.top_ten
    assert step is not None, "asked for only where the plan has it"  # noqa: S101
    here = reached(session)
    vote, casting = vote_of(session, here), cast_in(session, here)
    run_off = run_off_sight(session, vote) if shown and casting in LIST_OF else None
    tied = run_off.tied if run_off is not None else ()
    ballots_in = len(ballots(session, vote))
    return BallotSight(
        vote=vote,
        casting=casting,
        picks=step.picks if run_off is None else run_off.seats,
        on_ballot=standing if casting not in LIST_OF else tuple(each for each in standing if each.lead in tied),
        second=held.second,
        ballots_in=ballots_in,
        ballots_cast=ballots_in if run_off is None else run_off.ballots_in,
        papers=held.papers(casting) if leading and session.closed is None else (),
    )


@memoized
def result_sight(session: Session, leading: bool, shown: bool) -> ResultSight:  # noqa: FBT001 - memoized takes no names
    """Return what may be seen of the list. `shown` says whether the viewer may see the candidates."""
    step = session.plan.top_ten
    assert step is not None, "asked for only where the plan has it"  # noqa: S101
    vote = vote_of(session, reached(session))
    order, reveal, discuss = _order(session, vote)
    groups = place_groups(session, vote) if order >= reveal else ()
    point, beat = _point(session) if order == reveal else (0, 0)
    whole = order >= discuss or point > len(groups)
    newest = groups[len(groups) - point :]
    return ResultSight(
        places=len(groups),
        revealed=groups if whole else newest,
        coming=None if whole else _coming(groups, point, beat),
        whole=whole,
        spread=spread(session, vote) if whole else {},
        cast=_cast(session, vote) if leading and whole else (),
        rule=RULES[step.rule].explain(step.picks),
        tables=table_lists(session, vote) if whole else (),
        first=_first(session, leading=leading) if vote is Vote.SECOND else None,
        run_off=run_off_sight(session, vote) if shown else None,
        can_run_off=leading and order >= discuss and border(session, vote) is not None,
    )


def _point(session: Session) -> tuple[int, int]:
    """Return how many places, counted from the last, the round reveals now, and the beat of the next one."""
    progress = session.progress.get(Kind.TOP_TEN)
    return (progress.point, progress.beat) if progress is not None else (0, 0)


def _coming(groups: tuple[tuple[Placed[int], ...], ...], point: int, beat: int) -> Coming | None:
    """Return what is told of the place that comes after those revealed; None before its first beat."""
    if not beat:
        return None
    group = groups[len(groups) - point - 1]
    ideas = tuple(placed.idea for placed in group) if beat > 1 else ()
    return Coming(place=group[0].place, shared=len(group) > 1, ideas=ideas)


@memoized
def discussion_sight(session: Session) -> DiscussionSight:
    """Return the topics to discuss, and the figures about them; nothing before the room discusses."""
    vote = vote_of(session, reached(session))
    order, _, discuss = _order(session, vote)
    topics = discussion(session, vote) if order >= discuss else ()
    if not topics:
        return DiscussionSight()
    steady = robust(session, vote)
    stood, cast = spread(session, vote), len(ballots(session, vote))
    return DiscussionSight(
        topics=topics,
        agreement=agreement(session, vote),
        divisive=tuple((each.idea, how_divided(stood[each.idea], cast)) for each in divided(session, vote)),
        stays=steady.stays,
        swaps=tuple((swap.rule, swap.comes_in, swap.drops_out) for swap in steady.swaps),
        ties=ties(session, vote),
    )


def _order(session: Session, vote: Vote) -> tuple[int, int, int]:
    """Return where the room is among the rounds, where this vote's list is revealed, and where it is discussed."""
    step = session.plan.top_ten
    assert step is not None, "asked for only where the plan has it"  # noqa: S101
    rounds = ROUNDS[vote]
    return step.rounds.index(reached(session)), step.rounds.index(rounds.reveal), step.rounds.index(rounds.discuss)


def _first(session: Session, *, leading: bool) -> FirstVote:
    return FirstVote(
        ballots_in=len(ballots(session)),
        groups=place_groups(session),
        run_off=run_off_sight(session, Vote.FIRST),
        cast=_cast(session, Vote.FIRST) if leading else (),
    )


@memoized
def run_off_sight(session: Session, vote: Vote) -> RunOffSight | None:
    """Return the run-off on the list of a vote; None where there is none."""
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


def _cast(session: Session, vote: Vote) -> tuple[tuple[int, ...], ...]:
    # Sorted by what is left of each after merging: the order of the ballots as they were given would tell more.
    lead_of = leads(session)
    return tuple(sorted(resolved(ballot.picks, lead_of) for ballot in ballots(session, vote)))
