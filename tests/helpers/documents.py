"""The pages that people read: the README, the pages of the site, and what stands next to them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted(page for page in DOCS.rglob("*.md") if "_site" not in page.parts)]

FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(
    r"(?:^ *<!-- not run: (?P<why>[^\n]*) -->\n)?^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^ *```$",
    re.DOTALL | re.MULTILINE,
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Yield every fenced block of a kind, with the reason that it is not run; an empty reason says that it is run."""
    for block in BLOCK.finditer(text_of(page)):
        if block["kind"] == kind:
            lines = block["text"].splitlines()
            yield "\n".join(line.removeprefix(block["indent"]) for line in lines), block["why"] or ""


def anchors(page: Path) -> set[str]:
    """Return where links into a page may lead, as the sites that show repositories name them."""
    headings = HEADING.findall(FENCED.sub("", text_of(page)))
    bare = (re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading).lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in bare}
