"""Messages that are for nobody, passed over: Textual prompts a widget to look whether it has anything to do, by one.

Half a dozen of them come of each key. Nobody handles them: what counts is what is done after any message, when there is
no other.
"""

from typing import Any, Final, cast

from textual.message import Message
from textual.message_pump import MessagePump
from textual.messages import Prompt

_dispatch: Final = MessagePump._dispatch_message


async def _pass_on(pump: MessagePump, message: Message) -> None:
    if type(message) is not Prompt:
        await _dispatch(pump, message)
    elif pump._next_callbacks:
        await pump._flush_next_callbacks()


def pass_over_prompts() -> None:
    """Have no prompt of this process be looked at. Once is enough; nothing but the work is missing."""
    MessagePump._dispatch_message = cast(Any, _pass_on)  # type: ignore[method-assign]
