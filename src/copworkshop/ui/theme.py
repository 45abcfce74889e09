"""Every colour of the screens, in one place: semantic styles, and the themes that give them their colours.

A screen names a style of this module (``Content.styled(text, HEADING)``), never a colour. The styles are
strings over Textual's own theme variables (``$text-…`` for letters, the bare name for shapes), so that they
hold under any theme and change with it.

Each style differs from its neighbours in more than colour: in weight, in a mark, or in its words. So nothing
is lost where there is none.
"""

from collections.abc import Mapping
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

BODY: Final = "$foreground"
"""Running text."""

HEADING: Final = "bold $text-primary"
"""The title of a step, a panel or a table."""

QUIET: Final = "$text-muted"
"""What may be overlooked: sources, hints, the address line."""

ACCENT: Final = "bold $text-accent"
"""The one thing to look at now: the join code, the clock, the place being revealed."""

KEY: Final = "bold $text-accent"
"""A key that can be pressed, in a hint."""

DONE: Final = "bold $text-success"
"""Ticked, saved, ready. Always beside a tick or the word."""

WARN: Final = "bold $text-warning"
"""To be looked at soon: time nearly up, not saved yet. Always in words."""

ERROR: Final = "bold $text-error"
"""Refused or failed. Always in words."""

CHOSEN: Final = "bold reverse"
"""The entry that the keys act on. Reversed, so that it shows without any colour."""

FRAME: Final = "$secondary"
"""Boxes and arrows."""

BAR: Final = "$primary"
"""The filled part of a bar."""

QR: Final = "#FFFFFF on #000000"
"""A QR code: the same in every theme, for it is read by a machine."""

STAGE_STYLES: Final[Mapping[str, str]] = {
    "BODY": BODY,
    "HEADING": HEADING,
    "QUIET": QUIET,
    "ACCENT": ACCENT,
    "KEY": KEY,
    "DONE": DONE,
    "WARN": WARN,
    "ERROR": ERROR,
    "CHOSEN": CHOSEN,
    "FRAME": FRAME,
    "BAR": BAR,
}
"""Every style of this module by name: what the contrast of a theme is checked over."""

DARK: Final = Theme(
    name="copworkshop-dark",
    dark=True,
    foreground="#F2F4F5",
    background="#101418",
    surface="#1A2026",
    panel="#232B33",
    primary="#8CC8FF",
    secondary="#A9B8C9",
    accent="#FFD166",
    success="#8FE388",
    warning="#FFB070",
    error="#FFA39C",
    variables={
        "text": "#F2F4F5",
        "text-muted": "#B8C2CC",
        "text-disabled": "#98A2AC",
        "foreground-muted": "#B8C2CC",
        "foreground-disabled": "#98A2AC",
        "text-primary": "#8CC8FF",
        "text-secondary": "#A9B8C9",
        "text-accent": "#FFD166",
        "text-success": "#8FE388",
        "text-warning": "#FFB070",
        "text-error": "#FFA39C",
        "border": "#8CC8FF",
        "border-blurred": "#6C7782",
        "block-cursor-foreground": "#101418",
        "block-cursor-background": "#8CC8FF",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#F2F4F5",
        "block-cursor-blurred-background": "#33404D",
        "input-cursor-foreground": "#101418",
        "input-cursor-background": "#F2F4F5",
        "input-selection-foreground": "#F2F4F5",
        "input-selection-background": "#2B4A68",
        "screen-selection-foreground": "#F2F4F5",
        "screen-selection-background": "#2B4A68",
        "button-foreground": "#F2F4F5",
        "button-color-foreground": "#101418",
        "footer-foreground": "#F2F4F5",
        "footer-background": "#232B33",
        "footer-key-foreground": "#FFD166",
        "footer-description-foreground": "#F2F4F5",
        "scrollbar": "#6C7782",
        "scrollbar-hover": "#8CC8FF",
        "scrollbar-active": "#8CC8FF",
        "scrollbar-background": "#1A2026",
    },
)
"""Light letters on a dark ground: the theme for a dim room."""

