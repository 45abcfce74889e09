"""A strip has the caches that it uses, and no others."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from copworkshop.toolkit.strips import _SIZES, lazy_strip_caches

lazy_strip_caches()


def made(strip: Strip) -> set[str]:
    """The caches that a strip has by now."""
    found = set()
    for name in _SIZES:
        try:
            vars(Strip)[name]._slot.__get__(strip, Strip)
        except AttributeError:
            continue
        found.add(name)
    return found


def test_every_cache_of_textuals_is_known() -> None:
    assert {name for name in Strip.__slots__ if name.endswith("_cache")} == {*_SIZES, "_render_cache"}


def test_a_new_strip_has_none() -> None:
    assert made(Strip([Segment("words")])) == set()


def test_what_is_used_is_made_and_kept() -> None:
    strip = Strip([Segment("a few words", Style(bold=True))])
    cropped = strip.crop(2, 5)
    assert cropped.text == "few"
    assert made(strip) == {"_crop_cache"}
    assert strip.crop(2, 5) is cropped


def test_doing_it_again_changes_nothing() -> None:
    lazy_strip_caches()
    strip = Strip([Segment("a few words")])
    assert [part.text for part in strip.divide([1, 11])] == ["a", " few words"]
    assert strip.divide([1, 11])[0].text == "a"
    assert strip.adjust_cell_length(13).text == "a few words  "
    assert strip.apply_style(Style(italic=True)).text == strip.text
