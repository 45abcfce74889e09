"""The console's panels for Activity 2."""

import re
from pathlib import Path

import pytest
from bench import Bench
from textual.widgets import Input

from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.topten import Ballot
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.candidate_edits import Merge, Withdraw
from copworkshop.rules.candidates import candidates, question
from copworkshop.rules.collecting import AddIdea, EditIdea
from copworkshop.rules.people import AddSeat, MoveToTable, RemoveSeat, SetTables
from copworkshop.rules.reopening import Reopen
from copworkshop.rules.request import Request
from copworkshop.rules.result import Topic, discussion
from copworkshop.store.sessions import create, open_
from copworkshop.ui.console.topten import TopTenPanel
from helpers.session_builder import NOW, hub_at, told

WIDE = (78, 18)
HOSTILE = "[@click=app.quit]Ann[/] [/]"


async def with_ideas(round_name: str = "merge", ideas: int = 6, people: int = 3) -> Hub:
    """A room in which so many ideas were entered for the room, one after the other: idea 1, idea 2 …"""
    hub = hub_at(Kind.TOP_TEN, "merge", people)
    await told(hub, *(AddIdea(seat=None, text=f"idea {number}") for number in range(1, ideas + 1)))
    return await told(hub, GoTo(kind=Kind.TOP_TEN, round=round_name))


async def bench(round_name: str = "collect", *requests: Request, ideas: int = 6, people: int = 3) -> Bench:
    hub = (
        hub_at(Kind.TOP_TEN, round_name, people)
        if round_name == "collect"
        else await with_ideas(round_name, ideas, people)
    )
    return Bench(TopTenPanel, await told(hub, *requests))


def wordings(app: Bench) -> list[str]:
    return [candidate.wording for candidate in candidates(app.hub.session)]


def members(app: Bench) -> list[tuple[int, ...]]:
    return [candidate.members for candidate in candidates(app.hub.session)]


def ballot(app: Bench, seat: int) -> tuple[int, ...] | None:
    held = app.hub.session.seats[seat].ballot
    return held.picks if held is not None else None


def papers(app: Bench) -> list[tuple[int, ...]]:
    return [each.picks for each in app.hub.session.top_ten.unsigned_ballots]


def typed(app: Bench) -> str:
    assert isinstance(app.focused, Input)
    return app.focused.value


# ── collect ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_ideas_are_entered_one_after_the_other() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "'open doors", "enter", "'cake", "enter")

    assert wordings(app) == ["open doors", "cake"]
    assert [idea.text for idea in app.hub.session.top_ten.unsigned_ideas] == ["open doors", "cake"]


async def test_letters_are_the_rooms_keys_until_the_line_is_opened() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "b", "full_stop", "enter")
        assert not isinstance(app.focused, Input)


async def test_down_chooses_the_person_whom_the_idea_is_for() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "down", "down", "'cake", "enter")
        assert "For Participant 2: 1 of 3 in" in app.text

    assert [idea.text for idea in app.hub.session.seats[2].ideas] == ["cake"]


async def test_an_idea_over_the_limit_is_refused_and_stays_in_the_line() -> None:
    app = await bench("collect", *(AddIdea(seat=1, text=f"idea {n}") for n in range(3)))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "down", "'cake", "enter")
        assert typed(app) == "cake"

    assert "Everybody has 3 ideas" in app.said[0]


async def test_what_people_typed_themselves_is_not_shown_and_no_idea_has_a_name() -> None:
    app = await bench("collect", AddIdea(seat=1, text="entered"))
    await told(app.hub, AddIdea(seat=2, text="secret"), actor=participant(2))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "entered" in app.text
        assert "secret" not in app.text
        assert "Participant" not in app.text
        assert "2 ideas so far, from 2 of 3 people" in app.text


async def test_the_ideas_of_a_plan_are_in_when_its_session_is_created(tmp_path: Path) -> None:
    plan = (
        'schema = 1\ntitle = "Next"\n\n[[steps]]\nkind = "top_ten"\ntitle = "Top ten"\nshort = "Top ten"\n'
        'questions = ["What next?"]\nideas = ["Trust first", "Time for it"]\n'
    )
    create(tmp_path, "next", plan, NOW).close()
    opened = open_(tmp_path, "next")
    app = Bench(TopTenPanel, Hub(opened.session, now=lambda: NOW))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "2 ideas so far" in app.text
        assert "Trust first" in app.text
    opened.close()


