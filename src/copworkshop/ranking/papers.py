"""Reads a file of paper ballots, from its bytes or its text to ballots that can be counted."""

import codecs
import re
from pathlib import PurePath

from copworkshop.ranking.paper_blt import from_blt, looks_like_blt
from copworkshop.ranking.paper_box import MAX_BYTES, BadPaper, Papers
from copworkshop.ranking.paper_foreign import refuse_foreign
from copworkshop.ranking.paper_preflib import from_preflib, looks_like_preflib
from copworkshop.ranking.paper_shapes import SHAPES, from_table

__all__ = [
    "ENDINGS",
    "MAX_BYTES",
    "SHAPES",
    "BadPaper",
    "Papers",
    "decode",
    "read",
    "read_papers",
    "require_known_ending",
]

ENDINGS = (".csv", ".tsv", ".txt", ".soc", ".soi", ".toc", ".toi", ".blt")
"""The endings of files that can be read."""

_COMPLETE = {".soc": True, ".toc": True, ".soi": False, ".toi": False}
"""The endings of PrefLib's files, and whether each order names every alternative."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, because this mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVE = b"PK\x03\x04"
_OPTION = re.compile(r"[ \t]*#[ \t]*(shape|header)[ \t]*:[ \t]*(\w+)[ \t]*(?:\r\n?|\n|$)", re.IGNORECASE)
"""A line that says how the table below it is read. PrefLib's lines begin with other words."""


def read(text: str, *, shape: str | None = None, header: bool | None = None) -> Papers:
    """Read the ballots in a text, in whatever format it is: a table, PrefLib's orders or BLT.

    Without a `shape` of :data:`SHAPES` it is recognised; without `header`, whether the first row is a heading is
    recognised, too. The first lines can say both: ``# shape: rows`` and ``# header: no``.
    :meth:`Papers.summary` says what was read and what was left out.

    Raises:
        BadPaper: the text cannot be counted, or can be read in two ways. The sentence begins with a capital letter.

    """
    text, told = _without_options(text.removeprefix("\ufeff"))
    shape = shape or told.get("shape")
    if header is None and "header" in told:
        header = told["header"] == "yes"
    if not told and shape is None:
        if looks_like_preflib(text):
            return from_preflib(text, complete=False)
        if looks_like_blt(text):
            return from_blt(text)
    refuse_foreign(text)
    return from_table(text, shape=shape, header=header)


def _without_options(text: str) -> tuple[str, dict[str, str]]:
    """Return a text in which the first lines that are options are blank, and these options."""
    told: dict[str, str] = {}
    end = 0
    while found := _OPTION.match(text, end):
        name, value = found[1].casefold(), found[2].casefold()
        known = tuple(SHAPES) if name == "shape" else ("yes", "no")
        if value not in known:
            write = f"{', '.join(known[:-1])} or {known[-1]}"
            raise BadPaper(f"Line {len(told) + 1}: there is no {name} “{value[:40]}”; write {write}.")
        told[name] = value
        end = found.end()
    return "\n" * text.count("\n", 0, end) + text[end:], told


def read_papers(name: str, data: bytes, *, shape: str | None = None, header: bool | None = None) -> Papers:
    """Read the ballots of a file from its bytes. The ending of its name tells PrefLib and BLT files from tables.

    Raises:
        BadPaper: the file cannot be counted; the sentence begins with the file's name.

    """
    require_known_ending(name)
    ending = _ending(name)
    try:
        text = decode(data)
        if ending in _COMPLETE:
            return from_preflib(text, complete=_COMPLETE[ending])
        if ending == ".blt":
            return from_blt(text)
        return read(text, shape=shape, header=header)
    except BadPaper as error:
        raise BadPaper(f"{name}: {error}") from None


def require_known_ending(name: str) -> None:
    """Refuse a file by the ending of its name. A name without an ending is no fault.

    Raises:
        BadPaper: files of this ending cannot be read; the sentence begins with the file's name.

    """
    ending = _ending(name)
    if ending and ending not in ENDINGS:
        known = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise BadPaper(f"{name}: Files that end in {ending} cannot be counted; use {known}.")


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in the Unicode encoding of its byte-order mark.

    Raises:
        BadPaper: the file is in another encoding, or is not text.

    """
    if data.startswith(_ARCHIVE):
        raise BadPaper("This is a workbook or an archive; save the sheet as CSV in UTF-8.")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
        fault = text.find("\0")
        before = text[: max(fault, 0)].count("\n")
    except UnicodeDecodeError as error:
        fault, before = error.start, data[: error.start].count(b"\n")
    if fault < 0:
        return text
    raise BadPaper(
        f"Line {before + 1}: this is not text in UTF-8; save the file as UTF-8 (“CSV UTF-8” in a spreadsheet) "
        "and try again."
    )
