"""The keys of the console at member participation, and when they can be used."""

from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import DIGITS, Command, Commands
from copworkshop.ui.console.placing import is_own, is_placed

if TYPE_CHECKING:
    from copworkshop.ui.console.participation import ParticipationPanel


def _on_person(panel: "ParticipationPanel") -> bool:
    return panel.person is not None and panel.placing.is_open


def _can_place_again(panel: "ParticipationPanel") -> bool:
    person, placing = panel.person, panel.placing
    return person is not None and placing.is_open and placing.is_settled(person) and not is_own(person)


def _can_take_back(panel: "ParticipationPanel") -> bool:
    person, placing = panel.person, panel.placing
    return person is not None and placing.is_open and placing.to_take_back(person) is not None


def _of_enter(panel: "ParticipationPanel") -> str:
    person = panel.person
    if person is None or panel.placing.again == person.number:
        return ""
    return "place again" if is_placed(person) else "place them here"


def _of_digit(panel: "ParticipationPanel") -> str:
    asked = panel.placing.asked(panel.person) if panel.person is not None else None
    return {"today": "place today", "later": "place in six months"}.get(asked or "", "")


def _levels_now(panel: "ParticipationPanel") -> int:
    return len(panel.placing.levels)


PARTICIPATION_KEYS: Final[Commands["ParticipationPanel"]] = (
    Command("enter", "again", "Place the person again", _of_enter, _can_place_again),
    Command(DIGITS, "place", "Place the person: today, then in six months", _of_digit, _on_person, _levels_now),
    Command("backspace,delete", "take_back", "Take back the last answer", "take back", _can_take_back),
    Command("up,down", hint="person", when=_on_person, label="Up Down"),
)
