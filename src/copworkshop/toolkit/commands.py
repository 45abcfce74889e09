"""A key as one row of data: the key, what it does, the words for it, and when it can be used.

The bindings of a screen or panel, their conditions, its hint line, the list of keys and the palette come from its rows.
Nothing here needs a screen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
_KEYS: Final = {printed: name for name, printed in _NAMES.items()} | {"PgDn": "pagedown", "PgUp": "pageup"}
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


def pressed_by(label: str) -> list[tuple[int, int, str]]:
    """Return what a tap on a label of the hint line presses: the start and end of each part, and its key.

    “Up Down” has two parts, “Page Down” one. The key of “1-5” is empty, because it is not one.
    """
    if key := _key_of(label):
        return [(0, len(label), key)]
    parts = [(found.start(), found.end(), _key_of(found[0])) for found in re.finditer(r"\S+", label)]
    return parts if all(key for _, _, key in parts) else [(0, len(label), "")]


def _key_of(name: str) -> str:
    """Return the key that is printed so; empty if there is none."""
    if name in _KEYS:
        return _KEYS[name]
    *held, last = name.split("+")
    if all(held) and held and last:
        return "+".join([*(each.lower() for each in held), _KEYS.get(last) or last.lower()])
    return name.lower() if re.fullmatch("F[0-9]{1,2}", name) else name if len(name) == 1 else ""


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
    letter: str = field(init=False, default="")
    """The key that is named while letters are keys: one that every keyboard has, if there is one."""
    beside_text: str = field(init=False, default="")
    """The key that is named while a text field takes letters; empty if the row has none for that time."""

    def __post_init__(self) -> None:
        keys = self.all_keys
        if keys:
            rare = [key for key in keys if _is_rare(key)]
            object.__setattr__(self, "letter", next((key for key in keys if key not in rare), keys[0]))
            if not is_text(keys[0]):
                rare = [keys[0]]
            object.__setattr__(self, "beside_text", next(iter(rare), ""))
        for name in ("hint", "when", "most"):  # a property of the class is as good as a function
            given = getattr(self, name)
            if isinstance(given, property):
                object.__setattr__(self, name, given.fget)

    @property
    def all_keys(self) -> Sequence[str]:
        """The keys, one by one."""
        return self.keys.split(",") if self.keys else ()

    def name(self, place: P_contra, *, letters: bool = True, digits: bool = False) -> str:
        """Return the key as the hint line shows it now; empty if the row has no key for now.

        `letters` says that letters are keys now, and `digits` that each digit is shown, to be tapped.
        """
        if self.most is not None:
            most = self.most(place) if letters else 0
            each = [str(digit) for digit in range(1, most + 1)]
            return " ".join(each) if digits or most < 2 else f"1-{most}"
        key = self.letter if letters else self.beside_text
        return key and (self.label or key_name(key))

    def words(self, place: P_contra) -> str:
        """Return the words in the hint line now; empty for none."""
        return self.hint if isinstance(self.hint, str) else self.hint(place)


def _is_rare(key: str) -> bool:
    """Whether keyboards of phones lack the key, or it is hard to press there."""
    return bool(re.fullmatch("f[0-9]{1,2}|ctrl[+].*", key))


Commands = tuple[Command[P_contra], ...]
