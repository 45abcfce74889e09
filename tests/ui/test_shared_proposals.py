"""The proposals that a person can read, without a screen."""

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.shared_proposals import SharedProposals
from helpers.participant_driver import House


def sight(house: House) -> Sight:
    return house.hub.sight(participant(1))


async def share(house: House, seat: int, *, shared: bool = True) -> None:
    write = WriteField(seat=seat, field="focal-point", text="Words")
    await house.ask(write, ShareProposal(seat=seat, shared=shared), actor=participant(seat))


async def test_proposals_keep_their_order_and_new_ones_come_last() -> None:
    house, proposals = House().start_at(Kind.PROPOSAL, "write"), SharedProposals()
    for seat in (1, 5, 6):
        await share(house, seat)
    proposals.take_in(sight(house))
    before = [author.number for author in proposals.people]
    assert (before[0], sorted(before)) == (1, [1, 5, 6])
    for seat in (2, 3):
        await share(house, seat)
        proposals.take_in(sight(house))
    assert [author.number for author in proposals.people] == [*before, 2, 3]
    proposals.forget_order()
    proposals.take_in(sight(house))
    assert [author.number for author in proposals.people] == [1, *sight(house).proposals.to_read]


async def test_a_proposal_that_is_not_shared_any_more_has_no_author_to_read() -> None:
    house, proposals = House().start_at(Kind.PROPOSAL, "write"), SharedProposals()
    await share(house, 2)
    proposals.take_in(sight(house))
    proposals.read = 2
    assert proposals.author is not None
    await share(house, 2, shared=False)
    proposals.take_in(sight(house))
    assert proposals.author is None
