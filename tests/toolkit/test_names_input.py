"""Several names in one field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult

from copworkshop.model.text import clean_line
from copworkshop.toolkit.widgets.names_input import NamesInput, split_names


@pytest.mark.parametrize("text", ["Ann,Bo", "Ann\nBo", "Ann;  Bo\r\n", " Ann ,, Bo,", "Ann\u2028Bo", "Ann、Bo"])
def test_names_are_separated_by_commas_semicolons_or_lines(text: str) -> None:
    assert split_names(text) == ["Ann", "Bo"]


def test_a_name_of_two_words_stays_one_name() -> None:
    assert split_names("Participant 1, Participant 2") == ["Participant 1", "Participant 2"]


@given(st.text())
def test_every_name_that_comes_out_is_a_clean_line_and_not_empty(text: str) -> None:
    assert all(name and name == clean_line(name) for name in split_names(text))


class Field(App[None]):
    def compose(self) -> ComposeResult:
        yield NamesInput()


async def test_a_pasted_column_becomes_names_between_commas() -> None:
    app = Field()
    async with app.run_test(size=(60, 5)) as pilot:
        field = app.query_one(NamesInput)
        field.focus()
        field.post_message(events.Paste("Participant 1\r\nParticipant 2\n\nParticipant 3\n"))
        await pilot.pause()

        assert field.value == "Participant 1, Participant 2, Participant 3"
