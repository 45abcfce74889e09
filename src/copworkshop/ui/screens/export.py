"""The dialog for the report, which the console opens at any time."""

from typing import Final

from copworkshop.rules.sight import Sight
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.ui.messages import ExportReport, HandOut, PrintPaper

_FORMATS: Final = (
    ("html  one page with pictures, for screens and paper", ("html",)),
    ("md    Markdown, which reads well as plain text", ("md",)),
    ("csv   tables of the top ten, for a spreadsheet", ("csv",)),
    ("json  all of it as data, for programs", ("json",)),
    ("xlsx  the tables as a workbook, a sheet for each", ("xlsx",)),
    ("docx  a text document, to edit", ("docx",)),
    ("svg   for slides: the top ten, and participation", ("svg",)),
    ("png   the same in pixels", ("png",)),
    ("all of these", ("html", "md", "csv", "json", "xlsx", "docx", "svg", "png")),
)

_Wish = ExportReport | HandOut | PrintPaper


class ExportScreen(ChoosingScreen[_Wish]):
    """Asks which documents to write into the session's folder. The result is the message that requests them."""

    def __init__(self, seen: Sight, title: str) -> None:
        choices: list[tuple[str, _Wish]] = [(told, ExportReport(*names)) for told, names in _FORMATS]
        choices.append(("paper kit: forms, slips, ballots and cards, to print", PrintPaper()))
        entered = len(seen.to_hand_out)
        if entered:
            pages = "the proposal" if entered == 1 else f"the {entered} proposals"
            choices.append((f"pages to print: {pages} you typed for people", HandOut()))
        super().__init__(title, choices, otherwise="write nothing")
