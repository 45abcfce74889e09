"""The process that libFuzzer runs in: see :mod:`soak.fuzz`."""

import sys
from collections.abc import Iterable

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["textual._xterm_parser", "textual._parser", "copworkshop.ssh"]):
    from test_driver import HOSTILE, withstands

    from copworkshop.hosting.driver import RemoteDriver
    from copworkshop.toolkit.event_loop import EventLoop

from textual.message import Message

MOST_PACKETS = 12
PIECES = (*HOSTILE, b"\x1b", b"\x1b[200~", b"\x1b[201~", b"\x1b[<", b";", b"u", b"~", b"M")
LOOP = EventLoop()


def packets(data: bytes) -> list[bytes]:
    """Return what libFuzzer thought of as packets: bytes of its own, and pieces of what terminals send."""
    given = atheris.FuzzedDataProvider(data)
    found: list[bytes] = []
    while given.remaining_bytes() and len(found) < MOST_PACKETS:
        if given.ConsumeBool():
            found.append(PIECES[given.ConsumeIntInRange(0, len(PIECES) - 1)])
        else:
            found.append(given.ConsumeBytes(given.ConsumeIntInRange(0, 60)))
    return found


def one(data: bytes) -> None:
    """Try one input."""
    LOOP.run_until_complete(withstands(packets(data)))


def trust_the_parser(self: RemoteDriver, parse: Iterable[Message]) -> int:
    """Deliver as a driver does that thinks no parser ever raises."""
    made = list(parse)
    for event in made:
        self._since_event = 0
        self._pass_on(event)
    return len(made)


if __name__ == "__main__":
    if "broken" in sys.argv:
        sys.argv.remove("broken")
        RemoteDriver._deliver = trust_the_parser  # type: ignore[method-assign]
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
