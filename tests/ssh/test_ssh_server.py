"""Joining, coming back, and all that is refused: AsyncSSH's own client against a server on a free port."""

import asyncio
import contextlib
import logging
import math
import re
import resource
import threading
import time
from dataclasses import replace
from typing import Any

import asyncssh
import pytest
from asyncssh.constants import MSG_CHANNEL_DATA, MSG_IGNORE
from asyncssh.packet import SSHPacketLogger
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.admission.admission import BANNER
from copworkshop.admission.entry import Entrance, read_name
from copworkshop.admission.guesses import Guesses
from copworkshop.admission.limits import Limits
from copworkshop.admission.lobby import DOOR_CROWDED
from copworkshop.hosting.visitor import Visitor
from copworkshop.ssh import auth
from copworkshop.ssh.auth import ENOUGH_TRIES, HELD_UP, UNKNOWN_NAME, UNKNOWN_WORD, WRONG_CODE, SshConnection
from copworkshop.ssh.incoming import Incoming
from copworkshop.ssh.server import Server, ServerError
from copworkshop.ssh.sockets import files_allowed
from helpers.rooms_over_ssh import CODE, QUICK, WORD, House, Person, a_house, own_key, sit_down
from helpers.servers import guests
from helpers.waiting import until


async def visit(house: House, user: str = "room", *answers: str, **options: Any) -> Visitor:
    """Come in, and return who the app was told it is for."""
    count = len(house.apps)
    async with house.connect(user, *answers, **options) as connection:
        await sit_down(connection)
        await until(lambda: len(house.apps) > count)
    return house.app.visitor


async def test_a_newcomer_joins_with_the_code() -> None:
    async with a_house() as house:
        visitor = await visit(house)
        assert (visitor.entrance, visitor.seat, visitor.fingerprint) == (Entrance.PARTICIPANT, None, None)


async def test_nothing_is_sent_that_is_to_be_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[int] = []

    def note(receiver: object, kind: int, *_rest: object) -> None:
        if isinstance(receiver, asyncssh.SSHClientConnection | asyncssh.SSHClientChannel):
            kinds.append(kind)

    monkeypatch.setattr(SSHPacketLogger, "log_received_packet", note)
    async with a_house() as house, house.connect() as connection:
        await sit_down(connection)
        await until(lambda: MSG_CHANNEL_DATA in kinds)
    assert MSG_IGNORE not in kinds


@pytest.mark.parametrize("bind", ["", "localhost"])
async def test_any_free_port_is_the_same_on_all_addresses(bind: str) -> None:
    house = House(QUICK, None)
    await house.server.start(bind, 0)
    try:
        acceptor = house.server.acceptor
        assert acceptor is not None
        assert {address[1] for address in acceptor.get_addresses()} == {house.server.port}
        assert house.server.port > 0
    finally:
        await house.server.close("The session has ended.")


async def test_the_banner_is_shown_before_the_code_is_asked() -> None:
    async with a_house() as house, house.connect() as connection:
        assert connection.get_owner().banner == BANNER


async def test_the_code_may_come_as_a_password() -> None:
    async with a_house() as house:
        visitor = await visit(house, password=CODE, preferred_auth="password")
        assert visitor.seat is None


async def test_a_wrong_code_is_told_in_a_sentence_and_can_be_typed_again() -> None:
    async with a_house() as house, house.connect("room", "000000", CODE) as connection:
        assert connection.get_owner().heard == ["", WRONG_CODE]


async def test_five_wrong_codes_end_the_connection_with_a_sentence() -> None:
    async with a_house() as house:
        person = Person(("000000",))
        with pytest.raises(asyncssh.DisconnectError, match=ENOUGH_TRIES):
            await house.connect(client_factory=lambda: person)
        assert len(person.heard) == 5


async def test_wrong_codes_are_slowed() -> None:
    now = 1000.0
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    limits = Limits()
    async with a_house(limits) as house:
        house.server.admission.guesses = Guesses(limits, lambda: now, sleep)
        for _ in range(5):
            with pytest.raises(asyncssh.DisconnectError):
                await house.connect("room", "000000")
    assert slept.count(limits.try_seconds) == 25
    assert now - 1000.0 > (25 - limits.tries_at_once_per_address) * 60 / limits.tries_per_address


