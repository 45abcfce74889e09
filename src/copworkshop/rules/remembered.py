"""Remembering what a session comes to: many views ask the same of it while nothing changes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from copworkshop.model.session import Session

P = ParamSpec("P")
T = TypeVar("T")

_Found = tuple[Session, dict[tuple[Any, ...], Any]]


def remembered(function: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Let a pure function of a session be asked again and again: its answers are kept for the session asked about last.

    A session is never changed in place, so the very same one has the same answers. It is known by its identity: to
    compare two sessions takes longer than most of what is asked. What is handed out is shared; nobody changes it.
    Beside the session a function takes positions that can be hashed.
    """
    last: list[_Found] = []

    @wraps(function)
    def answer(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        found = last[0] if last else None
        if found is None or found[0] is not session:
            found = (session, {})
            last[:] = [found]
        key = (*args, *kwargs.items())
        if key not in found[1]:
            found[1][key] = function(session, *args, **kwargs)
        kept: T = found[1][key]
        return kept

    return answer
