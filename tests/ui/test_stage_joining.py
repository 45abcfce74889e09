"""How to join, on the stage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.wifi import Wifi
from copworkshop.rules.admission import CloseDoor, ShowAddress
from copworkshop.rules.agenda import Blank
from copworkshop.toolkit.theme import QR
from copworkshop.toolkit.widgets.qr import qr_code
from copworkshop.ui.stage import joining
from copworkshop.ui.stage.canvas import Canvas, Joining
from copworkshop.ui.stage.joining import PICTURE_SECONDS, SCAN, SCAN_WIFI
from copworkshop.ui.stage.line import bottom_line
from copworkshop.ui.stage.registry import draw_stage
from helpers.session_builder import ask, at, room
from helpers.stage import JOINING, canvas, said_on

SHOWN = ask(at(room(6), Kind.TOP_TEN, "rank"), ShowAddress(shown=True))
CLOSED = ask(room(6), CloseDoor(closed=True))
FULL = replace(JOINING, fingerprint="SHA256:+F5MZYZbV7N9NyP6gMsKBbvL8N1xL6KEjgIGQ1nB0RU")


def test_the_address_stands_alone_on_the_stage_at_any_step() -> None:
    shown = said_on(replace(canvas(SHOWN, joining=FULL), connected=4))

    assert shown.startswith(
        "How to join To join, type in a terminal: ssh -p 2222 room@192.0.2.7 "
        "The first time, type yes and press Enter. Join code:"
    )
    assert shown.endswith(f"{FULL.fingerprint} 6 people are here, 4 connected")


def test_a_stage_that_is_blanked_shows_no_address() -> None:
    assert draw_stage(canvas(ask(SHOWN, Blank(blank=True)))) == []


@pytest.mark.parametrize(("width", "height"), [(40, 11), (80, 23), (160, 49)])
def test_the_address_fits_every_stage(width: int, height: int) -> None:
    drawn = draw_stage(canvas(SHOWN, width, height, joining=FULL))

    assert len(drawn) <= height
    assert all(line.cell_length <= width for line in drawn)


def test_a_closed_door_is_said_with_the_way_back_and_without_the_code() -> None:
    shown = said_on(canvas(CLOSED, joining=FULL))

    assert "The door is closed: nobody new comes in. To come back, type in a terminal: ssh -p 2222 WORD@192" in shown
    assert "Join code" not in shown


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (80, "ssh -p 2222 WORD@192.0.2.7   door closed   Welcome"),
        (46, "-p 2222 WORD@192.0.2.7   door closed"),
        (20, "door closed"),
    ],
)
def test_the_bottom_line_says_that_the_door_is_closed(width: int, told: str) -> None:
    assert bottom_line(canvas(CLOSED, width)).plain.strip().startswith(told)


def test_where_nobody_comes_over_the_network_a_closed_door_is_not_spoken_of() -> None:
    session: Session = CLOSED
    assert "door" not in said_on(canvas(session, joining=None)) + bottom_line(canvas(session, joining=None)).plain


# Where nobody, or nobody else, can reach the computer

NO_NETWORK = Joining("", "482 913", FULL.fingerprint, unreachable="It is in no network.", advice="Join one.")


@pytest.mark.parametrize("session", [room(6), SHOWN, CLOSED], ids=["welcome", "address", "closed"])
@pytest.mark.parametrize(("width", "height"), [(40, 11), (80, 23), (160, 49)])
def test_without_a_network_the_stage_gives_the_reason_and_neither_command_nor_code(
    session: Session, width: int, height: int
) -> None:
    drawn = canvas(session, width, height, joining=NO_NETWORK)
    shown = said_on(drawn)

    assert "It is in no network. How to join is shown here as soon as there is a network." in shown
    assert not {"ssh", "code:", "Scan", "482", "terminal:"} & set(shown.split())
    assert len(draw_stage(drawn)) <= height


@pytest.mark.parametrize(("width", "told"), [(80, "It is in no network."), (22, "no network")])
def test_without_a_network_the_bottom_line_says_so(width: int, told: str) -> None:
    assert bottom_line(canvas(at(room(6), Kind.LIFECYCLE), width, joining=NO_NETWORK)).plain.strip().startswith(told)


def test_without_a_network_the_close_shows_no_commands() -> None:
    assert "report" not in said_on(canvas(at(room(6), Kind.CLOSE), joining=NO_NETWORK))


def test_an_address_for_this_computer_alone_stands_with_the_reason_why_nobody_else_can_join() -> None:
    alone = replace(FULL, command="ssh -p 2222 room@127.0.0.1", unreachable="For this machine alone.")
    assert "type yes and press Enter. For this machine alone. Join code:" in said_on(canvas(SHOWN, joining=alone))


# The QR code

LINKED = replace(
    FULL, code="482 913", command="ssh -p 2222 room@192.168.100.100", link="ssh://room@192.168.100.100:2222"
)


def code_lines(drawn: Canvas) -> list[str]:
    """The QR code on the page: what stands right of the words, or nothing."""
    code = qr_code(LINKED.link or "")
    lines = [line.plain for line in draw_stage(drawn)]
    return [line for line in lines if any(line.endswith(part) for part in code if part.strip("█"))]


@pytest.mark.parametrize("session", [room(6), SHOWN], ids=["welcome", "address"])
@pytest.mark.parametrize(("width", "height"), [(76, 23), (116, 34)])
def test_the_qr_code_stands_whole_next_to_a_join_code_that_is_still_large(
    session: Session, width: int, height: int
) -> None:
    drawn = canvas(session, width, height, joining=LINKED)
    lines = [line.plain for line in draw_stage(drawn)]
    rows = [y for y, line in enumerate(lines) if line.endswith("█" * 29)]

    assert len(lines) <= height
    shown = tuple(line[-29:] for line in lines[rows[0] : rows[-1] + 1])
    assert shown == qr_code(LINKED.link or "")
    left = "".join(line[:-29] for line in lines)
    assert "▀▀▀█" in left or "████████" in left
    assert "A phone with an SSH app? Scan this." in left


@pytest.mark.parametrize(("width", "height"), [(60, 23), (76, 14), (36, 11)])
def test_where_there_is_no_room_for_the_qr_code_the_words_have_it_all(width: int, height: int) -> None:
    assert code_lines(canvas(room(6), width, height, joining=LINKED)) == []


def test_a_closed_door_shows_no_qr_code() -> None:
    assert code_lines(canvas(CLOSED, 76, 23, joining=LINKED)) == []


def test_the_qr_code_is_bright_on_black_in_every_theme() -> None:
    spans = [span for line in draw_stage(canvas(room(6), 76, 23, joining=LINKED)) for span in line.spans]

    assert QR in {str(span.style) for span in spans}


# The Wi-Fi

GUEST = replace(LINKED, wifi=Wifi("Workshop Guest", "coffee-and-cake"))
LONG = replace(LINKED, wifi=Wifi("The Harbour Trust, second floor", "correct horse battery staple, " * 2))


def holds(drawn: Canvas, text_of_code: str | None) -> bool:
    """Whether a QR code stands whole on the page."""
    code = qr_code(text_of_code or "")
    lines = [line.plain.ljust(drawn.width) for line in draw_stage(drawn)]
    width = len(code[0])
    return any(
        tuple(line[x : x + width] for line in lines[y : y + len(code)]) == code
        for y in range(len(lines))
        for x in range(drawn.width - width + 1)
    )


def both(drawn: Canvas) -> tuple[bool, bool]:
    """Whether the QR codes of the Wi-Fi, and of the command, stand on the page."""
    assert drawn.joining is not None
    assert drawn.joining.wifi is not None
    return holds(drawn, drawn.joining.wifi.link), holds(drawn, drawn.joining.link)


@pytest.mark.parametrize("session", [room(6), SHOWN], ids=["welcome", "address"])
def test_on_a_wide_stage_both_qr_codes_stand_next_to_each_other_each_with_its_caption(session: Session) -> None:
    drawn = canvas(session, 116, 34, joining=GUEST)

    assert both(drawn) == (True, True)
    assert SCAN_WIFI in said_on(drawn)
    assert "A phone with an SSH app? Scan" in said_on(drawn)
    assert len(draw_stage(drawn)) <= 34


def test_where_one_qr_code_fits_they_take_turns_and_nothing_else_moves() -> None:
    drawn = canvas(SHOWN, 76, 23, joining=GUEST)
    later_on = replace(drawn, now=drawn.now + timedelta(seconds=PICTURE_SECONDS))
    shown = [both(drawn), both(later_on)]

    assert sorted(shown) == [(False, True), (True, False)]
    words = [[line.plain[:40].rstrip() for line in draw_stage(each)] for each in (drawn, later_on)]
    changed = {line for before, after in zip(*words, strict=True) if before != after for line in (before, after)}
    assert changed == {SCAN, SCAN_WIFI}


@pytest.mark.parametrize("joining", [GUEST, LONG, replace(GUEST, wifi=Wifi("Open"))], ids=["guest", "long", "open"])
@pytest.mark.parametrize(("width", "height"), [(36, 11), (76, 23), (116, 34)])
@pytest.mark.parametrize("session", [room(6), SHOWN, CLOSED], ids=["welcome", "address", "closed"])
def test_name_and_password_are_read_whole_at_every_size(
    session: Session, width: int, height: int, joining: Joining
) -> None:
    drawn = canvas(session, width, height, joining=joining)
    shown = "".join(said_on(drawn).split())

    assert joining.wifi is not None
    assert "Wi-Fi:" + "".join(joining.wifi.name.split()) in shown or any(both(drawn))
    for word in (joining.wifi.name + " " + joining.wifi.password).split():
        assert word in " ".join(said_on(drawn).split()), word
    assert all(line.cell_length <= width for line in draw_stage(drawn))
    assert "…" not in said_on(drawn)


@pytest.mark.parametrize(("width", "height"), [(36, 11), (76, 23), (116, 34)])
def test_with_the_wifi_how_to_join_still_fits_every_stage(width: int, height: int) -> None:
    assert len(draw_stage(canvas(SHOWN, width, height, joining=GUEST))) <= height


def test_without_an_address_the_wifi_is_shown_all_the_same() -> None:
    drawn = canvas(SHOWN, 76, 23, joining=replace(NO_NETWORK, wifi=GUEST.wifi))

    assert GUEST.wifi is not None
    assert holds(drawn, GUEST.wifi.link)
    assert said_on(drawn).startswith("How to join Wi-Fi: Workshop Guest")
    assert "It is in no network." in said_on(drawn).replace("█", "")


def test_the_bottom_line_of_other_steps_does_not_hold_the_wifi() -> None:
    assert "coffee" not in bottom_line(canvas(at(room(6), Kind.LIFECYCLE), joining=GUEST)).plain


@pytest.mark.parametrize(
    ("size", "said"), [((116, 34), joining.FIRST_TIME_IN_SHORT), ((196, 59), joining.FIRST_TIME), ((76, 23), None)]
)
def test_what_to_type_the_first_time_is_large_where_it_fits(size: tuple[int, int], said: str | None) -> None:
    drawn = draw_stage(canvas(room(6), *size, joining=replace(JOINING, link="ssh://room@192.0.2.7:2222")))

    assert len(drawn) <= size[1]
    assert JOINING.command in drawn.said or said is None
    assert said is None or said in drawn.said
    assert any("█▀▀▀" in line.plain or "██ ▄▄▄▄▄" in line.plain for line in drawn)  # the QR code is still there
