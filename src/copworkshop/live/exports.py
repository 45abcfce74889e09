"""Writes documents to the disk. They contain what a viewer may see, and are written completely or not at all."""

from pathlib import Path

from copworkshop.export.documents import Document
from copworkshop.export.registry import Format
from copworkshop.model.system_errors import why
from copworkshop.rules.sight import Sight
from copworkshop.store.errors import CannotSave
from copworkshop.store.files import make_folder, replace_durably, write_new


def write_document(folder: Path, name: str, form: Format, document: Document, seen: Sight) -> Path:
    """Render a document and write it into a folder; return its path.

    If the name is taken, the file gets the next number. `name` is chosen by the program, never by a person. Do not call
    this on the event loop: it is slow.

    Raises:
        NotThere: there is no such document for this viewer.
        CannotSave: it could not be written; the sentence says why, and no partial file is left.

    """
    data = form.render(document.of(seen)).encode()
    number = 1
    try:
        make_folder(folder)
        while True:
            path = folder / f"{name}{'' if number == 1 else f'-{number}'}{form.ending}"
            try:
                write_new(path, data)
            except FileExistsError:
                number += 1
            else:
                return path
    except OSError as error:
        raise CannotSave(f"{name}{form.ending} could not be written to {folder}: {why(error)}.") from error


def write_to(path: Path, text: str, *, force: bool) -> None:
    """Write a document to the path that a person gave. An existing file is replaced only with `force`.

    Raises:
        CannotSave: the file exists, or could not be written; the sentence says why. An existing file is unchanged,
            and no partial file is left.

    """
    try:
        if force:
            replace_durably(path, text.encode())
        else:
            write_new(path, text.encode())
    except FileExistsError:
        raise CannotSave(f"{path} is there already. Choose another name, or write over it with --force.") from None
    except OSError as error:
        raise CannotSave(f"{path} could not be written: {why(error)}.") from error
