"""Writes documents to the disk. They contain what a viewer may see, and are written completely or not at all."""

from dataclasses import dataclass
from pathlib import Path

from copworkshop.export.documents import Document
from copworkshop.export.paper import FILE, JoiningOnPaper, Kept, paper_kit
from copworkshop.export.registry import HTML, Format
from copworkshop.model.system_errors import why
from copworkshop.rules.sight import Sight
from copworkshop.store.commands import command
from copworkshop.store.errors import CannotSave
from copworkshop.store.files import make_folder, replace_durably, write_new
from copworkshop.store.home import shortened


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, and what the person should know about them."""

    paths: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


def write_document(folder: Path, name: str, form: Format, document: Document, seen: Sight) -> Written:
    """Render a document and write it into a folder.

    If the name is taken, the file gets the next number. `name` is chosen by the program, never by a person. Do not call
    this on the event loop: it is slow.

    Raises:
        NotThere: there is no such document for this viewer.
        CannotSave: it could not be written; the sentence says why, and no partial file is left.

    """
    report = document.of(seen)
    data, warning = form.render(report), form.warn(report)
    return Written((write_next(folder, name, form.ending, data),), () if warning is None else (warning,))


def write_paper(folder: Path, seen: Sight, joining: JoiningOnPaper | None, kept: Kept | None) -> Written:
    """Write the paper kit of what the facilitator sees into a folder, next to earlier ones.

    Do not call this on the event loop: it is slow.

    Raises:
        CannotSave: it could not be written; the sentence says why, and no partial file is left.

    """
    from copworkshop.export.paper_page import paper_page  # the template engine is loaded when it is needed

    return Written((write_next(folder, FILE, HTML.ending, paper_page(paper_kit(seen, joining, kept)).encode()),))


def kept_in(folder: Path) -> Kept:
    """Return where the session of this folder is, and how to resume it, as the paper kit says it."""
    return Kept(
        folder=shortened(folder.absolute()),
        resume=command("run", of=folder.name, sessions=folder.parent),
        elsewhere=command("run", of=f"./{folder.name}"),
    )


def write_next(folder: Path, name: str, ending: str, data: bytes) -> Path:
    """Write a new file into a folder and return its path. If the name is taken, it gets the next number.

    Raises:
        CannotSave: it could not be written; the sentence says why, and no partial file is left.

    """
    number = 1
    try:
        make_folder(folder)
        while True:
            path = folder / f"{name}{'' if number == 1 else f'-{number}'}{ending}"
            try:
                write_new(path, data)
            except FileExistsError:
                number += 1
            else:
                return path
    except OSError as error:
        raise CannotSave(f"{name}{ending} could not be written to {folder}: {why(error)}.") from error


def write_to(path: Path, data: bytes, *, force: bool) -> None:
    """Write a document to the path that a person gave. An existing file is replaced only with `force`.

    Raises:
        CannotSave: the file exists, or could not be written; the sentence says why. An existing file is unchanged,
            and no partial file is left.

    """
    try:
        if force:
            replace_durably(path, data)
        else:
            write_new(path, data)
    except FileExistsError:
        raise CannotSave(f"{path} is there already. Choose another name, or write over it with --force.") from None
    except OSError as error:
        raise CannotSave(f"{path} could not be written: {why(error)}.") from error
