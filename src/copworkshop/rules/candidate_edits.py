"""Activity 2: what the facilitator may do to the candidates of the list: merge, split, reword, withdraw, undo."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import accumulate
from typing import TypeVar

from typing_extensions import override

from copworkshop.model.base import without
from copworkshop.model.limits import (
    APART_NUMBERS,
    EDITED_BYTES,
    MERGES_BYTES,
    MOST_MERGED,
    apart_bytes,
    candidates_bytes,
    edit_bytes,
)
from copworkshop.model.numbering import every_idea
from copworkshop.model.people import Actor
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Undoable
from copworkshop.model.text import Line
from copworkshop.model.topten import Candidate, Edit, TopTen
from copworkshop.rules.candidates import all_candidates
from copworkshop.rules.history import list_edited
from copworkshop.rules.request import Refused, Request, facilitator_only, require_open

T = TypeVar("T")

MERGING = ("merge", "rank")
"""Merging goes on while ballots are open: a ballot names ideas, so it survives a merge."""


class _ListEdit(Request):
    """A change of the list of ideas that the undo key takes back."""

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        return list_edited(before, after)


class Merge(_ListEdit):
    """Make one candidate of several, under the first one's wording or a new one. Nothing is deleted by it."""

    leads: tuple[int, ...]
    wording: Line | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        require_merging(session, actor, now)
        chosen = tuple({found.lead: found for lead in self.leads for found in [candidate_of(session, lead)]}.values())
        if len(chosen) < 2:
            raise Refused("Mark at least two ideas to merge them.")
        if sum(len(each.members) for each in chosen) > MOST_MERGED:
            raise Refused(f"One entry of the list can hold at most {MOST_MERGED} ideas. Merge fewer of them.")
        merged = Candidate(
            lead=chosen[0].lead,
            members=tuple(member for candidate in chosen for member in candidate.members),
            wording=self.wording or chosen[0].wording,
        )
        return _edit(session, f"merge {' + '.join(str(c.lead) for c in chosen)}"[:200], chosen, (merged,))


class Split(_ListEdit):
    """Take a merged candidate apart again, each idea in its author's wording."""

    lead: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        require_merging(session, actor, now)
        merged = candidate_of(session, self.lead)
        if len(merged.members) == 1:
            raise Refused("That idea was not merged, so there is nothing to split.")
        texts = _texts(session)
        apart = tuple(
            Candidate(lead=member, members=(member,), wording=texts.get(member, merged.wording))
            for member in merged.members
        )
        return _kept_apart(_edit(session, f"split {merged.lead}", (merged,), apart), merged.members)


class KeepApart(Request):
    """Say that candidates are not the same, so that they are not suggested or proposed for a merge again."""

    leads: tuple[int, ...]

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked. They can still be merged by hand."""
        require_merging(session, actor, now)
        chosen = {candidate_of(session, lead).lead for lead in self.leads}
        if len(chosen) < 2:
            raise Refused("These ideas are one already. Split it to keep them apart.")
        return _kept_apart(session, chosen)


class Reword(_ListEdit):
    """Give a candidate another wording; the authors' own words stay in the files."""

    lead: int
    wording: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        require_merging(session, actor, now)
        old = candidate_of(session, self.lead)
        if old.wording == self.wording:
            return session
        return _edit(session, f"reword {old.lead}", (old,), (old.replace(wording=self.wording),))


class Withdraw(_ListEdit):
    """Take a candidate off the list, or put it back."""

    lead: int
    withdrawn: bool = True

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        require_merging(session, actor, now)
        old = candidate_of(session, self.lead)
        if old.withdrawn is self.withdrawn:
            return session
        what = "withdraw" if self.withdrawn else "put back"
        return _edit(session, f"{what} {old.lead}", (old,), (old.replace(withdrawn=self.withdrawn),))


