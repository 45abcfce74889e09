"""One visit from the first key to the last byte, and what one visitor's misfortune does to the others."""

import asyncio
import gc
import logging
import sys
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncssh
import pytest
from textual.widgets import TextArea

from copworkshop.admission.limits import Limits
from copworkshop.hosting.answer import Answer, ExecWord
from copworkshop.hosting.driver import BEHIND_BYTES
from copworkshop.hosting.output_filter import ENTER, LEAVE
from copworkshop.hosting.terminal import DUMB
from copworkshop.hosting.visit import CONNECT_AGAIN, CRASHED, NAMELESS
from copworkshop.hosting.visitor import Visitor
from copworkshop.ssh.channel import NO_COMMANDS, NO_FILES, NO_TERMINAL
from copworkshop.ssh.transport import SshTransport
from helpers.rooms_over_ssh import WORD, House, Screen, TinyApp, a_house, sit_down
from helpers.servers import app_of, driver_of, inside, visit_of
from helpers.waiting import until


@asynccontextmanager
async def seated(
    house: House, **options: Any
) -> AsyncIterator[tuple[asyncssh.SSHClientChannel[bytes], Screen, TinyApp]]:
    """A visitor with a drawn screen."""
    async with house.connect() as connection:
        channel, screen = await sit_down(connection, **options)
        await until(lambda: "echo:" in screen.text)
        yield channel, screen, house.app


async def test_what_is_typed_is_echoed() -> None:
    async with a_house() as house, seated(house) as (channel, screen, _):
        channel.write("Grüße 漢字".encode())
        await until(lambda: "echo:Grüße 漢字" in screen.text)


async def test_a_paste_with_newlines_reaches_a_text_area_whole() -> None:
    async with a_house() as house, seated(house) as (channel, _, app):
        channel.write(b"\t")
        await until(lambda: isinstance(app.screen_stack[0].focused, TextArea))
        channel.write(b"\x1b[200~one\ntwo\x1b[201~")
        await until(
            lambda: next(node for node in app.screen_stack[0]._nodes if isinstance(node, TextArea)).text == "one\ntwo"  # noqa: SLF001
        )


async def test_keys_typed_before_the_screen_is_there_are_not_lost() -> None:
    async with a_house() as house, house.connect() as connection:
        channel, screen = await sit_down(connection)
        channel.write(b"early")
        await until(lambda: "echo:early" in screen.text)


async def test_control_c_ends_nothing() -> None:
    async with a_house() as house, seated(house) as (channel, screen, app):
        channel.write(b"\x03x")
        await until(lambda: "echo:x" in screen.text)
        assert app.keys[:2] == ["ctrl+c", "x"]


async def test_a_resize_reaches_the_app() -> None:
    async with a_house() as house, seated(house) as (channel, _, app):
        channel.change_terminal_size(101, 33)
        await until(lambda: app.sizes[-1] == (101, 33))


@pytest.mark.parametrize("size", [(10_000, 10_000), (4_000_000_000, 1), (0, 0), (1, 1)])
async def test_a_terminal_of_any_claimed_size_gets_a_screen_of_a_sane_one(size: tuple[int, int]) -> None:
    async with a_house() as house, seated(house, size=size) as (channel, _, app):
        channel.change_terminal_size(*size)
        assert all(20 <= columns <= 300 and 6 <= rows <= 100 for columns, rows in app.sizes)


async def test_a_storm_of_resizes_ends_in_the_last_size_and_the_app_lives() -> None:
    async with a_house() as house, seated(house) as (channel, screen, app):
        for number in range(300):
            channel.change_terminal_size(20 + number, 6 + number % 90)
        channel.change_terminal_size(90, 30)
        channel.write(b"alive")
        await until(lambda: "echo:alive" in screen.text and app.sizes[-1] == (90, 30))
        assert len(app.sizes) < 40


async def test_leaving_restores_the_terminal_and_exits_with_zero() -> None:
    async with a_house() as house, seated(house) as (channel, screen, _):
        channel.write(b"\x11")
        await until(lambda: screen.closed)
        assert screen.text.startswith(ENTER)
        assert screen.text.endswith(LEAVE)
        assert channel.get_exit_status() == 0


async def test_the_end_of_input_is_a_leaving() -> None:
    async with a_house() as house, seated(house) as (channel, screen, _):
        channel.write_eof()
        await until(lambda: screen.closed)
        assert screen.text.endswith(LEAVE)


async def test_a_client_that_vanishes_leaves_nothing_running() -> None:
    async with a_house() as house:
        before = asyncio.all_tasks()
        connection = await house.connect()
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        connection.abort()
        await until(lambda: not house.server.connections and len(house.server.admission.lobby) == 0)
        await until(lambda: asyncio.all_tasks() <= before)


