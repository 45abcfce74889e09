"""The commands. It wires the rooms together and is the only file that knows them all.

Each command imports what it needs when it is given, so that none waits for what only another one uses: the first
screen comes up without the counting of paper ballots, and a count without Textual.
"""

import argparse
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from copworkshop.export.registry import Format
    from copworkshop.live.workshop import Running, Wanted, Workshop
    from copworkshop.rules.sight import Sight
    from copworkshop.ssh.host import Host, Opening
    from copworkshop.ui.facilitator import OpenDoor

PORT = 2222
"""Where people join if nothing else is said: ports below 1024 need rights that a laptop's user does not have."""

EXPECTED = 200
"""How many people may come at once without waiting, if nothing else is said."""

MOST_EXPECTED = 1_000

MOST_REHEARSING = 200
"""So many people may be simulated: as many as a room has seats for."""

WRONG_USE = 2
FAILED = 1


class Trouble(Exception):  # noqa: N818 - a sentence for the person at the keyboard
    """Something that keeps a command from being done, as one sentence that says what to do."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


class _Parser(argparse.ArgumentParser):
    """A parser that says one sentence about wrong use, and where to read more."""

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise Trouble(f"{sentence}. See what there is with: {self.prog} --help", WRONG_USE)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Do what the command line says, and exit: 0 when it is done, 1 when it failed, 2 for wrong use."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code; every trouble becomes a sentence on standard error."""
    try:
        given = _parser().parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except Trouble as trouble:
        return _complain(str(trouble), trouble.code)
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
            return _complain(str(error), FAILED)
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else ""
            return _complain(f"{where}{why(error)}. Mend that and try again.", FAILED)
        return _complain(
            f"Something is wrong in copworkshop itself ({type(error).__name__}); what was saved is safe. "
            "Set COPWORKSHOP_TRACEBACK=1 and try again to see where.",
            FAILED,
        )


