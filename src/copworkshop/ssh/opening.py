"""Where a session lets people in. It keeps its port and addresses, so that people come back the way they came."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from copworkshop.admission.addresses import EVERYWHERE, PORT
from copworkshop.model.wifi import BadWifi, read_wifi
from copworkshop.ssh.client import PORT_FILE, BadHost, read_host
from copworkshop.ssh.key_files import AccessError
from copworkshop.ssh.sockets import is_of_this_machine
from copworkshop.store.files import read_limited, replace_durably

BIND_FILE: Final = "bind"
"""In ``access/``: the address that the session listens on. The file is missing where that is every address."""
WIFI_FILE: Final = "wifi"
"""In ``access/``: the Wi-Fi of the room with its password, as it is typed. The file is missing where none was given."""
ADDRESS_FILE: Final = "address"
"""In ``access/``: the address or name that people are given. The file is missing where the program chooses it."""

_OTHER_PORTS: Final = 20
"""How many ports after the first one are tried."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open the door of a session. None means: as the last time, or else the usual."""

    port: int | None = None
    """0 for any free port."""
    bind: str | None = None
    """The address to listen on; empty for all addresses of this machine."""
    address: str | None = None
    """The address or name to hand out; empty for `bind`, or else for the address that others most likely reach."""
    code: str | None = None
    """The join code; None for the code that the session has, ``none`` for no code."""
    wifi: str | None = field(default=None, repr=False)
    """The Wi-Fi to show, as :func:`~copworkshop.model.wifi.read_wifi` reads it; empty for none."""
    ahead: int = 0
    """How many participants' apps are started in advance, after :meth:`Host.prepare` was called."""
    on_this_port_alone: bool = False
    """The door stays closed where another program has the port."""
    chosen_inside: bool = False
    """The facilitator typed the port on a screen. No other port is tried, and no option is named for another."""

    @property
    def given(self) -> str:
        """The address to hand out that the facilitator has named; empty if the program chooses it."""
        return self.address or (self.bind if self.bind and self.bind not in EVERYWHERE else "")

    @property
    def ports(self) -> Iterator[int]:
        """The ports to try, in this order."""
        first = PORT if self.port is None else self.port
        yield first
        if first and not (self.on_this_port_alone or self.chosen_inside):
            yield from range(first + 1, min(first + _OTHER_PORTS, 65535) + 1)


def as_last_time(opening: Opening, folder: Path) -> Opening:
    """Return the opening with what the access `folder` of its session holds, where the opening itself says nothing.

    An address to listen on that this machine does not have any more is left out. It uses the disk.

    :raises AccessError: a file cannot be read.
    """
    port, bind, address = opening.port, opening.bind, opening.address
    if port is None:
        port = _port(folder / PORT_FILE)
    if bind is None:
        bind = _line(folder / BIND_FILE)
        if bind is not None and not is_of_this_machine(bind):
            bind = None
    if address is None:
        address = _address(folder / ADDRESS_FILE)
    wifi = _wifi(folder / WIFI_FILE) if opening.wifi is None else opening.wifi
    return replace(opening, port=port, bind=bind or "", address=address or "", wifi=wifi or "")


def keep(opening: Opening, port: int, folder: Path) -> None:
    """Store in the access `folder` how its session was opened, on this `port`.

    :raises OSError: it could not be written.
    """
    replace_durably(folder / PORT_FILE, f"{port}\n".encode())
    for name, value in ((BIND_FILE, opening.bind), (ADDRESS_FILE, opening.address), (WIFI_FILE, opening.wifi)):
        if value and value not in EVERYWHERE:
            replace_durably(folder / name, f"{value}\n".encode())
        else:
            (folder / name).unlink(missing_ok=True)


def keep_port(port: int, before: int, folder: Path) -> None:
    """Store in the access `folder` that people join on this `port` now.

    :raises OSError: it could not be written. The port `before` is kept.
    """
    try:
        replace_durably(folder / PORT_FILE, f"{port}\n".encode())
    except OSError:
        with suppress(OSError):  # the new port may be in the file already
            replace_durably(folder / PORT_FILE, f"{before}\n".encode())
        raise


def faults_of_opening(folder: Path) -> tuple[str, ...]:
    """Return the reasons why what an access folder says of the last opening cannot be used, a sentence each."""
    try:
        as_last_time(Opening(), folder)
    except AccessError as error:
        return (str(error),)
    return ()


def _port(path: Path) -> int | None:
    text = _line(path)
    if text is None:
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= 65535:
        raise AccessError(f"{path} holds no port: remove it, and people join on {PORT}.")
    return int(text)


def _address(path: Path) -> str | None:
    text = _line(path)
    try:
        return None if text is None else read_host(f"[{text}]", PORT).host
    except BadHost:
        raise AccessError(f"{path} holds no address: remove it, and the likeliest one is shown.") from None


def _wifi(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        # Spaces at the ends may belong to the name or to the password.
        text = read_limited(path).decode("utf-8-sig").rstrip("\r\n")
        return read_wifi(text).typed if text else None
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path} cannot be read: make it readable, or remove it.") from error
    except BadWifi:
        raise AccessError(f"{path} holds no Wi-Fi network: remove it, and none is shown.") from None


def _line(path: Path) -> str | None:
    """Return the one line of a file; None where there is no file, or nothing in it."""
    if not path.exists():
        return None
    try:
        text = read_limited(path).decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(f"{path} cannot be read: make it readable, or remove it.") from error
    if len(text.splitlines()) > 1 or not text.isprintable():
        raise AccessError(f"{path} has to hold one line: remove it, or correct it.")
    return text or None
