"""Documents as text, to search: those that are packed are unpacked, each of their parts with the markup in it."""

from html import unescape
from io import BytesIO
from zipfile import ZipFile

from copworkshop.export.registry import DOCX, XLSX, Format
from copworkshop.export.tree import Report


def text_of(form: Format, report: Report) -> str:
    """Return everything that is in a document of this format."""
    data = form.render(report)
    if form not in {XLSX, DOCX}:
        return data.decode()
    with ZipFile(BytesIO(data)) as packed:
        parts = sorted(packed.namelist())
        return "\n".join(unescape(packed.read(part).decode("utf-8", "replace")) for part in parts)
