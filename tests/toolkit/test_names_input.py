"""Several names in one field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult

from copworkshop.model.text import clean_line
from copworkshop.toolkit.widgets.lists import joined_names, names_of
from copworkshop.toolkit.widgets.names_input import NamesInput


@pytest.mark.parametrize("text", ["Ann,Bo", "Ann\nBo", "Ann;  Bo\r\n", " Ann ,, Bo,", "Ann\u2028Bo", "Ann、Bo"])
def test_names_are_separated_by_commas_semicolons_or_lines(text: str) -> None:
    assert names_of(text) == ["Ann", "Bo"]


def test_a_name_of_two_words_stays_one_name() -> None:
    assert names_of("Participant 1, Participant 2") == ["Participant 1", "Participant 2"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Participant 4\n"Surname, Given"', ["Participant 4", "Surname, Given"]),
        ('"Surname, Given"', ["Surname, Given"]),
        ("“Surname, Given”, Bo", ["Surname, Given", "Bo"]),
        ("Surname, Given\nOther, Name", ["Surname, Given", "Other, Name"]),
        ("Surname, Given; Other, Name", ["Surname, Given", "Other, Name"]),
        ("Ann, Bo, Cy\nDee", ["Ann", "Bo", "Cy", "Dee"]),
        ("Ann,\nBo,\n", ["Ann", "Bo"]),
        ("1. Ann\n2) Bo\n- Cy\n• Dee\n– Eve", ["Ann", "Bo", "Cy", "Dee", "Eve"]),
        ('Ann "the chair" Bo, Cy', ['Ann "the chair" Bo', "Cy"]),
        ('"Ann, Bo', ['"Ann', "Bo"]),
    ],
)
def test_commas_separate_names_only_where_it_is_plainly_a_list(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@given(st.lists(st.text(min_size=1)))
def test_names_joined_for_the_field_come_apart_as_the_same_names(given_names: list[str]) -> None:
    names = [name for each in given_names for name in names_of(each)]
    if not any(mark in name for name in names for mark in "\"“„«'") and names_of("\n".join(names)) == names:
        assert names_of(joined_names(names)) == names


@given(st.text())
def test_every_name_that_comes_out_is_a_clean_line_and_not_empty(text: str) -> None:
    assert all(name and name == clean_line(name) for name in names_of(text))


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


async def test_a_pasted_person_with_a_comma_stays_one_person() -> None:
    app = Field()
    async with app.run_test(size=(60, 5)) as pilot:
        field = app.query_one(NamesInput)
        field.focus()
        field.post_message(events.Paste('Participant 4\n"Surname, Given"\n'))
        await pilot.pause()

        assert field.value == 'Participant 4, "Surname, Given"'