LIGHT: Final = Theme(
    name="copworkshop-light",
    dark=False,
    foreground="#14181C",
    background="#FAFAF7",
    surface="#F0F0EC",
    panel="#E4E5E0",
    primary="#0B3D78",
    secondary="#3D4854",
    accent="#7A2E00",
    success="#0E4F1F",
    warning="#6B3A00",
    error="#8A0F1B",
    variables={
        "text": "#14181C",
        "text-muted": "#3F4750",
        "text-disabled": "#565F68",
        "foreground-muted": "#3F4750",
        "foreground-disabled": "#565F68",
        "text-primary": "#0B3D78",
        "text-secondary": "#3D4854",
        "text-accent": "#7A2E00",
        "text-success": "#0E4F1F",
        "text-warning": "#6B3A00",
        "text-error": "#8A0F1B",
        "border": "#0B3D78",
        "border-blurred": "#757C84",
        "block-cursor-foreground": "#FAFAF7",
        "block-cursor-background": "#0B3D78",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#14181C",
        "block-cursor-blurred-background": "#CCD8E6",
        "input-cursor-foreground": "#FAFAF7",
        "input-cursor-background": "#14181C",
        "input-selection-foreground": "#14181C",
        "input-selection-background": "#BBD3EE",
        "screen-selection-foreground": "#14181C",
        "screen-selection-background": "#BBD3EE",
        "button-foreground": "#14181C",
        "button-color-foreground": "#FAFAF7",
        "footer-foreground": "#14181C",
        "footer-background": "#E4E5E0",
        "footer-key-foreground": "#7A2E00",
        "footer-description-foreground": "#14181C",
        "scrollbar": "#7E868E",
        "scrollbar-hover": "#0B3D78",
        "scrollbar-active": "#0B3D78",
        "scrollbar-background": "#F0F0EC",
    },
)
"""Dark letters on a light ground: the theme for a bright room and a weak projector."""

_OWN: Final = "ansi_default"

TERMINAL: Final = Theme(
    name="copworkshop-terminal",
    ansi=True,
    dark=True,
    foreground=_OWN,
    background=_OWN,
    surface=_OWN,
    panel=_OWN,
    boost=_OWN,
    # Shapes may be coloured. Letters never are: of the sixteen colours none is sure to be readable on a ground
    # that we do not know, and the terminal's own two are the pair that its owner can read.
    primary="ansi_cyan",
    secondary="ansi_cyan",
    warning=_OWN,
    error=_OWN,
    success=_OWN,
    accent=_OWN,
    variables={
        "ansi-background": _OWN,
        "ansi-foreground": _OWN,
        "text": _OWN,
        "text-muted": _OWN,
        "text-disabled": _OWN,
        "foreground-muted": _OWN,
        "foreground-disabled": _OWN,
        "text-primary": _OWN,
        "text-secondary": _OWN,
        "text-accent": _OWN,
        "text-success": _OWN,
        "text-warning": _OWN,
        "text-error": _OWN,
        "border": "ansi_cyan",
        "border-blurred": _OWN,
        # Both of the pair are given, so that it can be read on any ground; and lists lose a reverse, but no line.
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "block-cursor-text-style": "bold underline",
        "block-cursor-blurred-foreground": _OWN,
        "block-cursor-blurred-background": _OWN,
        "block-cursor-blurred-text-style": "underline",
        "input-cursor-foreground": _OWN,
        "input-cursor-background": _OWN,
        "input-cursor-text-style": "reverse",
        "footer-key-foreground": _OWN,
        "link-color": _OWN,
        "scrollbar": "ansi_cyan",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": _OWN,
        "scrollbar-background-hover": _OWN,
        "scrollbar-background-active": _OWN,
    },
)
"""The terminal's own colours: for 16-colour terminals, for those with none, and for who prefers their own."""

THEMES: Final = (DARK, LIGHT, TERMINAL)
"""The themes that are offered, the first by default."""


def register(app: App[Any]) -> None:
    """Make the themes known to `app`, so that ``app.theme`` can name them."""
    for theme in THEMES:
        app.register_theme(theme)


def theme_for(*, colours: int, light: bool = False) -> str:
    """Return the name of the theme for a terminal that shows so many `colours` (0 for none, as NO_COLOR asks).

    With 16 colours or fewer the terminal's own ground is kept, light or dark.
    """
    if colours <= 16:
        return TERMINAL.name
    return LIGHT.name if light else DARK.name


def ansi_color(environ: Mapping[str, str]) -> bool | None:
    """Return what an app must be made with, ``App(ansi_color=...)``, for the environment's NO_COLOR to be kept.

    Textual decides in the constructor how to obey NO_COLOR. Left to itself it takes its filter to greys, which
    paints a theme of the terminal's own colours black on black; with native colours it removes every colour,
    which is what https://no-color.org asks for.
    """
    return True if environ.get("NO_COLOR") is not None else None