def _complain(sentence: str, code: int) -> int:
    sys.stderr.write(f"copworkshop: {sentence}\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="copworkshop",
        description="Run Session 4, “Communities of Practice in Action”, from a terminal.",
        epilog="With no command it starts the facilitator's screens: resume a session, or begin one.",
    )
    parser.add_argument("--version", action="version", version=f"copworkshop {version('copworkshop')}")
    sessions = _Parser(add_help=False)
    sessions.add_argument(
        "--sessions",
        metavar="DIR",
        type=Path,
        # Not set where it is not given, so that it can stand before the command and after it.
        default=argparse.SUPPRESS,
        help="where sessions live (else COPWORKSHOP_SESSIONS, else ./sessions)",
    )
    parser.add_argument("--sessions", metavar="DIR", type=Path, default=None, help=argparse.SUPPRESS)
    parser.set_defaults(command=_start)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    way_in = _Parser(add_help=False)
    way_in.add_argument("--port", type=int, metavar="N", default=PORT, help=f"where people join ({PORT})")
    way_in.add_argument(
        "--bind", metavar="ADDR", default="", help="the address to listen on (else all of this machine's)"
    )
    way_in.add_argument("--address", metavar="ADDR", help="the address or name to tell people (else the likeliest)")
    way_in.add_argument(
        "--expect",
        type=int,
        metavar="N",
        default=EXPECTED,
        help=f"how many people may come at once: so many screens are made ready, at about 1 MB each ({EXPECTED})",
    )

    door = _Parser(add_help=False, parents=[way_in])
    door.add_argument("session", nargs="?", metavar="SESSION", help="its name; left out, one is made from the date")
    door.add_argument("--plan", metavar="FILE", type=Path, help="the plan of a new session (else Session 4)")
    door.add_argument("--code", metavar="CODE", help="the join code; none: no code is asked (else one is made)")

    add = commands.add_parser("run", parents=[sessions, door], help="go straight into a session, new or resumed")
    add.add_argument("--no-ssh", action="store_true", help="nobody joins from another terminal")
    add.set_defaults(command=_run)

    add = commands.add_parser("host", parents=[sessions, door], help="the same with no screen of its own, for a server")
    add.set_defaults(command=_host)

    add = commands.add_parser("rehearse", parents=[sessions], help="practise with simulated people, who come over SSH")
    add.add_argument("--people", type=int, metavar="N", default=12, help="how many come (12)")
    add.add_argument(
        "--pace", choices=("real", "brisk", "fast"), help="as people are, an hour in ten minutes, or at once"
    )
    add.add_argument("--plan", metavar="FILE", type=Path, help="the plan to practise with (else Session 4)")
    add.add_argument("--port", type=int, metavar="N", default=0, help="where people join (any that is free)")
    add.add_argument("--bind", metavar="ADDR", default="127.0.0.1", help="where to listen (else this machine alone)")
    add.add_argument("--alone", action="store_true", help="nobody leads: run it to its end, a line a round")
    add.set_defaults(command=_rehearse)

    for name, what in (("stage", "the projector's view"), ("console", "the facilitator's view")):
        add = commands.add_parser(name, parents=[sessions], help=f"a second terminal on the running session: {what}")
        add.add_argument("host", nargs="?", metavar="HOST", help="where it runs (else this machine)")
        add.set_defaults(command=_second_screen, entrance=name)

    add = commands.add_parser(
        "passphrase", parents=[sessions], help="set the passphrase that opens the console from any machine"
    )
    add.add_argument("session", metavar="SESSION")
    add.set_defaults(command=_passphrase)

    add = commands.add_parser("join", help="join a session, with the system's ssh")
    add.add_argument("host", metavar="HOST", help="as the stage shows it; HOST:PORT for another port")
    add.set_defaults(command=_join)

    add = commands.add_parser("sessions", parents=[sessions], help="list the sessions there are")
    add.set_defaults(command=_sessions)

    document = _Parser(add_help=False)
    document.add_argument(
        "--format", metavar="FORMAT", help="md, html, csv or json (else by the ending of PATH, else md)"
    )
    document.add_argument(
        "--to", metavar="PATH", type=Path, help="the file or folder to write to (else standard output)"
    )
    document.add_argument("--force", action="store_true", help="write over a file that is there")

    add = commands.add_parser("report", parents=[sessions, document], help="write the report of a session")
    add.add_argument("session", metavar="SESSION")
    add.set_defaults(command=_report)

    add = commands.add_parser(
        "merge", parents=[sessions, document], help="one report of several rooms that ran the same plan"
    )
    add.add_argument("session", metavar="SESSION", nargs="+", help="its name, or the path of its folder")
    add.set_defaults(command=_merge)

    add = commands.add_parser("count", help="count paper ballots: a CSV with one ballot a row, or a PrefLib file")
    add.add_argument("file", metavar="FILE", type=Path)
    add.add_argument(
        "--rule", default="points", help="points (if left out), borda, dowdall, approval, copeland, schulze"
    )
    add.add_argument("--depth", type=int, default=5, help="how many ideas of a ballot count, for points (5)")
    add.add_argument("--top", type=int, default=10, help="how many places to list (10)")
    add.add_argument("--format", choices=("table", "json"), default="table")
    add.set_defaults(command=_count)

    add = commands.add_parser(
        "doctor", parents=[sessions, way_in], help="is this machine ready? what will people type?"
    )
    add.add_argument("--plan", metavar="FILE", type=Path, help="the plan of a new session (else Session 4)")
    add.add_argument("--no-ssh", action="store_true", help="nobody joins from another terminal")
    add.add_argument("--wait", action="store_true", help="wait until another machine has reached this one")
    add.set_defaults(command=_doctor)

    add = commands.add_parser("check", help="is this plan, or this session's folder, sound?")
    add.add_argument("path", metavar="PATH", type=Path)
    add.set_defaults(command=_check)
    return parser


