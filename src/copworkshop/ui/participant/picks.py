"""Places on a ballot: pure functions of the picks so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copworkshop.model.topten import Candidate
from copworkshop.toolkit.widgets.hints import and_list


def with_place(picks: Sequence[int], lead: int, place: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at `place`, counted from 1. The others move to make room.

    A place beyond the next free one means the next free one. A full ballot (`most` picks) loses its last pick.
    """
    others = [pick for pick in picks if pick != lead]
    others.insert(min(place, most) - 1, lead)
    return tuple(others[:most])


def with_next_place(picks: Sequence[int], lead: int, most: int) -> tuple[int, ...]:
    """Return the picks with this candidate at the next free place; unchanged if it has a place or none is free."""
    return tuple(picks) if lead in picks or len(picks) >= most else (*picks, lead)


def with_pick_moved(picks: Sequence[int], lead: int, by: int) -> tuple[int, ...]:
    """Return the picks with this candidate `by` places lower, or higher if `by` is negative. It stops at the ends."""
    if lead not in picks:
        return tuple(picks)
    place = min(max(picks.index(lead) + 1 + by, 1), len(picks))
    return with_place(picks, lead, place, len(picks))


def without_pick(picks: Sequence[int], lead: int) -> tuple[int, ...]:
    """Return the picks without this candidate. The picks after it move up."""
    return tuple(pick for pick in picks if pick != lead)


@dataclass(frozen=True, slots=True)
class Pick:
    """A candidate on a ballot, as it was when the person last saw it."""

    lead: int
    wording: str
    members: frozenset[int]


def what_changed(before: Sequence[Pick], now: Iterable[Candidate]) -> tuple[str, ...]:
    """Return a sentence for each pick that the facilitator has changed since `before`.

    A ballot keeps its order through all these changes.
    """
    by_member = {member: candidate for candidate in now for member in candidate.members}
    became: dict[int, list[Pick]] = {}
    sentences: list[str] = []
    for pick in before:
        candidate = by_member.get(pick.lead)
        if candidate is None:
            sentences.append(f"“{pick.wording}” is off the list; what you put after it moves up.")
        else:
            became.setdefault(candidate.lead, []).append(pick)
    for lead, picks in became.items():
        if (sentence := _fate(picks, by_member[lead])) is not None:
            sentences.append(sentence)
    return tuple(sentences)


def _fate(picks: Sequence[Pick], now: Candidate) -> str | None:
    """Return a sentence on what happened to these picks, which are one candidate now; None if nothing has changed."""
    pick, members = picks[0], frozenset(now.members)
    if len(picks) > 1:
        together = and_list([f"“{each.wording}”" for each in picks])
        return f"{together} are one idea now, “{now.wording}”; the best of their places counts."
    if members < pick.members:
        return f"“{pick.wording}” was split; its place stays with “{now.wording}”."
    if members > pick.members and now.wording == pick.wording:
        return f"More was merged into “{pick.wording}”; it keeps its place."
    if members > pick.members:
        return f"“{pick.wording}” was merged and is now “{now.wording}”; it keeps its place."
    return f"“{pick.wording}” is now worded “{now.wording}”." if now.wording != pick.wording else None


def merged_since(picks: Iterable[int], now: Iterable[Candidate]) -> tuple[str, ...]:
    """Return sentences on the ideas of a ballot that were merged into others, or removed, since it was submitted."""
    by_member = {member: candidate for candidate in now for member in candidate.members}
    sentences: list[str] = []
    for pick in picks:
        candidate = by_member.get(pick)
        if candidate is None:
            sentences.append(f"Idea {pick}, which you chose, is off the list; what you put after it moves up.")
        elif candidate.lead != pick:
            sentences.append(
                f"Idea {pick}, which you chose, was merged into “{candidate.wording}”; it keeps its place."
            )
    return tuple(sentences)
