"""Reasons for people, not for programmers."""

import errno

import pytest

from copworkshop.model.system_errors import Doing, why


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the folder is read-only"),
        (errno.EACCES, "permission was taken away"),
        (errno.ENOENT, "the folder is gone"),
    ],
)
def test_a_known_fault_has_a_plain_reason(number: int, reason: str) -> None:
    assert why(OSError(number, "jargon", "/a/path")) == reason


@pytest.mark.parametrize(
    ("doing", "reason"),
    [
        (Doing.READING, "there is no such file"),
        (Doing.SAVING, "the folder is gone"),
        (Doing.LISTING, "there is no such folder"),
        (Doing.MAKING, "the folder above it is gone"),
        (Doing.LISTENING, "the system refused it with the error ENOENT"),
    ],
)
def test_the_reason_depends_on_what_was_done(doing: Doing, reason: str) -> None:
    assert why(OSError(errno.ENOENT, "jargon", "/a/path"), doing) == reason


def test_what_a_network_refuses_has_a_plain_reason() -> None:
    assert why(OSError(errno.ECONNREFUSED, "jargon"), Doing.CALLING) == "nobody answers there"
    assert why(OSError(errno.EAFNOSUPPORT, "jargon"), Doing.LISTENING) == (
        "this computer does not use addresses of that kind"
    )


@pytest.mark.parametrize("doing", Doing)
def test_the_words_of_the_system_are_never_passed_on(doing: Doing) -> None:
    for number in errno.errorcode:
        said = why(OSError(number, "jargon", "/a/path"), doing)
        assert said
        assert "jargon" not in said


def test_an_unknown_fault_is_named_so_that_it_can_be_looked_up() -> None:
    assert why(OSError(errno.EXDEV, "jargon", "/a/path")) == "the system refused it with the error EXDEV"


def test_a_fault_without_a_word_still_makes_a_sentence() -> None:
    assert why(OSError()) == "the system gave no reason"
