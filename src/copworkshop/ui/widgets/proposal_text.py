"""A proposal to be read: all its fields in a row."""

from collections.abc import Sequence

from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal, Remark
from copworkshop.model.text import visible
from copworkshop.rules.readings import Remarked
from copworkshop.ui.theme import ACCENT, BODY, HEADING, QUIET

STAR = "★"
"""Stands beside a core field."""


def proposal_text(step: ProposalStep, proposal: Proposal) -> list[Content]:
    """Return the whole proposal, each field that is filled under its label, and at the end what is left open."""
    lines: list[Content] = []
    for group in step.groups:
        filled = [field for field in step.fields if field.group == group and proposal.filled(field.id)]
        if filled:
            lines.append(Content.styled(group, QUIET))
        for field in filled:
            star = f" {STAR}" if field.core else ""
            lines.append(Content.assemble((field.label.text, HEADING), (star, ACCENT)))
            lines += [Content.styled(f"  {question.text}", QUIET) for question in field.questions]
            lines += [Content.styled(f"  {line}", BODY) for line in proposal.answers[field.id].strip("\n").split("\n")]
            lines.append(Content())
    still_open = [field.label.text for field in step.fields if not visible(proposal.answers.get(field.id, ""))]
    if still_open:
        lines.append(Content.styled(f"Left open: {' · '.join(still_open)}.", QUIET))
    return lines


def left_with(remarks: Sequence[Remarked]) -> list[Content]:
    """Return what readers left with a proposal, each with its reader where the author may know; nothing without any."""
    if not remarks:
        return []
    lines = [Content(), Content.styled("What readers left with it", HEADING)]
    for told in remarks:
        lines += remark_text(told.remark)
        if told.reader is not None:
            lines.append(Content.styled(f"    {told.reader}", QUIET))
    return lines


def remark_text(remark: Remark) -> list[Content]:
    """Return the one strength and the one question that a reader left, as far as there are any."""
    said = (("Strength", remark.strength), ("Question", remark.question))
    return [Content.assemble((f"  {what}: ", QUIET), (words, BODY)) for what, words in said if words is not None]
