"""What the report says, and what it says instead of what is not there."""

from dataclasses import replace
from fractions import Fraction

import pytest
from reports import report_of

from copworkshop.export.tree import LifecyclePart, ParticipationPart, ProposalPart, WrittenProposal
from copworkshop.export.tree_topten import DividedIdea, TopTenPart
from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind, Plan
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.participation import Place
from copworkshop.rules.people import RemoveSeat
from copworkshop.rules.proposal import ShareProposal, WriteField
from helpers.rooms import contested_room, finished_room, ranked_room
from helpers.session_builder import ask, at, placed, revealed, room, session4, shared, with_ideas, with_people, written


def lifecycle(session: Session) -> LifecyclePart:
    part = report_of(session).lifecycle
    assert part is not None
    return part


def participation(session: Session) -> ParticipationPart:
    part = report_of(session).participation
    assert part is not None
    return part


def proposals(session: Session, viewer: Actor = FACILITATOR) -> ProposalPart:
    part = report_of(session, viewer).proposal
    assert part is not None
    return part


def top_ten(session: Session, viewer: Actor = FACILITATOR) -> TopTenPart:
    part = report_of(session, viewer).top_ten
    assert part is not None
    return part


def discussed(session: Session | None = None) -> Session:
    session = session or ranked_room()
    return at(revealed(session), Kind.TOP_TEN, "discuss")


def plan_of(*kinds: Kind) -> Plan:
    """Return Session 4 with only these steps."""
    steps = tuple(step for step in session4().steps if step.kind in kinds)
    return session4().replace(steps=steps)


def field(proposal: WrittenProposal, label: str) -> str | None:
    return next(answer.text for answer in proposal.answers if answer.label.text == label)


# The head


def test_the_title_says_whose_session_it_was() -> None:
    assert report_of(finished_room()).title == "Workshop report: Harbour Trust"


def test_a_session_without_a_heading_goes_by_its_name() -> None:
    assert report_of(room().replace(name="harbour")).title == "Workshop report: harbour"


def test_a_running_session_has_no_end() -> None:
    assert report_of(ranked_room()).closed is None


def test_parts_that_the_plan_does_not_have_are_not_there() -> None:
    made = report_of(room(plan=plan_of(Kind.WELCOME, Kind.CLOSE)))
    assert (made.lifecycle, made.participation, made.proposal, made.top_ten) == (None, None, None, None)


def test_only_works_that_the_report_quotes_are_sources() -> None:
    made = report_of(room(plan=plan_of(Kind.WELCOME, Kind.LIFECYCLE)))
    assert [work.short for work in made.sources] == [
        "Cambridge, Kaplan and Suter 2005",
        "Wenger, McDermott and Snyder 2002",
    ]


def test_each_source_stands_once() -> None:
    sources = report_of(finished_room()).sources
    assert len(set(sources)) == len(sources) == len(session4().sources)


# The lifecycle


def test_remarks_stand_next_to_their_prompt() -> None:
    prompt = lifecycle(finished_room()).phases[0].parts[0].prompts[0]
    assert (prompt.prompt.text, prompt.notes) == ("What is the focal point?", ("The locks, and who may open them",))


def test_a_room_that_noted_nothing_is_told_so() -> None:
    assert lifecycle(room()).missing == "The room noted no remarks."


# Participation


def test_the_picture_counts_today_and_in_six_months() -> None:
    levels = participation(finished_room()).levels
    assert [(level.today, level.later) for level in levels] == [(1, 2), (1, 2), (2, 1), (1, 0), (1, 1)]


def test_the_movement_is_told_from_the_centre_outwards() -> None:
    movement = participation(finished_room()).movement
    assert movement is not None
    assert (movement.inwards, movement.same, movement.outwards) == (3, 3, 0)
    assert [(move.start.text, move.end.text) for move in movement.moves][:2] == [
        ("Core group", "Core group"),
        ("Active", "Core group"),
    ]


