"""Reasons for people, not for programmers."""

import errno

import pytest

from copworkshop.store.errors import why


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


def test_an_unknown_fault_says_what_the_system_says() -> None:
    assert why(OSError(errno.EXDEV, "Invalid cross-device link", "/a/path")) == "Invalid cross-device link"


def test_a_fault_without_a_word_still_makes_a_sentence() -> None:
    assert why(OSError()) == "the system gave no reason"
