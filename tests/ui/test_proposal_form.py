"""Writing a proposal, without anything behind it."""

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from copworkshop.model.plan import ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import PARAGRAPH_LIMIT
from copworkshop.toolkit.theme import DARK, register
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.ui.widgets.proposal_form import ProposalForm
from copworkshop.ui.widgets.proposal_words import count_of, first_to_write
from helpers.screens import drawn
from helpers.session_builder import session4


def step() -> ProposalStep:
    found = session4().proposal
    assert found is not None
    return found


class Desk(App[None]):
    """A form and a field next to it to leave it for."""

    def __init__(self, proposal: Proposal | None = None) -> None:
        super().__init__()
        register(self)
        self.theme = DARK.name
        self.form = ProposalForm(step(), proposal or Proposal(), clock=lambda: self.seconds)
        self.written: list[tuple[str, str]] = []
        self.seconds = 0.0

    def compose(self) -> ComposeResult:
        yield self.form
        yield Input()

    def on_mount(self) -> None:
        self.area.pause = self.area.at_most = 3600.0  # typing pauses when a test says so, on however slow a machine
        self.form.area.focus()

    @on(ProposalForm.Written)
    def _note(self, event: ProposalForm.Written) -> None:
        self.written.append((event.field, event.text))

    @property
    def area(self) -> ParagraphArea:
        return self.query_one(ParagraphArea)

    @property
    def text(self) -> str:
        return " ".join(" ".join(strip.text for strip in drawn(self.screen)).split())


async def pause_in_typing(app: Desk, pilot: Pilot[None]) -> None:
    """What the area's timer does when no key comes for a while, without the wait."""
    app.area.flush()
    await pilot.pause()


def holding(**answers: str) -> Proposal:
    return Proposal(answers=answers)


def test_the_count_tells_core_fields_and_all_fields() -> None:
    assert count_of(step(), {"problems": "x", "unique": "y", "people": "  "}) == "1 of 6 core fields, 2 of 12"


def test_writing_begins_at_the_first_starred_field_that_is_empty() -> None:
    assert first_to_write(step(), {"focal-point": "x"}).id == "problems"


def test_writing_begins_at_the_first_field_when_the_core_is_full() -> None:
    full = {field.id: "x" for field in step().fields if field.core}

    assert first_to_write(step(), full).id == step().fields[0].id


async def test_there_is_one_text_area_whatever_the_number_of_fields() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("tab", "tab")

        assert len(app.query(ParagraphArea)) == 1


async def test_what_was_typed_is_posted_when_the_typing_pauses() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Nets")
        await pause_in_typing(app, pilot)

        assert app.written == [("focal-point", "Nets")]


async def test_leaving_a_field_posts_its_text_under_its_own_name() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Nets", "tab", *"Holes", "shift+tab")
        await pilot.pause()

        assert app.written == [("focal-point", "Nets"), ("problems", "Holes")]
        assert app.area.text == "Nets"


async def test_leaving_the_form_posts_what_was_typed() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Nets")
        app.query_one(Input).focus()
        await pilot.pause()

        assert app.written == [("focal-point", "Nets")]


async def test_a_field_that_was_only_looked_at_posts_nothing() -> None:
    app = Desk(holding(problems="Holes"))
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*["tab"] * 2, *["shift+tab"] * 2)
        await pilot.pause()

        assert app.written == []


async def test_after_the_last_field_comes_the_first() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("shift+tab")
        assert app.form.typed.field.id == step().fields[-1].id

        await pilot.press("tab")
        assert app.form.typed.field.id == step().fields[0].id


async def test_undo_does_not_bring_another_field_s_text_back() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("x", "backspace", "tab", "ctrl+z")
        await pilot.pause()

        assert app.area.text == ""


async def test_a_change_from_elsewhere_shows_in_a_field_that_nobody_types_in() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        app.form.show(holding(**{"focal-point": "Theirs", "problems": "Also theirs"}))
        await pilot.pause()
        assert app.area.text == "Theirs"

        await pilot.press("tab")
        assert app.area.text == "Also theirs"
        assert app.written == []


async def test_a_change_from_elsewhere_never_overwrites_what_is_being_typed() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Ours")
        app.form.show(holding(**{"focal-point": "Theirs"}))
        await pilot.pause()

        assert app.area.text == "Ours"
        assert "Changed elsewhere" in app.text


