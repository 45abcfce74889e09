"""The report as Markdown: a golden document, and what no room's words may do to it.

After a wanted change, renew the golden document and look at what changed::

    COPWORKSHOP_RENEW_GOLDEN=1 pytest tests/export/test_markdown.py
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rooms import Room, contested_room, finished_room, ranked_room, session4

from copworkshop.export.markdown import markdown
from copworkshop.export.report import report
from copworkshop.model.people import FACILITATOR, Actor, participant
from copworkshop.model.plan import Kind, all_words
from copworkshop.rules.agenda import Forward
from copworkshop.rules.candidates import candidates
from copworkshop.rules.close import SetHeading
from copworkshop.rules.lifecycle import AddNote, EditNote
from copworkshop.rules.participation import Place
from copworkshop.rules.proposal import ShareProposal, WriteField
from copworkshop.rules.request import Refused, Request
from copworkshop.rules.sight import sight
from copworkshop.rules.topten import AddIdea, CastBallot, EditIdea, Merge, Reword, SetQuestion, Withdraw

GOLDEN = Path(__file__).with_name("golden") / "report.md"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NEVER_OURS = {"link_open", "image", "html_inline", "html_block", "code_inline", "fence", "em_open"}
NEVER_OURS |= {"table_open", "s_open"}

HOSTILE_LINES = [
    "# heading #",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "![x](http://example.org)",
    "```",
    "| a | b |",
    "===",
    "---",
    "**b** _i_ `c`",
    "1. one",
    "- dash",
    "> quote",
    "&lt;&#35;",
    "end\\",
]
SCRIPTS = ["Ελένη", "Нина", "שרה", "مريم", "देवी", "சிவா", "ဇာနည်", "陈静", "さくら", "지우", "Ngọc"]


def document(room: Room, viewer: Actor = FACILITATOR) -> str:
    return markdown(report(sight(room.session, viewer)))


def parsed(room: Room, viewer: Actor = FACILITATOR) -> list[Token]:
    return READER.parse(document(room, viewer))


def seen(inline: Token) -> str:
    return "".join("\n" if each.type == "hardbreak" else each.content for each in inline.children or [])


def headings(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield every heading with its rank, as “h1” and words."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token.tag, seen(tokens[index + 1])


def all_seen(tokens: list[Token]) -> list[str]:
    return [seen(token) for token in tokens if token.type == "inline"]


def types(tokens: list[Token]) -> set[str]:
    return {each.type for token in tokens for each in (token, *(token.children or []))}


# The whole of it


def test_a_finished_session_reads_as_the_golden_document_does() -> None:
    made = document(finished_room())
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_the_words_of_the_deck_are_unaltered() -> None:
    read = "\n".join(all_seen(parsed(finished_room())))
    step = session4().lifecycle
    assert step is not None
    assert [words.text for words in all_words(step.phases) if words.text not in read] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_moment_of_an_empty_session_can_be_reported(kind: Kind) -> None:
    room = Room()
    step = room.session.plan.step(kind)
    assert step is not None
    for round_name in step.rounds:
        room.goes_to(kind, round_name)
        assert "In the room: 0 people" in document(room)


def test_an_empty_session_has_a_sentence_under_every_heading() -> None:
    tokens = parsed(Room())
    opened = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for index in opened:
        following = tokens[index + 3] if index + 3 < len(tokens) else None
        assert following is not None, "a heading at the very end"
        # Only a heading of a lower rank may follow at once.
        assert following.type != "heading_open" or following.tag > tokens[index].tag


def test_one_person_is_a_person() -> None:
    room = Room()
    room.sits("Participant 1")
    room.goes_to(Kind.PARTICIPATION, "place")
    room.places("today", ["core"])
    made = document(room)
    assert "In the room: 1 person\n" in made
    assert "1 person has placed themselves for today." in made


def test_no_result_is_told_before_the_reveal() -> None:
    made = document(ranked_room())
    assert "The top ten has not been revealed yet, so there is no result." in made
    assert "point" not in made.partition("## Activity 2")[2]


def test_a_rule_that_would_change_the_list_says_how() -> None:
    made = document(contested_room())
    assert "The list would change under other rules:" in made
    assert re.search(r"^- dowdall \(.+\): in comes “Often first”; out goes “Always second”$", made, re.MULTILINE)


def test_no_name_of_a_level_ends_the_figure() -> None:
    participation = session4().participation
    assert participation is not None
    levels = tuple(level.but(name=level.name.but(text=f"```\n# {level.id}")) for level in participation.levels)
    changed = participation.but(levels=levels)
    steps = tuple(changed if step is participation else step for step in session4().steps)
    tokens = parsed(ranked_room(session4().but(steps=steps)))
    (figure,) = [token.content for token in tokens if token.type == "code_block"]
    assert len(figure.splitlines()) == 2 * len(levels)
    assert figure.startswith("``` # core")


# Words of all sorts


def test_names_in_many_scripts_are_headings_as_they_are() -> None:
    room = Room()
    room.sits(*SCRIPTS)
    room.goes_to(Kind.PROPOSAL, "write")
    for seat, name in enumerate(SCRIPTS, start=1):
        room.writes(seat, people=name)
        room.shares(seat)
    names = [words for tag, words in headings(parsed(room)) if tag == "h3"]
    assert [name for name in names if name in SCRIPTS] == SCRIPTS


def test_an_answer_of_ten_thousand_characters_is_whole() -> None:
    answer = ("word " * 2000)[:9999] + "."
    room = Room()
    room.sits("Participant 1")
    room.goes_to(Kind.PROPOSAL, "write")
    room.writes(1, people=answer)
    room.shares(1)
    assert answer in all_seen(parsed(room))


def room_that_says(line: str) -> Room:
    """Return a room in which everybody says the same line, wherever words are taken."""
    room = Room()
    room.ask(
        SetHeading(heading=line),
        SetQuestion(text=line),
        AddNote(prompt="focal-point", text=line),
        AddNote(prompt="missing-at-the-end", text=line),
    )
    room.sits(line)
    room.goes_to(Kind.PROPOSAL, "write")
    room.writes(1, people=f"before\n{line}\n\n{line}", problems=line)
    room.shares(1)
    room.goes_to(Kind.TOP_TEN, "collect")
    room.has_ideas(1, line, line, line)
    room.goes_to(Kind.TOP_TEN, "rank")
    room.votes(1, 2)
    room.reveals_all()
    room.goes_to(Kind.TOP_TEN, "discuss")
    return room


@pytest.fixture(scope="module")
def plain_headings() -> list[tuple[str, str]]:
    return list(headings(parsed(room_that_says("x"))))


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_no_words_change_the_structure(line: str, plain_headings: list[tuple[str, str]]) -> None:
    tokens = parsed(room_that_says(line))
    ours = [
        (tag, f"Workshop report: {line}" if tag == "h1" else line if words == "x" else words)
        for tag, words in plain_headings
    ]
    assert list(headings(tokens)) == ours
    assert types(tokens) & NEVER_OURS == set()


@pytest.mark.parametrize("line", [*HOSTILE_LINES, *SCRIPTS])
def test_words_are_read_as_they_were_typed_wherever_they_stand(line: str) -> None:
    read = all_seen(parsed(room_that_says(line)))
    expected = [
        f"For: {line}",
        f"The question: {line}",
        f"Noted: {line}",
        f"before\n{line}",
        line,
        f"1 {line}\nidea 2: 5 points, chosen by 1 of 1",
        f"Idea 3: {line}",
    ]
    assert [words for words in expected if words not in read] == []


# What must not leak

SECRET = re.compile(r"\b(?:name|answer|idea|note)\d+\b")
SEATS = range(1, 5)
FIELDS = ("people", "pitch")

one_of_four = st.integers(1, 4)
MOVES = {
    (Kind.PROPOSAL, "write"): st.one_of(
        st.tuples(st.just("write"), one_of_four, st.sampled_from(FIELDS), st.booleans()),
        st.tuples(st.just("share"), one_of_four, st.sampled_from([True, True, False]), st.booleans()),
        st.tuples(st.just("note"), st.booleans()),
        st.tuples(st.just("place"), one_of_four, st.sampled_from(["core", "active"])),
    ),
    (Kind.TOP_TEN, "collect"): st.one_of(
        st.tuples(st.just("idea"), one_of_four, st.booleans()),
        st.tuples(st.just("withdraw idea"), one_of_four),
    ),
    (Kind.TOP_TEN, "merge"): st.one_of(
        st.tuples(st.just("merge"), one_of_four, one_of_four),
        st.tuples(st.just("reword"), one_of_four),
        st.tuples(st.just("withdraw"), one_of_four),
    ),
    (Kind.TOP_TEN, "rank"): st.tuples(st.just("vote"), one_of_four, st.permutations(range(1, 9))),
}
"""What people do in each round."""


class RandomRoom(Room):
    """A room that tries what it is told, and says every word only once, so that each can be traced."""

    def __init__(self) -> None:
        super().__init__()
        self.said = 0
        self.sits(*(f"name{number}" for number in SEATS))

    def word(self, kind: str) -> str:
        self.said += 1
        return f"{kind}{100 + self.said}"

    def listed(self) -> set[int]:
        return {candidate.lead for candidate in candidates(self.session)}

    def tries(self, *requests: Request, by: Actor = FACILITATOR) -> None:
        for request in requests:
            try:
                self.ask(request, by=by)
            except Refused:
                continue

    def does(self, move: tuple[object, ...]) -> None:
        match move:
            case "write", int(seat), str(field), bool(entered):
                by = FACILITATOR if entered else participant(seat)
                self.tries(WriteField(seat=seat, field=field, text=self.word("answer")), by=by)
            case "share", int(seat), bool(shared), bool(entered):
                self.tries(ShareProposal(seat=seat, shared=shared), by=FACILITATOR if entered else participant(seat))
            case "idea", int(seat), bool(entered):
                by = FACILITATOR if entered else participant(seat)
                self.tries(AddIdea(seat=seat, text=self.word("idea")), by=by)
            case "withdraw idea", int(number):
                request = EditIdea(number=number, withdrawn=True)
                for by in (FACILITATOR, *map(participant, SEATS)):
                    self.tries(request, by=by)
            case "note", bool(withdrawn):
                self.tries(AddNote(prompt="people", text=self.word("note")))
                self.tries(EditNote(number=len(self.session.notes), withdrawn=withdrawn))
            case "place", int(seat), str(level):
                self.tries(Place(seat=seat, when="today", level=level), by=participant(seat))
            case "merge", int(one), int(other):
                if {one, other} <= self.listed():
                    self.tries(Merge(leads=(one, other)))
            case "reword", int(lead):
                self.tries(Reword(lead=lead, wording=self.word("idea")))
            case "withdraw", int(lead):
                self.tries(Withdraw(lead=lead))
            case "vote", int(seat), [*order]:
                picks = tuple(pick for pick in order if pick in self.listed())
                self.tries(CastBallot(seat=seat, picks=picks[:3]), by=participant(seat))
            case _:
                raise AssertionError(move)


@st.composite
def random_rooms(draw: st.DrawFn) -> Room:
    """Return a room that went through the activities, doing anything on the way, and stopped somewhere."""
    room = RandomRoom()
    for (kind, round_name), moves in list(MOVES.items())[: draw(st.sampled_from([2, 3, 4, 4, 4]))]:
        room.goes_to(kind, round_name)
        for move in draw(st.lists(moves, min_size=2, max_size=8)):
            room.does(move)
    for _ in range(draw(st.integers(0, 9))):
        room.tries(Forward(at=room.session.spot))
    if draw(st.booleans()):
        room.closes()
    return room


def allowed(room: Room, viewer: Actor) -> set[str]:
    """Return the words of the room that this viewer may take home, told from the session itself."""
    session, words = room.session, set[str]()
    for seat in session.present:
        own = viewer == participant(seat.number)
        entered = viewer == FACILITATOR and seat.proposal.for_someone
        if (own or entered or seat.proposal.shared) and seat.proposal.started:
            words |= {seat.name, *seat.proposal.answers.values()}
    words |= {note.text for note in session.notes if not note.withdrawn}
    progress = session.progress[Kind.TOP_TEN]
    if progress.round != "collect":
        held = session.top_ten
        ideas = [idea for seat in session.present for idea in seat.live_ideas]
        ideas += [idea for idea in held.unsigned_ideas if not idea.withdrawn]
        merged = {member for candidate in held.edited.values() for member in candidate.members}
        words |= {idea.text for idea in ideas if idea.number not in merged}
        words |= {candidate.wording for candidate in held.edited.values() if not candidate.withdrawn}
    return words


@given(random_rooms(), st.sampled_from([FACILITATOR, *map(participant, SEATS)]))
def test_no_report_holds_a_word_that_its_viewer_may_not_see(room: Room, viewer: Actor) -> None:
    assert set(SECRET.findall(document(room, viewer))) == allowed(room, viewer)


@given(random_rooms())
@settings(max_examples=50)
def test_nobody_is_named_among_ideas_and_ballots(room: Room) -> None:
    activity = document(room).partition("## Activity 2")[2]
    assert re.findall(r"name\d+|maple", activity) == []
