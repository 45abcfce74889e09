"""The keys of the form for a proposal, while text is typed and after Esc has left the text."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from copworkshop.toolkit.commands import Command, Commands
from copworkshop.ui.widgets.proposal_words import OF_ALOUD

if TYPE_CHECKING:
    from copworkshop.ui.widgets.proposal_form import ProposalForm


def _types(form: "ProposalForm") -> bool:
    return form.takes_text


def _is_left(form: "ProposalForm") -> bool:
    return not form.takes_text


def _has_more(form: "ProposalForm") -> bool:
    return form.questions.show_vertical_scrollbar


def _has_aloud(form: "ProposalForm") -> bool:
    return form.typed.field.aloud is not None


def _of_aloud(form: "ProposalForm") -> str:
    stop, again, begin = OF_ALOUD
    return (stop if form.aloud.left else again) if form.aloud.running else begin


PROPOSAL_KEYS: Final[Commands["ProposalForm"]] = (
    Command("enter", "write", "Write in this field", "write", _is_left),
    Command("up,down", hint="the other fields", when=_is_left, label="Up Down"),
    Command("up", "step(-1)", "The field before", when=_is_left, listed=False),
    Command("down", "step(1)", "The next field of the proposal", when=_is_left, listed=False),
    Command("ctrl+down", "scroll_questions(1)", "Read on in the questions", "more", _has_more, listed=False),
    Command("ctrl+up", "scroll_questions(-1)", "Read back in the questions", when=_has_more, listed=False),
    Command("tab", "go(1)", "The next field of the proposal", lambda form: "next field" if form.takes_text else ""),
    Command("shift+tab", "go(-1)", "The field before", lambda form: "before" if form.takes_text else ""),
    Command("f4,a", "preview", "The whole proposal, as it will be taken home", "read it all"),
    Command("ctrl+z", hint="undo", when=_types),
    Command("f6,t", "read_aloud", "Time yourself reading the field aloud; again stops", _of_aloud, _has_aloud),
)


def keys_in_text(form: "ProposalForm") -> dict[str, Callable[[], object]]:
    """Return the keys that the text leaves to the form."""
    keys = {"tab": partial(form.action_go, 1), "shift+tab": partial(form.action_go, -1)}
    return {**keys, **({"escape": form.focus} if form.ESCAPES else {})}
