"""Activity 2: what people may ask for while ideas are collected, merged and ranked."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import accumulate
from typing import TypeVar

from copworkshop.model.base import without
from copworkshop.model.limits import (
    APART_NUMBERS,
    EDITED_BYTES,
    MERGES_BYTES,
    MOST_IDEAS,
    MOST_MERGED,
    MOST_PAPERS,
    MOST_WITHDRAWN,
    apart_bytes,
    candidates_bytes,
    edit_bytes,
)
from copworkshop.model.people import Actor, Role
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.text import Line
from copworkshop.model.topten import Ballot, Candidate, Edit, Idea, TopTen, Vote
from copworkshop.rules.candidates import (
    all_candidates,
    ballots,
    ballots_of,
    every_idea,
    leads,
    resolved,
    topten_step,
)
from copworkshop.rules.request import (
    Refused,
    Request,
    facilitator_only,
    require_open,
    seat_for,
    with_seat,
)
from copworkshop.rules.sifting import kept_ratings
from copworkshop.rules.voting import ROUNDS, cast_in, ranking_round, skipped

T = TypeVar("T")

COLLECTING = ("collect",)
MERGING = ("merge", "rank")
"""Merging goes on while ballots are open: a ballot names ideas, so it survives a merge."""


class SetQuestion(Request):
    """Word the question of Activity 2; None returns to the plan's."""

    text: Line | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator."""
        facilitator_only(actor)
        topten_step(session)
        if session.top_ten.question == self.text:
            return session
        return session.replace(top_ten=session.top_ten.replace(question=self.text))


class AddIdea(Request):
    """Put in an idea: a person's own, or with no seat the room's."""

    seat: int | None
    text: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while ideas are collected, up to the plan's number for each person."""
        rounds = (*COLLECTING, *MERGING) if actor.role is Role.FACILITATOR else COLLECTING
        require_open(session, Kind.TOP_TEN, rounds, now, _COLLECTING_CLOSED)
        step = topten_step(session)
        number = max(_numbers(session), default=0) + 1
        if number > MOST_IDEAS:
            raise Refused(f"A session holds at most {MOST_IDEAS:,} ideas. Change the words of one instead.")
        if self.seat is None:
            facilitator_only(actor)
            idea = Idea(number=number, text=self.text, for_someone=True)
            held = session.top_ten
            return session.replace(top_ten=held.replace(unsigned_ideas=(*held.unsigned_ideas, idea)))
        seat, for_someone = seat_for(session, actor, self.seat)
        if len(seat.live_ideas) >= step.ideas_each:
            limit = f"{step.ideas_each} ideas" if step.ideas_each > 1 else "one idea"
            raise Refused(f"Everybody has {limit}, and all are in. Change or withdraw one to make room.")
        if len(seat.ideas) >= step.ideas_each + MOST_WITHDRAWN:
            raise Refused("Too many ideas were withdrawn here. Bring one of them back, and change its words.")
        idea = Idea(number=number, text=self.text, for_someone=for_someone)
        return with_seat(session, seat.replace(ideas=(*seat.ideas, idea)))


class EditIdea(Request):
    """Reword an idea, withdraw it, or bring it back."""

    number: int
    text: Line | None = None
    withdrawn: bool | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the author, and to the facilitator for what was entered by them, while ideas are collected."""
        require_open(session, Kind.TOP_TEN, COLLECTING, now, _COLLECTING_CLOSED)
        limit = topten_step(session).ideas_each
        for seat in session.present:
            for idea in seat.ideas:
                if idea.number == self.number:
                    _require_own(session, idea, seat.number, actor)
                    if idea.withdrawn and self.withdrawn is False and len(seat.live_ideas) >= limit:
                        raise Refused("There is no room to bring it back. Withdraw another one first.")
                    new = self._edited(idea)
                    return session if new == idea else with_seat(session, seat.replace(ideas=_put(seat.ideas, new)))
        for idea in session.top_ten.unsigned_ideas:
            if idea.number == self.number:
                _require_own(session, idea, None, actor)
                new = self._edited(idea)
                held = session.top_ten
                edited = held.replace(unsigned_ideas=_put(held.unsigned_ideas, new))
                return session if new == idea else session.replace(top_ten=edited)
        raise Refused("That idea is not there. Choose one from the list.")

    def _edited(self, idea: Idea) -> Idea:
        return idea.replace(
            text=idea.text if self.text is None else self.text,
            withdrawn=idea.withdrawn if self.withdrawn is None else self.withdrawn,
        )


class Merge(Request):
    """Make one candidate of several, under the first one's wording or a new one. Nothing is deleted by it."""

    leads: tuple[int, ...]
    wording: Line | None = None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        _require_merging(session, actor, now)
        chosen = tuple({found.lead: found for lead in self.leads for found in [_candidate(session, lead)]}.values())
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