async def test_a_client_that_vanishes_while_its_screen_is_made_leaves_nothing_running() -> None:
    async with a_house() as house:
        before = asyncio.all_tasks()
        connection = await house.connect()
        await sit_down(connection)
        connection.abort()
        await until(lambda: len(house.server.admission.lobby) == 0 and not house.server.connections)
        await until(lambda: asyncio.all_tasks() <= before)


async def test_a_crash_costs_that_connection_only_and_says_a_sentence() -> None:
    async with a_house() as house, seated(house) as (_, other, _), house.connect() as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        other_channel = next(iter(house.apps))
        channel.write(b"crash")
        await until(lambda: screen.closed)
        assert screen.text.endswith(f"{LEAVE}{CRASHED} {CONNECT_AGAIN}\r\n")
        assert channel.get_exit_status() == 1
        assert other_channel.is_running
        assert not other.closed


async def test_a_crash_is_logged_by_its_frames_without_anybodys_words(caplog: pytest.LogCaptureFixture) -> None:
    async with a_house() as house, seated(house) as (channel, screen, _):
        channel.write(b"crash")
        await until(lambda: screen.closed)
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "RuntimeError" in record.getMessage()
    assert "on_input_changed" in record.getMessage()
    assert "people's words" not in record.getMessage()


async def test_a_factory_that_fails_costs_that_connection_only(caplog: pytest.LogCaptureFixture) -> None:
    def fail(visitor: Visitor) -> Any:
        raise ValueError("people's words")

    async with a_house() as house:
        object.__setattr__(house.server.state, "app_factory", fail)
        async with house.connect() as connection:
            _, screen = await sit_down(connection)
            await until(lambda: screen.closed)
            assert CRASHED in screen.text
    assert "people's words" not in caplog.text


async def test_without_a_terminal_there_is_a_sentence() -> None:
    async with a_house() as house, house.connect() as connection:
        channel, screen = await sit_down(connection, term=None)
        await until(lambda: screen.closed)
        assert screen.errors.decode() == f"{NO_TERMINAL}\n"
        assert channel.get_exit_status() == 1


async def test_who_has_no_input_at_all_gets_no_screen_and_leaves_none_behind() -> None:
    async with a_house() as house, house.connect() as connection:
        channel, screen = await sit_down(connection)
        channel.write_eof()
        await until(lambda: screen.closed)
        assert channel.get_exit_status() == 0
        assert house.server.connections == 0


async def test_a_dumb_terminal_hears_why_it_gets_no_screen() -> None:
    async with a_house() as house, house.connect() as connection:
        _, screen = await sit_down(connection, term="dumb")
        await until(lambda: screen.closed)
        assert screen.text == f"{DUMB}\r\n"


async def test_a_newcomer_who_never_says_a_name_is_sent_home_and_who_has_a_seat_is_not() -> None:
    async with (
        a_house(Limits(nameless_seconds=0.3, try_seconds=0)) as house,
        house.connect(WORD) as at_home,
        house.connect() as nameless,
    ):
        _, kept = await sit_down(at_home)
        _, screen = await sit_down(nameless)
        await until(lambda: screen.closed)
        assert NAMELESS in screen.text
        assert not kept.closed


async def test_who_is_turned_away_hears_why_and_gets_no_app() -> None:
    async with a_house() as house:
        house.door.closed = "The door is closed to newcomers. Ask the facilitator to open it."
        async with house.connect() as connection:
            _, screen = await sit_down(connection)
            await until(lambda: screen.closed)
            assert screen.text == f"{house.door.closed}\r\n"
        assert house.apps == []


def answering(text: str) -> ExecWord:
    async def answer(_visitor: Visitor, _arguments: list[str]) -> Answer:
        return Answer(document=text.encode())

    return answer


@pytest.mark.parametrize("command", ["ls", "sh -c 'id'", "\x1b]0;x\x07", " ", "x" * 100_000])
async def test_any_command_is_refused_with_a_sentence(command: str) -> None:
    async with a_house(exec_words={"topten": answering("the ten")}) as house, house.connect() as connection:
        channel, screen = await sit_down(connection, term=None, command=command)
        await until(lambda: screen.closed)
        assert screen.errors.decode() == f"{NO_COMMANDS}\n"
        assert channel.get_exit_status() == 2


async def test_a_word_of_ours_is_answered() -> None:
    async def answer(visitor: Visitor, arguments: list[str]) -> Answer:
        return Answer(document=f"{visitor.seat} {arguments} ü\n".encode())

    async with a_house(exec_words={"proposal": answer}) as house, house.connect("maple-k7fd") as connection:
        channel, screen = await sit_down(connection, term=None, command="proposal --as md")
        await until(lambda: screen.closed)
        assert screen.text == "7 ['--as', 'md'] ü\n"
        assert channel.get_exit_status() == 0


async def test_a_long_answer_arrives_whole() -> None:
    text = "ü" * 500_000
    async with a_house(exec_words={"report": answering(text)}) as house, house.connect() as connection:
        _, screen = await sit_down(connection, term=None, command="report")
        await until(lambda: screen.closed)
        assert screen.text == text


