"""The paper kit as one HTML page that needs nothing else, to be printed on A4 or Letter by a browser.

The page is a template, the file ``paper_page.jinja`` next to this one. Everything that comes from people or plans is
escaped by the template's engine; nothing is ever marked as safe.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from copworkshop.export.html_page import environment
from copworkshop.export.paper import PaperKit

_QUIET_ZONE = 4  # modules, as ISO/IEC 18004 asks for


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as a path of SVG."""

    size: int
    """How many modules it is wide and high."""
    d: str


def paper_page(kit: PaperKit) -> str:
    """Return the paper kit as one HTML document, ending in a newline."""
    link = kit.joining.link if kit.joining is not None else None
    return environment().get_template("paper_page.jinja").render(kit=kit, code=qr_path(link) if link else None)


def qr_path(text: str) -> Code:
    """Return the QR code of a text. Its error correction allows for a fold or a stain."""
    import segno  # imported late, as in the toolkit

    code = segno.make(text, error="m", micro=False, encoding=None if text.isascii() else "utf-8")
    rows = [list(row) for row in code.matrix_iter(border=_QUIET_ZONE)]
    return Code(len(rows), "".join(bar for y, row in enumerate(rows) for bar in _bars(y, row)))


def _bars(y: int, row: list[int]) -> Iterator[str]:
    """Yield a rectangle for each run of dark modules in a row."""
    x = 0
    for dark, run in groupby(row, key=bool):
        width = len(list(run))
        if dark:
            yield f"M{x} {y}h{width}v1h-{width}z"
        x += width
