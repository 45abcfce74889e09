"""What happens to the ideas on a ballot while its person fills it in, in sentences for that person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copworkshop.export.wording import joined
from copworkshop.model.topten import Candidate
from copworkshop.ui.participant.own_ballot import OwnBallot


class BallotChanges:
    """Sentences on what the facilitator did to the ideas on a ballot, until the person changes the ballot."""

    def __init__(self) -> None:
        self.sentences: tuple[str, ...] = ()
        self._known: tuple[_Pick, ...] | None = None
        """The picks as they were last shown; None before that, and after the person has changed the ballot."""

    def forget(self) -> None:
        """Begin again, because the person has changed the ballot, and so has seen it."""
        self.sentences, self._known = (), None

    def take_in(self, ballot: OwnBallot, *, is_open: bool) -> None:
        """Add what has happened since the ballot was last shown, or since it was submitted. A closed one has none."""
        now = ballot.candidates
        if not is_open:
            self.sentences = ()
        elif self._known is None:
            self.sentences = _merged_since(ballot.submitted.picks, now.values())
        else:
            self.sentences += _what_changed(self._known, now.values())
        chosen = (now[lead] for lead in ballot.picks)
        self._known = tuple(_Pick(each.lead, each.wording, frozenset(each.members)) for each in chosen)


@dataclass(frozen=True, slots=True)
class _Pick:
    """A candidate on a ballot, as it was when the person last saw it."""

    lead: int
    wording: str
    members: frozenset[int]


def _what_changed(before: Sequence[_Pick], now: Iterable[Candidate]) -> tuple[str, ...]:
    """Return a sentence for each pick that the facilitator has changed since `before`.

    A ballot keeps its order through all these changes.
    """
    by_member = {member: candidate for candidate in now for member in candidate.members}
    became: dict[int, list[_Pick]] = {}
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


def _fate(picks: Sequence[_Pick], now: Candidate) -> str | None:
    """Return a sentence on what happened to these picks, which are one candidate now; None if nothing has changed."""
    pick, members = picks[0], frozenset(now.members)
    if len(picks) > 1:
        together = joined([f"“{each.wording}”" for each in picks])
        return f"{together} are one idea now, “{now.wording}”; the best of their places counts."
    if members < pick.members:
        return f"“{pick.wording}” was split; its place stays with “{now.wording}”."
    if members > pick.members and now.wording == pick.wording:
        return f"More was merged into “{pick.wording}”; it keeps its place."
    if members > pick.members:
        return f"“{pick.wording}” was merged and is now “{now.wording}”; it keeps its place."
    return f"“{pick.wording}” is now worded “{now.wording}”." if now.wording != pick.wording else None


def _merged_since(picks: Iterable[int], now: Iterable[Candidate]) -> tuple[str, ...]:
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
