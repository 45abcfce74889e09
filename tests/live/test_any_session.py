"""Anything is asked of the real hub, by anybody, in any order; it is saved, killed, and taken up again.

``COPWORKSHOP_EXAMPLES`` says how many sessions are played; ``uv run python -m tests.soak sessions`` plays thousands.
"""

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from copworkshop.content.loader import packaged_text
from copworkshop.live.hub import Change, Hub
from copworkshop.model.numbering import every_idea, is_public
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.topten import Ballot, Idea
from copworkshop.rules.candidate_edits import Merge, Split
from copworkshop.rules.candidates import all_candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.lifecycle import ProposeNote
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.sight import Sight
from copworkshop.store.check import check
from copworkshop.store.codec import seat_file
from copworkshop.store.sessions import Opened, create, open_
from copworkshop.toolkit import event_loop
from helpers.any_requests import ACTORS, MOVES, REQUESTS
from helpers.session_builder import NOW, public_ideas

pytestmark = pytest.mark.slow

NAME = "2026-11-23-any"
PLAN = packaged_text("session4")
FIELDS = ("focal-point", "problems", "processes", "domain", "people", "unique", "activities", "resources", "outcomes")
EXAMPLES = int(os.environ.get("COPWORKSHOP_EXAMPLES", "10"))
VIEWERS = (FACILITATOR, STAGE, *map(participant, range(1, 5)))


def every_ballot(session: Session) -> list[Ballot]:
    own = [seat.ballot for seat in session.seats.values() if seat.ballot is not None]
    return [*own, *session.top_ten.unsigned_ballots]


def words_of(session: Session) -> Counter[str]:
    """Every idea's own words, and how many ideas have them."""
    return Counter(idea.text for idea in every_idea(session))


