"""What each drawing of the stage says."""

from dataclasses import replace

import pytest

from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.text import NAME_LIMIT, clean_line
from copworkshop.rules.agenda import LayBeside
from copworkshop.rules.balloting import CastBallot, PutPaperBallot
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdea
from copworkshop.rules.joining import TakeSeat
from copworkshop.rules.lifecycle import AddNote
from copworkshop.rules.participation import Place
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import PutOnStage, ShareProposal, WriteField
from copworkshop.ui.stage.canvas import Joining
from copworkshop.ui.stage.registry import draw_stage
from helpers.rooms import at_tables, used_room
from helpers.session_builder import ask, at, forward, plan_with, room
from helpers.stage import JOINING, canvas, said_on
from helpers.words import HOSTILE, IDEAS


def drawn(session: Session, width: int = 80, height: int = 23, *, joining: Joining | None = None) -> list[str]:
    return [line.plain.rstrip() for line in draw_stage(canvas(session, width, height, joining=joining))]


def words(session: Session, width: int = 80, height: int = 23, *, joining: Joining | None = None) -> str:
    return said_on(canvas(session, width, height, joining=joining))


def topic(session: Session, heading: str) -> Session:
    """The discussion, at the topic under this heading."""
    session = at(session, Kind.TOP_TEN, "discuss")
    while heading not in drawn(session):
        session = forward(session)
    return session


# Welcome


def test_the_command_to_join_stands_on_a_line_of_its_own() -> None:
    joining = Joining(command="ssh -p 2222 room@192.0.2.7", code="K7FQ2M")

    assert "  ssh -p 2222 room@192.0.2.7" in drawn(room(), joining=joining)


def test_without_a_network_people_say_it_aloud() -> None:
    assert "Just say it: the facilitator types for you." in drawn(room())


def test_where_no_code_is_asked_for_the_welcome_says_so() -> None:
    assert "No code is asked for." in drawn(room(), joining=Joining(command="ssh room@192.0.2.7", code=None))


def test_an_empty_room_says_nobody_yet() -> None:
    assert "Nobody yet" in drawn(room())


def test_names_that_do_not_fit_are_counted() -> None:
    text = words(room(60), 40, 12)

    assert "60 people are here" in text
    shown = text.count("Participant")
    assert f" and {60 - shown} more" in text


# Lifecycle


def test_prompts_not_yet_revealed_are_not_shown() -> None:
    text = words(at(room(), Kind.LIFECYCLE, "overview", 2))

    assert "What is the focal point?" in text
    assert "What problems do you solve?" not in text


def test_a_remark_stands_under_its_prompt() -> None:
    session = ask(at(room(), Kind.LIFECYCLE, "overview", 2), AddNote(prompt="focal-point", text="The harbour"))

    assert "> What is the focal point? – The harbour" in words(session, 36, 11)
    assert "> What problems do you solve? What is the focal point? (1 remark)" in words(forward(session), 36, 11)


def test_a_remark_on_the_prompt_in_large_letters_stands_below_it() -> None:
    session = at(room(), Kind.LIFECYCLE, "overview", 2)
    lines = drawn(ask(session, AddNote(prompt="focal-point", text="The harbour")))
    large = [row for row, line in enumerate(lines) if line and set(line) <= set(" █▀▄")]

    assert lines.index("    – The harbour") > large[-1]


def test_nothing_moves_as_a_phase_is_told() -> None:
    session = at(room(), Kind.LIFECYCLE, "overview", 10)
    for _ in range(6):
        before = drawn(session, 116, 34)
        session = forward(session)
        after = drawn(session, 116, 34)
        assert after[:3] == before[:3]
        assert _first_large_row(after) == _first_large_row(before)


def _first_large_row(lines: list[str]) -> int:
    return next(row for row, line in enumerate(lines) if line and set(line) <= set(" █▀▄"))


def test_the_literature_s_models_stand_next_to_the_phases_with_their_sources() -> None:
    text = words(ask(at(room(), Kind.LIFECYCLE), LayBeside(beside=True)), 50)  # too narrow for columns

    assert "Stewardship" in text
    assert "Wenger, McDermott and Snyder 2002" in text
    assert "COMMITTING" in text


# Participation


def test_the_newest_level_is_told_in_full() -> None:
    text = words(at(room(), Kind.PARTICIPATION, "levels", 1))

    assert "they set topics, host and take care of the rest." in text
    assert "Transactional" in text
    assert "Now and then they give" not in text


def test_before_five_answers_there_is_no_picture() -> None:
    session = at(room(6), Kind.PARTICIPATION, "place")
    for seat in (1, 2, 3):
        session = ask(session, Place(seat=seat, when="today", level="core"), actor=participant(seat))
    text = words(at(session, Kind.PARTICIPATION, "picture"))

    assert "The picture appears once 5 people have answered; 3 so far." in text
    assert "Core group" not in text


