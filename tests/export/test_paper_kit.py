"""The paper kit as a facilitator prints it: of a plan before there is a session, of a session, and what comes back."""

import os
import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from pages import Page

from copworkshop.content.loader import packaged_text
from copworkshop.export.paper import JoiningOnPaper, paper_kit
from copworkshop.export.paper_page import paper_page, qr_path
from copworkshop.model.people import FACILITATOR
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.rules.agenda import GoTo
from copworkshop.rules.closing import CloseSession
from copworkshop.rules.collecting import AddIdeas, SetQuestion
from copworkshop.rules.people import SetTables
from copworkshop.rules.sight import sight
from copworkshop.ssh.access import set_passphrase
from copworkshop.store.sessions import create_with, open_
from helpers.commands import given
from helpers.session_builder import ask, at, room

PLAN = tomllib.loads(packaged_text("session4"))
HOSTILE = "<img src=x onerror=alert(1)>"
TRICKY = (HOSTILE, "分享失败，也分享成功", "ابدأ صغيرا (أولا)", "W" * 190)
Bytes = pytest.CaptureFixture[bytes]


def kit(path: str) -> Page:
    return Page.read(Path(path).read_text(encoding="utf-8"))


def saved(session: Session, name: str = "here") -> Path:
    """Save a session in ./sessions, and return its folder."""
    opened = create_with(Path("sessions"), session.replace(name=name), packaged_text("session4"))
    opened.folder.close()
    return Path("sessions") / name


def joined(folder: Path, code: str = "271828") -> None:
    """Leave in a session's access folder what its host leaves there."""
    access = folder / "access"
    access.mkdir(exist_ok=True)
    for name, text in (
        ("port", "2345"),
        ("join_code", code),
        ("address", "workshop.example"),
        ("wifi", "Pier:secret99"),
    ):
        (access / name).write_text(f"{text}\n")


def test_before_there_is_a_session_the_kit_of_a_plan_is_written_into_this_folder(capfdbinary: Bytes) -> None:
    code, out, said = given(capfdbinary, "paper", "--plan", "session4")
    assert (code, said) == (0, "")
    assert out == "The paper kit is in paper-kit.html. Open it in a browser and print it: it fits A4 and Letter.\n"
    page = kit("paper-kit.html")
    assert [title for level, title in page.outline if level in {"h1", "h2"}] == [
        "Paper kit",
        "How what was filled in comes back",
        "Minute plan",
        "If this laptop dies",
        "Table card",
        "Activity 1: Community of Practice Proposal [individual activity]",
        "Idea slips",
        "Ballots",
    ]
    assert "ssh -p" in page.words("main")[0]
    assert page.all("svg") == []


def test_the_kit_begins_with_who_the_workshop_is_for_who_leads_it_and_its_purpose(capfdbinary: Bytes) -> None:
    said = 'organisation = "The harbour"\nfacilitator = "Ada L."\npurpose = "Agree on a list."\n'
    Path("mine.toml").write_text(
        packaged_text("session4").replace("schema = 1\n", f"schema = 1\n{said}", 1), encoding="utf-8"
    )
    assert given(capfdbinary, "paper", "--plan", "mine.toml")[0] == 0
    first = kit("paper-kit.html").words("main")[0].split("How what was filled in")[0]
    for words in ("Organisation: The harbour", "Facilitator: Ada L.", "Purpose: Agree on a list."):
        assert words in first


def test_without_a_session_or_a_plan_it_is_the_kit_of_session_4_and_nothing_is_written_over(
    capfdbinary: Bytes,
) -> None:
    assert given(capfdbinary, "paper")[0] == 0
    assert "paper-kit-2.html" in given(capfdbinary, "paper")[1]
    assert Path("paper-kit.html").read_bytes() == Path("paper-kit-2.html").read_bytes()


def test_the_form_has_the_prompts_of_the_deck_word_for_word_and_six_stars(capfdbinary: Bytes) -> None:
    given(capfdbinary, "paper")
    page = kit("paper-kit.html")
    fields = next(step["fields"] for step in PLAN["steps"] if step["kind"] == "proposal")
    asked = [question["deck"] for field in fields for question in field["questions"]]
    form = [element for element in page.elements if "field" in (element.attributes.get("class") or "").split()]
    printed = " ".join(" ".join(each.text.split()) for each in form)
    assert [question for question in asked if question not in printed] == []
    starred = [title.removeprefix("★ ") for title in page.words("h4") if title.startswith("★")]
    assert starred == [field["label"]["ours"] for field in fields if field.get("core")]
    assert len(starred) == 6


def test_the_minute_plan_adds_the_minutes_up_and_has_the_notes(capfdbinary: Bytes) -> None:
    given(capfdbinary, "paper")
    page = kit("paper-kit.html")
    rows = page.words("tr")
    assert "Community of Practice Lifecycle2010–30" in rows
    assert "Ranking ideas686–92" in rows
    assert "What you take home5110–115" in rows
    assert not any("sift" in row.lower() or "run-off" in row.lower() for row in rows)
    noted = page.words("li")
    notes = [text for step in PLAN["steps"] for note in step.get("notes", ()) if (text := note.get("ours"))]
    assert [text for text in notes if text not in noted] == []


