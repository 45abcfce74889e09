"""The cells of a table of ballots: a time, a number, a place, the label of a choice, or a word for nothing."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from copworkshop.model.text import same_words

EMPTY_WORDS = frozenset(
    {
        *("//", "x", "n/a", "n.a.", "na", "#n/a", "none", "null", "nil", "nan", "blank", "(blank)", "empty"),
        *("(empty)", "undervote", "overvote", "skip", "skipped", "unranked", "unmarked", "abstain", "abstained"),
        *("abstention", "no answer", "no response", "not ranked", "not answered", "no choice", "leer", "entfällt"),
        *("enthaltung", "k.a.", "k. a.", "keine angabe", "keine antwort", "nicht beantwortet", "vide", "aucun"),
        *("aucune", "s.o.", "sans réponse", "sans objet", "abstención", "ninguno", "ninguna", "vacío", "en blanco"),
        *("sin respuesta", "nessuno", "nessuna", "vuoto", "astenuto", "nessuna risposta", "geen", "leeg", "blanco"),
        *("nenhum", "nenhuma", "em branco", "ingen", "нет", "无", "無", "なし"),
    }
)
"""Words that people and programs write where nothing was chosen, in small letters. Signs such as “-” are others."""

CROSSES = frozenset({"x", "*", "//"})
"""Of the words for nothing, those that can also mark a choice."""

_ERRORS = frozenset({"#ref!", "#name?", "#value!", "#div/0!", "#null!", "#num!", "#error!", "#spill!", "#calc!"})

COUNT_WORDS = frozenset(
    {
        *("count", "counts", "ballots", "votes", "voters", "people", "weight", "times", "frequency", "freq", "n"),
        *("number", "how many", "quantity", "number of ballots", "number of votes", "number of voters", "ballot count"),
        *("vote count", "anzahl", "stimmen", "nombre", "voix", "número", "numero", "votos", "voti", "aantal", "antal"),
    }
)
"""Headings, in small letters, of a column that says how many people gave the ballot of a row."""

TOTAL_WORDS = frozenset({"total", "totals", "sum", "summe", "gesamt", "somme", "suma", "totale", "totaal"})
"""Headings, in small letters, of a column that adds up others."""

_SUMMARY = re.compile(
    rf"(?:{'|'.join(sorted(TOTAL_WORDS))}|average|mean|median|durchschnitt|mittelwert|moyenne|média|media|promedio)"
    r"(?:[ :(].*)?"
)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    rf"(?:[^\W\d_]{{1,12}}\.?,? )?(?:\d{{1,4}}(?P<by>[./-]) ?\d{{1,2}}(?P=by) ?\d{{1,4}}\.?"
    rf"|\d{{1,2}}\.?(?: de|[ .-])[ ]?{_MONTH}(?: de|[ ,-])[ ]?\d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
    r"|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_ZONE = r"(?:[ap]\.? ?m\.?|uhr|h|[a-z]{2,4}|z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)"
_CLOCK_OF_DATE = r"\d{1,2}[:.h時]\d{2}(?:[:.m分]\d{2}(?:[.,]\d+)?)?"
_TIME = re.compile(
    rf"{_DATE}(?:[ T,]+(?:[^\W\d_]{{1,6}}\.? ?){{0,2}}{_CLOCK_OF_DATE}.{{0,16}})?|{_CLOCK}(?: ?{_ZONE})?", re.IGNORECASE
)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?%?")
_WHOLE = re.compile(r"\d{1,9}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+|[^@<>]*<[^@\s<>]+@[^@\s<>]+>")
_TOKEN = re.compile(r"(?=\S*\d)(?=\S*[^\d\s])\S{4,}")
_PLACE = re.compile(r"(\d{1,4})(?:[.,]00?|(?:[^\W\d_]{1,3}|[.º°ª])(?:[ .-][^\W\d_]{1,14}){0,2})?")
_PLACE_WORD = re.compile(r"(?:rank|ranking|place|choice|preference|priority|position|rang|platz|no\.?|#) ?#?(\d{1,4})")
_INNER = re.compile(r".*\[([^\[\]]+)\]\s*", re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,4}(?:[^\W\d_]{1,3}(?![^\W\d_])|[.º°ª])?")
_LONGEST_LABEL = 1000
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def is_empty_word(cell: str) -> bool:
    """Tell whether a cell says that nothing was chosen: by a word, or by punctuation alone."""
    return cell.casefold() in EMPTY_WORDS or all(unicodedata.category(char)[0] == "P" for char in cell)


@lru_cache(maxsize=8192)
def key(cell: str) -> str:
    """Return what makes two cells the same idea."""
    return same_words(cell)


def is_error(cell: str) -> bool:
    """Tell whether a cell is what a spreadsheet shows in place of a value that it cannot find, such as “#REF!”."""
    return cell.startswith("#") and cell.casefold() in _ERRORS


