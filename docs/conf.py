"""The site of these pages: ``uv run --isolated --only-group docs sphinx-build -W docs docs/_site``.

The pages are plain Markdown with links between files, so that they read as well in a copy of the repository. What only
the site needs is added here: its table of contents, and the pages of the project's top folder.
"""

import os
import re
from pathlib import Path
from typing import Any

project = "copworkshop"
author = "copworkshop contributors"
extensions = ["myst_parser"]
exclude_patterns = ["_site"]
myst_heading_anchors = 4
suppress_warnings = ["misc.highlighting_failure"]  # not every kind of file has colours
smartquotes = False  # two dashes begin an option
html_theme = "furo"
html_title = "copworkshop"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {"source_edit_link": "", "top_of_page_buttons": []}
pygments_style = "friendly"
pygments_dark_style = "github-dark"

CONTENTS = {
    "Begin": ["install"],
    "Lead a workshop": ["lead/before", "lead/the-day", "lead/trouble", "lead/after"],
    "Take part": ["take-part/joining", "take-part/taking-part"],
    "Without terminals": ["without-terminals", "counting"],
    "Plans": ["first-plan", "plans", "plan-gallery", "translating"],
    "Reports": ["reports"],
    "Host": ["host", "accounts"],
    "Reference": ["reference/commands", "reference/keys", "reference/files", "reference/environment"],
    "How it works": ["how/count", "how/privacy", "how/reliability", "how/speed", "architecture"],
    "Lab notebooks": ["lab/reliability", "lab/performance"],
    "Project": ["project/contributing", "project/changelog", "project/licence", "project/pilot", "project/feedback"],
}

TOP = Path(__file__).parents[1]
FROM_THE_TOP = {"project/contributing": "CONTRIBUTING.md", "project/changelog": "CHANGELOG.md"}
PLACE_ON_THE_SITE = {"README.md": "/index.md", **{name: f"/{page}.md" for page, name in FROM_THE_TOP.items()}}


def add_what_the_site_needs(_app: Any, name: str, source: list[str]) -> None:
    """Put the contents on the first page, and the pages of the top folder in place of those that lead to them."""
    folder = (TOP / "docs" / name).parent
    if name in FROM_THE_TOP:
        source[0], folder = (TOP / FROM_THE_TOP[name]).read_text(encoding="utf-8"), TOP
    source[0] = re.sub(r"\]\((?!https?:|#)([^)#]+)", lambda link: f"]({on_the_site(folder / link[1])}", source[0])
    if name == "index":
        for heading, pages in CONTENTS.items():
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n" + "\n".join(pages) + "\n```\n"


def on_the_site(file: Path) -> str:
    """Return where a link to a file leads on the site, seen from its top."""
    named = Path(os.path.abspath(file)).relative_to(TOP).as_posix()  # noqa: PTH100 - it need not be there
    return PLACE_ON_THE_SITE.get(named) or (
        f"/{named.removeprefix('docs/')}" if named.startswith("docs/") else f"/../{named}"
    )


def setup(app: Any) -> None:
    """Connect the function above."""
    app.connect("source-read", add_what_the_site_needs)
