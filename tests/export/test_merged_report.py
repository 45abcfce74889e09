"""Several rooms that ran the same plan, as one report."""

import json
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from random_rooms import SECRET, allowed, random_rooms
from reports import text_of

from copworkshop.export.documents import REPORT
from copworkshop.export.html_page import html_page
from copworkshop.export.json_document import json_schema
from copworkshop.export.markdown import markdown
from copworkshop.export.merging import CannotMerge, merged
from copworkshop.export.registry import FORMATS
from copworkshop.export.tree import Report
from copworkshop.export.tree_topten import TopTenPart
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.plan_words import Words
from copworkshop.model.session import Session
from copworkshop.model.text import same_words
from copworkshop.rules.closing import CloseSession, SetHeading
from copworkshop.rules.collecting import SetQuestion
from copworkshop.rules.sight import sight
from helpers.rooms import finished_room, ranked_room, room_that_says
from helpers.sampling import inputs
from helpers.session_builder import ask, at, plan_with, revealed, room, session4, voted, with_ideas
from helpers.words import HOSTILE_LINES

IDEAS = ("Meet every month", "Share the load", "Celebrate")


def voting(heading: str, ideas: tuple[str, ...], *ballots: tuple[int, ...], plan: Plan | None = None) -> Session:
    """A room that has ranked these ideas and seen the whole list."""
    session = ask(room(len(ballots), plan), SetHeading(heading=heading))
    session = at(session, Kind.TOP_TEN, "collect")
    for number, idea in enumerate(ideas):
        session = with_ideas(session, number % len(ballots) + 1, idea)
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, ballot in enumerate(ballots, start=1):
        session = voted(session, seat, *ballot)
    return revealed(session)


def together(*rooms: Session) -> Report:
    return merged([sight(session, FACILITATOR) for session in rooms])


def top_ten(*rooms: Session) -> TopTenPart:
    part = together(*rooms).top_ten
    assert part is not None
    return part


# Which rooms belong together


def test_one_room_is_not_merged() -> None:
    with pytest.raises(CannotMerge, match="two sessions or more"):
        together(finished_room())


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (session4().replace(title=session4().title.replace(text="Another title")), "Another title"),
        (session4().replace(steps=session4().steps[:-1]), "other steps"),
        (plan_with(Kind.TOP_TEN, picks=3), "its step “Activity 2: Top Ten” is not the same"),
        (session4().replace(purpose=Words(text="To agree")), "its purpose is not the same"),
        (session4().replace(grace=7), "its time to finish a sentence|sources"),
    ],
)
def test_rooms_of_different_plans_are_refused_with_what_differs(other: Plan, says: str) -> None:
    with pytest.raises(CannotMerge, match=says):
        together(finished_room(), room(plan=other))


def test_rooms_that_are_called_the_same_are_told_apart() -> None:
    assert [own.room for own in together(finished_room(), finished_room()).rooms] == [
        "Harbour Trust",
        "Harbour Trust (2)",
    ]


@pytest.mark.parametrize("write", [markdown, html_page])
def test_rooms_go_by_their_headings_and_not_by_their_folders(write: Callable[[Report], str]) -> None:
    made = write(together(voting("North pier", IDEAS, (1,)), voting("South pier", IDEAS, (2,))))
    assert "North pier and South pier" in made
    assert room().name not in made


def test_each_room_may_have_its_own_facilitator_and_the_report_names_all() -> None:
    ours = session4().replace(organisation="The harbour", purpose=Words(text="To agree on a list"))
    rooms = [
        voting(name, IDEAS, (1,), plan=ours.replace(facilitator=who))
        for name, who in (("One", "Ada L."), ("Two", "Grace H."), ("Three", "Ada L."), ("Four", None))
    ]
    told = together(*rooms)
    assert (told.organisation, told.facilitator) == ("The harbour", "Ada L. and Grace H.")
    assert told.purpose is not None
    assert told.purpose.text == "To agree on a list"
    head = markdown(told).split("## The rooms")[0]
    for words in ("Organisation: The harbour", "Facilitator: Ada L. and Grace H.", "Purpose: To agree on a list"):
        assert words in head