async def test_typing_after_a_change_from_elsewhere_is_the_newer_text_and_stays() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Ours")
        app.form.show(holding(**{"focal-point": "Theirs"}))
        await pilot.press("!", "tab", "shift+tab")
        await pilot.pause()

        assert app.written[-1] == ("focal-point", "Ours!")
        assert app.area.text == "Ours!"


@pytest.mark.parametrize("leave", ["tab", "blur"])
async def test_the_newer_text_from_elsewhere_is_taken_when_the_field_is_left(leave: str) -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"Ours")
        await pause_in_typing(app, pilot)
        app.form.show(holding(**{"focal-point": "Ours"}))
        app.form.show(holding(**{"focal-point": "Theirs"}))
        assert app.area.text == "Ours"

        if leave == "tab":
            await pilot.press("tab", "shift+tab")
        else:
            app.query_one(Input).focus()
        await pilot.pause()

        assert app.area.text == "Theirs"
        assert app.written == [("focal-point", "Ours")]
        assert "Changed elsewhere" not in app.text


async def test_an_echo_of_what_was_typed_earlier_is_not_a_change_from_elsewhere() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press("a")
        await pause_in_typing(app, pilot)
        await pilot.press("b")
        await pause_in_typing(app, pilot)
        app.form.show(holding(**{"focal-point": "a"}))
        app.form.show(holding(**{"focal-point": "ab"}))
        await pilot.pause()

        assert app.area.text == "ab"
        assert "Changed elsewhere" not in app.text


async def test_an_echo_that_comes_after_the_field_was_left_does_not_undo_it() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"ab", "tab")
        app.form.show(Proposal())
        await pilot.press("shift+tab")

        assert app.area.text == "ab"


async def test_a_text_that_cleaning_spells_otherwise_is_not_a_change_from_elsewhere() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        app.area.insert("e\u0301")
        await pause_in_typing(app, pilot)
        app.form.show(holding(**{"focal-point": "\u00e9"}))
        await pilot.pause()

        assert "Changed elsewhere" not in app.text


async def test_a_full_field_refuses_more_and_says_so() -> None:
    app = Desk(holding(**{field.id: "x" * PARAGRAPH_LIMIT for field in step().fields}))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("y")
        await pilot.pause()

        assert "No more fits here: 10,000 characters are the most." in app.text
        assert len(app.area.text) == PARAGRAPH_LIMIT


async def test_words_are_counted_as_they_are_typed() -> None:
    app = Desk()
    async with app.run_test(size=(76, 18)) as pilot:
        await pilot.press(*"We mend nets")
        await pilot.pause()

        assert "3 words" in app.text


@pytest.mark.parametrize("width", [76, 50])
async def test_a_filled_field_is_ticked_and_counted(width: int) -> None:
    app = Desk()
    async with app.run_test(size=(width, 18)) as pilot:
        await pilot.press(*"Nets", "tab", "shift+tab")
        await pilot.pause()

        assert "✓" in app.text
        assert "1 of 6 core fields, 1 of 12" in app.text


async def test_in_a_narrow_room_the_list_is_one_line() -> None:
    app = Desk()
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("tab")
        await pilot.pause()

        assert app.text.startswith("2/12 ★ Problems")
        assert "Phase Three" not in app.text


async def test_a_form_that_comes_into_a_narrow_room_is_narrow_before_it_is_drawn() -> None:
    app = Desk()
    async with app.run_test(size=(60, 18)):
        form = ProposalForm(step(), Proposal())
        await app.mount(form)
        assert form.has_class("-narrow")


async def test_every_field_is_in_the_list_in_a_wide_room() -> None:
    app = Desk()
    async with app.run_test(size=(76, 20)):
        assert all(field.label.text in app.text for field in step().fields)


async def test_the_longest_questions_can_be_read_on_in_a_small_room() -> None:
    app = Desk()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "opportunities for improvement." not in app.text
        assert "Ctrl+Down more" in app.text.replace("\xa0", " ")

        await pilot.press(*["ctrl+down"] * 14)
        await pilot.pause()
        assert "opportunities for improvement." in app.text


async def test_a_click_on_a_field_goes_there() -> None:
    app = Desk()
    async with app.run_test(size=(76, 20)) as pilot:
        await pilot.click("#list", offset=(5, 2))
        await pilot.pause()

        assert app.form.typed.field.id == "problems"
        assert app.area.has_focus


