"""The widget for all words, people's and our own. They are never markup, and are wrapped by their width in cells."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from typing_extensions import override

from copworkshop.toolkit.widgets.cells import wrap_content
from copworkshop.toolkit.widgets.drawing import Drawing

Said = str | Content | Sequence[Content]
"""Words to show: a text, a styled text, or several lines of styled text."""


class Words(Drawing):
    """Shows words as they are: ``[/]`` is three characters, here and everywhere.

    Each item of a list is one line. The widget is as wide as its container and as high as its lines.
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
        """The words shown, before wrapping."""
        return self._words

    def update(self, words: Said) -> None:
        """Show `words` instead. Nothing is repainted if they are the same."""
        content = _one(words)
        if content is not self._words and not content.is_same(self._words):
            self._words = content
            self.refresh_drawing()

    def update_or_hide(self, words: Said) -> None:
        """Show `words` instead, or take no row if there are none."""
        self.update(words)
        self.display = bool(self._words)

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        longest = max((line.cell_length for line in self._words.split("\n", allow_blank=True)), default=0)
        return min(longest, container.width)

    def _wrapped(self, width: int, height: int) -> Sequence[Content]:
        return wrap_content(self._words, width)


def _one(words: Said) -> Content:
    if isinstance(words, Content):
        return words
    return Content(words) if isinstance(words, str) else Content("\n").join(words)
