import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.ranking.paper_box import MAX_BALLOTS, MAX_IDEAS, BadPaper, Papers
from copworkshop.ranking.paper_shapes import from_table
from copworkshop.ranking.paper_sheet import Row, Sheet


def test_a_line_is_a_ballot_best_first() -> None:
    assert from_table("Trust,Time\nTime\n").ballots == (("Trust", "Time"), ("Time",))


def test_ideas_come_once_in_the_order_of_first_mention() -> None:
    assert from_table("Trust,Time\nTools,Trust\n").ideas == ("Trust", "Time", "Tools")


def test_comment_lines_are_skipped() -> None:
    assert from_table('# table 1, "the "quiet one\nTrust\n  # table 2\n').ballots == (("Trust",),)


def test_an_idea_in_quotation_marks_may_begin_with_a_number_sign() -> None:
    assert from_table('"#1 rule"\n').ideas == ("#1 rule",)


def test_blank_cells_and_lines_are_skipped() -> None:
    assert from_table("Trust,, Time ,\n\n,,\n \u200d,Time\n").ballots == (("Trust", "Time"), ("Time",))


def test_a_quoted_cell_may_hold_commas_and_quotation_marks() -> None:
    assert from_table('"Trust, time", "a ""room"""\n').ballots == (("Trust, time", 'a "room"'),)


def test_any_line_ending_will_do() -> None:
    assert from_table("Trust\r\nTime\rTrust").ballots == (("Trust",), ("Time",), ("Trust",))


def test_a_line_separator_within_an_idea_does_not_begin_a_ballot() -> None:
    assert len(from_table("Trust\u2028and time\n").ballots) == 1


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_or_tabs_part_ideas_where_there_is_no_comma(mark: str) -> None:
    assert from_table(f"# a, b\nTrust{mark}Time\n").ballots == (("Trust", "Time"),)


def test_semicolons_are_words_where_there_are_commas() -> None:
    assert from_table("Trust; time,Tools\n").ideas == ("Trust; time", "Tools")


def test_ideas_are_the_same_when_their_cleaned_words_are() -> None:
    assert from_table("a  safe place\n a safe\u200b place\x1b\n").ideas == ("a safe place",)


def test_an_idea_named_twice_on_a_ballot_is_refused_with_line_and_cell() -> None:
    with pytest.raises(BadPaper, match=r"^Line 3, cell 3: “Trust” is in cell 1 already; name each idea once"):
        from_table("# a comment\nTrust\nTrust,Time, Trust\n")


@pytest.mark.parametrize("line", ['"Trust,Time', '"Trust"ing,Time'])
def test_quotation_marks_that_do_not_pair_up_are_refused_with_the_line(line: str) -> None:
    with pytest.raises(BadPaper, match=r"^Line 2: the quotation marks do not pair up"):
        from_table(f"Tools\n{line}\nTools\n")


def test_a_cell_beyond_all_measure_is_refused_with_the_line() -> None:
    with pytest.raises(BadPaper, match=r"^Line 1: a cell is too long"):
        from_table("x" * 200_000)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", ",,\n"])
def test_a_file_without_a_ballot_is_refused(text: str) -> None:
    with pytest.raises(BadPaper, match=r"no ballot in the file; put one ballot on each line"):
        from_table(text)


def test_as_many_ballots_as_fit_are_read() -> None:
    assert len(from_table("Trust\n" * MAX_BALLOTS).ballots) == MAX_BALLOTS


def test_a_ballot_too_many_is_refused_with_its_line() -> None:
    with pytest.raises(BadPaper, match=r"^Line 10001: this is more than 10,000 ballots"):
        from_table("Trust\n" * (MAX_BALLOTS + 1))


def test_as_many_ideas_as_fit_are_read() -> None:
    assert len(from_table("\n".join(map(str, range(MAX_IDEAS))), shape="rows").ideas) == MAX_IDEAS


def test_an_idea_too_many_is_refused_with_its_line() -> None:
    with pytest.raises(BadPaper, match=r"^Line 2001: this is more than 2,000 different ideas"):
        from_table("\n".join(map(str, range(MAX_IDEAS + 1))), shape="rows")


def read_or_refused(text: str) -> Papers | str:
    try:
        return from_table(text)
    except BadPaper as refusal:
        return str(refusal)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    outcome = read_or_refused(text)
    assert outcome.endswith(".") if isinstance(outcome, str) else outcome.ballots


def test_a_table_computes_its_columns_and_its_heading_once() -> None:
    sheet = Sheet((Row(1, ("Name", "Trust", "-")), Row(2, ("Ada", "", "n/a", "Food"))), ",")
    assert sheet.column(2) is sheet.column(2) == ("-", "n/a")
    assert sheet.chosen(2) == ()
    assert sheet.column(3) == ("Food",)
    assert sheet.headed() is sheet.headed()
    assert sheet.headed().column(0) == ("Ada",)


def test_as_many_ideas_and_places_as_can_be_counted_are_read() -> None:
    rows = [[f"Idea number {(10 * row + 7 * place) % MAX_IDEAS}" for place in range(100)] for row in range(2_000)]
    papers = from_table("\n".join(map(",".join, rows)))
    assert papers.ballots == tuple(map(tuple, rows))
    assert len(papers.ideas) == MAX_IDEAS
