"""Taking things home over SSH: what each visitor gets, and what they are told where there is nothing to get."""

import asyncio
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import asyncssh
import pytest

from copworkshop.admission.entry import Entrance
from copworkshop.export.documents import PROPOSAL
from copworkshop.hosting.answer import Answer
from copworkshop.hosting.take_home import TakeHome
from copworkshop.hosting.terminal import describe
from copworkshop.hosting.visitor import Visitor
from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.sight import sight
from helpers.hosted_rooms import Hosted, hosted
from helpers.rooms import finished_room, ranked_room
from helpers.rooms_over_ssh import own_key
from helpers.session_builder import opened_again
from helpers.waiting import until

TERMINAL = describe("", 0, 0, {})


def visitor(seat: int | None = 1, entrance: Entrance = Entrance.PARTICIPANT) -> Visitor:
    return Visitor(entrance=entrance, seat=seat, fingerprint=None, terminal=TERMINAL, address="192.0.2.7")


def at_home(session: Session) -> TakeHome:
    return TakeHome(Hub(session), lambda: "ssh -p 2222 WORD@192.0.2.1")


async def asked(session: Session, who: Visitor, word: str, *arguments: str) -> Answer:
    return await at_home(session).words[word](who, [*arguments])


async def test_the_proposal_is_exactly_its_document() -> None:
    session = finished_room()
    answer = await asked(session, visitor(), "proposal")
    wanted = PROPOSAL.formats[0].render(PROPOSAL.of(sight(session, participant(1))))
    assert (answer.document, answer.sentence, answer.status) == (wanted, "", 0)


@pytest.mark.parametrize(
    ("name", "begins"), [("html", b"<!doctype html>"), ("HTML", b"<!doctype html>"), ("json", b"{")]
)
async def test_a_second_word_chooses_the_format(name: str, begins: bytes) -> None:
    answer = await asked(finished_room(), visitor(), "proposal", name)
    assert answer.document.startswith(begins)


@pytest.mark.parametrize("arguments", [("csv",), ("html", "--force"), ("../../etc/passwd",)])
async def test_any_other_second_word_is_answered_with_the_formats_there_are(arguments: tuple[str, ...]) -> None:
    answer = await asked(finished_room(), visitor(), "proposal", *arguments)
    assert answer.document == b""
    assert answer.sentence == "It comes as md, html, json or docx: put one of these behind the word proposal."
    assert answer.status == 2


async def test_before_the_reveal_the_top_ten_is_a_sentence() -> None:
    answer = await asked(ranked_room(), visitor(), "topten")
    assert (answer.document, answer.status) == (b"", 1)
    assert answer.sentence == "The top ten has not been revealed yet, so there is no result."


async def test_a_participants_report_holds_their_own_proposal_and_no_ballots() -> None:
    answer = await asked(finished_room(), visitor(2), "report")
    assert b"A thought that Participant 2 keeps to themself" in answer.document


async def test_the_console_gets_the_facilitators_report() -> None:
    answer = await asked(finished_room(), visitor(None, Entrance.CONSOLE), "report", "json")
    assert b"A thought that Participant 2 keeps to themself" not in answer.document
    assert b'"cast": []' not in answer.document


async def test_a_newcomer_is_told_to_come_with_their_word() -> None:
    answer = await asked(finished_room(), visitor(None), "report")
    assert (answer.document, answer.status) == (b"", 2)
    assert answer.sentence.endswith("ssh -p 2222 WORD@192.0.2.1 report > report.md")


async def test_the_hint_is_the_command_that_works_for_this_person() -> None:
    session = finished_room()
    word = session.seats[1].word
    assert f"ssh -p 2222 {word}@192.0.2.1 proposal > my-proposal.md" in at_home(session).hint(visitor())
    assert "console@192.0.2.1 report > report.md" in at_home(session).hint(visitor(None, Entrance.CONSOLE))


async def test_a_proposal_that_was_received_is_remembered_as_taken() -> None:
    home = at_home(finished_room())
    answer = await home.words["proposal"](visitor(), [])
    assert home.hub.session.seats[1].proposal.taken is None
    assert answer.received is not None
    await answer.received()
    assert home.hub.session.seats[1].proposal.taken is not None


async def test_what_was_written_while_it_was_on_its_way_is_not_taken() -> None:
    home = at_home(opened_again(ranked_room(), Kind.PROPOSAL, "write"))
    answer = await home.words["proposal"](visitor(), [])
    await home.hub.submit(WriteField(seat=1, field="pitch", text="One more thing"), participant(1))
    assert answer.received is not None
    await answer.received()
    assert home.hub.session.seats[1].proposal.taken is None


@pytest.mark.parametrize(("word", "name"), [("topten", "md"), ("report", "csv")])
async def test_a_document_without_the_proposal_takes_none(word: str, name: str) -> None:
    assert (await asked(finished_room(), visitor(), word, name)).received is None