async def test_an_idea_is_edited_in_the_line() -> None:
    app = await bench("collect", AddIdea(seat=None, text="caek"))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "e", "backspace", "backspace", "'ke", "enter")

    assert wordings(app) == ["cake"]


async def test_x_withdraws_an_idea_and_brings_it_back() -> None:
    app = await bench("collect", AddIdea(seat=None, text="cake"))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "x")
        assert wordings(app) == []
        await app.press(pilot, "x")

    assert wordings(app) == ["cake"]


async def test_an_idea_that_its_author_changes_leaves_the_list_of_those_who_entered_it() -> None:
    app = await bench("collect", AddIdea(seat=1, text="Entered here"), ideas=0)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Entered here" in app.text
        key = app.hub.session.seats[1].ideas[0].number
        await told(app.hub, EditIdea(number=key, text="SECRET"), actor=participant(1))
        await pilot.pause()
        assert "Entered here" not in app.text
        await app.press(pilot, "x", "e")
        assert "SECRET" not in app.text

    assert not app.hub.session.seats[1].ideas[0].withdrawn


async def test_an_idea_that_was_entered_has_no_number_before_collecting_is_closed() -> None:
    app = await bench("collect", AddIdea(seat=None, text="cake"), AddIdea(seat=1, text="open doors"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "people cake open doors" in app.text
        await told(app.hub, *(GoTo(kind=Kind.TOP_TEN, round=name) for name in ("merge", "collect")))
        await told(app.hub, Reopen(at=app.hub.session.spot))
        await pilot.pause()
        assert re.search(r"1 cake 2 open doors|1 open doors 2 cake", app.text)


async def test_one_of_the_plans_questions_is_picked() -> None:
    app = await bench()
    presets = app.hub.session.plan.top_ten
    assert presets is not None
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "q", "down", "down", "enter")

    assert question(app.hub.session) == presets.questions[1].text


async def test_the_question_is_worded_on_the_spot_and_looking_at_the_plans_loses_nothing() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "q", "ctrl+u", "'why", "down", "up", "enter")

    assert question(app.hub.session) == "why"


async def test_an_emptied_question_is_the_plans_first_again() -> None:
    app = await bench()
    before = question(app.hub.session)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "q", "'x", "enter", "q", "ctrl+u", "enter")

    assert question(app.hub.session) == before


async def test_escape_leaves_the_question_as_it_is() -> None:
    app = await bench()
    before = question(app.hub.session)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "q", "'x", "escape")

    assert question(app.hub.session) == before


async def test_an_idea_being_typed_is_submitted_before_its_round_closes() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "'half an id", "pagedown")
        assert app.hub.session.spot.round == "merge"
        assert wordings(app) == ["half an id"]
        assert app.said == ["The round closed, so what you were typing was submitted: “half an id”"]
        await app.press(pilot, "pageup")
        await app.desk.request(Reopen, at=app.hub.session.spot)
        await app.press(pilot, "a")
        assert typed(app) == ""


async def test_what_is_typed_in_a_round_is_submitted_before_it_closes_and_nothing_that_is_no_input() -> None:
    app = await bench("merge", AddSeat(name="Participant 4", word="maple-0004"))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "w", "' more", "pagedown")
        assert wordings(app)[0] == "idea 1 more"
        await app.press(pilot, "enter", "'3 1", "pagedown")
        assert ballot(app, 1) == (3, 1)
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "slash", "'idea 2", "pagedown")
        assert app.hub.session.spot.round == "rank"
        await app.press(pilot, "i", "'no-such-file", "pagedown")
    assert app.said == []
    assert len(wordings(app)) == 6


@pytest.mark.parametrize(
    ("round_name", "opened", "line"),
    [
        ("collect", ["a"], "back to the list"),
        ("collect", ["i", "'no-such-file"], "take its lines"),
        ("collect", ["q"], "leave it as it is"),
        ("rank", ["enter"], "back to the people"),
        ("rank", ["i", "'no-such-file"], "enter its ballots"),
    ],
)
async def test_no_line_is_open_in_a_round_that_was_closed(round_name: str, opened: list[str], line: str) -> None:
    app = await bench(round_name)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, *opened)
        assert line in app.text
        await app.press(pilot, "pagedown")
        assert app.hub.session.spot.round != round_name
        await app.press(pilot, "pageup")
        assert app.hub.session.spot.round == round_name
        assert line not in app.text


