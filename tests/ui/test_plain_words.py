"""No screen shows an internal name of a rule, a round or a kind, and none shows the name of a statistic."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import copworkshop.content
from copworkshop.content.loader import parse_plan
from copworkshop.live.hub import Hub
from copworkshop.model.plan import Kind, Plan, TopTenStep
from copworkshop.model.session import Session
from copworkshop.ranking.registry import RULES
from copworkshop.rules.agenda import Forward, GoTo, LayBeside, following, literature_here
from copworkshop.rules.result import Topic
from copworkshop.store.sessions import create_with
from copworkshop.ui.stage.registry import draw_stage
from helpers.facilitator_driver import Walk, walk
from helpers.participant_driver import House
from helpers.rooms import at_tables, room_that_sifts, to_the_end, used_room, voted_again
from helpers.sampling import some_of
from helpers.session_builder import ask, at, session4
from helpers.stage import canvas

pytestmark = pytest.mark.slow

ENGLISH = frozenset(
    {
        *{"welcome", "lifecycle", "participation", "proposal", "close", "overview"},
        *{"levels", "place", "picture", "write", "share", "merge", "reveal", "discuss", "settled", "run-off"},
        *{"points", "rank", "list", "agreement", "ties", "first vote", "tables"},
    }
)
"""Names that are also the plain words for these things. They are wrong only where they stand as a name."""

STATISTICS = (
    *("Kendall", "Spearman", "Condorcet", "mean", "median", "average", "variance", "varies", "vary"),
    *("deviation", "correlation", "concordance", "coefficient", "quantile", "percentile"),
)


def _names() -> set[str]:
    kinds = {str(kind) for kind in Kind}
    rounds = {name for step in session4().steps for name in step.rounds}
    return {*RULES, *kinds, *rounds, *map(str, Topic), "topten", "top_ten"}


INTERNAL = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(_names() - ENGLISH, key=len, reverse=True)))})(?![\w-])", re.I
)
AS_A_NAME = re.compile(
    rf"(?:[“‘\"'·,]\s?|\bround )(?:{'|'.join(map(re.escape, sorted(ENGLISH - {'points'})))})(?=[”’\"'.:,]|\s\s|$)"
)

COMMAND = re.compile(r"\b(?:topten|proposal) > \w+\.md\b")
"""The end of a command that takes a document home: people type it as it stands."""

FIGURES = re.compile(rf"\b(?:{'|'.join(STATISTICS)})\b", re.I)


def offenders(text: str) -> set[str]:
    """The words on a screen that must not be there, each with what stands around it."""
    text = COMMAND.sub("", text)
    found = [match for pattern in (INTERNAL, AS_A_NAME, FIGURES) for match in pattern.finditer(text)]
    return {text[max(0, match.start() - 25) : match.end() + 15].strip() for match in found}


@pytest.mark.parametrize(
    "screen",
    [
        "The round “rank”.",
        "By copeland, nothing would come in",
        "5/6 Top Ten · merge",
        "Ten, merge.",
        "Kendall's W 0.3",
    ],
)
def test_an_internal_name_is_found(screen: str) -> None:
    assert offenders(screen)


@pytest.mark.parametrize(
    "screen", ["m merge", "place 8", "the ranking", "It has 5 points.", "Two ideas share place 7."]
)
def test_plain_words_are_not_taken_for_names(screen: str) -> None:
    assert not offenders(screen)


def counted_by(rule: str, size: int = 3) -> Plan:
    plan = session4()
    steps = [step.replace(rule=rule, size=size) if isinstance(step, TopTenStep) else step for step in plan.steps]
    return plan.replace(steps=tuple(steps))


# The stage


def rooms(rule: str) -> Iterator[Session]:
    """Every spot of a room that counts by this rule, with its later votes."""
    session = used_room().replace(plan=counted_by(rule))
    yield from to_the_end(at_tables(session, "Window", "Door"))
    again = voted_again(session)
    yield from to_the_end(ask(again, GoTo(kind=Kind.TOP_TEN, round="merge")))


@pytest.mark.parametrize("rule", RULES)
def test_the_stage_has_plain_words_only(rule: str) -> None:
    found: set[str] = set()
    for session in rooms(rule):
        for state in (session, *([ask(session, LayBeside(beside=True))] if literature_here(session) else [])):
            found |= offenders(" ".join(line.plain for line in draw_stage(canvas(state, 100, 40))))
    found |= offenders(" ".join(line.plain for line in draw_stage(canvas(room_that_sifts(), 100, 40))))
    assert not found


# The console


async def _led(room: Walk, found: set[str], *keys: str) -> None:
    """Look at the console at every spot from here to the last discussion, and in each round at what these keys open."""
    hub = room.app.open_session.hub  # type: ignore[union-attr]
    seen = set[tuple[Kind, str]]()
    while True:
        await room.pilot.pause()
        found |= offenders(room.text)
        spot = hub.session.spot
        opened = () if (spot.kind, spot.round) in seen else keys
        seen.add((spot.kind, spot.round))
        for key in opened:
            await room.press(key)
            found |= offenders(room.text)
            await room.press("escape")
        after = following(hub.session)
        if after is None or after.kind is Kind.CLOSE:
            return
        await room.forward()


def kept(root: Path, session: Session, rule: str) -> None:
    """Put the session on the disk, so that the facilitator goes on with it."""
    text = Path(copworkshop.content.__file__).with_name("session4.toml").read_text(encoding="utf-8")
    text = text.replace('rule = "points"', f'rule = "{rule}"').replace("size = 10", "size = 3")
    plan = parse_plan(text, "plan.toml")
    create_with(root, session.replace(name="walk", plan=plan), text).close()


async def test_the_console_has_plain_words_only(tmp_path: Path) -> None:
    found: set[str] = set()
    kept(tmp_path, used_room(), "points")
    async with walk(tmp_path, size=(140, 70)) as room:
        await room.press("f2")
        await _led(room, found, "f1", "g")
    assert not found


@pytest.mark.parametrize("rule", some_of(RULES, 2))
async def test_the_console_has_plain_words_only_about_every_way_to_count(rule: str, tmp_path: Path) -> None:
    found: set[str] = set()
    kept(tmp_path, at(voted_again(used_room()), Kind.TOP_TEN, "reveal"), rule)
    async with walk(tmp_path, size=(140, 70)) as room:
        await room.press("f2")
        await _led(room, found)
    assert not found


async def test_the_console_has_plain_words_only_while_ideas_are_sifted(tmp_path: Path) -> None:
    found: set[str] = set()
    kept(tmp_path, at(room_that_sifts(), Kind.TOP_TEN, "merge"), "points")
    async with walk(tmp_path, size=(140, 70)) as room:
        await room.press("f2")
        found |= offenders(room.text)
        await room.press("f")
        found |= offenders(room.text)
        await room.press("escape")
        await room.on_to(Kind.TOP_TEN, "sift")
        await room.pilot.pause()
        found |= offenders(room.text)
    assert not found


# The participant


async def _followed(house: House, found: set[str], *keys: str, last: Kind = Kind.CLOSE) -> None:
    """Follow the room to the close; look at the screen at every spot, and in each round at what these keys open."""
    seen = set[tuple[str, str]]()
    async with house.guest(1, size=(100, 60)) as guest:
        while True:
            await guest.pilot.pause()
            found |= offenders(guest.text)
            opened = () if guest.at in seen else keys
            seen.add(guest.at)
            for key in opened:
                await guest.press(key)
                found |= offenders(guest.text)
                await guest.press("escape")
            spot = house.hub.session.spot
            after = following(house.hub.session)
            if after is None or spot.kind is last:
                return
            house.clock.seconds += 100
            await house.ask(Forward(at=spot))
            await guest.until(lambda after=after: guest.at == (after.kind, after.round), f"{after}")  # type: ignore[misc]


def house_of(session: Session) -> House:
    house = House()
    house.hub = Hub(session, now=house.clock.now)
    return house


async def test_a_participant_reads_plain_words_only() -> None:
    found: set[str] = set()
    await _followed(house_of(used_room()), found, "f1", "f3")
    assert not found


@pytest.mark.parametrize("rule", some_of(RULES, 2))
async def test_a_participant_reads_plain_words_only_about_every_way_to_count(rule: str) -> None:
    found: set[str] = set()
    session = voted_again(used_room().replace(plan=counted_by(rule)))
    await _followed(house_of(at(session, Kind.TOP_TEN, "reveal")), found)
    assert not found


async def test_a_participant_reads_plain_words_only_while_ideas_are_sifted() -> None:
    found: set[str] = set()
    async with house_of(room_that_sifts()).guest(1, size=(100, 60)) as guest:
        await guest.press("3", "enter")
        found |= offenders(guest.text)
    assert not found
