"""The command that prints how a shell completes our command line."""

import argparse
from argparse import _SubParsersAction as Commands
from pathlib import Path
from typing import Any, Final

from copworkshop.cli.output import say

SHELLS: Final = ("bash", "zsh", "fish")


def completion(given: argparse.Namespace) -> int:
    """Print the script for a shell."""
    import shtab

    from copworkshop.cli.parser import command_line

    top = command_line()
    _name_files(top, shtab.FILE)
    say(shtab.complete(top, shell=given.shell))
    return 0


def _name_files(parser: argparse.ArgumentParser, files: Any) -> None:
    """Mark what is the path of a file or a folder, so that the shell completes it as one."""
    for action in parser._actions:  # noqa: SLF001 - the way that shtab itself takes
        if isinstance(action, Commands):
            for each in action.choices.values():
                _name_files(each, files)
        elif action.type is Path:
            action.complete = files  # type: ignore[attr-defined]
