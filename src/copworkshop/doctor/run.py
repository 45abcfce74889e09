"""Runs the checks and prints the findings, what people type, and whether the workshop can begin."""

from collections.abc import Callable

from copworkshop.admission.addresses import LOOPBACK, addresses
from copworkshop.doctor.admission import wait_for_a_call
from copworkshop.doctor.examination import Wanted, examine
from copworkshop.doctor.finding import Grade
from copworkshop.doctor.report import how_to_join, page, verdict
from copworkshop.ssh.client import ssh_link
from copworkshop.toolkit import event_loop

Say = Callable[[str], None]
"""Writes one line."""


def consult(wanted: Wanted, say: Say, *, width: int, coloured: bool, blocks: bool = True) -> bool:
    """Run all checks and print the findings in lines of `width` cells; return whether nothing is wrong.

    Without `blocks`, which a terminal that is not set to UTF-8 may not have, there is no QR code.
    """
    findings = examine(wanted)
    for line in page(findings, width):
        say(line)
    if wanted.joins:
        say("")
        link = ssh_link(wanted.handed_out, wanted.port)
        for line in how_to_join(wanted.command, link, width, coloured=coloured, blocks=blocks):
            say(line)
    say("")
    say(verdict(findings))
    return all(finding.grade is not Grade.WRONG for finding in findings)


def wait(wanted: Wanted, say: Say) -> None:
    """Wait until another machine has reached this one, and print that.

    Raises:
        ServerError: the port cannot be opened.

    """
    say("")
    say("Now type this on another machine in the room; Ctrl+C ends the waiting:")
    own = [LOOPBACK, "::1", *(each.address for each in addresses())]
    caller = event_loop.run(wait_for_a_call(wanted.bind, wanted.port, own, lambda: say(f"  {wanted.command}")))
    say(f"{caller} has reached this machine: people can come in.")