async def test_taking_a_report_with_nothing_written_changes_nothing() -> None:
    home = at_home(finished_room())
    answer = await home.words["report"](visitor(4), [])
    assert answer.received is not None
    await answer.received()
    assert home.hub.session.revision == finished_room().revision


# With the system's own programs


@asynccontextmanager
async def a_hosted_author(root: Path) -> AsyncIterator[Hosted]:
    """A hosted session with one person, who has written a proposal in several scripts, with line ends of all kinds."""
    async with hosted(root) as room:
        await room.ask(AddSeat(name="Participant 1", word="maple-k7fd"))
        await room.lead(Kind.PROPOSAL, "write")
        text = "Ελένη 陈静\nà la carte\n\nमित्र"
        await room.running.hub.submit(WriteField(seat=1, field="pitch", text=text), participant(1))
        yield room


def _program(room: Hosted, name: str, *arguments: str) -> list[str]:
    quiet = [
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        "-o",
        "IdentityAgent=none",
    ]
    port = "-p" if name == "ssh" else "-P"
    return [name, "-F", "none", port, str(room.host.port), *quiet, *arguments]


async def _runs(command: list[str]) -> "subprocess.CompletedProcess[bytes]":
    return await asyncio.to_thread(
        subprocess.run, command, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )


needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="There is no ssh on this machine.")


async def test_who_asks_for_pdf_is_told_how_to_get_one() -> None:
    answer = await asked(finished_room(), visitor(), "report", "pdf")
    assert "open it in a browser, print it and choose “Save as PDF”" in answer.sentence
    assert (answer.document, answer.status) == (b"", 2)


async def test_the_picture_of_participation_is_a_drawing() -> None:
    answer = await asked(finished_room(), visitor(), "picture")
    assert answer.document.startswith(b"<svg ")
    assert b"Where the room is" in answer.document


@needs_ssh
async def test_a_workbook_is_written_byte_for_byte_and_to_no_terminal(tmp_path: Path) -> None:
    async with a_hosted_author(tmp_path) as room:
        done = await _runs(_program(room, "ssh", "maple-k7fd@127.0.0.1", "report", "xlsx"))
        assert (done.stdout[:2], done.stderr, done.returncode) == (b"PK", b"", 0)
        assert zipfile.is_zipfile(BytesIO(done.stdout))
        done = await _runs(_program(room, "ssh", "-tt", "maple-k7fd@127.0.0.1", "report", "xlsx"))
        assert done.returncode == 2
        assert b"PK" not in done.stdout
        assert b"A terminal cannot show this format." in done.stdout + done.stderr


@needs_ssh
async def test_the_systems_ssh_writes_the_document_byte_for_byte(tmp_path: Path) -> None:
    async with a_hosted_author(tmp_path) as room:
        wanted = PROPOSAL.formats[0].render(PROPOSAL.of(room.running.hub.sight(participant(1))))
        done = await _runs(_program(room, "ssh", "maple-k7fd@127.0.0.1", "proposal"))
        assert (done.stdout, done.stderr, done.returncode) == (wanted, b"", 0)
        await until(lambda: room.seat().proposal.taken is not None)


@needs_ssh
async def test_the_systems_ssh_says_on_standard_error_why_there_is_nothing(tmp_path: Path) -> None:
    async with a_hosted_author(tmp_path) as room:
        done = await _runs(_program(room, "ssh", "maple-k7fd@127.0.0.1", "topten"))
        sentence = b"The top ten has not been revealed yet, so there is no result.\n"
        assert (done.stdout, done.stderr, done.returncode) == (b"", sentence, 1)


@needs_ssh
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("scp", ("maple-k7fd@127.0.0.1:my-proposal.md", ".")),
        ("scp", ("-O", "maple-k7fd@127.0.0.1:my-proposal.md", ".")),
        ("sftp", ("maple-k7fd@127.0.0.1",)),
    ],
)
async def test_who_copies_files_sees_the_command_that_works(
    tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    async with a_hosted_author(tmp_path) as room:
        done = await _runs(_program(room, name, *arguments))
        command = f"ssh -p {room.host.port} maple-k7fd@127.0.0.1 proposal > my-proposal.md"
        assert done.returncode != 0
        assert command in done.stderr.decode()


async def test_a_key_is_as_good_as_a_word_and_a_closed_session_still_hands_out(tmp_path: Path) -> None:
    async with hosted(tmp_path) as room:
        key = own_key("mine")
        await room.lead(Kind.PROPOSAL, "write")
        (await room.join(key=key)).abort()
        await until(lambda: room.seat().keys)
        await room.running.hub.submit(WriteField(seat=1, field="pitch", text="Over coffee"), participant(1))
        await room.ask(CloseSession())
        async with asyncssh.connect(
            "127.0.0.1",
            room.host.port,
            username="room",
            client_keys=[key],
            known_hosts=None,
            agent_path=None,
            config=None,
        ) as line:
            done = await line.run("proposal html")
        assert "Over coffee" in str(done.stdout)
        assert done.exit_status == 0
        await until(lambda: room.seat().proposal.taken is not None)
