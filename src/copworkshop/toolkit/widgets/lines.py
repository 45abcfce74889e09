"""Texts as styled lines, for pages of the stage, the console and the dialogs."""

from textual.content import Content

from copworkshop.toolkit.theme import BODY
from copworkshop.toolkit.widgets.cells import width_of, wrap, wrap_content


def paragraph(text: str, width: int, style: str = BODY) -> list[Content]:
    """Return a text as lines of at most `width` cells, all in one style."""
    return [Content.styled(line, style) for line in wrap(text, width)]


def hanging(mark: str, text: str | Content, width: int, style: str = BODY, mark_style: str = "") -> list[Content]:
    """Return a text after a mark. The other lines are indented by the width of the mark."""
    content = Content.styled(text, style) if isinstance(text, str) else text
    indent = width_of(mark)
    first, *others = wrap_content(content, width - indent)
    return [Content.assemble((mark, mark_style or style), first), *(line.pad_left(indent) for line in others)]
