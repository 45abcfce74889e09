"""Write the reference from the code: ``uv run python docs/reference/generate.py``.

It writes commands.md, keys.md, files.md, environment.md and the man page copworkshop.1. A test compares them with
the code.
"""

import argparse
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from typing import Final

from keys import keys

from copworkshop.cli.about import ABOUT
from copworkshop.cli.output import FAILED, WRONG_USE
from copworkshop.cli.parser import command_line
from copworkshop.cli.wrong_use import Parser
from copworkshop.hosting.terminal import ACCEPTED_ENVIRONMENT
from copworkshop.ssh.access import AUTHORIZED_KEYS, FACILITATOR_KEY, JOIN_CODE
from copworkshop.ssh.client import KNOWN_HOSTS, PORT_FILE
from copworkshop.ssh.opening import ADDRESS_FILE, BIND_FILE, WIFI_FILE
from copworkshop.store.access_files import ACCESS_FOLDER, HOST_KEY
from copworkshop.store.codec import PLAN_FILE, SEATS_FOLDER, SESSION_FILE
from copworkshop.store.home import VARIABLE
from copworkshop.store.lock import LOCK_NAME
from copworkshop.store.room_files import CLOSED_FOLDER, OPEN_FOLDER

HERE: Final = Path(__file__).parent
MADE: Final = "<!-- Made from the code by docs/reference/generate.py: change the code, then run it again. -->"

FILES: Final = {
    PLAN_FILE: "the plan as it was run",
    SESSION_FILE: "where the room is, its settings, clocks and tables",
    f"{OPEN_FOLDER}/": "what belongs to the room: remarks, its own ideas, merged ideas, paper ballots",
    f"{CLOSED_FOLDER}/": "the same after the close, with everybody's ideas and ballots, without names",
    f"{SEATS_FOLDER}/": "one file for each person: name, proposal, ideas, ballot, place on the bands, public keys",
    f"{ACCESS_FOLDER}/": "who may come in; readable by you alone, and in no report",
    f"{ACCESS_FOLDER}/{JOIN_CODE}": "the join code",
    f"{ACCESS_FOLDER}/{PORT_FILE}": "the port",
    f"{ACCESS_FOLDER}/{BIND_FILE}": "the address to listen on, if you gave one",
    f"{ACCESS_FOLDER}/{ADDRESS_FILE}": "the address that people are told, if you gave one",
    f"{ACCESS_FOLDER}/{WIFI_FILE}": "the room's Wi-Fi, if you gave it",
    f"{ACCESS_FOLDER}/{FACILITATOR_KEY}": "the key that opens stage and console on this computer",
    f"{ACCESS_FOLDER}/{AUTHORIZED_KEYS}": "the public keys that open stage and console",
    f"{ACCESS_FOLDER}/{KNOWN_HOSTS}": "by which stage and console know the session",
    "exports/": "reports",
    "session.log": "only if something failed: what and where in the program, without anybody's words or names",
    LOCK_NAME: "says which process has the session open",
}

VARIABLES: Final = {
    VARIABLE: "the folder of sessions, where `--sessions` is not given",
    "COPWORKSHOP_TRACEBACK": "if it is set, an error of the program itself shows where it happened",
    "NO_COLOR": "if it is set, no colours are used",
    "TERM": "the kind of terminal; with `dumb`, or none, the screens do not start",
    "COLORTERM": "`truecolor` or `24bit`: the terminal shows all colours",
    "LC_ALL, LC_CTYPE, LANG": "the first that is set says which character set the terminal has",
}


def commands_of(top: Parser) -> dict[str, Parser]:
    """Return the parsers of the commands by their names."""
    return next(action.choices for action in top._actions if isinstance(action, argparse._SubParsersAction))


def actions_of(parser: Parser) -> Iterator[argparse.Action]:
    """Yield what can be typed after a command, but for --help: what has no dashes first."""
    shown = [each for each in parser._actions if each.help != argparse.SUPPRESS and each.dest != "help"]
    shown = [each for each in shown if not isinstance(each, argparse._SubParsersAction)]
    yield from sorted(shown, key=lambda each: bool(each.option_strings))


def spelled(action: argparse.Action) -> str:
    """Return an option with its value, or the name of what is typed in its place."""
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return f"{action.option_strings[-1]}{value}"


def usage(name: str, parser: Parser) -> str:
    """Return the command line in one line."""
    parts = ["copworkshop", *([name] if name else [])]
    for action in actions_of(parser):
        optional = action.option_strings or action.nargs in ("?", "*")
        more = " …" if action.nargs in ("+", "*") else ""
        parts.append(f"[{spelled(action)}]{more}" if optional else f"{spelled(action)}{more}")
    return " ".join(parts)


