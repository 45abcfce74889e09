"""Every colour of the screens, in one place: semantic styles, and the themes that give them their colours.

A screen names a style of this module (``Content.styled(text, HEADING)``), never a colour. The styles are
strings over Textual's own theme variables (``$text-…`` for letters, the bare name for shapes), so that they
work with any theme and change with it.

Each style differs from its neighbours in more than colour: in weight, in a mark, or in its words. So nothing
is lost on a terminal without colours.
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
"""Text that may be overlooked: sources, hints, the address line."""

ACCENT: Final = "bold $text-accent"
"""The one thing to look at now: the join code, the clock, the place being revealed."""

KEY: Final = "bold $text-accent"
"""A key that can be pressed, in a hint."""

DONE: Final = "bold $text-success"
"""Ticked, saved, ready. Always next to a tick or the word."""

WARN: Final = "bold $text-warning"
"""Needs attention soon: time nearly up, not saved yet. Always in words."""

ERROR: Final = "bold $text-error"
"""Refused or failed. Always in words."""

CHOSEN: Final = "bold reverse"
"""The entry that the keys act on. Reversed, so that it is visible without any colour."""

FRAME: Final = "$secondary"
"""Boxes and arrows."""

BAR: Final = "$primary"
"""The filled part of a bar."""

QR: Final = "#FFFFFF on #000000"
"""A QR code: the same in every theme, because a machine reads it."""

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
"""Every style of this module by name. The contrast check of a theme goes over these."""


def _theme(
    name: str,
    *,
    dark: bool,
    ink: str,
    quiet: str,
    faint: str,
    grounds: tuple[str, str, str],
    heading: str,
    frame: str,
    accent: str,
    success: str,
    warning: str,
    error: str,
    edge: str,
    under_cursor: str,
    selected: str,
) -> Theme:
    """Return a theme of these colours.

    `grounds` are the backgrounds of the screen, of surfaces on it, and of panels at its edges.
    """
    ground, surface, panel = grounds
    return Theme(
        name=name,
        dark=dark,
        foreground=ink,
        background=ground,
        surface=surface,
        panel=panel,
        primary=heading,
        secondary=frame,
        accent=accent,
        success=success,
        warning=warning,
        error=error,
        variables={
            "text": ink,
            "text-muted": quiet,
            "text-disabled": faint,
            "foreground-muted": quiet,
            "foreground-disabled": faint,
            "text-primary": heading,
            "text-secondary": frame,
            "text-accent": accent,
            "text-success": success,
            "text-warning": warning,
            "text-error": error,
            "border": heading,
            "border-blurred": edge,
            "block-cursor-foreground": ground,
            "block-cursor-background": heading,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": ink,
            "block-cursor-blurred-background": under_cursor,
            "input-cursor-foreground": ground,
            "input-cursor-background": ink,
            "input-selection-foreground": ink,
            "input-selection-background": selected,
            "screen-selection-foreground": ink,
            "screen-selection-background": selected,
            "button-foreground": ink,
            "button-color-foreground": ground,
            "footer-foreground": ink,
            "footer-background": panel,
            "footer-key-foreground": accent,
            "footer-description-foreground": ink,
            "scrollbar": edge,
            "scrollbar-hover": heading,
            "scrollbar-active": heading,
            "scrollbar-background": surface,
        },
    )


DARK: Final = _theme(
    "copworkshop-dark",
    dark=True,
    ink="#F2F4F5",
    quiet="#B8C2CC",
    faint="#98A2AC",
    grounds=("#101418", "#1A2026", "#232B33"),
    heading="#8CC8FF",
    frame="#A9B8C9",
    accent="#FFD166",
    success="#8FE388",
    warning="#FFB070",
    error="#FFA39C",
    edge="#6C7782",
    under_cursor="#33404D",
    selected="#2B4A68",
)
"""Light letters on a dark background: the theme for a dim room."""

LIGHT: Final = _theme(
    "copworkshop-light",
    dark=False,
    ink="#14181C",
    quiet="#3F4750",
    faint="#565F68",
    grounds=("#FAFAF7", "#F0F0EC", "#E4E5E0"),
    heading="#0B3D78",
    frame="#3F4852",
    accent="#7A2E00",
    success="#0E4F1F",
    warning="#5F2B00",
    error="#8A0F1B",
    edge="#757C84",
    under_cursor="#CCD8E6",
    selected="#BBD3EE",
)
"""Dark letters on a light background: the theme for a bright room and a weak projector."""

CONTRAST: Final = _theme(
    "copworkshop-contrast",
    dark=True,
    ink="#FFFFFF",
    quiet="#FFFFFF",
    faint="#E6E6E6",
    grounds=("#000000", "#000000", "#000000"),
    heading="#66FFFF",
    frame="#FFFFFF",
    accent="#FFFF00",
    success="#7CFF7C",
    warning="#FFCC33",
    error="#FFB3B3",
    edge="#BFBFBF",
    under_cursor="#303030",
    selected="#00406B",
)
"""As much contrast as a screen can give, everywhere: for weak projectors, and for people who need it."""

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
    # Shapes may be coloured, but letters never are: we do not know the background, and none of the sixteen colours
    # is sure to be readable on it. Its owner can read the terminal's own pair of colours.
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
        # Both colours of the pair are set, so that it is readable on any background. Textual's lists drop a reverse
        # style, but keep an underline.
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
"""The terminal's own colours: for terminals with 16 or no colours, and for people who prefer their own."""

THEMES: Final = (DARK, LIGHT, CONTRAST, TERMINAL)
"""The themes to choose from. The first is the default."""

SAID: Final = {
    DARK.name: "dark",
    LIGHT.name: "light",
    CONTRAST.name: "high contrast",
    TERMINAL.name: "the terminal's own",
}
"""What people call each theme."""

GOES_THROUGH: Final = "Dark, light, high contrast, or the terminal's own colours"
"""The description of the key that changes the theme."""


def register(app: App[Any]) -> None:
    """Register the themes with `app`, so that ``app.theme`` can name them."""
    for theme in THEMES:
        app.register_theme(theme)


def theme_for(*, colours: int, light: bool = False) -> str:
    """Return the name of the theme for a terminal that shows `colours` colours (0 for none, as NO_COLOR asks).

    With 16 colours or fewer the terminal keeps its own background, light or dark.
    """
    if colours <= 16:
        return TERMINAL.name
    return LIGHT.name if light else DARK.name
