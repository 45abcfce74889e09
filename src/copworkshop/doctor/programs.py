"""Checks whether the libraries of the program are installed, in the versions with which it was tested."""

import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from copworkshop.doctor.finding import Finding, fine, look, wrong
from copworkshop.store.commands import command

_ABOUT: Final = "Program"
_NEEDED: Final = re.compile(r"^([A-Za-z0-9._-]+)\s*(==|>=)\s*([0-9.]+)$")
_TOLD: Final = ("textual", "asyncssh")  # these two decide most of what people see


def programs(sessions: Path) -> Iterator[Finding]:
    """Check Python, the libraries, and the ``ssh`` that second terminals on the folder of `sessions` need."""
    yield libraries(requires("copworkshop") or (), version)
    if shutil.which("ssh") is None:
        yield look(
            "ssh",
            "There is no ssh on this machine: “copworkshop console”, “stage” and “join” need it. People can join.",
            "Install OpenSSH's client.",
        )
    else:
        yield fine(
            "ssh", "There, for stage or console on a second terminal.", "As in:", command("console", sessions=sessions)
        )


def libraries(needed: Iterable[str], version_of: Callable[[str], str]) -> Finding:
    """Compare the installed versions with those that are `needed`, such as ``textual==8.2.8``."""
    amiss: list[str] = []
    for requirement in needed:
        found = _NEEDED.match(requirement.partition(";")[0].strip())
        if found is None or "extra ==" in requirement:
            continue
        name, sign, least = found.groups()
        try:
            there = version_of(name)
        except PackageNotFoundError:
            amiss.append(f"{name} is missing")
            continue
        if (sign == "==" and there != least) or (sign == ">=" and _numbers(there) < _numbers(least)):
            amiss.append(f"{name} is {there}, needed is {sign.replace('==', '')}{least}")
    if amiss:
        return wrong(_ABOUT, f"{'; '.join(amiss)}.", "Install it again, in its folder: uv sync (or pip install .)")
    python = ".".join(map(str, sys.version_info[:3]))
    told = ", ".join(f"{name} {version_of(name)}" for name in _TOLD)
    return fine(_ABOUT, f"copworkshop {version_of('copworkshop')} on Python {python}, {told}.")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)[:3]))
