"""What an app needs to be one of many in a process, with nobody of the server's looking on."""

import sys
from typing import Any

from rich.console import Console
from textual._styles_cache import StylesCache
from textual.app import App

from copworkshop.hosting.teardown import watch
from copworkshop.toolkit.rendering import render_true

# Textual remembers the backgrounds of borders by the widget's own cache of lines, for want of this word (8.2.8): the
# lines of the last 1,024 widgets would outlive them, some 0.9 MB for each app that ended.
StylesCache.get_inner_outer = classmethod(StylesCache.get_inner_outer)  # type: ignore[arg-type, assignment, method-assign]


def isolate_app(app: App[Any]) -> None:
    """Make an app fit for being one of many in a process, with nobody of the server's looking on."""
    render_true(app)
    watch(app)
    # Textual redirects the process's streams to the app while it runs. Several apps that overlap leave them on a dead
    # one; redirected to where they are, they stay.
    app._capture_stdout = sys.stdout  # type: ignore[assignment]
    app._capture_stderr = sys.stderr  # type: ignore[assignment]
    # A crash is logged by its frames. Textual would render it with the local variables, which are people's words.
    app.error_console = Console(quiet=True)
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]
