"""A slide as SVG. The template, the file ``slide.jinja`` next to this one, escapes everything that people typed.

Colours stand at each shape, because programs for slides know no style sheets.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from copworkshop.export.html_shapes import Box, Curve, Label
from copworkshop.export.slides import HEIGHT, WIDTH, Slide, slide
from copworkshop.export.tree import Report
from copworkshop.export.xml_words import for_xml, is_right_to_left

FONTS: Final = "'Segoe UI', 'Helvetica Neue', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"

_INK: Final = "#1a1d21"
_QUIET: Final = "#4a525c"
_ACCENT: Final = "#0b4f8a"
_BANDS: Final = ("#0b3c69", "#1f6aa5", "#4c93c9", "#8a7bb8", "#8a8f98")
_STYLES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "words": {"fill": _INK},
        "strong": {"fill": _INK, "font-weight": "700"},
        "place": {"fill": _ACCENT, "font-weight": "700"},
        "quiet": {"fill": _QUIET},
        "bar": {"fill": _ACCENT},
        **{f"band{place}": {"fill": colour} for place, colour in enumerate(_BANDS)},
        **{f"flow{place}": {"fill": colour, "opacity": "0.42"} for place, colour in enumerate(_BANDS)},
    }
)


class NoSlide(Exception):  # noqa: N818 - a sentence for a person
    """There is nothing to draw. Its text is a sentence that says why."""


def slide_svg(report: Report) -> str:
    """Return the report's slide as an SVG document, ending in a newline.

    Raises:
        NoSlide: there is neither a list nor a picture of the room.

    """
    drawn = slide(report)
    if drawn is None:
        parts = (report.top_ten, report.participation)
        why = next((part.missing for part in parts if part is not None and part.missing), None)
        raise NoSlide(why or "There is neither a top ten nor a picture of participation to draw.")
    return drawn_as_svg(drawn)


def drawn_as_svg(drawn: Slide) -> str:
    """Return a slide as an SVG document, ending in a newline."""
    return _template().render(slide=drawn)


def in_its_direction(words: str) -> str:
    """Return words for a drawing; those of a script from right to left between the signs that say so.

    An attribute for the direction would also turn round which end of the words is at their place, and not everywhere.
    """
    told = for_xml(words)
    return f"\u2067{told}\u2069" if is_right_to_left(told) else told


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    environment.filters |= {"for_xml": for_xml, "in_its_direction": in_its_direction}
    environment.globals |= {"width": WIDTH, "height": HEIGHT, "fonts": FONTS, "styles": _STYLES}
    environment.tests |= {
        "box": lambda shape: isinstance(shape, Box),
        "curve": lambda shape: isinstance(shape, Curve),
        "label": lambda shape: isinstance(shape, Label),
    }
    return environment.from_string((files("copworkshop.export") / "slide.jinja").read_text(encoding="utf-8"))
