"""How a command of ours is spelled, so that it works when somebody pastes it into a shell."""

import os
import shlex
import sys
from pathlib import Path

from copworkshop.store.home import find_home


def usual_sessions() -> Path:
    """Return the folder of sessions that every command finds by itself, whatever folder is used in between."""
    return find_home(by_memory=False).folder


def command(verb: str = "", *options: str, of: str | None = None, sessions: Path | None = None) -> str:
    """Return the command line ``copworkshop VERB OF OPTIONS``, quoted for the shell of this system.

    `of` is the session or the path that it is about; it may begin with a dash. The command carries ``--sessions`` with
    a whole path, so that it works in any folder, unless `sessions` is what the command looks in by itself.
    """
    words = ["copworkshop", verb] if verb else ["copworkshop"]
    told = [*options]
    if sessions is not None and sessions.absolute() != usual_sessions():
        told += ["--sessions", os.path.abspath(sessions)]  # noqa: PTH100 - it keeps the links that the person knows
    if of is not None and of.startswith("-"):
        told += ["--", of]
    elif of is not None:
        words.append(of)
    return " ".join(map(_quoted, [*words, *told]))


def _quoted(word: str) -> str:
    """Return a word as the shell of this system takes it."""
    if sys.platform == "win32":  # PowerShell and cmd both know double quotes, and no file's name holds one
        return f'"{word}"' if shlex.quote(word) != word else word
    return shlex.quote(word)
