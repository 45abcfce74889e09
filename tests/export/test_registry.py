"""The formats by name."""

from copworkshop.export.markdown import markdown
from copworkshop.export.registry import FORMATS


def test_every_format_goes_by_its_own_name() -> None:
    assert {name: each.name for name, each in FORMATS.items()} == {name: name for name in FORMATS}


def test_every_ending_begins_with_a_dot() -> None:
    assert all(each.ending.startswith(".") for each in FORMATS.values())


def test_md_is_markdown() -> None:
    assert FORMATS["md"].render is markdown