def placed_by(today: int, later: int) -> Session:
    session = at(room(6), Kind.PARTICIPATION, "place")
    session = placed(session, "today", ["core"] * today)
    return placed(session, "later", ["active"] * later)


def test_four_answers_make_no_picture() -> None:
    part = participation(placed_by(today=4, later=4))
    assert part.missing == "Fewer than five people have placed themselves, so there is no picture of the room."
    assert {(level.today, level.later) for level in part.levels} == {(None, None)}


def test_half_a_picture_says_which_half_is_missing() -> None:
    session = placed_by(today=5, later=4)
    session = at(session, Kind.PARTICIPATION, "picture")
    part = participation(session)
    assert part.missing is not None
    assert "in six months, so only today is shown" in part.missing
    assert [(level.today, level.later) for level in part.levels][:2] == [(5, None), (0, None)]
    assert part.movement is None


def test_a_picture_without_movement_says_so() -> None:
    session = placed_by(today=4, later=5)
    session = with_people(session, "Participant 7")
    session = ask(session, *(Place(seat=seat, when="today", level="core") for seat in (6, 7)))
    assert participation(session).missing == "People still place themselves, so there is no picture of the room yet."
    session = at(session, Kind.PARTICIPATION, "picture")
    part = participation(session)
    assert part.missing is not None
    assert "no movement is shown" in part.missing


# Proposals


def test_a_shared_proposal_is_told_with_what_was_left_open() -> None:
    proposal = proposals(finished_room()).proposals[0]
    assert (proposal.author, proposal.table, proposal.shared) == ("Participant 1", "North", True)
    assert field(proposal, "People") == "Lock keepers & pilots"
    assert field(proposal, "Domain") is None


def test_what_was_entered_for_someone_and_shared_bears_a_mark() -> None:
    session = ask(ranked_room(), ShareProposal(seat=3, shared=True))
    proposal = proposals(session).proposals[1]
    assert (proposal.author, proposal.shared, proposal.for_someone) == ("Participant 3", True, True)


def test_what_was_not_shared_is_only_counted_whoever_entered_it() -> None:
    part = proposals(finished_room())
    assert (len(part.proposals), part.others) == (1, 2)
    assert part.missing == "2 more proposals have been begun and not shared; only their authors take them home."


def test_an_author_takes_their_own_home_unshared() -> None:
    part = proposals(finished_room(), participant(2))
    assert [proposal.author for proposal in part.proposals] == ["Participant 1", "Participant 2"]
    assert part.others == 1


def test_consent_taken_back_takes_the_proposal_out() -> None:
    session = ask(ranked_room(), ShareProposal(seat=1, shared=False), actor=participant(1))
    assert [proposal.author for proposal in proposals(session, participant(2)).proposals] == ["Participant 2"]


def test_a_proposal_that_was_emptied_again_is_none() -> None:
    session = at(room(1), Kind.PROPOSAL, "write")
    session = written(session, 1, people="a")
    session = shared(session, 1)
    session = ask(session, WriteField(seat=1, field="people", text=" \n"), actor=participant(1))
    assert proposals(session).proposals == ()
    assert proposals(session).missing == "Nobody has begun a proposal."


def test_a_person_taken_out_of_the_room_is_not_in_the_report() -> None:
    session = ask(ranked_room(), RemoveSeat(seat=1))
    assert [proposal.author for proposal in proposals(session).proposals] == []


# The top ten


def test_places_are_told_as_far_as_they_are_counted() -> None:
    part = top_ten(finished_room())
    assert [(each.label, each.lead, each.score, each.chosen_by) for each in part.places] == [
        ("1", 1, Fraction(22), 5),
        ("2", 5, Fraction(16), 4),
        ("3", 4, Fraction(16), 4),
        ("4", 7, Fraction(9), 2),
        ("5=", 2, Fraction(3), 1),
        ("5=", 9, Fraction(3), 1),
    ]
    assert part.ballots == 6


