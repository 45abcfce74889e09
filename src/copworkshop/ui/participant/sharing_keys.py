"""The keys of the list of shared proposals and of the page of one, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.participant.own_proposal import own_proposal

if TYPE_CHECKING:
    from copworkshop.ui.participant.sharing import SharingPanel


def _can_read(panel: "SharingPanel") -> bool:
    return panel.proposals.read is None and bool(panel.proposals.people)


def _scrolls(panel: "SharingPanel") -> bool:
    return _is_reading(panel) and panel.reader.scrolls


def _can_share(panel: "SharingPanel") -> bool:
    """Whether the person may share their proposal, or stop it, and looks at it, or at the list that it is in."""
    if panel.view is None or panel.view.sight.closed is not None:
        return False
    own = own_proposal(panel.view.sight)
    return (own.started or own.shared) and panel.proposals.read in (None, panel.context.seat)


def _of_share(panel: "SharingPanel") -> str:
    return "stop sharing yours" if own_proposal(panel.client.sight).shared else "share yours"


def _may_remark(panel: "SharingPanel") -> bool:
    view, author = panel.view, panel.proposals.author
    return view is not None and view.sight.closed is None and author is not None and not author.own


def _of_remark(panel: "SharingPanel") -> str:
    return "change your feedback" if panel.remark.said else "give feedback"


def _has_next(panel: "SharingPanel") -> bool:
    return panel.proposals.next_to_read(panel.client.sight) is not None


def _is_reading(panel: "SharingPanel") -> bool:
    return panel.proposals.author is not None


SHARING_KEYS: Final[Commands["SharingPanel"]] = (
    Command("enter", "read", "Read the proposal", "read", _can_read),
    Command("up,down", hint="scroll", when=_scrolls, label="Up Down"),
    Command(
        "s",
        "share",
        "Let everybody here read your proposal, after a question; or stop that",
        _of_share,
        _can_share,
        rank=1,
    ),
    Command("r", "remark", "Leave one strength and one question, or change them", _of_remark, _may_remark),
    Command("n", "next", "Read the next proposal", "read the next", _has_next),
    Command("escape", "back_to_list", "Back to the list", "back to the list", _is_reading),
)
