"""``copworkshop rehearse``: a session walked from end to end, and what is said of it."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from copworkshop.cli import run
from copworkshop.model.session import Session
from copworkshop.rehearsal.comparing import differences
from copworkshop.rehearsal.ground import HEADING, begin, sessions_folder
from copworkshop.rehearsal.person import Account, Said
from copworkshop.rehearsal.visitors import Tally, Visitors, _read
from copworkshop.ssh.client import Address
from copworkshop.store.sessions import open_read_only
from helpers.hosted_rooms import CODE, hosted
from helpers.session_builder import room
from helpers.waiting import until

pytestmark = pytest.mark.slow


def rehearsed(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Rehearse in a process of its own, whose temporary files go to `home`."""
    return subprocess.run(
        [sys.executable, "-m", "copworkshop", "rehearse", "--alone", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, cwd=home,
        env={**os.environ, "TMPDIR": str(home)},
    )  # fmt: skip


def test_two_people_are_led_from_end_to_end_and_nothing_is_left(tmp_path: Path) -> None:
    done = rehearsed("--people", "2", home=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Activity 2: Top Ten, ranking ideas: 2 of 2 ballots are done" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("The rehearsal went well")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("people", ["0", "201"])
def test_this_number_of_people_cannot_be_simulated(capfdbinary: pytest.CaptureFixture[bytes], people: str) -> None:
    assert run(["rehearse", "--people", people]) == 2
    assert b"--people takes a number from 1 to 200" in capfdbinary.readouterr().err


def test_a_rehearsal_is_led_in_a_terminal(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["rehearse"]) == 1
    assert b"need a terminal" in capfdbinary.readouterr().err


# The ground it is held on


def test_the_session_says_on_every_screen_that_it_is_a_rehearsal(tmp_path: Path) -> None:
    assert open_read_only(tmp_path, begin(tmp_path, None)).session.heading == HEADING


def test_the_folder_goes_away_with_all_that_is_in_it_unless_it_was_asked_for(tmp_path: Path) -> None:
    with sessions_folder(None) as folder:
        begin(folder, None)
    assert not folder.exists()
    with sessions_folder(tmp_path / "kept") as folder:
        name = begin(folder, None)
    assert (tmp_path / "kept" / name).is_dir()


# How people join


async def test_the_people_follow_another_port_and_another_join_code(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        visitors = Visitors(2, "fast")
        await asyncio.to_thread(visitors.come, Address("127.0.0.1", room.host.port), "reed42")
        visitors.look_at_the_stage(Address("127.0.0.1", room.host.port), CODE)
        await until(lambda: len(room.session.present) == 2)
        tally = await asyncio.to_thread(visitors.go)
        assert (tally.came, [each.fault for each in tally.accounts]) == (2, [None, None])


# What people say they entered


def account(session: Session, **said: list[str]) -> Account:
    return Account("Participant 1", session.present[0].word, Said(**said), None)  # type: ignore[arg-type]


def test_what_is_not_in_the_session_is_said_to_be_lost() -> None:
    session = room(2)
    assert differences(session, [account(session)]) == ()
    assert differences(session, [account(session, ideas=["Start small"])]) == (
        "Participant 1: of 1 ideas handed in 1 are lost.",
    )
    assert differences(session, [account(session, answers=["A thought"])]) == (
        "Participant 1: of 1 fields written 1 are lost.",
    )


def test_who_could_not_come_in_says_why_and_who_has_no_seat_is_missed() -> None:
    session = room(2)
    gone = replace(account(session), word="maple-k7fd")
    shut_out = Account("Participant 2", None, Said(), "Participant 2 cannot come in: the door is closed")
    assert differences(session, [gone, shut_out]) == ("Participant 1 has no seat any more.", shut_out.fault)


def test_what_the_visitors_tell_is_read_again_and_half_a_tale_is_none() -> None:
    told = {
        "came": 1, "back": 2,
        "accounts": [
            {"name": "Participant 1", "word": None, "fault": None,
             "said": {"levels": [1], "answers": [], "ideas": [], "picks": []}},
        ],
    }  # fmt: skip
    text = json.dumps(told).encode()
    assert _read(text) == Tally(1, 2, (Account("Participant 1", None, Said(levels=[1]), None),))
    assert _read(text[:-3]) == Tally()
    assert _read(text).summary == (
        "1 people came in; 2 times somebody came back by their word. "
        "They saw 1 places, 0 fields, 0 ideas and 0 ballots entered."
    )
