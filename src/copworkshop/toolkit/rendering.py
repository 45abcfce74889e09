"""How every app of the process renders: in true colour, whatever the terminal that the program was started in shows."""

from typing import Any

from rich.color import ColorSystem
from textual.app import App
from textual.filter import Monochrome, NoColor


def render_true(app: App[Any]) -> None:
    """Have an app render true colour; its driver translates on the way out (see colours.py).

    Left to itself Textual asks the environment of the process, NO_COLOR included, whoever looks at the app.
    """
    app.console._color_system = ColorSystem.TRUECOLOR
    app.no_color = False
    app._filters = [kept for kept in app._filters if not isinstance(kept, Monochrome | NoColor)]