def at_a_glance(made: str) -> str:
    """Return what stands on the first page of a Markdown report."""
    return made.split("## At a glance")[1].split("\n## ")[0]


def test_the_first_page_has_the_list_over_all_rooms_and_what_comes_next() -> None:
    first = at_a_glance(markdown(together(voting("One", IDEAS, (1, 2)), voting("Two", IDEAS, (1, 3)))))
    for words in ("**1** Meet every month", "What you take home", "within a week"):
        assert words in first
    assert "### One" not in first


def test_without_a_list_over_all_rooms_the_first_page_has_each_rooms_own() -> None:
    told = together(voting("One", IDEAS, (1,)), voting("One", ("Buy a boat",), (1,)))
    first = at_a_glance(markdown(told))
    assert first.index("### One\n") < first.index("Meet every month") < first.index("### One (2)")
    assert first.index("### One (2)") < first.index("Buy a boat") < first.index("What you take home")
    assert "There is no list over all rooms; each has its own." in first
    page = html_page(told).split("At a glance</span></h2>")[1].split("</section>")[0]
    assert page.index("One (2)") < page.index("Buy a boat")


# The top ten


def test_the_same_ideas_are_counted_over_all_ballots() -> None:
    one = voting("One", IDEAS, (1, 2), (1,))
    two = voting("Two", ("celebrate!", "MEET  every month", "Share the load."), (1, 3), (2, 1, 3))
    part = top_ten(one, two)
    # 1: 5+5+5 = 15 in One and Two; celebrate: 5+4 = 9; share the load: 4+4+3 = 11
    assert [(idea.label, idea.wording, idea.score, idea.chosen_by) for idea in part.places] == [
        ("1", "Meet every month", Fraction(15), 3),
        ("2", "Share the load", Fraction(11), 3),
        ("3", "Celebrate", Fraction(9), 2),
    ]
    assert part.ballots == 4
    assert part.how is not None
    assert "One and Two answered the same question with the same 3 ideas" in part.how


def test_each_rooms_own_list_stands_next_to_the_one_over_all() -> None:
    one, two = voting("One", IDEAS, (3,)), voting("Two", IDEAS, (1,), (1,))
    part = top_ten(one, two)
    told = {own.room: [(idea.label, idea.wording, idea.in_room) for idea in own.places] for own in part.rooms}
    assert told == {"One": [("1", "Celebrate", "2")], "Two": [("1", "Meet every month", "1")]}


def test_different_ideas_stand_side_by_side_with_the_reason() -> None:
    part = top_ten(voting("One", IDEAS, (1,)), voting("Two", (*IDEAS[:2], "Buy a boat"), (3,)))
    assert part.places == ()
    assert part.missing == "There is no list over all rooms; each has its own."
    assert part.how is not None
    assert "2 are the same in all of them" in part.how
    assert "“Celebrate” (One), “Buy a boat” (Two)" in part.how
    assert [[idea.wording for idea in own.places] for own in part.rooms] == [["Meet every month"], ["Buy a boat"]]
    assert (part.ideas, part.ballots) == (6, 2)


def test_different_questions_are_not_counted_together() -> None:
    one, two = voting("One", IDEAS, (1,)), voting("Two", IDEAS, (1,))
    two = ask(two, SetQuestion(text="What will fail?"))
    assert (
        top_ten(one, two).how == "The rooms answered different questions, so their ballots were not counted together."
    )


def test_a_room_that_has_not_revealed_its_list_is_named_and_left_out() -> None:
    ranking = voting("Three", IDEAS, (2,))
    ranking = at(ranking, Kind.TOP_TEN, "rank")
    part = top_ten(voting("One", IDEAS, (1,)), voting("Two", IDEAS, (1,)), ranking)
    assert part.ballots == 2
    assert part.how is not None
    assert "The ballots of Three are not among them" in part.how
    assert part.rooms[2].places == ()
    assert part.rooms[2].missing == "Its list is not revealed as a whole."


def test_before_any_reveal_there_is_nothing_to_count() -> None:
    part = top_ten(ranked_room(), ranked_room())
    assert part.how is not None
    assert part.how.startswith("Fewer than two rooms")
    assert (part.places, part.discussion, part.comparison) == ((), None, None)


