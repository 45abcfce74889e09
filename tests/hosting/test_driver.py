"""The driver on a line that only records, with a tiny app behind it."""

import asyncio
import contextvars
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.message import Message
from textual.widgets import Input, TextArea

from copworkshop.admission.entry import Entrance
from copworkshop.hosting import key_input
from copworkshop.hosting.budgets import ONE_PERSON, SCREEN_COST, Budgets, Share
from copworkshop.hosting.driver import BEHIND_BYTES, LOST_BYTES, RemoteDriver
from copworkshop.hosting.output_filter import ENTER, LEAVE
from copworkshop.hosting.terminal import TerminalInfo
from copworkshop.hosting.visitor import Visitor
from copworkshop.toolkit import event_loop
from copworkshop.toolkit.colours import Colours
from copworkshop.toolkit.true_colour import QUERY
from copworkshop.toolkit.widgets.pastes import PASTE_LIMIT, too_big
from helpers.rooms_over_ssh import TinyApp
from helpers.waiting import until

HERE = TerminalInfo(colours=Colours.TRUE)


class Tape:
    """A line that keeps what is sent, and reads as slowly as a test wants."""

    def __init__(self) -> None:
        self.sent = b""
        self.backlog = 0
        self.paused = False
        self.pauses = 0
        self.ended = False

    def send(self, data: bytes) -> None:
        self.sent += data

    def unsent(self) -> int:
        return self.backlog

    def pause(self) -> None:
        self.paused = True
        self.pauses += 1

    def resume(self) -> None:
        self.paused = False

    def end(self) -> None:
        self.ended = True

    is_silent = False

    async def answers(self) -> bool:
        return True


