"""How small a terminal may be. Told before Textual is loaded, so this file needs nothing."""

from typing import Final

LEAST_WIDTH: Final = 40
LEAST_HEIGHT: Final = 12
"""The smallest terminal that the screens are drawn for, in columns and rows."""


def too_small(columns: int, rows: int) -> bool:
    """Tell whether a terminal of this size cannot show the screens. One that does not know its size says 0×0."""
    return 0 < columns < LEAST_WIDTH or 0 < rows < LEAST_HEIGHT
