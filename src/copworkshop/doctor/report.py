"""The findings as a page of text: what was found, what to do, and what people type on each system."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from copworkshop.doctor.finding import Finding, Grade
from copworkshop.toolkit.widgets.cells import pad, width_of, wrap
from copworkshop.toolkit.widgets.qr import qr_code

_GRADE: Final = 6  # cells
_ABOUT: Final = 12
_NARROWEST: Final = 40
_WIDEST: Final = 100
_GAP: Final = 3
_BRIGHT: Final = ("\x1b[97;40m", "\x1b[0m")

_WHERE: Final = (
    ("Windows", "Terminal or PowerShell, from the Start menu. No ssh there? Settings > System > Optional features."),
    ("macOS", "Terminal, in Applications > Utilities."),
    ("Linux", "Any terminal."),
    ("Phone", "An SSH app, such as Termius or ConnectBot: scan this, or give host, port and the user name room."),
    ("Odd?", "If a terminal looks odd after its connection was lost: type reset, and press Enter."),
)


FIRST_TIME: Final = "The first time, ssh asks whether to trust this computer: type yes and press Enter."


def page(findings: Sequence[Finding], width: int) -> Iterator[str]:
    """Yield the findings as lines of at most `width` cells, but for at least 40 cells.

    A command is never divided, so that it can be pasted. If it does not fit, it has a longer line of its own.
    """
    room = max(_NARROWEST, min(width, _WIDEST)) - _GRADE - _ABOUT
    for finding in findings:
        said = wrap(finding.said, room)
        words = [*said, *(f"{'  ' if index else '> '}{line}" for index, line in enumerate(_todo(finding, room - 2)))]
        heads = [pad(finding.grade, _GRADE) + pad(finding.about, _ABOUT)]
        for head, line in zip_longest(heads, words, fillvalue=" " * (_GRADE + _ABOUT)):
            yield f"{head}{line}".rstrip()


def _todo(finding: Finding, room: int) -> list[str]:
    """Return what to do in lines of `room` cells, with the command undivided."""
    lines = wrap(finding.todo, room) if finding.todo else []
    if not finding.command:
        return lines
    if lines and width_of(lines[-1]) + 1 + width_of(finding.command) <= room:
        return [*lines[:-1], f"{lines[-1]} {finding.command}"]
    return [*lines, finding.command]


def how_to_join(command: str, link: str, width: int, *, coloured: bool, blocks: bool = True) -> Iterator[str]:
    """Yield what people type, with a QR code next to it if there is room and the terminal has the `blocks` for it.

    With `coloured` the code is bright on black, whatever the colours of the terminal are.
    """
    code = qr_code(link)
    left = min(width, _WIDEST) - width_of(code[0]) - _GAP
    in_columns = blocks and left >= _NARROWEST
    lines = [*_typed(command, left if in_columns else max(_NARROWEST, min(width, _WIDEST)))]
    if not in_columns:
        yield from lines
        return
    before, after = _BRIGHT if coloured else ("", "")
    for words, row in zip_longest(lines, code, fillvalue=""):
        yield f"{pad(words, left)}{' ' * _GAP}{before}{row}{after}" if row else words


def _typed(command: str, width: int) -> Iterator[str]:
    yield "What people type, and then the join code:"
    yield f"  {command}"
    yield from wrap(FIRST_TIME, width)
    yield ""
    for system, words in _WHERE:
        for index, line in enumerate(wrap(words, width - 9)):
            yield f"{'' if index else system:<9}{line}"


def verdict(findings: Sequence[Finding]) -> str:
    """Return a sentence that says whether the workshop can begin."""
    wrongs = sum(finding.grade is Grade.WRONG for finding in findings)
    looks = sum(finding.grade is Grade.LOOK for finding in findings)
    if wrongs:
        counted = _count(wrongs, "thing is", "things are")
        return f"Not ready: {counted} wrong, marked FAIL. Fix that, then run doctor again."
    if looks:
        return f"Ready. {_count(looks, 'thing', 'things')} to know about, marked look."
    return "Ready: all is well."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
