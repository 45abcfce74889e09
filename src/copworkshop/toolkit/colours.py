"""Translates true colour into what a client's terminal can show, one SGR sequence at a time.

Every app renders true colour. Rich caches the codes of a style, and all apps of the process share the styles, so two
colour systems in one process would leak into each other. Therefore each connection, and the facilitator's own
terminal, translates the output.

Sources: ECMA-48 8.3.117 (SGR), ISO 8613-6 (38 and 48). Rich computes the nearest of the 16 and of the 256 colours.
"""

from enum import IntEnum
from functools import lru_cache
from typing import Any, Final

from rich.color import Color, ColorSystem, ColorType
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

_SIXTEEN: Final = tuple(Color.from_ansi(number) for number in range(16))
_BLACK_NUMBER: Final = 0
_BLUE_NUMBER: Final = 4
_DARK_GREY: Final = 8
_DARK: Final = 0.2  # of the luma
_LEAST_CONTRAST: Final = 7.0
"""The contrast that letters on the stage have."""


@lru_cache(maxsize=8192)
def translate(parameters: str, colours: Colours) -> str:
    r"""Return the parameters of an SGR sequence (between ``ESC [`` and ``m``) for a terminal with fewer colours.

    If foreground and background differ, they still differ in the result, so that words never vanish into their
    background. Of the 16 colours, the two have the contrast of the stage. Without colours, dark words on a light
    background become reverse video, so that cursors and chosen lines stay visible.
    """
    if colours is Colours.TRUE or not parameters:
        return parameters
    kept, foreground, background = _split(parameters.split(";"))
    if colours is Colours.NONE:
        return ";".join(
            [*kept, _REVERSE] if _is_dark_on_light(foreground, background) and _REVERSE not in kept else kept
        )
    if foreground is not None and background is not None and foreground != background:
        return ";".join([*kept, *_pair(foreground, background, colours)])
    if colours is Colours.STANDARD and background is not None:
        background = _standard_ground(background)
        foreground = foreground and background  # only letters in the colour of their background come here
    system = _SYSTEMS[colours]
    return ";".join(
        [*kept, *_codes(foreground, system, foreground=True), *_codes(background, system, foreground=False)]
    )


def _is_dark_on_light(foreground: Color | None, background: Color | None) -> bool:
    return foreground is not None and background is not None and _light(background) > _light(foreground)


def _pair(foreground: Color, background: Color, colours: Colours) -> tuple[str, ...]:
    """Return the codes of two colours that differ, so that they still do."""
    if colours is Colours.STANDARD:
        return _standard_pair(foreground, background)
    system = _SYSTEMS[colours]
    ink = _codes(foreground, system, foreground=True)
    if _same(foreground, background, system):
        ink = (_BLACK if _light(background) > 0.5 else _BRIGHT_WHITE,)
    return (*ink, *_codes(background, system, foreground=False))


def _standard_pair(foreground: Color, background: Color) -> tuple[str, ...]:
    """Return the codes of the two of the 16 colours that are nearest to these and can be read on each other."""
    ground = _standard_ground(background)
    wanted = foreground.get_truecolor()
    inks = sorted(
        (Color.from_ansi(number) for number in range(16)), key=lambda ink: _apart(ink.get_truecolor(), wanted)
    )
    nearest = foreground.downgrade(ColorSystem.STANDARD)
    readable = (ink for ink in (nearest, *inks) if _contrast(ink, ground) >= _LEAST_CONTRAST)
    ink = next(readable, None) or max(inks, key=lambda each: _contrast(each, ground))
    codes = Color("", ColorType.STANDARD, ink.number).get_ansi_codes(foreground=True)
    return (*codes, *Color("", ColorType.STANDARD, ground.number).get_ansi_codes(foreground=False))


def _standard_ground(background: Color) -> Color:
    """Return the nearest of the 16 colours for a background, whatever the colour of the letters on it.

    Dark grey is no background: consoles differ in how dark theirs is, and some have none.
    """
    ground = background.downgrade(ColorSystem.STANDARD)
    if ground.number != _DARK_GREY:
        return ground
    return Color.from_ansi(_BLACK_NUMBER if _light(background) < _DARK else _BLUE_NUMBER)


def _apart(one: ColorTriplet, other: ColorTriplet) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.2, with the 16 colours as Rich knows them."""
    darker, lighter = sorted(_luminance(each.get_truecolor()) for each in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache
def _luminance(colour: ColorTriplet) -> float:
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
