"""The report as one HTML page that needs nothing else: no network, no script, no font of its own.

The page is a template, the file ``html_page.jinja`` next to this one. Everything that comes from people or plans is
escaped by the template's engine; nothing is ever marked as safe.
"""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from copworkshop.export import html_pictures
from copworkshop.export.glance import glance
from copworkshop.export.html_shapes import PICTURE_WIDTH, Box, Curve, Label
from copworkshop.export.tree import PhasePart, Report, ToldPhase
from copworkshop.export.wording import ASKED_ALOUD, PARKED, QUESTIONS, joined, many, moment
from copworkshop.ranking.rule import score_text


def html_page(report: Report) -> str:
    """Return the report as one HTML document, ending in a newline."""
    return _template().render(report=report)


def noted(part: ToldPhase | PhasePart) -> bool:
    """Return whether the room remarked on anything in a phase or a part of one."""
    parts = part.parts if isinstance(part, ToldPhase) else (part,)
    return any(prompt.notes for each in parts for prompt in each.prompts)


def css_string(words: str) -> str:
    """Return words for a string in a style sheet: each character as its number, so that none can end it."""
    return "".join(f"\\{ord(letter):x} " for letter in words)


def load() -> None:
    """Load the template, so that the first page is not slower than others."""
    _template()


def _template() -> Template:
    return environment().get_template("html_page.jinja")


@cache
def environment() -> Environment:
    """Return the template engine of all pages, which escapes every text that it is given."""
    made = Environment(
        loader=FunctionLoader(_text_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"score": score_text, "joined": joined, "moment": moment, "css_string": css_string}
    made.globals |= {
        "glance": glance,
        "many": many,
        "asked_aloud": ASKED_ALOUD,
        "questions_title": QUESTIONS,
        "parked_heading": PARKED,
        "pictures": html_pictures,
        "picture_width": PICTURE_WIDTH,
    }
    made.tests |= {
        "noted": noted,
        "box": lambda shape: isinstance(shape, Box),
        "curve": lambda shape: isinstance(shape, Curve),
        "label": lambda shape: isinstance(shape, Label),
    }
    return made


def _text_of(name: str) -> str:
    return (files("copworkshop.export") / name).read_text(encoding="utf-8")
