"""The list of a proposal's fields, and the one line that stands for it in a narrow terminal."""

from collections.abc import Hashable
from typing import Final

from textual.content import Content

from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.toolkit.theme import ACCENT, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Entry, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.widgets.proposal_text import STAR
from copworkshop.ui.widgets.proposal_typing import TypedProposal
from copworkshop.ui.widgets.proposal_words import count_of

TICK: Final = "✓"
"""A field with something in it."""


class FieldList:
    """Shows how far the proposal is, which field is being written, and which of them have something in them."""

    def __init__(self, step: ProposalStep, typed: TypedProposal) -> None:
        self._step = step
        self._typed = typed
        self.count = Words(id="count")
        """How far the proposal is."""
        self.entries = EntryList(id="list")
        """The fields in their groups. It never has the focus, and can be clicked."""
        self.entries.can_focus = False
        self.line = Words(id="place")
        """The field that is being written, and how far the proposal is."""

    def show(self, width: int) -> None:
        """Show what was written in the fields, and which is being written; `width` is the room for the one line."""
        field, written = self._typed.field, self._typed.written
        entries: list[Entry] = []
        for group in self._step.groups:
            entries.append(Entry(("group", group), (Content.styled(group, QUIET),)))
            entries += [self._entry(each) for each in self._step.fields if each.group == group]
        self.entries.show(entries)
        count = count_of(self._step, written.texts) + (", shared" if written.shared else "")
        self.count.update(Content.styled(count, QUIET))
        number = self._step.fields.index(field) + 1
        line = Content.assemble(
            (f"{number}/{len(self._step.fields)} ", QUIET),
            (f"{STAR} " if field.core else "", ACCENT),
            (field.label.text, HEADING),
            (f"  {TICK}" if written.is_filled(field) else "", DONE),
        )
        counted = Content.styled(f"  {count}", QUIET)
        fits = line.cell_length + counted.cell_length <= width
        self.line.update(Content.assemble(line, counted) if fits else line)

    def field_at(self, key: Hashable) -> str:
        """Return the id of the field at an entry: for the name of a group its first field."""
        group = [field for field in self._step.fields if key == ("group", field.group)]
        return group[0].id if group else str(key)

    def _entry(self, field: ProposalField) -> Entry:
        star, tick = STAR if field.core else " ", TICK if self._typed.written.is_filled(field) else " "
        return Entry(field.id, (Content.assemble((star, ACCENT), (tick, DONE), f" {field.label.text}"),))
