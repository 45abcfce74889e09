"""A person's own proposal, and how it is shared from their screen."""

from collections.abc import Awaitable, Callable

from copworkshop.model.proposal import Proposal
from copworkshop.rules.proposal import ShareProposal
from copworkshop.rules.sight import Sight
from copworkshop.ui.participant.panel import PanelContext
from copworkshop.ui.screens.consent import Sharing


def own_proposal(sight: Sight) -> Proposal:
    """Return the viewer's own proposal, or an empty one."""
    own = sight.own
    return (own.proposal if own is not None else None) or Proposal()


def sharing_of(context: PanelContext, before: Callable[[], Awaitable[None]] | None = None) -> Sharing:
    """Return how the proposal of this seat is shared. `before` is awaited before each change.

    If a scribe writes for somebody, the question names that person.
    """
    client = context.client

    async def turn(shared: bool) -> bool:  # noqa: FBT001 - the answer to the question
        if before is not None:
            await before()
        return await client.request(ShareProposal, seat=context.seat, shared=shared)

    own = client.sight.own if client.actor.on_behalf_of is not None else None
    return Sharing(lambda: own_proposal(client.sight).shared, turn, own.name if own is not None else None)
