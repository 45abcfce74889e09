"""Where documents are asked for over SSH: a few at once and then a few a minute for a person, two made at a time."""

import asyncio
import math
from typing import Final

from copworkshop.hosting.answer import Answer, ExecWord
from copworkshop.hosting.budgets import Budgets, payer_of
from copworkshop.hosting.visitor import Visitor

AT_A_TIME: Final = 2
"""Documents that are made at the same time. Each takes a part of the processor from everybody's keys."""

TOO_MANY: Final = "You have asked for many documents in a short time. Ask again in {seconds} s."

_REFUSED: Final = 1


class Desk:
    """Answers visitors who ask for a document, in the order in which they asked."""

    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets
        self._turns = asyncio.Semaphore(AT_A_TIME)

    async def answer(self, word: ExecWord, visitor: Visitor, arguments: list[str]) -> Answer:
        """Return the answer to a word when its turn has come, or the sentence that says when to ask again."""
        person = self._budgets.enter(payer_of(visitor.entrance, visitor.seat, visitor.address))
        try:
            seconds = person.documents.wait()
            if seconds:
                return Answer(sentence=TOO_MANY.format(seconds=math.ceil(seconds)), status=_REFUSED)
            person.documents.take()
            async with self._turns:
                return await word(visitor, arguments)
        finally:
            person.leave()
