"""The texts of a proposal that is being written, and which of them were written here."""

from collections.abc import Iterator

from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import clean_paragraph, visible


class ProposalAnswers:
    """What stands in the fields, apart from what is being typed.

    A text that was written here comes back with the session. It is told from one that was changed elsewhere, which has
    to be shown.
    """

    def __init__(self, step: ProposalStep, proposal: Proposal) -> None:
        self._step = step
        self.begin(proposal)

    def begin(self, proposal: Proposal) -> None:
        """Begin with what is written."""
        self.shared = proposal.shared
        """The proposal is shared."""
        self.texts = {field.id: proposal.answers.get(field.id, "") for field in self._step.fields}
        """What stands in the fields, by their ids."""
        self._told = dict(self.texts)
        """What :meth:`take_in` was last told of each field: only what differs from it is a change."""
        self._posted: dict[str, list[str]] = {}
        """What was written here and has not come back yet, the newest last."""

    def is_filled(self, field: ProposalField) -> bool:
        """Whether something can be seen in a field."""
        return visible(self.texts[field.id])

    def write(self, field_id: str, text: str) -> None:
        """Note that a text was written here."""
        self.texts[field_id] = text
        self._posted.setdefault(field_id, []).append(clean_paragraph(text))

    def take_in(self, proposal: Proposal) -> Iterator[tuple[ProposalField, str]]:
        """Take in what is written, field by field; yield each field that was changed elsewhere, with its new text."""
        self.shared = proposal.shared
        for field in self._step.fields:
            text = proposal.answers.get(field.id, "")
            is_new = not self._is_echo(field.id, text) and text != self._told[field.id]
            self._told[field.id] = text
            if is_new:
                self._posted.pop(field.id, None)
                self.texts[field.id] = text
                yield field, text

    def came_back(self, field_id: str, text: str) -> bool:
        """Return whether a text that was saved was written here: then it is known, and need not be taken in."""
        if not self._is_echo(field_id, text):
            return False
        self._told[field_id] = text
        return True

    def _is_echo(self, field_id: str, text: str) -> bool:
        """Whether this was written here and comes back; what was written before it is then done with, too."""
        posted = self._posted.get(field_id, [])
        if text not in posted:
            return False
        del posted[: len(posted) - posted[::-1].index(text)]
        return True
