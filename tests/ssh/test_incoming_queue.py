"""The queue that all connections of a server share, with connections that only note what they are given."""

import asyncio
from typing import Any

from copworkshop.ssh.incoming import PIECE, Incoming
from helpers.waiting import until


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
        self._recv_seq = 0
        self._kex_complete = True
        self._recv_handler = self.data_received
        self.pieces: list[bytes] = []

    def _finish_recv_packet(self) -> None:
        """Nothing is worked on in a task."""

    def data_received(self, data: bytes, _datatype: object = None) -> None:
        if data == b"bad":
            raise ValueError
        self.pieces.append(data)


def accept(queue: Incoming, connection: Any) -> None:
    queue.accept(connection, lambda: None)


async def test_no_more_is_read_of_a_connection_while_a_piece_of_it_waits() -> None:
    queue, one, other = Incoming(), _Connection(), _Connection()
    for connection in (one, other):
        accept(queue, connection)
        connection.data_received(b"first")
    assert not one._transport.reads  # noqa: SLF001
    await until(lambda: one.pieces == other.pieces == [b"first"])
    assert one._transport.reads  # noqa: SLF001


async def test_a_long_piece_is_cut_and_others_come_in_between() -> None:
    queue, one, other = Incoming(), _Connection(), _Connection()
    order: list[object] = []
    for connection in (one, other):
        accept(queue, connection)
    one.pieces = other.pieces = order  # type: ignore[assignment]
    one.data_received(b"1" * PIECE * 2 + b"end")
    other.data_received(b"2")
    await until(lambda: len(order) == 4)
    assert order == [b"1" * PIECE, b"2", b"1" * PIECE, b"end"]


async def test_a_piece_that_fails_holds_up_nobody_else() -> None:
    failed: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: failed.append(context["exception"]))
    queue, one, other = Incoming(), _Connection(), _Connection()
    for connection, piece in ((one, b"bad"), (other, b"good")):
        accept(queue, connection)
        connection.data_received(piece)
    await until(lambda: other.pieces == [b"good"])
    assert [type(each) for each in failed] == [ValueError]


async def test_addresses_take_turns() -> None:
    queue = Incoming()
    order: list[object] = []
    connections = [_Connection() for _ in range(4)]
    for connection, address in zip(connections, ("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2"), strict=True):
        connection.pieces = order  # type: ignore[assignment]
        queue.accept(connection, lambda: None, address)  # type: ignore[arg-type]
        connection.data_received(address.encode())
    await until(lambda: len(order) == 4)
    assert order[:2] == [b"10.0.0.1", b"10.0.0.2"]