def is_summary(cell: str) -> bool:
    """Tell whether a cell names a row that adds up others, such as “Total” or “Average”."""
    return len(cell) <= 60 and _SUMMARY.fullmatch(cell.casefold()) is not None


def is_time(cell: str) -> bool:
    """Tell whether a cell is a date, a time of day, or both."""
    return len(cell) <= 60 and _TIME.fullmatch(cell) is not None


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number, whole or not."""
    return _NUMBER.fullmatch(cell) is not None


def whole(cell: str) -> int | None:
    """Return the whole number in a cell, or None."""
    return int(cell) if cell.isascii() and _WHOLE.fullmatch(cell) else None


def is_identity(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a column are e-mail addresses, or marks such as R_3x7 that are all different."""
    if not cells:
        return False
    return all(map(_EMAIL.fullmatch, cells)) or (
        len(set(cells)) == len(cells) > 1 and all(map(_TOKEN.fullmatch, cells))
    )


@lru_cache(maxsize=8192)
def place(cell: str) -> int | None:
    """Return the place in a cell of a grid, such as 2 in “2”, “2nd”, “2. choice” or “Rank 2”; else None.

    Digits can be those of any script.
    """
    folded = _in_usual_digits(cell).casefold()
    if folded.isascii() and folded.isdecimal():
        return int(folded) if len(folded) <= 4 else None
    found = _PLACE.fullmatch(folded) or _PLACE_WORD.fullmatch(folded)
    if found is not None:
        return int(found[1]) if found[1].isascii() else None
    first = folded.partition(" ")[0]
    if first in _ORDINALS and len(folded) <= len(first) + 15:
        return _ORDINALS.index(first) + 1
    return None


def _in_usual_digits(cell: str) -> str:
    """Return a cell with its digits as 0 to 9, and letters and digits of other widths as the usual ones."""
    if cell.isascii():
        return cell
    plain = unicodedata.normalize("NFKC", cell)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)


@lru_cache(maxsize=8192)
def word_of_place(cell: str) -> str:
    """Return the word after the number of a place, such as “choice” in “2nd choice”; nothing if there is none."""
    folded = _in_usual_digits(cell).casefold()
    found = _PLACE.fullmatch(folded)
    return folded[found.end(1) :].partition(" ")[2].strip() if found else ""


def labels(heading: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the columns that a heading labels with 1 to k, in the order of the labels; once for each question.

    “1st, 2nd, 3rd”, “RANK[1], RANK[2]” and “First choice, Second choice” are such labels.
    """
    if len(heading) < 2 or not any(map(_may_be_first, heading)):
        return []
    return max((_runs([_label(cell, last=last) for cell in heading]) for last in (False, True)), key=_filled)


def inner(cell: str) -> str:
    """Return what the last square brackets of a heading contain, or the heading itself."""
    found = _INNER.fullmatch(cell) if "]" in cell else None
    return found[1].strip() if found else cell


def question(cell: str) -> str:
    """Return what stands before the last square brackets of a heading, or nothing."""
    return cell.rpartition("[")[0].strip() if _INNER.fullmatch(cell) else ""


def _filled(runs: list[tuple[int, ...]]) -> int:
    return sum(map(len, runs))


@lru_cache(maxsize=8192)
def _may_be_first(cell: str) -> bool:
    """Tell whether a cell can be the label of the first choice."""
    if "1" not in cell and _ORDINALS[0] not in cell.casefold():
        return False
    return any((label := _label(cell, last=last)) is not None and label[1] == 1 for last in (False, True))


@lru_cache(maxsize=8192)
def _label(cell: str, *, last: bool) -> tuple[str, int] | None:
    """Return the number in a heading and the rest of the heading."""
    cell = cell.casefold()
    within = inner(cell)
    if len(within) > _LONGEST_LABEL:
        return None
    ordinal = _ORDINAL.search(within)
    if ordinal is not None and not _DIGITS.search(within):
        return cell.replace(ordinal[0], "#"), _ORDINALS.index(ordinal[1]) + 1
    found = list(_DIGITS.finditer(cell)) if len(cell) <= _LONGEST_LABEL else []
    if not found:
        return None
    match = found[-1 if last else 0]
    digits = re.match("[0-9]+", match[0])
    assert digits is not None  # noqa: S101
    return f"{cell[: match.start()]}#{cell[match.end() :]}", int(digits[0])


def _runs(found: Sequence[tuple[str, int] | None]) -> list[tuple[int, ...]]:
    runs: list[tuple[int, ...]] = []
    run: dict[int, int] = {}
    words = ""
    for column, each in enumerate([*found, None]):
        if run and (each is None or each[0] != words or each[1] in run):
            if len(run) > 1 and set(run) == set(range(1, len(run) + 1)):
                runs.append(tuple(run[label] for label in sorted(run)))
            run = {}
        if each is not None:
            words = each[0]
            run[each[1]] = column
    return runs
