"""What connections send is worked through in small pieces, in turns, and within a budget."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import asyncssh
import pytest
from asyncssh.constants import MSG_CHANNEL_REQUEST, MSG_GLOBAL_REQUEST, MSG_USERAUTH_REQUEST
from asyncssh.packet import Boolean, String, UInt32

from copworkshop.ssh import incoming
from copworkshop.ssh.auth import SENDS_TOO_MUCH, SshConnection
from copworkshop.ssh.incoming import PIECE, Incoming
from copworkshop.ssh.internals import is_busy, pass_received
from helpers.rooms_over_ssh import WORD, a_house, sit_down
from helpers.sampling import some_of
from helpers.servers import guests, inside
from helpers.waiting import until

PIECES = "copworkshop.ssh.incoming.pass_received"


class Pieces:
    """What AsyncSSH was given, in order: the connection, the size, and the turn of the loop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[tuple[asyncssh.SSHServerConnection, int, int]] = []
        self.turn = 0

        def note(connection: asyncssh.SSHServerConnection, data: bytes) -> None:
            self.seen.append((connection, len(data), self.turn))
            pass_received(connection, data)

        monkeypatch.setattr(PIECES, note)
        self._count()

    def _count(self) -> None:
        self.turn += 1
        asyncio.get_running_loop().call_soon(self._count)


async def test_of_many_at_the_door_one_piece_is_worked_through_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = Pieces(monkeypatch)
    async with a_house() as house:
        connections = await asyncio.gather(*(house.connect(WORD) for _ in range(8)))
        turns = Counter(turn for _, _, turn in pieces.seen)
        for connection in connections:
            connection.abort()
    assert turns.total() >= 8 * 3
    assert max(turns.values()) == 1
    assert max(size for _, size, _ in pieces.seen) <= PIECE


async def test_the_keys_of_somebody_who_is_in_wait_for_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        waited: list[object] = []
        monkeypatch.setattr(Incoming, "enqueue", lambda _self, intake: waited.append(intake))
        channel.write(b"ab")
        await until(lambda: "echo:ab" in screen.text)
        assert waited == []


def unknown(connection: Any, _channel: Any) -> None:
    connection.send_packet(193, b"")


def request(connection: Any, channel: Any) -> None:
    connection.send_packet(MSG_CHANNEL_REQUEST, UInt32(channel._send_chan), String(b"x@y"), Boolean(True))


def question(connection: Any, _channel: Any) -> None:
    connection.send_packet(MSG_GLOBAL_REQUEST, String(b"x@y"), Boolean(True))


def no_data(connection: Any, channel: Any) -> None:
    connection.send_packet(94, UInt32(channel._send_chan), String(b""))


def window(connection: Any, channel: Any) -> None:
    connection.send_packet(93, UInt32(channel._send_chan), UInt32(1))


def signal(connection: Any, channel: Any) -> None:
    connection.send_packet(
        MSG_CHANNEL_REQUEST, UInt32(channel._send_chan), String(b"signal"), Boolean(False), String(b"USR1")
    )


def ignored(connection: Any, _channel: Any) -> None:
    connection.send_packet(2, String(b""))


def debug(connection: Any, _channel: Any) -> None:
    connection.send_packet(4, Boolean(True), String(b""), String(b""))


def terminal(connection: Any, channel: Any) -> None:
    rest = String(b"xterm") + UInt32(80) + UInt32(24) + UInt32(0) + UInt32(0) + String(b"\0")
    connection.send_packet(MSG_CHANNEL_REQUEST, UInt32(channel._send_chan), String(b"pty-req"), Boolean(True), rest)


def further_channel(connection: Any, _channel: Any) -> None:
    connection.send_packet(90, String(b"session"), UInt32(77), UInt32(1 << 20), UInt32(1 << 15))


def forwarding(connection: Any, _channel: Any) -> None:
    connection.send_packet(MSG_GLOBAL_REQUEST, String(b"tcpip-forward"), Boolean(True), String(b""), UInt32(0))


