"""The list of people."""

import pytest
from textual import events
from textual.app import App

from copworkshop.live.hub import Hub
from copworkshop.live.presence import Presence
from copworkshop.model.attendance import Health
from copworkshop.model.people import FACILITATOR, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.candidates import ideas
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.people import AddSeat, RemoveSeat, SetTables
from copworkshop.toolkit.theme import DARK, register
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.ui.client import SessionClient
from copworkshop.ui.screens.people import PeopleScreen
from helpers.screens import drawn
from helpers.session_builder import hub_at, told


class Below(App[None]):
    """An app that opens the list at once."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        register(self)
        self.theme = DARK.name
        self.hub = hub
        self.presence = Presence()
        self.people = PeopleScreen(SessionClient(hub, FACILITATOR, lambda sentence: None, self.presence))

    async def on_mount(self) -> None:
        await self.push_screen(self.people)

    @property
    def text(self) -> str:
        rows = [strip.text.replace("│", " ") for strip in drawn(self.screen)]
        return " ".join(" ".join(rows).split())


def names(app: Below) -> list[str]:
    return [seat.name for seat in app.hub.session.present]


async def test_everybody_is_listed_with_number_name_and_table() -> None:
    hub = await told(hub_at(Kind.WELCOME, people=2), SetTables(tables=("Oak",)))
    await told(hub, AddSeat(name="Participant 3", word="birch-0003", table="Oak"))
    app = Below(hub)
    async with app.run_test(size=(80, 24)):
        assert "People: 3 here" in app.text
        assert "3 Participant 3 Oak" in app.text


async def test_rejoin_words_show_only_when_they_are_asked_for() -> None:
    app = Below(hub_at(Kind.WELCOME, people=2))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "maple-0001" not in app.text

        await pilot.press("w")
        assert "1 Participant 1 maple-0001" in app.text

        await pilot.press("w")
        assert "maple-0001" not in app.text


async def test_names_typed_with_commas_become_people() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", *"Bo, Cy", "enter")
        await pilot.pause()

        assert names(app) == ["Participant 1", "Bo", "Cy"]
        assert "Cy" in app.text


async def test_in_an_empty_room_the_field_is_ready_for_names() -> None:
    app = Below(hub_at(Kind.WELCOME, people=0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Bo", "enter")
        await pilot.pause()

        assert names(app) == ["Bo"]


@pytest.mark.parametrize("key", ["e", "enter"])
async def test_a_person_is_renamed(key: str) -> None:
    app = Below(hub_at(Kind.WELCOME, people=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", key, *" X", "enter")
        await pilot.pause()

        assert names(app) == ["Participant 1", "Participant 2 X"]
        assert app.people.query_one(EntryList).has_focus


async def test_a_name_of_nothing_is_refused_and_said_here() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *["backspace"] * 13, "enter")
        await pilot.pause()

        assert names(app) == ["Participant 1"]
        assert "Type at least one character that can be seen." in app.text


async def test_a_person_taken_out_is_listed_below_and_u_brings_them_back() -> None:
    app = Below(hub_at(Kind.WELCOME, people=3))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "x")
        await pilot.pause()
        assert names(app) == ["Participant 1", "Participant 3"]
        assert "2 Participant 2 taken out" in app.text

        await pilot.press("u")
        await pilot.pause()
        assert names(app) == ["Participant 1", "Participant 2", "Participant 3"]
        assert app.people.query_one(EntryList).cursor == 2


async def test_what_a_person_gave_stays_when_they_are_taken_out_and_d_leaves_it_out_after_a_question() -> None:
    hub = await told(hub_at(Kind.TOP_TEN, "collect", people=3), AddIdea(seat=2, text="Meet"))
    app = Below(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "x")
        await pilot.pause()
        assert "Participant 2 is taken out. What they gave stays. u brings them back." in app.text
        assert [idea.text for idea in ideas(hub.session).values()] == ["Meet"]

        await pilot.press("end", "d")
        await pilot.pause()
        assert "Leave out what Participant 2 gave: ideas, ballots, ratings, answers and remarks?" in app.text
        assert "work out" not in app.text, "nobody has seen the ideas yet"
        await pilot.press("y")
        await pilot.pause()
        assert "2 Participant 2 left out with all they gave" in app.text
        assert not ideas(hub.session)

        await pilot.press("u")
        await pilot.pause()
        assert [idea.text for idea in ideas(hub.session).values()] == ["Meet"]


async def test_before_what_was_shown_is_left_out_or_comes_back_the_question_says_what_that_tells() -> None:
    hub = await told(hub_at(Kind.TOP_TEN, "collect", people=3), AddIdea(seat=2, text="Meet"), RemoveSeat(seat=2))
    await told(hub, AddIdea(seat=3, text="Part"), GoTo(kind=Kind.TOP_TEN, round="merge"))
    app = Below(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "d")
        await pilot.pause()
        tells = "in front of everybody, so people can work out which were theirs."
        assert f"Their ideas leave the list {tells}" in app.text
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()
        assert f"Their ideas come back to the list {tells}" in app.text
        assert [idea.text for idea in ideas(hub.session).values()] == ["Part"]
        await pilot.press("y")
        await pilot.pause()
        assert names(app) == ["Participant 1", "Participant 2", "Participant 3"]
        assert len(ideas(hub.session)) == 2


async def test_u_brings_back_the_one_taken_out_last() -> None:
    app = Below(hub_at(Kind.WELCOME, people=3))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "x", "home", "x", "u")
        await pilot.pause()

        assert names(app) == ["Participant 1", "Participant 2"]


async def test_u_on_somebody_taken_out_brings_that_one_back() -> None:
    hub = await told(hub_at(Kind.WELCOME, people=3), RemoveSeat(seat=1), RemoveSeat(seat=2))
    app = Below(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "u")
        await pilot.pause()

        assert names(app) == ["Participant 1", "Participant 3"]


async def test_s_makes_a_person_with_a_terminal_a_scribe_and_takes_that_back() -> None:
    hub = await told(hub_at(Kind.WELCOME, people=2), TakeSeat(seat=1), actor=participant(1))
    app = Below(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        assert "1 Participant 1, scribe" in app.text
        assert "Participant 1 may now write for all without a device: F2 on their terminal." in app.text

        await pilot.press("s")
        assert not hub.session.seats[1].scribe

        await pilot.press("down", "s")
        assert not hub.session.seats[2].scribe


async def test_t_seats_a_person_at_one_table_after_the_other_and_then_at_none() -> None:
    app = Below(await told(hub_at(Kind.WELCOME, people=1), SetTables(tables=("Oak", "Elm"))))
    async with app.run_test(size=(80, 24)) as pilot:
        seats = []
        for _ in range(3):
            await pilot.press("t")
            await pilot.pause()
            seats.append(app.hub.session.seats[1].table)

        assert seats == ["Oak", "Elm", None]


async def test_tables_are_named_and_only_then_offered() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "next table" not in app.text.replace("\xa0", " ")

        await pilot.press("T", *"Oak, Elm", "enter")
        await pilot.pause()
        assert app.hub.session.tables == ("Oak", "Elm")
        assert "next table" in app.text.replace("\xa0", " ")


async def test_a_person_who_comes_in_meanwhile_is_shown_and_the_typed_text_stays() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *" X")
        await told(app.hub, AddSeat(name="Somebody", word="birch-0009"))
        app.people.refresh_sight()
        await pilot.press("enter")
        await pilot.pause()

        assert names(app) == ["Participant 1 X", "Somebody"]


async def test_escape_leaves_the_field_first_and_then_the_screen() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "escape")
        assert app.screen is app.people

        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not app.people


async def test_in_a_closed_session_nothing_is_offered_but_to_look() -> None:
    app = Below(await told(hub_at(Kind.WELCOME, people=2), CloseSession()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "e", "a", *"Bo", "enter")
        await pilot.pause()

        assert names(app) == ["Participant 1", "Participant 2"]
        assert "take out" not in app.text.replace("\xa0", " ")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_names_are_never_markup_and_fit_a_small_screen(size: tuple[int, int]) -> None:
    hub = await told(hub_at(Kind.WELCOME, people=0), AddSeat(name="[/][red]$x", word="birch-0001"))
    app = Below(hub)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.press("x", "u", "e")
        await pilot.pause()

        assert "[/][red]$x" in app.text


async def test_a_pasted_column_of_names_becomes_people() -> None:
    app = Below(hub_at(Kind.WELCOME, people=0))
    async with app.run_test(size=(80, 24)) as pilot:
        app.people.query_one("#names").post_message(events.Paste("Bo\nCy\nDi\n"))
        await pilot.press("enter")
        await pilot.pause()

        assert names(app) == ["Bo", "Cy", "Di"]


async def test_who_is_connected_stands_next_to_the_name_and_is_counted_above() -> None:
    app = Below(hub_at(Kind.WELCOME, people=3))
    app.presence.arrive(participant(1)).note_key()
    app.presence.arrive(participant(2))
    app.presence.arrive(Actor(role=Role.PARTICIPANT))
    async with app.run_test(size=(80, 24)):
        assert "People: 3 here, 2 connected, 1 at the name prompt" in app.text
        assert "Participant 1 typing" in app.text
        assert "Participant 2 idle" in app.text
        assert "Participant 3 not connected" in app.text


async def test_below_the_person_under_the_cursor_stands_how_they_are_connected() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    app.presence.arrive(participant(1), lambda: Health.SILENT)
    app.presence.arrive(participant(1), lambda: Health.SLOW)
    async with app.run_test(size=(80, 24)):
        assert "Participant 1 slow" in app.text
        assert "Just joined on 2 terminals." in app.text
        assert "takes what is drawn only slowly" in app.text


async def test_o_closes_the_door_and_opens_it_again() -> None:
    app = Below(hub_at(Kind.WELCOME, people=1))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        assert app.hub.session.door_closed
        assert "door closed" in app.text
        assert "o open the door" in app.text.replace("\u00a0", " ")

        await pilot.press("o")
        assert not app.hub.session.door_closed
        assert "door closed" not in app.text
