"""The room's top ten, counted from the ballots as they are, and what there is to discuss about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import Final

from copworkshop.model.plan import Kind, RuleName
from copworkshop.model.session import Session
from copworkshop.model.topten import Vote
from copworkshop.ranking.agreement import LEAST_BALLOTS, Agreement, Divided, agreement_in, divisive
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.robustness import Robustness, robustness
from copworkshop.ranking.tally import Count, Placed, top
from copworkshop.ranking.votes import Votes
from copworkshop.rules.candidates import (
    BALLOTS,
    IDEAS,
    LEAST_OF_TABLE,
    ballots,
    ballots_of,
    candidates,
    leads,
    resolved,
    topten_step,
)
from copworkshop.rules.memo import depends_on, memoized_of
from copworkshop.rules.voting import ROUNDS, RUN_OFF_OF


class Topic(StrEnum):
    """The points of the round “discuss”."""

    LIST = "list"
    AGREEMENT = "agreement"
    DIVISIVE = "divisive"
    ROBUSTNESS = "robustness"
    TIES = "ties"
    RUN_OFF = "run-off"
    """The result of the run-off at the border, once the room has seen it."""
    FIRST_VOTE = "first vote"
    """The first vote next to the second."""
    TABLES = "tables"
    """The tables' own lists, two at a time: it stands once for each two."""


COUNT: Final = IDEAS | BALLOTS | depends_on(seats={"table"}, room={"plan", "tables", "closed"})
"""The parts of a session that a list, and everything told of it, is made of."""

TABLES_AT_A_TIME: Final = 2
"""How many tables' lists are shown next to each other."""


@dataclass(frozen=True, slots=True)
class TableList:
    """A table's own top ten, from the ballots of its members."""

    table: str
    ballots: int
    """How many it is counted from; 0 where they are too few to be shown."""
    groups: tuple[tuple[Placed[int], ...], ...]
    """Its places, the best first; those that share a place stand together."""

    @property
    def missing(self) -> str | None:
        """Why there is no list, as a sentence."""
        if self.groups:
            return None
        if self.ballots:
            return "Nobody at this table chose an idea."
        return f"Fewer than {LEAST_OF_TABLE} ballots here or elsewhere, so no list of its own."


@memoized_of(COUNT)
def votes(session: Session, vote: Vote = Vote.FIRST) -> Votes[int]:
    """Return the ballots as they stand, over the candidates as they stand."""
    lead_of = leads(session)
    cast = tuple(resolved(ballot.picks, lead_of) for ballot in ballots(session, vote))
    return _gathered(tuple(candidate.lead for candidate in candidates(session)), cast)


@memoized_of(COUNT)
def counted(session: Session, vote: Vote = Vote.FIRST) -> Count[int]:
    """Count the ballots of a vote by the plan's rule."""
    step = topten_step(session)
    return _counted(votes(session, vote), step.picks, step.rule)


@memoized_of(COUNT)
def place_groups(session: Session, vote: Vote = Vote.FIRST) -> tuple[tuple[Placed[int], ...], ...]:
    """Return the top ten from the first place to the last; those that share a place stand together."""
    return groups_of(counted(session, vote), topten_step(session).size)


def table_groups(session: Session, table: str, vote: Vote = Vote.FIRST) -> tuple[tuple[Placed[int], ...], ...]:
    """Return the table's own top ten, counted as the room's is; nothing where its ballots are too few."""
    step, lead_of = topten_step(session), leads(session)
    cast = tuple(resolved(picks, lead_of) for picks in ballots_of(session, table, vote))
    running = tuple(candidate.lead for candidate in candidates(session))
    return _table_groups(running, cast, step.size, step.picks, step.rule) if cast else ()


@memoized_of(COUNT)
def table_lists(session: Session, vote: Vote = Vote.FIRST) -> tuple[TableList, ...]:
    """Return the top ten of each table, in the order of the tables; nothing where no table has ballots enough."""
    lists = tuple(
        TableList(table=table, ballots=len(ballots_of(session, table, vote)), groups=table_groups(session, table, vote))
        for table in session.tables
    )
    return lists if any(each.groups for each in lists) else ()


@memoized_of(COUNT)
def spread(session: Session, vote: Vote = Vote.FIRST) -> dict[int, tuple[int, ...]]:
    """Return, for each candidate by its lead, how many people named it first, second and so on."""
    return dict(_spread(votes(session, vote)))


@memoized_of(COUNT)
def robust(session: Session, vote: Vote = Vote.FIRST) -> Robustness[int]:
    """Return which of the top ten stay under every rule, and which would change."""
    step = topten_step(session)
    return _robust(votes(session, vote), step.size, step.picks, step.rule)


@memoized_of(COUNT)
def divided(session: Session, vote: Vote = Vote.FIRST) -> tuple[Divided[int], ...]:
    """Return the ideas that divide the room, by their leads, those whose places are furthest apart first.

    There are none where fewer people have voted than anything is said about agreement of.
    """
    cast = votes(session, vote)
    return divisive(cast) if sum(times for order, times in cast.orders if order) >= LEAST_BALLOTS else ()


@memoized_of(COUNT)
def agreement(session: Session, vote: Vote = Vote.FIRST) -> Agreement:
    """Return how far the room agrees (:func:`copworkshop.ranking.agreement.agreement_in`)."""
    return agreement_in(votes(session, vote))


