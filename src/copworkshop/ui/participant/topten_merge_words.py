"""What a person sees of the ideas while they are merged: the entries, and the lines around the list."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from textual.content import Content

from copworkshop.export.wording import joined, many
from copworkshop.model.topten import Candidate
from copworkshop.rules.merging import KEPT_APART, MERGED, OFF_THE_LIST, PROPOSED
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.participant.own_ideas import YOURS
from copworkshop.ui.participant.own_reading import OwnReading

_FATES: Final[Mapping[str, str]] = {
    PROPOSED: "Waiting for the facilitator.",
    KEPT_APART: "The facilitator keeps them apart.",
    MERGED: "They are merged.",
    OFF_THE_LIST: "They are off the list.",
}


def state_of(reading: OwnReading, *, waits: bool) -> Content:
    """Return the line on how much is read; `waits` says that the facilitator looks through the ideas first."""
    count, left = len(reading.candidates), len(reading.unread)
    if waits:
        return Content.styled("The facilitator looks through the ideas first. They appear here afterwards.", QUIET)
    if count and not left:
        return Content.assemble(("All read. ", DONE), (f"{many(count, 'idea')} on the list.", QUIET))
    return Content.styled(f"You have read {count - left} of {many(count, 'idea')}. · = not read yet.", QUIET)


def plan_of(marked: tuple[int, ...]) -> Content:
    """Return the line that says what Enter would propose; empty if no idea is marked."""
    if not marked:
        return Content()
    *others, lead = marked
    if not others:
        return Content.styled(f"Marked: {lead}. Mark the idea that says the same.", BODY)
    named = joined([str(each) for each in others])
    return Content.assemble(("Enter ", KEY), (f"suggests that {named} and {lead} say the same.", BODY))


def entries_of(
    reading: OwnReading,
    order: Iterable[int],
    *,
    marked: Collection[int],
    own: Collection[int],
    own_words: Mapping[int, str],
) -> list[Entry]:
    """Return the entries of the candidates in this order; `own` are the leads of those with an idea of the person."""
    fates = _fates(reading.proposed)
    return [
        _entry(
            reading.candidates[lead],
            mark="*" if lead in marked else "·" if lead in reading.unread else " ",
            own_words=own_words,
            fates=fates,
            own=lead in own,
        )
        for lead in order
    ]


def _fates(proposed: Iterable[tuple[tuple[int, ...], str]]) -> Mapping[int, list[str]]:
    """Return the sentences to show below each idea of the merges that the person proposed."""
    sentences: dict[int, list[str]] = {}
    for leads, fate in proposed:
        for lead in leads:
            others = joined([str(each) for each in leads if each != lead])
            sentences.setdefault(lead, []).append(f"You suggested merging it with {others}. {_FATES[fate]}")
    return sentences


def _entry(
    candidate: Candidate, *, mark: str, own_words: Mapping[int, str], fates: Mapping[int, list[str]], own: bool
) -> Entry:
    merged = len(candidate.members) > 1
    members = [f"+ {number}  {own_words.get(number, '')}" for number in candidate.members] if merged else []
    sentences = [sentence for member in candidate.members for sentence in fates.get(member, ())]
    return Entry(
        candidate.lead,
        (
            Content.styled(mark, KEY),
            Content.styled(str(candidate.lead), KEY),
            Content.assemble((candidate.wording, BODY), (f" {YOURS}" if own else "", ACCENT)),
            Content.styled("merged" if merged else "", QUIET),
        ),
        (*map(Content, members), *(Content.styled(sentence, ACCENT) for sentence in dict.fromkeys(sentences))),
    )
