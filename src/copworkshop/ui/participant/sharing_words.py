"""What stands in the list of shared proposals, above it, and on the page of one proposal."""

from collections.abc import Sequence

from textual.content import Content

from copworkshop.export.wording import many
from copworkshop.model.proposal import Remark
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import ACCENT, BODY, DONE, HEADING, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.participant.own_proposal import own_proposal
from copworkshop.ui.widgets.proposal_text import left_with, proposal_text, remark_text, wrapped


def entry_of(author: Person, remark: Remark | None) -> Entry:
    """Return an author's row of the list. `remark` is what the viewer left; None if they have not read the proposal."""
    name = Content.assemble((author.name or "", BODY), (" (you)" if author.own else "", QUIET))
    if not author.own:
        state = "" if remark is None else "read, remark left" if remark.said else "read"
        return Entry(author.number, (name, Content.styled(state, DONE if remark and remark.said else QUIET)))
    shared = author.proposal is not None and author.proposal.shared
    readers = f", {many(author.feedback.readers or 0, 'reader')}" if shared or author.feedback.readers else ""
    state = f"{'shared' if shared else 'not shared'}{readers}"
    return Entry(author.number, (name, Content.styled(state, DONE if shared else QUIET)))


def heading_of(author: Person) -> Content:
    """Return what stands above a proposal."""
    return Content.styled("Your proposal" if author.own else author.name or "", HEADING)


def state_of(sight: Sight, people: Sequence[Person]) -> Content:
    """Return what stands above the list of these authors."""
    own, seat = own_proposal(sight), sight.own
    others = len(people) - (1 if own.started else 0)
    shared = "1 other proposal is shared" if others == 1 else f"{others or 'No'} other proposals are shared"
    alone = "Nobody else can read yours unless you share it."
    yours = "Everybody here can read yours." if own.shared else alone
    remarks = (seat.feedback.remarks if seat is not None else None) or ()
    read = f" {many(len(remarks), 'reader')} left you feedback. Press Enter on your own proposal to read it."
    return Content.assemble((f"{yours} ", BODY), (f"{shared}.", QUIET), (read if remarks else "", ACCENT))


def page_of(sight: Sight, author: Person, remark: Remark, width: int) -> list[Content]:
    """Return a proposal with what readers left with it, as far as the viewer may see that. `remark` is theirs."""
    step = sight.plan.proposal
    if author.proposal is None or step is None:
        return []
    lines = proposal_text(step, author.proposal)
    if author.own:
        lines += left_with(author.feedback.remarks or ())
    elif remark.said:
        lines += [Content(), Content.styled("You left with it", HEADING), *remark_text(remark)]
    return wrapped(lines, width)


def label_of(sight: Sight, what: str) -> Content:
    """Return what stands before the line in which `what` is typed: also whether its author learns the name."""
    step = sight.plan.proposal
    named = step is not None and step.named_remarks
    return Content.styled(f"{what}. Its author reads it {'with' if named else 'without'} your name.", QUIET)