class Split(Request):
    """Take a merged candidate apart again, each idea in its author's wording."""

    lead: int

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        _require_merging(session, actor, now)
        merged = _candidate(session, self.lead)
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
        _require_merging(session, actor, now)
        chosen = {_candidate(session, lead).lead for lead in self.leads}
        if len(chosen) < 2:
            raise Refused("These ideas are one already. Split it to keep them apart.")
        return _kept_apart(session, chosen)


class Reword(Request):
    """Give a candidate another wording; the authors' own words stay in the files."""

    lead: int
    wording: Line

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        _require_merging(session, actor, now)
        old = _candidate(session, self.lead)
        if old.wording == self.wording:
            return session
        return _edit(session, f"reword {old.lead}", (old,), (old.replace(wording=self.wording),))


class Withdraw(Request):
    """Take a candidate off the list, or put it back."""

    lead: int
    withdrawn: bool = True

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while ideas are merged or ranked."""
        _require_merging(session, actor, now)
        old = _candidate(session, self.lead)
        if old.withdrawn is self.withdrawn:
            return session
        what = "withdraw" if self.withdrawn else "put back"
        return _edit(session, f"{what} {old.lead}", (old,), (old.replace(withdrawn=self.withdrawn),))


class UndoEdit(Request):
    """Undo the last merge, split, rewording or withdrawal."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, as far back as there are steps."""
        _require_merging(session, actor, now)
        held = session.top_ten
        if not held.undo:
            raise Refused("There is nothing to undo.")
        last = held.undo[-1]
        edited = _replaced(session, last.after, last.before)
        return session.replace(top_ten=held.replace(edited=edited, undo=held.undo[:-1], redo=(*held.redo, last)))


class RedoEdit(Request):
    """Do again what was undone last."""

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, until something else is edited."""
        _require_merging(session, actor, now)
        held = session.top_ten
        if not held.redo:
            raise Refused("There is nothing to redo.")
        last = held.redo[-1]
        edited = _replaced(session, last.before, last.after)
        return session.replace(top_ten=held.replace(edited=edited, undo=(*held.undo, last), redo=held.redo[:-1]))


class CastBallot(Request):
    """Hand in a person's ordered choice, best first; it can be changed until the round is closed."""

    seat: int
    picks: tuple[int, ...]
    done: bool = False
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room ranks. Fewer picks than there is room for are fine."""
        _require_ranking(session, self.vote, now)
        seat, for_someone = seat_for(session, actor, self.seat)
        picks = checked_picks(session, self.picks, self.vote)
        ballot = Ballot(picks=picks, done=self.done, for_someone=for_someone)
        if ballot == seat.ballot_of(self.vote):
            return session
        return with_seat(session, seat.with_ballot(self.vote, ballot))


class TakeBackBallot(Request):
    """Take a person's ballot back, as if it had not been cast."""

    seat: int
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it while the room ranks."""
        _require_ranking(session, self.vote, now)
        seat, _ = seat_for(session, actor, self.seat)
        if seat.ballot_of(self.vote) is None:
            return session
        return with_seat(session, seat.with_ballot(self.vote, None))


class PutPaperBallot(Request):
    """Enter a paper ballot that bears no name, change one, or with no picks take it back."""

    picks: tuple[int, ...]
    instead_of: int | None = None
    """Which of the paper ballots entered so far to change, counted from 0; None adds one."""
    vote: Vote = Vote.FIRST

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator while the room ranks."""
        facilitator_only(actor)
        _require_ranking(session, self.vote, now)
        papers = session.top_ten.papers(self.vote)
        index = len(papers) if self.instead_of is None else self.instead_of
        if self.instead_of is not None and not 0 <= index < len(papers):
            raise Refused("There is no such paper ballot. Choose one from the list.")
        if self.instead_of is None and len(papers) >= MOST_PAPERS:
            raise Refused(f"A vote takes at most {MOST_PAPERS:,} paper ballots. Change one that is entered.")
        picks = checked_picks(session, self.picks, self.vote)
        new = (Ballot(picks=picks, done=True, for_someone=True),) if picks else ()
        papers = (*papers[:index], *new, *papers[index + 1 :])
        return session.replace(top_ten=session.top_ten.with_papers(self.vote, papers))


def checked_picks(session: Session, picks: tuple[int, ...], vote: Vote = Vote.FIRST) -> tuple[int, ...]:
    """Return the picks of a ballot if they can stand.

    Raises:
        Refused: too many, an idea that is not on the list, or one idea twice.

    """
    most, lead_of = topten_step(session).picks, leads(session)
    run_off = session.top_ten.runoffs.get(vote)
    if run_off is not None:
        tied = resolved(run_off.tied, lead_of)
        most, lead_of = run_off.seats, {member: lead for member, lead in lead_of.items() if lead in tied}
    if len(picks) > most:
        places = f"{most} places" if most > 1 else "one place"
        raise Refused(f"A ballot has at most {places}, and these are {len(picks)}. Leave some out.")
    seen: dict[int, int] = {}
    for pick in picks:
        if pick not in lead_of:
            raise Refused(f"There is no idea {pick} on the list. Look at the numbers beside the ideas.")
        if pick in seen.values():
            raise Refused(f"Idea {pick} is on this ballot twice. Each idea can have one place.")
        if lead_of[pick] in seen:
            other = seen[lead_of[pick]]
            raise Refused(f"Ideas {other} and {pick} were merged into one. It can have one place.")
        seen[lead_of[pick]] = pick
    return picks


