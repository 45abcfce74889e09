"""What the panel for merging ideas says: its entries, and the lines around its list."""

from collections.abc import Mapping, Sequence
from typing import Final

from textual.content import Content

from copworkshop.export.wording import joined, many
from copworkshop.model.topten import Candidate
from copworkshop.rules.sight import Sight
from copworkshop.rules.suggestions import Suggestion
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.theme import ACCENT, BODY, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.console.topten_merge_list import MergeList

_MOST_NAMES: Final = 3  # of the people who have ideas left to read


def entries_of(ideas: MergeList) -> list[Entry]:
    """Return the entries of what the list shows."""
    held, marked = ideas.held, set(ideas.marked)
    return [
        _entry(each, marked=each.lead in marked, held=each in held.collect.held_ideas, own_words=held.own_words)
        for each in ideas.shown
    ]


def state_of(ideas: MergeList, *, searching: bool) -> Content:
    """Return the line above the list; `searching` tells whether what is searched for is still in the line."""
    if ideas.pair is not None:
        return _pair_state(ideas.pair, len(ideas.held.merge.suggestions))
    only = f"only those with “{ideas.wanted}” ({len(ideas.shown)})" if ideas.wanted and not searching else ""
    return _list_state(ideas.sight, ideas.held, only)


def reading_of(ideas: MergeList) -> Content:
    """Return the line on who has read every idea; empty above a pair, and before anybody has begun."""
    return Content() if ideas.pair is not None else Content.styled(_reading_state(ideas.sight, ideas.held), QUIET)


def plan_of(ideas: MergeList) -> Content:
    """Return the line on what Enter would do with the pair, or with the marked candidates; empty if there are none."""
    if ideas.pair is None:
        return _merge_of_marked(ideas.marked, ideas.held)
    into = ideas.candidate
    return Content() if into is None else Content.styled(f"One idea would say: “{into.wording}”", BODY)


def _list_state(sight: Sight, held: TopTenSight, only: str) -> Content:
    told = [f"{many(len(held.candidates), 'idea')} to choose from"]
    if held.withdrawn:
        told.append(f"{len(held.withdrawn)} off the list")
    if held.collect.held_back:
        told.append(f"{held.collect.held_back} held back")
    if only:
        told.append(only)
    proposed = sum(bool(each.people) for each in held.merge.suggestions)
    if proposed:
        told.append(f"{many(proposed, 'merge')} proposed")
    if held.sifting is not None and sight.spot.round == "merge":
        told.append("sifted before the ranking")
    elif held.can_sift and sight.spot.round == "merge":
        told.append("many: i has the room sift them")
    first = "Only you see the ideas so far. Page Down shows them to everybody. " if held.collect.waits else ""
    return Content.assemble((first, ACCENT), (" · ".join(told), QUIET))


def _pair_state(pair: Suggestion, pairs: int) -> Content:
    """Say why the two may be the same; `pairs` is how many are suggested."""
    count = "This is the last pair." if pairs == 1 else f"{pairs} pairs are left."
    return Content.assemble(("Do these say the same? ", ACCENT), (pair.reason, BODY), (f" {count}", QUIET))


def _reading_state(sight: Sight, held: TopTenSight) -> str:
    """Say how many people have read every idea, and who has how many left; nothing before anybody has begun."""
    if (
        sight.spot.round != "merge"
        or held.collect.waits
        or not any(person.done is not None and person.done.reading for person in sight.people)
    ):
        return ""
    left = [(person.name, person.done.unread) for person in sight.people if person.done and person.done.unread]
    told = f"{held.merge.readers} of {sight.present} people have read every idea"
    if not left:
        return f"{told}."
    names = [f"{name} ({count} left)" for name, count in left[:_MOST_NAMES]]
    more = [f"{len(left) - _MOST_NAMES} more"] if len(left) > _MOST_NAMES else []
    return f"{told}; not yet {joined([*names, *more])}."


def _merge_of_marked(marked: Sequence[int], held: TopTenSight) -> Content:
    if not marked:
        return Content()
    *others, into = marked
    if not others:
        return Content.styled(f"Marked: {into}. Mark the idea that says the same; the last one gives the words.", BODY)
    named = joined([str(lead) for lead in others])
    return Content.assemble(("Enter ", KEY), (f"merges {named} into {into}, worded “{held.wording(into)}”", BODY))


def _entry(candidate: Candidate, *, marked: bool, held: bool, own_words: Mapping[int, str]) -> Entry:
    merged = len(candidate.members) > 1
    state = "held back" if held else "off the list" if candidate.withdrawn else "merged" if merged else ""
    style = QUIET if held or candidate.withdrawn else BODY
    below = tuple(_member(number, own_words) for number in candidate.members) if merged else ()
    return Entry(
        candidate.lead,
        (
            Content.styled("*" if marked else " ", KEY),
            Content.styled(str(candidate.lead), KEY),
            Content.styled(candidate.wording, style),
            Content.styled(state, QUIET),
        ),
        below,
    )


def _member(number: int, own_words: Mapping[int, str]) -> Content:
    """Return a line on an idea that was merged: its author's words, if it still stands."""
    words = own_words.get(number)
    return Content(f"+ {number}" if words is None else f"+ {number}  {words}")
