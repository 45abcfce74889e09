"""What ``--help`` and the reference say of each command: what it is for, and an example."""

from dataclasses import dataclass
from typing import Final

from copworkshop.cli.wrong_use import Parser


@dataclass(frozen=True, slots=True)
class About:
    """A description in sentences, and one or more command lines to begin with."""

    text: str
    examples: tuple[str, ...]


ABOUT: Final = {
    "run": About(
        "Start a session of that title and show its stage, or resume the one that is there. The first time it "
        "makes a folder for it. A session keeps its port, address, code and Wi-Fi, so everybody comes back by the "
        "same command. If another program has the port, people join on the next free one, and the console says "
        "so.",
        (
            'copworkshop run "Harbour Trust"',
            'copworkshop run "Harbour Trust" --plan my-plan.toml --expect 20',
        ),
    ),
    "host": About(
        "Run a session without a screen of its own, for a server: everybody comes over SSH, the facilitator "
        "included. It ends cleanly on Ctrl+C and on SIGTERM.",
        ('copworkshop host "Harbour Trust" --address workshop.example.org',),
    ),
    "rehearse": About(
        "Practise with simulated people. They join over SSH on this machine, read their screens, write, rank, "
        "come late and lose their connection. At the end it says whether all that they entered was saved. It "
        "removes its files, unless --sessions says where to keep them.",
        (
            "copworkshop rehearse",
            "copworkshop rehearse --alone --pace fast --people 6",
        ),
    ),
    "stage": About(
        "Show the stage of a running session on a second terminal, for the projector. If the session is away it "
        "says so, and it comes back by itself.",
        ("copworkshop stage",),
    ),
    "console": About(
        "Show the facilitator's console of a running session on a second terminal. If the session is away it says "
        "so, and it comes back by itself. On another computer it asks for the session's passphrase.",
        ("copworkshop console",),
    ),
    "passphrase": About(
        "Set the passphrase that opens console@HOST and stage@HOST from any machine. It is asked twice, has at "
        "least 12 characters, and counts at once in a running session. Four words drawn by chance make a good "
        "one.",
        ('copworkshop passphrase "Harbour Trust"',),
    ),
    "join": About(
        "Join a session with the system's ssh and the right options. People who have no copworkshop type the ssh "
        "command that the stage shows.",
        (
            "copworkshop join 192.0.2.7",
            "copworkshop join workshop.example.org:2223",
        ),
    ),
    "sessions": About(
        "List the sessions: name, plan, step, people, and when each was last saved.",
        ("copworkshop sessions",),
    ),
    "report": About(
        "Write the report of a running or a finished session. The ending of PATH says the format. The session "
        "“example” is a small finished one that is always there.",
        (
            "copworkshop report example",
            "copworkshop report example --to report.html",
        ),
    ),
    "merge": About(
        "Write one report of several rooms that ran the same plan. If they ranked the same ideas, their ballots "
        "are counted together; if not, the report says why.",
        ("copworkshop merge harbour-north harbour-south --to both.html",),
    ),
    "paper": About(
        "Print what people without a device need: proposal form, idea slips, ballots, table cards with the QR code, "
        "the minute plan, and what to do if the laptop fails. It is one HTML page for A4 or Letter. Without SESSION it "
        "is for a plan, before there is a session.",
        ('copworkshop paper "Harbour Trust"', "copworkshop paper --plan session4"),
    ),
    "erase": About(
        "Remove a session: every file that copworkshop wrote into its folder. Files of others stay, and are named. "
        "With --person, remove only what one person wrote. It says what will go, and asks first. What people took "
        "home, paper and backups stay where they are.",
        ('copworkshop erase "Harbour Trust"', 'copworkshop erase "Harbour Trust" --person "Ann Lee"'),
    ),
    "count": About(
        "Count ballots that were given on paper, in a form or in a spreadsheet. The first line of the answer says "
        "how the file was read and what was left out.",
        (
            "copworkshop count ballots.csv",
            "copworkshop count ballots.csv --shape rows --header no --rule borda",
        ),
    ),
    "doctor": About(
        "Check this machine for a workshop: terminal, disk, clock, sessions, plan, port, address, login, firewall "
        "and memory. It says what to fix, and then what people type. Run it in the room, on the room's network.",
        (
            "copworkshop doctor",
            "copworkshop doctor --wait",
        ),
    ),
    "check": About(
        "Check a plan or a session, and name the file, the line and the field of every fault.",
        (
            "copworkshop check my-plan.toml",
            "copworkshop check example",
        ),
    ),
    "completion": About(
        "Print a script that completes commands and options with Tab. Save it where your shell looks for such scripts.",
        ("copworkshop completion bash > ~/.local/share/bash-completion/completions/copworkshop",),
    ),
}


def describe(name: str, parser: Parser, line: str) -> None:
    """Give the parser of a command its description and its examples. `line` is what the list of commands says of it."""
    about = ABOUT.get(name, About(f"{line[:1].upper()}{line[1:]}.", ()))
    parser.description = about.text
    if about.examples:
        parser.epilog = "\n  ".join(["For example:", *about.examples])
