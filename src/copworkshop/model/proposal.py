"""A person's proposal for a community of practice."""

from collections.abc import Mapping

from pydantic import Field

from copworkshop.model.base import Frozen, Key, Moment
from copworkshop.model.text import Line, Paragraph, visible


class Remark(Frozen):
    """What a reader leaves with a proposal: one strength and one question, either of which may be missing."""

    strength: Line | None = None
    question: Line | None = None

    @property
    def said(self) -> bool:
        """Whether there is a word in it."""
        return self.strength is not None or self.question is not None


class Reading(Frozen):
    """That a person read somebody's proposal, and what they left with it."""

    author: int
    """The seat of who wrote the proposal."""
    remark: Remark = Remark()
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""


class Proposal(Frozen):
    """What a person wrote, field by field. Half filled is a proposal, too."""

    answers: Mapping[Key, Paragraph] = Field(default_factory=dict)
    shared: bool = False
    """The author has consented to others reading it."""
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""
    remarks: tuple[Remark, ...] = ()
    """What readers left, kept here without their names once the session is closed; until then it is on their seats."""
    taken: Moment | None = None
    """When its author took it home; None where they have not, or have written more since."""

    def filled(self, field_id: str) -> bool:
        """Whether this field holds anything that can be seen."""
        return visible(self.answers.get(field_id, ""))

    @property
    def started(self) -> bool:
        """Whether any field holds anything that can be seen."""
        return any(visible(answer) for answer in self.answers.values())
