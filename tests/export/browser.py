"""A headless Chromium that opens a page of the report."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

CHROMIUM: Final = shutil.which("chromium")
PHONE: Final = 500
"""The narrowest window that headless Chromium has, in pixels."""

QUIET: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)

needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed here, so the page is opened in no browser."
)

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def with_script(page: str, script: str) -> str:
    """Return the page with a script of the test's, which the page's own policy would not let run."""
    return _POLICY.sub("", page).replace("</body>", f"<script>{script}</script></body>")


def dom_of(page: str, folder: Path, *options: str) -> str:
    """Open a page and return what it is once its scripts have run."""
    assert CHROMIUM is not None
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [
            *(CHROMIUM, *QUIET, f"--user-data-dir={folder / 'profile'}", f"--window-size={PHONE},900"),
            *("--dump-dom", *options, file.as_uri()),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout
