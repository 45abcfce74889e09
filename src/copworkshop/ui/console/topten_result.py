"""Revealing and discussing the top ten: what the stage shows, what the next key does, and the revealed places."""

from collections.abc import Hashable
from functools import partial
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from typing_extensions import override

from copworkshop.export.wording import joined, many
from copworkshop.model.session import Spot, Spotlight
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.rule import score_text
from copworkshop.ranking.tally import Placed
from copworkshop.rules.request import Request
from copworkshop.rules.result import TableList, Topic, how_many_stay
from copworkshop.rules.runoff import HoldRunOff
from copworkshop.rules.second_vote import HoldSecondVote
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.voting import DISCUSSIONS, SETTLED
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.dialogs.confirm import Confirm
from copworkshop.toolkit.dialogs.question import ask
from copworkshop.toolkit.list_panel import EntriesPanel
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, KEY, QUIET
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.hints import Keys
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.next_words import TOPICS, now_and_next
from copworkshop.ui.console.panel import Panel

RUN_OFF_QUESTION: Final = "Hold a run-off? Everybody votes once more, on the ideas that share the last place alone."
SECOND_VOTE_QUESTION: Final = "Vote a second time? Everybody gets a new ballot. The first vote and its list are kept."


class ResultPanel(EntriesPanel, Panel):
    """Shows the revealed places and, in the discussion, the facts about them.

    Hidden places are not shown here either, because people may see the facilitator's screen, too.
    """

    def _can_run_off(self) -> bool:
        held = self._held_open()
        if held is None or self._sight is None:
            return False
        settled = (
            held.result.run_off is not None
            and held.result.run_off.outcome is not None
            and held.result.run_off.still_tied
        )
        return held.result.can_run_off and self._sight.spot.round in _last_rounds(held) and not settled

    def _can_vote_again(self) -> bool:
        held = self._held_open()
        here = self._sight.spot.round if self._sight is not None else ""
        return (
            held is not None and here in {"discuss", SETTLED} and held.ballot.ballots_in > 0 and not held.ballot.second
        )

    KEYS: ClassVar[Commands["ResultPanel"]] = (
        Command("up,down", hint="read", label="Up Down"),
        Command("pagedown", hint="next", label="PgDn"),
        Command("pageup", hint="back", label="PgUp"),
        Command("r", "run_off", "A run-off between those tied at the end of the list", "run-off", _can_run_off),
        Command("2", "second_vote", "Vote a second time; the first vote is kept", "vote again", _can_vote_again),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._sight: Sight | None = None
        self._now = Words()
        self._list = EntryList(Column(align="right"), Column(words=True), Column(align="right"), Column())
        self._spot: Spot | None = None
        self._keys = Keys()

    @override
    def compose(self) -> ComposeResult:
        yield from (self._now, self._list, self._keys)

    @override
    def focus_first(self) -> None:
        self._list.focus()

    @override
    def show(self, sight: Sight) -> None:
        held = sight.top_ten
        if held is None:
            return
        self._sight = sight
        on_stage, coming = now_and_next(sight, held)
        self._now.update(
            [
                Content.assemble(("On stage: ", QUIET), (on_stage, ACCENT)),
                Content.assemble(("Next: ", QUIET), (coming, BODY)),
            ]
        )
        self._list.show([*_places(held), *_facts(held, sight.spot.point), _rule(held)])
        if sight.spot != self._spot:
            self._spot = sight.spot
            self._list.move_to(_newest(sight, held))
        self.show_keys()

    @property
    @override
    def to_show_large(self) -> Spotlight | None:
        match self._list.cursor:
            case ("place", int(lead)):
                return Spotlight(kind="idea", number=lead)
            case _:
                return None

    def _held_open(self) -> TopTenSight | None:
        """Return what is known of Activity 2, while the session is open."""
        return self._sight.top_ten if self._sight is not None and self._sight.closed is None else None

    def action_run_off(self) -> None:
        """Ask first, then let the room vote between the ideas that tie at the end of the list."""
        self._ask(RUN_OFF_QUESTION, "Hold it", HoldRunOff)

    def action_second_vote(self) -> None:
        """Ask first, then let the room vote a second time."""
        self._ask(SECOND_VOTE_QUESTION, "Vote again", HoldSecondVote)

    def _ask(self, question: str, yes: str, request: type[Request]) -> None:
        ask(self.app, Confirm(question, yes=yes), partial(self.client.request, request))


def _last_rounds(held: TopTenSight) -> set[str]:
    """Return the rounds in which the newest list is discussed."""
    return {SETTLED, "discuss-again" if held.ballot.second else "discuss"}


def place_of(placed: Placed[int]) -> str:
    """Return a place: “9”, or “9=” where several ideas share it."""
    return f"{placed.place}=" if placed.shared else f"{placed.place}"


def _places(held: TopTenSight) -> list[Entry]:
    return [_place(held, placed) for group in held.result.revealed for placed in group]


def _place(held: TopTenSight, placed: Placed[int]) -> Entry:
    return Entry(
        ("place", placed.idea),
        (
            Content.styled(place_of(placed), KEY),
            Content.styled(held.wording(placed.idea), BODY),
            Content.styled(score_text(placed.score), BODY),
            Content.styled(f"chosen by {placed.chosen_by} of {held.ballot.ballots_in}", QUIET),
        ),
    )


def _facts(held: TopTenSight, point: int) -> list[Entry]:
    """Return the facts to discuss, topic by topic. The topic on the stage is marked."""
    entries: list[Entry] = []
    shown = held.discussion.topics[point] if point < len(held.discussion.topics) else None
    for topic in dict.fromkeys(held.discussion.topics):
        told = _told(held, topic)
        if not told:
            continue
        name = TOPICS[topic].capitalize() + (", on the stage now" if topic is shown else "")
        entries.append(Entry(topic, _line(Content.styled(name, HEADING))))
        entries += [Entry((topic, row), _line(Content.styled(line, BODY))) for row, line in enumerate(told)]
    return entries


def _rule(held: TopTenSight) -> Entry:
    return Entry("rule", _line(Content.styled(f"{many(held.ballot.ballots_in, 'ballot')}. {held.result.rule}", QUIET)))


def _newest(sight: Sight, held: TopTenSight) -> Hashable:
    """Return the key of the entry that the stage shows now."""
    point = sight.spot.point
    if sight.spot.round == SETTLED and Topic.RUN_OFF in held.discussion.topics:
        return Topic.RUN_OFF
    if sight.spot.round in DISCUSSIONS and 0 < point < len(held.discussion.topics):
        return held.discussion.topics[point]
    return ("place", held.result.revealed[0][0].idea) if held.result.revealed else "rule"


def _line(words: Content) -> tuple[Content, ...]:
    return (Content(), words, Content(), Content())


def _told(held: TopTenSight, topic: Topic) -> list[str]:
    match topic:
        case Topic.AGREEMENT:
            return [f"{held.discussion.agreement.in_words}."]
        case Topic.DIVISIVE:
            return [f"{lead} “{held.wording(lead)}”: {how}" for lead, how in held.discussion.divisive]
        case Topic.ROBUSTNESS:
            listed = sum(map(len, held.result.revealed))
            return [
                how_many_stay(len(held.discussion.stays), listed),
                *(_swap(held, *swap) for swap in held.discussion.swaps),
            ]
        case Topic.TIES:
            return list(held.discussion.ties)
        case Topic.RUN_OFF:
            return _of_run_off(held)
        case Topic.FIRST_VOTE:
            return _of_first_vote(held)
        case Topic.TABLES:
            return [line for each in held.result.tables for line in _of_table(held, each)]
        case _:
            return []


def _of_run_off(held: TopTenSight) -> list[str]:
    run_off = held.result.run_off
    if run_off is None or run_off.outcome is None:
        return []
    ballots = run_off.outcome.ballots
    places = [
        f"{label} {held.wording(placed.idea)}: {int(placed.score)} points, chosen by {placed.chosen_by} of {ballots}"
        for label, placed in run_off.places()
    ]
    return [*places, run_off.sentence(held.wording)]


def _of_first_vote(held: TopTenSight) -> list[str]:
    first = held.result.first
    if first is None:
        return []
    places = [f"{place_of(placed)} {held.wording(placed.idea)}" for group in first.groups for placed in group]
    return [first.changed(held.result.revealed), f"From {first.ballots_in} ballots it was:", *places]


def _of_table(held: TopTenSight, own: TableList) -> list[str]:
    if own.missing is not None:
        return [f"{own.table}: {own.missing}"]
    places = [f"{place_of(placed)} {held.wording(placed.idea)}" for group in own.groups for placed in group]
    return [f"{own.table}, from {own.ballots} ballots:", *places]


def _swap(held: TopTenSight, rule: str, comes_in: tuple[int, ...], drops_out: tuple[int, ...]) -> str:
    def named(leads: tuple[int, ...]) -> str:
        return joined([f"“{held.wording(lead)}”" for lead in leads])

    changes = [f"{named(comes_in)} would come in"] if comes_in else []
    changes += [f"{named(drops_out)} would drop out"] if drops_out else []
    return f"{RULES[rule].otherwise}: {' and '.join(changes)}."