class Stub:
    """Takes an app's place where only the events matter."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.message_queue_size = 0

    def post_message(self, message: Message) -> bool:
        self.got.append(message)
        return True

    def refresh(self) -> None:
        pass

    @property
    def typed(self) -> str:
        return "".join(event.character or "" for event in self.got if isinstance(event, events.Key))

    @property
    def pastes(self) -> list[str]:
        return [event.text for event in self.got if isinstance(event, events.Paste)]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        return [(event.size.width, event.size.height) for event in self.got if isinstance(event, events.Resize)]


class Bench:
    """A driver between a stub and a tape, with a clock that runs far ahead, so that no budget holds anything up."""

    def __init__(self, terminal: TerminalInfo = HERE) -> None:
        self.stub = Stub()
        self.tape = Tape()
        self.now = 0.0
        self.driver = RemoteDriver(cast(App[Any], self.stub), clock=self.clock, size=terminal.size)
        self.driver.attach(self.tape, terminal)
        self.driver.start_application_mode()

    def clock(self) -> float:
        self.now += 10
        return self.now

    def feed(self, *packets: bytes) -> None:
        for packet in packets:
            self.driver.feed(packet)

    def settle(self) -> None:
        """Parse all that was typed, however many ticks it takes."""
        while self.driver.keys.waiting:
            self.driver.keys.pump()


@asynccontextmanager
async def on_bench() -> AsyncIterator[Bench]:
    bench = Bench()
    try:
        yield bench
    finally:
        bench.driver.close()


@asynccontextmanager
async def running(
    terminal: TerminalInfo = HERE, attached: bool = True
) -> AsyncIterator[tuple[TinyApp, RemoteDriver, Tape]]:
    """The tiny app on a driver on a tape."""
    app = TinyApp(Visitor(Entrance.PARTICIPANT, None, None, terminal, ""))
    tape = Tape()
    made: list[RemoteDriver] = []

    def make(an_app: App[Any], **options: Any) -> RemoteDriver:
        driver = RemoteDriver(an_app, **options)
        if attached:
            driver.attach(tape, terminal)
        made.append(driver)
        return driver

    work = app.run_hosted(make, terminal.size)
    task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
    await until(lambda: made and app.is_running and app.screen_stack and app.screen_stack[0].is_mounted and app.sizes)
    try:
        yield app, made[0], tape
    finally:
        made[0].soon(app.exit)
        await asyncio.wait_for(task, 60)


# Keys


async def test_text_arrives_as_it_was_typed() -> None:
    async with on_bench() as bench:
        bench.feed("Grüße, 漢字 ñ\u0301".encode())
        bench.settle()
        assert bench.stub.typed == "Grüße, 漢字 ñ\u0301"


async def test_a_character_split_across_packets_is_one_character() -> None:
    async with on_bench() as bench:
        bench.feed(*(bytes([byte]) for byte in "é漢🙂".encode()))
        bench.settle()
        assert bench.stub.typed == "é漢🙂"


async def test_bytes_that_are_no_text_are_shown_as_such_and_typing_goes_on() -> None:
    async with on_bench() as bench:
        bench.feed(b"a\xff\xc3(b")
        bench.settle()
        assert bench.stub.typed == "a\ufffd\ufffd(b"


async def test_an_escape_alone_is_the_escape_key() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b")
        await until(lambda: [event.key for event in bench.stub.got if isinstance(event, events.Key)] == ["escape"])


async def test_an_arrow_key_split_across_packets_is_no_escape() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b", b"[", b"A")
        bench.settle()
        assert [event.key for event in bench.stub.got if isinstance(event, events.Key)] == ["up"]


async def test_control_c_is_a_key() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x03")
        bench.settle()
        assert [event.key for event in bench.stub.got if isinstance(event, events.Key)] == ["ctrl+c"]


async def test_a_click_arrives() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[<0;5;7M")
        bench.settle()
        clicks = [event for event in bench.stub.got if isinstance(event, events.MouseDown)]
        assert [(event.x, event.y) for event in clicks] == [(4, 6)]


# Hostile keys

HOSTILE = [
    b"\x1b[48;5000;5000;1;1t",
    b"\x1b[48;0;0;1;1t",
    b"\x1b[1114112u",
    b"\x1b[::;u",
    b"\x1b[55296u",
    b"\x1b[57343;1;55296u",
    b"\xff\xfe\xc0\x80",
    b"\x1b[<99999999999;1;1M",
    b"\x1b[<0;-5;-5M",
    b"\x1b[?2026;1$y",
    b"\x1b[?2048;1$y",
    b"\x1b[999999999;999999999R",
    b"\x1b[" + b"9" * 5000,
    b"\x1b]52;c;?\x07",
    b"\x1b[M\x00\x00\x00",
]


@pytest.mark.parametrize("sequence", HOSTILE)
async def test_a_hostile_sequence_changes_no_size_and_typing_goes_on(sequence: bytes) -> None:
    async with on_bench() as bench:
        before = len(bench.stub.sizes)
        bench.feed(b"before", sequence)
        bench.settle()
        bench.driver.keys.tick()
        bench.feed(b"\x1b[A" + b"after")
        bench.settle()
        assert bench.stub.typed.startswith("before")
        assert bench.stub.typed.endswith("after")
        assert len(bench.stub.sizes) == before


async def test_half_a_character_never_reaches_an_app() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[55296u\x1b[97;1;55296u")
        bench.settle()
        bench.stub.typed.encode()


async def test_what_came_before_a_stumble_is_kept() -> None:
    async with on_bench() as bench:
        bench.feed(b"kept\x1b[1114112u")
        bench.settle()
        assert bench.stub.typed == "kept"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    packets=st.lists(
        st.binary(max_size=200)
        | st.sampled_from(HOSTILE)
        | st.sampled_from([b"\x1b", b"\x1b[200~", b"\x1b[201~", b"\x1b[<", b";", b"u", b"~"]),
        max_size=20,
    )
)
def test_no_bytes_whatever_break_the_driver(packets: list[bytes]) -> None:
    event_loop.run(withstands(packets))


async def withstands(packets: list[bytes]) -> None:
    """Feed them to a driver, then type something, and see that it arrives."""
    async with on_bench() as bench:
        sizes = len(bench.stub.sizes)
        bench.feed(*packets)
        bench.settle()
        bench.driver.keys.tick()
        bench.driver.keys.close_paste()
        bench.driver.keys.tick()
        bench.feed(b"\x1b[A~the end")
        bench.settle()
        assert bench.stub.typed.endswith("the end")
        assert len(bench.stub.sizes) == sizes
        bench.stub.typed.encode()


# Pastes


async def test_a_paste_arrives_whole_with_its_newlines() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[200~one\r\ntwo", "\nthrée\x1b[201~".encode())
        bench.settle()
        assert bench.stub.pastes == ["one\r\ntwo\nthrée"]


async def test_a_paste_too_long_comes_as_one_that_fields_refuse_and_no_longer() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~", b"after")
        bench.settle()
        [paste] = bench.stub.pastes
        assert len(paste) == PASTE_LIMIT + 1
        assert too_big(paste)


async def test_after_a_paste_too_long_typing_goes_on() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[200~" + b"x" * 100_000 + b"\x1b[20", b"1~after")
        bench.settle()
        assert bench.stub.typed == "after"


async def test_a_paste_just_short_enough_is_whole() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[200~" + b"x" * PASTE_LIMIT + b"\x1b[201~")
        bench.settle()
        assert bench.stub.pastes == ["x" * PASTE_LIMIT]


async def test_a_paste_that_is_never_closed_is_given_up() -> None:
    async with on_bench() as bench:
        bench.feed(b"\x1b[200~half")
        bench.settle()
        bench.driver.keys.close_paste()
        bench.feed(b"typed")
        bench.settle()
        assert bench.stub.pastes == ["half"]
        assert bench.stub.typed == "typed"


# Floods


async def test_keys_wait_as_bytes_while_the_app_has_not_handled_those_before() -> None:
    async with on_bench() as bench:
        bench.stub.message_queue_size = 1_000
        bench.feed(b"abc")
        bench.driver.keys.pump()
        assert bench.stub.typed == ""
        bench.stub.message_queue_size = 0
        await until(lambda: bench.stub.typed == "abc")


async def test_a_flood_makes_the_line_pause_and_read_on_later() -> None:
    async with on_bench() as bench:
        bench.feed(b"k" * 30_000)
        assert bench.tape.paused
        bench.settle()
        assert not bench.tape.paused
        assert bench.stub.typed == "k" * 30_000


async def test_a_flood_passes_a_few_events_a_tick() -> None:
    async with on_bench() as bench:
        bench.feed(b"k" * 10_000)
        bench.driver.keys.pump()
        assert 0 < len(bench.stub.typed) <= 48


async def test_without_time_passing_no_more_than_the_burst_gets_through() -> None:
    async with on_bench() as bench:
        bench.driver.keys.share = Share(Budgets(lambda: 0.0), lambda: 1)
        bench.feed(b"k" * 10_000)
        for _ in range(200):
            bench.driver.keys.pump()
        assert len(bench.stub.typed) <= ONE_PERSON.most + 32


async def test_a_dialog_costs_its_person_as_much_as_many_keys() -> None:
    async with on_bench() as bench:
        share = bench.driver.keys.share = Share(Budgets(lambda: 0.0), lambda: 1)
        before = share.person.allowed()
        bench.driver.note_screen()
        assert share.person.allowed() == before - SCREEN_COST


# Size


async def test_the_first_size_is_the_terminals() -> None:
    async with on_bench() as bench:
        assert bench.stub.sizes == [(80, 24)]


async def test_a_storm_of_sizes_ends_with_the_last_one() -> None:
    async with on_bench() as bench:
        bench.driver.keys.share = Share(Budgets(lambda: bench.now), lambda: 1)
        for columns in range(40, 140):
            bench.driver.resize(columns, 30)
        await until(lambda: bench.stub.sizes[-1] == (139, 30))
        assert len(bench.stub.sizes) <= 3


async def test_a_size_waits_while_floods_use_up_the_budget_and_comes_in_the_end() -> None:
    async with on_bench() as bench:
        share = bench.driver.keys.share = Share(Budgets(lambda: bench.now), lambda: 1)
        share.person.took(ONE_PERSON.most)
        bench.driver.resize(100, 30)
        bench.driver.resize(101, 30)
        for _ in range(20):
            await asyncio.sleep(0)
        assert bench.stub.sizes[-1] == (80, 24)
        bench.now += 60
        await until(lambda: bench.stub.sizes[-1] == (101, 30))
        assert (100, 30) not in bench.stub.sizes


async def test_no_size_makes_the_app_larger_than_the_largest() -> None:
    async with on_bench() as bench:
        bench.driver.resize(4_000_000_000, 4_000_000_000)
        await until(lambda: bench.stub.sizes[-1] == (300, 100))


# Output


async def test_the_terminal_is_set_up_before_anything_is_drawn_and_restored_last() -> None:
    async with running() as (_, _, tape):
        await until(lambda: b"echo:" in tape.sent)
    assert tape.sent.startswith(ENTER.encode())
    assert tape.sent.endswith(LEAVE.encode())


async def test_nothing_is_sent_after_the_terminal_is_restored() -> None:
    async with running() as (app, driver, tape):
        driver.soon(app.exit)
        await until(lambda: LEAVE.encode() in tape.sent)
    driver.write("late")
    await asyncio.sleep(0)
    assert tape.sent.count(LEAVE.encode()) == 1
    assert tape.sent.endswith(LEAVE.encode())


async def test_colours_are_translated_for_the_terminal() -> None:
    async with running(TerminalInfo(colours=Colours.EIGHT_BIT)) as (_, _, tape):
        await until(lambda: b"echo:" in tape.sent)
        assert b"8;2;" not in tape.sent
        assert b"8;5;" in tape.sent


async def test_letters_are_sent_and_read_in_the_character_set_of_the_terminal() -> None:
    async with running(TerminalInfo(charset="iso8859-1")) as (app, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        driver.feed(b"\xfc\xdf")
        await until(lambda: app.value == "üß" and b"echo:\xfc\xdf" in tape.sent)
        driver.feed("語".encode("gbk"))
        await until(lambda: len(app.value) == 4)


async def test_a_terminal_without_a_known_character_set_gets_letters_without_marks() -> None:
    async with running(TerminalInfo(charset="ascii", colours=Colours.TRUE)) as (app, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        driver.write("Über …")
        await until(lambda: b"Uber ." in tape.sent)
        driver.feed("é".encode())
        await until(lambda: len(app.value) == 2)
        assert tape.sent.isascii()


async def test_true_colours_reach_a_terminal_that_has_them_whatever_the_servers_can_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("COLORTERM")
    async with running() as (_, _, tape):
        await until(lambda: b"echo:" in tape.sent)
        assert b"38;2;" in tape.sent


async def test_who_does_not_keep_up_misses_frames_and_then_gets_the_whole_screen() -> None:
    async with running() as (app, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        tape.backlog = BEHIND_BYTES + 1
        driver.feed(b"hidden")
        await until(lambda: app.value == "hidden" and driver.behind)
        sent = len(tape.sent)
        driver.feed(b"too")
        await until(lambda: app.value == "hiddentoo")
        assert len(tape.sent) == sent
        tape.backlog = 0
        await until(lambda: b"echo:hiddentoo" in tape.sent[sent:])
        rows = {bytes(row) for row in tape.sent[sent:].split(b"\n")}
        assert len(rows) >= 10


async def test_who_does_not_keep_up_gets_a_new_size_once_they_have_caught_up() -> None:
    async with running() as (app, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        tape.backlog = BEHIND_BYTES + 1
        driver.feed(b"x")
        await until(lambda: driver.behind)
        sizes = len(app.sizes)
        driver.resize(100, 30)
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(app.sizes) == sizes
        tape.backlog = 0
        await until(lambda: app.sizes[-1] == (100, 30))


async def test_a_reader_with_too_much_unsent_is_hung_up_on() -> None:
    async with running() as (_, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        tape.backlog = LOST_BYTES + 1
        driver.feed(b"x")
        await until(lambda: tape.ended)


async def test_hostile_text_on_the_screen_reaches_no_terminal() -> None:
    async with running() as (app, driver, tape):
        await until(lambda: b"echo:" in tape.sent)
        hostile = "\x1b]0;owned\x07\x1b]52;c;eHg=\x07\x9b31m\x1bc here"
        driver.soon(lambda: setattr(app.query_one(TextArea), "text", hostile))
        await until(lambda: b"here" in tape.sent)
        drawn = tape.sent[len(ENTER) :].decode()
        assert "\x1b]" not in drawn
        assert "\x1bc" not in drawn
        assert "\x9b" not in drawn
        assert "\x07" not in drawn


async def test_an_app_started_ahead_is_put_on_a_line_later() -> None:
    async with running(attached=False) as (app, driver, _):
        tape = Tape()
        driver.attach(tape, TerminalInfo(100, 30, colours=Colours.STANDARD))
        await until(lambda: b"echo:" in tape.sent and app.sizes[-1] == (100, 30))
        assert tape.sent.startswith(ENTER.encode())
        assert b"8;2;" not in tape.sent


async def test_nothing_is_opened_or_saved_on_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, *_: opened.append(url))
    async with running() as (_, driver, _):
        driver.open_url("https://example.org")
        source = tmp_path / "source"
        source.write_text("x")
        driver.deliver_binary(source.open("rb"), delivery_key="k", save_path=tmp_path / "saved")
        assert not driver.can_suspend
        driver.suspend_application_mode()
    assert opened == []
    assert not (tmp_path / "saved").exists()


async def test_an_idle_app_sends_nothing_and_no_timer_runs() -> None:
    async with on_bench() as bench:
        bench.feed(b"x")
        await until(lambda: bench.stub.typed == "x")
        assert not bench.driver.keys.is_scheduled


async def test_keys_reach_the_field(tmp_path: Path) -> None:
    async with running() as (app, driver, tape):
        driver.feed("Grüße".encode())
        await until(lambda: "echo:Grüße".encode() in tape.sent)
        assert app.query_one(Input).value == "Grüße"


class AskingStub(Stub):
    """An app that has a use for more colours."""

    asks_terminal = True


@pytest.mark.parametrize(
    ("terminal", "asked"),
    [
        (TerminalInfo(), True),
        (TerminalInfo(colours=Colours.TRUE), False),
        (TerminalInfo(colours=Colours.STANDARD), False),
        (TerminalInfo(colours=Colours.NONE), False),
        (TerminalInfo(term="screen-256color"), False),
    ],
)
async def test_a_terminal_that_may_have_more_colours_is_asked_and_gets_them(
    terminal: TerminalInfo, asked: bool
) -> None:
    tape, stub = Tape(), AskingStub()
    driver = RemoteDriver(cast(App[Any], stub), size=terminal.size)
    driver.attach(tape, terminal)
    driver.start_application_mode()
    assert (QUERY.encode() in tape.sent) is asked
    driver.feed(b"\x1bP1$r0;48:2::1:2:3m\x1b\\")
    driver.keys.pump()
    tape.sent = b""
    driver.write("\x1b[1;1H\x1b[38;2;1;2;3mwords")
    await until(lambda: tape.sent)
    assert (b"38;2;1;2;3" in tape.sent) is (asked or terminal.colours is Colours.TRUE)
    assert stub.typed == "" or not asked
    driver.close()


async def test_escape_is_a_key_at_once_on_a_terminal_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    tape, stub = Tape(), AskingStub()
    driver = RemoteDriver(cast(App[Any], stub), size=TerminalInfo().size)
    driver.attach(tape, TerminalInfo())
    driver.start_application_mode()
    monkeypatch.setattr(key_input, "_OPEN_PASTE_SECONDS", 1e6)  # the end of a paste would bring the key, too
    driver.feed(b"\x1b")
    await until(lambda: not driver.keys.waiting and not driver.keys.has_begun)
    assert [event.key for event in stub.got if isinstance(event, events.Key)] == ["escape"]
    driver.close()
