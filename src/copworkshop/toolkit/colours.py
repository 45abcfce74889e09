"""Translates true colour into what a client's terminal can show, one SGR sequence at a time.

Every app renders true colour. Rich caches the codes of a style, and all apps of the process share the styles, so two
colour systems in one process would leak into each other. Therefore each connection, and the facilitator's own
terminal, translates the output.

Sources: ECMA-48 8.3.117 (SGR), ISO 8613-6 (38 and 48). Rich computes the nearest of the 16 and of the 256 colours.
"""

from enum import IntEnum
from functools import lru_cache
from typing import Any, Final

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from textual.app import App
from textual.filter import Monochrome, NoColor


class Colours(IntEnum):
    """How many colours a terminal can show. A greater member means more colours."""

    NONE = 0
    STANDARD = 16
    EIGHT_BIT = 256
    TRUE = 2**24


_SYSTEMS: Final = {Colours.EIGHT_BIT: ColorSystem.EIGHT_BIT, Colours.STANDARD: ColorSystem.STANDARD}
_BLACK: Final = "30"
_BRIGHT_WHITE: Final = "97"
_REVERSE: Final = "7"


@lru_cache(maxsize=8192)
def translate(parameters: str, colours: Colours) -> str:
    r"""Return the parameters of an SGR sequence (between ``ESC [`` and ``m``) for a terminal with fewer colours.

    If foreground and background differ, they still differ in the result, so that words never vanish into their
    background. Without colours, dark words on a light background become reverse video, so that cursors and chosen lines
    stay visible.
    """
    if colours is Colours.TRUE or not parameters:
        return parameters
    kept, foreground, background = _split(parameters.split(";"))
    if colours is Colours.NONE:
        if (
            foreground is not None
            and background is not None
            and _light(background) > _light(foreground)
            and _REVERSE not in kept
        ):
            kept.append(_REVERSE)
        return ";".join(kept)
    system = _SYSTEMS[colours]
    foreground_codes = _codes(foreground, system, foreground=True)
    background_codes = _codes(background, system, foreground=False)
    if (
        foreground is not None
        and background is not None
        and foreground != background
        and _same(foreground, background, system)
    ):
        foreground_codes = (_BLACK if _light(background) > 0.5 else _BRIGHT_WHITE,)
    return ";".join([*kept, *foreground_codes, *background_codes])


def _split(codes: list[str]) -> tuple[list[str], Color | None, Color | None]:
    """Split the codes into attributes, foreground and background. An incomplete or out-of-range colour is dropped."""
    kept: list[str] = []
    foreground: Color | None = None
    background: Color | None = None
    position = 0
    while position < len(codes):
        code = codes[position]
        position += 1
        if code in {"38", "48"}:
            colour, position = _extended(codes, position)
            if code == "38":
                foreground = colour
            else:
                background = colour
        elif code.isdecimal() and (30 <= int(code) <= 37 or 90 <= int(code) <= 97):
            foreground = Color.from_ansi(_index(int(code), 30))
        elif code.isdecimal() and (40 <= int(code) <= 47 or 100 <= int(code) <= 107):
            background = Color.from_ansi(_index(int(code), 40))
        elif code not in {"39", "49"} or not (foreground or background):
            kept.append(code)
    return kept, foreground, background


def _index(code: int, base: int) -> int:
    return code - base if code < base + 8 else code - base - 60 + 8


def _extended(codes: list[str], position: int) -> tuple[Color | None, int]:
    """Read the colour after a 38 or 48; return it with the position after it."""
    kind = codes[position] if position < len(codes) else ""
    count = {"2": 3, "5": 1}.get(kind, 0)
    numbers = codes[position + 1 : position + 1 + count]
    behind = position + 1 + count
    if len(numbers) != count or not count:
        return None, len(codes)
    if not all(number.isdecimal() and len(number) <= 3 and int(number) <= 255 for number in numbers):
        return None, behind
    if kind == "5":
        return Color.from_ansi(int(numbers[0])), behind
    red, green, blue = (int(number) for number in numbers)
    return Color.from_triplet(ColorTriplet(red, green, blue)), behind


def _codes(colour: Color | None, system: ColorSystem, *, foreground: bool) -> tuple[str, ...]:
    return () if colour is None else colour.downgrade(system).get_ansi_codes(foreground=foreground)


def _same(one: Color, other: Color, system: ColorSystem) -> bool:
    return one.downgrade(system).get_ansi_codes() == other.downgrade(system).get_ansi_codes()


def _light(colour: Color) -> float:
    """Return how light a colour is, from 0 to 1: the luma of ITU-R BT.601."""
    red, green, blue = colour.get_truecolor()
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def render_true(app: App[Any]) -> None:
    """Make an app render true colour, whatever the environment of the process says about colours.

    Textual follows that environment, NO_COLOR included, for everybody who looks at the app. Here the driver of each
    terminal translates the output instead.
    """
    app.console._color_system = ColorSystem.TRUECOLOR
    app.no_color = False
    app._filters = [kept for kept in app._filters if not isinstance(kept, Monochrome | NoColor)]