async def test_numbers_that_make_no_ballot_stay_in_the_line() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "'3 99", "pagedown")
        assert ballot(app, 1) is None
        assert app.said


async def test_an_idea_being_typed_is_there_again_after_escape() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "'half", "escape", "a")
        assert typed(app) == "half"


async def test_a_person_taken_out_of_the_room_gets_no_ideas() -> None:
    app = await bench()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "down")
        await told(app.hub, RemoveSeat(seat=1))
        await pilot.pause()
        assert "For the room:" in app.text


# ── merge ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_enter_merges_what_is_marked_and_nothing_else_in_the_words_of_the_last_one() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "m", "down", "m", "down", "down")
        assert "Enter merges 1 into 2, worded “idea 2”" in app.text
        await app.press(pilot, "enter")

    assert (2, 1) in members(app)
    assert wordings(app) == ["idea 2", "idea 3", "idea 4", "idea 5", "idea 6"]


async def test_the_mark_is_next_to_the_cursor_and_a_single_one_says_what_is_missing() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "down", "m")
        assert "Marked: 2. Mark the idea that says the same; the last one gives the words." in app.text
        await app.press(pilot, "down", "enter")
        assert len(wordings(app)) == 6
        await app.press(pilot, "up", "m")
        assert "Marked" not in app.text


async def test_the_console_says_merged_and_not_of_how_many_ideas_before_the_reveal() -> None:
    app = await bench("merge", Merge(leads=(1, 4)))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "merged" in app.text
        assert "×" not in app.text


async def test_the_ideas_of_a_merged_one_are_shown_under_the_cursor() -> None:
    app = await bench("merge", Merge(leads=(1, 4), wording="together"))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "+ 1 idea 1 + 4 idea 4" in app.text


async def test_enter_without_marks_says_how_to_merge() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter")

    assert app.said == ["Mark the ideas that say the same with m. Enter then merges the marked ones."]
    assert len(wordings(app)) == 6


async def test_an_idea_is_reworded_from_the_words_it_has() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "w", "' of all", "enter")

    assert wordings(app)[0] == "idea 1 of all"


async def test_a_merged_idea_is_split_and_one_alone_is_not_offered_to_be() -> None:
    app = await bench("merge", Merge(leads=(1, 2)))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "s split" in app.text.replace("\u00a0", " ")
        await app.press(pilot, "s")
        assert "s split" not in app.text.replace("\u00a0", " ")

    assert len(wordings(app)) == 6


async def test_x_takes_an_idea_off_the_list_and_puts_it_back_from_the_end_of_it() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "x")
        assert "idea 1" not in wordings(app)
        await pilot.pause()
        assert "off the list" in app.rows()[6]
        await app.press(pilot, "x")

    assert "idea 1" in wordings(app)


async def test_undo_and_redo_say_what_they_did() -> None:
    app = await bench("merge", Merge(leads=(3, 1)))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "u")
        assert len(wordings(app)) == 6
        await app.press(pilot, "r")

    assert len(wordings(app)) == 5
    assert app.said == ["Taken back: merge 3 + 1. r does it again.", "Done again: merge 3 + 1. u undoes it."]


async def test_the_list_is_narrowed_down_as_it_is_typed_and_escape_ends_it() -> None:
    app = await bench("merge", Merge(leads=(2, 5), wording="cake"))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "slash", "'CAK")
        assert "cake" in app.text
        assert "idea 3" not in app.text
        await app.press(pilot, "escape")
        assert "idea 3" in app.text


async def test_what_was_found_can_be_marked_and_merged_into_something_else() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "slash", "4", "enter", "m", "escape", "home", "m", "enter")

    assert members(app)[0] == (1, 4)


async def alike() -> Bench:
    """Two pairs that may be the same: 1 and 3 by their words, 2 and 4 by their letters."""
    app = await bench("merge", ideas=0)
    texts = ("Meet every month", "A mentor", "Every month, meet!", "A mentors", "Cake")
    await told(app.hub, *(AddIdea(seat=None, text=text) for text in texts))
    return app


