"""The words of the console at the lifecycle: the entries of its list."""

from collections.abc import Hashable
from typing import Final

from textual.content import Content

from copworkshop.model.plan_words import Prompt
from copworkshop.model.session import RoomNote
from copworkshop.toolkit.theme import ACCENT, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.console.lifecycle_remarks import LifecycleRemarks, Listed, PhaseAt, Proposed

MOST_DIGITS: Final = 9


def entries_of(remarks: LifecycleRemarks) -> list[Entry]:
    """Return an entry for each phase, prompt and remark."""
    return [Entry(key, _cells(key, listed, remarks)) for key, listed in remarks.listed.items()]


def _cells(key: Hashable, listed: Listed, remarks: LifecycleRemarks) -> tuple[Content, Content]:
    match listed:
        case PhaseAt(index=index, phase=phase):
            number = Content.styled(str(index + 1) if index < MOST_DIGITS else "", ACCENT)
            return number, Content.assemble((f"{phase.label}: ", QUIET), (phase.called, HEADING))
        case Prompt():
            return Content.styled("▸" if key == remarks.place else "", ACCENT), Content(listed.text)
        case RoomNote():
            return Content(), _of_room(listed, away=remarks.is_away(listed))
        case Proposed():
            return Content.styled("?", ACCENT), _of_somebody(listed)


def _of_room(note: RoomNote, *, away: bool) -> Content:
    if away:
        return Content.styled(f"  – {note.text} (taken away; x brings it back)", QUIET)
    return Content.assemble(f"  – {note.text}", (" (parked for later)", QUIET) if note.parked else "")


def _of_somebody(proposed: Proposed) -> Content:
    """Return a proposed remark without a name, so that the facilitator judges only its text."""
    if proposed.is_declined:
        return Content.styled(f"  – {proposed.note.text} (declined)", QUIET)
    return Content.assemble(f"  – {proposed.note.text}", (" (proposed)", QUIET))
