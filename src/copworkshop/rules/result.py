"""The room's top ten, counted from the ballots as they are, and what there is to discuss about it."""

from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from copworkshop.model.plan import RuleName
from copworkshop.model.session import Session
from copworkshop.ranking.agreement import divisive
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.robustness import Robustness, robustness
from copworkshop.ranking.tally import Count, Placed, top
from copworkshop.ranking.votes import Votes
from copworkshop.rules.candidates import ballots, candidates, leads, resolved, topten_step


class Topic(StrEnum):
    """What the round “discuss” shows, point by point."""

    LIST = "list"
    AGREEMENT = "agreement"
    DIVISIVE = "divisive"
    ROBUSTNESS = "robustness"
    TIES = "ties"


def votes(session: Session) -> Votes[int]:
    """Return the ballots as they stand, over the candidates as they stand."""
    lead_of = leads(session)
    cast = tuple(resolved(ballot.picks, lead_of) for ballot in ballots(session))
    return _gathered(tuple(candidate.lead for candidate in candidates(session)), cast)


def counted(session: Session, rule: RuleName | None = None) -> Count[int]:
    """Count the ballots by the plan's rule, or by another as a second opinion."""
    step = topten_step(session)
    return _counted(votes(session), step.picks, rule or step.rule)


def place_groups(session: Session) -> tuple[tuple[Placed[int], ...], ...]:
    """Return the top ten from the first place to the last; those that share a place stand together."""
    best = top(counted(session), topten_step(session).size)
    return tuple(tuple(group) for _, group in groupby(best, key=lambda placed: placed.place))


def robust(session: Session) -> Robustness[int]:
    """Return which of the top ten stay under every rule, and which would change."""
    step = topten_step(session)
    return _robust(votes(session), step.size, step.picks, step.rule)


def discussion(session: Session) -> tuple[Topic, ...]:
    """Return the topics there are to discuss, the list itself first."""
    result = counted(session)
    if not any(placed.chosen_by for placed in result.ranking):
        return (Topic.LIST,)
    topics = [Topic.LIST, Topic.AGREEMENT]
    if divisive(votes(session)):
        topics.append(Topic.DIVISIVE)
    topics.append(Topic.ROBUSTNESS)
    if ties(session):
        topics.append(Topic.TIES)
    return tuple(topics)


def ties(session: Session) -> tuple[str, ...]:
    """Return a sentence for every tie within the top ten: what decided it, or that the place is shared."""
    wording = {candidate.lead: candidate.wording for candidate in candidates(session)}
    groups = place_groups(session)
    listed = {placed.idea for group in groups for placed in group}
    told = [
        f"{_names(decision.ahead, wording)} {_is_or_are(decision.ahead)} ahead of "
        f"{_names(decision.behind, wording)}: {decision.by}."
        for decision in counted(session).decisions
        if listed.intersection(decision.ahead)
    ]
    told += [
        f"{_names(tuple(placed.idea for placed in group), wording)} share place {group[0].place}: nothing parts them."
        for group in groups
        if len(group) > 1
    ]
    return tuple(told)


def _names(numbers: tuple[int, ...], wording: dict[int, str]) -> str:
    return " and ".join(f"“{wording[number]}”" for number in numbers)


def _is_or_are(numbers: tuple[int, ...]) -> str:
    return "is" if len(numbers) == 1 else "are"


# A view asks for the same count many times while nothing changes; a count of 200 ballots takes milliseconds.
@lru_cache(maxsize=4)
def _gathered(running: tuple[int, ...], cast: tuple[tuple[int, ...], ...]) -> Votes[int]:
    return Votes.gather(running, cast)


@lru_cache(maxsize=16)
def _counted(cast: Votes[int], depth: int, rule: RuleName) -> Count[int]:
    return RULES[rule].count_votes(cast, depth=depth)


@lru_cache(maxsize=4)
def _robust(cast: Votes[int], places: int, depth: int, rule: RuleName) -> Robustness[int]:
    return robustness(cast, places=places, depth=depth, rule=RULES[rule])
