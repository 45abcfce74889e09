"""A session whose people all come over SSH: joining, coming back, leading, and the whole of it."""

from pathlib import Path

import asyncssh
import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.candidates import candidates
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.people import AddSeat, SetTables
from copworkshop.rules.personal_order import personal_order
from copworkshop.ssh.auth import ENOUGH_TRIES
from copworkshop.ssh.host import CLOSED, ENDED, OVER
from helpers.hosted_rooms import CODE, Hosted, hosted
from helpers.rooms_over_ssh import own_key
from helpers.waiting import until


def answer(room: Hosted, name: str = "Participant 1", field: int = 0) -> str:
    """What the person has written in one of the proposal's fields."""
    step = room.session.plan.proposal
    assert step is not None
    return room.seat(name).proposal.answers.get(step.fields[field].id, "")


async def write(room: Hosted, terminal: Terminal, text: str, name: str = "Participant 1") -> None:
    """Type into the first field of the proposal, until the session has it."""
    await terminal.sees("What is the focal point?")
    terminal.press(text)
    await terminal.until(lambda: answer(room, name) == text, f"“{text}”")


# Joining


async def test_a_newcomer_is_in_with_code_and_name(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await guest.sees("Participant 1", "leave")
        assert [seat.name for seat in room.session.present] == ["Participant 1"]


async def test_console_and_people_show_who_is_connected_and_who_has_gone(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        console = await room.connect("console", key=room.facilitators_key)
        guest = await room.join("Participant 1")
        await console.sees("1 here, 1 connected", "Participant 1 here", "Online 1 of 1")

        guest.abort()
        await console.sees("1 here, 0 connected", "Participant 1 not connected", "Online 0 of 1")

        console.press("p")
        await console.sees("People: 1 here, 0 connected")
        again = await room.connect(room.seat().word)
        await again.sees("Participant 1")
        await console.sees("People: 1 here, 1 connected", "Participant 1 idle")
        again.press("x")
        await console.sees("Participant 1 typing")


async def test_the_stage_shows_how_many_are_connected(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        await stage.sees("Nobody yet")
        await room.join("Participant 1")
        await stage.sees("1 person is here, 1 connected")


async def test_the_facilitator_closes_the_door_and_opens_it_again(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        console = await room.connect("console", key=room.facilitators_key)
        guest = await room.join("Participant 1")
        at_the_prompt = await room.connect("room")
        await at_the_prompt.sees("What is your name?")

        console.press("o")
        await stage.sees("The door is closed: nobody new comes in.", "door closed")
        await console.sees("Door closed")
        refused = await room.connect("room")
        await refused.until(lambda: refused.closed, "the end")
        assert "The door is closed: nobody new can come in." in refused.after_leaving
        at_the_prompt.press("Participant 2", "enter")
        await at_the_prompt.sees("The door is closed: nobody new can come in.")
        guest.abort()
        again = await room.connect(room.seat().word)
        await again.sees("Participant 1")

        console.press("o")
        await stage.sees("To join, type in a terminal")
        at_the_prompt.press("enter")
        await at_the_prompt.sees("Participant 2")
        await room.saved()
        assert not room.on_disk.door_closed


async def test_the_facilitator_shows_how_to_join_at_any_step(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        console = await room.connect("console", key=room.facilitators_key)
        await room.lead(Kind.TOP_TEN, "rank")
        await stage.sees("Activity 2")

        console.press("j")
        await stage.sees("How to join", "Join code:")
        await console.sees("Stage How to join.")
        console.press("j")
        await stage.sees_not("How to join")


async def test_the_facilitator_renames_moves_removes_and_restores_a_participant(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join("Participant 1")
        await room.ask(SetTables(tables=("Oak",)))
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("1 here")

        console.press("p")
        await console.sees("People: 1 here")
        console.press("e")
        await console.sees("The new name of number 1")
        console.press(*["backspace"] * 2, " 7", "enter")
        await guest.sees("Participant 7")
        console.press("t")
        await guest.sees("Participant 7, Oak")

        console.press("x")
        await console.sees("Participant 7 is taken out. What they gave stays.")
        await guest.sees("You were taken out of the room.")
        console.press("u")
        await guest.sees("Participant 7, Oak")
        await room.saved()
        assert [(seat.name, seat.table) for seat in room.on_disk.present] == [("Participant 7", "Oak")]


async def test_a_wrong_code_is_refused_with_a_sentence(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        with pytest.raises(asyncssh.DisconnectError, match=ENOUGH_TRIES):
            await room.connect("room", "000000")
        assert room.session.present == ()


async def test_a_code_that_is_right_at_the_second_try_is_taken(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.connect("room", "000000", f"{CODE[:3]} {CODE[3:]}")
        await guest.sees("What is your name?")


async def test_without_a_join_code_nobody_is_asked_for_one(tmp_path: Path) -> None:
    async with hosted(tmp_path, code="none") as room:
        guest = await room.connect("room", "never asked")
        await guest.sees("What is your name?")
        assert room.host.joining is not None
        assert room.host.joining.code is None


async def test_a_closed_session_turns_newcomers_away_with_a_sentence(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.CLOSE, "close")
        await room.ask(CloseSession())
        guest = await room.connect()
        await guest.until(lambda: guest.closed, "the end")
        assert CLOSED in guest.text


async def test_two_of_the_same_name_can_be_told_apart(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.join("Participant 1")
        second = await room.connect()
        await second.sees("What is your name?")
        second.press("Participant 1", "enter")
        await second.sees("is here already")
        second.press("enter")
        await until(lambda: len(room.session.present) == 2)
        assert len({seat.name for seat in room.session.present}) == 2


# Coming back


async def test_the_rejoin_word_as_user_name_gives_the_seat_back_without_a_code(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        (await room.join()).abort()
        again = await room.connect(room.seat().word, "no code")
        await again.sees(room.seat().word, "Participant 1")
        assert len(room.session.present) == 1


async def test_the_rejoin_word_at_the_name_prompt_gives_the_seat_back(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        (await room.join()).abort()
        again = await room.connect()
        await again.sees("What is your name?")
        again.press(room.seat().word.replace("-", " ").upper(), "enter")
        await again.sees(room.seat().word, "Participant 1")
        assert len(room.session.present) == 1


async def test_wrong_words_at_name_prompts_wait_in_the_same_queue_as_guesses_at_the_door(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guesses = room.host.server.admission.guesses
        guest = await room.connect()
        await guest.sees("What is your name?")
        assert guesses.allowance("127.0.0.1").is_unused
        guest.press("maple-2222", "enter")
        await guest.sees("There is no seat with the word maple-2222.")
        assert not guesses.allowance("127.0.0.1").is_unused


async def test_the_same_public_key_gives_the_seat_back_without_a_code(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        (await room.join(key=own_key("mine"))).abort()
        await until(lambda: room.seat().keys)
        again = await room.connect("room", "no code", key=own_key("mine"))
        await again.sees(room.seat().word, "Participant 1")
        assert len(room.session.present) == 1


async def test_a_key_that_was_never_here_gives_nobodys_seat(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.join(key=own_key("mine"))
        other = await room.connect(key=own_key("another"))
        await other.sees("What is your name?")


async def test_who_was_taken_out_is_told_so_and_comes_in_again_once_brought_back(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.join()
        seat = room.seat()
        again = await room.out_and_back(seat)
        await again.sees(seat.word, "Participant 1")


async def test_a_seat_opened_twice_shows_the_same_on_both(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        one = await room.join()
        other = await room.connect(room.seat().word)
        await room.lead(Kind.PROPOSAL, "write")
        for terminal in (one, other):
            terminal.press("f5")
            await terminal.sees("What is the focal point?")
        await write(room, one, "Care for the old harbour")
        await other.sees("Care for the old harbour")


async def test_a_proposal_outlives_a_client_that_vanishes(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        guest = await room.join()
        await write(room, guest, "Care for the old harbour")
        guest.abort()
        await until(lambda: room.host.connections == 0)
        again = await room.connect(room.seat().word)
        await again.sees("✓ Focal point", "What is the focal point?", "Care for the old harbour")
        await room.saved()
        step = room.session.plan.proposal
        assert step is not None
        (seat,) = room.on_disk.present
        assert seat.proposal.answers == {step.fields[0].id: "Care for the old harbour"}


async def test_what_was_typed_in_the_last_moment_is_kept_when_the_line_breaks(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        guest = await room.join()
        await guest.sees("What is the focal point?")
        guest.press("Care")
        await guest.sees("Care")
        guest.abort()
        await until(lambda: answer(room) == "Care")


async def test_nobody_sees_anothers_draft(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        one = await room.join("Participant 1")
        other = await room.join("Participant 2")
        await write(room, one, "Only mine")
        await write(room, other, "Another", "Participant 2")
        assert b"Only mine" not in other.written


# Leading


async def test_the_facilitators_key_opens_the_console(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.join("Participant 1")
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Participant 1")
        await room.forward(console)
        assert room.session.spot.kind is Kind.LIFECYCLE


@pytest.mark.parametrize(("user", "shown"), [("console", "PgDn"), ("stage", "room@127.0.0.1")])
async def test_without_the_key_the_passphrase_opens_console_and_stage(tmp_path: Path, user: str, shown: str) -> None:
    async with hosted(tmp_path, passphrase="correct horse battery") as room:  # noqa: S106
        terminal = await room.connect(user, "wrong", "correct horse battery", key=own_key("another"))
        await terminal.sees(shown)


@pytest.mark.parametrize("user", ["console", "stage"])
async def test_the_join_code_opens_neither_console_nor_stage(tmp_path: Path, user: str) -> None:
    async with hosted(tmp_path, passphrase="correct horse battery") as room:  # noqa: S106
        with pytest.raises(asyncssh.DisconnectError, match=ENOUGH_TRIES):
            await room.connect(user, CODE)


async def test_the_stage_shows_how_to_join(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        await stage.sees(f"ssh -p {room.host.port} room@127.0.0.1", "482 913")


async def test_the_stage_shows_how_many_have_written_and_not_who_or_what(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        stage = await room.connect("stage", key=room.facilitators_key)
        guest = await room.join("Participant 1")
        await write(room, guest, "Only mine")
        await stage.sees("1 of 1 have started")
        assert b"Only mine" not in stage.written
        assert b"Participant 1" not in stage.written


async def test_the_stage_on_its_own_terminal_offers_no_dialog(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        await stage.sees("room@127.0.0.1")
        shown = stage.text
        stage.press("p", "g", "f1", "?", "f2", "n")
        # The blank stage comes last, so that all the keys before it were seen to.
        stage.press("b")
        await until(lambda: room.session.blank)
        stage.press("b")
        await until(lambda: not room.session.blank)
        await stage.sees(shown)


async def test_page_down_on_the_stages_own_terminal_leads_the_room(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        stage = await room.connect("stage", key=room.facilitators_key)
        await stage.sees("room@127.0.0.1")
        await room.forward(stage)
        assert room.session.spot.kind is Kind.LIFECYCLE


async def test_a_console_that_leaves_ends_nothing_but_itself(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join()
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Participant 1")
        console.press("ctrl+q")
        await console.until(lambda: console.closed, "the end")
        assert console.status == 0
        await room.lead(Kind.PROPOSAL, "write")
        guest.press("f5")
        await guest.sees("What is the focal point?")


async def test_what_a_console_types_for_someone_is_kept_when_its_line_breaks(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.ask(AddSeat(name="Participant 1", word="maple-k7fd"))
        await room.lead(Kind.PROPOSAL, "write")
        console = await room.connect("console", key=room.facilitators_key)
        await console.sees("Participant 1")
        console.press("enter")
        await console.sees("You are writing for", "What is the focal point?")
        console.press("Care")
        await console.sees("Care")
        console.abort()
        await until(lambda: answer(room) == "Care")


# Leaving


async def test_who_leaves_hands_in_what_is_being_typed(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        guest = await room.join()
        await guest.sees("What is the focal point?")
        guest.press("Care", "ctrl+q")
        await guest.until(lambda: guest.closed, "the end")
        assert guest.status == 0
        assert answer(room) == "Care"


async def test_who_leaves_is_told_how_to_come_back(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.join()
        guest.press("ctrl+q")
        await guest.until(lambda: guest.closed, "the end")
        assert f"Come back with: ssh -p {room.host.port} {room.seat().word}@127.0.0.1" in guest.after_leaving


async def test_who_leaves_before_giving_a_name_is_told_nothing(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.connect()
        await guest.sees("What is your name?")
        guest.press("ctrl+q")
        await guest.until(lambda: guest.closed, "the end")
        assert guest.after_leaving.strip() == ""


async def test_closing_the_host_sends_everybody_home_with_a_sentence(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        terminals = [
            await room.join("Participant 1"),
            await room.connect(),
            await room.connect("console", key=room.facilitators_key),
            await room.connect("stage", key=room.facilitators_key),
        ]
        await until(lambda: room.host.connections == 4)
        await room.host.close()
        for terminal in terminals:
            await terminal.until(lambda terminal=terminal: terminal.closed, "the end")  # type: ignore[misc]
            assert OVER in terminal.after_leaving
        assert f" {room.seat().word}@127.0.0.1" in terminals[0].after_leaving
        assert room.host.connections == 0


async def test_people_read_that_a_closed_session_is_closed_when_the_facilitator_leaves_it(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await room.join("Participant 1")
        await room.ask(CloseSession())
        await room.host.close()
        await person.until(lambda: person.closed, "the end")
        assert ENDED in person.after_leaving


async def test_what_is_being_typed_when_the_host_closes_is_on_the_disk(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await room.lead(Kind.PROPOSAL, "write")
        guest = await room.join()
        await guest.sees("What is the focal point?")
        guest.press("Care")
        await guest.sees("Care")
    assert [list(seat.proposal.answers.values()) for seat in room.on_disk.present] == [["Care"]]


# The whole of it

IDEAS = {
    "Participant 1": ("Meet every month", "Share the load"),
    "Participant 2": ("Meet monthly", "Celebrate"),
    "Participant 3": ("Bring real cases", "Name a coordinator"),
}
PLACES = {"Participant 1": "13", "Participant 2": "23", "Participant 3": "44"}
FOCAL_POINTS = {"Participant 1": "Care", "Participant 2": "Trust", "Participant 3": "Waste"}
BALLOTS = {
    "Participant 1": ("Meet every month", "Celebrate", "Share the load"),
    "Participant 2": ("Meet every month", "Share the load"),
    "Participant 3": ("Celebrate", "Bring real cases"),
}


class Workshop:
    """A facilitator at a console, a projector, and three people, all over SSH."""

    def __init__(self, room: Hosted, console: Terminal, stage: Terminal, guests: dict[str, Terminal]) -> None:
        self.room = room
        self.console = console
        self.stage = stage
        self.guests = guests

    async def on_to(self, kind: str, round_name: str) -> None:
        """Lead the room to a round, and have everybody follow."""
        await self.room.on_to(self.console, kind, round_name)
        for guest in self.guests.values():
            guest.press("f5")

    async def place_themselves(self) -> None:
        await self.on_to("participation", "place")
        for name, guest in self.guests.items():
            await guest.sees("1-5?")
            guest.press(*PLACES[name])
        await until(lambda: all(seat.placement.complete for seat in self.room.session.present))
        await self.stage.sees("3 of 3 have placed themselves")

    async def write_proposals(self) -> None:
        await self.on_to("proposal", "write")
        for name, guest in self.guests.items():
            await write(self.room, guest, FOCAL_POINTS[name], name)
        await self.stage.sees("3 of 3 have started")

    async def give_ideas(self) -> None:
        await self.on_to("top_ten", "collect")
        for name, guest in self.guests.items():
            await guest.sees("Your idea 1 of 3")
            for idea in IDEAS[name]:
                guest.press(idea, "enter")
            await guest.sees("2 of your 3 ideas are in")
        await self.stage.sees("6 ideas are in")

    async def merge(self) -> None:
        """Merge “Meet monthly” into “Meet every month”."""
        await self.on_to("top_ten", "merge")
        await self.console.sees("Meet monthly")
        places = [candidate.wording for candidate in candidates(self.room.session)]
        for wording in ("Meet monthly", "Meet every month"):  # the one that is marked last gives the words
            self.console.press("home", *["down"] * places.index(wording), "m")
        self.console.press("enter")
        await self.console.sees("5 ideas to choose from")

    async def rank(self) -> None:
        await self.on_to("top_ten", "rank")
        for name, guest in self.guests.items():
            await guest.sees("Choose up to 5")
            for place, idea in enumerate(BALLOTS[name], start=1):
                guest.press("home", *["down"] * self._row(name, idea), str(place))
                await guest.sees(f"{place} of 5 chosen")
            guest.press("d")
            await guest.sees("Done.")
        await self.stage.sees("3 ballots")

    def _row(self, name: str, idea: str) -> int:
        """In which row of the person's own order an idea stands."""
        seat = self.room.seat(name)
        sight = self.room.running.hub.sight(participant(seat.number))
        assert sight.top_ten is not None
        wordings = {candidate.lead: candidate.wording for candidate in sight.top_ten.candidates}
        order = personal_order(sight.session, seat.number, wordings)
        return [wordings[lead] for lead in order].index(idea)


async def begin(room: Hosted) -> Workshop:
    """Have everybody come in."""
    console = await room.connect("console", key=room.facilitators_key)
    stage = await room.connect("stage", key=room.facilitators_key)
    guests = {name: await room.join(name) for name in IDEAS}
    await console.sees("3 here", *IDEAS)
    return Workshop(room, console, stage, guests)


@pytest.mark.slow
async def test_a_whole_session_over_ssh_from_the_welcome_to_the_reveal_and_its_files(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        workshop = await begin(room)
        await workshop.place_themselves()
        await workshop.write_proposals()
        await workshop.give_ideas()
        await workshop.merge()
        await workshop.rank()
        await workshop.on_to("top_ten", "reveal")
        # Meet every month 5+5 = 10; Celebrate 4+5 = 9; Share the load 3+4 = 7; Bring real cases 4
        revealed = ["Bring real cases", "Share the load", "Celebrate", "Meet every month"]
        for idea, points in zip(revealed, (4, 7, 9, 10), strict=True):
            figures = f"{points} points, chosen by"  # the idea itself is in large letters on the stage
            for _ in range(2):  # the number of the place, then the idea
                await room.forward(workshop.console)
                await workshop.stage.sees_not(figures)
            await room.forward(workshop.console)
            await workshop.stage.sees(figures)
            for terminal in workshop.guests.values():
                await terminal.sees(idea)
        await workshop.on_to("close", "close")
        for terminal in workshop.guests.values():
            await terminal.sees("6/6")
        await room.saved()
        left = room.session
    kept = room.on_disk
    # What the close took is counted to the end of hosting, which is later than the session that is held against.
    assert kept.since is None
    assert kept.replace(since=left.since, progress=left.progress) == left
    steps = kept.plan
    assert steps.proposal is not None
    assert steps.participation is not None
    levels = [level.id for level in steps.participation.levels]
    focal_point = steps.proposal.fields[0].id
    wordings = {idea.number: idea.text for seat in kept.present for idea in seat.ideas}
    assert [seat.name for seat in kept.present] == list(IDEAS)
    for seat in kept.present:
        assert tuple(idea.text for idea in seat.live_ideas) == IDEAS[seat.name]
        assert seat.proposal.answers == {focal_point: FOCAL_POINTS[seat.name]}
        today, later = (levels[int(digit) - 1] for digit in PLACES[seat.name])
        assert (seat.placement.today, seat.placement.later) == (today, later)
        assert seat.ballot is not None
        assert seat.ballot.done
        assert tuple(wordings[pick] for pick in seat.ballot.picks) == BALLOTS[seat.name]
    (merged,) = kept.top_ten.edited.values()
    assert {wordings[member] for member in merged.members} == {"Meet every month", "Meet monthly"}
    assert merged.wording == "Meet every month"
    assert kept.spot.kind is Kind.CLOSE