def test_a_half_with_too_few_answers_is_not_shown() -> None:
    session = at(room(6), Kind.PARTICIPATION, "place")
    for seat in range(1, 6):
        session = ask(session, Place(seat=seat, when="today", level="core"), actor=participant(seat))
    picture = at(session, Kind.PARTICIPATION, "picture", 1)

    assert "This half appears once 5 people have answered it." in words(picture, 200)


def test_the_movement_is_told_in_numbers() -> None:
    text = words(at(used_room(), Kind.PARTICIPATION, "picture", 2))

    assert "3 would like to move inwards, 2 would stay, 1 would like to move outwards" in text
    assert "Peripheral → Active 2" in text


def test_in_a_narrow_room_a_movement_is_told_in_full_above_its_bar() -> None:
    text = words(at(used_room(), Kind.PARTICIPATION, "picture", 2), 38, 30)

    assert "Peripheral → Active 2 ██" in text
    assert "…" not in text


# Activity 1


def test_writing_says_how_many_have_started_and_who_is_ready_only_as_a_number() -> None:
    text = words(at(used_room(), Kind.PROPOSAL, "write"))

    assert "5 of 6 have started ██" in text
    assert "2 of 6 have all six core fields ██" in text
    assert "Participant" not in text


def test_a_shared_proposal_shows_its_author_and_the_first_line_of_its_focal_point() -> None:
    lines = drawn(at(used_room(), Kind.PROPOSAL, "share"), 38)

    assert lines[lines.index("Participant 1") + 1] == f"  {IDEAS[1]}"
    assert "Participant 2" not in lines


def test_a_shared_proposal_is_told_field_by_field() -> None:
    session = ask(at(used_room(), Kind.PROPOSAL, "share"), PutOnStage(seat=1))
    first = words(session)
    assert "Participant 1 1 of" in first
    assert "What is the focal point?" in first
    assert words(forward(session)) != first


def test_an_answer_that_is_longer_than_the_stage_has_pages() -> None:
    long = WriteField(seat=1, field="focal-point", text="nets and ropes " * 300)
    session = ask(at(used_room(), Kind.PROPOSAL, "write"), long, actor=participant(1))
    session = ask(at(session, Kind.PROPOSAL, "share"), PutOnStage(seat=1))
    lines = drawn(session)
    assert lines[-1].strip().startswith("page 1 of ")
    assert len(lines) <= 23


def test_a_proposal_on_the_stage_leaves_it_when_it_is_shared_no_more() -> None:
    session = ask(at(used_room(), Kind.PROPOSAL, "share"), PutOnStage(seat=1))
    session = ask(session, ShareProposal(seat=1, shared=False), actor=participant(1))
    assert "Participant 1" not in words(session)


def test_a_proposal_that_is_shared_no_more_is_gone_from_the_stage() -> None:
    session = ask(at(used_room(), Kind.PROPOSAL, "share"), ShareProposal(seat=1, shared=False), actor=participant(1))

    assert "Participant 1" not in words(session)


# Activity 2


def test_where_nobody_has_a_device_the_ideas_called_out_are_on_the_stage_the_newest_first() -> None:
    session = at(room(3), Kind.TOP_TEN, "collect")
    session = ask(session, AddIdea(seat=None, text="open doors"), AddIdea(seat=2, text="bring cake"))
    text = words(session)

    assert "Call out your ideas: they appear here. – bring cake – open doors" in text
    assert "Participant" not in text


def test_called_out_ideas_that_do_not_fit_are_counted() -> None:
    session = at(room(), Kind.TOP_TEN, "collect")
    session = ask(session, *(AddIdea(seat=None, text=f"idea {n}") for n in range(1, 41)))
    lines = drawn(session, 80, 20)

    assert len(lines) <= 20
    assert "– idea 40" in lines
    shown = sum(line.startswith("– idea") for line in lines)
    assert f"and {40 - shown} ideas before" in lines


def test_as_soon_as_somebody_writes_alone_nothing_that_was_called_out_is_on_the_stage() -> None:
    session = ask(at(room(2), Kind.TOP_TEN, "collect"), AddIdea(seat=None, text="open doors"))
    session = ask(session, TakeSeat(seat=2), AddIdea(seat=2, text="secret"), actor=participant(2))
    text = words(session)

    assert "open doors" not in text
    assert "secret" not in text
    assert "written alone" in text


def test_at_the_close_nobody_without_a_device_reads_commands() -> None:
    joining = Joining(command="ssh -p 2222 room@192.0.2.7", code="K7FQ2M")
    session = ask(at(room(1), Kind.PROPOSAL, "write"), WriteField(seat=1, field="focal-point", text="nets"))
    text = words(at(session, Kind.CLOSE), joining=joining)

    assert "ssh" not in text
    assert "Ask the facilitator for your proposal on paper." in text
    assert "ssh" in words(at(used_room(), Kind.CLOSE), joining=joining)


