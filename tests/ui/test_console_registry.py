"""Which panel the console shows."""

from copworkshop.model.plan import Kind
from copworkshop.ui.console.registry import PANELS


def test_every_kind_of_step_has_a_panel_of_its_own() -> None:
    assert set(PANELS) == set(Kind)
    assert len(set(PANELS.values())) == len(Kind)
