"""Participants' panels of all rounds on the screens of phones: all that is asked, and a sign where it goes on."""

from collections.abc import Iterator

import pytest

from copworkshop.live.hub import Hub
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.toolkit.widgets.hints import MORE
from copworkshop.ui.participant.registry import PANELS
from helpers.participant_driver import Guest, House
from helpers.rooms import room_that_sifts, used_room, voted_again
from helpers.session_builder import ask, opened_again

SIZES = ((36, 20), (40, 20), (50, 30))

QUESTION = "What are your tips for a community of practice that works?"

AGAIN = {"rank-again", "reveal-again", "discuss-again", "run-off", "settled"}


def rooms() -> Iterator[tuple[Kind, str, Session]]:
    """Every round of Session 4 in a room that has done all that was asked, open where it can be."""
    plain, again = used_room(), voted_again(used_room())
    for kind, name in PANELS:
        session = room_that_sifts() if name == "sift" else again if name in AGAIN else plain
        if kind is Kind.TOP_TEN and name in {"reveal", "discuss", "reveal-again", "discuss-again", "settled", "sift"}:
            yield kind, name, ask(session, GoTo(kind=kind, round=name, point=0))
        else:
            yield kind, name, opened_again(session, kind, name)


ROOMS = {f"{kind}-{name}": (kind, name, session) for kind, name, session in rooms()}


def asked_in(plan: Plan, kind: Kind, name: str) -> list[str]:
    """What the round asks, in the plan's words."""
    placed = plan.participation
    assert placed is not None
    if (kind, name) == (Kind.PARTICIPATION, "place"):
        return [placed.today.text, placed.later.text, *(level.name.text for level in placed.levels)]
    if (kind, name) == (Kind.PARTICIPATION, "levels"):
        return [level.name.text for level in placed.levels]
    if (kind, name) == (Kind.PROPOSAL, "write"):
        return ["What is the focal point?"]
    return [QUESTION] if kind is Kind.TOP_TEN and name in {"collect", "merge", "sift", "rank"} else []


def words_of(guest: Guest) -> str:
    """What stands on the screen, without scroll bars."""
    return " ".join(" ".join(line.rstrip(" ▁▂▃▄▅▆▇█") for line in guest.lines).split())


def has_hints(guest: Guest, text: str) -> bool:
    """Whether each key of the panel is named, and each of the whole screen or a sign that there are more."""
    focused = guest.app.focused
    assert focused is not None
    nodes = [node for node in focused.ancestors_with_self if hasattr(node, "hints")]
    own = [f"{key} {words}" for node in nodes[:-2] for key, words in node.hints()]
    shared = [f"{key} {words}" for key, words in guest.app.room.hints()]
    foot = " ".join(" ".join(guest.lines[-2:]).split())
    return all(each in text for each in own) and (foot.endswith(MORE) or all(each in text for each in shared))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("place", ROOMS)
async def test_all_that_is_asked_and_every_key_is_on_a_small_screen(place: str, size: tuple[int, int]) -> None:
    kind, name, session = ROOMS[place]
    house = House()
    house.hub = Hub(session, now=house.clock.now)
    async with house.guest(2, size) as guest:
        await guest.until(lambda: has_hints(guest, words_of(guest)), "every key")
        for words in asked_in(session.plan, kind, name):
            await guest.until(lambda words=words: words in words_of(guest), words)  # type: ignore[misc]
        panel = guest.app.room.panel
        assert panel is not None
        longer = [each for each in panel.query("*") if each.display and each.max_scroll_y > 0]
        assert all(each.show_vertical_scrollbar for each in longer if each.size)
