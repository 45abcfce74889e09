"""The process that libFuzzer runs in: see :mod:`soak.fuzz`."""

import sys
from collections.abc import Iterable

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(
    include=["textual._xterm_parser", "textual._parser", "copworkshop.toolkit.key_parser", "copworkshop.hosting"]
):
    from test_driver import HOSTILE, withstands

    from copworkshop.toolkit.event_loop import EventLoop
    from copworkshop.toolkit.key_parser import KeyParser

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


def trust_the_parser(_self: KeyParser, parsed: Iterable[Message]) -> list[Message]:
    """Collect as if no parser ever raised."""
    return list(parsed)


if __name__ == "__main__":
    if "broken" in sys.argv:
        sys.argv.remove("broken")
        KeyParser._collect = trust_the_parser  # type: ignore[method-assign, assignment]
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
