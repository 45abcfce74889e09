"""Texts that are no ballots, or ballots in formats that are not read: each is refused with its name."""

import re

from copworkshop.ranking.paper_box import BadPaper

_ABIF = re.compile(r"\d+\s*[:*xX]\s*[^\s\d].*|[^\s,;<>][^,;<>]*\s>\s\S.*|\S+\s*=\s*\S+\s*>.*|\d+\s*:.*>.*")
_OPENSTV = re.compile(r"(title|method|seats|candidate|ballots|quota|order|random)=.*", re.IGNORECASE)
_WIRE = re.compile(r"\|.*\||[-+|:= ]{3,}")
_CATEGORIES = re.compile(r"#\s*(NUMBER CATEGORIES|CATEGORY NAME)", re.IGNORECASE)


def refuse_foreign(text: str) -> None:
    """Refuse a text in a known format that is not read.

    Raises:
        BadPaper: with the format's name and what to do.

    """
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("#")]
    if not told:
        return
    if told[0].startswith("<"):
        _refuse("a web page or XML", "save the ballots as CSV")
    if told[0][0] in "{[" and told[-1][-1] in "}]":
        _refuse("JSON", "save the ballots as CSV")
    if any(map(_CATEGORIES.match, lines)):
        _refuse("a PrefLib file of categories", "use an order, such as .soi")
    if 2 * sum(line.startswith("|") and _WIRE.fullmatch(line) is not None for line in told) > len(told):
        _refuse("a table with lines", "save the ballots as CSV, without the lines")
    if 2 * sum(map(bool, map(_ABIF.fullmatch, told))) >= len(told):
        _refuse("a list with “>” or with numbers before each ballot", "write the ideas of a ballot in one row of a CSV")
    if sum(map(bool, map(_OPENSTV.fullmatch, told))) > 2:
        _refuse("a file of OpenSTV", "save it as .blt")


def _refuse(what: str, todo: str) -> None:
    raise BadPaper(f"This is {what}, which cannot be read as ballots; {todo}.")