async def test_the_likeliest_pair_is_shown_alone_with_its_reason() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f")
        assert "The same words in another order." in app.text
        assert "2 pairs are left." in app.text
        assert "Cake" not in app.text


async def test_enter_merges_a_pair_into_the_one_under_the_cursor_and_goes_on_to_the_next() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "down", "enter")
        assert "Almost the same wording." in app.text
        await app.press(pilot, "enter")
        assert "Cake" in app.text

    assert members(app) == [(2, 4), (3, 1), (5,)]


async def test_x_keeps_a_pair_apart_for_good() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "x", "escape", "f")
        assert "Almost the same wording." in app.text
        assert "This is the last pair." in app.text
        await app.press(pilot, "x")
        assert "Cake" in app.text

    assert app.said == ["No more pairs are suggested."]
    assert len(members(app)) == 5


async def test_the_wording_that_a_merge_keeps_is_reworded_first() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "w", "' at six", "enter", "enter")

    assert wordings(app)[0] == "Meet every month at six"
    assert members(app)[0] == (1, 3)


async def test_undo_brings_a_merged_pair_back() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "enter", "u")
        assert "The same words in another order." in app.text

    assert len(members(app)) == 5


async def test_escape_ends_the_pairs_and_merges_nothing() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f", "escape")
        assert "Cake" in app.text

    assert len(members(app)) == 5


async def test_the_way_back_from_the_pairs_is_in_sight_next_to_the_notes() -> None:
    app = await alike()
    async with app.run_test(size=(49, 18)) as pilot:
        await app.press(pilot, "f")
        assert "Esc list" in app.text


async def test_a_pair_of_which_one_was_withdrawn_elsewhere_gives_way_to_the_next() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f")
        await told(app.hub, Withdraw(lead=3))
        await pilot.pause()
        assert "Almost the same wording." in app.text


async def test_pairs_are_not_gone_through_while_ideas_are_marked() -> None:
    app = await alike()
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "m", "f")
        assert "Marked: 1." in app.text
        assert "Cake" in app.text


async def test_pairs_are_offered_only_where_there_are_some() -> None:
    app = await bench("collect", AddIdea(seat=None, text="Cake"), AddIdea(seat=None, text="Open doors"))
    await told(app.hub, GoTo(kind=Kind.TOP_TEN, round="merge"))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "f")
        assert "pairs" not in app.text
        assert "Open doors" in app.text


async def test_a_late_idea_is_added() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "a", "'late", "enter", "escape")

    assert wordings(app)[-1] == "late"


async def test_a_mark_goes_with_an_idea_that_somebody_else_took_off_the_list() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "m", "down", "m", "down", "m")
        await told(app.hub, Withdraw(lead=1))
        await pilot.pause()
        await app.press(pilot, "enter")

    assert (3, 2) in members(app)


async def test_an_empty_list_takes_every_key_calmly() -> None:
    app = await bench("merge", ideas=0)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "m", "w", "s", "x", "r", "slash", "up", "down", "escape")
        assert "No ideas yet. a adds one." in app.text


# ── rank ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_ballots_are_typed_as_numbers_person_after_person() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "'3 6 1", "enter", "'2,1", "enter")

    assert app.hub.session.seats[1].ballot == Ballot(picks=(3, 6, 1), done=True, for_someone=True)
    assert ballot(app, 2) == (2, 1)


async def test_what_is_typed_is_echoed_in_words() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "'3 9")
        assert "1. 3 idea 3" in app.text
        assert "2. no idea 9 on the list" in app.text


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("1 2 3 4 5 6", "at most 5 places"),
        ("1 9", "There is no idea 9"),
        ("2 2", "Idea 2 is on this ballot twice"),
        ("2 x", "“x” is no number"),
    ],
)
async def test_a_ballot_that_cannot_stand_is_refused_and_stays_in_the_line(line: str, sentence: str) -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", f"'{line}", "enter")
        assert typed(app) == line

    assert ballot(app, 1) is None
    assert sentence in app.said[0]