FLOODS = (
    unknown, request, question, no_data, window, signal, ignored, debug, terminal, further_channel, forwarding,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("send", some_of(FLOODS, 3), ids=lambda each: each.__name__)
async def test_a_flood_of_small_packets_holds_up_nobody_and_ends(
    send: Callable[[Any, Any], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pieces = Pieces(monkeypatch)
    async with a_house() as house, house.connect(WORD) as honest:
        channel, screen = await sit_down(honest)
        await until(lambda: "echo:" in screen.text)
        async with house.connect() as flooding:
            its_channel, its_screen = await sit_down(flooding)
            await until(lambda: "echo:" in its_screen.text)
            (its_end,) = (guest.connection for guest in guests(house.server).values() if guest.seat is None)
            flooding._transport.pause_reading()  # it does not read the answers
            for _ in range(5_000):
                send(flooding, its_channel)
            channel.write(b"x")
            await until(lambda: "echo:x" in screen.text)
            await until(lambda: len(guests(house.server)) == 1)
            flooding.abort()
        theirs = [(size, turn) for connection, size, turn in pieces.seen if connection is its_end]
        assert max(size for size, _ in theirs) <= PIECE
        assert max(Counter(turn for _, turn in theirs).values()) == 1
        await until(lambda: len(inside(house.server)) == 1)
    ours = [record.message for record in caplog.records if record.name.startswith("copworkshop")]
    assert ours == ["A connection was ended: it sent more than a terminal does"]


async def test_a_flood_before_the_join_code_ends_as_well() -> None:
    class Floods(asyncssh.SSHClient):
        def connection_made(self, conn: Any) -> None:
            self.connection = conn

        def kbdint_auth_requested(self) -> str:
            for _ in range(5_000):
                self.connection.send_packet(19, b"")
            return ""

        def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
            return ["" for _ in prompts]

    async with a_house() as house:
        with pytest.raises(asyncssh.DisconnectError, match=SENDS_TOO_MUCH):
            await house.connect(client_factory=Floods)


async def test_keys_however_many_cost_nothing_of_that_budget() -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        (guest,) = guests(house.server).values()
        assert guest.intake is not None
        before = guest.intake.work.left
        for _ in range(300):
            channel.write(b"a")
        await until(lambda: "a" * 40 in screen.text)
        # Were they counted, they would cost six times this. A piece may end between two packets of one key.
        assert guest.intake.work.left >= before - 0.01


async def test_nobody_is_ended_because_garbage_was_collected_while_their_packet_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces = 0

    def collect(connection: asyncssh.SSHServerConnection, data: bytes) -> None:
        nonlocal pieces
        pass_received(connection, data)
        pieces += 1
        end = time.thread_time() + 2 * incoming.WORK
        while pieces == 8 and time.thread_time() < end:
            pass

    monkeypatch.setattr(PIECES, collect)
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        channel.write(b"ab")
        await until(lambda: "echo:ab" in screen.text)
        assert pieces > 8


async def exchange_keys(connection: Any) -> None:
    connection._send_kexinit()
    connection._kexinit_sent = True
    await until(lambda: connection.is_closed() or connection._kex_complete)


async def test_a_client_that_exchanges_keys_now_and_then_stays() -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        for _ in range(5):
            await exchange_keys(connection)
        channel.write(b"x")
        await until(lambda: "echo:x" in screen.text)


async def test_a_client_that_exchanges_keys_without_end_is_ended(house_of_little_work: None) -> None:
    async with a_house() as house, house.connect() as connection:
        await sit_down(connection)
        while not connection.is_closed():
            await exchange_keys(connection)


@pytest.fixture
def house_of_little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The budget of a connection is a tenth of the usual one, and does not grow."""
    monkeypatch.setattr(incoming, "WORK", 0.03)
    monkeypatch.setattr(incoming, "WORK_A_SECOND", 1e-9)


@pytest.mark.slow
async def test_a_key_exchange_that_never_ends_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_house() as house:
        connection = await house.connect(WORD)
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        monkeypatch.setattr(incoming, "_EXCHANGE_SECONDS", 0.0)
        connection._send_kexinit()
        connection._kexinit_sent = True
        monkeypatch.setattr(type(connection), "data_received", lambda *_: None)  # it never answers
        await until(lambda: not guests(house.server))
        connection.abort()
    assert "did not finish" in caplog.text


async def test_what_waits_for_new_keys_counts_as_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_house() as house:
        connection = await house.connect(WORD)
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        (channel,) = inside(house.server)
        transport = channel._transport
        assert transport is not None
        assert transport.unsent() == 0
        monkeypatch.setattr(type(connection), "data_received", lambda *_: None)
        connection._send_kexinit()
        connection._kexinit_sent = True
        (guest,) = guests(house.server).values()
        server_side: Any = guest.connection
        await until(lambda: not server_side._kex_complete)
        transport.send(b"x" * 5_000)
        assert transport.unsent() >= 5_000
        connection.abort()


async def test_a_client_that_takes_one_byte_a_packet_is_sent_away() -> None:
    async with a_house() as house, house.connect() as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await sit_down(connection, max_pktsize=1)
        await connection.wait_closed()


async def test_nothing_is_passed_on_while_a_guess_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_house() as house:
        asked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        class Waits(asyncssh.SSHClient):
            def connection_made(self, conn: Any) -> None:
                self.connection = conn

            async def kbdint_auth_requested(self) -> str:
                asked.set_result(self.connection)
                await asyncio.Event().wait()
                return ""

        async def never(_address: str, _word: str) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(house.server.admission, "seat_of_word", never)
        login = asyncio.ensure_future(house.connect(client_factory=Waits))
        connection = await asked
        connection.send_packet(MSG_USERAUTH_REQUEST, String(WORD) + String(b"ssh-connection") + String(b"none"))
        (guest,) = guests(house.server).values()
        server_side: Any = guest.connection
        await until(lambda: is_busy(server_side))
        connection.send_packet(2, String(b"x" * 30_000))
        connection.send_packet(2, String(b"x" * 30_000))
        with pytest.raises(asyncssh.DisconnectError, match=SENDS_TOO_MUCH):
            await login
        assert len(server_side._inpbuf) <= PIECE
        await until(lambda: not guests(house.server))


@pytest.mark.slow
async def test_packets_that_are_worked_on_in_a_task_cost_as_much_as_others(house_of_little_work: None) -> None:
    request = String(b"room") + String(b"ssh-connection") + String(b"none")

    class Floods(asyncssh.SSHClient):
        def connection_made(self, conn: Any) -> None:
            self.connection = conn

        def kbdint_auth_requested(self) -> str:
            for _ in range(2_000):
                self.connection.send_packet(MSG_USERAUTH_REQUEST, request)
            return ""

        def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
            return ["" for _ in prompts]

    async with a_house() as house:
        with pytest.raises(asyncssh.DisconnectError, match=SENDS_TOO_MUCH):
            await house.connect(client_factory=Floods)


async def test_of_those_who_cause_much_work_a_piece_is_worked_through_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between two pieces the loop has many turns, in which the keys of others are answered."""
    monkeypatch.setattr(incoming, "USUAL_WORK", -1.0)
    pieces = Pieces(monkeypatch)
    async with a_house() as house, house.connect(WORD) as connection:
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        (guest,) = guests(house.server).values()
        pieces.seen.clear()
        for _ in range(500):
            connection.send_packet(193, b"")
        await until(lambda: len(pieces.seen) >= 5)
        turns = [turn for its, _, turn in pieces.seen if its is guest.connection]
        connection.abort()
    assert min(later - earlier for earlier, later in pairwise(turns)) > 1


async def test_one_connection_is_accepted_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd that connects and goes at once would otherwise hold up everybody inside."""
    turns: list[int] = []
    turn = 0

    def count() -> None:
        nonlocal turn
        turn += 1
        asyncio.get_running_loop().call_soon(count)

    accept_one = SshConnection.connection_made

    def note(self: SshConnection, conn: asyncssh.SSHServerConnection) -> None:
        turns.append(turn)
        accept_one(self, conn)

    monkeypatch.setattr(SshConnection, "connection_made", note)
    count()
    async with a_house() as house:
        lines = [socket.create_connection(("127.0.0.1", house.server.port)) for _ in range(20)]
        await until(lambda: len(turns) == 20)
        for line in lines:
            line.close()
    assert max(Counter(turns).values()) == 1
