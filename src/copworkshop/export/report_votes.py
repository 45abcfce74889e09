"""The report's parts on the sifting and on the votes that a room holds only if it wants to."""

from collections.abc import Iterable

from copworkshop.export.tree_topten import FirstVotePart, RunOffPart, SiftedIdea, SiftingPart, VotedIdea
from copworkshop.export.wording import many
from copworkshop.ranking.tally import Placed
from copworkshop.rules.sifting import EACH, KEEP
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.vote_sight import RunOffSight


def run_off_part(seen: TopTenSight, run_off: RunOffSight | None) -> RunOffPart | None:
    """Return the result of a run-off; None before the room has seen it."""
    if run_off is None or run_off.outcome is None:
        return None
    return RunOffPart(
        place=run_off.place,
        seats=run_off.seats,
        ballots=run_off.outcome.ballots,
        places=_voted(seen, run_off.places()),
        outcome=run_off.sentence(seen.wording),
    )


def first_vote_part(seen: TopTenSight) -> FirstVotePart | None:
    """Return the first vote, where there is a second."""
    first = seen.result.first
    if first is None:
        return None
    placed = (each for group in first.groups for each in group)
    return FirstVotePart(
        ballots=first.ballots_in,
        places=_voted(seen, ((f"{each.place}=" if each.shared else f"{each.place}", each) for each in placed)),
        changed=first.changed(seen.result.revealed) if seen.result.whole else "",
        run_off=run_off_part(seen, first.run_off),
        cast=first.cast,
    )


def sifting_part(seen: TopTenSight) -> SiftingPart | None:
    """Return how the room sifted; None where it did not, or has not finished."""
    found = seen.sifting
    if found is None or not found.scores:
        return None
    means = found.scores
    out = [
        SiftedIdea(lead=each.lead, wording=each.wording, mean=mean)
        for each in found.out
        if (mean := means.get(each.lead)) is not None
    ]
    told = (
        f"Before it ranked them the room sifted {many(len(means), 'idea')}: each person rated {EACH} that were not "
        f"their own, from 1 to 5, and the best {KEEP} went on, with all that tied there and any that nobody had rated."
    )
    return SiftingPart(told=told, out=tuple(sorted(out, key=lambda idea: (-idea.mean, idea.lead))))


def _voted(seen: TopTenSight, places: Iterable[tuple[str, Placed[int]]]) -> tuple[VotedIdea, ...]:
    return tuple(
        VotedIdea(
            label=label,
            lead=placed.idea,
            wording=seen.wording(placed.idea),
            score=placed.score,
            chosen_by=placed.chosen_by,
            firsts=placed.firsts,
        )
        for label, placed in places
    )
