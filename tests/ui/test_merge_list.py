"""What the console's list of ideas shows while they are merged, and what is marked in it."""

from collections.abc import Iterable

from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.candidate_edits import KeepApart, Merge, UndoEdit, Withdraw
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.request import Request
from copworkshop.rules.sight import sight
from copworkshop.ui.console.topten_merge_list import MergeList
from helpers.session_builder import ask, at, room

ALIKE = ("Meet every month", "A mentor", "Every month, meet!", "A mentors", "Cake")
"""Two pairs that may be the same: 1 and 3 by their words, 2 and 4 by their letters."""


class Desk:
    """A list, the session that it shows, and where the cursor is."""

    def __init__(self, texts: Iterable[str] = ALIKE) -> None:
        self.cursor = 1
        self.list = MergeList(lambda: self.cursor)
        merging = at(room(3), Kind.TOP_TEN, "merge")
        self.session: Session = ask(merging, *(AddIdea(seat=None, text=text) for text in texts))
        self.see()

    def see(self, *requests: Request) -> None:
        self.session = ask(self.session, *requests)
        self.list.take_in(sight(self.session, FACILITATOR))

    def pairs(self, *leads: int) -> bool:
        """Whether the list shows this pair; without leads, whether it shows none."""
        return leads == (self.list.pair.leads if self.list.pair is not None else ())

    def marks(self, *leads: int) -> bool:
        return self.list.marked == leads


def test_a_pair_stays_until_it_is_decided_here() -> None:
    desk = Desk()
    desk.list.next_pair()
    assert desk.pairs(1, 3)
    desk.see(KeepApart(leads=(1, 3)))
    assert desk.pairs(1, 3), "another terminal kept them apart"
    desk.list.decide()
    desk.see()
    assert desk.pairs(2, 4)
    desk.see()
    assert desk.pairs(2, 4), "the next one is not decided"


def test_a_pair_gives_way_when_one_of_it_is_gone_and_comes_back_with_it() -> None:
    desk = Desk()
    desk.list.next_pair()
    desk.see(Merge(leads=(5, 3)))
    assert desk.pairs(2, 4)
    desk.see(UndoEdit())
    assert desk.pairs(1, 3)
    desk.see(CloseSession())
    assert desk.pairs()


def test_marks_stay_in_their_order_and_go_with_their_ideas() -> None:
    desk = Desk()
    for lead in (3, 1, 5, 1, 2, 1):
        desk.list.mark(lead)
    assert desk.marks(3, 5, 2, 1)
    desk.see(Withdraw(lead=5, withdrawn=True))
    assert desk.marks(3, 2, 1)


def test_more_is_shown_step_by_step_and_then_the_marks_go() -> None:
    desk = Desk()
    desk.list.mark(1)
    desk.list.wanted = "ment"
    assert [each.lead for each in desk.list.shown] == [2, 4]
    desk.list.show_more()
    assert len(desk.list.shown) == 5
    assert desk.marks(1)
    desk.list.show_more()
    assert desk.marks()
    desk.list.next_pair()
    assert [each.lead for each in desk.list.shown] == [1, 3]
    desk.list.show_more()
    assert len(desk.list.shown) == 5


def test_an_idea_off_the_list_is_under_the_cursor_and_does_not_stand() -> None:
    desk = Desk()
    assert desk.list.standing is not None
    desk.see(Withdraw(lead=1, withdrawn=True))
    assert desk.list.candidate is not None
    assert desk.list.standing is None


def test_nothing_is_shown_before_there_is_a_session_to_show() -> None:
    ideas = MergeList(lambda: None)
    assert ideas.shown == ()
    assert (ideas.candidate, ideas.standing) == (None, None)
    assert not any((ideas.is_list, ideas.is_open_list, ideas.is_open_pair))
