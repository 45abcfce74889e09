"""Tables in every shape: what is read, what is asked for, and what is never taken for ballots."""

import csv
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from copworkshop.model.text import same_words
from copworkshop.ranking.papers import BadPaper, Papers, read, read_papers
from helpers.sampling import inputs

IDEAS = [
    "Trust",
    "Time, and place",
    "Tools; old ones",
    'A "quiet" room',
    "Food",
    "Zeit",
    "Müsli",
    "信頼",
    "Meet often",
    "Help",
]

ballots_of_ideas = st.lists(
    st.lists(st.sampled_from(IDEAS), min_size=1, max_size=5, unique=True), min_size=1, max_size=12
)


def written(rows: list[list[str]], mark: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return f"sep={mark}\n{text.getvalue()}"


def as_ballots(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, rows))


@given(ballots_of_ideas, st.sampled_from(",;\t"))
def test_ballots_written_as_rows_are_read_again(ballots: list[list[str]], mark: str) -> None:
    assert read(written(ballots, mark), shape="rows", header=False).ballots == as_ballots(ballots)


@given(ballots_of_ideas, st.sampled_from(",;\t"))
def test_ballots_written_as_choices_are_read_again(ballots: list[list[str]], mark: str) -> None:
    width = max(2, *map(len, ballots))
    heading = ["Name", *(f"Choice {place + 1}" for place in range(width))]
    rows = [[f"Person {number}", *ballot, *[""] * (width - len(ballot))] for number, ballot in enumerate(ballots)]
    assert read(written([heading, *rows], mark)).ballots == as_ballots(ballots)


@given(ballots_of_ideas, st.sampled_from(",;\t"))
def test_ballots_written_as_a_grid_are_read_again(ballots: list[list[str]], mark: str) -> None:
    heading = ["Time", *(f"Order [{idea}]" for idea in IDEAS)]
    rows = [
        [
            f"2026-11-23 10:00:{number:02}",
            *(str(ballot.index(idea) + 1) if idea in ballot else "" for idea in IDEAS),
        ]
        for number, ballot in enumerate(ballots)
    ]
    papers = read(written([heading, *rows], mark))
    assert papers.ballots == as_ballots(ballots)
    assert papers.ideas == tuple(IDEAS)


@given(ballots_of_ideas.filter(lambda ballots: all("Tools; old ones" not in ballot for ballot in ballots)))
def test_ballots_written_as_lists_are_read_again(ballots: list[list[str]]) -> None:
    rows = [["ID", "In order"], *([str(number), ";".join(ballot) + ";"] for number, ballot in enumerate(ballots))]
    assert read(written(rows, ",")).ballots == as_ballots(ballots)


@given(ballots_of_ideas, st.sampled_from([0, 1]))
def test_orders_written_for_preflib_are_read_again(ballots: list[list[str]], first: int) -> None:
    names = [f"# ALTERNATIVE NAME {number}: {idea}" for number, idea in enumerate(IDEAS, start=first)]
    orders = [f"1: {','.join(str(IDEAS.index(idea) + first) for idea in ballot)}" for ballot in ballots]
    text = "\n".join([f"# NUMBER ALTERNATIVES: {len(IDEAS)}", *names, *orders])
    assert read_papers("a.soi", text.encode()).ballots == as_ballots(ballots)
    old = [str(len(IDEAS)), *(f"{number},{idea}" for number, idea in enumerate(IDEAS, start=first))]
    old += [f"{len(ballots)},{len(ballots)},{len(ballots)}", *(order.replace(": ", ",") for order in orders)]
    assert read("\n".join(old)).ballots == as_ballots(ballots)


@given(ballots_of_ideas)
def test_ballots_written_as_blt_are_read_again(ballots: list[list[str]]) -> None:
    lines = [f"1 {' '.join(str(IDEAS.index(idea) + 1) for idea in ballot)} 0" for ballot in ballots]
    names = ['"{}"'.format(idea.replace('"', '\\"')) for idea in IDEAS]
    text = "\n".join([f"{len(IDEAS)} 1", *lines, "0", *names, '"A vote"'])
    assert read(text).ballots == as_ballots(ballots)


