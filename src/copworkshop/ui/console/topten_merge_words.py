"""What the panel for merging ideas says: its entries, and the lines around its list."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from textual.content import Content

from copworkshop.export.wording import many
from copworkshop.model.topten import Candidate
from copworkshop.rules.sight import Sight
from copworkshop.rules.suggestions import Suggestion
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.theme import ACCENT, BODY, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.toolkit.widgets.hints import and_list

_MOST_NAMES: Final = 3  # of the people who have ideas left to read


def entries_of(
    candidates: Sequence[Candidate],
    marked: Collection[int],
    own_words: Mapping[int, str],
    held: Collection[Candidate] = (),
) -> list[Entry]:
    """Return the entries of the list; `marked` are the leads of the marked candidates, `held` those held back."""
    return [_entry(each, marked=each.lead in marked, held=each in held, own_words=own_words) for each in candidates]


def list_state(sight: Sight, held: TopTenSight, only: str) -> Content:
    """Return the line above the list; `only` says what the list is narrowed down to, empty where it is whole."""
    told = [f"{many(len(held.candidates), 'idea')} to choose from"]
    if held.withdrawn:
        told.append(f"{len(held.withdrawn)} off the list")
    if held.collect.held_back:
        told.append(f"{held.collect.held_back} held back")
    if only:
        told.append(only)
    proposed = sum(bool(each.people) for each in held.merge.suggestions)
    if proposed:
        told.append("1 merge proposed" if proposed == 1 else f"{proposed} merges proposed")
    if held.sifting is not None and sight.spot.round == "merge":
        told.append("sifted before the ranking")
    elif held.can_sift and sight.spot.round == "merge":
        told.append("many: i has the room sift them")
    first = "Only you see the ideas so far. Page Down shows them to everybody. " if held.collect.waits else ""
    return Content.assemble((first, ACCENT), (" · ".join(told), QUIET))


def pair_state(pair: Suggestion, pairs: int) -> Content:
    """Return the line above a pair, which says why the two may be the same; `pairs` is how many are suggested."""
    count = "This is the last pair." if pairs == 1 else f"{pairs} pairs are left."
    return Content.assemble(("Do these say the same? ", ACCENT), (pair.reason, BODY), (f" {count}", QUIET))


def reading_state(sight: Sight, held: TopTenSight) -> str:
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
    return f"{told}; not yet {and_list([*names, *more])}."


def merge_of_pair(into: Candidate | None) -> Content:
    """Say what Enter would do with the pair that is shown; `into` is the candidate under the cursor."""
    return Content() if into is None else Content.styled(f"One idea would say: “{into.wording}”", BODY)


def merge_of_marked(marked: Sequence[int], held: TopTenSight) -> Content:
    """Say what Enter would do with the marked candidates; the last of `marked` gives the words."""
    if not marked:
        return Content()
    *others, into = marked
    if not others:
        return Content.styled(f"Marked: {into}. Mark the idea that says the same; the last one gives the words.", BODY)
    named = and_list([str(lead) for lead in others])
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
