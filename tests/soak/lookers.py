"""What is looked at in the middle of an attack, and how the attacks themselves are judged."""

from collections.abc import Sequence
from typing import Final

from soak.compared import Judge, Meanwhile, Result, Room, visit

SOON: Final = 3.0
"""Seconds within which the facilitator and the people of the room get in."""

SAVED_LATER: Final = 1.0
"""Seconds by which a word may be saved later than without an attack."""

_MINUTE: Final = 60.0


async def others_get_in(room: Room) -> tuple[str, list[str]]:
    """A newcomer, somebody who returns, console and stage get in soon."""
    result = await visit(room, "everybody", [str(room.key), room.words[-1]])
    return result["said"], _late(result)


async def newcomers_elsewhere(room: Room) -> tuple[str, list[str]]:
    """Newcomers from another address than the guesser's get in soon."""
    result = await visit(room, "newcomers_elsewhere")
    return result["said"] + " from another address", _late(result)


async def newcomers_here(room: Room) -> tuple[str, list[str]]:
    """How long newcomers from the guesser's own address wait. It is told, and not judged."""
    result = await visit(room, "newcomers_here")
    return result["said"] + " from the guessers' address", []


def _late(result: Result) -> list[str]:
    return [f"{who} after {seconds:.1f} s" for who, seconds in result["seconds"].items() if seconds > SOON]


async def saves_quietly(room: Room) -> tuple[str, list[str]]:
    """How soon a letter is saved without an attack."""
    result = await visit(room, "writes", room.words[-1:])
    room.saved = result["seconds"]["saved"]
    return "quiet: " + result["said"], []


async def saves(room: Room) -> tuple[str, list[str]]:
    """A letter is saved about as soon as without an attack."""
    result = await visit(room, "writes", room.words[-1:])
    saved = result["seconds"]["saved"]
    late = saved > room.saved + SAVED_LATER
    return result["said"], [f"a letter was saved after {saved:.1f} s, without attack {room.saved:.1f}"] if late else []


def both(*each: Meanwhile) -> Meanwhile:
    """Look at one thing after another."""

    async def look(room: Room) -> tuple[str, list[str]]:
        told: list[str] = []
        wrong: list[str] = []
        for one in each:
            said, problems = await one(room)
            told.append(said)
            wrong += problems
        return "; ".join(told), wrong

    return look


def answers_at_most(at_once: int, a_minute: int, seconds: float) -> Judge:
    """Judge that no more guesses were answered than the limits allow, and none was right."""

    def judge(result: Result) -> Sequence[str]:
        most = at_once + a_minute * (seconds + 3) / _MINUTE
        answered = result.get("answered", float("inf"))
        wrong = [] if answered <= most else [f"{answered} guesses were answered, at most {most:.0f} may be"]
        return [*wrong, *(["a guesser was let in"] if "let in" in result else [])]

    return judge


def holds_at_most(terminals: int) -> Judge:
    """Judge that one person holds no more terminals."""

    def judge(result: Result) -> Sequence[str]:
        held = result.get("held", float("inf"))
        return [] if held <= terminals else [f"one person held {held} terminals"]

    return judge


def is_ended(result: Result) -> Sequence[str]:
    """Judge that the host ended the attacking connections."""
    return [] if result.get("ended") else ["the host did not end the connection"]


def never(what: str) -> Judge:
    """Judge that something did not happen once."""

    def judge(result: Result) -> Sequence[str]:
        return [f"{result[what]} {what}"] if result.get(what) else []

    return judge
