"""The one widget for words, people's and our own: never markup, always wrapped by what is seen."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size

from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.toolkit.widgets.drawing import Drawing

Said = str | Content | Sequence[Content]
"""Words to show: a text, a styled text, or several lines of styled text."""


class Words(Drawing):
    """Shows words as they are: ``[/]`` is three characters, here and everywhere.

    A list is shown a line each. Words are as wide as the room and as high as they need.
    """

    DEFAULT_CSS = """
    Words {
        width: 1fr;
        height: auto;
        min-height: 0;
    }
    """

    def __init__(
        self,
        words: Said = "",
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(self._wrapped, name=name, id=id, classes=classes)
        self._words = _one(words)

    @property
    def words(self) -> Content:
        """What is shown, before it is wrapped."""
        return self._words

    def update(self, words: Said) -> None:
        """Show `words` instead. Nothing is painted if they are the same."""
        content = _one(words)
        if content is not self._words and not content.is_same(self._words):
            self._words = content
            self.refresh_drawing()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest line, not wider than the container."""
        longest = max((line.cell_length for line in self._words.split("\n", allow_blank=True)), default=0)
        return min(longest, container.width)

    def _wrapped(self, width: int, height: int) -> Sequence[Content]:
        del height  # words take the rows they need
        return wrap_content(self._words, width)


def _one(words: Said) -> Content:
    if isinstance(words, Content):
        return words
    return Content(words) if isinstance(words, str) else Content("\n").join(words)
