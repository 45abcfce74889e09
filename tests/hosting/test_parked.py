"""Whose line is lost finds everything as they left it."""

import logging
from pathlib import Path
from typing import Any, cast

import pytest

from copworkshop.hosting import visit as visit_of
from copworkshop.hosting.parked import ParkedApps
from copworkshop.hosting.visit import ASKS_EARLIER_LINE
from copworkshop.model.plan import Kind
from copworkshop.rehearsal.terminal import Terminal
from copworkshop.rules.people import RenameSeat
from copworkshop.ssh import transport as transport_of
from copworkshop.ssh.channel import CAME_ELSEWHERE
from copworkshop.ui.participant.app import ParticipantApp
from copworkshop.ui.participant.guide import Guide
from helpers.hosted_rooms import Hosted, hosted
from helpers.servers import app_of, driver_of, inside
from helpers.waiting import until


def kept(room: Hosted) -> ParkedApps:
    return room.host.server.state.parked


def only_app(room: Hosted) -> ParticipantApp:
    """The app of the only connection there is."""
    (connection,) = inside(room.host.server)
    app = app_of(connection)
    assert isinstance(app, ParticipantApp)
    return app


def answers(room: Hosted) -> list[str]:
    return list(room.seat().proposal.answers.values())


async def writing(room: Hosted, text: str = "Care") -> Terminal:
    """Somebody who has come to write, and typed this."""
    await room.lead(Kind.PROPOSAL, "write")
    person = await room.join()
    await person.sees("What is the focal point?")
    person.press(text)
    await person.sees(text)
    return person


async def lose(room: Hosted, person: Terminal) -> None:
    """Cut a person's line."""
    before = room.host.connections
    person.abort()
    await until(lambda: room.host.connections == before - 1)


async def back(room: Hosted) -> Terminal:
    return await room.connect(room.seat().word)


async def test_a_person_who_comes_back_finds_the_cursor_where_it_was(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room, "ac")
        person.press("left")
        app = only_app(room)
        await until(lambda: app.focused is not None and getattr(app.focused, "cursor_location", None) == (0, 1))
        await lose(room, person)
        again = await back(room)
        await again.sees("What is the focal point?", "ac")
        again.press("b")
        await until(lambda: answers(room) == ["abc"])
        assert only_app(room) is app


