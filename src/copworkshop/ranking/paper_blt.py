"""Ballots in the BLT format of I. D. Hill, as OpenSTV, OpaVote and others write it.

Numbers of candidates and seats; the negative numbers of those who have withdrawn; for each ballot its weight, the
candidates from the best on, and 0; another 0; the candidates' names and a title in quotation marks. B. A. Wichmann,
"The BLT format", Voting matters. Candidates joined by ``=`` share a place, and ``-`` is a place that was left empty.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copworkshop.model.text import clean_line, visible
from copworkshop.ranking.paper_box import MAX_BALLOTS, MAX_IDEAS, BadPaper, Notes, Paper, Papers, collected, many

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SIZES = re.compile(r"\s*\d{1,4}\s+\d{1,4}\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class _Token:
    line: int
    text: str
    quoted: bool = False


def looks_like_blt(text: str) -> bool:
    """Tell whether a text begins with two numbers, and a line that ends in 0 follows."""
    lines = [line for line in text[:100_000].splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(
        len(lines) > 2
        and _SIZES.fullmatch(lines[0])
        and any(re.fullmatch(r"\s*\d+(\s+[\d=-]+)*\s+0\s*(#.*)?", line) for line in lines[1:])
    )


def from_blt(text: str) -> Papers:
    """Read a file of ballots in the BLT format.

    Candidates who have withdrawn are taken off the ballots.

    Raises:
        BadPaper: the file cannot be read, or there is nothing, or too much, to count.

    """
    notes = Notes()
    tokens = list(_tokens(text, notes))
    size = _size(tokens)
    withdrawn, start = _withdrawn(tokens, size)
    ballots, end = _ballots(tokens, start, size)
    names = _names(tokens[end:], size, tokens[-1].line)
    left = {names[number - 1] for number in withdrawn}
    if left:
        shown = ", ".join(f"“{name}”" for name in names if name in left)
        notes.others.append(f"{shown}, which {'is' if len(left) == 1 else 'are'} withdrawn")
    papers = [_paper(line, people, groups, names, left) for line, people, groups in ballots]
    blank = sum(paper.people for paper in papers if not paper.ideas and not paper.shared)
    told = f"; {blank:,} of them blank" if blank else ""
    listed = [name for name in names if name not in left]
    count = sum(paper.people for paper in papers)
    return collected(
        papers,
        listed,
        read_as=f"a BLT file, {many(count, 'ballot')} over {many(len(listed), 'idea')}{told}",
        notes=notes,
    )


def _tokens(text: str, notes: Notes) -> Iterator[_Token]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            notes.comments += 1
            continue
        for found in _TOKEN.finditer(line):
            if found[2] is not None and found[2].startswith("#"):
                break
            if found[2] is not None and found[2].startswith('"'):
                raise BadPaper(f"Line {number}: the quotation marks do not pair up; put one at each end of the name.")
            quoted = found[1] is not None
            yield _Token(number, re.sub(r"\\(.)", r"\1", found[1]) if quoted else found[2], quoted)


def _size(tokens: Sequence[_Token]) -> int:
    if len(tokens) < 2:
        raise BadPaper("A BLT file begins with the number of candidates and the number of seats, such as “4 1”.")
    size = _number(tokens[0])
    _number(tokens[1])
    if not 0 < size <= MAX_IDEAS:
        raise BadPaper(f"Line {tokens[0].line}: {size:,} candidates cannot be counted; the limit is {MAX_IDEAS:,}.")
    return size


def _withdrawn(tokens: Sequence[_Token], size: int) -> tuple[set[int], int]:
    found: set[int] = set()
    at = 2
    while at < len(tokens) and re.fullmatch(r"-\d+", tokens[at].text):
        number = int(tokens[at].text[1:6])
        if not 0 < number <= size:
            raise BadPaper(f"Line {tokens[at].line}: there is no candidate {number} to withdraw; correct the number.")
        found.add(number)
        at += 1
    return found, at


_Ballot = tuple[int, int, list[list[int]]]


def _ballots(tokens: Sequence[_Token], at: int, size: int) -> tuple[list[_Ballot], int]:
    """Return the ballots, and the index of the first name."""
    ballots: list[_Ballot] = []
    while at < len(tokens):
        if tokens[at].text.startswith("("):  # the number of the ballot, as OpaVote writes it
            at += 1
            continue
        weight = tokens[at]
        people = _number(weight)
        at += 1
        if people == 0:
            return ballots, at
        groups: list[list[int]] = []
        while at < len(tokens) and tokens[at].text != "0":
            group = _group(tokens[at], size)
            if group:
                groups.append(group)
            at += 1
        if at == len(tokens):
            break
        at += 1
        ballots.append((weight.line, people, groups))
        if len(ballots) > MAX_BALLOTS:
            raise BadPaper(f"Line {weight.line}: this is more than {MAX_BALLOTS:,} ballots; count them in parts.")
    raise BadPaper(
        f"Line {tokens[-1].line}: the file ends before the 0 that follows the last ballot; get it again, or write it."
    )


def _group(token: _Token, size: int) -> list[int]:
    """Return the candidates that share a place; none if the place was left empty."""
    if token.text == "-":
        return []
    group = [_number(_Token(token.line, part, token.quoted)) for part in token.text.split("=")]
    for number in group:
        if not 0 < number <= size:
            raise BadPaper(f"Line {token.line}: there is no candidate {number} among {size}; correct the number.")
    return group


def _names(tokens: Sequence[_Token], size: int, last: int) -> list[str]:
    names: list[str] = []
    for token in tokens[:size]:
        name = clean_line(token.text)
        if not token.quoted:
            raise BadPaper(f'Line {token.line}: put each candidate\'s name in quotation marks, such as “"Trust"”.')
        if not visible(name):
            name = str(len(names) + 1)
        if name in names:
            raise BadPaper(f"Line {token.line}: “{name}” is the name of two candidates; give each a name of its own.")
        names.append(name)
    if len(names) < size:
        raise BadPaper(f"Line {last}: {len(names)} of {size} candidates have a name; the file may be cut short.")
    return names


def _paper(line: int, people: int, groups: list[list[int]], names: Sequence[str], left: set[str]) -> Paper:
    named = [tuple(name for number in group if (name := names[number - 1]) not in left) for group in groups]
    kept = tuple(group for group in named if group)
    if all(len(group) == 1 for group in kept):
        return Paper(line, tuple(idea for (idea,) in kept), people)
    return Paper(line, (), people, shared=kept)


def _number(token: _Token) -> int:
    text = token.text
    if token.quoted or not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadPaper(f"Line {token.line}: “{clean_line(text)[:40]}” is not a whole number; write one in digits.")
    return int(text)