def test_rooms_whose_sessions_are_closed_are_counted_as_they_were() -> None:
    one, two = voting("One", IDEAS, (1, 2)), voting("Two", IDEAS, (2, 1))
    before = top_ten(one, two).places
    one = ask(one, CloseSession())
    two = ask(two, CloseSession())
    assert top_ten(one, two).places == before


@given(st.lists(st.permutations([1, 2, 3]), min_size=2, max_size=8), st.integers(1, 7))
@inputs(10)
def test_it_does_not_matter_how_the_ballots_were_spread_over_the_rooms(ballots: list[list[int]], cut: int) -> None:
    cut = min(cut, len(ballots) - 1)
    picks = [tuple(ballot) for ballot in ballots]
    apart = top_ten(voting("One", IDEAS, *picks[:cut]), voting("Two", IDEAS, *picks[cut:])).places
    one_room = voting("All", IDEAS, *picks)
    seen = sight(one_room, FACILITATOR).top_ten
    assert seen is not None
    whole = [placed for group in seen.result.revealed for placed in group]
    assert [(idea.place, idea.wording, idea.score) for idea in apart] == [
        (placed.place, seen.wording(placed.idea), placed.score) for placed in whole
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Meet every month", " meet EVERY  month! ", True),
        ("Café", "Cafe\u0301", True),
        ("Ｍｅｅｔ", "meet", True),
        ("Straße", "STRASSE", True),
        ("Use C++", "Use C", False),
        ("Meet every month", "Meet each month", False),
        ("?!", "!?", False),
    ],
)
def test_wordings_are_the_same_but_for_case_spaces_and_punctuation(one: str, other: str, same: bool) -> None:
    assert (same_words(one) == same_words(other)) is same


# The rest


def test_the_pictures_of_participation_are_summed() -> None:
    part = together(finished_room(), finished_room()).participation
    assert part is not None
    one = together(finished_room(), room()).participation
    assert one is not None
    assert [level.today for level in part.levels] == [2 * (level.today or 0) for level in one.levels]
    assert part.movement is not None
    assert one.movement is not None
    assert (part.movement.inwards, part.answered) == (2 * one.movement.inwards, 12)
    assert one.missing is not None
    assert f"Too few placed themselves in {room().name} for a picture; it is not counted" in one.missing


def test_remarks_and_shared_proposals_say_which_room_they_are_of() -> None:
    told = together(finished_room(), voting("Two", IDEAS, (1,)))
    assert told.lifecycle is not None
    notes = [note for part in told.lifecycle.phases[0].parts for prompt in part.prompts for note in prompt.notes]
    assert notes == ["Harbour Trust: The locks, and who may open them"]
    assert told.proposal is not None
    assert [(each.author, each.table) for each in told.proposal.proposals] == [
        ("Participant 1", "Harbour Trust, North")
    ]


@pytest.mark.parametrize("name", [form.name for form in REPORT.formats])
def test_every_format_tells_of_all_rooms(name: str) -> None:
    made = text_of(FORMATS[name], together(voting("One", IDEAS, (1, 2)), voting("Two", IDEAS, (2, 3))))
    for words in ("One", "Two", *IDEAS, "counted together"):
        assert words in made


def test_the_data_is_as_the_schema_says() -> None:
    for rooms in ((voting("One", IDEAS, (1,)), voting("Two", IDEAS, (2,))), (finished_room(), room())):
        made = json.loads(FORMATS["json"].render(together(*rooms)))
        assert [*Draft202012Validator(json_schema()).iter_errors(made)] == []


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_hostile_words_stay_words(line: str) -> None:
    made = text_of(FORMATS["html"], together(room_that_says(line), room_that_says(line)))
    assert "<script>alert" not in made
    assert "<svg onload" not in made


@given(name=st.sampled_from([form.name for form in REPORT.formats]), one=random_rooms(), two=random_rooms())
@inputs(15)
def test_it_tells_no_more_than_the_rooms_own_reports_do(name: str, one: Session, two: Session) -> None:
    made = text_of(FORMATS[name], together(one, two))
    assert set(SECRET.findall(made)) <= allowed(one, FACILITATOR) | allowed(two, FACILITATOR)