def test_ties_are_explained() -> None:
    discussion = top_ten(finished_room()).discussion
    assert discussion is not None
    assert discussion.ties == (
        "“Share failures” is ahead of “Name a coordinator”: head to head.",
        "“Write down what was decided” and “Welcome those who are new” share place 5: nothing separates them.",
    )


def test_an_idea_names_what_was_merged_into_it() -> None:
    listed = top_ten(finished_room()).listed
    assert [(idea.lead, idea.merged) for idea in listed] == [(1, (3,)), (2, ()), (4, ()), (5, ()), (7, ()), (9, ())]


def test_ideas_that_divide_the_room_say_how() -> None:
    discussion = top_ten(finished_room()).discussion
    assert discussion is not None
    assert DividedIdea("Share failures", "first for 1 person, lower for 3, not chosen by 2") in discussion.divisive


def test_another_rule_that_changes_the_list_says_what_comes_and_goes() -> None:
    session = contested_room()
    discussion = top_ten(session).discussion
    assert discussion is not None
    # Second places are worth 4 of 5 points, but only half under this rule.
    dowdall = next(other for other in discussion.others if other.name == "dowdall")
    assert (dowdall.comes_in, dowdall.drops_out) == (("Often first",), ("Always second",))
    assert discussion.stays == ()


@pytest.mark.parametrize(
    ("round_name", "ideas", "unlisted"),
    [("collect", 0, "The ideas are listed once the room merges them."), ("merge", 6, None), ("rank", 6, None)],
)
def test_before_the_reveal_there_is_no_result(round_name: str, ideas: int, unlisted: str | None) -> None:
    session = at(ranked_room(), Kind.TOP_TEN, round_name)
    part = top_ten(session)
    assert part.missing == "The top ten has not been revealed yet, so there is no result."
    assert (part.places, part.discussion, part.comparison) == ((), None, None)
    assert (len(part.listed), part.unlisted) == (ideas, unlisted)


def test_a_reveal_under_way_tells_what_the_room_has_seen() -> None:
    session = at(ranked_room(), Kind.TOP_TEN, "reveal", 2)
    part = top_ten(session)
    assert [each.label for each in part.places] == ["4", "5=", "5="]
    assert part.missing == "The reveal is not over: 2 of 5 places are shown, from the last one up."


def test_the_literature_waits_for_the_discussion() -> None:
    session = revealed(ranked_room())
    assert top_ten(session).comparison is None
    assert top_ten(discussed(session)).comparison is not None


def test_a_session_closed_before_the_reveal_has_no_result() -> None:
    session = ask(ranked_room(), CloseSession())
    part = top_ten(session)
    assert part.missing == "The session was closed before the top ten was revealed, so there is no result."
    assert part.places == ()


def test_a_session_closed_during_the_reveal_says_how_far_it_came() -> None:
    session = at(ranked_room(), Kind.TOP_TEN, "reveal", 1)
    session = ask(session, CloseSession())
    assert top_ten(session).missing == (
        "The session was closed during the reveal: 1 of 5 places are shown, from the last one up."
    )


def test_ideas_that_nobody_chose_make_no_list() -> None:
    session = at(room(1), Kind.TOP_TEN, "collect")
    session = with_ideas(session, 1, "Buy a boat")
    part = top_ten(discussed(session))
    assert part.missing == "Nobody chose an idea, so there is no list."
    assert part.discussion is None


def test_no_ideas_make_no_list() -> None:
    part = top_ten(discussed(room()))
    assert (part.missing, part.unlisted) == ("There are no ideas, so no list.", "There are no ideas.")


def test_a_closed_session_does_not_say_that_nobody_had_its_ideas() -> None:
    assert (top_ten(finished_room()).ideas, top_ten(finished_room()).authors) == (8, 0)


def test_everybody_gets_the_same_top_ten() -> None:
    session = finished_room()
    assert top_ten(session, STAGE) == top_ten(session, participant(4))
    assert top_ten(session, STAGE) == replace(top_ten(session), cast=(), uncast=top_ten(session, STAGE).uncast)
