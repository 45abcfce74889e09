"""A person's proposal for a community of practice."""

from collections.abc import Mapping

from pydantic import Field

from copworkshop.model.base import Frozen, Key, Moment
from copworkshop.model.text import Line, Paragraph, visible


class Remark(Frozen):
    """The remark of a reader on a proposal: one strength and one question, either of which may be missing."""

    strength: Line | None = None
    question: Line | None = None

    @property
    def said(self) -> bool:
        """Whether there is a word in it."""
        return self.strength is not None or self.question is not None


class Reading(Frozen):
    """A record that a person read somebody's proposal, with the remark that they left."""

    author: int
    """The seat of the person who wrote the proposal."""
    remark: Remark = Remark()
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""


class Proposal(Frozen):
    """The text that a person wrote, field by field. A half-filled proposal is one, too."""

    answers: Mapping[Key, Paragraph] = Field(default_factory=dict)
    shared: bool = False
    """The author has consented to others reading it."""
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""
    remarks: tuple[Remark, ...] = ()
    """The remarks of readers without their names, once the session is closed; until then they are on readers' seats."""
    taken: Moment | None = None
    """The time when its author took it home; None where they have not, or have written more since."""

    def filled(self, field_id: str) -> bool:
        """Whether this field holds anything that can be seen."""
        return visible(self.answers.get(field_id, ""))

    @property
    def started(self) -> bool:
        """Whether any field holds anything that can be seen."""
        return any(visible(answer) for answer in self.answers.values())