async def test_a_persons_own_ballot_is_not_shown_and_no_key_changes_it() -> None:
    app = await bench("rank")
    await told(app.hub, CastBallot(seat=1, picks=(4, 5)), actor=participant(1))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "enter")
        assert not isinstance(app.focused, Input)
        await app.press(pilot, "x", "x")
        assert "type a ballot" not in app.text
        assert "take it back" not in app.text

    assert ballot(app, 1) == (4, 5)
    assert set(app.said) == {"Participant 1 has cast a ballot of their own. Only they can change it."}


async def test_a_ballot_that_a_person_cast_meanwhile_is_not_replaced() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "6")
        await told(app.hub, CastBallot(seat=1, picks=(4,)), actor=participant(1))
        await pilot.pause()
        await app.press(pilot, "enter", "enter")
        assert typed(app) == "6"

    assert ballot(app, 1) == (4,)
    assert "Only they can change it" in app.said[0]


async def test_a_ballot_that_was_entered_is_changed_from_what_it_is() -> None:
    app = await bench("rank", CastBallot(seat=1, picks=(4, 5)))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter")
        assert typed(app) == "4 5"
        await app.press(pilot, "' 6", "enter")

    assert ballot(app, 1) == (4, 5, 6)


async def test_the_line_goes_on_to_the_next_person_without_a_ballot_and_then_closes() -> None:
    app = await bench("rank", CastBallot(seat=2, picks=(4,)))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "1", "enter", "2", "enter")
        assert not isinstance(app.focused, Input)

    assert [ballot(app, seat) for seat in (1, 2, 3)] == [(1,), (4,), (2,)]


async def test_enter_alone_leaves_a_person_without_a_ballot() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "enter", "2", "enter")

    assert [ballot(app, seat) for seat in (1, 2)] == [None, (2,)]


async def test_paper_ballots_are_entered_one_after_the_other() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "end", "enter", "'1 2", "enter", "'3", "enter", "escape")

    assert papers(app) == [(1, 2), (3,)]


async def test_the_state_says_how_many_people_have_given_no_ballot_and_when_everybody_has_given_one() -> None:
    app = await bench("rank", CastBallot(seat=1, picks=(1,)))
    async with app.run_test(size=WIDE) as pilot:
        assert "1 ballot is in; 2 of 3 people have given none." in app.text
        await told(app.hub, CastBallot(seat=2, picks=(1,)))
        await pilot.pause()
        assert "2 ballots are in; 1 of 3 people has given none." in app.text
        await told(app.hub, CastBallot(seat=3, picks=(1,)))
        await pilot.pause()
        assert "3 ballots are in; everybody here has given one." in app.text


async def test_in_a_room_without_people_the_state_says_only_how_many_ballots_are_in() -> None:
    app = await bench("rank", PutPaperBallot(picks=(1,)), *(RemoveSeat(seat=seat) for seat in (1, 2, 3)))
    async with app.run_test(size=WIDE):
        assert "1 ballot is in. " in app.text
        assert "given" not in app.text


async def test_a_paper_ballot_is_changed_and_taken_back() -> None:
    app = await bench("rank", PutPaperBallot(picks=(1,)), PutPaperBallot(picks=(2,)))
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "end", "enter", "' 3", "enter")
        assert papers(app) == [(1,), (2, 3)]
        await app.press(pilot, "up", "x")

    assert papers(app) == [(2, 3)]


async def test_the_line_closes_when_its_person_is_taken_out_of_the_room() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "enter", "3")
        await told(app.hub, RemoveSeat(seat=1))
        await pilot.pause()
        assert not isinstance(app.focused, Input)


async def test_ideas_can_be_merged_while_ballots_are_open() -> None:
    app = await bench("rank")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "v", "m", "down", "m", "enter")
        await app.press(pilot, "v")
        assert "ballots are in" in app.text

    assert members(app)[0] == (2, 1)


# ── reveal and discuss ───────────────────────────────────────────────────────────────────────────────────────

BALLOTS = (CastBallot(seat=1, picks=(1, 2, 3)), CastBallot(seat=2, picks=(1, 3, 2)), CastBallot(seat=3, picks=(4,)))


async def revealing(point: int, round_name: str = "reveal") -> Bench:
    app = await bench("rank", *BALLOTS)
    await told(app.hub, GoTo(kind=Kind.TOP_TEN, round=round_name, point=point))
    return app


