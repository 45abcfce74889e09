"""What comes at the door is looked at one piece a turn of the loop: those who are in do not wait for all of it."""

import asyncio
from collections import Counter
from typing import Any

import asyncssh
import pytest

from copworkshop.ssh.handshake_queue import HandshakeQueue
from rooms_over_ssh import WORD, a_house, sit_down, until
from servers import guests


async def test_of_many_at_the_door_one_piece_is_looked_at_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, turn = asyncio.get_running_loop(), 0
    pieces = Counter[int]()
    look = asyncssh.SSHServerConnection.data_received

    def counted(connection: asyncssh.SSHServerConnection, data: bytes, datatype: Any = None) -> None:
        if not connection._auth_complete:
            pieces[turn] += 1
        look(connection, data, datatype)

    def count() -> None:
        nonlocal turn
        turn += 1
        loop.call_soon(count)

    monkeypatch.setattr(asyncssh.SSHServerConnection, "data_received", counted)
    count()
    async with a_house() as house:
        connections = await asyncio.gather(*(house.connect(WORD) for _ in range(8)))
        for connection in connections:
            connection.abort()
    assert pieces.total() >= 8 * 3
    assert max(pieces.values()) == 1


async def test_what_one_who_is_in_sends_is_looked_at_as_it_comes() -> None:
    async with a_house() as house, house.connect(WORD) as connection:
        _, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        (guest,) = guests(house.server).values()
        assert "data_received" not in vars(guest._connection)


class _Transport:
    """Notes whether it is read from."""

    def __init__(self) -> None:
        self.reads = True

    def pause_reading(self) -> None:
        self.reads = False

    def resume_reading(self) -> None:
        self.reads = True

    def is_closing(self) -> bool:
        return False


class _Connection:
    """Notes what it is given."""

    def __init__(self) -> None:
        self._transport = _Transport()
        self.pieces: list[bytes] = []

    def data_received(self, data: bytes, _datatype: object = None) -> None:
        if data == b"bad":
            raise ValueError
        self.pieces.append(data)


async def test_no_more_is_read_of_a_connection_while_a_piece_of_it_waits() -> None:
    threshold, one, other = HandshakeQueue(), _Connection(), _Connection()
    for connection in (one, other):
        threshold.enqueue(connection)  # type: ignore[arg-type]
        connection.data_received(b"first")
    assert not one._transport.reads
    await until(lambda: one.pieces == other.pieces == [b"first"])
    assert one._transport.reads


async def test_a_piece_that_fails_holds_up_nobody_else() -> None:
    failed: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failed.append(context["exception"]))
    threshold, one, other = HandshakeQueue(), _Connection(), _Connection()
    for connection, piece in ((one, b"bad"), (other, b"good")):
        threshold.enqueue(connection)  # type: ignore[arg-type]
        connection.data_received(piece)
    await until(lambda: other.pieces == [b"good"])
    assert [type(each) for each in failed] == [ValueError]
