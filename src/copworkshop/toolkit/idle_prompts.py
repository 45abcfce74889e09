"""Messages that are for nobody, passed over: Textual prompts a widget to look whether it has anything to do, by one.

Half a dozen of them came of each key. Nobody handles them: what counts is what is done after any message, when there is
no other. So who is in the middle of a message is not prompted: that comes by itself. What is done then is looked up
once for each class of widgets, and for who has nothing to be painted it is nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, Final, cast

from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import Prompt
from textual.widget import Widget

_dispatch: Final = MessagePump._dispatch_message
_check_idle: Final = MessagePump.check_idle
_handlers: Final = MessagePump._get_dispatch_methods
_check_refresh: Final = Widget._check_refresh

_IN_HAND: Final = "_has_message_in_hand"

_when_idle: Final[dict[type[MessagePump], tuple[tuple[type, Callable[..., Awaitable[Any]]], ...]]] = {}


async def _pass_on(pump: MessagePump, message: Message) -> None:
    if type(message) is not Prompt:
        if not pump._is_mounted:  # what comes before its loop begins is not followed by a look
            await _dispatch(pump, message)
            return
        fields = pump.__dict__
        fields[_IN_HAND] = True
        try:
            await _dispatch(pump, message)
        finally:
            fields[_IN_HAND] = False
    elif pump._next_callbacks:
        await pump._flush_next_callbacks()


def _prompt(pump: MessagePump) -> None:
    if not pump.__dict__.get(_IN_HAND):
        _check_idle(pump)


def _find_handlers(pump: MessagePump, name: str, message: Message) -> Iterable[tuple[type, Callable[..., Any]]]:
    return _idle_handlers(pump, message) if name == "on_idle" else _handlers(pump, name, message)


def _idle_handlers(pump: MessagePump, message: Message) -> Iterator[tuple[type, Callable[..., Any]]]:
    kind = type(pump)
    if kind not in _when_idle:
        _when_idle[kind] = tuple((of, cast(Any, call).__func__) for of, call in _handlers(pump, "on_idle", message))
    for of, function in _when_idle[kind]:
        if message._no_default_action:  # one before it has prevented the others
            return
        yield of, function.__get__(pump, kind)


def _refresh_if_due(widget: Widget) -> None:
    if (
        widget._repaint_required
        or widget._layout_required
        or widget._scroll_required
        or widget._refresh_styles_required
    ):
        _check_refresh(widget)


def pass_over_prompts() -> None:
    """Have no prompt of this process be looked at. Once is enough; nothing but the work is missing."""
    MessagePump._dispatch_message = cast(Any, _pass_on)  # type: ignore[method-assign]
    MessagePump.check_idle = cast(Any, _prompt)  # type: ignore[method-assign]
    MessagePump._get_dispatch_methods = cast(Any, _find_handlers)  # type: ignore[method-assign]
    Widget._check_refresh = cast(Any, _refresh_if_due)  # type: ignore[method-assign]
