"""Checks whether a firewall blocks other machines. It needs no special rights, and changes nothing."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from copworkshop.doctor.finding import Finding, fine, look

_ABOUT: Final = "Firewall"
_UFW: Final = Path("/etc/ufw/ufw.conf")
_MACS: Final = "/usr/libexec/ApplicationFirewall/socketfilterfw"
_SECONDS: Final = 5.0

Answer = Callable[[Sequence[str]], str]
"""Runs a command and returns its output; an empty text if there is no such command."""


def firewall(port: int, *, system: str = sys.platform, ask: Answer | None = None, ufw: Path = _UFW) -> Finding:
    """Find out whether a firewall is on, and report how to let people connect to a port."""
    answer = ask or output_of
    match system:
        case "win32":
            return _windows(port, answer)
        case "darwin":
            return _mac(answer)
        case _:
            return _linux(port, answer, ufw)


def _linux(port: int, answer: Answer, ufw: Path) -> Finding:
    try:
        settings = ufw.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        settings = []
    if "ENABLED=yes" in settings:
        return look(_ABOUT, "ufw is on.", f"Unless it lets people in already: sudo ufw allow {port}/tcp")
    if answer(["firewall-cmd", "--state"]).strip() == "running":
        opened = answer(["firewall-cmd", "--query-port", f"{port}/tcp"]).strip()
        if opened == "yes":
            return fine(_ABOUT, f"firewalld is on, and lets people come to port {port}.")
        return look(_ABOUT, "firewalld is on.", f"Until the next start: sudo firewall-cmd --add-port={port}/tcp")
    return fine(_ABOUT, "Neither ufw nor firewalld is on. Other firewalls can only be checked as administrator.")


def _mac(answer: Answer) -> Finding:
    state = answer([_MACS, "--getglobalstate"])
    if "disabled" in state or "State = 0" in state:
        return fine(_ABOUT, "It is off.")
    return look(
        _ABOUT,
        "It is on." if state else "It could not be asked.",
        "When macOS asks whether Python may accept connections, allow it (System Settings > Network > Firewall).",
    )


def _windows(port: int, answer: Answer) -> Finding:
    state = answer(["netsh", "advfirewall", "show", "currentprofile", "state"]).casefold()
    if "off" in state.split():
        return fine(_ABOUT, "It is off.")
    rule = f"New-NetFirewallRule -DisplayName copworkshop -Direction Inbound -Protocol TCP -LocalPort {port}"
    return look(
        _ABOUT,
        "It is on, as it should be.",
        f"When Windows asks about Python, allow it for this kind of network; or as administrator: {rule} -Action Allow",
    )


def output_of(command: Sequence[str]) -> str:
    """Run a command for some seconds at most, and return its output; an empty text if there is no such command."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
