"""The commands and their arguments."""

import argparse
from importlib.metadata import version
from pathlib import Path
from typing import get_args

from copworkshop.admission.addresses import PORT
from copworkshop.cli.about import describe
from copworkshop.cli.admission import EXPECTED, SCREEN_MEGABYTES
from copworkshop.cli.checking import check, doctor
from copworkshop.cli.completion import SHELLS, completion
from copworkshop.cli.counting import count
from copworkshop.cli.documents import list_sessions, merge, report
from copworkshop.cli.erasing import erase
from copworkshop.cli.paper import paper
from copworkshop.cli.rehearsing import rehearse
from copworkshop.cli.running import host, join, passphrase, run_session, start
from copworkshop.cli.second_screen import second_screen
from copworkshop.cli.wrong_use import Parser, whole_number
from copworkshop.model.plan import RuleName

_WIFI = "the room's Wi-Fi, shown on the stage with a QR code (else the session's); type a colon in its name as \\:"


def command_line() -> Parser:
    """Return the parser of the command line. Its result names the function to run as `command`."""
    top = Parser(
        prog="copworkshop",
        description="Run Session 4, “Communities of Practice in Action”, from a terminal.",
        epilog="With no command it starts the facilitator's screens: resume a session, or begin one. "
        "What a command does, with an example: copworkshop COMMAND --help",
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"copworkshop {version('copworkshop')}",
        help="say which version this is, and end",
    )
    sessions = Parser(add_help=False)
    sessions.add_argument(
        "--sessions",
        metavar="DIR",
        type=Path,
        # Not set if it is not given, so that the option works before the command and after it.
        default=argparse.SUPPRESS,
        help="where sessions live (else COPWORKSHOP_SESSIONS, else ./sessions, else where the last one was, "
        "else ~/copworkshop)",
    )
    top.add_argument("--sessions", metavar="DIR", type=Path, default=None, help=argparse.SUPPRESS)
    top.add_argument(
        "--port",
        type=whole_number("--port"),
        metavar="N",
        default=None,
        help=f"where people join (else the session's, else {PORT})",
    )
    top.add_argument("--wifi", metavar="NAME[:PASSWORD]", default=None, help=_WIFI)
    top.set_defaults(command=start)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    way_in = Parser(add_help=False)
    way_in.add_argument(
        "--port",
        type=whole_number("--port"),
        metavar="N",
        default=argparse.SUPPRESS,  # as for --sessions
        help=f"where people join (else the session's, else {PORT})",
    )
    way_in.add_argument(
        "--bind", metavar="ADDR", help="the address to listen on (else the session's, else all of this machine's)"
    )
    way_in.add_argument(
        "--address", metavar="ADDR", help="the address or name to tell people (else the session's, else the likeliest)"
    )
    way_in.add_argument(
        "--expect",
        type=whole_number("--expect"),
        metavar="N",
        default=EXPECTED,
        help="how many people may come at the same moment: so many screens are prepared, "
        f"at about {SCREEN_MEGABYTES} MB each ({EXPECTED})",
    )

    door = Parser(add_help=False, parents=[way_in])
    door.add_argument(
        "session",
        nargs="?",
        metavar="SESSION",
        help="its title, or the folder or path of one there is; left out, a new one",
    )
    door.add_argument("--plan", metavar="FILE", type=Path, help="the plan of a new session (else Session 4)")
    door.add_argument(
        "--wifi",
        metavar="NAME[:PASSWORD]",
        default=argparse.SUPPRESS,
        help=_WIFI,  # as for --sessions
    )
    door.add_argument("--code", metavar="CODE", help="the join code; none: no code is asked (else one is made)")

    add = commands.add_parser("run", parents=[sessions, door], help="go straight into a session, new or resumed")
    add.add_argument("--no-ssh", action="store_true", help="nobody joins from another terminal")
    add.set_defaults(command=run_session)

    add = commands.add_parser(
        "host", parents=[sessions, door], help="run a session without a screen of its own, for a server"
    )
    add.add_argument(
        "--rehearsal", action="store_true", help=argparse.SUPPRESS
    )  # leaves the folder used last as it was
    add.set_defaults(command=host)

    add = commands.add_parser("rehearse", parents=[sessions], help="practise with simulated people, who come over SSH")
    add.add_argument("--people", type=whole_number("--people"), metavar="N", default=12, help="how many come (12)")
    add.add_argument(
        "--pace",
        choices=("real", "brisk", "fast"),
        metavar="PACE",
        help="real: as people are; brisk: an hour in ten minutes; fast: at once",
    )
    add.add_argument("--plan", metavar="FILE", type=Path, help="the plan to practise with (else Session 4)")
    add.add_argument(
        "--port", type=whole_number("--port"), metavar="N", default=0, help="where people join (any that is free)"
    )
    add.add_argument("--bind", metavar="ADDR", default="127.0.0.1", help="where to listen (else this machine alone)")
    add.add_argument("--alone", action="store_true", help="nobody leads: run it to its end, a line a round")
    add.set_defaults(command=rehearse)

    for name, what in (("stage", "the projector's view"), ("console", "the facilitator's view")):
        add = commands.add_parser(name, parents=[sessions], help=f"a second terminal on the running session: {what}")
        add.add_argument("host", nargs="?", metavar="HOST", help="where it runs (else this machine)")
        add.set_defaults(command=second_screen, entrance=name)

    add = commands.add_parser(
        "passphrase", parents=[sessions], help="set the passphrase that opens the console from any machine"
    )
    add.add_argument("session", metavar="SESSION", help="its title, or its folder's name or path")
    add.set_defaults(command=passphrase)

    add = commands.add_parser("join", help="join a session, with the system's ssh")
    add.add_argument("host", metavar="HOST", help="as the stage shows it; HOST:PORT for another port")
    add.set_defaults(command=join)

    add = commands.add_parser("sessions", parents=[sessions], help="list the sessions there are")
    add.set_defaults(command=list_sessions)

    document = Parser(add_help=False)
    document.add_argument(
        "--format",
        metavar="FORMAT",
        help="md, html, csv, json, xlsx or docx; svg or png for slides (else by the ending of PATH, else md). "
        "For PDF, open html in a browser, print it and choose “Save as PDF”",
    )
    document.add_argument(
        "--part",
        choices=("topten", "picture"),
        metavar="PART",
        help="topten or picture: only the top ten, or the picture of participation",
    )
    document.add_argument(
        "--delimiter", metavar="CHARACTER", help="what parts the cells of csv: , or ; or | or tab (a comma if left out)"
    )
    document.add_argument(
        "--to", metavar="PATH", type=Path, help="the file or folder to write to (else standard output)"
    )
    document.add_argument("--force", action="store_true", help="write over a file that is there")

    add = commands.add_parser("report", parents=[sessions, document], help="write the report of a session")
    add.add_argument("session", metavar="SESSION", help="its title, or its folder's name or path")
    add.set_defaults(command=report)

    add = commands.add_parser(
        "merge", parents=[sessions, document], help="one report of several rooms that ran the same plan"
    )
    add.add_argument("session", metavar="SESSION", nargs="+", help="its title, or its folder's name or path")
    add.set_defaults(command=merge)

    add = commands.add_parser(
        "paper",
        parents=[sessions],
        help="print forms, slips, ballots and cards for people without a device",
    )
    add.add_argument(
        "session",
        nargs="?",
        metavar="SESSION",
        help="its title, or its folder's name or path; the kit is written into its exports",
    )
    add.add_argument(
        "--plan",
        metavar="NAME",
        help="a plan that comes with the program, or a file (else Session 4), into this folder",
    )
    add.add_argument("--to", metavar="PATH", type=Path, help="another file or folder to write to")
    add.add_argument("--force", action="store_true", help="write over the file at PATH")
    add.set_defaults(command=paper)

    add = commands.add_parser(
        "erase",
        parents=[sessions],
        help="remove a session, or one person's words from it",
    )
    add.add_argument("session", metavar="SESSION", help="its title, or its folder's name or path")
    add.add_argument("--person", metavar="NAME", help="remove this person's words, and nothing else")
    add.add_argument(
        "--seat", type=whole_number("--seat"), metavar="N", help="which of several people of that name; it says which"
    )
    add.add_argument("--yes", action="store_true", help="do not ask")
    add.set_defaults(command=erase)

    add = commands.add_parser("count", help="count paper ballots: a table, or a PrefLib or BLT file")
    add.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=".csv, .tsv, .txt, .soc, .soi, .toc, .toi or .blt; - for standard input. It says how it was read",
    )
    add.add_argument(
        "--shape",
        metavar="SHAPE",
        help="how a table holds the ballots (else it is recognised): rows, each a ballot, best first; choices, columns "
        "of first, second … choices below a heading; grid, ideas in the heading and places below them; "
        "list, a list in one cell",
    )
    add.add_argument(
        "--header",
        choices=("yes", "no"),
        metavar="YES_OR_NO",
        help="yes or no: whether the first row of a table is a heading (else it is recognised)",
    )
    add.add_argument(
        "--rule",
        metavar="RULE",
        default="points",
        help=f"{', '.join(get_args(RuleName))} ({get_args(RuleName)[0]} if left out)",
    )
    add.add_argument(
        "--depth",
        type=whole_number("--depth"),
        metavar="N",
        default=5,
        help="how many ideas of a ballot count, for points (5)",
    )
    add.add_argument("--top", type=whole_number("--top"), metavar="N", default=10, help="how many places to list (10)")
    add.add_argument(
        "--format", choices=("table", "json"), metavar="FORMAT", default="table", help="table (if left out) or json"
    )
    add.set_defaults(command=count)

    add = commands.add_parser(
        "doctor", parents=[sessions, way_in], help="is this machine ready? what will people type?"
    )
    add.add_argument("--plan", metavar="FILE", type=Path, help="the plan of a new session (else Session 4)")
    add.add_argument("--no-ssh", action="store_true", help="nobody joins from another terminal")
    add.add_argument("--wait", action="store_true", help="wait until another machine has reached this one")
    add.set_defaults(command=doctor)

    add = commands.add_parser("check", parents=[sessions], help="is this plan, or this session, sound?")
    add.add_argument("path", metavar="PATH", type=Path, help="a plan file, a session's folder, or a session's name")
    add.set_defaults(command=check)

    add = commands.add_parser("completion", help="complete commands with Tab: print the script for a shell")
    add.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
    add.set_defaults(command=completion)

    lines = {action.dest: str(action.help) for action in commands._choices_actions}  # noqa: SLF001 - nothing else has them
    for name, parser in commands.choices.items():
        describe(name, parser, lines[name])
    return top