@pytest.mark.parametrize("command", ["scp -t /tmp", "scp -f proposal.md", "rsync --server . .", "/usr/lib/sftp-server"])
async def test_who_copies_files_is_told_that_there_are_none(command: str) -> None:
    async with a_house() as house, house.connect() as connection:
        channel, screen = await sit_down(connection, term=None, command=command)
        await until(lambda: screen.closed)
        assert screen.errors.decode() == f"{NO_FILES}\n"
        assert channel.get_exit_status() == 1


async def test_an_answer_is_noted_as_received_once_the_client_has_all_of_it() -> None:
    received: list[int] = []

    async def note() -> None:
        received.append(len(screen.bytes))

    async def answer(_visitor: Visitor, _arguments: list[str]) -> Answer:
        return Answer(document=b"x" * 3_000_000, received=note)

    async with a_house(exec_words={"report": answer}) as house, house.connect() as connection:
        _, screen = await sit_down(connection, term=None, command="report")
        await until(lambda: received)
        assert received == [3_000_000]


async def test_an_answer_that_its_client_hung_up_on_is_not_noted_as_received() -> None:
    received: list[bool] = []

    async def note() -> None:
        received.append(True)

    async def answer(_visitor: Visitor, _arguments: list[str]) -> Answer:
        return Answer(document=b"x" * 9_000_000, received=note)

    async with a_house(exec_words={"report": answer}) as house, house.connect() as connection:
        channel, screen = await sit_down(connection, term=None, command="report")
        await until(lambda: screen.bytes)
        channel.pause_reading()
        connection.abort()
        await until(lambda: not house.server.state.tasks)
        assert received == []


async def test_there_is_no_sftp() -> None:
    async with a_house() as house, house.connect() as connection:
        _, screen = await sit_down(connection, term=None, subsystem="sftp")
        await until(lambda: screen.closed)
        assert screen.errors.decode() == f"{NO_FILES}\n"
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()


async def test_a_reader_who_stops_holds_up_nobody_and_gets_the_screen_when_back() -> None:
    async with a_house() as house, seated(house) as (slow, slow_screen, slow_app), seated(house) as (quick, screen, _):
        slow.pause_reading()
        line = next(connection for connection in inside(house.server) if app_of(connection) is slow_app)
        for number in range(400):
            slow.change_terminal_size(300, 100 - number % 2)
            driver_of(line).soon(slow_app.refresh)
            await asyncio.sleep(0)
        quick.write(b"meanwhile")
        await until(lambda: "echo:meanwhile" in screen.text)
        assert visit_of(line).transport.unsent() < 2 * BEHIND_BYTES
        slow.write(b"late")
        slow.resume_reading()
        await until(lambda: "echo:late" in slow_screen.text)


async def test_a_flood_of_keys_from_one_does_not_keep_another_from_typing() -> None:
    async with a_house() as house, seated(house) as (flood, _, _), seated(house) as (quick, screen, _):
        flood.write(b"\x1b[97;;65u" * 20_000)
        quick.write(b"meanwhile")
        await until(lambda: "echo:meanwhile" in screen.text)


async def test_streams_of_the_process_are_as_they_were_after_visits_that_overlap() -> None:
    out, err = sys.stdout, sys.stderr
    async with a_house() as house, seated(house) as (first, screen, _), seated(house) as (second, _, _):
        assert sys.stdout is out
        first.write(b"\x11")
        await until(lambda: screen.closed)
        second.write(b"\x11")
        await until(lambda: not house.server.connections)
    assert sys.stdout is out
    assert sys.stderr is err


@pytest.mark.slow
async def test_many_joins_and_leaves_leave_no_task_no_app_and_no_driver() -> None:
    async with a_house() as house:
        before = asyncio.all_tasks()
        apps: list[weakref.ref[TinyApp]] = []
        drivers: list[weakref.ref[Any]] = []
        for _ in range(25):
            async with seated(house) as (channel, screen, app), seated(house) as (_, _, second):
                for each in (app, second):
                    apps.append(weakref.ref(each))
                drivers += [weakref.ref(driver_of(visitor)) for visitor in inside(house.server)]
                channel.write(b"\x11")
                await until(lambda screen=screen: screen.closed)  # type: ignore[misc]
            del app, second, each, channel, screen
            house.apps.clear()
        await until(lambda: asyncio.all_tasks() <= before and not house.server.connections)
        gc.collect()
        assert [ref for ref in drivers if ref() is not None] == []
        assert [ref for ref in apps if ref() is not None] == []


async def test_a_frame_that_is_due_when_the_channel_is_lost_goes_nowhere() -> None:
    async with a_house() as house:
        connection = await house.connect()
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        (visit,) = inside(house.server)
        assert visit.channel is not None
        channel = visit.channel
        line = SshTransport(channel)
        connection.abort()
        await until(lambda: channel._conn is None)  # noqa: SLF001
        line.send(b"frame")
        assert line.unsent() == 0
