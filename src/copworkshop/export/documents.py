"""What a viewer can take home: their own proposal, the top ten, or the whole report, each made from the one tree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from copworkshop.export.plan_text import works
from copworkshop.export.registry import CSV, DOCX, HTML, JSON, MARKDOWN, NO_PDF, PDF, PNG, SVG, XLSX, Format
from copworkshop.export.report import report
from copworkshop.export.tree import Report
from copworkshop.rules.sight import Sight
from copworkshop.store.names import slug


class NotThere(Exception):  # noqa: N818 - it is an answer, not a fault
    """There is no such document for this viewer, or not yet. Its text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to take home, and the word with which people ask for it."""

    word: str
    file: str
    """The best name for its file, without the ending."""
    formats: tuple[Format, ...]
    """The formats that it can be written in, the default first."""
    of: Callable[[Sight], Report]
    """Makes it out of what the viewer may see; raises :class:`NotThere`."""
    holds_proposals: bool
    """The viewer's own proposal is in it, in every format but tables."""

    def format_named(self, name: str | None) -> Format:
        """Return the format of this name, or the default.

        Raises:
            NotThere: the document does not come in it.

        """
        found = next((each for each in self.formats if name is None or each.name == name.lower()), None)
        if found is None:
            *others, last = [each.name for each in self.formats]
            no_pdf = f"{NO_PDF} " if name is not None and name.lower() == PDF else ""
            raise NotThere(
                f"{no_pdf}It comes as {', '.join(others)} or {last}: put one of these behind the word {self.word}."
            )
        return found


def own_proposal(sight: Sight) -> Report:
    """Return the viewer's own proposal, shared or not.

    Raises:
        NotThere: the plan has no proposals, the viewer no seat, or nothing is written yet.

    """
    whole = report(sight)
    if whole.proposal is None:
        raise NotThere("This workshop has no proposals.")
    if sight.own is None:
        raise NotThere("A proposal is its author's to take, with their rejoin word.")
    mine = tuple(proposal for proposal in whole.proposal.proposals if proposal.own)
    if not mine:
        raise NotThere("You have not written anything of your proposal yet.")
    part = replace(whole.proposal, proposals=mine, to_read=None, others=0, missing=None)
    title = f"Proposal of {mine[0].author}"
    return _only(replace(_bare(whole), title=title, proposal=part))


def top_ten_of(whole: Report) -> Report:
    """Return the part of a report on the group's result, as far as it is revealed.

    Raises:
        NotThere: the plan has none, or none of it is revealed; the sentence says which.

    """
    if whole.top_ten is None:
        raise NotThere("This workshop has no top ten.")
    if not whole.top_ten.places:
        raise NotThere(whole.top_ten.missing or "There is no top ten.")
    title = f"Top ten: {whole.heading or whole.session}"
    return _only(replace(_bare(whole), title=title, top_ten=whole.top_ten))


def picture_of(whole: Report) -> Report:
    """Return the part of a report on participation.

    Raises:
        NotThere: the plan has none, or there is no picture of the room; the sentence says which.

    """
    part = whole.participation
    if part is None:
        raise NotThere("This workshop has no picture of participation.")
    if all(level.today is None for level in part.levels):
        raise NotThere(part.missing or "There is no picture of participation.")
    title = f"Participation: {whole.heading or whole.session}"
    return _only(replace(_bare(whole), title=title, participation=part))


def _bare(whole: Report) -> Report:
    """Return a report without any of its parts."""
    no_parts = replace(whole, lifecycle=None, participation=None, proposal=None, top_ten=None, close=None)
    return replace(no_parts, questions=None, parked=())


def _only(part: Report) -> Report:
    """Return what is left of a report with the sources that it still quotes."""
    quoted = (part.plan, part.purpose, part.lifecycle, part.participation, part.proposal, part.top_ten)
    return replace(part, sources=tuple(dict.fromkeys(works(quoted))))


def file_name(document: Document, session: str) -> str:
    """Return the name for a document's file, without the ending, so that those of several sessions can lie together."""
    return "-".join(part for part in (slug(session), document.file) if part)


PROPOSAL = Document("proposal", "my-proposal", (MARKDOWN, HTML, JSON, DOCX), own_proposal, holds_proposals=True)
TOP_TEN = Document(
    "topten",
    "topten",
    (MARKDOWN, HTML, CSV, JSON, XLSX, DOCX, SVG, PNG),
    lambda sight: top_ten_of(report(sight)),
    holds_proposals=False,
)
PICTURE = Document("picture", "picture", (SVG, PNG), lambda sight: picture_of(report(sight)), holds_proposals=False)
REPORT = Document("report", "report", (MARKDOWN, HTML, CSV, JSON, XLSX, DOCX), report, holds_proposals=True)

DOCUMENTS: Mapping[str, Document] = MappingProxyType({each.word: each for each in (PROPOSAL, TOP_TEN, PICTURE, REPORT)})
"""All documents by their words."""

PARTS: Mapping[str, tuple[Document, Callable[[Report], Report]]] = MappingProxyType(
    {TOP_TEN.word: (TOP_TEN, top_ten_of), PICTURE.word: (PICTURE, picture_of)}
)
"""The documents that are a part of any report, also of one of several rooms, each with what makes it of the whole."""
