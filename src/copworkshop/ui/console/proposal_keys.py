"""The keys of the console at Activity 1, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.console.proposal_access import can_be_told

if TYPE_CHECKING:
    from copworkshop.ui.console.proposal import ProposalPanel


def _is_on_list(panel: "ProposalPanel") -> bool:
    return panel.opened.seat is None and panel.person is not None


def _of_enter(panel: "ProposalPanel") -> str:
    person = panel.person
    return panel.access_to(person).value if person is not None else ""


def _of_share(panel: "ProposalPanel") -> str:
    person = panel.to_share
    shared = person is not None and person.proposal is not None and person.proposal.shared
    return "stop sharing" if shared else "share, if they agree"


def _of_stage(panel: "ProposalPanel") -> str:
    person = panel.to_tell
    if person is None:
        return ""
    return "off the stage" if panel.seen.proposals.on_stage == person.number else "on the stage"


PROPOSAL_KEYS: Final[Commands["ProposalPanel"]] = (
    Command("up,down", hint="scroll", when=lambda panel: panel.opened.is_read, label="Up Down"),
    Command(
        "escape",
        "back_to_list",
        "Back to the list of people",
        "back to the list",
        lambda panel: panel.opened.seat is not None,
    ),
    Command("enter", "open", "Write for the person, or read what they share", _of_enter, _is_on_list),
    Command(
        "s",
        "share",
        "Share the proposal with the room, or take it back",
        _of_share,
        lambda panel: panel.to_share is not None,
    ),
    # Also if there is no proposal to show: else the same key would close the door.
    Command(
        "o",
        "on_stage",
        "Tell the shared proposal on the stage, field by field, or take it off",
        _of_stage,
        lambda panel: can_be_told(panel.seen),
    ),
)
