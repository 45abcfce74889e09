"""How small a terminal may be. It is checked before Textual is loaded, so this module imports almost nothing."""

from typing import Final

LEAST_WIDTH: Final = 40
LEAST_HEIGHT: Final = 12
"""The smallest terminal that the screens are drawn for, in columns and rows."""


def too_small(columns: int, rows: int) -> bool:
    """Tell whether a terminal is too small for the screens. A terminal of unknown size, 0×0, is not."""
    return 0 < columns < LEAST_WIDTH or 0 < rows < LEAST_HEIGHT