def unlinked(session: Session) -> Session:
    """Return the session with nobody's name on any idea or ballot: they become the room's own.

    Ballots are put in an order of their content, so that their order tells nothing of whose they were. What each
    table's members chose is kept, too, where the table has ballots enough.
    """
    held = session.top_ten
    own_ideas = [
        idea.replace(withdrawn=True) if seat.removed else idea for seat in session.seats.values() for idea in seat.ideas
    ]
    all_ideas = sorted((*held.unsigned_ideas, *own_ideas), key=lambda idea: idea.number)
    papers = {vote: cast for vote in Vote if vote is not Vote.FIRST and (cast := ballots(session, vote))}
    tables = {vote: kept for vote in ROUNDS if (kept := _of_tables(session, vote))}
    bare = {number: seat.without_top_ten() for number, seat in session.seats.items()}
    return session.replace(
        seats=bare,
        top_ten=held.replace(
            unsigned_ideas=tuple(all_ideas),
            unsigned_ballots=ballots(session),
            table_ballots=tables.pop(Vote.FIRST, {}),
            later_papers=papers,
            later_tables=tables,
            ratings=kept_ratings(session),
        ),
    )


def _of_tables(session: Session, vote: Vote) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {table: cast for table in session.tables if (cast := ballots_of(session, table, vote))}


_COLLECTING_CLOSED = "Collecting is closed. The facilitator can open it again by going back."
_RANKING_CLOSED = "The ballot is closed. The facilitator can open it again by going back."


def _numbers(session: Session) -> Iterable[int]:
    yield from (idea.number for idea in every_idea(session))
    # Ideas of a file that was lost leave their numbers on ballots and in merges; they are not given out again.
    yield from (member for candidate in session.top_ten.edited.values() for member in candidate.members)
    for vote in Vote:
        for ballot in ballots(session, vote):
            yield from ballot.picks


def _texts(session: Session) -> dict[int, str]:
    return {idea.number: idea.text for idea in every_idea(session)}


def _put(held: tuple[Idea, ...], new: Idea) -> tuple[Idea, ...]:
    return tuple(new if idea.number == new.number else idea for idea in held)


def _require_own(session: Session, idea: Idea, seat: int | None, actor: Actor) -> None:
    """Refuse all but its author, and who may enter something for them, for what was entered for them."""
    if actor.role is Role.FACILITATOR and idea.for_someone:
        return
    if actor.role is Role.FACILITATOR or seat is None or seat not in {actor.seat, actor.on_behalf_of}:
        raise Refused("Only its author can change an idea while ideas are collected.")
    _, for_someone = seat_for(session, actor, seat)
    if for_someone and not idea.for_someone:
        raise Refused("Only its author can change an idea while ideas are collected.")


def _require_ranking(session: Session, vote: Vote, now: datetime) -> None:
    round_name = ranking_round(vote)
    require_open(session, Kind.TOP_TEN, (round_name,), now, _RANKING_CLOSED)
    if cast_in(session, round_name) is not vote or round_name in skipped(session):
        raise Refused("There is no such vote now. Look again at what the room votes on.")


def _require_merging(session: Session, actor: Actor, now: datetime) -> None:
    facilitator_only(actor)
    require_open(session, Kind.TOP_TEN, MERGING, now, "Ideas can be merged in the rounds “merge” and “rank”.")


def _candidate(session: Session, lead: int) -> Candidate:
    found = next((candidate for candidate in all_candidates(session) if lead in candidate.members), None)
    if found is None:
        raise Refused(f"There is no idea {lead} on the list. Look at the numbers beside the ideas.")
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
    """Return the last of the items, as many as are together at most of that size."""
    taken = list(accumulate(map(size, reversed(items))))
    return items[len(items) - bisect_right(taken, most) :]


def _replaced(session: Session, old: tuple[Candidate, ...], new: tuple[Candidate, ...]) -> dict[int, Candidate]:
    edited: Mapping[int, Candidate] = session.top_ten.edited
    for candidate in old:
        edited = without(edited, candidate.lead)
    texts = _texts(session)
    plain = {c.lead for c in new if c.members == (c.lead,) and c.wording == texts.get(c.lead) and not c.withdrawn}
    return {**edited, **{candidate.lead: candidate for candidate in new if candidate.lead not in plain}}