async def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    app = Desk(holding(problems="[/][@click=app.quit]x[/]"))
    async with app.run_test(size=(76, 18), notifications=True, tooltips=True) as pilot:
        await pilot.press("tab")
        app.area.post_message(events.Paste("[/] \x1b]0;x\x07"))
        await pilot.pause()

        assert "[/][@click=app.quit]x[/][/]" in app.text
        assert "left out" in app.text


async def test_below_the_longest_questions_there_is_room_to_write_in_a_small_room() -> None:
    app = Desk()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("shift+tab", *"Here")
        await pilot.pause()

        assert "║ Here" in app.text


def pitch(app: Desk) -> str:
    app.form.go_to(step().field("pitch"))
    return app.form.typed.field.id


async def test_a_pitch_is_timed_while_it_is_read_aloud_and_then_it_is_said_that_the_time_is_over() -> None:
    app = Desk(holding(pitch="We mend nets"))
    async with app.run_test(size=(60, 18)) as pilot:
        pitch(app)
        await pilot.press("f6")
        assert "Read it aloud now: 0:30 left." in app.text

        app.seconds = 12.5
        app.form.show_status()
        await pilot.pause()
        assert "0:18 left" in app.text

        app.seconds = 30
        app.form.show_status()
        await pilot.pause()
        assert "30 seconds are over. If you did not reach the end of the 3 words" in app.text


async def test_reading_aloud_is_stopped_by_the_same_key_and_by_leaving_the_field() -> None:
    app = Desk(holding(pitch="We mend nets"))
    async with app.run_test(size=(60, 18)) as pilot:
        pitch(app)
        await pilot.press("f6", "f6")
        assert "3 words" in app.text

        await pilot.press("f6", "tab", "shift+tab")
        assert "3 words" in app.text


async def test_other_fields_are_not_timed() -> None:
    app = Desk()
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("f6")
        assert "read it aloud" not in app.text.replace("\xa0", " ")
        assert "0 words" in app.text


async def test_a_field_refuses_more_than_the_plan_gives_it_and_cuts_nothing() -> None:
    app = Desk(holding(pitch="x" * 1000))
    async with app.run_test(size=(60, 18)) as pilot:
        pitch(app)
        assert "1,000 of 1,000 characters" in app.text
        await pilot.press("y")
        await pilot.pause()
        assert "No more fits here: 1,000 characters are the most." in app.text
        assert app.area.text == "x" * 1000


async def test_what_was_longer_before_can_still_be_shortened() -> None:
    app = Desk(holding(pitch="x" * 1200))
    async with app.run_test(size=(60, 18)) as pilot:
        pitch(app)
        await pilot.press("backspace")
        assert len(app.area.text) == 1199


async def test_undo_and_redo_go_through_what_was_typed_in_the_field() -> None:
    app = Desk()
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press(*"Nets")
        app.area.post_message(events.Paste(" and ropes"))
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert app.area.text == "Nets"
        await pilot.press("ctrl+y")
        assert app.area.text == "Nets and ropes"


async def test_a_paste_of_many_lines_keeps_them() -> None:
    app = Desk()
    async with app.run_test(size=(60, 18)) as pilot:
        app.area.post_message(events.Paste("one\r\ntwo\rthree"))
        await pilot.pause()
        await pause_in_typing(app, pilot)
        assert app.written == [("focal-point", "one\ntwo\nthree")]


async def test_a_paste_of_twenty_thousand_characters_is_refused_whole_and_said_so() -> None:
    app = Desk(holding(**{"focal-point": "Nets"}))
    async with app.run_test(size=(60, 18)) as pilot:
        app.form.go_to(step().field("focal-point"))
        app.area.post_message(events.Paste("x" * 20_000))
        await pilot.pause()
        assert "Nothing was pasted: 20,000 characters to 4 already here are more than the 10,000 that fit." in app.text
        assert app.area.text == "Nets"


async def test_a_thousand_lines_go_in_and_scroll() -> None:
    app = Desk()
    lines = "\n".join(f"line {number}" for number in range(1000))
    async with app.run_test(size=(60, 18)) as pilot:
        app.area.post_message(events.Paste(lines))
        await pilot.pause()
        await pause_in_typing(app, pilot)
        assert app.written == [("focal-point", lines)]
        assert "line 999" in app.text


@pytest.mark.parametrize("text", ["", "   ", " \n\n "])
async def test_spaces_alone_tick_no_field(text: str) -> None:
    app = Desk(holding(**{"focal-point": text}))
    async with app.run_test(size=(60, 18)):
        assert "0 of 6 core fields, 0 of 12" in app.text
        assert "✓" not in app.text
