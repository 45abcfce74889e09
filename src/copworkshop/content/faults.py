"""Describes what is wrong with a file to the person who will fix it: where it is, and what to do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from copworkshop.content.lines import Path, lines_of, nearest_line
from copworkshop.content.shape import keys_at, nearest
from copworkshop.model.text import clean_line

LARGEST_NUMBER: Final = 10**11
"""No number in a file of ours is larger. Python refuses to print a whole number of thousands of digits, and so many
seconds from now is a time that every calendar still has."""

LAST_SCHEMA: Final = 9_999
"""No version of this program will have a file format with a higher number: what names one is a mistake."""

_LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file. As a string it is one line, safe to show on any terminal."""

    file: str
    line: int | None
    field: str
    """The path of the value, such as ``steps.2.minutes``, with list indexes from 0; empty for the whole file."""
    message: str
    column: int | None = None

    def __str__(self) -> str:
        where = [self.file]
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.field:
            where.append(self.field)
        end = "" if self.message.endswith((".", "!", "?")) else "."
        return clean_line(f"{', '.join(where)}: {self.message}{end}")


class BadFile(ValueError):  # noqa: N818 - named for what the person has, as Refused is
    """A file that cannot be used as it is. As a string, it is the list of its faults, one per line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def faults_of(error: ValidationError, source: str, file: str, model: type[BaseModel] | None = None) -> list[Fault]:
    """Return the faults that pydantic found in the TOML text `source`, in the order of the file's lines.

    `file` is what the person calls the file. With the `model` of the file, the fault of an unknown key suggests the key
    that was probably meant.
    """
    lines = lines_of(source)
    faults = [
        _fault(details, lines, file, model) for details in error.errors(include_url=False) if not _only_follows(details)
    ]
    return in_order(faults)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults without duplicates, sorted by line. Those of the whole file come first."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.line or 0, fault.column or 0))


def fault_at(path: Sequence[str | int], message: str, lines: Mapping[Path, int], file: str) -> Fault:
    """Return the fault of the value at `path`. `lines` is the result of :func:`lines_of` for the file."""
    field = ".".join(_short(str(part)) for part in path)
    return Fault(file=file, line=nearest_line(lines, path), field=field, message=clean_line(message))


def fault_of_file(file: str, message: str) -> Fault:
    """Return a fault of a file as a whole, not of a value in it."""
    return Fault(file=file, line=None, field="", message=message)


def quoted(value: object) -> str:
    """Return the value for use in a sentence: in quotation marks, on one line, and cut if it is too long."""
    return f"“{_short(str(value))}”"


def unknown(what: str, word: str, known: Sequence[str]) -> str:
    """Return the sentence for an unknown word. It names the word that was probably meant, or all known ones."""
    meant = nearest(word, known)
    if meant is not None:
        return f"there is no {what} {quoted(word)}; did you mean “{meant}”?"
    if known:
        return f"there is no {what} {quoted(word)}; there are: {', '.join(known)}"
    return f"there is no {what} {quoted(word)}; remove it"


def _fault(details: ErrorDetails, lines: Mapping[Path, int], file: str, model: type[BaseModel] | None) -> Fault:
    place, kind, given = details["loc"], details["type"], details["input"]
    context = {name: _tidy(value) for name, value in details.get("ctx", {}).items()}
    path = _path_in_file(place, lines)
    match kind:
        case "missing":
            path, message = (*path, place[-1]), _MISSING
        case "union_tag_not_found":
            path, message = (*path, _named(context["discriminator"])[0]), _MISSING
        case "union_tag_invalid":
            key = _named(context["discriminator"])[0]
            path, message = (*path, key), _no_such_kind(key, str(context["tag"]), _named(context["expected_tags"]))
        case "extra_forbidden":
            message = unknown("key", str(place[-1]), keys_at(model, place[:-1]) if model is not None else ())
        case "float_type" if isinstance(given, int):  # no float holds it
            message = "is far too large"
        case "value_error":
            message = str(context["error"])
        case "literal_error" | "enum":
            choices = context["expected"].replace("'", "")
            message = f"must be {choices}{_instead_of(given)}"
        case _ if kind in _OURS:
            message = details["msg"]
        case _:
            message = _SENTENCES.get(kind, _ANY).format(**context) + _instead_of(given)
    return fault_at(path, message, lines, file)


def _short(text: str) -> str:
    text = clean_line(text[: 4 * _LONGEST_SHOWN])
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _named(text: str) -> list[str]:
    """Return the words that pydantic quotes in a text."""
    return re.findall(r"'([^']*)'", text)


def _no_such_kind(key: str, word: str, kinds: Sequence[str]) -> str:
    meant = nearest(word, kinds)
    hint = f" (did you mean “{meant}”?)" if meant is not None else ""
    return f"there is no {key} {quoted(word)}{hint}; it is one of: {', '.join(kinds)}"


def _path_in_file(place: Sequence[str | int], lines: Mapping[Path, int]) -> Path:
    """Return the part of pydantic's location that exists in the file, without tags of unions and names of models."""
    path: Path = ()
    for part in place:
        if (*path, part) in lines:
            path = (*path, part)
    return path


def _only_follows(details: ErrorDetails) -> bool:
    """Return whether a list is reported as too short only because its entries have faults themselves."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _tidy(value: Any) -> Any:
    """Return a whole number without the decimals that pydantic gives it next to a fraction."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _instead_of(given: object) -> str:
    """Return the end of a sentence with the value in the file, or an empty text if the value would not help."""
    match given:
        case bool():
            return f", not {str(given).lower()}"
        case str():
            return f", not {quoted(given)}"
        case int() if abs(given) > LARGEST_NUMBER:
            return ", and is far from it"
        case int() | float() | date() | time():
            return f", not {given}"
        case _:
            return ""


_OURS: Final = frozenset({"words", "plan"})
"""Errors for which the models provide a sentence."""

_ANY: Final = "is not what is expected here"
_MISSING: Final = "is missing; add it"
_TABLE: Final = "must be a table of keys and values"
_LIST: Final = "must be a list in square brackets"
_YES_NO: Final = "must be true or false"
_WHOLE: Final = "must be a whole number"
_NUMBER: Final = "must be a number"
_MOMENT: Final = "must be a date and time with its offset from UTC, such as 2026-11-23T09:30:00Z"

_SENTENCES: Final[Mapping[str, str]] = {
    "string_type": "must be a text in quotation marks",
    "string_pattern_mismatch": "must be lower-case words or digits joined by hyphens, such as focal-point",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "too_short": "must have at least {min_length} in the list, and has {actual_length}",
    "too_long": "must have at most {max_length} in the list",
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
    "mapping_type": _TABLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "must be a number that is not infinite",
    "timezone_aware": _MOMENT,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
}
"""Sentences for pydantic's errors, by their type. The names in braces are keys of the error's context."""
