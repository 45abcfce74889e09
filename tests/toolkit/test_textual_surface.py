"""The fence around the private parts of Textual, Rich and AsyncSSH: where they are used, and what they are.

`surface.txt` lists every private name in use, with its signature in the pinned versions. When a library changes one,
the test below shows it, and the list says in which files to look. Renew the list with COPWORKSHOP_RENEW_GOLDEN=1 once
each change was looked at.
"""

import os
from pathlib import Path

import pytest
from private_names import Use, signatures, uses

pytestmark = pytest.mark.slow

SURFACE = Path(__file__).with_name("surface.txt")
THE_FENCE = ("toolkit/", "ssh/internals.py")


@pytest.fixture(scope="module")
def used() -> list[Use]:
    return uses()


def listed(used: list[Use]) -> str:
    """Return the text of the list: a line for each name, and below it where it is defined and where it is used."""
    lines: list[str] = []
    for name in sorted({use.name for use in used}):
        of_name = [use for use in used if use.name == name]
        kinds = "/".join(sorted({use.kind for use in of_name}))
        lines.append(f"{name} ({kinds}) in {', '.join(sorted({use.file for use in of_name}))}")
        lines += [f"    {owner}: {what}" for owner, what in signatures(name).items()]
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_private_names_of_the_libraries_are_used_within_the_fence_alone(used: list[Use]) -> None:
    assert [use for use in used if not use.file.startswith(THE_FENCE)] == []


def test_every_private_name_in_use_is_listed_with_what_it_is(used: list[Use]) -> None:
    text = listed(used)
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        SURFACE.write_text(text, encoding="utf-8")
    assert text == SURFACE.read_text(encoding="utf-8")


def test_every_listed_name_is_there_in_the_libraries(used: list[Use]) -> None:
    modules = {use.name for use in used if use.kind == "import"}
    assert [name for name in {use.name for use in used} - modules if not signatures(name)] == []


def test_the_scan_sees_what_it_is_for(used: list[Use]) -> None:
    assert Use("toolkit/screen.py", "_on_timer_update", "override") in used
    assert Use("toolkit/key_parser.py", "_xterm_parser", "import") in used
    assert Use("ssh/internals.py", "_keepalive_count", "use") in used