def _root(given: argparse.Namespace) -> Path:
    if given.sessions is not None:
        return Path(given.sessions)
    return Path(os.environ.get("COPWORKSHOP_SESSIONS") or "sessions")


def _start(given: argparse.Namespace) -> int:
    return _screens(_root(given), wanted=None, open_door=_door())


def _run(given: argparse.Namespace) -> int:
    address = _told_address(given.address)
    open_door = None if given.no_ssh else _door(given.port, given.bind, address, given.code, given.expect)
    return _screens(_root(given), wanted=lambda there: there.wanted(given.session, given.plan), open_door=open_door)


def _door(
    port: int = PORT, bind: str = "", address: str = "", code: str | None = None, expect: int = EXPECTED
) -> "Callable[[Running], Awaitable[Host]]":
    """Return what opens the door of a session; the network is imported only then, when the screens are up."""
    _require_door(port, expect)

    def network() -> "tuple[type[Host], type[Opening], Callable[[], None]]":
        from copworkshop.ssh.host import Host, Opening
        from copworkshop.ssh.server import tune_collector

        return Host, Opening, tune_collector

    async def open_door(running: "Running") -> "Host":
        import asyncio

        # Off the event loop: a third of a second in which no key would be answered.
        host_kind, opening_kind, tune = await asyncio.to_thread(network)
        host = await host_kind.open(running, opening_kind(port, bind, address, code, expect))
        tune()
        host.prepare()
        return host

    return open_door


def _told_address(text: str | None) -> str:
    """Return the address to tell people, as it was typed; empty for the likeliest."""
    if text is None:
        return ""
    from copworkshop.ssh.client import BadHost, read_host

    try:
        return read_host(f"[{text}]", PORT).host
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None


def _require_door(port: int, expect: int) -> None:
    if not 0 <= expect <= MOST_EXPECTED:
        raise Trouble(f"Give --expect a number of people from 0 to {MOST_EXPECTED}.", WRONG_USE)
    if not 0 <= port <= 65535:
        raise Trouble(f"{port} is no port: give --port a number from 0 (any that is free) to 65535.", WRONG_USE)


def _host(given: argparse.Namespace) -> int:
    import asyncio

    from copworkshop.live.workshop import Workshop
    from copworkshop.ssh.headless import serve
    from copworkshop.ssh.host import Opening

    _require_door(given.port, given.expect)
    address = _told_address(given.address)
    workshop = Workshop(_root(given))
    running = workshop.enter(workshop.wanted(given.session, given.plan))
    _say(f"Session: {running.hub.session.name}")
    for mishap in running.mishaps:
        sys.stderr.write(f"copworkshop: {mishap}\n")
    opening = Opening(given.port, given.bind, address, given.code, given.expect)
    asyncio.run(serve(running, opening, _say))
    return 0


def _rehearse(given: argparse.Namespace) -> int:
    _require_door(given.port, given.people)
    if not 1 <= given.people <= MOST_REHEARSING:
        raise Trouble(f"--people takes a number from 1 to {MOST_REHEARSING}.", WRONG_USE)
    if not given.alone:
        _require_terminal()
    from copworkshop.rehearsal.ground import begin, sessions_folder

    # Never among the user's sessions, unless this very command line says where.
    with sessions_folder(given.sessions) as sessions:
        name = begin(sessions, given.plan)
        rehearsed = _rehearse_alone if given.alone else _rehearse_led
        seen, faults = rehearsed(given, sessions, name)
    kept = "Its files were removed." if given.sessions is None else f"It is kept: {given.sessions / name}"
    for sentence in (*seen, kept):
        _say(sentence)
    for fault in faults:
        sys.stderr.write(f"copworkshop: {fault}\n")
    if faults:
        _say("The rehearsal did not go well: see above, and look with: copworkshop doctor")
        return FAILED
    _say("The rehearsal went well: all that people saw entered is saved, and every file is sound.")
    return 0


