"""One idea or remark is shown large on the stage, only where everybody may see it, and put away with the same key."""

from pathlib import Path

import pytest

from copworkshop.model.people import FACILITATOR, STAGE, Actor, participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session, Spotlight
from copworkshop.rules.agenda import Forward
from copworkshop.rules.candidate_edits import Merge, Withdraw
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.erasing import ErasePerson
from copworkshop.rules.lifecycle import AddNote, EditNote
from copworkshop.rules.request import Refused
from copworkshop.rules.sight import sight
from copworkshop.rules.spotlight import ShowLarge
from copworkshop.store.codec import parse_session, session_text
from copworkshop.ui.stage.registry import draw_stage
from helpers.facilitator_driver import walk
from helpers.rooms import used_room
from helpers.session_builder import ask, at, plan_with, room, undo
from helpers.stage import canvas, said_on
from helpers.words import HOSTILE

FIRST = ShowLarge(what=Spotlight(kind="idea", number=1))
REMARK = ShowLarge(what=Spotlight(kind="remark", number=1))


def text(session: Session) -> str:
    return said_on(canvas(session, 120, 34))


def merging() -> Session:
    return at(used_room(), Kind.TOP_TEN, "merge")


def test_an_idea_is_shown_large_until_it_is_put_away_or_the_room_moves_on() -> None:
    session = ask(merging(), FIRST)
    assert "Idea 1 Meet at the same hour every month" in text(session)
    assert "A coordinator whose time is paid for" not in text(session)
    assert text(ask(session, ShowLarge(what=None))) == text(merging())
    assert ask(session, Forward(at=session.spot)).spotlight is None


def test_undo_takes_back_what_was_shown_and_what_was_put_away() -> None:
    session = ask(ask(merging(), FIRST), ShowLarge(what=None))
    for shown in (True, False):
        session = undo(session)
        assert (session.spotlight is not None) is shown
    assert session.spot == merging().spot


def test_a_remark_stands_with_its_prompt() -> None:
    session = ask(at(room(2), Kind.LIFECYCLE), AddNote(prompt="focal-point", text="The handover at night"), REMARK)
    assert "What is the focal point? The handover at night" in text(session)
    assert "The handover" not in text(ask(session, EditNote(number=1, withdrawn=True)))


def test_what_not_everybody_may_see_is_refused() -> None:
    collecting = ask(at(room(2), Kind.TOP_TEN, "collect"), AddIdea(seat=1, text="A secret"), actor=participant(1))
    held = at(collecting.replace(plan=plan_with(Kind.TOP_TEN, moderated=True)), Kind.TOP_TEN, "merge")
    assert sight(held, FACILITATOR).top_ten.candidates  # type: ignore[union-attr]
    for session in (collecting, held):
        for request in (FIRST, REMARK):
            with pytest.raises(Refused, match="Not everybody may see"):
                ask(session, request)


@pytest.mark.parametrize("actor", [participant(1), STAGE])
def test_only_the_facilitator_shows_something_large(actor: Actor) -> None:
    with pytest.raises(Refused):
        ask(merging(), FIRST, actor=actor)


def test_an_idea_that_goes_goes_from_the_stage_and_one_that_is_merged_stays_in_its_new_words() -> None:
    session = ask(merging(), FIRST)
    merged = sight(ask(session, Merge(leads=(2, 1))), STAGE).stage.spotlit
    assert merged is not None
    assert (merged.label, merged.what.number) == ("Idea 2", 2)
    assert sight(ask(session, Withdraw(lead=1, withdrawn=True)), STAGE).stage.spotlit is None
    assert ask(session, ErasePerson(seat=1)).spotlight is None


@pytest.mark.parametrize("size", [(40, 11), (80, 23), (200, 59)])
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_people_write_fits_the_stage(size: tuple[int, int], words: str) -> None:
    session = ask(at(room(2), Kind.LIFECYCLE), AddNote(prompt="focal-point", text=words), REMARK)
    assert max(line.cell_length for line in draw_stage(canvas(session, *size))) <= size[0]


def test_it_outlives_a_restart() -> None:
    session = ask(merging(), FIRST)
    assert parse_session(session_text(session))["spotlight"] == session.spotlight


async def test_z_shows_the_idea_under_the_cursor_and_puts_it_away_again(tmp_path: Path) -> None:
    async with walk(tmp_path, size=(120, 35)) as here:
        running = here.app.open_session
        assert running is not None
        await here.go(Kind.TOP_TEN, "collect")
        for number in (1, 2):
            await running.hub.submit(AddIdea(seat=None, text=f"Idea in words {number}"), FACILITATOR)
        await here.go(Kind.TOP_TEN, "merge")
        await here.press("f2", "down")
        await here.sees("z show large")
        chosen = sight(here.session, STAGE).top_ten.candidates[1]  # type: ignore[union-attr]
        await here.press("z")
        await here.sees("Idea, large. z puts it away.", "z put away")
        await here.press("f2")
        await here.sees(f"Idea {chosen.lead} ", chosen.wording)
        await here.press("f2", "z")
        await here.sees("The stage shows the step again.")
        assert here.session.spotlight is None
