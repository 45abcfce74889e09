"""Files that cannot be read at all, and what is said about them."""

import os
import re
from pathlib import Path

import pytest

from copworkshop.content.faults import BadFile
from copworkshop.content.toml import LARGEST, parse, read_text


def why_unreadable(path: Path) -> str:
    with pytest.raises(BadFile) as caught:
        read_text(path, path.name)
    return str(caught.value)


def why_broken(source: str) -> str:
    with pytest.raises(BadFile) as caught:
        parse(source, "a.toml")
    return str(caught.value)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert why_unreadable(tmp_path).endswith(": is a folder; name the file in it.")


def test_a_file_too_large_to_be_ours_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"#" * (LARGEST + 1))
    assert why_unreadable(file) == "a.toml: is over 1 MB; that is too large to be one of our files."


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"#" * LARGEST)
    assert len(read_text(file, "a.toml")) == LARGEST


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes('a = 1\nb = "Café"\n'.encode("latin-1"))
    assert why_unreadable(file) == "a.toml, line 2: is not UTF-8 text from here on; save the file as UTF-8."


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1")
    assert read_text(file, "a.toml") == "a = 1"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert why_unreadable(Path("a\0b")).endswith("its name cannot be the name of a file.")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read by this user")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.touch(mode=0o000)
    assert why_unreadable(file) == "a.toml: may not be read by you; change its permissions."


@pytest.mark.parametrize(
    ("source", "line", "sentence"),
    [
        ('a = "x', 1, "a text is not closed; put a quotation mark at its end (this is where the file ends)."),
        ('a = "x\nb = 1', 1, "a text is not closed; put a quotation mark at its end."),
        ("a = 'x\nb = 1\n", 2, "a text is not closed; put a quotation mark at its end (this is where the file ends)."),
        ("a = 'x\nb = ''\n", 1, "a text is not closed; put a quotation mark at its end."),
        ('a = """x\n\n', 1, "a text is not closed; put a quotation mark at its end (this is where the file ends)."),
        ("a = 1\na = 2", 2, "this key stands twice; keep one of the two."),
        ("a = { b = 1, b = 2 }", 1, "the key “b” stands here twice; keep one of the two."),
        ("[a]\n[a]", 2, "what this names was given already, further up; bring the two together."),
        ("a = {}\n[a.b]", 2, "what this names was given already, further up; bring the two together."),
        (
            'a = "x" y',
            1,
            "something stands behind the value; put it on a line of its own, and check the quotation marks.",
        ),
        ("a = x", 1, "a value is missing here, or a text without its quotation marks."),
        ("\n- a", 2, "an equals sign is missing between a key and its value."),
        ("“a” = 1", 1, "this is neither a key with its value, nor a [header], nor a comment that begins with #."),
        ("a = [1\nb = 2", 2, "a list is not closed; a comma or its square bracket is missing before this."),
        ("a = { b = 1 c", 1, "a table in braces is not closed; a comma or its brace is missing before this."),
        ("a = 2026-02-30", 1, "there is no such date or time."),
        ('a = "C:\\plans"', 1, "a backslash in a text is written twice: \\\\."),
        ('a = "\\u12"', 1, "a \\u or \\U in a text needs the four or eight digits of a character."),
        ("a.\n", 1, "a key is missing here."),
        ("[a\nb = 1", 1, "a header is not closed; put its square bracket."),
        ('a = "\x07"', 1, "there is a hidden character here; delete it and type again what should stand here."),
    ],
)
def test_broken_toml_is_said_in_plain_words(source: str, line: int, sentence: str) -> None:
    assert re.sub(r", column \d+", "", why_broken(source)) == f"a.toml, line {line}: {sentence}"


def test_lists_without_end_are_refused() -> None:
    assert why_broken("a = " + "[" * 100_000).startswith("a.toml")


def test_a_number_without_end_is_refused() -> None:
    assert why_broken("a = " + "1" * 10_000) == "a.toml: has a value that is far too long; shorten it."


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    assert why_unreadable(tmp_path / "a.toml") == "a.toml: is a pipe, not a file; name a file."


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\na" + ".a" * 100_000 + " = 1", "a.toml, line 2: this key has more than 20 parts; take some away."),
        ("[a" + " . 'a'" * 20 + "]", "a.toml, line 1: this key has more than 20 parts; take some away."),
        (
            "a = " + "[" * 30 + "]" * 30,
            "a.toml: has lists and tables within each other too deep to read; take some away.",
        ),
        ("a = " + "{a = " * 30 + "1" + "}" * 30, "a.toml: has lists and tables within each other too deep to read;"),
    ],
    ids=["key", "header", "lists", "tables"],
)
def test_what_is_too_deep_is_refused(source: str, said: str) -> None:
    assert why_broken(source).startswith(said)


def test_full_stops_in_a_text_are_no_levels() -> None:
    assert parse(f'a = "{"." * 1_000}"  # {"." * 1_000}\nb.c = 1', "a.toml")["b"] == {"c": 1}
