"""The facilitator's app by key presses: its keys, its start screen, and terminals of every size."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from copworkshop.content.loader import packaged_text
from copworkshop.live.hub import utc_now
from copworkshop.model.failures import SCREEN_FAILED, log_failure
from copworkshop.model.people import FACILITATOR, STAGE, Actor, Role, participant
from copworkshop.model.plan import Kind
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import SetHeading
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.people import AddSeat, RenameSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Request
from copworkshop.rules.sight import sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.ui.screens.agenda import places
from helpers import session_builder
from helpers.facilitator_driver import Walk, walk
from helpers.saved_sessions import saved

HOSTILE = "[/] [@click=app.quit]x[/] \\[b] [bold"
SIZES = ((40, 12), (20, 8), (300, 100), (80, 24))
"""The smallest, one that is too small, the largest that a visitor can have, and the usual one."""


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def clock_runs(room: Walk) -> bool:
    running = room.app.open_session
    return running is not None and running.hub.sight(FACILITATOR).clock.running


@pytest.mark.parametrize("forward", ["pagedown", "right", "space"])
async def test_each_key_forward_leads_the_room_one_point_on(tmp_path: Path, forward: str) -> None:
    async with walk(tmp_path) as room:
        await room.press(forward)
        assert room.session.spot.kind is Kind.LIFECYCLE


@pytest.mark.parametrize("back", ["pageup", "left"])
async def test_each_key_back_leads_the_room_back(tmp_path: Path, back: str) -> None:
    async with walk(tmp_path) as room:
        await room.forward()
        await room.press(back)
        assert room.session.spot.kind is Kind.WELCOME


@pytest.mark.parametrize("key", ["b", "full_stop"])
async def test_a_key_blanks_the_stage_and_brings_it_back(tmp_path: Path, key: str) -> None:
    async with walk(tmp_path) as room:
        await room.press(key)
        await room.until(lambda: "Nobody yet" not in room.text, "the blank stage")
        await room.press(key)
        await room.sees("Nobody yet")


async def test_the_timer_starts_pauses_and_takes_minutes(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("plus", "plus", "minus")
        await room.sees("11 min")
        await room.press("f2")
        await room.sees("t start")
        await room.press("t")
        await room.sees("left", "t pause")
        await room.press("t")
        await room.sees("paused", "t go on")
        assert not clock_runs(room)


async def test_the_clock_is_right_after_a_laptop_that_slept(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("t")
        running = room.app.open_session
        assert running is not None
        running.hub.clock = lambda: utc_now() + timedelta(minutes=12)
        await room.sees("time is up +2:0")


async def test_the_stage_counts_down_and_page_up_keeps_the_round_open(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.TOP_TEN, "collect")
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(AddSeat(name="Ada", word="maple-0001"), FACILITATOR)
        running.presence.arrive(participant(1))
        await room.press("pagedown")
        await room.sees("Closing in ")
        await room.press("f2")
        await room.sees("0 of 1 are done. Page Down again closes it; Page Up keeps it open.", "Not done: Ada.")
        await room.press("pageup")
        await room.until(lambda: "Closing in" not in room.text, "the end of the countdown")
        assert running.hub.session.spot.round == "collect"


async def test_space_and_right_close_no_round_from_the_console(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.TOP_TEN, "rank")
        await room.press("f2", "space")
        await room.sees("Space and Right do not go forward while people write or choose. Page Down does.")
        await room.press("right")
        assert room.app.open_session is not None
        assert room.app.open_session.hub.session.spot.round == "rank"


async def test_the_end_of_the_countdown_closes_the_round_with_nobody_pressing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(packaged_text("session4").replace("\ngrace = 20", "\ngrace = 1"), encoding="utf-8")
    async with walk(tmp_path, plan=plan) as room:
        await room.go(Kind.TOP_TEN, "collect")
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(AddSeat(name="Ada", word="maple-0001"), FACILITATOR)
        running.presence.arrive(participant(1))
        await room.press("pagedown")
        await room.until(lambda: running.hub.session.spot.round == "merge", "the next round")


async def test_keys_pressed_while_the_agenda_is_up_do_not_reach_the_room(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        before = room.session
        await room.press("g", "space", "b", "t", "pagedown", "escape")
        assert room.session is before


async def test_help_on_the_stage_lists_the_keys_that_lead_the_room(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(100, 40)) as room:
        await room.press("f1")
        await room.sees("Page Down Right Space Forward", "b . Blank the stage")
        assert "Back, as far as you like" not in room.text


async def test_help_on_the_console_begins_with_the_keys_of_the_step(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "f1")
        await room.sees("Keys that work now: Welcome", "a Add people by their names", "Page Down Right Space")
        assert room.text.index("Add people") < room.text.index("Up and down the list") < room.text.index("Forward: ")


async def test_help_in_a_text_field_lists_no_letters(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(100, 40)) as room:
        await room.press("f2", "a")
        await room.until(lambda: bool(getattr(room.app.screen, "takes_text", False)), "the field of names")
        await room.press("f1")
        await room.sees("Keys that work now", "Esc Leave the field")
        assert "Go to any step" not in room.text


@pytest.mark.parametrize("place", range(len(places(sight(session_builder.room(), FACILITATOR)))))
def test_every_place_of_the_agenda_is_where_it_says(place: int) -> None:
    session = session_builder.room()
    _, spot, request = places(sight(session, FACILITATOR))[place]

    assert session_builder.ask(session, request).spot == spot


async def test_in_the_agenda_a_digit_goes_to_the_step_of_that_number(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("g", "9", "5", "enter")
        await room.until(lambda: room.session.at is Kind.TOP_TEN, "the fifth step")


async def test_the_agenda_goes_to_the_place_under_the_cursor(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("g", "home", "down", "down", "down", "enter")
        await room.sees("> Phase Two")


async def test_the_agenda_names_every_phase_whole_at_80_columns(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("g")
        await room.sees("Phase Three: Launch · Grow · Promote · Reflect and evaluate")


async def test_the_line_of_keys_follows_the_focus_into_a_field_and_out_of_it(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.sees("g go ")
        await room.press("a")
        await room.sees("Esc leave the field")
        await room.press("escape")
        await room.sees("g go ")


async def test_after_a_field_was_left_and_the_stage_looked_at_letters_are_keys(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.go(Kind.TOP_TEN, "collect")
        await room.press("f2", "a", "escape", "f2", "f2", "b")
        await room.until(lambda: room.session.blank, "the blank stage")


async def resize_everything(room: Walk) -> None:
    """Show what is on the screen at every size and in every theme, those included that are too small."""
    for size in SIZES:
        await room.pilot.resize_terminal(*size)
    for _ in theme.THEMES:
        room.app.action_next_theme()
        await room.pilot.pause()


async def hostile(room: Walk) -> None:
    """Fill the room with words that look like markup."""
    running = room.app.open_session
    assert running is not None
    await room.go(Kind.TOP_TEN, "collect")
    add = AddSeat(name=HOSTILE, word="maple-0001")
    for request in (SetHeading(heading=HOSTILE), add, AddIdea(seat=1, text=HOSTILE)):
        await running.hub.submit(request, FACILITATOR)


@pytest.mark.slow
@pytest.mark.parametrize("view", ["stage", "console"])
async def test_no_size_and_no_theme_ends_the_app_at_any_step(tmp_path: Path, view: str) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        await hostile(room)
        if view == "console":
            await room.press("f2")
        for kind in Kind:
            await room.go(kind)
            await resize_everything(room)
            assert room.app.open_session is running, kind


@pytest.mark.slow
async def test_no_size_and_no_theme_ends_the_app_in_a_dialog(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        await hostile(room)
        for key in ("p", "g", "f1", "E"):
            await room.press("f2" if key == "E" else "escape", key)
            await resize_everything(room)
            assert not hasattr(room.app.screen, "seen"), f"{key} opens a dialog"
            await room.press("escape")
        assert room.app.open_session is running


async def test_a_terminal_that_is_too_small_keeps_what_is_being_typed(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "a", *"Par")
        await room.pilot.resize_terminal(30, 8)
        await room.sees("Enlarge the terminal to at", "40×12")
        before = room.session
        await room.press("pagedown", "x")
        await room.pilot.resize_terminal(80, 24)
        await room.sees("Par")
        assert room.session is before


async def test_a_sentence_on_the_console_goes_when_the_room_moves(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        room.app.views.show_message("Something was said.")  # type: ignore[union-attr]
        await room.sees("Something was said.")
        await room.forward()
        assert "Something was said." not in room.text


async def test_what_others_do_is_looked_at_now_and_then_and_what_the_facilitator_does_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copworkshop.ui.facilitator_screens.REFRESH_SECONDS", 1000.0)
    async with walk(tmp_path) as room:
        running, views = room.app.open_session, room.app.views
        assert running is not None
        assert views is not None
        looks: list[None] = []
        refresh = views.refresh

        def look() -> None:
            looks.append(None)
            refresh()

        monkeypatch.setattr(views, "refresh", look)

        async def asked(request: Request, actor: Actor, shown: int) -> None:
            await running.hub.submit(request, actor)
            await room.until(lambda: len(looks) == shown, f"look {shown}")

        for number in range(1, 6):
            await asked(AddSeat(name=f"Ann {number}", word=f"maple-000{number}"), Actor(role=Role.PARTICIPANT), shown=1)
        await asked(RenameSeat(seat=1, name="Bea"), FACILITATOR, shown=2)
        await asked(GoTo(kind=Kind.PROPOSAL), FACILITATOR, shown=3)
        for number in range(1, 6):
            write = WriteField(seat=number, field="problems", text="a")
            await asked(write, participant(number), shown=3)


async def test_what_others_did_last_comes_to_the_screen(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        for number in range(1, 6):
            await running.hub.submit(
                AddSeat(name=f"Ann {number}", word=f"maple-000{number}"), Actor(role=Role.PARTICIPANT)
            )
        await room.sees("Ann 5")


async def test_turning_to_the_console_says_whether_the_room_sees_it(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.sees("The room sees this console if this terminal is on the projector.")
        await room.press("f2")
        running = room.app.open_session
        assert running is not None
        running.presence.arrive(STAGE)
        await room.press("f2")
        await room.sees("The room sees the stage on another terminal, and not this console.")


async def test_at_40_columns_the_notes_take_the_place_of_the_panel_and_n_reads_on_in_them(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(40, 12)) as room:
        await room.press("f2")
        await room.sees("Nobody is here yet.", "n notes")
        await room.press("n")
        await room.sees("Stage Welcome.", "n panel")
        assert "Nobody is here yet." not in room.text
        for _ in range(6):
            if "Nobody is here yet." not in room.text:
                await room.press("n")
        await room.sees("Nobody is here yet.")


async def test_the_console_says_how_far_the_room_is_behind(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        await room.go(Kind.LIFECYCLE)
        running = room.app.open_session
        assert running is not None
        running.hub.clock = lambda: utc_now() + timedelta(minutes=26)
        await room.press("b")
        await room.sees("6 min behind")


async def test_what_was_left_on_the_clock_is_there_after_leaving_and_resuming(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running, began = room.app.open_session, utc_now()
        assert running is not None
        running.hub.clock = lambda: began
        await room.press("t")
        await room.until(lambda: clock_runs(room), "the clock runs")
        running.hub.clock = lambda: began + timedelta(minutes=4)
        await room.sees("6:00")
    async with walk(tmp_path) as room:
        assert not clock_runs(room)
        await room.sees("paused 6:00")


async def test_the_stage_shows_only_that_there_is_a_message(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        room.app.views.show_message(f"Somebody's words: {HOSTILE}")  # type: ignore[union-attr]
        await room.sees("message: F2")
        assert "Somebody" not in room.text
        await room.press("f2")
        await room.sees(HOSTILE)


async def test_what_happened_to_a_file_is_said_until_it_is_put_away(tmp_path: Path) -> None:
    saved(tmp_path, "walk")
    file = tmp_path / "walk" / "session.toml"
    file.write_bytes(file.read_bytes()[:60])
    async with walk(tmp_path) as room:
        await room.sees("message: F2")
        assert "session.toml" not in room.text
        await room.press("f2")
        await room.sees("session.toml")
        await room.forward()
        await room.sees("session.toml")
        await room.press("escape", "escape", "escape")
        await room.until(lambda: "session.toml" not in room.text, "an empty line")


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_the_start_screen_resumes_the_last_of_thirty_sessions_with_one_key(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    saved(tmp_path, *(f"number-{number}" for number in range(30)))
    async with walk(tmp_path, name=None, size=size) as room:
        await room.sees("number-29")
        await room.press("enter")
        await room.until(lambda: room.app.open_session is not None, "the session")
        assert room.session.name == "number-29"


async def test_a_session_that_cannot_be_opened_is_told_and_the_list_stays(tmp_path: Path) -> None:
    saved(tmp_path, "sound", "wrong")
    file = tmp_path / "wrong" / "session.toml"
    file.write_bytes(file.read_bytes().replace(b"schema = 4", b"schema = 99"))
    async with walk(tmp_path, name=None) as room:
        await room.sees("has a fault", "sound")
        await room.press("home", "enter")
        await room.sees("Install a newer copworkshop")
        await room.press("down", "enter")
        await room.until(lambda: room.app.open_session is not None, "the sound one")


@pytest.mark.parametrize("heading", ["x" * 201, "\N{ZERO WIDTH SPACE}"], ids=["too long", "invisible"])
async def test_a_heading_that_cannot_be_is_refused_and_the_fields_stay(tmp_path: Path, heading: str) -> None:
    async with walk(tmp_path, name=None) as room:
        await room.press("n")
        await room.sees("A new session")
        room.app.screen.query_one("#heading", LineInput).value = heading
        await room.press("enter")
        await room.sees("cannot be called that", "A new session")
    assert is_empty(tmp_path)


async def test_n_starts_a_session_where_there_is_none_and_is_no_letter_of_its_name(tmp_path: Path) -> None:
    async with walk(tmp_path, name=None) as room:
        await room.sees("There is no session here yet", "n new session")
        await room.press("n")
        await room.type("Harbour Trust")
        await room.press("enter")
        while room.app.open_session is None:
            await room.press("enter")
        assert room.session.heading == "Harbour Trust"
        begun = room.session.name
    async with walk(tmp_path, name="Harbour Trust") as room:
        assert room.session.name == begun


async def test_a_session_is_called_on_the_stage_as_it_was_named_when_it_was_begun(tmp_path: Path) -> None:
    async with walk(tmp_path, name="Größe 4 (50%)") as room:
        await room.sees("Größe 4 (50%)")


async def test_escape_leads_from_a_new_session_back_to_the_list(tmp_path: Path) -> None:
    saved(tmp_path, "sound")
    async with walk(tmp_path, name=None) as room:
        await room.sees("sound")
        await room.press("n")
        await room.sees("A new session")
        await room.press("escape")
        await room.sees("sound", "Enter resume")


async def test_the_last_place_of_the_agenda_is_in_sight_on_the_smallest_terminal(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(40, 12)) as room:
        await room.press("g", "end")
        await room.sees("6 Close", "Enter goes there.", "stays.")


async def test_the_whole_agenda_is_in_sight_where_there_is_room_for_it(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(80, 30)) as room:
        await room.press("g")
        await room.sees("1 Welcome", "6 Close")


async def test_help_scrolls_to_its_last_key_on_the_smallest_terminal(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(40, 12)) as room:
        await room.press("f1")
        await room.sees("Keys that work now", "Esc goes back")
        await room.press("pagedown", "pagedown", "pagedown", "pagedown")
        await room.sees("Ctrl+Q")


async def test_who_would_send_people_home_by_leaving_is_asked_first_and_may_stay(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        running.presence.arrive(participant(1))
        await room.press("ctrl+q")
        await room.sees("1 person is connected.", "Go back (n)")
        await room.press("enter")
        assert room.app.open_session is running
        await room.press("ctrl+q")
        await room.sees("1 person is connected.")
        await room.press("y")
        await room.until(lambda: room.app.open_session is None, "the end")


async def test_somebody_who_comes_while_the_app_ends_is_no_failure(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        running = room.app.open_session
        assert running is not None
        await running.hub.submit(AddSeat(name="Participant 1", word="cedar-0001"), FACILITATOR)
        await room.app.screen.query("#drawing").remove()  # as at the end of an app, before its subscriptions end
        running.presence.arrive(participant(1))
        await room.pilot.pause()
        assert room.app.is_running


@pytest.mark.usefixtures("brief_waits")
async def test_the_console_names_the_file_that_says_what_failed_until_it_is_put_away(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(120, 30)) as room:
        await room.go(Kind.LIFECYCLE)
        await room.press("f2")
        log_failure(logging.getLogger("copworkshop.tests"), SCREEN_FAILED, ValueError("words of somebody"))
        await room.sees("The screen of somebody who is connected failed; what was saved is safe.", "session.log")
        assert "words of somebody" not in room.text
        await room.press("escape")
        await room.until(lambda: "what was saved is safe" not in room.text, "the end of the message")
