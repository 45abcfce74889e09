"""What the key that goes forward shows next, in the plan's own words where there are some."""

from typing import Final

from copworkshop.model.plan import LifecycleStep, ParticipationStep, ProposalStep, TopTenStep
from copworkshop.model.round_names import titled
from copworkshop.model.session import Spot
from copworkshop.rules.agenda import PICTURES
from copworkshop.rules.lifecycle import current_prompt, stops
from copworkshop.rules.result import Topic
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.vote_sight import Coming
from copworkshop.rules.voting import DISCUSSIONS, REVEALS, RUN_OFF, SETTLED

TOPICS: Final = {
    Topic.LIST: "the list",
    Topic.AGREEMENT: "how far we agree",
    Topic.DIVISIVE: "where we differ",
    Topic.ROBUSTNESS: "other ways to count",
    Topic.TIES: "equal points",
    Topic.RUN_OFF: "the run-off",
    Topic.FIRST_VOTE: "the first vote next to the second",
    Topic.TABLES: "each table's own list",
}
"""The names of the discussion's topics on the console."""

_PICTURES: Final = {"today": "where we are today", "later": "six months from now", "movement": "who would like to move"}
"""The words for each of `PICTURES`."""


def what_next(seen: Sight) -> str:
    """Say in a few words what the key that goes forward shows: the next point, round or step."""
    if seen.question.open is not None:
        return "The answers to the question."
    if seen.question.shown is not None:
        return f"Back to {seen.step.short}."
    following = seen.leading.next
    if following is None:
        return "The session ends here."
    if (following.kind, following.round) == (seen.spot.kind, seen.spot.round):
        return _point(seen, following)
    if following.kind is seen.spot.kind:
        return f"{titled(following.round)}."
    step = seen.plan.step(following.kind)
    return f"{step.short}." if step is not None else ""


def _point(seen: Sight, at: Spot) -> str:
    """Return the words of a point of the present round. What is still hidden is not named."""
    match seen.step:
        case LifecycleStep() as step:
            return _stop(step, at.point)
        case ParticipationStep() as step if at.round == "levels":
            return f"{step.levels[at.point - 1].name.text}."
        case ParticipationStep():
            return f"{_capital(_PICTURES[PICTURES[at.point]])}."
        case ProposalStep() as step if at.point == 0:
            return "Who shared a proposal."
        case ProposalStep() as step:
            return _field(seen, step, at.point)
        case TopTenStep() if at.round == "merge":
            return "Everybody sees the ideas."
        case _ if seen.top_ten is not None and at.round in {*REVEALS, *DISCUSSIONS}:
            return f"{_capital(now_and_next(seen, seen.top_ten)[1]).rstrip('.')}."
        case _:
            return "The next point."


def _stop(step: LifecycleStep, point: int) -> str:
    prompt = current_prompt(step, point)
    if prompt is not None:
        return prompt.text
    at = stops(step)[point].phase
    if at is None:
        return "The whole path."
    phase = step.phases[at]
    return f"{phase.label.text}: {phase.called}."


def _field(seen: Sight, step: ProposalStep, point: int) -> str:
    author = seen.person(seen.proposals.on_stage) if seen.proposals.on_stage is not None else None
    answers = author.proposal if author is not None else None
    if answers is None:
        return "The next field."
    told = [field for field in step.fields if answers.filled(field.id)]
    return f"{told[min(point, len(told)) - 1].label.text}." if told else "The next field."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def now_and_next(sight: Sight, held: TopTenSight) -> tuple[str, str]:
    """Say what the stage shows now, and what the next key will show. A hidden place is named only by its number."""
    if sight.spot.round == SETTLED:
        return "the result of the run-off", "the list, and what there is to discuss"
    if sight.spot.round in DISCUSSIONS:
        point = sight.spot.point
        names = [TOPICS[topic] for topic in held.discussion.topics]
        pages = held.discussion.topics.count(Topic.TABLES)
        if pages > 1:
            first = held.discussion.topics.index(Topic.TABLES)
            names[first:] = [f"{names[first]}, {page} of {pages}" for page in range(1, pages + 1)]
        now = names[point] if point < len(names) else names[-1] if names else ""
        return now, names[point + 1] if point + 1 < len(names) else _after(sight)
    if held.result.places == 0:
        coming = "the discussion" if held.result.whole else "the empty list"
        return "nobody has voted, so there is nothing to reveal", f"{coming}. PgUp goes back to the vote."
    if held.result.whole:
        return "the whole list", "the discussion"
    if held.result.coming is not None:
        return _beat(held.result.coming)
    shown = len(held.result.revealed)
    now = f"{shown} of {held.result.places} places" if shown else "how we count"
    if shown == held.result.places:
        return now, "the whole list"
    return now, _coming(held, hidden=held.result.places - shown)


def _beat(coming: Coming) -> tuple[str, str]:
    """Say how much of a place is shown, and how much the next key adds."""
    ideas = "ideas" if coming.shared else "idea"
    place = f"place {coming.place}"
    if not coming.ideas:
        return f"{place}, without its {ideas}", f"the {ideas} at {place}"
    return f"the {ideas} at {place}, without the points", f"the points of {place}"


def _after(sight: Sight) -> str:
    """Say what follows the discussion."""
    coming = {"rank-again": "the second vote", RUN_OFF: "the run-off"}
    return coming.get(sight.leading.next.round, "the next step") if sight.leading.next is not None else "the end"


def _coming(held: TopTenSight, hidden: int) -> str:
    if not held.result.revealed:
        return "the last place"
    if hidden == held.result.revealed[0][0].place - 1:  # no hidden place is shared
        return f"place {hidden}"
    return "the next place" if hidden > 1 else "place 1"
