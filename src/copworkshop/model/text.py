"""The one gate for everything a person types, wherever it enters: keys, pastes, user names, files on disk.

People's words end on other people's terminals. A control character that got through could retitle a
window, fill a clipboard or turn a line of text around, and no widget stops it. So words are cleaned
here, once, and every model field that holds them is a :data:`Name`, a :data:`Line` or a :data:`Paragraph`.

Cleaning never shortens what can be read: a text that is too long is refused with a sentence, never cut.
Lengths are counted in code points of the cleaned text.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

NAME_LIMIT: Final = 40
LINE_LIMIT: Final = 200
PARAGRAPH_LIMIT: Final = 10_000

MARKS_LIMIT: Final = 3
"""How many marks may sit on one letter, and how many may stand next to it.

Three of each is what everyday Burmese needs, the most crowded of the living scripts; more is a tower that
covers the lines above and below.
"""

_RAW_LIMIT: Final = 4 * PARAGRAPH_LIMIT  # nobody types this much; refused before time is spent on cleaning it
_TAB: Final = " " * 4  # keeps a pasted list's indentation; a terminal's own tab stops are anybody's guess

_NEWLINE: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # \v is the soft line break of slide programs
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_ENDS_OF_PLANES: Final = "".join(
    chr(plane + last) for plane in range(0x10000, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)

# Controls; Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt: soft hyphen, bidi and zero-width
# controls, variation selectors, tags, fillers, and the places reserved for more of them) less U+200D, U+200C
# and U+FE0F, which spell Persian, Indic and emoji; interlinear annotation and the object replacement
# character; the layout controls and blanks of hieroglyphs and of music; the noncharacters.
_HIDDEN: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U00013430-\U0001343f\U00013441\U00013442\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff" + _ENDS_OF_PLANES + "]"
)

_BRAILLE_BLANK: Final = "\u2800"  # a space that Unicode files under symbols

# The rest of Default_Ignorable_Code_Point: they spell words, but nobody sees them in one.
_JOINING: Final = re.compile("[\u200c\u200d\ufe0f]")

# As wide as nothing without being marks: the joiners, and the vowels and finals of archaic Korean syllables.
_CLINGING: Final = re.compile("[\u200c\u200d\u1160-\u11ff\ud7b0-\ud7fb]")

_UNSEEN: Final = frozenset({"Cc", "Cf", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
_EMPTY: Final = "Type at least one character that can be seen."


def clean_line(text: str) -> str:
    """Return `text` as one line, safe to show on anybody's terminal.

    Any whitespace, newlines and tabs included, becomes a single space, and none is left at either end.
    Cleaning a clean line changes nothing.
    """
    if not _is_plain(text):
        text, _ = _safe(text)
    return " ".join(text.split())


def clean_paragraph(text: str) -> str:
    r"""Return `text` with its lines kept, safe to show on anybody's terminal.

    Every line break becomes ``\n`` and a tab four spaces. Spaces and newlines are otherwise left alone, at
    the ends as well: this runs at each pause of somebody typing, and the space they typed last belongs
    before their next word. Cleaning a clean paragraph changes nothing.
    """
    if not _is_plain(text):
        text, _ = _safe(text)
    return text


@lru_cache(maxsize=4096)  # asked of every field of every seat whenever anybody's view is made
def visible(text: str) -> bool:
    """Tell whether anything of `text` would be seen: not only spaces, marks and hidden characters."""
    return any(unicodedata.category(char) not in _UNSEEN for char in clean_line(text))


def folded(name: str) -> str:
    """Return what two names have in common if people read them as the same name.

    Characters that nobody sees are left out; capitals, widths, ways to compose a letter, and spaces do not matter.
    Letters of two scripts that look alike stay different: no table of ours could be complete.
    """
    for _ in range(2):  # a capital may fold to what is composed or left out in turn
        name = unicodedata.normalize("NFKC", _without_unseen(name)).casefold()
    return " ".join(_without_unseen(unicodedata.normalize("NFKC", name)).split())


def same_words(words: str) -> str:
    """Return what makes two wordings the same idea: whatever their case, spaces and punctuation.

    Compatibility forms are one (NFKC), so that full-width letters and ligatures are what they stand for.
    """
    plain = unicodedata.normalize("NFKC", words).casefold()
    if plain.isascii():
        kept = plain.translate(_ASCII_GAPS)
    else:
        kept = "".join(" " if _is_gap(sign) else sign for sign in plain)
    return " ".join(kept.split()) or " ".join(plain.split())


def _is_gap(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PZC"


_ASCII_GAPS: Final = {code: " " for code in range(128) if _is_gap(chr(code))}


def too_long(text: str, limit: int) -> str | None:
    """Return the sentence that refuses `text` if it has more than `limit` characters, or None if it fits."""
    excess = len(text) - limit
    if excess <= 0:
        return None
    return f"That is {len(text):,} characters; at most {limit:,} fit. Shorten it by {excess:,}."


def removed(text: str) -> str | None:
    """Return the sentence that says what the gate leaves out of `text`, or None if it leaves out nothing.

    Whitespace that a line closes up, and characters that NFC merely spells otherwise, are not counted.
    """
    count = 0 if _is_plain(text) else _safe(text)[1]
    if count == 0:
        return None
    what = (
        "1 character that is not safe to show was"
        if count == 1
        else (f"{count:,} characters that are not safe to show were")
    )
    return f"{what} left out."


def _without_unseen(text: str) -> str:
    return text if text.isascii() else _HIDDEN.sub("", _JOINING.sub("", text.replace(_BRAILLE_BLANK, " ")))


def _is_plain(text: str) -> bool:
    """Tell quickly that there is nothing to clean: the usual case, asked at every pause in typing."""
    return text.isascii() and text.replace("\n", "").isprintable()


def _safe(text: str) -> tuple[str, int]:
    """Return `text` with everything but its spaces settled, and how many characters were left out."""
    text = _NEWLINE.sub("\n", text).replace("\t", _TAB).replace(_BRAILLE_BLANK, " ")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    text, hidden = _HIDDEN.subn("", text)
    text = unicodedata.normalize("NFC", text)
    settled = _settle_marks(text)
    return settled, hidden + len(text) - len(settled)


def _settle_marks(text: str) -> str:
    """Bound the marks on each letter, and drop those without a letter: they would land on a neighbour's cell.

    Past the limit the rest of the run goes, whatever it is made of. Only ever cutting the end of a run keeps
    NFC: no two characters come together that could compose.
    """
    marks = {char: kind for char in set(text) if (kind := _mark(char)) is not None}
    if not marks:
        return text
    kept: list[str] = []
    run = {"on": 0, "next to": 0}
    closed = True  # the start of a text is no letter
    for char in text:
        kind = marks.get(char)
        if kind is None:
            run = {"on": 0, "next to": 0}
            closed = char.isspace()
            kept.append(char)
        elif not closed:
            run[kind] += 1
            closed = run[kind] > MARKS_LIMIT
            if not closed:
                kept.append(char)
    return "".join(kept)


def _mark(char: str) -> str | None:
    """Return where `char` goes, seen from the letter before it: "on" it, "next to" it, or None for no mark."""
    category = unicodedata.category(char)
    if category == "Mc":
        return "next to"
    return "on" if category in {"Mn", "Me"} or _CLINGING.match(char) else None


def _gate(clean: Callable[[str], str], limit: int, *, may_be_empty: bool) -> AfterValidator:
    """Return the pydantic validator that cleans a text and refuses, with a sentence, what does not fit."""

    def admit(text: str) -> str:
        if len(text) <= _RAW_LIMIT:
            text = clean(text)
        refusal = too_long(text, limit)
        if refusal is None and not may_be_empty and not visible(text):
            refusal = _EMPTY
        if refusal is not None:
            raise PydanticCustomError("words", "{refusal}", {"refusal": refusal})
        return text

    return AfterValidator(admit)


Name = Annotated[str, _gate(clean_line, NAME_LIMIT, may_be_empty=False)]
"""What a person or a table is called: one line of 1 to 40 characters, at least one of them to be seen."""

Line = Annotated[str, _gate(clean_line, LINE_LIMIT, may_be_empty=False)]
"""One line of people's words, such as an idea: 1 to 200 characters, at least one of them to be seen."""

Paragraph = Annotated[str, _gate(clean_paragraph, PARAGRAPH_LIMIT, may_be_empty=True)]
"""People's words with their line breaks, perhaps none yet: 0 to 10,000 characters."""
