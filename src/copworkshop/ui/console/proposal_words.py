"""The words of the console at Activity 1: the line above the list, and the list's entries."""

from typing import Final

from textual.content import Content

from copworkshop.model.attendance import Activity, Attendance
from copworkshop.model.plan import ProposalStep
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import BODY, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.console.proposal_access import writing_is_open
from copworkshop.ui.widgets.proposal_fields import TICK

_OPEN: Final = "·"  # a core field that is still empty


def heading_of(person: Person, *, writes: bool) -> Content:
    """Say whose proposal is open; `writes` tells whether it is open for writing."""
    entered = writes or (person.proposal is not None and person.proposal.for_someone)
    before = "You are writing for " if entered else ""
    after = "; they can read it" if writes and person.device else ""
    return Content.assemble((before, QUIET), (person.name or "", HEADING), (after, QUIET))


def state_of(seen: Sight) -> Content:
    """Say how far all proposals are, and whose is on the stage."""
    far = seen.proposals
    if writing_is_open(seen):
        counts = f"{far.started} of {seen.present} have begun, {far.core_done} have filled all core fields."
        return Content.assemble(("Writing is open. ", HEADING), (counts, BODY))
    author = seen.person(far.on_stage) if far.on_stage is not None else None
    if author is not None:
        at = f"On the stage: {author.name}, field {seen.spot.point} of {seen.points - 1}. "
        return Content.assemble((at, HEADING), ("PgDn shows the next.", BODY))
    counts = f"{far.started} of {seen.present} wrote one, {far.shared} shared."
    return Content.assemble(("Writing is closed. ", HEADING), (counts, BODY))


def entry_of(step: ProposalStep, person: Person, connected: Attendance, on_stage: int | None) -> Entry:
    """Return the entry of a person: their core fields, all their fields, what they do, and who sees the proposal."""
    starred = person.done.starred if person.done is not None else ()
    filled = person.done.fields if person.done is not None else 0
    ticks = "".join(TICK if full else _OPEN for full in starred)
    ready = all(starred) and bool(starred)
    return Entry(
        person.number,
        (
            Content(person.name or ""),
            Content.styled(ticks, DONE if ready else BODY),
            Content.styled(f"{filled}/{len(step.fields)}", BODY if filled else QUIET),
            _doing(person, connected),
            Content.styled(_state(person, on_stage), QUIET),
        ),
        below=_below(step, person),
    )


def _state(person: Person, on_stage: int | None) -> str:
    if on_stage == person.number:
        return "on stage"
    if person.proposal is not None and person.proposal.shared:
        return "shared"
    return "entered" if person.proposal is not None and person.proposal.for_someone else ""


def _doing(person: Person, connected: Attendance) -> Content:
    """Return whether a person is typing, idle or away; empty for a person without a device."""
    activity = connected.of(person.number).activity
    if activity is Activity.AWAY and not person.device:
        return Content()
    return Content.styled(activity.value, BODY if activity is Activity.TYPING else QUIET)


def _below(step: ProposalStep, person: Person) -> tuple[Content, ...]:
    """Return the lines below the person under the cursor: the empty core fields, and who read the proposal."""
    starred = person.done.starred if person.done is not None else ()
    core = [field.label.text for field in step.fields if field.core]
    still = [label for label, full in zip(core, starred, strict=True) if not full] if starred else []
    lines = [f"Open: {' · '.join(still)}"] if any(starred) and still else []
    if person.feedback.readers:
        lines.append(f"Read by {person.feedback.readers}")
    return tuple(Content(line) for line in lines)
