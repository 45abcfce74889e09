"""The commands that read existing files: list sessions, write reports."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from copworkshop.cli.output import WRONG_USE, Trouble, hand_over, home_of, root_of, say, tell, tell_of_last

if TYPE_CHECKING:
    from copworkshop.export.registry import Format
    from copworkshop.rules.sight import Sight


def list_sessions(given: argparse.Namespace) -> int:
    """List all sessions, one per line."""
    from copworkshop.store.commands import command
    from copworkshop.store.sessions import overview

    home = home_of(given)
    lines = overview(home.folder)
    if not lines:
        say(f"There are no sessions in {home.shown} yet. Begin one with: {command(sessions=home.folder)}")
    for line in lines:
        if line.fault is not None:
            say(f"{line.name}  {line.fault}")
            continue
        saved = line.saved.astimezone().strftime("%Y-%m-%d %H:%M") if line.saved is not None else "-"
        state = "closed" if line.closed else line.step
        people = "1 person" if line.people == 1 else f"{line.people} people"
        held = f"  (open in process {line.held_by})" if line.held_by is not None else ""
        say(f"{line.name}  {line.plan}  {state}  {people}  saved {saved}{held}")
    if lines:
        tell(f"The sessions are in {home.shown}.")
    tell_of_last(home)
    return 0


def report(given: argparse.Namespace) -> int:
    """Write the report of a session."""
    from copworkshop.export.report import report
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.sight import sight
    from copworkshop.store.example import session_to_read
    from copworkshop.store.sessions import open_read_only

    form = _format(given)
    opened = open_read_only(*session_to_read(root_of(given), given.session))
    for incident in opened.incidents:
        tell(f"copworkshop: {incident}")
    _hand_over(form.render(report(sight(opened.session, FACILITATOR))), form, given)
    return 0


def merge(given: argparse.Namespace) -> int:
    """Write one report of several rooms."""
    from copworkshop.export.merging import CannotMerge, merged
    from copworkshop.model.people import FACILITATOR
    from copworkshop.rules.sight import sight
    from copworkshop.store.example import session_to_read
    from copworkshop.store.sessions import open_read_only

    form = _format(given)
    seen: dict[Path, Sight] = {}
    for name in given.session:
        # Sessions from several laptops may have the same name. Then the paths of their folders distinguish them.
        opened = open_read_only(*session_to_read(root_of(given), name))
        for incident in opened.incidents:
            tell(f"copworkshop: {name}: {incident}")
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
    """Return the format given by --format, else the one of the ending of the file to write, else the default."""
    from copworkshop.export.registry import FORMATS, MARKDOWN

    if given.format is None:
        ending = given.to.suffix.lower() if given.to is not None and not given.to.is_dir() else ""
        if not ending:
            return MARKDOWN
        form = next((form for form in FORMATS.values() if form.ending == ending), None)
        if form is None:
            endings = ", ".join(form.ending for form in FORMATS.values())
            raise Trouble(
                f"There is no report with the ending {ending}: give --to a name that ends in one of {endings}, or say "
                "the format with --format.",
                WRONG_USE,
            )
        return form
    form = FORMATS.get(given.format.lower())
    if form is None:
        raise Trouble(f"There is no format “{given.format}”; choose one of: {', '.join(FORMATS)}.", WRONG_USE)
    return form


def _hand_over(text: str, form: "Format", given: argparse.Namespace) -> None:
    """Write a document to the place that the command line gives: standard output, a file, or a file in a folder."""
    from copworkshop.live.exports import write_to

    if given.to is None:
        hand_over(text)
        return
    path = given.to / f"report{form.ending}" if given.to.is_dir() else given.to
    write_to(path, text, force=given.force)
    tell(f"The report is in {path}.")
