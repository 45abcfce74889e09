"""Documents on the disk: made of what a viewer may see, and written whole or not at all."""

from pathlib import Path

from copworkshop.export.documents import Document
from copworkshop.export.registry import Format
from copworkshop.rules.sight import Sight
from copworkshop.store.errors import CannotSave, why
from copworkshop.store.files import make_folder, replace_durably, write_new


def write_document(folder: Path, name: str, form: Format, document: Document, seen: Sight) -> Path:
    """Make a document and write it into a folder, under the next number where the name is taken; return where.

    `name` is ours, never a person's. Slow: not on the event loop.

    Raises:
        NotThere: there is no such document for this viewer.
        CannotSave: it could not be written; the sentence says why, and nothing is left of it.

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
    """Write a document where a person said, over what is there only if `force` is given.

    Raises:
        CannotSave: it is there already, or could not be written; the sentence says why. What was there is untouched,
            and nothing is left of the new one.

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
