"""Ranking: ballots entered by their numbers, for people without a device and for paper without a name."""

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from typing_extensions import override

from copworkshop.model.topten import Ballot, Vote
from copworkshop.rules.balloting import CastBallot, PutPaperBallot, TakeBackBallot
from copworkshop.rules.sight import Sight
from copworkshop.toolkit.commands import Command, Commands
from copworkshop.toolkit.list_panel import LineKeys
from copworkshop.toolkit.theme import ACCENT, QUIET
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_papers import PaperFiles
from copworkshop.ui.console.topten_part import TopTenPart
from copworkshop.ui.console.topten_rank_words import (
    CALL_OFF,
    NEW_PAPER,
    VOTES,
    ballots_told,
    has_voted,
    how_many,
    is_own,
    paper_entry,
    person_entry,
)
from copworkshop.ui.widgets.ideas import numbered, words_of_picks
from copworkshop.ui.widgets.picks import NotNumbers, echo, parse_picks

_SIDE_BY_SIDE: Final = 60  # cells; in a narrower panel the ideas stand below the people
_BOTH: Final = 11  # rows; a lower panel has the people or the line only, whose echo says the ideas in words


class RankPanel(TopTenPart):
    """The numbered ideas, and the people with what is known of their ballots.

    A ballot is entered as numbers, best first. A person's own ballot is never shown, and only that person
    can change it.
    """

    DEFAULT_CSS = """
    RankPanel {
        padding: 0 1;

        & > Horizontal {
            height: 1fr;
        }
        #ideas {
            width: 3fr;
            padding: 0 2 0 0;
            scrollbar-size-vertical: 1;
        }
        #work {
            width: 2fr;
            max-width: 50;
        }
        &.-narrow > Horizontal {
            layout: vertical;
        }
        &.-narrow #ideas {
            width: 1fr;
            height: 1fr;
            padding: 0;
        }
        &.-narrow #work {
            width: 1fr;
            max-width: 100%;
            height: 1fr;
        }
        &.-low #ideas, &.-low.-typing #state {
            display: none;
        }
        &.-low Keys {
            max-height: 1;
        }
        &.-typing #people {
            display: none;
        }
        &.-narrow.-typing #work {
            height: auto;
        }
    }
    """

    def _has_ballot(self) -> bool:
        return self._open and self._can_take_back(self._list.cursor)

    def _can_call_off(self) -> bool:
        return self._open and self._held.ballot.casting in CALL_OFF and not self._held.ballot.ballots_cast

    def _of_enter(self) -> str:
        person = self._person(self._list.cursor)
        if person is not None and is_own(person):
            return ""
        return "change the ballot" if self._ballot(self._list.cursor) is not None else "type a ballot"

    WORDS = frozenset({"ballot"})
    LINE: ClassVar[Mapping[str, LineKeys]] = {
        "file": LineKeys("enter its ballots", "back to the people"),
        "": LineKeys("save, next", "back to the people", "scroll the ideas"),
    }
    KEYS: ClassVar[Commands["RankPanel"]] = (
        Command("enter", "enter_ballot", "Enter the highlighted ballot", _of_enter, lambda self: self._open),
        Command("x", "take_back", "Take the ballot back", "take it back", _has_ballot),
        Command("i", "take_file", "Enter paper ballots from a file", "from a file", lambda self: self._open),
        Command("up,down", hint="person", when=lambda self: self._open, label="Up Down"),
        Command("v", hint="merge ideas", when=lambda self: self._open and self._held.ballot.casting is Vote.FIRST),
        Command("c", "call_off", "Call this vote off, while no ballot is in", "call it off", _can_call_off),
        Command("up", "scroll(-1)", "Scroll the ideas", listed=False, while_typing=True),
        Command("down", "scroll(1)", "Scroll the ideas", listed=False, while_typing=True),
        Command("ctrl+up", "scroll(-5)", "Scroll the ideas", listed=False, while_typing=True),
        Command("ctrl+down", "scroll(5)", "Scroll the ideas", listed=False, while_typing=True),
    )

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words(id="state")
        self._ideas = Drawing(self._draw_ideas)
        self._list = EntryList(Column(words=True), Column(align="right"), id="people")
        self._echo = Words()
        self._files = PaperFiles(client)
        self._entering: Hashable = None
        """Whose ballot is in the line: a key of the list."""

    @override
    def compose(self) -> ComposeResult:
        yield self._state
        with Horizontal():
            with VerticalScroll(id="ideas", can_focus=False):
                yield self._ideas
            with Vertical(id="work"):
                yield self._list
                yield self._line
                yield self._echo
        yield self._keys

    def on_resize(self, event: Resize) -> None:
        """Show the ideas next to the people, or above them, or not at all where there are no rows for them."""
        self.set_class(event.size.height < _BOTH, "-low")
        self.set_class(event.size.width < _SIDE_BY_SIDE, "-narrow")

    @override
    def show(self, sight: Sight) -> None:
        held, step = sight.top_ten, sight.plan.top_ten
        if held is None or step is None:
            return
        other_vote = self._sight is not None and self._held.ballot.casting is not held.ballot.casting
        ideas_changed = self._sight is None or self._held.ballot.on_ballot != held.ballot.on_ballot
        self._sight = sight
        if ideas_changed:
            self._ideas.refresh_drawing()
        people = [person_entry(person) for person in sight.people]
        papers = [paper_entry(index, ballot) for index, ballot in enumerate(held.ballot.papers)]
        self._list.show([*people, Entry(NEW_PAPER, (Content("Paper ballot without a name"), Content())), *papers])
        waiting = sum(not has_voted(person) for person in sight.people)
        told = ballots_told(held.ballot.ballots_cast, waiting, sight.present)
        self._state.update(Content.assemble((VOTES[held.ballot.casting], ACCENT), (told, QUIET)))
        gone = not any(entry.key == self._entering for entry in self._list.entries)
        if self._line.purpose is not None and (gone or other_vote):
            self.close_line()  # the person was taken out of the room, or it is another vote now
        self._tell()

    def action_scroll(self, rows: int) -> None:
        """Scroll the ideas while a ballot is typed."""
        self.query_one("#ideas", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_enter_ballot(self) -> None:
        """Open the line for the ballot under the cursor, unless the person cast it."""
        key = self._list.cursor
        person = self._person(key)
        if person is not None and is_own(person):
            self.client.show_message(f"{person.name} has cast a ballot of their own. Only they can change it.")
        elif key is not None:
            self._open_line(key)

    def action_take_file(self) -> None:
        """Open the line for the path of a file with paper ballots."""
        self._entering = NEW_PAPER
        self._line.open("file", Content.styled("Paper ballots, one on each line", ACCENT), placeholder="A file's path")
        self._say_typed()
        self._tell()

    async def action_take_back(self) -> None:
        """Take back the ballot under the cursor."""
        key, vote = self._list.cursor, self._held.ballot.casting
        if isinstance(key, int):
            person = self._person(key)
            whose = f"The ballot of {person.name}" if person is not None else "The ballot"
            held, asked = self._ballot(key), self.client.request(TakeBackBallot, seat=key, vote=vote)
        elif isinstance(key, tuple):
            whose = f"Paper ballot {key[1] + 1}"
            held, asked = self._ballot(key), self.client.request(PutPaperBallot, picks=(), instead_of=key[1], vote=vote)
        else:
            return
        if await asked:
            self.show(self.client.sight)
            # With its numbers, so that it can be entered again.
            was = f" It was: {' '.join(map(str, held.picks))}." if held is not None else ""
            self.client.show_message(f"{whose} is taken back.{was}")

    async def action_call_off(self) -> None:
        """Have no second vote, or no run-off, after all."""
        await self.client.request(CALL_OFF[self._held.ballot.casting])

    @override
    def moved(self) -> None:
        self._tell()

    @override
    def typed(self, purpose: str, text: str) -> None:
        self._say_typed()

    @override
    async def take(self, purpose: str, text: str) -> bool:
        if purpose == "file":
            entered = await self._files.enter(self.app, self._held, text)
            if entered:
                self.show(self.client.sight)
                self.close_line()
            return entered
        try:
            picks = parse_picks(text)
        except NotNumbers as refusal:
            self.client.show_message(str(refusal))
            return False
        key = self._entering
        if not picks:
            self._skip(key)
            return True
        vote = self._held.ballot.casting
        if isinstance(key, int):
            granted = await self.client.request(CastBallot, seat=key, picks=picks, done=True, vote=vote)
        else:
            index = key[1] if isinstance(key, tuple) else None
            granted = await self.client.request(PutPaperBallot, picks=picks, instead_of=index, vote=vote)
        if granted:
            self.show(self.client.sight)
            self._go_on(key)
        return granted

    @override
    def left(self, purpose: str) -> None:
        self._say_typed()
        self._tell()
        self._list.focus()

    def _can_take_back(self, key: Hashable) -> bool:
        person = self._person(key)
        return isinstance(key, tuple) or (person is not None and person.top_ten.ballot is not None)

    def _open_line(self, key: Hashable) -> None:
        self._entering = key
        held = self._ballot(key)
        typed = " ".join(map(str, held.picks)) if held is not None else ""
        self._line.open("ballot", self._label(key), typed, placeholder="such as 3 7 1")
        self._say_typed()
        self._tell()

    def _label(self, key: Hashable) -> Content:
        if isinstance(key, tuple):
            whose = f"Paper ballot {key[1] + 1}"
        else:
            person = self._person(key)
            whose = (
                (person.name or "")
                if person is not None
                else f"Paper ballot {len(self._held.ballot.papers) + 1}, no name"
            )
        return Content.assemble((whose, ACCENT), (f": {how_many(self._held.ballot.picks)}", QUIET))

    def _ballot(self, key: Hashable) -> Ballot | None:
        """Return the ballot that was entered here before, if there is one to change."""
        if isinstance(key, tuple):
            papers = self._held.ballot.papers
            return papers[key[1]] if key[1] < len(papers) else None
        person = self._person(key)
        return person.top_ten.ballot if person is not None else None

    def _skip(self, key: Hashable) -> None:
        """Enter on an empty line: leave this person without a ballot, and go on."""
        if isinstance(key, int) and not (self._can_take_back(key)):
            self._go_on(key)
            return
        self.client.show_message(
            "Type the numbers of the ideas, best first, such as 3 7 1. Esc leaves; x then takes a ballot back."
        )

    def _go_on(self, key: Hashable) -> None:
        """Go on to the next person without a ballot, or to the next paper; else back to the list."""
        if key == NEW_PAPER:
            typed = self._line.value
            self._open_line(NEW_PAPER)
            self._line.put_back(typed)
            return
        people = self._sight.people if self._sight is not None else ()
        following = (person for person in people if isinstance(key, int) and person.number > key)
        person = next((each for each in following if not has_voted(each)), None)
        if person is None:
            self.close_line()
            return
        typed = self._line.value  # whoever types fast has begun the next ballot already
        self._list.move_to(person.number)
        self._open_line(person.number)
        self._line.put_back(typed)

    def _say_typed(self) -> None:
        words: Mapping[int, str] = words_of_picks(self._held.ballot.on_ballot)
        typed = self._line.value if self._line.purpose == "ballot" else ""
        self._echo.update(echo(typed, words, self._held.ballot.picks))

    def _tell(self) -> None:
        self.set_class(self._line.purpose is not None, "-typing")
        self.show_keys()

    def _draw_ideas(self, width: int, height: int) -> Sequence[Content]:
        del height  # the ideas take the rows they need
        if self._sight is None:
            return []
        return numbered(self._held.ballot.on_ballot, width) or [Content.styled("No ideas on the list.", QUIET)]
