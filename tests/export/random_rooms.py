"""Rooms that do anything, for laws about what must not leak."""

import re

from hypothesis import strategies as st

from copworkshop.model.numbering import every_idea
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import Forward
from copworkshop.rules.balloting import CastBallot
from copworkshop.rules.candidate_edits import Merge, Reword, Withdraw
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.lifecycle import AddNote, EditNote
from copworkshop.rules.parking import ParkNew
from copworkshop.rules.participation import Place
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Refused, Request
from helpers.session_builder import ask, at, room, with_people

SECRET = re.compile(r"\b(?:name|answer|idea|note|parked)\d+\b")
SEATS = range(1, 5)
FIELDS = ("people", "pitch")

one_of_four = st.integers(1, 4)
MOVES = {
    (Kind.PROPOSAL, "write"): st.one_of(
        st.tuples(st.just("write"), one_of_four, st.sampled_from(FIELDS), st.booleans()),
        st.tuples(st.just("share"), one_of_four, st.sampled_from([True, True, False]), st.booleans()),
        st.tuples(st.just("note"), st.booleans()),
        st.tuples(st.just("place"), one_of_four, st.sampled_from(["core", "active"])),
    ),
    (Kind.TOP_TEN, "collect"): st.one_of(
        st.tuples(st.just("idea"), one_of_four, st.booleans()),
        st.tuples(st.just("withdraw idea"), one_of_four),
    ),
    (Kind.TOP_TEN, "merge"): st.one_of(
        st.tuples(st.just("merge"), one_of_four, one_of_four),
        st.tuples(st.just("reword"), one_of_four),
        st.tuples(st.just("withdraw"), one_of_four),
    ),
    (Kind.TOP_TEN, "rank"): st.tuples(st.just("vote"), one_of_four, st.permutations(range(1, 9))),
}
"""What people do in each round."""


class RandomPeople:
    """Four people who try what they are told, and say every word only once, so that each can be traced."""

    def __init__(self) -> None:
        self.said = 0
        self.session = with_people(room(), *(f"name{number}" for number in SEATS))

    def word(self, kind: str) -> str:
        self.said += 1
        return f"{kind}{100 + self.said}"

    def listed(self) -> set[int]:
        return {candidate.lead for candidate in candidates(self.session)}

    def tries(self, *requests: Request, by: Actor = FACILITATOR) -> None:
        for request in requests:
            try:
                self.session = ask(self.session, request, actor=by)
            except Refused:
                continue

    def does(self, move: tuple[object, ...]) -> None:
        match move:
            case "write", int(seat), str(field), bool(entered):
                by = FACILITATOR if entered else participant(seat)
                self.tries(WriteField(seat=seat, field=field, text=self.word("answer")), by=by)
            case "share", int(seat), bool(shared), bool(entered):
                self.tries(ShareProposal(seat=seat, shared=shared), by=FACILITATOR if entered else participant(seat))
            case "idea", int(seat), bool(entered):
                by = FACILITATOR if entered else participant(seat)
                self.tries(AddIdea(seat=seat, text=self.word("idea")), by=by)
            case "withdraw idea", int(place):
                given = [idea.number for idea in every_idea(self.session)]
                request = EditIdea(number=given[place - 1] if place <= len(given) else place, withdrawn=True)
                for by in (FACILITATOR, *map(participant, SEATS)):
                    self.tries(request, by=by)
            case "note", bool(withdrawn):
                self.tries(AddNote(prompt="people", text=self.word("note")), ParkNew(text=self.word("parked")))
                self.tries(EditNote(number=len(self.session.notes), withdrawn=withdrawn))
            case "place", int(seat), str(level):
                self.tries(Place(seat=seat, when="today", level=level), by=participant(seat))
            case "merge", int(one), int(other):
                if {one, other} <= self.listed():
                    self.tries(Merge(leads=(one, other)))
            case "reword", int(lead):
                self.tries(Reword(lead=lead, wording=self.word("idea")))
            case "withdraw", int(lead):
                self.tries(Withdraw(lead=lead))
            case "vote", int(seat), [*order]:
                picks = tuple(pick for pick in order if pick in self.listed())
                self.tries(CastBallot(seat=seat, picks=picks[:3]), by=participant(seat))
            case _:
                raise AssertionError(move)


@st.composite
def random_rooms(draw: st.DrawFn) -> Session:
    """Return a session that went through the activities, doing anything on the way, and stopped somewhere."""
    people = RandomPeople()
    for (kind, round_name), moves in list(MOVES.items())[: draw(st.sampled_from([2, 3, 4, 4, 4]))]:
        people.session = at(people.session, kind, round_name)
        for move in draw(st.lists(moves, min_size=2, max_size=8)):
            people.does(move)
    for _ in range(draw(st.integers(0, 9))):
        people.tries(Forward(at=people.session.spot))
    return ask(people.session, CloseSession()) if draw(st.booleans()) else people.session


def allowed(session: Session, viewer: Actor) -> set[str]:
    """Return the words of the room that this viewer may take home, told from the session itself."""
    words = set[str]()
    for seat in session.present:
        own = viewer == participant(seat.number)
        if (own or seat.proposal.shared) and seat.proposal.started:
            words |= {seat.name, *seat.proposal.answers.values()}
    words |= {note.text for note in session.notes if not note.withdrawn}
    progress = session.progress[Kind.TOP_TEN]
    if progress.round != "collect":
        held = session.top_ten
        ideas = [idea for seat in session.present for idea in seat.live_ideas]
        ideas += [idea for idea in held.unsigned_ideas if not idea.withdrawn]
        merged = {member for candidate in held.edited.values() for member in candidate.members}
        words |= {idea.text for idea in ideas if idea.number not in merged}
        words |= {candidate.wording for candidate in held.edited.values() if not candidate.withdrawn}
    return words
