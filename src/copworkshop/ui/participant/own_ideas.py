"""A person's own ideas: what they put in, and which of all ideas are theirs, until the session is closed."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Final

from copworkshop.model.topten import Idea, Vote
from copworkshop.rules.candidates import resolved
from copworkshop.rules.sight import Sight

YOURS: Final = "(yours)"


@dataclass(frozen=True, slots=True)
class OwnIdeas:
    """What a person has put in while ideas are collected."""

    ideas: tuple[Idea, ...]
    """Also those that they withdrew."""
    limit: int
    """How many ideas they may have that are not withdrawn."""

    @property
    def standing(self) -> tuple[Idea, ...]:
        """The ideas that are not withdrawn."""
        return tuple(idea for idea in self.ideas if not idea.withdrawn)

    @property
    def left(self) -> int:
        """How many more ideas they may have."""
        return max(self.limit - len(self.standing), 0)

    def find(self, number: Hashable) -> Idea | None:
        """Return the idea with this number, if there is one."""
        return next((idea for idea in self.ideas if idea.number == number), None)


def own_ideas(sight: Sight) -> OwnIdeas:
    """Return what the viewer has put in."""
    own, step = sight.own, sight.plan.top_ten
    return OwnIdeas((own.top_ten.ideas if own is not None else None) or (), step.ideas_each if step is not None else 0)


def own_leads(sight: Sight) -> frozenset[int]:
    """Return the candidates that hold an idea of the person. There are none once the session is closed."""
    own, held = sight.own, sight.top_ten
    if own is None or held is None or sight.closed is not None:
        return frozenset()
    ideas = {idea.number for idea in own.top_ten.ideas or ()}
    return frozenset(each.lead for each in held.candidates if not ideas.isdisjoint(each.members))


def own_choice(sight: Sight, vote: Vote) -> tuple[int, ...]:
    """Return the candidates on the person's ballot in a vote, the best first."""
    own, held = sight.own, sight.top_ten
    ballot = own.top_ten.ballots.get(vote) if own is not None else None
    if ballot is None or held is None:
        return ()
    return resolved(ballot.picks, {member: each.lead for each in held.candidates for member in each.members})


def with_own_marked(sight: Sight) -> Sight:
    """Return the sight with a mark in the wording of the person's own ideas, wherever it is drawn."""
    own, held = own_leads(sight), sight.top_ten
    if not own or held is None:
        return sight
    marked = tuple(
        each.replace(wording=f"{each.wording} {YOURS}") if each.lead in own else each for each in held.candidates
    )
    return replace(sight, top_ten=replace(held, candidates=marked))
