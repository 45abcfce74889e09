"""Characters that stand in for others on a terminal that is not set to UTF-8.

Each takes as many cells as what it stands for, so rows keep their columns: bars are made of ``#``, frames of ``+-|``,
letters lose their marks, and everything else is ``?``.
"""

import codecs
import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

UTF_8: Final = "utf-8"
ASCII: Final = "ascii"
"""What is sent to a terminal of which only is known that it is not set to UTF-8."""

_CHARSETS: Final = frozenset({
    *(f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))),
    *(f"cp{page}" for page in (437, 737, 775, 850, 852, 855, 857, 858, 862, 866, *range(1250, 1259))),
    *("koi8-r", "koi8-u", "euc_jp", "euc_kr", "gb2312", "gbk", "gb18030", "big5", "tis-620", ASCII, UTF_8),
})  # fmt: skip
"""Python's names of the character sets of terminals. None of them has states or needs a byte-order mark."""

_BLOCKS: Final = "█▀▄"
"""What QR codes are made of."""

_STAND_INS: Final = {
    letter: plain
    for letters, plain in (
        ("─━═╌┄┈╍┅┉╴╶╸╺‐‑‒–—―−▔", "-"),
        ("│┃║┆┊╎┇┋╏╵╷╹╻▏▎▍▐▕¦", "|"),
        ("“”„‟«»″", '"'),
        ("‘’‚‛‹›′", "'"),
        ("•‣◦▪▫·∙★☆⭐", "*"),
        ("●○◯", "o"),
        ("→▶►▸≥", ">"),
        ("←◀◄◂≤", "<"),
        ("↑▲▴", "^"),
        ("↓▼▾✓✔", "v"),
        ("×✕✗✘", "x"),
        ("…░", "."),
        ("■□", "#"),
        ("▒", ":"),
        ("▁", "_"),
        ("÷", "/"),
        ("\u00a0\u2007\u2009\u202f", " "),
    )
    for letter in letters
} | dict(zip("øØłŁđĐßı€", "oOlLdDsiE", strict=True))
_FRAMES: Final = range(0x2500, 0x2580)
_BARS: Final = range(0x2580, 0x25A0)


def charset_of(name: str) -> str:
    """Return Python's name of a terminal's character set; :data:`ASCII` if it is not one that we send."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ASCII
    return known if known in _CHARSETS else ASCII


def with_stand_ins(text: str, charset: str) -> str:
    """Return text in which every character is in the character set."""
    if charset == UTF_8 or text.isascii():
        return text
    return "".join([char if char.isascii() else _in_charset(char, charset) for char in text])


def has_blocks(charset: str) -> bool:
    """Return whether a character set has the blocks that QR codes are made of."""
    return with_stand_ins(_BLOCKS, charset) == _BLOCKS


@lru_cache(8192)
def _in_charset(char: str, charset: str) -> str:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return _stand_in(char)
    return char


def _stand_in(char: str) -> str:
    if char in _STAND_INS:
        return _STAND_INS[char]
    if ord(char) in _FRAMES:
        return "+"
    if ord(char) in _BARS:
        return "#"
    width = cell_len(char)
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if part.isascii() and part.isprintable())
    return plain if plain and len(plain) == width else "?" * width