def test_collecting_says_how_many_ideas_are_in() -> None:
    assert "12 ideas are in · 6 of 6 people have written" in words(at(used_room(), Kind.TOP_TEN, "collect"))


@pytest.mark.parametrize("round_name", ["merge", "rank", "reveal"])
def test_no_idea_says_of_how_many_it_is_made_before_the_whole_list_is_revealed(round_name: str) -> None:
    session = at(used_room(), Kind.TOP_TEN, round_name)
    while session.spot.round == round_name and not canvas(session).sight.top_ten.result.whole:  # type: ignore[union-attr]
        assert "×" not in words(session)
        session = forward(session)

    assert "Share tools and templates  ×2" in "\n".join(drawn(at(used_room(), Kind.TOP_TEN, "discuss")))


def test_ideas_stand_in_columns_where_they_would_not_fit_below_each_other() -> None:
    session = at(room(20), Kind.TOP_TEN, "collect")
    for seat in range(1, 21):
        session = ask(session, *(AddIdea(seat=seat, text=f"Idea of {seat}") for _ in range(2)))
    assert " of 40" in drawn(at(session, Kind.TOP_TEN, "merge"), 50)[-1]

    lines = drawn(at(session, Kind.TOP_TEN, "merge"), 120)

    assert len(lines) <= 23
    assert any(line.count("Idea of") > 1 for line in lines)


def test_the_vote_says_how_many_ballots_are_in_and_not_whose() -> None:
    text = words(at(used_room(), Kind.TOP_TEN, "rank"))

    assert "Choose up to five and put them in order, the best first." in text
    assert "6 of 6 ballots are in" in text


def test_paper_ballots_beyond_the_seats_are_counted_without_a_whole() -> None:
    session = at(used_room(), Kind.TOP_TEN, "rank")
    session = ask(session, PutPaperBallot(picks=(1,)), PutPaperBallot(picks=(2,)))

    assert "8 ballots are in" in words(session)


def test_the_reveal_begins_with_the_rule_and_without_a_place() -> None:
    text = words(at(used_room(), Kind.TOP_TEN, "reveal"))

    assert "The top ten" in text
    assert "From 6 ballots" in text
    assert "Your first choice gets 5 points, your second 4, and so on." in text
    assert not [idea for idea in IDEAS if idea in text]


def test_a_place_is_revealed_with_its_points_and_how_many_chose_it() -> None:
    text = words(at(used_room(), Kind.TOP_TEN, "reveal", 1))

    assert "Ask the sponsor for time, not for money" in text
    assert "4 points, chosen by 2 of 6" in text
    assert "Meet at the same hour every month" not in text


def test_a_shared_place_is_told_as_shared() -> None:
    assert any(
        line.startswith("8=  Visit each other's workplaces") for line in drawn(at(used_room(), Kind.TOP_TEN, "discuss"))
    )


def test_without_a_ballot_the_reveal_says_so() -> None:
    session = at(room(2), Kind.TOP_TEN, "reveal")

    assert "Nobody has voted yet, so there is no top ten." in words(session)


def test_without_a_ballot_the_discussion_says_so() -> None:
    assert "Nobody has voted yet" in words(at(room(2), Kind.TOP_TEN, "discuss"))


def test_another_rule_says_what_would_come_in_and_drop_out() -> None:
    session = at(room(3, plan_with(Kind.TOP_TEN, size=1)), Kind.TOP_TEN, "merge")
    for seat, text in ((1, "Loved by two"), (2, "Fine for all"), (3, "Cakes"), (1, "Tea")):
        session = ask(session, AddIdea(seat=seat, text=text))
    session = at(session, Kind.TOP_TEN, "rank")
    for seat, picks in enumerate(((1, 3, 2), (1, 4, 2), (3, 4, 2)), 1):
        session = ask(session, CastBallot(seat=seat, picks=picks), actor=participant(seat))
    lines = drawn(topic(session, "Other ways to count"))
    under = lines.index("If every choice counted the same:")

    assert lines[under + 1 : under + 3] == ["  would come in: Fine for all", "  would drop out: Loved by two"]


def test_agreement_is_said_in_words() -> None:
    text = words(topic(used_room(), "How far we agree"))

    assert "3 on a scale from 0 (not at all) to 100 (the same order for everyone). █" in text
    assert "We do not agree on the order." in text


def test_what_divides_the_room_is_told_with_how_far() -> None:
    lines = drawn(topic(used_room(), "Where we differ"))

    assert (
        lines[lines.index("Meet at the same hour every month") + 1]
        == "  first for 2 people, lower for 2, not chosen by 2"
    )