@inputs(100)
@given(ballots_of_ideas, st.sampled_from(",;\t"), st.sampled_from(["", " "]))
def test_rows_without_a_word_about_them_are_read_right_or_refused(
    ballots: list[list[str]], mark: str, space: str
) -> None:
    text = StringIO()
    csv.writer(text, delimiter=mark).writerows(
        [[ballot[0], *(space + idea for idea in ballot[1:])] for ballot in ballots]
    )
    assume(any(len(ballot) > 1 for ballot in ballots))  # otherwise nothing in the file says which mark it is
    found = read_or_refused(text.getvalue().encode())
    if not isinstance(found, str):
        assert [list(map(same_words, ballot)) for ballot in found.ballots] == [
            list(map(same_words, ballot)) for ballot in ballots
        ]


def read_or_refused(
    data: bytes, name: str = "a.csv", *, shape: str | None = None, header: bool | None = None
) -> Papers | str:
    try:
        return read_papers(name, data, shape=shape, header=header)
    except BadPaper as refusal:
        return str(refusal)


PIECES = [",", ";", "\t", "\n", '"', "1", "2", "0", "{", "}", "Trust", "Time", "1st", "2nd", "Count", "sep=;", "#"]
PIECES += ["# ALTERNATIVE NAME 1: Trust", "3 2\n", "1 1 2 0\n", "[", "]", "-", "n/a", "23/11/2026", ":", " ", "\r"]


@given(
    st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map("".join).map(str.encode)),
    st.sampled_from(["a.csv", "a.soc", "a.soi", "a.toc", "a.toi", "a.blt", "a"]),
    st.sampled_from([None, "rows", "choices", "grid", "list"]),
    st.sampled_from([None, True, False]),
)
def test_any_bytes_are_read_or_refused_with_a_sentence(
    data: bytes, name: str, shape: str | None, header: bool | None
) -> None:
    papers = read_or_refused(data, name, shape=shape, header=header)
    if isinstance(papers, str):
        assert papers.startswith(f"{name}: ")
        assert papers.endswith(".")
    else:
        assert papers.ballots or papers.shared
        assert papers.summary().startswith("Read as: ")
        named = {idea for ballot in papers.ballots for idea in ballot}
        assert named <= set(papers.ideas)


READ = {
    "three options, of which the last is the sum of the others": (
        "Timestamp,Trust,Time,Food\n2026-11-23 10:00:01,1,2,3\n2026-11-23 10:00:02,2,1,3\n",
        [["Trust", "Time", "Food"], ["Time", "Trust", "Food"]],
    ),
    "a count next to places": (
        "Trust,Time,Food,Count\n1,2,3,1\n2,1,3,2\n",
        [["Trust", "Time", "Food"], ["Time", "Trust", "Food"], ["Time", "Trust", "Food"]],
    ),
    "one person's places": ("id,Trust,Time,Food\n1,1,2,3\n", [["Trust", "Time", "Food"]]),
    "numbered ideas that are no heading": (
        "Idea 1,Idea 2\nIdea 2,Idea 3\nIdea 1,Idea 3\n",
        [["Idea 1", "Idea 2"], ["Idea 2", "Idea 3"], ["Idea 1", "Idea 3"]],
    ),
    "a heading on two lines": (
        'Timestamp,"Rank\nthese [1st]","Rank\nthese [2nd]"\n23/11/2026 10:00:01,Trust,Time\n',
        [["Trust", "Time"]],
    ),
    "choices from the last to the first": ("3rd,2nd,1st\nFood,Time,Trust\n", [["Trust", "Time", "Food"]]),
    "answer codes": ('"id","R[1]","R[2]"\n"4","A1","A3"\n"7","A2","A1"\n', [["A1", "A3"], ["A2", "A1"]]),
    "a semicolon file with a comma in each row": (
        "Trust, deep;Fun\nFun;Trust, deep\n",
        [["Trust, deep", "Fun"], ["Fun", "Trust, deep"]],
    ),
    "rows of different lengths with semicolons": (
        "Trust;Time, and space;Food\nFood;Trust\nTime, and space\n",
        [["Trust", "Time, and space", "Food"], ["Food", "Trust"], ["Time, and space"]],
    ),
    "tabs in some rows, a comma in each": (
        "Time, and place\tTrust\nTime, and place\nTrust\tTime, and place\n",
        [["Time, and place", "Trust"], ["Time, and place"], ["Trust", "Time, and place"]],
    ),
    "one idea with a semicolon, once": (
        "Trust, Time, Food\nTrust, Food\nTime, Trust\nFood, Trust; and more, Time\nTime, Food, Trust\n",
        [
            ["Trust", "Time", "Food"],
            ["Trust", "Food"],
            ["Time", "Trust"],
            ["Food", "Trust; and more", "Time"],
            ["Time", "Food", "Trust"],
        ],
    ),
    "times with commas": (
        "Zeit;1. Wahl;2. Wahl\n23.11.2026, 10:00:12;Trust;Time\n23.11.2026, 10:01:12;Time;Trust\n",
        [["Trust", "Time"], ["Time", "Trust"]],
    ),
    "numbers that repeat the place": ("1. Trust,2. Time\n1) Time,2) Trust\n", [["Trust", "Time"], ["Time", "Trust"]]),
}


