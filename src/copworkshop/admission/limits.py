"""How much of the process one visitor may use. The module is pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits, in connections, tries and seconds."""

    connections: int = 250
    """The most connections that are let in at the same time."""
    answer_seconds: float = 5.0
    """In a full room, a client that has not answered a request for a sign of life for this long is silent.

    It may then lose its place.
    """
    waiting: int = 250
    """The most connections not yet let in. A whole room types the join code at once, maybe through one router."""
    login_seconds: float = 20.0
    """A visitor may stand at the door for this long. After that they lose their place if the door is crowded."""
    patience_seconds: float = 120.0
    """After this long at the door a connection is closed, whether the door is crowded or not."""
    session_seconds: float = 20.0
    """A visitor who was let in must ask for a screen within this time."""
    nameless_seconds: float = 900.0
    """A newcomer must give their name within this time. A person with a seat may be idle without limit."""
    kept_seconds: float = 900.0
    """A person's screen is kept for this long after their connection was lost. It counts as a connection."""
    tries_per_connection: int = 5
    try_seconds: float = 1.0
    """The least time before a wrong try is answered."""
    tries_per_address: int = 20
    tries_in_all: int = 200
    """Wrong tries a minute. Beyond this number, and beyond `tries_per_address` for one address, tries are delayed."""
    step_seconds: float = 0.5
    longest_wait_seconds: float = 8.0
    """The delay grows by `step_seconds` for each wrong try beyond the limit, up to this value."""