async def test_somebody_whose_try_waits_for_its_turn_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_HELD_UP_SECONDS", 0.0)
    limits = replace(QUICK, tries_at_once=1)
    waits = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await (waits.wait() if seconds else asyncio.sleep(0))

    async with a_house(limits) as house:
        guesses = house.server.admission.guesses = Guesses(limits, time.monotonic, sleep)
        person = Person(("000000", CODE))
        joining = asyncio.ensure_future(house.connect(client_factory=lambda: person))
        await until(lambda: person.banner.endswith(HELD_UP))
        assert guesses.waiting == 1
        joining.cancel()


async def test_passphrases_are_checked_on_threads_of_their_own() -> None:
    """Saving uses the other ones."""
    async with a_house() as house:
        names: list[str] = []
        house.door.checks_passphrase = lambda: names.append(threading.current_thread().name)
        await visit(house, "console", "correct horse")
    assert [name.partition("_")[0] for name in names] == ["passphrase"]


async def test_no_code_is_asked_where_there_is_none() -> None:
    async with a_house() as house:
        house.door.code = None
        person = Person(("unasked",))
        await visit(house, client_factory=lambda: person)
        assert person.heard == []


async def test_a_rejoin_word_brings_the_seat_back_without_a_code() -> None:
    async with a_house() as house:
        person = Person(("unasked",))
        visitor = await visit(house, f" {WORD.upper()} ", client_factory=lambda: person)
        assert visitor.seat == 7
        assert person.heard == []


async def test_an_unknown_word_is_refused_with_a_sentence_and_counts_as_a_try() -> None:
    async with a_house() as house:
        with pytest.raises(asyncssh.DisconnectError, match=UNKNOWN_WORD):
            await house.connect("maple-zzzz")
        assert not house.server.admission.guesses.allowance("127.0.0.1").is_unused


@pytest.mark.parametrize("name", ["root", "../../etc", "[@click=app.quit]ann[/]", "maple-k7fd-x", "a" * 900])
async def test_any_other_name_is_told_what_to_type(name: str) -> None:
    async with a_house() as house:
        with pytest.raises(asyncssh.DisconnectError, match=re.escape(UNKNOWN_NAME)):
            await house.connect(name)


@given(name=st.text())
def test_a_name_is_one_of_ours_or_nobodys(name: str) -> None:
    read = read_name(name)
    assert read is None or read[1] is None or re.fullmatch("[a-z]{3,12}-[a-z0-9]{4}", read[1])


async def test_a_remembered_key_brings_the_seat_back_without_a_code() -> None:
    async with a_house() as house:
        key = own_key("ann")
        house.door.keys[key.get_fingerprint()] = 3
        person = Person(("unasked",))
        visitor = await visit(house, client_keys=[key], client_factory=lambda: person)
        assert (visitor.seat, visitor.fingerprint) == (3, key.get_fingerprint())
        assert person.heard == []


async def test_a_newcomers_key_is_proven_and_the_code_asked_all_the_same() -> None:
    async with a_house() as house:
        key = own_key("bob")
        person = Person((CODE,))
        visitor = await visit(house, client_keys=[key, own_key("ann")], client_factory=lambda: person)
        assert (visitor.seat, visitor.fingerprint) == (None, key.get_fingerprint())
        assert person.heard == [""]


async def test_a_word_wins_over_the_key_of_another_seat() -> None:
    async with a_house() as house:
        house.door.keys[own_key("ann").get_fingerprint()] = 3
        visitor = await visit(house, WORD, client_keys=[own_key("ann")])
        assert visitor.seat == 7


class Stolen(asyncssh.SSHKeyPair):
    """A key pair whose public half is somebody else's."""

    def __init__(self, theirs: asyncssh.SSHKey, own: asyncssh.SSHKey) -> None:
        super().__init__(b"ssh-ed25519", b"ssh-ed25519", (b"ssh-ed25519",), (b"ssh-ed25519",), theirs.public_data, None)
        self._own = own

    def sign(self, data: bytes) -> bytes:
        return self._own.sign(data, b"ssh-ed25519")