class UndoEdit(Request):
    """Undo the last merge, split, rewording or withdrawal."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, as far back as there are steps."""
        require_merging(session, actor, now)
        held = session.top_ten
        if not held.undo:
            raise Refused("There is nothing to undo.")
        last = held.undo[-1]
        edited = _replaced(session, last.after, last.before)
        return session.replace(top_ten=held.replace(edited=edited, undo=held.undo[:-1], redo=(*held.redo, last)))


class RedoEdit(_ListEdit):
    """Do again what was undone last."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, until something else is edited."""
        require_merging(session, actor, now)
        held = session.top_ten
        if not held.redo:
            raise Refused("There is nothing to redo.")
        last = held.redo[-1]
        edited = _replaced(session, last.before, last.after)
        return session.replace(top_ten=held.replace(edited=edited, undo=(*held.undo, last), redo=held.redo[:-1]))


def can_edit(session: Session) -> bool:
    """Whether the room is in a round in which the list of ideas can be changed."""
    here = session.spot.round
    return session.at is Kind.TOP_TEN and here in MERGING and not session.has_closed(Kind.TOP_TEN, here)


def _texts(session: Session) -> dict[int, str]:
    return {idea.number: idea.text for idea in every_idea(session)}


def require_merging(session: Session, actor: Actor, now: datetime) -> None:
    """Refuse a change of the list of ideas by others than the facilitator, or in a round that does not take it."""
    facilitator_only(actor)
    require_open(session, Kind.TOP_TEN, MERGING, "Ideas can be merged in the rounds “merge” and “rank”.")


def candidate_of(session: Session, lead: int) -> Candidate:
    """Return the candidate in which this idea stands, or refuse."""
    found = next((candidate for candidate in all_candidates(session) if lead in candidate.members), None)
    if found is None:
        raise Refused(f"There is no idea {lead} on the list. Look at the numbers next to the ideas.")
    return found


def _edit(session: Session, what: str, before: tuple[Candidate, ...], after: tuple[Candidate, ...]) -> Session:
    held = session.top_ten
    step = Edit(what=what, before=before, after=after)
    edited = _replaced(session, before, after)
    if candidates_bytes(edited.values()) > EDITED_BYTES:
        raise Refused("No more ideas can be merged, reworded or taken off the list. Split or put back others first.")
    return session.replace(top_ten=_bounded(held.replace(edited=edited, undo=(*held.undo, step), redo=())))


def _kept_apart(session: Session, numbers: Iterable[int]) -> Session:
    held, kept = session.top_ten, tuple(sorted(numbers))
    return session if kept in held.apart else session.replace(top_ten=_bounded(held.replace(apart=(*held.apart, kept))))


def _bounded(held: TopTen) -> TopTen:
    """Forget the oldest groups kept apart and the oldest steps to undo that would not fit into the file of merges."""
    apart = _newest(held.apart, APART_NUMBERS, len)
    left = MERGES_BYTES - candidates_bytes(held.edited.values()) - apart_bytes(apart) - sum(map(edit_bytes, held.redo))
    return held.replace(apart=apart, undo=_newest(held.undo, left, edit_bytes))


def _newest(items: tuple[T, ...], most: int, size: Callable[[T], int]) -> tuple[T, ...]:
    """Return the last items, as many as have a size of at most `most` together."""
    taken = list(accumulate(map(size, reversed(items))))
    return items[len(items) - bisect_right(taken, most) :]


def _replaced(session: Session, old: tuple[Candidate, ...], new: tuple[Candidate, ...]) -> dict[int, Candidate]:
    edited: Mapping[int, Candidate] = session.top_ten.edited
    for candidate in old:
        edited = without(edited, candidate.lead)
    texts = _texts(session)
    plain = {c.lead for c in new if c.members == (c.lead,) and c.wording == texts.get(c.lead) and not c.withdrawn}
    return {**edited, **{candidate.lead: candidate for candidate in new if candidate.lead not in plain}}