@pytest.mark.parametrize("what", READ)
def test_the_shape_is_recognised(what: str) -> None:
    text, ballots = READ[what]
    assert read(text).ballots == as_ballots(ballots)


DOUBTFUL = {
    "a heading in another language": ("Erste;Zweite\nZeit;Raum\nRaum;Zeit\n", "may be a heading or a ballot"),
    "names without a heading": ("Ann,Trust,Time\nBo,Time,Trust\nCy,Trust,Food\n", "it may hold names"),
    "numbers alone": ("3,1,2\n2,1,3\n", "the ballots hold numbers"),
    "a number before each ballot": ("3,Trust,Time\n2,Time,Trust\n", "column 1 holds numbers"),
    "a number that may be a count": ("1st,2nd,Zahl\nTrust,Time,3\nTime,Trust,2\n", "write “Count” above it"),
    "ratings": ("Trust,Time,Food\n5,3,4\n4,4,5\n", "numbers below the heading that are not the places"),
    "ratings that are places, too": ("Trust,Time,Food\n1,1,2\n3,3,3\n1,2,2\n", "may be ratings and not places"),
    "a place beyond the ideas": ("Trust,Time,Food\n1,2,5\n1,2,3\n", "numbers that are no places of 2 ideas"),
    "numbers below choices": ("1st,2nd,3rd\n2,1,3\n1,2,3\n", "headings of columns 1 to 3 are numbered"),
    "two questions": ("A[1],A[2],B[1],B[2]\nTrust,Time,Cat,Dog\n", "the choices of several questions"),
    "a numbered list": ("1. Trust\n2. Time\n3. Food\n", "a numbered list, one idea on each line"),
    "prose": ("This is\na text\nof many lines\nthat are no ballots\n", "one idea on each line, and none twice"),
    "a heading alone": ("1st,2nd,3rd\n", "no ballot below the heading"),
    "times alone": ("23/11/2026\n24/11/2026\n", "only times and marks of people"),
    "lists with commas": ('"Trust, Time"\n"Time, Trust"\n', "lists of ideas, or ideas with commas"),
    "an idea in two spellings": ("Trust,trust\n", "“trust” is the same idea as “Trust” in cell 1"),
    "commas or semicolons": ("a,b;c\n", "whether commas or semicolons part the ideas"),
    "a comma in each row, and semicolons in some": (
        "Food;Fun, yes\nTime, and space\nTime, and space\n",
        "whether commas or semicolons part the ideas",
    ),
    "commas without a space": (
        "Food;Fun,yes\nTime,space\nFood,drink;Fun\n",
        "whether commas or semicolons part the ideas",
    ),
    "lists with a number before them": (
        "1,Trust;Time;Food\n2,Time;Trust;Food\n3,Food;Trust;Time\n",
        "whether commas or semicolons part the ideas",
    ),
    "ABIF": ("10: Trust > Time\n5: Time = Food > Trust\n", "a list with “>”"),
    "OpenSTV": ("title=x\nmethod=BC\ncandidate=a A\na b\nend\n", "a file of OpenSTV"),
    "JSON": ('[{"a": 1}]', "JSON"),
    "a web page": ("<!DOCTYPE html>\n<p>", "a web page"),
    "a drawn table": ("| Trust | Time |\n|---|---|\n| Time | Trust |\n", "a table with lines"),
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_a_doubtful_text_is_refused_with_the_reason(what: str) -> None:
    text, reason = DOUBTFUL[what]
    with pytest.raises(BadPaper, match=reason):
        read(text)


def test_the_option_settles_whether_the_first_row_is_a_heading() -> None:
    text = DOUBTFUL["a heading in another language"][0]
    assert read(text, header=True).ballots == (("Zeit", "Raum"), ("Raum", "Zeit"))
    assert read(text, header=False).ballots[0] == ("Erste", "Zweite")


def test_the_option_settles_what_numbers_are() -> None:
    text = "1st,2nd,3rd\n2,1,3\n1,2,3\n"
    assert read(text, shape="choices").ballots == (("2", "1", "3"), ("1", "2", "3"))
    assert read(text, shape="grid").ballots == (("2nd", "1st", "3rd"), ("1st", "2nd", "3rd"))


def test_spellings_of_one_idea_are_shown_as_most_people_write_it() -> None:
    papers = read("Ｔｒｕｓｔ,Time\nTrust,Time.\ntrust,Time\nTrust,Food\n")
    assert papers.ideas == ("Trust", "Time", "Food")
    assert papers.one_idea == (("Trust", "Ｔｒｕｓｔ", "trust"), ("Time", "Time."))


@pytest.mark.parametrize("option", [None, "list"])
@pytest.mark.parametrize(
    "text",
    [
        "ID,Ranking\n1,Trust;Time, and space;Food;\n2,Time, and space;Food;Trust;\n3,Food;Trust;Time, and space;\n",
        "ID,Ranking\n1,Time, and space|Trust|Food\n2,Trust|Food\n",
        "ID,Name,Ranking\n1,Ada,Time, and space;\n",
        "ID,Ranking,Table\n1,Time, and space;Trust;,red\n2,Trust;Time, and space;,red\n",
        "sep=,\nTime, and space;\n",
        "sep=,\nRanking\nTrust; Time, and space; Food\nFood; Trust; Time, and space\n",
        "Time,Ranking\n10:00,Tools;Help;Time, and space;\n10:01,Time, and space;Tools;Help;\n",
        "ID,Ranking\n1,Food;Tools;Time, and space;Trust\n2,Food;Time, and space;Tools;Trust\n",
        "ID,Name,Ranking\n1,Ada,Time, here\n2,Bo,Rooms, at noon; Time, here\n3,Cy,Time, here; Rooms, at noon",
        "2026-11-29 10:00,Money, please|Trust\n",
    ],
)
def test_a_comma_within_an_idea_never_cuts_a_list_silently(text: str, option: str | None) -> None:
    with pytest.raises(BadPaper) as refusal:
        read(text, shape=option)
    assert "keep the one to count." not in str(refusal.value) or "quotation marks" in str(refusal.value)


def test_lists_in_quotation_marks_keep_the_commas_of_their_ideas() -> None:
    text = 'ID,Ranking\n1,"Trust;Time, and space;Food;"\n2,"Time, and space;Food;Trust;"\n'
    assert read(text).ballots == (("Trust", "Time, and space", "Food"), ("Time, and space", "Food", "Trust"))


def test_a_space_after_each_comma_does_not_cut_a_list() -> None:
    text = "sep=,\nID, Ranking\n1, Trust;Time;Food;\n2, Time;Food;Trust;\n"
    assert read(text).ballots == (("Trust", "Time", "Food"), ("Time", "Food", "Trust"))
