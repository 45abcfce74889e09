"""How much of a paste a field takes: all of it or nothing, so that no end goes missing unseen."""

from typing import Final

PASTE_LIMIT: Final = 20 * 1024
"""Bytes of UTF-8 in one paste. More holds up everybody else in the room while it is taken in."""


def too_big(text: str) -> str | None:
    """Return the sentence that refuses `text` as a paste, or None if it is small enough."""
    size = len(text) if len(text) > PASTE_LIMIT else len(text.encode("utf-8", "surrogatepass"))
    if size <= PASTE_LIMIT:
        return None
    limit = PASTE_LIMIT // 1024
    return f"Nothing was pasted: that is more than {limit} KB at once. Paste it in parts of at most {limit} KB."


def no_room(pasted: int, there: int, limit: int) -> str:
    """Return the sentence for a paste of so many characters, when so many are `there` and `limit` is the most."""
    return (
        f"Nothing was pasted: {pasted:,} characters to {there:,} already here are more than the {limit:,} that fit. "
        "Paste less, or shorten what is here."
    )


def full(limit: int) -> str:
    """Return the sentence for a key typed where `limit` characters are already."""
    return f"No more fits here: {limit:,} characters are the most. Shorten it to go on."
