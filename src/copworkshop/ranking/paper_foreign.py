"""Texts that are no ballots, or ballots in formats that are not read: each is refused with its name."""

import re

from copworkshop.ranking.paper_box import BadPaper

_ABIF = re.compile(r"\d+\s*[:*xX]\s*[^\s\d].*|[^\s,;<>][^,;<>]*\s>\s\S.*|\S+\s*=\s*\S+\s*>.*|\d+\s*:.*>.*")
_OPENSTV = re.compile(r"(title|method|seats|candidate|ballots|quota|order|random)=.*", re.IGNORECASE)
_WIRE = re.compile(r"\|.*\||[-+|:= ]{3,}")
_MAIL = re.compile(r"(From|To|Subject|Date|Received|Return-Path|Delivered-To|Von|An|Betreff|De|Objet): .*")
_SECTION = re.compile(r"\[[^\[\],;]+\]")
_SETTING = re.compile(r"[\w.-]+\s*=\s*.*")
_COMMAND = re.compile(r"\\[a-zA-Z]+\b.*")
_LISTED = re.compile(r"(?:-\s+)?\[.*\],?")
_RULED = re.compile(r"(?=.*[|+])(?=.*-{3})[-+|:= ]+")
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
    if told[0].startswith("{\\rtf"):
        _refuse("a file of a word processor", "save the ballots as plain text")
    if len(told) > 1 and _MAIL.fullmatch(told[0]) and _MAIL.fullmatch(told[1]):
        _refuse("an e-mail", "keep the lines with the ballots")
    if any(map(_SECTION.fullmatch, told)) and any(map(_SETTING.fullmatch, told)):
        _refuse("a file of settings", "save the ballots as CSV")
    if 2 * sum(map(bool, map(_COMMAND.fullmatch, told))) >= len(told):
        _refuse("a file of LaTeX", "save the ballots as CSV")
    if all(map(_LISTED.fullmatch, told)):
        _refuse("a list in brackets", "take out the brackets")
    if told[0].endswith(":") and any(line.startswith("- ") for line in told):
        _refuse("a list below a title", "write the ideas of a ballot in one row, without a title")
    if any(map(_RULED.fullmatch, told)):
        _refuse("a table with lines", "save the ballots as CSV, without the lines")
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
