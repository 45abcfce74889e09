"""Golden documents: what the report of a finished session is, word for word.

After a wanted change, renew them and look at what changed::

    COPWORKSHOP_RENEW_GOLDEN=1 pytest tests/export
"""

import os
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden")


def golden(name: str, made: str) -> str:
    """Return the golden document of this name, made again from `made` where that is asked for."""
    path = GOLDEN / name
    if os.environ.get("COPWORKSHOP_RENEW_GOLDEN"):
        path.write_text(made, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8")
