"""Limits for pastes. A field inserts all of a paste or nothing, so that no part of it is lost unnoticed."""

from typing import Final

PASTE_LIMIT: Final = 20 * 1024
"""Bytes of UTF-8 in one paste. Inserting more would delay everybody else in the room."""


def too_big(text: str) -> str | None:
    """Return the sentence that refuses `text` as a paste; None if it is small enough."""
    size = len(text) if len(text) > PASTE_LIMIT else len(text.encode("utf-8", "surrogatepass"))
    if size <= PASTE_LIMIT:
        return None
    limit = PASTE_LIMIT // 1024
    return f"Nothing was pasted: that is more than {limit} KB at once. Paste it in parts of at most {limit} KB."


def no_room(pasted: int, there: int, limit: int) -> str:
    """Return the sentence for a paste of `pasted` characters, if the field has `there` of at most `limit`."""
    return (
        f"Nothing was pasted: {pasted:,} characters to {there:,} already here are more than the {limit:,} that fit. "
        "Paste less, or shorten what is here."
    )


def full(limit: int) -> str:
    """Return the sentence for a key in a field that already has `limit` characters."""
    return f"No more fits here: {limit:,} characters are the most. Shorten it to go on."
