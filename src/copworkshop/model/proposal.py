"""A person's proposal for a community of practice."""

from collections.abc import Mapping

from pydantic import Field

from copworkshop.model.base import Frozen, Key
from copworkshop.model.text import Paragraph, visible


class Proposal(Frozen):
    """What a person wrote, field by field. Half filled is a proposal, too."""

    answers: Mapping[Key, Paragraph] = Field(default_factory=dict)
    shared: bool = False
    """The author has consented to others reading it."""
    for_someone: bool = False
    """Entered by the facilitator or a scribe for a person without a device."""

    def filled(self, field_id: str) -> bool:
        """Whether this field holds anything that can be seen."""
        return visible(self.answers.get(field_id, ""))

    @property
    def started(self) -> bool:
        """Whether any field holds anything that can be seen."""
        return any(visible(answer) for answer in self.answers.values())
