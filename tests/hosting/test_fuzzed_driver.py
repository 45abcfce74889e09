"""The short form of ``soak fuzz``: bytes into the driver, led by what they reach in the parser.

In the suite, `test_driver.py` sends random bytes.
"""

import pytest

from soak import fuzz

SECONDS = "5"

pytest.importorskip("atheris", reason=fuzz.NOT_HERE)


@pytest.mark.soak
def test_bytes_that_are_led_to_the_parsers_edge_do_not_break_the_driver() -> None:
    assert fuzz.main([SECONDS]) == 0


@pytest.mark.soak
def test_the_trial_finds_a_driver_that_trusts_the_parser() -> None:
    assert fuzz.main(["60", "broken"]) == 0
