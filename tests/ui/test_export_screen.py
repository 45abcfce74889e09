"""The report by a key on the console, at any moment of a running session, and of one that is closed."""

from dataclasses import replace
from pathlib import Path

from copworkshop.export.paper import JoiningOnPaper
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.wifi import Wifi
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.people import AddSeat
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Request
from copworkshop.ui.stage.canvas import Joining
from helpers.facilitator_driver import Walk, walk


async def told(room: Walk, *requests: Request) -> None:
    running = room.app.open_session
    assert running is not None
    for request in requests:
        await running.hub.submit(request, FACILITATOR)


def files(root: Path) -> list[str]:
    folder = root / "walk" / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def test_the_report_is_written_in_the_format_that_is_chosen_at_any_step(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "E")
        await room.sees("Write the report into the session's folder", "html one page")
        await room.press("enter")
        await room.sees("Written into", "walk-report.html")
    assert files(tmp_path) == ["walk-report.html"]
    assert (
        (tmp_path / "walk" / "exports" / "walk-report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    )


async def test_all_of_them_are_written_at_once_and_never_over_another(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        for _ in range(2):
            await room.press("E", "end", "up", "enter")
            await room.sees("Written into")
            await room.press("escape")
        await room.until(lambda: len(files(tmp_path)) == 12, "twelve files")
    assert {"walk-report.md", "walk-report-2.md", "walk-report.xlsx", "walk-report-2.docx"} < {*files(tmp_path)}


async def test_escape_writes_nothing(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2", "E", "escape")
        await room.sees("PgDn")
    assert files(tmp_path) == []


async def test_the_paper_kit_is_written_next_to_earlier_ones(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await room.press("f2")
        for name in ("paper-kit.html", "paper-kit-2.html"):
            await room.press("E")
            await room.sees("paper kit: forms, slips, ballots and cards, to print")
            await room.press("end", "enter")
            await room.sees(name)
            await room.press("escape")
    assert files(tmp_path) == ["paper-kit-2.html", "paper-kit.html"]
    page = (tmp_path / "walk" / "exports" / "paper-kit.html").read_text(encoding="utf-8")
    assert "Speak to:" in page  # nobody joins this room over the network
    assert "copworkshop run ./walk" in page


def test_a_card_on_paper_has_no_address_that_only_this_computer_reaches_and_no_password() -> None:
    joining = Joining("ssh -p 2222 room@127.0.0.1", "271 828", port=2222, wifi=Wifi("Pier", "secret99"))
    assert joining.on_paper == JoiningOnPaper("ssh -p 2222 room@127.0.0.1", 2222, "271 828", wifi="Pier")
    alone = replace(joining, unreachable="Nobody else can reach this machine.")
    assert alone.on_paper == JoiningOnPaper("", 2222, "271 828", wifi="Pier")
    assert not replace(joining, code=None).on_paper.asks_code


async def test_a_page_is_written_for_each_person_without_a_device_under_a_harmless_name(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        names = ("../../Ann", "CON", "x" * 40)
        await told(room, *(AddSeat(name=name, word=f"maple-{n}222") for n, name in enumerate(names, start=2)))
        await told(room, GoTo(kind=Kind.PROPOSAL, round="write"))
        await told(room, *(WriteField(seat=seat, field="problems", text=f"Waste {seat}") for seat in (1, 2, 3)))
        await room.press("f2", "E")
        await room.sees("the 3 proposals you typed for people")
        await room.press("end", "enter")
        await room.sees("Written into")
        taken = [seat.proposal.taken is not None for seat in room.session.present]
    assert files(tmp_path) == ["proposal-01-ann.html", "proposal-02-con.html", f"proposal-03-{'x' * 40}.html"]
    assert taken == [True, True, True]
    page = (tmp_path / "walk" / "exports" / "proposal-02-con.html").read_text(encoding="utf-8")
    assert "Waste 2" in page
    assert "Waste 1" not in page


async def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        (tmp_path / "walk" / "exports").write_text("in the way")
        await room.press("f2", "E", "enter")
        await room.sees("walk-report.html could not be written")


async def test_a_closed_session_opens_again_for_reading_and_for_its_report(tmp_path: Path) -> None:
    async with walk(tmp_path) as room:
        await told(room, AddSeat(name="Participant 1", word="maple-2222"), GoTo(kind=Kind.CLOSE, round="close"))
        await room.press("f2", "c", "y")
        await room.sees("The session is closed. Write its report?")
        await room.press("escape")
        await room.saved()
    async with walk(tmp_path) as room:
        await room.sees("This session is closed")
        closed = room.session
        await room.press("f2", "E", "enter")
        await room.sees("walk-report.html")
        await room.press("p", "a")
        assert room.session.present == closed.present
        assert room.session.closed == closed.closed