def _rehearse_led(given: argparse.Namespace, sessions: Path, name: str) -> tuple[Sequence[str], Sequence[str]]:
    import asyncio

    from copworkshop.rehearsal.comparing import differences
    from copworkshop.rehearsal.visitors import Visitors
    from copworkshop.ssh.addresses import EVERYWHERE, LOOPBACK
    from copworkshop.ssh.client import Address
    from copworkshop.store.check import check
    from copworkshop.store.sessions import look

    visitors = Visitors(given.people, given.pace or "brisk")
    usual = _door(given.port, given.bind, expect=given.people)
    reached_at = LOOPBACK if given.bind in EVERYWHERE else given.bind

    async def open_door(running: "Running") -> "Host":
        host = await usual(running)
        code = host.joining.code if host.joining is not None else None
        await asyncio.to_thread(visitors.come, Address(reached_at, host.port), code)
        return host

    try:
        _screens(sessions, wanted=lambda there: there.wanted(name, None), open_door=open_door)
    finally:
        tally = visitors.go()
    session = look(sessions, name).session
    faults = [*map(str, check(sessions / name)), *differences(session, tally.accounts)]
    if not tally.came:
        faults.append("None of the simulated people came in, or none could say what they did.")
    return [tally.summary], faults


def _rehearse_alone(given: argparse.Namespace, sessions: Path, name: str) -> tuple[Sequence[str], Sequence[str]]:
    import asyncio

    from copworkshop.rehearsal.alone import rehearse_alone
    from copworkshop.rehearsal.host_process import HostFailed
    from copworkshop.rehearsal.pace import PACES

    try:
        outcome = asyncio.run(rehearse_alone(sessions, name, given.people, PACES[given.pace or "fast"], _say))
    except HostFailed as error:
        raise Trouble(str(error)) from None
    return outcome.seen, outcome.faults


def _second_screen(given: argparse.Namespace) -> int:
    from copworkshop.ssh.client import PORT_FILE, BadHost, read_host, second_screen_command
    from copworkshop.ssh.host import ACCESS_FOLDER
    from copworkshop.store.sessions import overview

    # Another machine's session has neither the key nor the port of one that runs here.
    here = given.host in {None, "localhost", "127.0.0.1", "::1"}
    running = [line for line in overview(_root(given)) if here and line.held_by is not None]
    access = next((path for line in running if (path := _root(given) / line.name / ACCESS_FOLDER).is_dir()), None)
    if given.host is None and access is None:
        raise Trouble(f"No session is running in {_root(given)}. Start one with: copworkshop run")
    try:
        port = int((access / PORT_FILE).read_text()) if access is not None else PORT
        address = read_host(given.host or "localhost", port)
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None
    except (OSError, ValueError):
        raise Trouble("The running session lets nobody in over SSH: start it without --no-ssh.") from None
    return _become(second_screen_command(given.entrance, address, access))


def _passphrase(given: argparse.Namespace) -> int:
    import getpass

    from copworkshop.ssh.access import AccessError, set_passphrase
    from copworkshop.ssh.host import ACCESS_FOLDER
    from copworkshop.store.sessions import look

    folder = look(_root(given), given.session).folder.path / ACCESS_FOLDER
    if sys.stdin.isatty():
        passphrase = getpass.getpass("Passphrase: ")
        if getpass.getpass("The same once more: ") != passphrase:
            raise Trouble("The two are not the same, and nothing is changed. Try again.")
    else:
        passphrase = sys.stdin.readline().rstrip("\r\n")
    try:
        set_passphrase(folder, passphrase)
    except AccessError as error:
        raise Trouble(str(error)) from None
    _say("The passphrase is set. From any machine: ssh -p PORT console@HOST, or stage@HOST, as the stage shows them.")
    return 0