@memoized_of(COUNT)
def discussion(session: Session, vote: Vote = Vote.FIRST) -> tuple[Topic, ...]:
    """Return the topics there are to discuss, the list itself first."""
    also = (Topic.FIRST_VOTE,) if vote is Vote.SECOND else ()
    if not any(placed.chosen_by for placed in counted(session, vote).ranking):
        return (Topic.LIST, *also)
    topics = [Topic.LIST, *also]
    if agreement(session, vote).correlation is not None:
        topics.append(Topic.AGREEMENT)
    if divided(session, vote):
        topics.append(Topic.DIVISIVE)
    topics.append(Topic.ROBUSTNESS)
    if ties(session, vote):
        topics.append(Topic.TIES)
    run_off = session.top_ten.runoffs.get(RUN_OFF_OF[vote])
    if run_off is not None and run_off.shown:
        topics.append(Topic.RUN_OFF)
    topics += [Topic.TABLES] * ceil(len(table_lists(session, vote)) / TABLES_AT_A_TIME)
    return tuple(topics)


@memoized_of(COUNT)
def ties(session: Session, vote: Vote = Vote.FIRST) -> tuple[str, ...]:
    """Return a sentence for every tie within the top ten: what decided it, or that the place is shared."""
    wording = {candidate.lead: candidate.wording for candidate in candidates(session)}
    groups = place_groups(session, vote)
    listed = {placed.idea for group in groups for placed in group}
    told = [
        f"{_names(decision.ahead, wording)} {_is_or_are(decision.ahead)} ahead of "
        f"{_names(decision.behind, wording)}: {decision.by}."
        for decision in counted(session, vote).decisions
        if listed.intersection(decision.ahead)
    ]
    told += [
        f"{_names(tuple(placed.idea for placed in group), wording)} share place {group[0].place}: "
        "nothing separates them."
        for group in groups
        if len(group) > 1
    ]
    return tuple(told)


def tables_shown(session: Session) -> tuple[Vote, ...]:
    """Return the votes of which the tables' own lists have been shown."""
    step, progress = session.plan.top_ten, session.progress.get(Kind.TOP_TEN)
    if step is None or progress is None:
        return ()
    rounds, order = step.rounds, step.rounds.index(progress.round)
    found = []
    for vote, of in ROUNDS.items():
        revealing, discussing = rounds.index(of.reveal), rounds.index(of.discuss)
        whole = order == revealing and progress.point > len(place_groups(session, vote))
        if (whole or order >= discussing) and table_lists(session, vote):
            found.append(vote)
    return tuple(found)


def how_many_stay(stay: int, listed: int) -> str:
    """Say how many ideas of the list are on it however it is counted."""
    if stay == listed:
        return "No other way of counting removes an idea from this list."
    return f"{stay} of the {listed} ideas stay on the list in every other way of counting that we tried."


def how_divided(placings: tuple[int, ...], ballots: int) -> str:
    """Say how differently people placed an idea: how many gave it its best place, a lower one, and none.

    `placings` is how many named it first, second and so on.
    """
    best = next(place for place, people in enumerate(placings, 1) if people)
    at_best, lower = placings[best - 1], sum(placings[best:])
    left = ballots - at_best - lower
    told = [f"{'first' if best == 1 else f'place {best}'} for {at_best} {'person' if at_best == 1 else 'people'}"]
    told += [f"lower for {lower}"] if lower else []
    told += [f"not chosen by {'' if lower else 'the other '}{left}"] if left else []
    return ", ".join(told)


def _names(numbers: tuple[int, ...], wording: dict[int, str]) -> str:
    return quoted_list(wording[number] for number in numbers)


def quoted_list(words: Iterable[str]) -> str:
    """Return “a”, “a” and “b”, or “a”, “b” and “c”, in a row for a sentence. There must be at least one of `words`."""
    *others, last = (f"“{each}”" for each in words)
    return f"{', '.join(others)} and {last}" if others else last


def _is_or_are(numbers: tuple[int, ...]) -> str:
    return "is" if len(numbers) == 1 else "are"


def groups_of(count: Count[int], size: int) -> tuple[tuple[Placed[int], ...], ...]:
    """Return the first `size` places of a count; those that share a place stand together."""
    return tuple(tuple(group) for _, group in groupby(top(count, size), key=lambda placed: placed.place))


# A view asks for the same count many times while nothing changes; a count of 200 ballots takes milliseconds.
@lru_cache(maxsize=8)
def _gathered(running: tuple[int, ...], cast: tuple[tuple[int, ...], ...]) -> Votes[int]:
    return Votes.gather(running, cast)


@lru_cache(maxsize=32)
def _counted(cast: Votes[int], depth: int, rule: RuleName) -> Count[int]:
    return RULES[rule].count_votes(cast, depth=depth)


@lru_cache(maxsize=4)
def _spread(cast: Votes[int]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple(zip(cast.candidates, cast.placings(), strict=True))


@lru_cache(maxsize=64)
def _table_groups(
    running: tuple[int, ...], cast: tuple[tuple[int, ...], ...], size: int, depth: int, rule: RuleName
) -> tuple[tuple[Placed[int], ...], ...]:
    return groups_of(RULES[rule].count_votes(Votes.gather(running, cast), depth=depth), size)


@lru_cache(maxsize=8)
def _robust(cast: Votes[int], places: int, depth: int, rule: RuleName) -> Robustness[int]:
    return robustness(cast, places=places, depth=depth, rule=RULES[rule])
