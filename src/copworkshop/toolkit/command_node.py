"""A screen, panel or app whose keys are rows of data."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.actions import parse
from textual.binding import Binding
from typing_extensions import override

from copworkshop.toolkit.commands import Command, Commands

if TYPE_CHECKING:
    from textual.dom import DOMNode
else:
    # Textual 8.2.8 inherits styles along the first base that is a node, which is to be the widget itself.
    DOMNode = object


class CommandNode(DOMNode):
    """Makes bindings, their conditions and the hint line of :attr:`KEYS`. It stands first among the bases of a node.

    A subclass adds its rows to those of its bases, unless it is made with ``inherit_bindings=False``.
    """

    KEYS: ClassVar[Commands[Any]] = ()
    """The class's own rows."""

    all_keys: ClassVar[Commands[Any]] = ()
    """These rows and those of the bases."""

    _by_action: ClassVar[dict[tuple[str, tuple[object, ...]], Commands[Any]]] = {}
    _in_hint: ClassVar[Commands[Any]] = ()

    def __init_subclass__(cls, *, inherit_bindings: bool = True, **others: bool) -> None:
        own: Commands[Any] = cls.__dict__.get("KEYS", ())
        if own:
            cls.BINDINGS = [
                Binding(keys, action, row.help, show=row.listed, priority=row.priority)
                for row in own
                for keys, action in _actions(row)
                if keys
            ]
        if not inherit_bindings:
            others["inherit_bindings"] = False
        super().__init_subclass__(**others)
        bases = [base.all_keys for base in cls.__bases__ if issubclass(base, CommandNode)] if inherit_bindings else []
        cls.all_keys = tuple(dict.fromkeys(row for rows in (*bases, own) for row in rows))
        cls._in_hint = tuple(sorted((row for row in cls.all_keys if row.hint), key=lambda row: row.rank))
        cls._by_action = _by_action(cls.all_keys)

    @property
    def takes_text(self) -> bool:
        """Whether letters and signs are typed into a field now, and so are no keys."""
        return False

    @property
    def spells_digits(self) -> bool:
        """Whether the hint line has each digit that is a key, so that it can be tapped."""
        return False

    @property
    def takes_keys_first(self) -> bool:
        """Whether the screen handles keys itself, before they are looked up among the rows."""
        return False

    def offers(self, command: Command[Any]) -> bool:
        """Return whether one of the rows is possible now."""
        return command.when(self)

    @override
    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        rows = self._by_action.get((action, parameters))
        if rows is None:
            return super().check_action(action, parameters)
        return any(self.offers(row) and _allows(row, self, parameters) for row in rows)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the hint line that work now, the most important first, each with its words."""
        letters, digits = not self.takes_text, self.spells_digits
        rows = (row for row in self._in_hint if self.offers(row))
        offered = ((row.name(self, letters=letters, digits=digits), row.words(self)) for row in rows)
        return tuple((key, words) for key, words in offered if key and words)


def _actions(row: Command[Any]) -> list[tuple[str, str]]:
    """Return the keys of a row with their action: all keys together, or each digit with its own action."""
    if row.most is not None:
        return [(key, f"{row.action}({key})") for key in row.all_keys]
    return [(row.keys, row.action)] if row.action else []


def _by_action(rows: Commands[Any]) -> dict[tuple[str, tuple[object, ...]], Commands[Any]]:
    """Return the rows by the node's own actions, with their parameters, that they run."""
    found: dict[tuple[str, tuple[object, ...]], Commands[Any]] = {}
    for row in rows:
        for _, action in _actions(row):
            namespace, name, parameters = parse(action)
            if not namespace:
                found[name, parameters] = (*found.get((name, parameters), ()), row)
    return found


def _allows(row: Command[Any], place: object, parameters: tuple[object, ...]) -> bool:
    match parameters:
        case (int() as number,) if row.most is not None:
            return number <= row.most(place)
    return True
