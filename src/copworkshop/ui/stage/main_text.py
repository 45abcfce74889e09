"""What matters now on the stage, in letters as large as the space allows."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from textual.content import Content

from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.toolkit.widgets.letters import ROWS, large_letters
from copworkshop.toolkit.widgets.lines import paragraph
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.pages import Block

LEAST_CLOCK: Final = 5
"""The rows that a large text leaves for the clock."""

_SHARE: Final = 0.43  # of the cells; the bottom line and the margins are not in the canvas


def main_text(canvas: Canvas, text: str, width: int, height: int, style: str) -> Block:
    """Return a text in the largest letters with which it fits, or as a paragraph if it fits in none.

    It is a paragraph too if a character has no large shape, and on a page that is read from near.
    """
    large = large_letters(text, width, height) if canvas.blocks and not canvas.at_the_top else ()
    if not large:
        return as_main(paragraph(text, width, style), width)
    block = as_main([Content.styled(line, style) for line in large], width)
    block.cells += width  # the row below the last line of letters
    block.said = (text,)
    return block


def main_share(canvas: Canvas, text: str, width: int, height: int, style: str) -> Block:
    """Return :func:`main_text` in two thirds of the height, or in more where it is less than a part of the stage.

    So there is space for other things below a short text, and a long text is as large as it can be.
    """
    block = main_text(canvas, text, width, height * 2 // 3, style)
    if not block.said or block.cells < _SHARE * canvas.width * canvas.height:
        block = main_text(canvas, text, width, height, style)
    return block


def fits_large(canvas: Canvas, text: str, width: int, height: int) -> bool:
    """Whether :func:`main_text` would draw this text in large letters."""
    return canvas.blocks and not canvas.at_the_top and bool(large_letters(text, width, height))


def as_main(lines: Sequence[Content], width: int | None = None) -> Block:
    """Return lines as what matters now. `width` is the width that is given to them, by default that of the widest."""
    block = Block(lines)
    if isinstance(lines, Block):
        block.pages, block.said = lines.pages, lines.said
        if lines.cells:
            block.cells = lines.cells
            return block
    widest = max((width_of(line.plain) for line in lines), default=0)
    block.cells = len(lines) * (widest if width is None else width)
    return block


def all_large(canvas: Canvas, texts: Sequence[str], width: int, height: int, style: str) -> Block:
    """Return several texts below each other, each as large as it can be in its part of the height.

    The result is empty if one of them does not fit in large letters.
    """
    blocks: list[Block] = []
    left = height
    for at, text in enumerate(texts):
        rest = texts[at:]
        room = (left - len(rest) + 1) * len(text) / max(1, sum(map(len, rest)))
        blocks.append(main_text(canvas, text, width, max(ROWS, ceil(room)), style))
        left -= len(blocks[-1]) + 1
    return together(*blocks, gap=1) if left >= -1 and all(block.said for block in blocks) else Block()


def next_to(left: Block, gap: int, right: Sequence[Content], across: int) -> Block:
    """Return a block with lines next to it, which begin after `across` cells and the gap; all of it matters now."""
    rows = max(len(left), len(right))
    lines = [
        Content.assemble(
            left[y] if y < len(left) else "",
            " " * (across - (left[y].cell_length if y < len(left) else 0) + gap),
            right[y] if y < len(right) else "",
        ).rstrip()
        for y in range(rows)
    ]
    block = as_main(lines)
    block.said = (*left.said, *(right.said if isinstance(right, Block) else ()))
    return block


def together(*blocks: Sequence[Content], gap: int = 0) -> Block:
    """Return blocks below each other as one, `gap` rows apart. What is said large in them stays known."""
    filled = [block for block in blocks if block]
    joined = Block()
    for index, block in enumerate(filled):
        joined += [Content()] * (gap if index else 0)
        joined += block
        if isinstance(block, Block):
            joined.said = (*joined.said, *block.said)
            joined.cells += block.cells
            joined.pages = max(joined.pages, block.pages)
    return joined
