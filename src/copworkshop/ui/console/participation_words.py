"""The words of the console at member participation: the levels, the entries of the list, and what is still to do."""

from typing import Final

from textual.content import Content

from copworkshop.model.participation import Placement
from copworkshop.model.plan import ParticipationStep
from copworkshop.rules.participation import When
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.theme import BODY, DONE, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.console.participation_placing import Placing, is_own, is_placed, placement_of

_HELD: Final = "\u00a0"  # a level's number and name stay on one line


def levels_of(step: ParticipationStep) -> Content:
    """Return the levels with the digits that give them."""
    return Content("   ").join(
        Content.assemble((f"{number}{_HELD}", KEY), (level.name.text.replace(" ", _HELD), BODY))
        for number, level in enumerate(step.levels, start=1)
    )


def state_of(sight: Sight, step: ParticipationStep) -> str:
    """Say how many people are placed."""
    if not sight.present:
        return ""
    if sight.spot.round == "levels":
        return "The levels come first. In the next round people place themselves, and you can place them here."
    placed = f"Placed for today: {sight.participation.placed} of {sight.present}."
    waiting = sum(not is_placed(person) for person in sight.people)
    if waiting == 0:
        return f"{placed} Everybody has given both answers."
    if sight.participation.placed < step.least_answers:
        return f"{placed} The stage shows the picture from {step.least_answers} on."
    return f"{placed} Not done: {waiting}."


def entry_of(person: Person, placing: Placing, asked: When | None) -> Entry:
    """Return the entry of a person; `asked` is the answer that the next digit gives for them."""
    name = Content(person.name or "")
    if is_own(person) and asked is None:
        return Entry(person.number, (name, Content.styled("answered", DONE), Content()))
    if asked is None and placing.is_about_to_answer(person):
        return Entry(person.number, (name, Content.styled("connected", QUIET), Content()))
    placement = Placement() if placing.again == person.number else placement_of(person)
    today = _answer(placement.today, placing, asked=asked == "today")
    return Entry(person.number, (name, today, _answer(placement.later, placing, asked=asked == "later")))


def _answer(level: str | None, placing: Placing, *, asked: bool) -> Content:
    if level is not None and not placing.connected.stages:  # the room may see this screen: no name next to a level
        return Content.styled("answered", DONE)
    for number, each in enumerate(placing.levels, start=1):
        if each.id == level:
            return Content.assemble((f"{number} ", KEY), (each.name.text, BODY))
    return Content.styled(f"1-{len(placing.levels)} ?" if asked else "–", QUIET)


def how_to_place_again(person: Person) -> str:
    """Say why a digit does not place a person."""
    if is_own(person):
        return f"{person.name} answered at a terminal of their own. Only they can change it."
    if not is_placed(person):
        return f"{person.name} is at a terminal of their own. Enter lets you place them here instead."
    return f"{person.name} is placed. Enter places them again, Backspace takes back the last answer."
