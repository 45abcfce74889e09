"""A key as one row of data: the key, what it does, the words for it, and when it can be used.

The bindings of a screen or panel, their conditions, its hint line, the list of keys and the palette come from its rows.
Nothing here needs a screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

P_contra = TypeVar("P_contra", contravariant=True)

DIGITS: Final = "1,2,3,4,5,6,7,8,9"
"""The keys of a row with `most`."""

HELP: Final = "Help: every key that works now"

_NAMES: Final = {
    "pagedown": "Page Down",
    "pageup": "Page Up",
    "right": "Right",
    "left": "Left",
    "up": "Up",
    "down": "Down",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "delete": "Delete",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "home": "Home",
    "end": "End",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "slash": "/",
    "question_mark": "?",
}
_SIGNS: Final = frozenset(name for name, printed in _NAMES.items() if len(printed) == 1) | {"space"}


def key_name(key: str) -> str:
    """Return a key as it is printed on keyboards."""
    if key in _NAMES:
        return _NAMES[key]
    *held, last = key.split("+")
    names = [name.capitalize() for name in held]
    return "+".join([*names, _NAMES.get(last) or (last.upper() if held or len(last) > 1 else last)])


def is_text(key: str) -> bool:
    """Return whether a text field takes this key as a part of the text."""
    return len(key) == 1 or key in _SIGNS


def _always(_: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command(Generic[P_contra]):
    """What a key does on a screen or panel, which the functions of the row get as their argument.

    They may be methods or properties of the class, named in its body. A subclass that overrides one does not change
    the row.
    """

    keys: str
    """The keys as Textual names them, separated by commas. A command without a key is found in the palette alone."""
    action: str = ""
    """What is run, as Textual writes it. Empty for a key that another widget handles, such as Enter in a field."""
    help: str = ""
    """The sentence in the list of keys. A row without it is only for the hint line."""
    hint: str | Callable[[P_contra], str] = ""
    """The words in the hint line, empty for none."""
    when: Callable[[P_contra], bool] = _always
    """Whether the command is possible now. One that is not is offered nowhere."""
    most: Callable[[P_contra], int] | None = None
    """For :data:`DIGITS`, which are the argument of `action`: the highest one that is possible now."""
    label: str = ""
    """The key in the hint line, if it is not the first one of `keys`, such as “Up Down”."""
    rank: int = 0
    """The place in the hint line. Lower ones come first; where it is the same, the order of the rows counts."""
    priority: bool = False
    """Whether the key works even if the focused widget has another use for it."""
    listed: bool = True
    """False for keys that move a cursor: they come last in the list of keys, and are not in the palette."""
    while_typing: bool | None = False
    """Whether it is for the time in which the panel's line is open, or in which it is closed; None for both."""

    def __post_init__(self) -> None:
        for name in ("hint", "when", "most"):  # a property of the class is as good as a function
            given = getattr(self, name)
            if isinstance(given, property):
                object.__setattr__(self, name, given.fget)

    @property
    def all_keys(self) -> Sequence[str]:
        """The keys, one by one."""
        return self.keys.split(",") if self.keys else ()

    @property
    def is_text(self) -> bool:
        """Whether a text field takes the key as a part of the text."""
        return is_text(self.all_keys[0])

    def name(self, place: P_contra) -> str:
        """Return the key as the hint line shows it now."""
        if self.most is not None:
            most = self.most(place)
            return f"1-{most}" if most > 1 else "1"
        return self.label or key_name(self.all_keys[0])

    def words(self, place: P_contra) -> str:
        """Return the words in the hint line now; empty for none."""
        return self.hint if isinstance(self.hint, str) else self.hint(place)


Commands = tuple[Command[P_contra], ...]