async def test_a_key_that_is_only_offered_is_nobodys_identity() -> None:
    async with a_house() as house:
        theirs = own_key("ann")
        house.door.keys[theirs.get_fingerprint()] = 3
        visitor = await visit(house, client_keys=[Stolen(theirs, own_key("thief"))])
        assert (visitor.seat, visitor.fingerprint) == (None, None)


@pytest.mark.parametrize("user", ["console", "stage"])
async def test_the_facilitators_key_opens_console_and_stage(user: str) -> None:
    async with a_house() as house:
        house.door.facilitators.add(own_key("facilitator").get_fingerprint())
        visitor = await visit(house, user, client_keys=[own_key("facilitator")])
        assert visitor.entrance == user


async def test_the_passphrase_opens_the_console() -> None:
    async with a_house() as house:
        visitor = await visit(house, "console", "correct horse")
        assert visitor.entrance is Entrance.CONSOLE


@pytest.mark.parametrize("answer", [CODE, "", "correct hors"])
async def test_nothing_else_opens_the_console(answer: str) -> None:
    async with a_house() as house:
        with pytest.raises(asyncssh.DisconnectError, match=ENOUGH_TRIES):
            await house.connect("console", answer, client_keys=[own_key("ann")])


async def test_a_participants_key_does_not_open_the_console() -> None:
    async with a_house() as house:
        house.door.keys[own_key("ann").get_fingerprint()] = 3
        with pytest.raises(asyncssh.DisconnectError):
            await house.connect("console", "wrong", client_keys=[own_key("ann")])


async def test_a_change_of_name_does_not_take_the_word_along() -> None:
    """What one name was granted is gone when another is given on the same connection."""
    async with a_house() as house:
        guest = SshConnection(house.server.admission, Incoming(), house.server.state)
        await guest.begin_auth(WORD)
        await guest.begin_auth("console")
        assert not guest.asks_nothing()


async def test_a_connection_has_one_screen_however_many_it_asks_for() -> None:
    async with a_house() as house, house.connect() as connection:
        await sit_down(connection)
        for _ in range(40):
            with pytest.raises(asyncssh.ChannelOpenError, match="one screen"):
                await sit_down(connection)
        await until(lambda: house.apps)
        assert len(house.apps) == 1


async def test_nothing_is_forwarded() -> None:
    async with a_house() as house, house.connect() as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", 22)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 22)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_unix_connection("/var/run/docker.sock")
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_path("/tmp/never", "/tmp/never")  # noqa: S108


async def test_of_the_environment_only_three_short_names_are_kept() -> None:
    async with a_house() as house, house.connect() as connection:
        environment = {f"X{number}": "x" * 5000 for number in range(100)}
        await sit_down(connection, env=environment | {"COLORTERM": "truecolor", "LANG": "x" * 500})
        await until(lambda: house.apps)
        (channel,) = [guest.connection for guest in guests(house.server).values()]
        assert channel is not None
        kept = next(iter(channel._channels.values())).get_environment_bytes()  # noqa: SLF001
        assert dict(kept) == {b"COLORTERM": b"truecolor"}


async def test_three_hundred_who_never_log_in_take_the_places_at_the_door_and_no_more() -> None:
    patient = Limits(waiting=60, asking_seconds=math.inf, typing_seconds=math.inf, login_seconds=math.inf)
    async with a_house(patient) as house:
        held = [await asyncio.open_connection("127.0.0.1", house.server.port) for _ in range(300)]
        try:
            refused = [0]

            async def listen(reader: asyncio.StreamReader) -> None:
                heard = b""
                while data := await reader.read(4096):
                    heard += data
                refused[0] += DOOR_CROWDED.encode() in heard

            listeners = [asyncio.create_task(listen(reader)) for reader, _ in held]
            await until(lambda: refused[0] == 240)
            assert len(house.server.admission.lobby) == 60
        finally:
            for _, writer in held:
                writer.close()
            await asyncio.gather(*listeners)
        await until(lambda: len(house.server.admission.lobby) == 0)


