"""The text document: read again by the library, with the words and the order of Markdown, and harmless."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from reports import report_of

from copworkshop.export.blocks import Heading, Said, Strong
from copworkshop.export.documents import PROPOSAL
from copworkshop.export.report_blocks import report_blocks
from copworkshop.export.text_document import text_document
from copworkshop.model.people import participant
from copworkshop.model.session import Session
from copworkshop.rules.sight import sight
from helpers.rooms import contested_room, finished_room, room_that_says
from helpers.sampling import some_of
from helpers.session_builder import room
from helpers.words import HOSTILE_LINES, SCRIPTS

FIELDS = ['=HYPERLINK("http://example.org")', "{ INCLUDETEXT c:/secret }", "{{ 7 * 7 }}", "]]>", "<w:p/>"]


def read(made: bytes) -> WordDocument:
    return Document(BytesIO(made))


def words_of(document: WordDocument) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("made", [room, finished_room, contested_room])
def test_headings_are_words_own_and_those_of_markdown(made: Callable[[], Session]) -> None:
    whole = report_of(made())
    blocks = [block for block in report_blocks(whole) if isinstance(block, Heading)]
    wanted = [
        ("Title" if block.level == 1 else f"Heading {block.level - 1}", " ".join(_plain(block).split()))
        for block in blocks
    ]
    found = read(text_document(whole)).paragraphs
    headings = [(each.style.name, each.text) for each in found if each.style and each.style.name in dict(wanted)]
    assert headings == wanted


def _plain(block: Heading) -> str:
    return "".join(piece.words if isinstance(piece, Said | Strong) else piece for piece in block.line)


def test_lists_and_tables_are_words_own() -> None:
    document = read(text_document(report_of(finished_room())))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"List Bullet", "List Bullet 2", "List Number", "Quote"} <= styles
    result = next(table for table in document.tables if table.cell(0, 0).text == "Place")
    assert [cell.text for cell in result.rows[1].cells] == [
        "1",
        "Meet once a month, always on the same day (idea 1)",
        "22",
        "5 of 6",
    ]


@pytest.mark.parametrize("words", some_of([*FIELDS, *HOSTILE_LINES, *SCRIPTS], 10))
def test_words_stay_words(words: str) -> None:
    made = text_document(report_of(room_that_says(words)))
    assert words in words_of(read(made))
    with ZipFile(BytesIO(made)) as packed:
        body = packed.read("word/document.xml").decode()
        links = packed.read("word/_rels/document.xml.rels").decode()
    for markup in ("fldChar", "instrText", "fldSimple", "w:hyperlink"):
        assert f"<w:{markup}" not in body
    assert "example.org" not in links


def test_a_proposal_is_taken_home_as_a_text_document() -> None:
    document = read(text_document(PROPOSAL.of(sight(finished_room(), participant(1)))))
    assert document.paragraphs[0].text == "Proposal of Participant 1"
    assert "Keeping the harbour open in winter.\nAll of it:" in words_of(document)
    assert document.core_properties.author == ""


def test_pages_are_numbered_and_carry_the_title() -> None:
    document = read(text_document(report_of(finished_room())))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Workshop report: Harbour Trust"
    assert 'w:instr="PAGE"' in section.footer.paragraphs[0]._p.xml  # noqa: SLF001
