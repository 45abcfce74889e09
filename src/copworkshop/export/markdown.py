"""The report as Markdown: CommonMark that reads well as plain text, too.

An empty line parts the blocks of the report. Words of people and of plans only ever pass through
:mod:`copworkshop.export.plain`; all else on the page is ours.
"""

from collections.abc import Iterator

from copworkshop.export.blocks import (
    Block,
    Figures,
    Heading,
    Item,
    Line,
    Listing,
    Paragraph,
    Passage,
    Piece,
    Quotation,
    Rows,
    Said,
    Strong,
)
from copworkshop.export.figure import bars
from copworkshop.export.plain import HARD_BREAK, one_line, paragraphs, quoted
from copworkshop.export.report_blocks import report_blocks
from copworkshop.export.tree import Report


def markdown(report: Report) -> str:
    """Return the report as one Markdown document, ending in a newline."""
    return "\n\n".join(map(_block, report_blocks(report))) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_line(block.line)}"
        case Paragraph():
            return HARD_BREAK.join(map(_line, block.lines))
        case Passage():
            return paragraphs(block.words) + _line(block.after)
        case Quotation():
            return quoted(block.words)
        case Listing():
            return _listing(block)
        case Figures():
            # Indented, not fenced: no name of a level can end it.
            return "\n".join(f"    {bar}" for bar in bars(block.rows))
        case Rows():
            return _listing(block.otherwise)


def _listing(block: Listing) -> str:
    signs = [f"{number}." if block.numbered else "-" for number in range(1, len(block.items) + 1)]
    return "\n".join(line for sign, item in zip(signs, block.items, strict=True) for line in _item(sign, item))


def _item(sign: str, item: Item) -> Iterator[str]:
    under = f"{HARD_BREAK}  {_line(item.under)}" if item.under else ""
    yield f"{sign} {_line(item.line)}{under}"
    for within in item.within:
        yield f"  - {_line(within)}"


def _line(pieces: Line) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    match piece:
        case Said():
            return one_line(piece.words)
        case Strong():
            return f"**{piece.words}**"
        case _:
            return piece
