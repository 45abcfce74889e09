"""A whole proposal as text to read."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal, Remark
from copworkshop.model.text import visible
from copworkshop.rules.readings import Remarked
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.cells import wrap_content

STAR: Final = "★"
"""The mark of a core field."""

_INDENT: Final = "  "


def proposal_text(step: ProposalStep, proposal: Proposal) -> list[Content]:
    """Return the whole proposal: each filled field below its label, and at the end the labels of the empty fields."""
    lines: list[Content] = []
    for group in step.groups:
        filled = [field for field in step.fields if field.group == group and proposal.filled(field.id)]
        if filled:
            lines.append(Content.styled(group, QUIET))
        for field in filled:
            star = f" {STAR}" if field.core else ""
            lines.append(Content.assemble((field.label.text, HEADING), (star, ACCENT)))
            lines += [Content.styled(question.text, QUIET) for question in field.questions]
            lines += [
                Content.styled(f"{_INDENT}{line}", BODY) for line in proposal.answers[field.id].strip("\n").split("\n")
            ]
            lines.append(Content())
    still_open = [field.label.text for field in step.fields if not visible(proposal.answers.get(field.id, ""))]
    if still_open:
        lines.append(Content.styled(f"Left open: {' · '.join(still_open)}.", QUIET))
    return lines


def wrapped(lines: Sequence[Content], width: int) -> list[Content]:
    """Return the lines as rows of at most `width` cells. An indented line keeps its indent on every row."""
    rows: list[Content] = []
    for line in lines:
        indent = len(_INDENT) if line.plain.startswith(_INDENT) and width > 2 * len(_INDENT) else 0
        rows += [row.pad_left(indent) for row in wrap_content(line[indent:], width - indent)]
    return rows


def left_with(remarks: Sequence[Remarked]) -> list[Content]:
    """Return the remarks of readers on a proposal; empty if there are none. A reader that is known is named."""
    if not remarks:
        return []
    lines = [Content(), Content.styled("What readers left with it", HEADING)]
    for told in remarks:
        lines += remark_text(told.remark)
        if told.reader is not None:
            lines.append(Content.styled(f"    {told.reader}", QUIET))
    return lines


def remark_text(remark: Remark) -> list[Content]:
    """Return the strength and the question that a reader left. Either may be missing."""
    said = (("Strength", remark.strength), ("Question", remark.question))
    return [Content.assemble((f"{_INDENT}{what}: ", QUIET), (words, BODY)) for what, words in said if words is not None]
