"""The report as a text document for a word processor, to edit: headings, lists and tables in Word's own styles.

Its words and their order are those of Markdown. People's words are written as text, never as a field or a link.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from copworkshop.export.blocks import (
    Figures,
    Heading,
    Line,
    Listing,
    Paragraph,
    Passage,
    Piece,
    Quotation,
    Rows,
    Said,
    Strong,
    line,
)
from copworkshop.export.report_blocks import report_blocks
from copworkshop.export.tree import Report
from copworkshop.export.xml_words import for_xml, is_right_to_left

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

_PAGE: Final = (Cm(21), Cm(29.7))
_MARGIN: Final = Cm(2.2)
_LONGEST_TITLE: Final = 255  # of the document's property; a word processor refuses to open more


def text_document(report: Report) -> bytes:
    """Return the report as a .docx file."""
    document = Document()
    _set_page(document, report)
    # The library looks through the whole body for each paragraph that it adds, so each block is taken out at once.
    body, written = document.element.body, []
    for block in report_blocks(report):
        match block:
            case Heading():
                _fill(document.add_heading(level=block.level - 1), block.line)
            case Paragraph():
                _fill(document.add_paragraph(), *block.lines)
            case Passage():
                _add_passage(document, block)
            case Quotation():
                for paragraph in block.words.split("\n\n"):
                    _fill(_paragraph(document, "Quote"), *_lines(paragraph))
            case Listing():
                _add_listing(document, block)
            case Figures():
                rows = ((*(line(Said(label)) for label in row.labels), line(f"{row.count:,}")) for row in block.rows)
                _add_table(document, block.heading, rows)
            case Rows():
                _add_table(document, block.heading, block.rows)
        written += body[:-1]
        del body[:-1]
    body[:0] = written
    held = BytesIO()
    document.save(held)
    return _undated(held)


def _undated(written: BytesIO) -> bytes:
    """Return the file without the time of writing: the same report is the same file, byte for byte."""
    held = BytesIO()
    with ZipFile(written) as parts, ZipFile(held, "w", ZIP_DEFLATED) as kept:
        for part in parts.infolist():
            kept.writestr(ZipInfo(part.filename), parts.read(part), ZIP_DEFLATED)
    return held.getvalue()


def _set_page(document: "WordDocument", report: Report) -> None:
    about = document.core_properties
    about.title = for_xml(report.title)[:_LONGEST_TITLE]
    about.author, about.comments = "", ""
    about.created = about.modified = report.closed or report.begun
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _fill(section.header.paragraphs[0], line(Said(report.title)))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    next(section.footer.part.element.iter(qn("w:p"))).append(number)


def _paragraph(document: "WordDocument", style: str) -> "WordParagraph":
    """Add a paragraph in the style with this id. The library would look for a style's name among all, each time."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.element.style = style
    return paragraph


def _add_passage(document: "WordDocument", block: Passage) -> None:
    *before, last = [part for part in block.words.split("\n\n") if part.strip()] or [""]
    for part in before:
        _fill(document.add_paragraph(), *_lines(part))
    *lines, end = _lines(last)
    _fill(document.add_paragraph(), *lines, line(end, block.after))


def _lines(words: str) -> list[Line]:
    return [line(Said(each)) for each in words.strip("\n").split("\n")]


def _add_listing(document: "WordDocument", block: Listing) -> None:
    style = "ListNumber" if block.numbered else "ListBullet"
    for item in block.items:
        lines = (item.line, item.under) if item.under else (item.line,)
        _fill(_paragraph(document, style), *lines)
        for within in item.within:
            _fill(_paragraph(document, "ListBullet2"), within)


def _add_table(document: "WordDocument", heading: tuple[str, ...], rows: Iterable[tuple[Line, ...]]) -> None:
    table = document.add_table(rows=1, cols=len(heading), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, heading, strict=True):
        _fill(cell.paragraphs[0], line(Strong(name)))
    for cells in rows:
        row = table.add_row()
        for cell, words in zip(row.cells, cells, strict=True):
            _fill(cell.paragraphs[0], words)
    # The library does not know a head that every page repeats, and rows that stay on one page.
    *_, written = document.element.body.iter(qn("w:tbl"))
    for place, row in enumerate(written.iter(qn("w:tr"))):
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit" if place else "w:tblHeader"))
    document.add_paragraph()


def _fill(paragraph: "WordParagraph", *lines: Line) -> None:
    for place, pieces in enumerate(lines):
        if place:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        for piece in pieces:
            _add(paragraph, piece)


def _add(paragraph: "WordParagraph", piece: Piece) -> None:
    words = piece if isinstance(piece, str) else piece.words
    run = paragraph.add_run(for_xml(" ".join(words.split()) if isinstance(piece, Said) else words))
    if isinstance(piece, Strong):
        run.bold = True
    if isinstance(piece, Said) and is_right_to_left(words):
        run.font.rtl = True
