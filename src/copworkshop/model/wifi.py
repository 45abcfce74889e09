"""The Wi-Fi of the room, for people who are not in it yet: its name, its password, and the text of its QR code."""

import re
from dataclasses import dataclass, field
from typing import Final

from copworkshop.model.text import clean_paragraph, removed, visible

_MOST_BYTES: Final = 32  # IEEE 802.11 allows no longer name
_PASSWORD: Final = re.compile(r"[\x20-\x7e]{8,63}|[0-9A-Fa-f]{64}", re.ASCII)  # what WPA accepts
_TYPED: Final = re.compile(r"((?:\\[\\:]|[^:])*)(?::(.*))?", re.DOTALL)
_ESCAPED: Final = re.compile(r'([\\;,:"])')


class BadWifi(ValueError):  # noqa: N818 - named for what the person typed
    """What was typed is no Wi-Fi network. The text is a sentence, and it never holds the password."""


@dataclass(frozen=True, slots=True)
class Wifi:
    """A Wi-Fi network."""

    name: str
    password: str = field(default="", repr=False)
    """Empty for a network without a password."""

    @property
    def typed(self) -> str:
        """How it is typed on the command line, which :func:`read_wifi` reads."""
        name = re.sub(r"([\\:])", r"\\\1", self.name)
        return f"{name}:{self.password}" if self.password else name

    @property
    def link(self) -> str:
        """The text of the QR code from which a phone joins it."""
        name, password = (_ESCAPED.sub(r"\\\1", text) for text in (self.name, self.password))
        return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"


def read_wifi(text: str) -> Wifi:
    r"""Return the network of ``NAME`` or ``NAME:PASSWORD``. In the name a colon is typed ``\:``, a backslash ``\\``.

    Raises:
        BadWifi: there is no such network.

    """
    found = _TYPED.fullmatch(text)
    assert found is not None, "the pattern takes every text"  # noqa: S101
    name, password = re.sub(r"\\([\\:])", r"\1", found[1]), found[2] or ""
    if removed(name) or len(name.splitlines()) > 1 or "\t" in name:
        raise BadWifi("The name of the Wi-Fi has characters that are not safe to show: leave out --wifi.")
    name = clean_paragraph(name)
    if not visible(name):
        raise BadWifi("Give the name of the Wi-Fi before the colon: --wifi NAME:PASSWORD")
    if len(name.encode()) > _MOST_BYTES:
        raise BadWifi(f"The name of a Wi-Fi has at most {_MOST_BYTES} bytes, and this one has {len(name.encode())}.")
    if password and not _PASSWORD.fullmatch(password):
        raise BadWifi(
            "A Wi-Fi password has 8 to 63 letters, digits and signs. If the colon belongs to the name, type it as \\:"
        )
    return Wifi(name, password)
