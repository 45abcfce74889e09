"""A proposal while it is typed: the field that is being written, and what of its text was not handed in yet."""

from collections.abc import Mapping

from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import clean_paragraph
from copworkshop.ui.widgets.proposal_answers import ProposalAnswers
from copworkshop.ui.widgets.proposal_words import first_to_write


class TypedProposal:
    """What stands in the fields, and what is being typed into one of them. The form notes each change in `text`."""

    field: ProposalField
    """The field that is being written."""
    text: str
    """What stands in that field now."""
    is_outdated: bool
    """Whether the field was changed elsewhere while it was being typed."""

    def __init__(self, step: ProposalStep, proposal: Proposal) -> None:
        self.written = ProposalAnswers(step, proposal)
        """The texts that were handed in here or changed elsewhere."""
        self._step = step
        self.open(first_to_write(step, self.written.texts))

    def begin(self, proposal: Proposal) -> None:
        """Begin with what is written."""
        self.written.begin(proposal)
        self.open(first_to_write(self._step, self.written.texts))

    def open(self, field: ProposalField) -> None:
        """Write in this field from now on."""
        self.field = field
        self.load()

    def load(self) -> None:
        """Begin with the text that was written in the field. What was typed and not handed in is dropped."""
        self.text = self.written.texts[self.field.id]
        self._handed_in = self._begun_with = self.text
        self.is_outdated = False

    def neighbour(self, fields: int, *, around: bool) -> ProposalField | None:
        """Return the field that many fields on; None past the ends, unless the first one comes after the last."""
        every = self._step.fields
        index = every.index(self.field) + fields
        return every[index % len(every)] if around or 0 <= index < len(every) else None

    @property
    def pending(self) -> tuple[str, str] | None:
        """The field and the text that are not handed in; None where nothing is left to hand in."""
        return (self.field.id, self.text) if self.text != self._handed_in else None

    @property
    def answers(self) -> Mapping[str, str]:
        """What stands in the fields, by their ids, what is being typed included."""
        typed = {self.field.id: self.text} if self.pending is not None else {}
        return {**self.written.texts, **typed}

    @property
    def clean_answers(self) -> Mapping[str, str]:
        """The same as they will pass the gate, to be shown elsewhere."""
        return {field: clean_paragraph(text) for field, text in self.answers.items()}

    def hand_in(self) -> bool:
        """Note that the text was handed in; return whether the field is filled now and was not, or the reverse."""
        was_filled = self.written.is_filled(self.field)
        self._handed_in = self.text
        self.written.write(self.field.id, self.text)
        return self.written.is_filled(self.field) is not was_filled

    def rest(self) -> None:
        """Leave the text as one that was handed in. A change from elsewhere then replaces it."""
        if self.pending is not None:
            self.hand_in()
        self._begun_with = self.text

    def take_in(self, proposal: Proposal, *, typing: bool) -> bool:
        """Take in what was changed elsewhere; return whether the text of the field is to be replaced by the newer one.

        While somebody is `typing` it never is: the change makes the field outdated, and the newer of the two texts is
        the one that stays when the field is left.
        """
        changed = {field.id: text for field, text in self.written.take_in(proposal)}
        text = changed.get(self.field.id)
        if text is None:
            return False
        if clean_paragraph(self.text) == text:
            self._handed_in = self.text
            return False
        if typing and self.text != self._begun_with:
            self.is_outdated = True
            return False
        return True