async def test_what_was_typed_in_the_last_moment_is_handed_in_when_the_line_is_lost(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await lose(room, await writing(room))
        await until(lambda: answers(room) == ["Care"])
        await room.saved()
        assert list(room.on_disk.present[0].proposal.answers.values()) == ["Care"]


async def test_an_open_dialog_is_still_open(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room)
        person.press("\x1bOS")  # F4
        await person.sees("Proposal of Participant 1")
        await lose(room, person)
        again = await back(room)
        await again.sees("Proposal of Participant 1")


async def test_what_has_happened_meanwhile_is_shown(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await lose(room, await writing(room))
        await until(lambda: answers(room) == ["Care"])
        await room.ask(RenameSeat(seat=room.seat().number, name="Participant 7"))
        await room.lead(Kind.TOP_TEN, "collect")
        again = await room.connect(room.seat("Participant 7").word)
        await again.sees("Participant 7", "The group has moved on", "F5")
        again.press("f5")
        await again.sees("An idea, then Enter")


async def test_while_nobody_looks_nothing_is_redrawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(tmp_path) as room:
        await lose(room, await writing(room))
        await until(lambda: answers(room) == ["Care"])
        looks: list[Guide] = []
        look = Guide.look

        async def counted(guide: Guide) -> None:
            looks.append(guide)
            await look(guide)

        monkeypatch.setattr(Guide, "look", counted)
        await room.lead(Kind.TOP_TEN, "collect")
        await room.join("Participant 2")  # whose screen comes after the turns of all who were told of the step
        assert len({id(guide) for guide in looks}) == 1


async def test_a_terminal_of_another_size_is_filled(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room)
        app = only_app(room)
        person.resize(100, 40)
        await until(lambda: app.size == (100, 40))
        await lose(room, person)
        again = await back(room)
        await again.sees("Care")
        await until(lambda: app.size == (80, 24))


async def test_half_a_paste_from_before_swallows_no_key_of_the_new_line(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room)
        person.press("\x1b[200~half")
        await until(lambda: driver_of(inside(room.host.server)[0]).keys.has_begun)
        await lose(room, person)
        again = await back(room)
        await again.sees("Care")
        again.press("!")
        await again.sees("Care!")


async def test_a_person_who_leaves_starts_from_the_beginning(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room)
        app = only_app(room)
        person.press("ctrl+q")
        await person.until(lambda: person.closed, "the end")
        await until(lambda: not room.host.connections)
        assert len(kept(room)) == 0
        again = await back(room)
        await again.sees(room.seat().word)
        assert only_app(room) is not app


async def test_of_a_newcomer_without_a_name_nothing_is_kept(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        guest = await room.connect()
        await guest.sees("What is your name?")
        guest.press("Part")
        await lose(room, guest)
        assert len(kept(room)) == 0


async def test_a_second_terminal_has_a_screen_of_its_own_while_the_first_is_in(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await writing(room)
        first = only_app(room)
        second = await back(room)
        await second.sees(room.seat().word)
        apps = {app_of(connection) for connection in inside(room.host.server)}
        assert len(apps) == 2
        assert first in apps


async def test_of_two_terminals_that_are_lost_the_later_screen_is_kept(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        first = await writing(room)
        earlier = only_app(room)
        second = await back(room)
        await second.sees("Care")
        await lose(room, first)
        later = only_app(room)
        await lose(room, second)
        await until(lambda: not vars(earlier))
        again = await back(room)
        await again.sees("Care")
        assert only_app(room) is later


async def test_who_was_taken_out_meanwhile_is_told_so_and_is_back_once_brought_back(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await lose(room, await writing(room))
        await until(lambda: answers(room) == ["Care"])
        again = await room.out_and_back(room.seat())
        await again.sees("What is the focal point?", "Care")


async def test_a_screen_that_nobody_comes_back_to_ends_after_a_while(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        kept(room).seconds = 0.05
        person = await writing(room)
        app = only_app(room)
        await lose(room, person)
        await until(lambda: not len(kept(room)) and not room.host.server.state.tasks)
        assert vars(app) == {}
        assert answers(room) == ["Care"]


async def test_the_screens_that_have_waited_longest_give_way_to_people_who_are_in(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        first = await room.join("Participant 1")
        app = only_app(room)
        second = await room.join("Participant 2")
        await lose(room, first)
        later = only_app(room)
        await lose(room, second)
        kept(room).at_most(1)
        await until(lambda: not vars(app))
        again = await room.connect(room.seat("Participant 2").word)
        await again.sees("Participant 2")
        assert only_app(room) is later


async def test_a_kept_screen_that_crashes_costs_nobody_their_seat(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with hosted(tmp_path) as room:
        person = await writing(room)
        app = only_app(room)
        await lose(room, person)
        await until(lambda: answers(room) == ["Care"])
        with caplog.at_level(logging.ERROR):
            app._handle_exception(RuntimeError("people's words"))  # noqa: SLF001
            await until(lambda: not len(kept(room)))
        (said,) = (record.message for record in caplog.records)
        assert said.startswith("The screen of somebody")
        assert "RuntimeError" in said
        assert "people's words" not in said
        again = await back(room)
        await again.sees(room.seat().word)


async def test_nothing_is_kept_when_the_door_is_closed(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        await lose(room, await writing(room))
        await room.host.close()
        assert len(kept(room)) == 0
        assert not room.host.server.state.tasks
        assert answers(room) == ["Care"]


async def test_a_person_who_comes_back_before_their_connection_is_known_to_be_dead_gets_its_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_of, "_SIGN_SECONDS", 0.2)
    async with hosted(tmp_path) as room:
        person = await writing(room)
        app = only_app(room)
        line = cast(Any, person.line)._transport  # noqa: SLF001
        line.pause_reading()  # it answers nothing any more, as where the network is gone
        again = await back(room)
        await again.sees("What is the focal point?", "Care")
        assert only_app(room) is app
        line.resume_reading()
        await person.until(lambda: person.closed, "the end")
        assert CAME_ELSEWHERE in " ".join(person.after_leaving.split())


async def test_who_waits_for_what_their_earlier_line_says_reads_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_of, "_SIGN_SECONDS", 60.0)
    monkeypatch.setattr(visit_of, "_MOMENT_SECONDS", 0.0)
    async with hosted(tmp_path) as room:
        person = await writing(room)
        line = cast(Any, person.line)._transport  # noqa: SLF001
        line.pause_reading()
        again = await back(room)
        await again.sees(ASKS_EARLIER_LINE)
        line.resume_reading()
        await again.sees("What is the focal point?", "Care")
        await again.sees_not(ASKS_EARLIER_LINE)
