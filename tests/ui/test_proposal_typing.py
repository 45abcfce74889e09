"""What of a proposal is typed, handed in and changed elsewhere, without a screen."""

from copworkshop.model.proposal import Proposal
from copworkshop.ui.widgets.proposal_typing import TypedProposal
from helpers.session_builder import session4


def typed(text: str, **answers: str) -> TypedProposal:
    """Begin a proposal at its first core field, and type there."""
    step = session4().proposal
    assert step is not None
    proposal = TypedProposal(step, Proposal(answers=answers))
    proposal.text = text
    return proposal


def test_what_is_typed_is_pending_until_it_is_handed_in() -> None:
    proposal = typed("Nets\x07", problems="Holes")
    assert proposal.pending == ("focal-point", "Nets\x07")
    assert proposal.clean_answers["focal-point"] == "Nets"

    assert proposal.hand_in(), "the field is filled now"
    assert proposal.pending is None
    assert proposal.answers["focal-point"] == "Nets\x07"
    assert proposal.answers["problems"] == "Holes"


def test_a_newer_text_replaces_one_that_nobody_is_typing() -> None:
    proposal = typed("Nets")
    assert proposal.take_in(Proposal(answers={"focal-point": "Ropes"}), typing=False)

    proposal.load()
    assert proposal.text == "Ropes"
    assert proposal.pending is None


def test_a_newer_text_waits_while_the_field_is_being_typed() -> None:
    proposal = typed("Nets")
    assert not proposal.take_in(Proposal(answers={"focal-point": "Ropes"}), typing=True)
    assert proposal.is_outdated
    assert proposal.text == "Nets"


def test_the_same_text_from_elsewhere_leaves_nothing_to_hand_in() -> None:
    proposal = typed("Nets\x07")
    assert not proposal.take_in(Proposal(answers={"focal-point": "Nets"}), typing=True)
    assert proposal.pending is None
    assert not proposal.is_outdated


def test_after_the_last_field_comes_the_first_only_if_asked_for() -> None:
    proposal = typed("")
    last = proposal.neighbour(-1, around=True)
    assert last is not None
    assert proposal.neighbour(-1, around=False) is None

    proposal.open(last)
    assert proposal.neighbour(1, around=False) is None
    first = proposal.neighbour(1, around=True)
    assert first is not None
    assert first.id == "focal-point"