def test_a_persons_slips_are_as_many_as_the_plan_allows(capfdbinary: Bytes) -> None:
    for each, slips in ((3, 6), (1, 8), (5, 5), (20, 20)):
        plan = packaged_text("session4").replace("ideas_each = 3", f"ideas_each = {each}")
        Path("mine.toml").write_text(plan, encoding="utf-8")
        assert given(capfdbinary, "paper", "--plan", "mine.toml", "--to", "mine.html", "--force")[0] == 0
        page = kit("mine.html")
        assert sum(one.attributes.get("class") == "cut slip" for one in page.elements) == slips


def test_a_plan_in_another_language_names_it_to_the_browser(capfdbinary: Bytes) -> None:
    plan = packaged_text("session4").replace("schema = 1", 'schema = 1\nlanguage = "de-CH"', 1)
    Path("mine.toml").write_text(plan, encoding="utf-8")
    assert given(capfdbinary, "paper", "--plan", "mine.toml")[0] == 0
    assert kit("paper-kit.html").all("html")[0].attributes["lang"] == "de-CH"
    Path("mine.toml").write_text(plan.replace("de-CH", 'de" onload="x'), encoding="utf-8")
    assert given(capfdbinary, "paper", "--plan", "mine.toml")[0] == 1
    Path("mine.toml").write_text(plan.replace("de-CH", "German!"), encoding="utf-8")
    assert "must be the code of a language" in given(capfdbinary, "paper", "--plan", "mine.toml")[2]


def test_a_session_has_a_card_for_each_table_with_command_code_and_qr_code(capfdbinary: Bytes) -> None:
    tables = (*(f"Table {number}" for number in range(1, 12)), HOSTILE)
    joined(saved(ask(room(2), SetTables(tables=tables))))
    code, out, _ = given(capfdbinary, "paper", "here")
    assert code == 0
    assert str(Path("sessions", "here", "exports", "paper-kit.html")) in out
    page = kit("sessions/here/exports/paper-kit.html")
    cards = page.all("article")
    assert [" ".join(card.text.split()).partition(" Join this")[0] for card in cards] == list(tables)
    for card in cards:
        assert "ssh -p 2345 room@workshop.example" in card.text
        assert "271 828" in card.text
    assert len(page.all("svg")) == 12
    assert "img" not in {element.tag for element in page.elements}


def test_no_secret_is_on_paper(capfdbinary: Bytes) -> None:
    folder = saved(room(3))
    joined(folder)
    set_passphrase(folder / "access", "harbour lantern violet moss")
    assert given(capfdbinary, "paper", "here")[0] == 0
    printed = (folder / "exports" / "paper-kit.html").read_text(encoding="utf-8")
    kept = (folder / "access" / "passphrase").read_text()
    for secret in ("secret99", "harbour lantern", kept.strip(), "maple-", "Participant 1"):
        assert secret not in printed
    assert "Pier" in printed


def test_the_command_reads_a_running_session_and_changes_nothing_else_of_it(capfdbinary: Bytes) -> None:
    folder = saved(room(1))
    joined(folder)
    running = open_(Path("sessions"), "here")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    try:
        assert given(capfdbinary, "paper", "here")[0] == 0
    finally:
        running.close()
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before.get(path)} == {folder / "exports" / "paper-kit.html"}


@pytest.mark.parametrize("why", ["never opened", "door closed", "session closed"])
def test_where_nobody_joins_the_card_says_to_whom_to_speak(why: str, capfdbinary: Bytes) -> None:
    session = room(1)
    if why == "door closed":
        session = session.replace(door_closed=True)
    if why == "session closed":
        session = ask(at(session, Kind.CLOSE), CloseSession())
    folder = saved(session)
    if why != "never opened":
        joined(folder)
    assert given(capfdbinary, "paper", "here")[0] == 0
    [card] = kit("sessions/here/exports/paper-kit.html").all("article")
    assert "Speak to:" in card.text
    assert "ssh" not in card.text


def test_where_no_code_is_asked_the_card_says_so(capfdbinary: Bytes) -> None:
    joined(saved(room()), "none")
    given(capfdbinary, "paper", "here")
    [card] = kit("sessions/here/exports/paper-kit.html").all("article")
    assert "No code is asked for." in card.text


def test_a_join_code_that_nobody_can_type_is_told_of(capfdbinary: Bytes) -> None:
    joined(saved(room()), "?")
    code, out, said = given(capfdbinary, "paper", "here")
    assert (code, out) == (1, "")
    assert "holds no join code" in said