async def test_who_is_in_notices_nothing_of_a_crowded_door() -> None:
    async with a_house(Limits(waiting=3, try_seconds=0)) as house, house.connect() as connection:
        channel, screen = await sit_down(connection)
        await until(lambda: "echo:" in screen.text)
        held = [await asyncio.open_connection("127.0.0.1", house.server.port) for _ in range(30)]
        channel.write(b"still here")
        await until(lambda: "still here" in screen.text)
        for _, writer in held:
            writer.close()


async def test_whoever_lingers_at_a_crowded_door_gives_way_to_who_joins() -> None:
    async with a_house(Limits(waiting=2, login_seconds=0.0, try_seconds=0)) as house:
        held = [await asyncio.open_connection("127.0.0.1", house.server.port) for _ in range(2)]
        await until(lambda: len(house.server.admission.lobby) == 2)
        await visit(house)
        for _, writer in held:
            writer.close()


async def test_a_packet_larger_than_anybody_must_take_ends_the_line() -> None:
    async with a_house() as house:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.server.port)
        writer.write(b"SSH-2.0-x\r\n" + (40_000).to_bytes(4, "big") + bytes(40_000))
        while await asyncio.wait_for(reader.read(4096), 60):
            pass
        writer.close()
        await until(lambda: len(house.server.admission.lobby) == 0)


async def test_who_asks_for_no_screen_is_sent_away() -> None:
    async with a_house(Limits(session_seconds=0.05, try_seconds=0)) as house:
        connection = await house.connect()
        await asyncio.wait_for(connection.wait_closed(), 60)
        await until(lambda: len(house.server.admission.lobby) == 0)


async def test_only_strong_algorithms_are_spoken() -> None:
    async with a_house() as house:
        weak_ones: tuple[dict[str, Any], ...] = (
            {"kex_algs": ["diffie-hellman-group14-sha1"]},
            {"encryption_algs": ["aes128-cbc"]},
            {"mac_algs": ["hmac-sha1"], "encryption_algs": ["aes128-ctr"]},
            {"compression_algs": ["zlib@openssh.com"]},
        )
        for weak in weak_ones:
            with pytest.raises(asyncssh.KeyExchangeFailed):
                await house.connect(**weak)


async def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    async with a_house() as house:
        second = Server(house.door, own_key("other"), house._make, limits=QUICK)
        with pytest.raises(ServerError, match="--port"):
            await second.start("127.0.0.1", house.server.port)


async def test_closing_ends_every_visit_with_the_sentence_and_leaves_nothing_running() -> None:
    async with a_house() as house:
        before = asyncio.all_tasks()
        connections = [await house.connect() for _ in range(5)]
        screens = [(await sit_down(connection))[1] for connection in connections]
        await until(lambda: all("echo:" in screen.text for screen in screens))
        await house.server.close("The session has ended. Thank you for coming.")
        await until(lambda: all(screen.closed for screen in screens))
        assert all("Thank you for coming." in screen.text for screen in screens)
        for connection in connections:
            connection.abort()
            await connection.wait_closed()
        await until(lambda: asyncio.all_tasks() <= before)
        assert house.server.port == 0


async def test_the_log_holds_no_word_code_or_name(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with a_house() as house:
        await visit(house, WORD)
        with contextlib.suppress(asyncssh.DisconnectError):
            await house.connect("maple-zzzz")
        await visit(house)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "asyncssh")
    said = ours + "\n".join(record.getMessage() for record in caplog.records)
    assert WORD not in said
    assert "maple-zzzz" not in said


@pytest.mark.parametrize(("most", "allowed"), [(4096, 1024), (512, 512), (-1, 1024)])
def test_a_full_room_may_have_a_file_open_for_each_connection(
    monkeypatch: pytest.MonkeyPatch, most: int, allowed: int
) -> None:
    limits = [(256, most)]
    monkeypatch.setattr(resource, "getrlimit", lambda _what: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _what, both: limits.append(both))
    assert files_allowed() == allowed
    assert limits[-1] == (allowed, most)
