"""The parser of a command, and what it says of a command line that it cannot understand: what to type.

The standard library knows what is wrong, but says it in words for programmers. None of them reaches a person.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NoReturn

from typing_extensions import override

from copworkshop.cli.output import WRONG_USE, Trouble, say

_LONGEST: Final = 60
"""Characters of what somebody typed that a sentence repeats."""

_MISSING: Final = re.compile(r"the following arguments are required: ([^,]+)")
_NO_VALUE: Final = re.compile(r"argument ([^:]+): expected .*argument")
_TAKES_NONE: Final = re.compile(r"argument ([^:]+): ignored explicit argument")
_AMBIGUOUS: Final = re.compile(r"ambiguous option: (\S+) could match (.+)")


class _Formatter(argparse.HelpFormatter):
    """Begins the help with what to type, and keeps the lines of examples, which are indented."""

    @override
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Type: " if prefix is None else prefix)

    @override
    def _fill_text(self, text: str, width: int, indent: str) -> str:
        kept = (
            line if line.startswith(" ") else super(_Formatter, self)._fill_text(line, width, indent)
            for line in text.split("\n")
        )
        return "\n".join(kept)


class Parser(argparse.ArgumentParser):
    """A parser that reports wrong use in a sentence or two, and says where to read more.

    Its result names the parser of the command that was given as `parser`.
    """

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self._positionals.title = "what comes after it"
        self._optionals.title = "options"
        self._words: list[str] = []
        if add_help:
            self.add_argument(
                "-h", "--help", action="help", default=argparse.SUPPRESS, help="say what can be typed, and end"
            )
            self.set_defaults(parser=self)

    def understand(self, words: Sequence[str]) -> argparse.Namespace:
        """Return what these words of a command line say.

        Raises:
            Trouble: they cannot be understood. It says what to type.

        """
        self._words = [*words]
        given, rest = self.parse_known_args(words)
        if rest:
            parser: Parser = given.parser
            raise parser.trouble(parser.about_rest(rest))
        return given

    @override
    def error(self, message: str) -> NoReturn:
        raise self.trouble(self._sentence(message))

    @override
    def _print_message(self, message: str, file: Any = None) -> None:
        # The help and the version, through the gate for all that the commands print.
        say(message.removesuffix("\n"))

    @override
    def _check_value(self, action: argparse.Action, value: Any) -> None:
        known = [*action.choices] if action.choices is not None else None
        if known is None or value in known:
            return
        if isinstance(action.choices, Mapping):
            if (early := self._too_early(str(value))) is not None:
                raise self.trouble(
                    f"{self.prog} has no option {_cut(early)}: type the command first, then its options."
                )
            raise self.trouble(f"There is no command {_quoted(value)}.{did_you_mean(value, known)}")
        raise self.trouble(f"{_name(action)} takes {_or(known)}, and not {_quoted(value)}.{did_you_mean(value, known)}")

    def trouble(self, sentence: str) -> Trouble:
        """Return what to raise for wrong use: the sentence, and where to read more."""
        return Trouble(f"{sentence} See what there is with: {self.prog} --help", WRONG_USE)

    def about_rest(self, rest: Sequence[str]) -> str:
        """Return what to say of words that have no place on the command line of this command."""
        options = [word for word in rest if word.startswith("-") and word != "--"]
        if options:
            option = options[0].partition("=")[0]
            known = [name for action in self._actions if action.help != argparse.SUPPRESS for name in _long(action)]
            return f"{self.prog} has no option {_cut(option)}.{did_you_mean(option, known)}"
        words = [_quoted(word) for word in rest if word != "--"] or ["--"]
        takes = [_name(action) for action in self._actions if not action.option_strings]
        if not takes:
            return f"{self.prog} takes nothing but options: leave out {words[0]}."
        return f"{self.prog} takes one {takes[0]}: leave out {words[0]}, or put a name with spaces in quotation marks."

    def _sentence(self, message: str) -> str:
        if found := _MISSING.fullmatch(message):
            action = self._named(found[1])
            about = f": {action.help}" if action is not None and action.help else ""
            return f"{self.prog} needs {found[1]} after it{about.rstrip('.')}."
        if (found := _NO_VALUE.fullmatch(message)) and (action := self._named(found[1])) is not None:
            name = _name(action)
            return f"{name} needs a value after it: type {name} {action.metavar or action.dest.upper()}."
        if (found := _TAKES_NONE.match(message)) and (action := self._named(found[1])) is not None:
            return f"{_name(action)} takes no value: type it without = and what comes after that."
        if found := _AMBIGUOUS.fullmatch(message):
            return f"{_cut(found[1])} can mean {_or(found[2].split(', '))}: type the whole word."
        return "Something on this command line cannot be understood."

    def _too_early(self, command: str) -> str | None:
        """Return the first option before what was taken for the command that only a command can have; None for none."""
        before = self._words[: self._words.index(command)] if command in self._words else []
        known = [name for action in self._actions for name in action.option_strings]
        names = (word.partition("=")[0] for word in before if word.startswith("-"))
        return next((name for name in names if not any(each.startswith(name) for each in known)), None)

    def _named(self, name: str) -> argparse.Action | None:
        return next(
            (action for action in self._actions if name in {"/".join(action.option_strings), _name(action)}), None
        )


def whole_number(option: str) -> Callable[[str], int]:
    """Return the type of an option that takes a whole number."""

    def number(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise Trouble(f"{option} takes a whole number, such as 10, and not {_quoted(text)}.", WRONG_USE) from None

    return number


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question, with a space before it, that names the one of `known` that is close; empty if none is."""
    from copworkshop.content.shape import nearest

    close = nearest(word.lower(), [*known])
    return f" Did you mean {close}?" if close is not None and close != word else ""


def _long(action: argparse.Action) -> list[str]:
    return [name for name in action.option_strings if name.startswith("--")]


def _name(action: argparse.Action) -> str:
    return action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)


def _or(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _cut(word: str) -> str:
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"


def _quoted(word: str) -> str:
    return f"“{_cut(word)}”"
