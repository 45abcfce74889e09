"""The commands. They wire the rooms together; this is the only room that knows them all.

Each command imports what it needs when it is given, so that none waits for what only another one uses: the first
screen comes up without the counting of paper ballots, and a count without Textual.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from copworkshop.cli.output import FAILED, Trouble, complain
from copworkshop.cli.parser import command_line


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Do what the command line says, and exit: 0 when it is done, 1 when it failed, 2 for wrong use."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code; every trouble becomes a sentence on standard error."""
    try:
        given = command_line().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except Trouble as trouble:
        return complain(str(trouble), trouble.code)
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` does. Nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("COPWORKSHOP_TRACEBACK"):
            raise
        from copworkshop.store.errors import StoreError, why

        if isinstance(error, StoreError):
            return complain(str(error), FAILED)
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else ""
            return complain(f"{where}{why(error)}. Mend that and try again.", FAILED)
        return complain(
            f"Something is wrong in copworkshop itself ({type(error).__name__}); what was saved is safe. "
            "Set COPWORKSHOP_TRACEBACK=1 and try again to see where.",
            FAILED,
        )
