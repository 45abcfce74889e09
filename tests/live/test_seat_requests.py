"""People who ask for a seat, in any order with everything else that may happen to it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.live.hub import Hub
from copworkshop.live.seat_requests import Answer, SeatRequest, SeatRequests
from copworkshop.model.people import FACILITATOR, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import Forward, GoTo
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import GiveNewWord, TakeSeat
from copworkshop.rules.people import RemoveSeat, RenameSeat, RestoreSeat
from copworkshop.rules.request import Refused
from copworkshop.toolkit import event_loop
from helpers.session_builder import NOW, ask, at, room

OF_A_SEAT = ["enter", "come", "remove", "restore", "rename", "word", "forward"]
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(1, 2)),
        st.tuples(st.sampled_from(["withdraw", "confirm", "refuse"]), st.integers(1, 6)),
        st.tuples(
            st.sampled_from(["enter", "come", "remove", "restore", "rename", "word", "forward"]), st.integers(1, 2)
        ),
    ),
    max_size=25,
)


async def play(moves: list[tuple[str, int]]) -> list[str]:
    """Play the moves on one session; say what was wrong."""
    session = ask(at(room(people=2), Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="One"), AddIdea(seat=2, text="Two"))
    hub = Hub(session, lambda: NOW)
    requests: dict[int, SeatRequest] = {}
    answers: dict[int, list[Answer]] = {}
    confirmed = set[int]()
    wrong: list[str] = []
    for what, number in moves:
        try:
            if what == "ask":
                heard: list[Answer] = []
                made = hub.seat_requests.ask(number, heard.append)
                requests[made.number], answers[made.number] = made, heard
            elif what == "confirm":
                if await hub.seat_requests.confirm(number) is not None:
                    confirmed.add(number)
            elif what == "refuse":
                hub.seat_requests.refuse(number)
            elif what == "withdraw" and number in requests:
                hub.seat_requests.withdraw(requests[number])
            elif what == "come":
                await hub.submit(TakeSeat(seat=number), participant(number))
            elif what != "withdraw":
                await hub.submit(_of_facilitator(what, number, hub), FACILITATOR)
        except Refused:
            continue
        for each, got in answers.items():
            seats = [answer.seat for answer in got if answer.seat is not None]
            wrong += [f"{each} was answered twice"] if len(got) > 1 else []
            wrong += [f"{each} got a seat without a confirmation"] if seats and each not in confirmed else []
            wrong += [f"{each} got another seat"] if seats not in ([], [requests[each].seat]) else []
            wrong += [f"{each} waits and was answered"] if got and requests[each] in hub.seat_requests.waiting else []
        for request in hub.seat_requests.waiting:
            seat = hub.session.seats[request.seat]
            wrong += [f"{request.number} waits for nothing"] if seat.device or seat.removed else []
    for request in hub.seat_requests.waiting:
        hub.seat_requests.withdraw(request)
    return wrong + (["it still listens"] if hub.listeners else [])


def _of_facilitator(what: str, number: int, hub: Hub) -> Any:
    match what:
        case "enter":
            return AddIdea(seat=number, text="Another")
        case "remove":
            return RemoveSeat(seat=number)
        case "restore":
            return RestoreSeat(seat=number)
        case "rename":
            return RenameSeat(seat=number, name="Somebody else")
        case "word":
            return GiveNewWord(seat=number, word=f"maple-{hub.session.revision % 10000:04}")
        case _:
            return Forward(at=hub.session.spot) if number == 1 else GoTo(kind=Kind.TOP_TEN, round="collect")


@given(MOVES)
def test_only_the_person_who_was_confirmed_gets_the_seat(moves: list[tuple[str, int]]) -> None:
    assert event_loop.run(play(moves)) == []


async def confirms_the_oldest(self: SeatRequests, number: int) -> SeatRequest | None:
    first = self.waiting[0]
    first.hear(Answer(first.seat))
    self.withdraw(first)
    return self._waiting.get(number)


MUTANTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "a key answers whoever is first": ("confirm", confirms_the_oldest),
    "nobody hears that the seat is taken": ("_hear_change", lambda self, change: None),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_law_catches_requests_in_which(monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(SeatRequests, *MUTANTS[mutant])
    moves = [("ask", 1), ("ask", 1), ("confirm", 2), ("come", 1)]
    assert event_loop.run(play(moves)) != []


async def test_a_request_is_not_part_of_the_session() -> None:
    hub = Hub(ask(at(room(people=1), Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="One")), lambda: NOW)
    before = hub.session
    hub.seat_requests.ask(1, lambda _: None)
    assert hub.session is before
    assert Hub(hub.session).seat_requests.waiting == ()  # as after a restart
