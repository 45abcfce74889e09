"""How much of the process one visitor may use. The module is pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits, in connections, tries and seconds."""

    connections: int = 320
    """The most connections that are let in at the same time."""
    connections_per_seat: int = 4
    """The most connections of one person. The oldest one gives way to the next."""
    reserved_for_console: int = 2
    reserved_for_stage: int = 2
    reserved_for_returning: int = 20
    """Places that are kept free for people who have a seat and no connection."""
    reserved_for_newcomers: int = 50
    """Places that are kept free for people who have no seat yet."""
    answer_seconds: float = 5.0
    """In a full room, a client that has not answered a request for a sign of life for this long is silent.

    It may then lose its place.
    """
    waiting: int = 250
    """The most connections not yet let in. A whole room types the join code at once, maybe through one router."""
    login_seconds: float = 20.0
    """A visitor may stand at the door for this long. After that they lose their place if the door is crowded."""
    asking_seconds: float = 2.0
    """At a crowded door, a client that has not asked to be let in after this time may lose its place."""
    typing_seconds: float = 5.0
    """At a crowded door, or in a full room, nobody who came from the newcomer's own origin loses their place sooner."""
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
    tries_at_once_per_address: int = 10
    tries_at_once: int = 60
    """Wrong tries that nobody waits for, after a quiet time."""
    tries_per_address: int = 20
    tries_in_all: int = 200
    """Wrong tries a minute, after those at once. A further try waits for its turn. A right one costs nothing."""
