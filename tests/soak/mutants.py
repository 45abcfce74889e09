"""Hosts in which one bound is missing, each as code that a forked host runs before it starts."""

from typing import Final

_LIMIT: Final = """
from copworkshop.ssh.server import Server
object.__setattr__(Server.__init__.__kwdefaults__["limits"], {name!r}, {value!r})
"""

_ALL_AT_ONCE: Final = """
from copworkshop.ssh import incoming
incoming.Intake._receive = incoming.Intake._pass
"""

_NO_BUDGET: Final = """
from copworkshop.ssh import incoming
incoming.Intake._count = lambda _self, _seconds: None
"""

_NO_LIMIT_IN_TASKS: Final = """
from copworkshop.ssh import incoming
incoming.is_busy = lambda _connection: False
"""

_NO_SHARES: Final = """
from copworkshop.ssh import incoming
incoming.BUSY_SHARE = 1
incoming.Intake.is_slow = False
"""

_LARGE_PIECES: Final = f"""
{_NO_SHARES}
incoming.PIECE = 256 * 1024
"""

_ALL_ACCEPTED: Final = """
from copworkshop.ssh import server
server._ACCEPTED_IN_A_TURN = 512
"""

_NO_WATCH: Final = """
from copworkshop.ssh import incoming
incoming.Intake._watch_exchange = lambda _self: None
"""

_NOTHING_RESERVED: Final = """
from copworkshop.admission.lobby import Lobby
Lobby._reserved = lambda _self: {}
Lobby._who_is_worth_less = lambda _self, _place: None
"""

_DOOR_KEEPS: Final = """
from copworkshop.admission.lobby import Lobby
Lobby._who_makes_room_at_the_door = lambda *_: None
"""

_DELAY_EACH: Final = """
import asyncio
from copworkshop.admission.guesses import Guesses
async def check(_self, _address, is_right):
    right = await is_right()
    await asyncio.sleep(0 if right else 8)
    return right
Guesses.check = check
"""

_SHARED_THREADS: Final = """
import asyncio
from copworkshop.admission.admission import Admission
async def passphrase_is_right(self, _address, guess):
    return await asyncio.to_thread(self.entry.passphrase_is_right, guess)
Admission.passphrase_is_right = passphrase_is_right
"""

_SMALLEST: Final = """
from copworkshop.ssh import channel
channel.SMALLEST_PACKET = 0
"""

_SIZES_FOR_NOTHING: Final = """
from copworkshop.hosting import driver, terminal
driver._LAYOUT_COST = 0.0
driver._CELLS_AN_EVENT = terminal.CELLS_A_SECOND = terminal.RESIZES_A_SECOND = 1_000_000
"""

_ALL_KEX: Final = """
import asyncssh.kex
from copworkshop.ssh import server
server.KEX = (*server.KEX, "diffie-hellman-group18-sha512")
"""

MUTANTS: Final = {
    "all bytes at once": _ALL_AT_ONCE,
    "pieces of 256 KB, no shares": _LARGE_PIECES,
    "no budget": _NO_BUDGET,
    "all that comes is passed on": _NO_LIMIT_IN_TASKS,
    "no shares of the loop": _NO_SHARES,
    "512 accepted in a turn": _ALL_ACCEPTED,
    "no end to an exchange": _NO_WATCH,
    "no reserved places": _NOTHING_RESERVED,
    "a door that keeps everybody": _DOOR_KEEPS,
    "any number of terminals": _LIMIT.format(name="connections_per_seat", value=1000),
    "a delay for each guess": _DELAY_EACH,
    "guesses in the threads that save": _SHARED_THREADS,
    "packets of any size": _SMALLEST,
    "sizes that cost nothing": _SIZES_FOR_NOTHING,
    "old key exchanges": _ALL_KEX,
}
