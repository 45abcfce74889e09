"""A proposal to be read: all its fields in a row."""

from textual.content import Content

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import visible
from copworkshop.ui.theme import BODY, HEADING, QUIET


def proposal_text(step: ProposalStep, proposal: Proposal) -> list[Content]:
    """Return the whole proposal, each field that is filled under its label, and at the end what is left open."""
    lines: list[Content] = []
    for group in step.groups:
        filled = [field for field in step.fields if field.group == group and proposal.filled(field.id)]
        if filled:
            lines.append(Content.styled(group, QUIET))
        for field in filled:
            lines.append(Content.styled(field.label.text, HEADING))
            lines += [Content.styled(f"  {line}", BODY) for line in proposal.answers[field.id].strip("\n").split("\n")]
            lines.append(Content())
    still_open = [field.label.text for field in step.fields if not visible(proposal.answers.get(field.id, ""))]
    if still_open:
        lines.append(Content.styled(f"Left open: {' · '.join(still_open)}.", QUIET))
    return lines
