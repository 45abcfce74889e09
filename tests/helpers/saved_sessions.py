"""Sessions of Session 4 in a folder, as somebody has begun and left them."""

from datetime import UTC, datetime
from pathlib import Path

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text
from copworkshop.store.sessions import create


def saved(root: Path, *names: str, heading: str | None = None) -> None:
    for name in names:
        create(root, name, packaged_text(DEFAULT_PLAN), now=datetime.now(UTC), heading=heading).close()
