"""What a simulated person makes of a screen. Whether screens are still worded so, the test of the person tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.rehearsal.reading import Line, Seen, Task, read

FOOT = " birch-pvv7  Participant 1  F1 keys  q leave"

PLACE = """\
 3/6 Participation                                                  3:00  saved

 > Think of one community you belong to, or want to. Where are you in it today?
     ✓ 2 Active

   Where would you like to be in six months?
     1-5?

 1-5 in six months   Up today
"""

WRITE = """\
 4/6 Activity 1: Proposal                                        15:00  saving…

 1 of 6 core fields, 1 of 12         Focal point
 Phase One                    What is the focal point?
 ★✓ Focal point               ╔═══════════════════════════════════════════════╗
 ★  Problems                  ║ Some words                                    ║
                              ╚═══════════════════════════════════════════════╝
                              2 words   Tab next field   Shift+Tab before
"""

IDEA = """\
 5/6 Activity 2: Top Ten                                            6:00  saved

 What are your tips for a community of practice that works?
 2 of your 3 ideas are in. Nobody else sees them yet.
 Your idea 3 of 3
 Enter add it   Esc to your ideas
"""

RANK = """\
 5/6 Activity 2: Top Ten                                            6:00  saved

 Choose up to 5, the best first. 1 of 5 chosen; fewer is fine.
 Place  Idea
        Meet every month                                                  no. 2
   [1]  Say “no. 7” aloud                                                no. 14
        of eighty columns so that it wraps

 1-5 place   Backspace take off   d I'm done
"""

SHARE = """\
 4/6 Activity 1: Proposal                                          10:00  saved

 Everybody here can read yours. 1 other proposal is shared.

 Enter read   s stop sharing yours
"""


def seen(screen: str, foot: str = FOOT) -> Seen:
    return read([*screen.splitlines(), foot])


def test_the_second_question_is_asked_where_the_keys_say_so() -> None:
    now = seen(PLACE)
    assert (now.task, now.later, now.choices) == (Task.PLACE, True, 5)


def test_two_answered_questions_ask_nothing_more() -> None:
    assert seen(PLACE.replace("1-5?", "✓ 3 Occasional")).task is None


def test_a_field_of_the_proposal_has_its_questions_and_its_words() -> None:
    now = seen(WRITE)
    assert now.task is Task.WRITE
    assert now.asked == "Focal point What is the focal point?"
    assert (now.given, now.choices, now.words) == (1, 12, 2)


def test_the_ideas_that_are_in_are_counted() -> None:
    now = seen(IDEA)
    assert (now.task, now.given, now.choices) == (Task.IDEA, 2, 3)


def test_the_ideas_to_rank_are_read_with_their_numbers_and_places() -> None:
    now = seen(RANK)
    assert now.task is Task.RANK
    assert now.ideas == (Line(2, "Meet every month", None), Line(14, "Say “no. 7” aloud", 1))
    assert (now.given, now.choices, now.done) == (1, 5, False)


def test_an_idea_is_read_that_the_scroll_bar_touches() -> None:
    now = seen(RANK.replace("no. 14", "no. 14▃"))
    assert [line.number for line in now.ideas] == [2, 14]


def test_a_ballot_that_is_done_is_done() -> None:
    assert seen(RANK.replace("d I'm done", "d not done")).done


def test_a_proposal_that_is_shared_is_done() -> None:
    now = seen(SHARE)
    assert (now.task, now.done) == (Task.SHARE, True)


def test_the_group_has_moved_on_where_the_last_line_offers_to_follow() -> None:
    assert seen(WRITE, FOOT.replace("F1", "F5 follow  F1")).moved_on


@pytest.mark.parametrize(("word", "saved"), [("saved", True), ("saving…", False), ("NOT SAVED", False)])
def test_saved_is_what_the_first_line_says(word: str, saved: bool) -> None:
    assert seen(f" 1/6 Welcome    {word}\n").saved is saved


def test_the_plan_may_say_anything_without_being_taken_for_a_question() -> None:
    assert seen(" 1/6 Welcome   saved\n d I'm done\n Enter add it\n\n\n\n").task is None


@given(st.lists(st.text(max_size=80), max_size=24))
def test_any_screen_can_be_read(rows: list[str]) -> None:
    assert isinstance(read(rows), Seen)


def test_the_question_before_a_proposal_is_shared_is_seen_in_front_of_the_list() -> None:
    asked = SHARE.replace("\n\n Enter", "\n ┌ Share this proposal? ┐\n Enter")
    assert seen(asked).task is Task.CONSENT
