"""Ranking: ballots entered by their numbers, for people without a device and for paper without a name."""

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from typing_extensions import override

from copworkshop.model.topten import Ballot, Vote
from copworkshop.rules.balloting import CastBallot, PutPaperBallot, TakeBackBallot
from copworkshop.rules.sight import Person, Sight
from copworkshop.toolkit.theme import ACCENT, QUIET
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.entries import Column, Entry, EntryList
from copworkshop.toolkit.widgets.entry_line import EntryLine
from copworkshop.toolkit.widgets.hints import Keys, hint
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.console.topten_papers import PaperFiles
from copworkshop.ui.console.topten_part import TopTenPart
from copworkshop.ui.console.topten_rank_words import (
    CALL_OFF,
    NEW_PAPER,
    VOTES,
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

    A ballot is entered as numbers, best first. One that a person cast by themself is never shown, and only that person
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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "take_back", "Take the ballot back"),
        Binding("i", "take_file", "Enter paper ballots from a file"),
        Binding("c", "call_off", "Call this vote off, while no ballot is in"),
        Binding("up", "scroll(-1)", "Scroll the ideas", show=False),
        Binding("down", "scroll(1)", "Scroll the ideas", show=False),
        Binding("ctrl+up", "scroll(-5)", "Scroll the ideas", show=False),
        Binding("ctrl+down", "scroll(5)", "Scroll the ideas", show=False),
    ]

    def __init__(self, client: SessionClient, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(client, id=id)
        self._state = Words(id="state")
        self._ideas = Drawing(self._draw_ideas)
        self._list = EntryList(Column(words=True), Column(align="right"), id="people")
        self._echo = Words()
        self._keys = Keys()
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
        other_vote = self._sight is not None and self._held.casting is not held.casting
        ideas_changed = self._sight is None or self._held.on_ballot != held.on_ballot
        self._sight = sight
        if ideas_changed:
            self._ideas.refresh_drawing()
        people = [person_entry(person) for person in sight.people]
        papers = [paper_entry(index, ballot) for index, ballot in enumerate(held.papers)]
        self._list.show([*people, Entry(NEW_PAPER, (Content("Paper ballot without a name"), Content())), *papers])
        waiting = sum(not has_voted(person) for person in sight.people)
        told = f"{held.ballots_cast} ballots in; {waiting} of {sight.present} people without one."
        self._state.update(Content.assemble((VOTES[held.casting], ACCENT), (told, QUIET)))
        gone = not any(entry.key == self._entering for entry in self._list.entries)
        if self._line.purpose is not None and (gone or other_vote):
            self._line.close()  # the person was taken out of the room, or it is another vote now
            self._list.focus()
        self._tell()

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        typing = self._line.purpose is not None
        match action:
            case "enter_ballot":
                return self._open and not typing
            case "take_file":
                return self._open and not typing
            case "take_back":
                return self._open and not typing and self._can_take_back(self._list.cursor)
            case "call_off":
                return self._open and not typing and self._held.casting in CALL_OFF and not self._held.ballots_cast
            case "scroll":
                return typing
            case _:
                return super().check_action(action, parameters)

    def action_scroll(self, rows: int) -> None:
        """Scroll the ideas while a ballot is typed."""
        self.query_one("#ideas", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_enter_ballot(self) -> None:
        """Open the line for the ballot under the cursor, unless the person cast it themself."""
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
        key, vote = self._list.cursor, self._held.casting
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
        await self.client.request(CALL_OFF[self._held.casting])

    def on_entry_list_moved(self, event: EntryList.Moved) -> None:
        """Say what can be done with the ballot under the cursor."""
        event.stop()
        self._tell()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """Enter on a person or a paper: enter the ballot."""
        event.stop()
        if self.check_action("enter_ballot", ()):
            self.action_enter_ballot()

    def on_entry_line_typed(self, event: EntryLine.Typed) -> None:
        """Say in words what was typed."""
        event.stop()
        self._say_typed()

    async def on_entry_line_given(self, event: EntryLine.Given) -> None:
        """Save the ballot and go on to the next; it stays in the line where it is refused."""
        event.stop()
        if event.purpose == "file":
            if await self._files.enter(self.app, self._held, event.value):
                self.show(self.client.sight)
                self._back_to_list()
            else:
                self._line.put_back(event.value)
            return
        try:
            picks = parse_picks(event.value)
        except NotNumbers as refusal:
            self._line.put_back(event.value)
            self.client.show_message(str(refusal))
            return
        key = self._entering
        if not picks:
            self._skip(key)
            return
        vote = self._held.casting
        if isinstance(key, int):
            granted = await self.client.request(CastBallot, seat=key, picks=picks, done=True, vote=vote)
        else:
            index = key[1] if isinstance(key, tuple) else None
            granted = await self.client.request(PutPaperBallot, picks=picks, instead_of=index, vote=vote)
        if granted:
            self.show(self.client.sight)
            self._go_on(key)
        else:
            self._line.put_back(event.value)

    def on_entry_line_left(self, event: EntryLine.Left) -> None:
        """Go back to the list."""
        event.stop()
        self._back_to_list()

    @property
    def _open(self) -> bool:
        seen = self._sight
        if seen is None or seen.closed is not None or seen.way_back.round_closed:
            return False
        return self._list.cursor is not None

    def _person(self, key: Hashable) -> Person | None:
        return self._sight.person(key) if self._sight is not None and isinstance(key, int) else None

    def _can_take_back(self, key: Hashable) -> bool:
        person = self._person(key)
        return isinstance(key, tuple) or (person is not None and person.ballot is not None)

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
            whose = (person.name or "") if person is not None else f"Paper ballot {len(self._held.papers) + 1}, no name"
        return Content.assemble((whose, ACCENT), (f": {how_many(self._held.picks)}", QUIET))

    def _ballot(self, key: Hashable) -> Ballot | None:
        """Return the ballot that was entered here before, if there is one to change."""
        if isinstance(key, tuple):
            papers = self._held.papers
            return papers[key[1]] if key[1] < len(papers) else None
        person = self._person(key)
        return person.ballot if person is not None else None

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
            self._back_to_list()
            return
        typed = self._line.value  # whoever types fast has begun the next ballot already
        self._list.move_to(person.number)
        self._open_line(person.number)
        self._line.put_back(typed)

    def _back_to_list(self) -> None:
        self._line.close()
        self._say_typed()
        self._tell()
        self._list.focus()

    def _say_typed(self) -> None:
        words: Mapping[int, str] = words_of_picks(self._held.on_ballot)
        typed = self._line.value if self._line.purpose == "ballot" else ""
        self._echo.update(echo(typed, words, self._held.picks))

    def _tell(self) -> None:
        self.set_class(self._line.purpose is not None, "-typing")
        self._keys.update(self._hint())
        self.refresh_bindings()

    def _hint(self) -> Content:
        if not self._open:
            return Content()
        if self._line.purpose == "file":
            return hint(("Enter", "enter its ballots"), ("Esc", "back to the people"))
        if self._line.purpose is not None:
            keys = [("Enter", "save, next"), ("Up Down", "scroll the ideas"), ("Esc", "back to the people")]
            return hint(*keys)
        key = self._list.cursor
        person = self._person(key)
        what = "change the ballot" if self._ballot(key) is not None else "type a ballot"
        enter = [] if person is not None and is_own(person) else [("Enter", what)]
        take = [("x", "take it back")] if self._can_take_back(key) else []
        merge = [("v", "merge ideas")] if self._held.casting is Vote.FIRST else []
        off = [("c", "call it off")] if self.check_action("call_off", ()) else []
        return hint(*enter, *take, ("i", "from a file"), ("Up Down", "person"), *merge, *off)

    def _draw_ideas(self, width: int, height: int) -> Sequence[Content]:
        del height  # the ideas take the rows they need
        if self._sight is None:
            return []
        return numbered(self._held.on_ballot, width) or [Content.styled("No ideas on the list.", QUIET)]