def _join(given: argparse.Namespace) -> int:
    from copworkshop.ssh.client import BadHost, join_command, read_host

    try:
        address = read_host(given.host, PORT)
    except BadHost as error:
        raise Trouble(str(error), WRONG_USE) from None
    if not sys.stdin.isatty():
        raise Trouble("There is no terminal to show the room on. Connect without a command, or use ssh -t.")
    return _become(join_command(address))


def _become(command: Sequence[str]) -> int:
    """Let the system's ssh take over this terminal."""
    import shutil
    import subprocess

    if shutil.which(command[0]) is None:
        raise Trouble("There is no ssh on this machine. Install OpenSSH's client, then try again.")
    return subprocess.run(command, check=False).returncode


def _screens(
    root: Path,
    *,
    wanted: "Callable[[Workshop], Wanted] | None",
    open_door: "Callable[[Running], Awaitable[OpenDoor]] | None",
) -> int:
    _require_terminal()
    import io

    from rich.console import Console

    from copworkshop.ui.facilitator import FacilitatorApp

    def workshop() -> "Workshop":
        from copworkshop.live.workshop import Workshop

        return Workshop(root)

    app = FacilitatorApp(workshop, wanted, open_door)
    # What Textual would print of a fault of ours holds people's words; the sentence of `run` takes its place.
    app.error_console = Console(file=io.StringIO())
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.trouble is not None:
        raise Trouble(app.trouble)
    return app.return_code or 0


def _require_terminal() -> None:
    # Textual draws on standard error: sent to a file, it would leave the person before an empty terminal.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Trouble("The screens need a terminal: start copworkshop in one, without a pipe, < or >.")
    from copworkshop.ui.least_size import LEAST_HEIGHT, LEAST_WIDTH, too_small

    columns, rows = os.get_terminal_size()
    if too_small(columns, rows):
        raise Trouble(
            f"This terminal is {columns}×{rows}; at least {LEAST_WIDTH}×{LEAST_HEIGHT} is needed, 80×24 is good. "
            "Enlarge the window or make its letters smaller, then start again."
        )


def _sessions(given: argparse.Namespace) -> int:
    from copworkshop.store.sessions import overview

    root = _root(given)
    lines = overview(root)
    if not lines:
        _say(f"There are no sessions in {root} yet. Begin one with: copworkshop")
    for line in lines:
        if line.fault is not None:
            _say(f"{line.name}  {line.fault}")
            continue
        saved = line.saved.astimezone().strftime("%Y-%m-%d %H:%M") if line.saved is not None else "-"
        state = "closed" if line.closed else line.step
        people = "1 person" if line.people == 1 else f"{line.people} people"
        held = f"  (open in process {line.held_by})" if line.held_by is not None else ""
        _say(f"{line.name}  {line.plan}  {state}  {people}  saved {saved}{held}")
    return 0


def _report(given: argparse.Namespace) -> int:
    from copworkshop.export.report import report
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.sight import sight
    from copworkshop.store.sessions import look

    form = _format(given)
    opened = look(_root(given), given.session)
    for mishap in opened.mishaps:
        sys.stderr.write(f"copworkshop: {mishap}\n")
    _hand_over(form.render(report(sight(opened.session, FACILITATOR))), form, given)
    return 0


def _merge(given: argparse.Namespace) -> int:
    from copworkshop.export.merging import CannotMerge, merged
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.sight import sight
    from copworkshop.store.sessions import is_session, look

    form = _format(given)
    seen: dict[Path, Sight] = {}
    for name in given.session:
        # Rooms on several laptops may well have named their sessions alike: then they are told by their folders.
        path = Path(name).resolve()
        opened = look(path.parent, path.name) if is_session(path) else look(_root(given), name)
        for mishap in opened.mishaps:
            sys.stderr.write(f"copworkshop: {name}: {mishap}\n")
        folder = opened.folder.path.resolve()
        if folder in seen:
            raise Trouble(f"{name} is named twice, and would be counted twice: name each session once.", WRONG_USE)
        seen[folder] = sight(opened.session, FACILITATOR)
    try:
        _hand_over(form.render(merged([*seen.values()])), form, given)
    except CannotMerge as error:
        raise Trouble(str(error)) from None
    return 0


