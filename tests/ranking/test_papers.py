import codecs

import pytest

from copworkshop.ranking.papers import BadPaper, decode, read, read_papers


@pytest.mark.parametrize(
    "data",
    [
        "Café,Öffnung".encode(),
        codecs.BOM_UTF8 + "Café,Öffnung".encode(),
        codecs.BOM_UTF16_LE + "Café,Öffnung".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Café,Öffnung".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "Café,Öffnung".encode("utf-32-le"),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 LE", "UTF-16 BE", "UTF-32"],
)
def test_text_in_a_unicode_encoding_is_read(data: bytes) -> None:
    assert decode(data) == "Café,Öffnung"


def test_text_in_another_encoding_is_refused_with_the_line_and_what_to_do() -> None:
    with pytest.raises(BadPaper, match=r"^Line 2: .*save the file as UTF-8"):
        decode(b"Trust\nCaf\xe9\n")


@pytest.mark.parametrize("data", [b"Trust\nPK\x00\x01", "Trust\nTime".encode("utf-16-le")])
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadPaper, match=r"not text in UTF-8"):
        decode(data)


def test_utf_16_that_breaks_off_is_refused() -> None:
    with pytest.raises(BadPaper, match=r"^Line 1"):
        decode(codecs.BOM_UTF16_LE + b"T\x00r")


def test_a_name_that_ends_in_soi_is_read_as_preflib() -> None:
    papers = read_papers("Votes.SOI", b"# ALTERNATIVE NAME 1: Trust\n2: 1\n")
    assert papers.ballots == (("Trust",), ("Trust",))


def test_a_soc_file_has_to_be_complete() -> None:
    with pytest.raises(BadPaper, match=r"1 of 2 alternatives are named"):
        read_papers("votes.soc", b"# NUMBER ALTERNATIVES: 2\n1: 1\n")


def test_any_other_name_is_read_as_a_table() -> None:
    assert read_papers("votes.txt", b"Trust,Time\n").ballots == (("Trust", "Time"),)


def test_a_fault_is_told_with_the_files_name_first() -> None:
    with pytest.raises(BadPaper, match=r"^votes.csv: Line 1, cell 2: “Trust” is in cell 1 already"):
        read_papers("votes.csv", b"Trust,Trust\n")


def test_other_endings_are_refused_with_those_that_can_be_read() -> None:
    with pytest.raises(BadPaper, match=r"^votes.cat: Files that end in .cat cannot be counted; use .csv, .tsv"):
        read_papers("votes.cat", b"")


def test_the_first_lines_of_a_file_can_say_its_shape_and_its_heading() -> None:
    assert read("# shape: rows\n3,1\n1,2\n").ballots == (("3", "1"), ("1", "2"))
    assert read("# Shape: rows\r\n# header: yes\r\nA,B\r\nTrust,Time\r\n").ballots == (("Trust", "Time"),)
    assert read("# header: no\nTools\nTrust,Time\nTime,Trust\n").ballots[0] == ("Tools",)
    with pytest.raises(BadPaper, match=r"Line 2: there is no header “maybe”; write yes or no\."):
        read("# shape: rows\n# header: maybe\nTrust,Time\n")


def test_an_option_of_the_command_wins_over_that_of_the_file() -> None:
    assert read("# shape: grid\n3,1\n1,2\n", shape="rows").ballots == (("3", "1"), ("1", "2"))


def test_a_doubt_can_be_told_without_a_command_line() -> None:
    with pytest.raises(BadPaper) as refusal:
        read("Trust and rest\nTime;Tools\n")
    assert "add --header yes or --header no." in str(refusal.value)
    assert refusal.value.in_file.endswith("add the first line “# header: yes” or “# header: no”.")
