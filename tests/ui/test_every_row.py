"""Every row of every screen and panel, read as data and without a screen."""

import importlib
import pkgutil
from itertools import pairwise
from typing import Any

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.screen import Screen

import copworkshop.toolkit
import copworkshop.ui
from copworkshop.toolkit.app import BaseApp
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Command, is_text, key_name, pressed_by
from copworkshop.toolkit.widgets.line_input import LineInput
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.ui.facilitator import FacilitatorApp
from copworkshop.ui.participant.panel import Panel
from copworkshop.ui.participant.room import ParticipantRoom

LEFT = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape", "backspace", "delete"}
"""Keys that mean the text where there is one, and so are offered only after the field was left."""

FROM_TEXTUAL = {"dismiss", "quit", "focus_next", "focus_previous"}


def every_class(root: type[CommandNode] = CommandNode) -> list[type[CommandNode]]:
    for package in (copworkshop.ui, copworkshop.toolkit):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found = [root]
    for each in found:
        found += [kind for kind in each.__subclasses__() if kind not in found and "copworkshop" in kind.__module__]
    return found


CLASSES = sorted(every_class(), key=lambda kind: f"{kind.__module__}.{kind.__name__}")


def named(kind: type[Any]) -> str:
    return kind.__name__


def is_there(kind: type[Any], action: str) -> bool:
    namespace, name, _ = parse(action)
    owner = FacilitatorApp if namespace == "app" else kind
    return not action or name in FROM_TEXTUAL or hasattr(owner, f"action_{name}")


@pytest.mark.parametrize("kind", CLASSES, ids=named)
def test_what_the_rows_run_is_there(kind: type[CommandNode]) -> None:
    assert [row.action for row in kind.all_keys if not is_there(kind, row.action)] == []


@pytest.mark.parametrize("field", [LineInput, ParagraphArea], ids=named)
def test_a_key_that_is_offered_while_text_is_typed_does_nothing_to_the_text(
    field: type[LineInput | ParagraphArea],
) -> None:
    rows = {row for kind in CLASSES for row in kind.all_keys if row.action and row.help and not row.priority}
    offered = {row.beside_text for row in rows} - LEFT
    taken = {key for bound in field.BINDINGS if isinstance(bound, Binding) for key in bound.key.split(",")}
    assert {key for key in offered & taken if not is_text(key)} == set()


@pytest.mark.parametrize("kind", CLASSES, ids=named)
def test_a_row_has_a_key_or_is_a_command_of_the_palette_and_says_what_it_is_for(kind: type[CommandNode]) -> None:
    for row in kind.all_keys:
        assert row.keys or (row.action and row.help)
        assert row.help or row.hint or row.action
        assert not row.help.endswith(".")


@pytest.mark.parametrize("kind", CLASSES, ids=named)
def test_bindings_are_made_of_rows_alone(kind: type[CommandNode]) -> None:
    bound = {key for row in kind.__dict__.get("KEYS", ()) if row.action for key in row.all_keys}
    given = {key for binding in kind.__dict__.get("BINDINGS", ()) for key in binding.key.split(",")}
    assert bound == given or kind is CommandNode


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if issubclass(kind, Screen | BaseApp)], ids=named)
def test_no_row_of_a_screen_writes_a_picture_of_it(kind: type[CommandNode]) -> None:
    assert not any("screenshot" in row.action or "command_palette" in row.action for row in kind.all_keys)


def test_the_keys_of_the_leading_line_have_ranks_of_their_own() -> None:
    from copworkshop.ui.screens.console import ConsoleScreen
    from copworkshop.ui.screens.room_keys import ROOM_KEYS

    rows: list[Command[Any]] = [*ROOM_KEYS, *ConsoleScreen.KEYS]
    ranks = sorted(row.rank for row in rows if isinstance(row.hint, str) and row.hint)
    assert all(one != other for one, other in pairwise(ranks))


@pytest.mark.parametrize("kind", CLASSES, ids=named)
def test_a_tap_on_a_label_presses_a_key_of_its_row(kind: type[CommandNode]) -> None:
    for row in kind.all_keys:
        for name in {row.label or key_name(row.letter), row.label or key_name(row.beside_text)} if row.keys else ():
            pressed = [key for _, _, key in pressed_by(name)] if name else []
            assert set(pressed) <= {key for each in kind.all_keys for key in each.all_keys} | {""}, name
            assert row.most is not None or not name or all(pressed), name


def test_no_panel_of_a_participant_takes_a_letter_that_works_on_every_panel() -> None:
    everywhere = {"f", "l", "w", "c", "q", "i", "y"}
    assert everywhere <= {key for row in ParticipantRoom.KEYS for key in row.all_keys}
    panels = [kind for kind in CLASSES if issubclass(kind, Panel)]
    assert {key for kind in panels for row in kind.all_keys for key in row.all_keys} & everywhere == set()
