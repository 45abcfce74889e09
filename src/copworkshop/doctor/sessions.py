"""Checks whether the sessions and the plan have no faults, and whether the facilitator can reach them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from copworkshop.content.loader import DEFAULT_PLAN, BadPlan, load_plan, packaged_text, parse_plan
from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.model.plan import Plan
from copworkshop.ssh.access import PASSPHRASE, faults_of_access
from copworkshop.ssh.host_key import faults_of_host_key
from copworkshop.ssh.opening import faults_of_opening
from copworkshop.store.access_files import ACCESS_FOLDER
from copworkshop.store.check import check
from copworkshop.store.commands import command
from copworkshop.store.errors import CannotRead
from copworkshop.store.sessions import SessionLine, overview


def listed(root: Path) -> tuple[tuple[SessionLine, ...], Finding | None]:
    """Return the sessions of a folder, or the reason why they cannot be listed."""
    try:
        return overview(root), None
    except CannotRead as error:
        return (), wrong("Sessions", str(error), "Make the folder readable, or choose another with --sessions.")


def sessions(root: Path, lines: Sequence[SessionLine]) -> Iterator[Finding]:
    """Check every file of every session."""
    if not lines:
        yield fine("Sessions", f"None yet in {root}.")
        return
    sound = 0
    for line in lines:
        faults = [str(fault) for fault in check(root / line.name)]
        if faults:
            more = f" There are {len(faults) - 1} more." if len(faults) > 1 else ""
            yield wrong(
                "Session", f"{line.name}: {faults[0]}{more}", "See them all with:",
                command("check", of=str(root / line.name)),
            )  # fmt: skip
        else:
            sound += 1
    if sound:
        yield fine(
            "Sessions", f"{sound} in {root}; every file of {'it' if sound == 1 else 'theirs'} was read, and is sound."
        )


def running(lines: Iterable[SessionLine]) -> Iterator[Finding]:
    """Name the sessions that a process runs now."""
    for line in lines:
        if line.held_by is not None:
            yield look("Running", f"{line.name} is open in process {line.held_by}; only one program can have it.")


def plan(path: Path | None) -> Finding:
    """Check the plan of a new session; None means the packaged plan."""
    try:
        read = parse_plan(packaged_text(DEFAULT_PLAN), DEFAULT_PLAN) if path is None else load_plan(path)
    except BadPlan as error:
        return wrong("Plan", str(error.faults[0]), "See all of it with:", command("check", of=str(path)))
    return fine("Plan", f"“{read.title}”, {len(read.steps)} steps, {_minutes(read)}.")


def access(root: Path, lines: Iterable[SessionLine]) -> Iterator[Finding]:
    """Check the host key, what lets people into the sessions that are not closed, and their passphrases."""
    for fault in faults_of_host_key(root):
        yield wrong("Host key", fault, "Do that before people come.")
    alone: list[str] = []
    for line in lines:
        folder = root / line.name / ACCESS_FOLDER
        if line.closed or not folder.is_dir():
            continue
        for fault in (*faults_of_access(folder), *faults_of_opening(folder)):
            yield wrong("Host key", f"{line.name}: {fault}", "Do that before people come.")
        if not (folder / PASSPHRASE).exists():
            alone.append(line.name)
    if alone:
        yield look(
            "Passphrase",
            f"None is set for {', '.join(alone)}: the console opens on this machine alone.",
            "To lead from another machine or a phone:",
            command("passphrase", of=alone[0], sessions=root),
        )


def _minutes(read: Plan) -> str:
    minutes = sum(step.minutes for step in read.steps)
    return f"{minutes:g} minutes" if minutes else "no times planned"