def test_every_tie_is_told() -> None:
    assert "8= ideas 6, 11" in words(topic(used_room(), "Equal points"))


TABLES = "The tables' own lists, and the room's place of each idea"


def test_a_tables_list_stands_with_its_ballots_and_the_rooms_places() -> None:
    lines = drawn(topic(at_tables(used_room(), "North", "South"), TABLES), 50)

    assert "North · 5 ballots" in lines
    assert any(line.startswith("  1  Meet at the same hour every month") and line.endswith("  1") for line in lines)


def test_two_tables_stand_next_to_each_other_where_there_is_room() -> None:
    lines = drawn(topic(at_tables(used_room(), "North", "South"), TABLES))

    assert any(line.startswith("North · 5 ballots") and line.endswith("South") for line in lines)


def test_a_table_with_few_ballots_is_told_to_have_no_list() -> None:
    text = words(topic(at_tables(used_room(), "North", "South"), TABLES), 50)

    assert "South Fewer than 3 ballots here or elsewhere, so no list of its own." in text


def test_the_third_table_stands_on_the_next_page() -> None:
    first = topic(at_tables(used_room(), "North", "South", "West"), TABLES)

    assert "West" not in words(first)
    assert "North" not in words(forward(first))
    assert "West" in words(forward(first))


def test_tables_lists_fit_80_by_24() -> None:
    assert len(drawn(topic(at_tables(used_room(), "North", "South"), TABLES))) <= 23


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (63, 8), (64, 23), (80, 23), (200, 60)])
@pytest.mark.parametrize("names", [("North", "South", "West"), HOSTILE[:3]])
def test_no_line_of_the_tables_lists_is_wider_than_the_room(size: tuple[int, int], names: tuple[str, ...]) -> None:
    spot = topic(at_tables(used_room(HOSTILE), *(clean_line(name)[:NAME_LIMIT] for name in names)), TABLES)
    for each in (spot, forward(spot)):
        lines = draw_stage(canvas(each, *size))

        assert max(line.cell_length for line in lines) <= size[0]


def test_the_literature_s_ten_stand_next_to_ours_with_their_source() -> None:
    session = ask(at(used_room(), Kind.TOP_TEN, "discuss"), LayBeside(beside=True))
    text = words(session, 200, 40)

    assert "Ours" in text
    assert "– Organisation: adequate resources" in text
    assert "Wenger 2002" in text


# Close


def test_the_first_places_are_on_the_close_once_they_were_revealed() -> None:
    session = at(at(used_room(), Kind.TOP_TEN, "discuss"), Kind.CLOSE)

    assert any(line.startswith("1  Meet at the same hour every month") for line in drawn(session))


def test_the_close_gives_no_place_away_that_was_not_revealed() -> None:
    session = at(at(used_room(), Kind.TOP_TEN, "rank"), Kind.CLOSE)

    assert "Meet at the same hour every month" not in words(session)


def test_a_closed_session_says_so() -> None:
    session = ask(at(used_room(), Kind.CLOSE), CloseSession())

    assert "This session is closed." in words(session)


def test_a_name_that_looks_like_markup_is_shown_as_it_is() -> None:
    session = ask(room(), AddSeat(name="[@click=app.quit]Ann[/]", word="maple-k7fq"))

    assert "[@click=app.quit]Ann[/]" in words(session)


# Small and large stages


def test_the_picture_has_a_mark_for_each_person_on_the_band_where_they_are() -> None:
    lines = drawn(at(used_room(), Kind.PARTICIPATION, "picture"), 76, 23)

    peripheral = next(row for row, line in enumerate(lines) if "Peripheral" in line)
    assert lines[peripheral + 1].count("▄▄") == 2
    assert sum(line.count("▄▄") for line in lines) == 6


def test_a_small_stage_gives_its_rows_to_the_ideas() -> None:
    lines = drawn(at(used_room(), Kind.TOP_TEN, "rank"), 36, 11)

    assert "Choose up to five, the best first." in lines
    assert lines[-1] == "1-3 of 11"


def test_ideas_that_divide_the_room_are_large_on_as_many_pages_as_they_need() -> None:
    large = canvas(topic(used_room(), "Where we differ"), 116, 34)

    assert draw_stage(large).pages == 2
    assert draw_stage(large).said == ("Meet at the same hour every month", "Celebrate small results in public")


def test_a_small_welcome_is_one_page_with_how_to_join() -> None:
    shown = draw_stage(canvas(room(6), 36, 11, joining=replace(JOINING, fingerprint="SHA256:" + 43 * "a")))

    assert shown.pages == 1
    assert any("6 people are here" in line.plain for line in shown)
