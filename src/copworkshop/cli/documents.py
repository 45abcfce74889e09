"""The commands that read existing files: list sessions, write reports."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copworkshop.cli.output import WRONG_USE, Trouble, hand_over, home_of, is_terminal, root_of, say, tell, tell_of_last

if TYPE_CHECKING:
    from copworkshop.export.documents import Document
    from copworkshop.export.registry import Format
    from copworkshop.export.tree import Report
    from copworkshop.rules.sight import Sight

_DELIMITERS: Final = {",": ",", ";": ";", "|": "|", "\t": "\t", "\\t": "\t", "tab": "\t"}


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
    _hand_over(report(sight(opened.session, FACILITATOR)), form, given)
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
        _hand_over(merged([*seen.values()]), form, given)
    except CannotMerge as error:
        raise Trouble(str(error)) from None
    return 0


def _format(given: argparse.Namespace) -> "Format":
    """Return the format given by --format, else the one of the ending of the file to write, else the default."""
    from copworkshop.export.registry import CSV, MARKDOWN, NO_PDF, PDF, csv_parted_by

    ending = given.to.suffix.lower() if given.to is not None and not given.to.is_dir() else ""
    if PDF in {(given.format or "").lower(), ending[1:] if given.format is None else ""}:
        raise Trouble(NO_PDF, WRONG_USE)
    if given.format is not None:
        form = _format_named(given.format)
    elif ending:
        form = _format_with(ending)
    else:
        form = CSV if given.delimiter is not None else MARKDOWN
    if given.delimiter is None:
        return form
    if form is not CSV:
        raise Trouble(f"--delimiter is for the format csv, and this is {form.name}.", WRONG_USE)
    return csv_parted_by(_delimiter(given.delimiter))


def _format_named(name: str) -> "Format":
    from copworkshop.export.registry import FORMATS

    form = FORMATS.get(name.lower())
    if form is None:
        raise Trouble(f"There is no format “{name}”; choose one of: {', '.join(FORMATS)}.", WRONG_USE)
    return form


def _format_with(ending: str) -> "Format":
    from copworkshop.export.registry import FORMATS

    form = next((form for form in FORMATS.values() if form.ending == ending), None)
    if form is None:
        endings = ", ".join(form.ending for form in FORMATS.values())
        raise Trouble(
            f"There is no report with the ending {ending}: give --to a name that ends in one of {endings}, or say "
            "the format with --format.",
            WRONG_USE,
        )
    return form


def _delimiter(typed: str) -> str:
    delimiter = _DELIMITERS.get(typed.lower(), typed)
    if delimiter not in _DELIMITERS.values():
        raise Trouble("--delimiter takes a comma, a semicolon, a bar or the word tab, such as ';'", WRONG_USE)
    return delimiter


def _parts(form: "Format", whole: "Report", given: argparse.Namespace) -> "list[tuple[Document, Report]]":
    """Return what is to be written: the report, the part that --part names, or the slides that there are."""
    from copworkshop.export.documents import PARTS, REPORT, NotThere
    from copworkshop.export.registry import SLIDES

    if given.part is None and form not in SLIDES:
        return [(REPORT, whole)]
    names = [*PARTS] if given.part is None else [given.part]
    found, sentences = [], []
    for name in names:
        document, of = PARTS[name]
        try:
            found.append((document, of(whole)))
        except NotThere as sentence:
            sentences.append(str(sentence))
    if not found:
        raise Trouble(" ".join(sentences))
    into_a_folder = given.to is not None and given.to.is_dir()
    return found if into_a_folder else found[:1]


def _hand_over(whole: "Report", form: "Format", given: argparse.Namespace) -> None:
    """Write a document to the place that the command line gives: standard output, a file, or a file in a folder."""
    from copworkshop.export.documents import file_name
    from copworkshop.live.exports import write_to

    for document, report in _parts(form, whole, given):
        if given.to is None and not form.is_text and is_terminal(sys.stdout):
            raise Trouble(
                f"A terminal cannot show {form.name}. Write it to a file: add --to NAME{form.ending}", WRONG_USE
            )
        data = form.render(report)
        warning = form.warn(report)
        if warning is not None:
            tell(warning)
        if given.to is None:
            hand_over(data)
            return
        path = given.to / f"{file_name(document, whole.session)}{form.ending}" if given.to.is_dir() else given.to
        write_to(path, data, force=given.force)
        tell(f"The {'report' if document.word == 'report' else 'document'} is in {path}.")
