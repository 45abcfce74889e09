"""People's words in documents that are XML: workbooks, text documents and drawings."""

import re
import unicodedata
from typing import Final

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written: production 2 of XML 1.0."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_STRONG: Final = frozenset({"L", *_RIGHT_TO_LEFT})


def for_xml(words: str) -> str:
    """Return words with a sign in place of each character that would make an XML document unreadable."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def is_right_to_left(words: str) -> bool:
    """Return whether words begin in a script that is written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in words)
    return next((each for each in directions if each in _STRONG), "L") in _RIGHT_TO_LEFT
