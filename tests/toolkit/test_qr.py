"""QR codes from half blocks, read again by a decoder that knows nothing of ours."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.toolkit.widgets.qr import qr_code

LINK = "ssh://room@192.168.100.100:2222"
SCALE = 4  # pixels a module
DARK, LIGHT = 0, 255
HALVES = {"█": (LIGHT, LIGHT), "▀": (LIGHT, DARK), "▄": (DARK, LIGHT), " ": (DARK, DARK)}


def scanned(lines: tuple[str, ...]) -> list[str]:
    """What a phone reads off a dark terminal that shows these lines: what is drawn is bright, what is not is dark."""
    pixels = bytearray()
    for line in lines:
        for half in (0, 1):
            row = b"".join(bytes([HALVES[cell][half]]) * SCALE for cell in line)
            pixels += row * SCALE
    width = len(lines[0]) * SCALE
    image = memoryview(bytes(pixels)).cast("B", (len(pixels) // width, width))
    # A code that is light on dark would be no help to phones that do not read such.
    return [found.text for found in zxingcpp.read_barcodes(image, try_invert=False)]


@pytest.mark.parametrize("link", [LINK, "ssh://room@[fd00::2]:2222", "ssh://room@laptop.local:65535"])
def test_what_a_phone_reads_is_the_link(link: str) -> None:
    assert scanned(qr_code(link)) == [link]


@given(st.from_regex(r"ssh://room@[a-z0-9.-]{1,60}:[0-9]{1,5}", fullmatch=True))
def test_every_link_is_read_again(link: str) -> None:
    assert scanned(qr_code(link)) == [link]


def test_the_code_of_an_ordinary_address_leaves_room_on_80_columns() -> None:
    lines = qr_code(LINK)

    assert {len(line) for line in lines} == {29}
    assert len(lines) == 15


def test_the_edge_is_bright_all_around() -> None:
    lines = qr_code(LINK)

    assert set(lines[0] + lines[-1][:1] + lines[-1][-1:]) == {"█"}
    assert {line[:2] + line[-2:] for line in lines} == {"████"}