def sentence(text: str) -> str:
    """Return the words of an option as a cell of a table."""
    for sign, spelling in (("%%", "%"), ("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("_", "\\_"), ("~", "\\~")):
        text = text.replace(sign, spelling)
    return text


def commands() -> str:
    """Return the page on the commands."""
    top = command_line()
    lines = [MADE, "", "# Commands", "", "`copworkshop COMMAND --help` says the same in the terminal.", ""]
    for name, parser in {"": top, **commands_of(top)}.items():
        about = ABOUT.get(name)
        title = f"copworkshop {name}".strip()
        text = parser.description if name else f"{top.description} {top.epilog}"
        kept = re.sub(r"\[[^]]*\]+|SESSION …", lambda part: part[0].replace(" ", "\0"), usage(name, parser))
        wrapped = wrap(kept, 80, subsequent_indent="    ", break_on_hyphens=False)
        typed = [line.replace("\0", " ") for line in wrapped]
        lines += [f"## {title}", "", text or "", "", "```text", *typed, "```", ""]
        rows = [f"| `{spelled(action)}` | {sentence(action.help or '')} |" for action in actions_of(parser)]
        if rows:
            lines += ["| | |", "|---|---|", *rows, ""]
        if about and about.examples:
            lines += ["For example:", "", "```text", *about.examples, "```", ""]
    return "\n".join(lines)


_NAMED: Final = """\
A session is a folder in your folder of sessions, named after its date and its title: “Harbour Trust” becomes
`2026-11-23-harbour-trust`. A title in small letters without spaces, such as `walk`, is the folder's name as it is.
"""

_REPLACED: Final = """\
A file is always replaced whole. The copy before is kept with the ending `.previous`. A file that cannot be read is
set aside under a name with `unreadable`, and the copy before is used. You can read and change all files with an editor
while the session does not run; `copworkshop check` says whether they are sound.

## Which folder of sessions

All commands look in the first of these:

1. the one given with `--sessions DIR`;
2. the one in the environment variable `VARIABLE`;
3. `./sessions`, if there is one;
4. the folder in which a session was last started or resumed, if it is still there;
5. `~/copworkshop`, which the first session makes (`~/copworkshop/sessions`, if there is one).

`copworkshop sessions` and the start screen name the folder in use.

Next to the sessions is `HOST_KEY`, by which everybody's ssh knows this computer. With another one, ssh warns
everybody who came before. A second laptop that is to take over needs a copy of it.

## How a session is named on the command line

By its title, by its folder's name with or without the date, or by its folder's path. A name with a slash is always a
path. The session `example` is always there; one of your own with that name comes first.
"""


def files() -> str:
    """Return the page on the files."""
    rows = [f"| `{name}` | {what} |" for name, what in FILES.items()]
    rest = _REPLACED.replace("VARIABLE", VARIABLE).replace("HOST_KEY", HOST_KEY)
    return "\n".join([MADE, "", "# Files", "", _NAMED, "| in the folder | what it is |", "|---|---|", *rows, "", rest])


def environment() -> str:
    """Return the page on environment variables and exit codes."""
    rows = [f"| {', '.join(f'`{each}`' for each in name.split(', '))} | {what} |" for name, what in VARIABLES.items()]
    taken = ", ".join(f"`{name}`" for name in sorted(ACCEPTED_ENVIRONMENT))
    return "\n".join(
        [
            MADE, "", "# Environment and exit codes", "", "## Variables", "",
            "| variable | what it does |", "|---|---|", *rows, "",
            f"Of a participant's environment, a session takes only {taken}, if their ssh sends them.", "",
            "## Exit codes", "", "| code | meaning |", "|---|---|",
            "| 0 | done |",
            f"| {FAILED} | it failed; one sentence on standard error says why and what to do |",
            f"| {WRONG_USE} | the command line cannot be understood; a sentence says what to type |",
            "| 130 | Ctrl+C |", "",
            "`stage`, `console` and `join` end with the exit code of `ssh`, which is 255 if there was no connection.",
            f"`doctor` and `check` end with {FAILED} if anything is wrong, `rehearse` if anything went wrong.", "",
        ]
    )  # fmt: skip


def man() -> str:
    """Return the man page, for ``man docs/reference/copworkshop.1``."""
    top = command_line()

    def roff(text: str) -> str:
        text = (
            text.replace("%%", "%").replace("\\", "\\e").replace("-", "\\-").replace("“", "\\(lq").replace("”", "\\(rq")
        )
        return re.sub(r"^([.'])", r"\\&\1", text.replace("…", "..."), flags=re.MULTILINE)

    release = version("copworkshop")
    lines = [
        '.\\" Made from the code by docs/reference/generate.py.',
        f'.TH COPWORKSHOP 1 "" "copworkshop {release}" "User commands"',
        ".SH NAME", "copworkshop \\- run a workshop from a terminal",
        ".SH SYNOPSIS", roff(usage("", top)), ".br", "copworkshop COMMAND ...",
        ".SH DESCRIPTION", roff(f"{top.description} {top.epilog}"),
        ".SH COMMANDS",
    ]  # fmt: skip
    for name, parser in commands_of(top).items():
        lines += [f".SS {roff(usage(name, parser))}", roff(parser.description or "")]
        for action in actions_of(parser):
            lines += [".TP", f".B {roff(spelled(action))}", roff(action.help or "")]
        for example in ABOUT[name].examples if name in ABOUT else ():
            lines += [".PP", "For example:", f".B {roff(example)}"]
    lines += [".SH ENVIRONMENT"]
    for name, what in VARIABLES.items():
        lines += [".TP", f".B {roff(name)}", roff(what.replace("`", ""))]
    lines += [
        ".SH EXIT STATUS",
        "0 when it is done,",
        f"{FAILED} when it failed,",
        f"{WRONG_USE} for wrong use, 130 after Ctrl+C.",
        ".SH FILES",
    ]
    for name, what in FILES.items():
        lines += [".TP", f".B {roff(name)}", roff(what)]
    return "\n".join(lines) + "\n"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "commands.md": commands,
    "keys.md": lambda: f"{MADE}\n\n{keys()}",
    "files.md": files,
    "environment.md": environment,
    "copworkshop.1": man,
}


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