async def test_nothing_of_the_list_is_shown_before_it_is_revealed() -> None:
    app = await revealing(0)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "Next: the last place" in app.text
        assert "idea" not in app.text


async def test_the_tables_lists_are_read_on_the_console_page_by_page() -> None:
    app = await revealing(0, "discuss")
    hub = await told(app.hub, SetTables(tables=("North", "South", HOSTILE)))
    await told(hub, *(MoveToTable(seat=seat, table="North") for seat in (1, 2, 3)))
    pages = discussion(hub.session)
    await told(hub, GoTo(kind=Kind.TOP_TEN, round="discuss", point=pages.index(Topic.TABLES)))
    async with app.run_test(size=(78, 40)) as pilot:
        await pilot.pause()
        assert "On stage: each table's own list, 1 of 2" in app.text
        assert "Next: each table's own list, 2 of 2" in app.text
        assert "North, from 3 ballots: 1 idea 1" in app.text
        assert f"{HOSTILE}: Fewer than 3 ballots" in app.text
        assert app.text.count("Each table's own list") == 1


async def test_what_comes_next_is_its_place_and_no_more() -> None:
    app = await revealing(2)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "On stage: 2 of 3 places" in app.text
        assert "Next: place 1" in app.text
        assert "idea 1" not in app.text


async def test_a_shared_place_is_marked() -> None:
    app = await revealing(2)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "2= idea 2 7 chosen by 2 of 3 2= idea 3 7 chosen by 2 of 3" in app.text


async def test_the_discussion_has_the_list_the_ties_and_the_rule() -> None:
    app = await bench("rank", *BALLOTS, PutPaperBallot(picks=(1,)), PutPaperBallot(picks=(1,)))
    await told(app.hub, GoTo(kind=Kind.TOP_TEN, round="discuss", point=1))
    async with app.run_test(size=(78, 30)) as pilot:
        await pilot.pause()
        assert "On stage: how far we agree" in app.text
        assert "order: " in app.text
        assert "share place 2" in app.text
        assert "5 ballots. Your first choice gets 5 points" in app.text


async def test_fewer_than_five_ballots_are_not_asked_how_far_they_agree() -> None:
    app = await revealing(1, "discuss")
    async with app.run_test(size=(78, 30)) as pilot:
        await pilot.pause()
        assert "On stage: " in app.text
        assert "how far we agree" not in app.text.casefold()


async def test_a_room_that_chose_nothing_is_told_so() -> None:
    app = await bench("reveal")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "On stage: nobody has voted, so there is nothing to reveal" in app.text


# ── all rounds ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_keys_go_to_the_panel_of_the_round_that_the_room_came_to() -> None:
    app = await bench("merge")
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "pagedown")
        await app.press(pilot, "enter", "2", "enter")

    assert ballot(app, 1) == (2,)


@pytest.mark.parametrize("size", [WIDE, (52, 18), (38, 7)])
@pytest.mark.parametrize("round_name", ["collect", "merge", "rank", "reveal", "discuss"])
async def test_hostile_words_are_shown_as_they_are_at_every_size(round_name: str, size: tuple[int, int]) -> None:
    hub = await told(hub_at(Kind.TOP_TEN, "collect", 1), AddIdea(seat=None, text=HOSTILE))
    await told(hub, GoTo(kind=Kind.TOP_TEN, round="rank"), CastBallot(seat=1, picks=(1,)))
    await told(hub, GoTo(kind=Kind.TOP_TEN, round=round_name))
    app = Bench(TopTenPanel, hub)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await app.press(pilot, "enter" if round_name == "rank" else "down")
        await pilot.click(TopTenPanel, offset=(4, 3))
        if round_name != "reveal":
            assert "@click=" in app.text.replace(" ", "")
        assert app.is_running


async def test_a_list_of_two_hundred_ideas_draws_only_what_is_in_sight() -> None:
    app = await bench("merge", ideas=200)
    async with app.run_test(size=WIDE) as pilot:
        await app.press(pilot, "end", "m", "home", "m", "enter")
        widgets = len(app.screen.query("*"))

    assert members(app)[0] == (1, 200)
    assert widgets < 60
