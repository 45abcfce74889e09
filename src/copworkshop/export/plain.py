r"""People's words inside Markdown: everything they typed comes out as the text that it was.

What could be markup in CommonMark is escaped where it could be, and nowhere else, so that the source still reads well:
``snake_case`` becomes ``snake\_case``, but ``Who? Us - and you.`` stays as it is. Tables and strikethrough, which many
readers of Markdown know beyond CommonMark, are disarmed as well. A bare web address stays what it is; a reader that
makes links of such addresses shows the very words that were typed.

Sections named below are those of the CommonMark specification 0.31.2.
"""

import re
from typing import Final

_ANYWHERE: Final = re.compile(r"[\\`*_\[\]<~|]|&(?=#?[0-9A-Za-z]+;)")
"""Characters that are markup wherever they stand: section 6, and entities (2.5)."""

_AT_THE_START: Final = re.compile(r"[#>]|[-+](?=\s|$)|=+$|:?-+:?$|(?:-\s*){3,}$")
"""The beginning of a block, or the underline of the line before: sections 4.1 to 4.3, 5.1, 5.2."""

_NUMBER_AT_THE_START: Final = re.compile(r"(\d+)(?=[.)](?:\s|$))")
"""An item of a numbered list (5.2)."""

_HASHES_AT_THE_END: Final = re.compile(r"(?<=\s)(?=#+$)")
"""Signs that would close a heading, and vanish (4.2)."""

HARD_BREAK: Final = "  \n"
"""Ends a line within a paragraph (6.7); two spaces, because a backslash would be read in plain text."""


def one_line(text: str) -> str:
    """Return `text` as Markdown for one line of words; line breaks and runs of spaces become single spaces."""
    return _escaped(" ".join(text.split()))


def paragraphs(text: str) -> str:
    """Return `text` as Markdown with its lines and paragraphs kept.

    Several empty lines come out as one, and what cannot be seen at the end of a line or of the text is left out.
    """
    told: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(_escaped(line.rstrip()))
        elif lines:
            told.append(HARD_BREAK.join(lines))
            lines = []
    return "\n\n".join(told)


def quoted(text: str) -> str:
    """Return `text` as :func:`paragraphs` does, as a block quotation that shows where somebody's words end."""
    return "\n".join(f"> {line}" if line else ">" for line in paragraphs(text).split("\n"))


def _escaped(line: str) -> str:
    """Escape one line that ends in no space."""
    words = line.lstrip()
    indent = line[: len(line) - len(words)]
    safe = _HASHES_AT_THE_END.sub(r"\\", _ANYWHERE.sub(r"\\\g<0>", words))
    if indent:
        # Written as a character reference, the first space indents nothing (2.5), so that neither it nor what
        # follows opens a block, and it is not trimmed.
        return f"&#{ord(indent[0])};{indent[1:]}{safe}"
    if _AT_THE_START.match(safe):
        return f"\\{safe}"
    return _NUMBER_AT_THE_START.sub(r"\1\\", safe, count=1) if _NUMBER_AT_THE_START.match(safe) else safe
