"""The report of a session, and documents as text to search: packed ones are unpacked, each part with its markup."""

from html import unescape
from io import BytesIO
from zipfile import ZipFile

from copworkshop.export.registry import DOCX, XLSX, Format
from copworkshop.export.report import report
from copworkshop.export.tree import Report
from copworkshop.model.people import FACILITATOR, Actor
from copworkshop.model.session import Session
from copworkshop.rules.sight import sight


def report_of(session: Session, viewer: Actor = FACILITATOR) -> Report:
    return report(sight(session, viewer))


def text_of(form: Format, report: Report) -> str:
    """Return everything that is in a document of this format."""
    data = form.render(report)
    if form not in {XLSX, DOCX}:
        return data.decode()
    with ZipFile(BytesIO(data)) as packed:
        parts = sorted(packed.namelist())
        return "\n".join(unescape(packed.read(part).decode("utf-8", "replace")) for part in parts)