def test_the_ideas_are_on_a_ballot_once_collecting_is_closed_and_not_before(capfdbinary: Bytes) -> None:
    session = ask(at(room(2), Kind.TOP_TEN), SetQuestion(text="What helps? <b>"), AddIdeas(seat=None, texts=TRICKY))
    saved(session, "collecting")
    saved(ask(session, GoTo(kind=Kind.TOP_TEN, round="merge")), "merging")
    given(capfdbinary, "paper", "collecting")
    page = kit("sessions/collecting/exports/paper-kit.html")
    assert TRICKY[1] not in page.words("main")[0]
    assert "Ballot" not in page.words("h2")
    given(capfdbinary, "paper", "merging")
    page = kit("sessions/merging/exports/paper-kit.html")
    listed = [text for text in page.words("li") if any(idea in text for idea in TRICKY)]
    assert [text[: len(str(number))] for number, text in enumerate(listed, start=1)] == [
        str(number) for number in range(1, len(TRICKY) + 1)
    ]
    assert sorted(text.lstrip("0123456789") for text in listed) == sorted(TRICKY)
    assert "What helps? <b>" in page.words("strong")
    assert {"b"} >= {each.tag for each in page.all("img", "b", "script")}
    assert all(each.attributes.get("dir") == "auto" for each in page.all("span") if each.text in TRICKY)


def test_ballots_typed_as_the_kit_says_are_counted(capfdbinary: Bytes) -> None:
    given(capfdbinary, "paper")
    first, second, ballot, command = [each.text for each in kit("paper-kit.html").all("code")][:4]
    Path("ballots.txt").write_text("\n".join([first, second, ballot, "2, 4", "7", ""]), encoding="utf-8")
    assert command == "copworkshop count FILE"
    code, out, _ = given(capfdbinary, "count", "ballots.txt")
    assert code == 0
    assert "3 ballots, 3 ideas" in out


def test_the_card_for_a_dead_laptop_says_where_the_session_is_and_how_to_resume_it(capfdbinary: Bytes) -> None:
    folder = saved(room()).absolute()
    given(capfdbinary, "paper", "here")
    codes = kit("sessions/here/exports/paper-kit.html").words("code")
    assert str(folder) in codes
    assert "copworkshop run here" in codes
    assert "copworkshop run ./here" in codes


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere"], 1, "There is no session"),
        (["here", "--plan", "session4"], 2, "not both"),
        (["--plan", "nowhere"], 1, "nowhere"),
        (["--plan", "."], 1, "folder"),
        (["here", "--to", "there.html"], 1, "--force"),
        (["here", "--to", "missing/there.html"], 1, "missing"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    arguments: list[str], code: int, said: str, capfdbinary: Bytes
) -> None:
    saved(room())
    Path("there.html").write_text("mine")
    found, out, complaint = given(capfdbinary, "paper", *arguments)
    assert (found, out) == (code, "")
    assert said in complaint
    assert complaint.count("\n") == 1
    assert Path("there.html").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="The system refuses this account nothing.")
def test_a_folder_that_may_not_be_written_is_told_of(capfdbinary: Bytes) -> None:
    folder = saved(room())
    folder.chmod(0o500)
    try:
        code, _, complaint = given(capfdbinary, "paper", "here")
    finally:
        folder.chmod(0o700)
    assert code == 1
    assert "paper-kit.html could not be written" in complaint


def test_a_file_in_the_place_of_the_export_folder_is_told_of(capfdbinary: Bytes) -> None:
    (saved(room()) / "exports").write_text("in the way")
    code, out, complaint = given(capfdbinary, "paper", "here")
    assert (code, out) == (1, "")
    assert "paper-kit.html could not be written" in complaint


def test_the_packaged_example_is_only_read(capfdbinary: Bytes) -> None:
    assert given(capfdbinary, "paper", "example")[0] == 0
    assert Path("paper-kit.html").exists()


def test_a_phone_reads_the_qr_code_of_the_card() -> None:
    link = "ssh://room@workshop.example:2345"
    code = qr_path(link)
    rows = [bytearray(b"\xff" * code.size) for _ in range(code.size)]
    for bar in code.d.split("M")[1:]:
        x, y, width = map(int, re.findall(r"\d+", bar)[:3])
        rows[y][x : x + width] = bytes(width)
    scale = 8
    pixels = b"".join(bytes(each for each in row for _ in range(scale)) * scale for row in rows)
    image = memoryview(pixels).cast("B", (code.size * scale, code.size * scale))
    [read] = zxingcpp.read_barcodes(image, try_invert=False)
    assert read.text == link


def test_an_address_that_is_not_known_is_left_to_fill_in() -> None:
    seen = sight(room(), FACILITATOR)
    joining = JoiningOnPaper(port=2345, code="271 828")
    [card] = Page.read(paper_page(paper_kit(seen, joining, None))).all("article")
    assert "ssh -p 2345 room@" in card.text
    [other] = Page.read(paper_page(paper_kit(seen, replace(joining, command="ssh -p 2345 room@a"), None))).all(
        "article"
    )
    assert "ssh -p 2345 room@a" in other.text