def _format(given: argparse.Namespace) -> "Format":
    """Return the format that is wanted: by its name, else by the ending of the file to write, else the default."""
    from copworkshop.export.registry import FORMATS, MARKDOWN

    if given.format is None:
        ending = given.to.suffix.lower() if given.to is not None else ""
        return next((form for form in FORMATS.values() if form.ending == ending), MARKDOWN)
    form = FORMATS.get(given.format.lower())
    if form is None:
        raise Trouble(f"There is no format “{given.format}”; choose one of: {', '.join(FORMATS)}.", WRONG_USE)
    return form


def _hand_over(text: str, form: "Format", given: argparse.Namespace) -> None:
    """Write a document to where the command line says: standard output, a file, or a file in a folder."""
    from copworkshop.live.exports import write_to

    if given.to is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    path = given.to / f"report{form.ending}" if given.to.is_dir() else given.to
    write_to(path, text, force=given.force)
    sys.stderr.write(f"The report is in {path}.\n")


def _count(given: argparse.Namespace) -> int:
    import json

    from copworkshop.ranking.agreement import kendall_w
    from copworkshop.ranking.json_shape import as_json
    from copworkshop.ranking.papers import BadPaper, read_papers
    from copworkshop.ranking.registry import rule_named
    from copworkshop.ranking.table import as_table
    from copworkshop.ranking.tally import top
    from copworkshop.ranking.votes import Votes

    try:
        rule = rule_named(given.rule)
        if given.depth < 1 or given.top < 1:
            raise ValueError("--depth and --top take a whole number from 1 up.")
    except ValueError as error:
        raise Trouble(str(error), WRONG_USE) from None
    try:
        papers = read_papers(given.file.name, given.file.read_bytes())
    except BadPaper as error:
        raise Trouble(str(error)) from None
    votes = Votes.gather(papers.ideas, papers.ballots)
    result = rule.count_votes(votes, depth=given.depth)
    best, agreement = top(result, given.top), kendall_w(votes)
    if given.format == "json":
        _say(json.dumps(as_json(result, best, agreement), ensure_ascii=False, indent=2))
    else:
        _say(as_table(result, best, agreement).rstrip("\n"))
    return 0


def _doctor(given: argparse.Namespace) -> int:
    import shutil

    from copworkshop.doctor.consultation import consult, wait
    from copworkshop.doctor.examination import Wanted
    from copworkshop.ssh.server import ServerError

    if not 1 <= given.port <= 65535:
        raise Trouble("Give --port the number that people will join on, from 1 to 65535.", WRONG_USE)
    _require_door(given.port, given.expect)
    wanted = Wanted(
        sessions=_root(given), plan=given.plan, joins=not given.no_ssh, port=given.port, bind=given.bind,
        address=_told_address(given.address), people=given.expect,
    )  # fmt: skip
    coloured = sys.stdout.isatty() and os.environ.get("NO_COLOR") is None
    ready = consult(wanted, _say, width=shutil.get_terminal_size().columns, coloured=coloured)
    if given.wait and wanted.joins:
        try:
            wait(wanted, _say)
        except ServerError as error:
            raise Trouble(str(error)) from None
    return 0 if ready else FAILED


def _check(given: argparse.Namespace) -> int:
    from copworkshop.content.loader import BadPlan, load_plan
    from copworkshop.store.check import check

    if given.path.is_dir():
        faults = [str(fault) for fault in check(given.path)]
    else:
        try:
            load_plan(given.path)
            faults = []
        except BadPlan as error:
            faults = [str(fault) for fault in error.faults]
    for fault in faults:
        _say(fault)
    if faults:
        return FAILED
    _say(f"{given.path} is sound.")
    return 0


def _say(text: str) -> None:
    """Write to standard output, in UTF-8 whatever the machine's habit: people's words are in every script."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
