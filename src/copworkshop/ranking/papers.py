"""Reads a file of paper ballots, from its bytes to ballots that can be counted."""

import codecs
from pathlib import PurePath

from copworkshop.ranking.paper_box import BadPaper, Papers
from copworkshop.ranking.paper_csv import from_csv
from copworkshop.ranking.paper_preflib import from_preflib

__all__ = ["BadPaper", "Papers", "decode", "read_papers"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, because this mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_papers(name: str, data: bytes) -> Papers:
    """Read the ballots of a file from its bytes. The ending of its name tells a CSV file from a PrefLib file.

    Raises:
        BadPaper: the file cannot be counted; the sentence begins with the file's name.

    """
    try:
        suffix = PurePath(name).suffix.lower()
        if suffix in {".soc", ".soi"}:
            return from_preflib(decode(data), complete=suffix == ".soc")
        if suffix in {".toc", ".toi"}:
            raise BadPaper("Ballots with shared places cannot be counted; use a .soc, .soi or .csv file.")
        return from_csv(decode(data))
    except BadPaper as error:
        raise BadPaper(f"{name}: {error}") from None


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in the Unicode encoding of its byte-order mark.

    Raises:
        BadPaper: the file is in another encoding, or is not text.

    """
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