class AnySession(RuleBasedStateMachine):
    """One session: the hub that owns it, its folder, and what was said to be saved last."""

    opened: Opened
    hub: Hub
    saved: Session

    @initialize()
    def begin(self) -> None:
        self.root = Path(mkdtemp())
        self.now = NOW
        self.told: list[Change] = []
        self.take_up(create(self.root, NAME, PLAN, NOW))
        for number in range(1, 4):
            self.ask(AddSeat(name=f"Participant {number}", word=f"maple-{number:04d}"), FACILITATOR, 0)

    def take_up(self, opened: Opened) -> None:
        self.opened, self.saved = opened, opened.session
        self.hub = Hub(opened.session, lambda: self.now)
        self.hub.subscribe(self.told.append)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.close()
            shutil.rmtree(self.root)

    # What may happen

    @rule(request=REQUESTS | MOVES, actor=ACTORS, seconds=st.integers(0, 30))
    def ask(self, request: Any, actor: Actor, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        before, told = self.hub.session, len(self.told)
        wanted: Request = request(at=before.spot) if isinstance(request, type) else request
        try:
            after = event_loop.run(self.hub.submit(wanted, actor))
        except Refused:
            assert self.hub.session is before
        else:
            assert after.revision == before.revision + (after is not before)
            assert [change.after for change in self.told[told:]] == ([] if after is before else [after])
            if not isinstance(wanted, EditIdea):  # whatever is merged, split, reworded or closed keeps all words
                assert words_of(before) <= words_of(after)
                assert public_ideas(before).items() <= public_ideas(after).items()

    @rule()
    def save(self) -> None:
        assert self.opened.save(self.saved, self.hub.session) == ()
        self.saved = self.hub.session

    @rule()
    def leave_and_come_back(self) -> None:
        self.save()
        self.opened.close()
        self.take_up(open_(self.root, NAME))
        assert self.opened.incidents == ()

    @rule()
    def be_killed(self) -> None:
        """Whatever was not saved is gone, and nothing else."""
        saved = self.saved
        self.opened.close()
        self.take_up(open_(self.root, NAME))
        assert (self.opened.session, self.opened.incidents) == (saved, ())

    @rule(data=st.data())
    def lose_a_file(self, data: st.DataObject) -> None:
        """Somebody removes a file: it is written again with the next save, and told of."""
        folder = self.root / NAME
        files = sorted(file for file in folder.rglob("*.toml") if file.name != "plan.toml")
        data.draw(st.sampled_from(files)).unlink()
        said = self.opened.save(self.saved, self.hub.session)
        assert len(said) == 1
        assert "removed" in said[0]
        self.saved = self.hub.session

    @precondition(lambda self: bool(self.saved.seats))
    @rule(data=st.data())
    def edit_by_hand(self, data: st.DataObject) -> None:
        """Somebody edits a seat's file: it is kept next to ours when that is written, and never overwritten."""
        seat = data.draw(st.sampled_from(sorted(self.saved.seats.values(), key=lambda seat: seat.number)))
        file = self.root / NAME / seat_file(seat)
        ours = file.read_bytes()
        file.write_bytes(b"# a remark\n" + ours)
        changes = self.hub.session.seats[seat.number] != seat
        said = self.opened.save(self.saved, self.hub.session)
        kept = [other.read_bytes() for other in (file, *file.parent.glob(f"{file.name}.changed-by-hand-*"))]
        assert b"# a remark\n" + ours in kept
        assert any("changed by hand" in sentence for sentence in said) == changes
        self.saved = self.hub.session
        for file_kept in file.parent.glob("*.changed-by-hand-*"):
            file_kept.unlink()
        if not changes:  # else the remark would be told of with a later save
            file.write_bytes(ours)

    @precondition(lambda self: len(self.told) > 25)
    @rule()
    def close(self) -> None:
        self.ask(CloseSession(), FACILITATOR, 1)

    # What is always so

    @invariant()
    def every_ballot_names_ideas_that_are_known_once_each(self) -> None:
        if not hasattr(self, "hub"):
            return
        known = {idea.number for idea in every_idea(self.hub.session)}
        for ballot in every_ballot(self.hub.session):
            assert len(set(ballot.picks)) == len(ballot.picks)
            assert set(ballot.picks) <= known

    @invariant()
    def no_idea_is_ever_lost_whatever_is_merged(self) -> None:
        if not hasattr(self, "hub"):
            return
        session = self.hub.session
        members = [member for candidate in all_candidates(session) for member in candidate.members]
        assert len(members) == len(set(members))
        standing: dict[int, Idea] = {idea.number: idea for idea in every_idea(session)}
        assert set(members) <= set(standing)
        for change in self.told[-1:]:
            before, after = ({idea.number for idea in every_idea(each)} for each in (change.before, change.after))
            assert len(before) <= len(after) or change.after is not session
            assert {number for number in before if is_public(number)} <= after

    @invariant()
    def nobody_is_handed_what_they_may_not_see(self) -> None:
        if not hasattr(self, "hub"):
            return
        for viewer in VIEWERS:
            self.is_fit(self.hub.sight(viewer), viewer)

    def is_fit(self, seen: Sight, viewer: Actor) -> None:
        """Hold a sight against the promise, worked out from the session in another way than the rules do."""
        session = self.hub.session
        for person in seen.people:
            seat = session.seats[person.number]
            assert not seat.removed
            own = viewer.seat == person.number
            leads = viewer is FACILITATOR
            if person.proposal is not None and seat.proposal.started:
                assert own or seat.proposal.shared or (leads and seat.proposal.for_someone)
            if person.top_ten.ballot is not None:
                assert own or (leads and person.top_ten.ballot.for_someone)
            if person.word is not None:
                assert own or leads
            for idea in person.top_ten.ideas or ():
                assert own or (leads and idea.for_someone)
            if person.placement is not None and person.placement.begun:
                assert own or (leads and person.placement.for_someone)
        progress = session.progress.get(Kind.TOP_TEN)
        if seen.top_ten is not None and (progress is None or progress.round == "collect"):
            assert not seen.top_ten.candidates
            assert not seen.top_ten.own_words
        if seen.top_ten is not None and not seen.top_ten.result.whole:
            assert not seen.top_ten.result.cast

    @invariant()
    def a_closed_session_tells_nobodys_ideas(self) -> None:
        if hasattr(self, "hub") and self.hub.session.closed is not None:
            assert not [seat for seat in self.hub.session.seats.values() if seat.ideas or seat.ballot]

    @rule()
    def check_the_files(self) -> None:
        self.save()
        assert [str(fault) for fault in check(self.root / NAME) if "has no table" not in str(fault)] == []


class AnySizeOfSession(AnySession):
    """The same with people who say as much as they are let."""

    @rule(seat=st.integers(1, 3), letter=st.sampled_from('a"\u0905\U00020000'), times=st.integers(1, 80))
    def say_much(self, seat: int, letter: str, times: int) -> None:
        person = participant(seat)
        for field in FIELDS[: times // 5]:
            self.ask(WriteField(seat=seat, field=field, text=letter * 10_000), person, 0)
        for _ in range(times):
            self.ask(AddIdea(seat=seat, text=letter * 200), person, 0)
            self.ask(ProposeNote(seat=seat, prompt=FIELDS[0], text=letter * 200), person, 0)
            for idea in self.hub.session.seats[seat].live_ideas if seat in self.hub.session.seats else ():
                self.ask(EditIdea(number=idea.number, withdrawn=True), person, 0)

    @rule(letter=st.sampled_from('a"\u0905\U00020000'), count=st.integers(2, 400))
    def merge_many(self, letter: str, count: int) -> None:
        for number in range(count):
            self.ask(AddIdea(seat=None, text=f"{number} ".ljust(200, letter)), FACILITATOR, 0)
        leads = tuple(candidate.lead for candidate in all_candidates(self.hub.session))
        self.ask(Merge(leads=leads[:count]), FACILITATOR, 0)
        self.ask(Split(lead=leads[0] if leads else 1), FACILITATOR, 0)


def play(examples: int, steps: int, machine: type[AnySession] = AnySession) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_session_keeps_its_promises() -> None:
    play(EXAMPLES, 40)


def test_a_session_of_any_size_keeps_them_too() -> None:
    play(5, 15, AnySizeOfSession)


def main(arguments: Sequence[str]) -> int:
    """Play so many sessions of 100 steps each."""
    examples = int(arguments[0]) if arguments else 2000
    play(examples, 100)
    play(max(1, examples // 50), 30, AnySizeOfSession)
    print(f"{examples} sessions of up to 100 steps each: every promise kept.")  # noqa: T201
    return 0
