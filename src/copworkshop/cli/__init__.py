"""The commands. They connect the packages; this is the only package that imports all the others.

Each command imports what it needs when it runs, so that no command waits for imports that only another one uses. The
first screen appears without the code that counts paper ballots, and a count runs without Textual.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from copworkshop.cli.output import FAILED, Trouble, complain, home_of
from copworkshop.cli.parser import command_line


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with 0 for success, 1 for failure, or 2 for wrong use."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code. Every error becomes a sentence on standard error."""
    try:
        given = command_line().understand(arguments)
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except Trouble as trouble:
        return complain(str(trouble), trouble.code)
    except BrokenPipeError:
        # The reader of our output, such as `head`, has all that it wants. Nothing more can be written there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("COPWORKSHOP_TRACEBACK"):
            raise
        from copworkshop.model.system_errors import Doing, why
        from copworkshop.store.errors import NoSession, StoreError

        if isinstance(error, NoSession) and (about_last := home_of(given).about_last):
            return complain(f"{error}. {about_last}", FAILED)
        if isinstance(error, StoreError):
            return complain(str(error), FAILED)
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else "The system refused something: "
            return complain(f"{where}{why(error, Doing.READING)}. Fix that, then try again.", FAILED)
        return complain(
            f"Something is wrong in copworkshop itself ({type(error).__name__}); what was saved is safe. "
            "Set COPWORKSHOP_TRACEBACK=1 and try again to see where.",
            FAILED,
        )
