"""The page on the keys, from the bindings of the screens."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

import copworkshop.toolkit
import copworkshop.ui
from copworkshop.toolkit.dialogs.help import key_name

PLACES: Final = {
    "The facilitator": {
        "ui.screens.start.StartScreen": "On the start screen",
        "ui.screens.room.RoomScreen": "At every step, on stage and console",
        "ui.screens.console.ConsoleScreen": "On the console, at every step",
        "ui.console.question.QuestionAskingScreen": "On the console, to ask everybody a question",
        "ui.console.question.NewQuestionScreen": "While a question is worded (Q)",
        "ui.console.question.QuestionScreen": "While a question is open or closed (Q)",
        "ui.screens.people.PeopleScreen": "In the list of people (p)",
        "ui.screens.joining.JoiningScreen": "How people join (J)",
        "ui.screens.agenda.AgendaScreen": "Go to a step (g)",
        "ui.console.welcome.WelcomePanel": "Welcome",
        "ui.console.lifecycle.LifecyclePanel": "Lifecycle",
        "ui.console.participation.ParticipationPanel": "Participation",
        "ui.console.proposal.ProposalPanel": "Proposal",
        "ui.console.topten.TopTenPanel": "Top ten, in every round",
        "ui.console.topten_collect.CollectPanel": "Collecting ideas",
        "ui.console.topten_merge.MergePanel": "Merging ideas",
        "ui.console.topten_rank.RankPanel": "Ranking ideas",
        "ui.console.topten_result.ResultPanel": "Reveal and discussion",
        "ui.console.closing.ClosePanel": "Close",
    },
    "A participant": {
        "ui.participant.name.NameScreen": "While the name is asked for",
        "ui.participant.asking.AskingScreen": "While the facilitator is asked",
        "ui.participant.room.ParticipantRoom": "At every step",
        "ui.participant.question.QuestionScreen": "The question that the facilitator asks (F9)",
        "ui.participant.lifecycle.LifecyclePanel": "Lifecycle",
        "ui.participant.participation.ParticipationPanel": "Participation",
        "ui.widgets.proposal_form.ProposalForm": "Writing a proposal (the facilitator's form, too)",
        "ui.screens.preview.PreviewScreen": "The whole proposal (F4)",
        "ui.screens.consent.Consent": "Sharing a proposal",
        "ui.participant.sharing.SharingPanel": "Reading what others share",
        "ui.participant.topten_collect.CollectPanel": "Collecting ideas",
        "ui.participant.topten_merge.MergePanel": "While ideas are merged",
        "ui.participant.topten_sift.SiftPanel": "Rating ideas",
        "ui.participant.topten_rank.RankPanel": "Ranking ideas",
    },
    "Everywhere": {
        "toolkit.app.BaseApp": "On every screen",
        "toolkit.dialogs.confirm.Confirm": "In a question",
        "toolkit.dialogs.help.HelpScreen": "In the list of keys (F1)",
        "toolkit.dialogs.listing.Listing": "In a list of sentences",
        "toolkit.dialogs.choosing.ChoosingScreen": "In a list to choose from",
        "toolkit.widgets.entry_line.EntryLine": "In a line to type in",
        "ui.screens.enlarge.EnlargeScreen": "If the terminal is too small",
    },
}
"""The heading of each class that binds keys. One that is not here is described by its docstring, at the end."""


_HEAD: Final = """\
**F1** lists the keys that work at that moment. Letters are keys when no text field has the focus; **Esc** leaves a
field. They work with Caps Lock on, and on a Russian, Ukrainian, Greek or Hebrew keyboard in the places of the Latin
letters.

A wireless presenter sends Page Down, Page Up and `.` or `b`. The mouse selects text; where there is a list, a field or
a button, it clicks.
"""


def keys() -> str:
    """Return the page."""
    bound = {_name(kind): kind for kind in _kinds() if _rows(kind)}
    lines = ["# Keys", "", _HEAD]
    for part, places in PLACES.items():
        lines += [f"## {part}", ""]
        for name, heading in places.items():
            if name in bound:
                lines += _table(heading, bound.pop(name))
    if bound:
        lines += ["## More", ""]
        for kind in bound.values():
            lines += _table((kind.__doc__ or kind.__name__).split("\n")[0].rstrip("."), kind)
    return "\n".join(lines)


def _table(heading: str, kind: type[DOMNode]) -> list[str]:
    rows = [f"| {_joined(names)} | {what} |" for what, names in _rows(kind).items()]
    return [f"### {heading}", "", "| key | does |", "|---|---|", *rows, ""]


def _joined(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    digits = [name for name in names if name.isdigit()]
    if len(digits) > 2:  # such as 1 to 9
        names = [f"{digits[0]} to {digits[-1]}", *(name for name in names if not name.isdigit())]
    return ", ".join("`\\|`" if name == "|" else f"`{name}`" for name in names)


def _rows(kind: type[DOMNode]) -> dict[str, list[str]]:
    """Return what the keys do that a class binds itself, each with its keys."""
    rows: dict[str, list[str]] = {}
    for binding in kind.__dict__.get("BINDINGS", ()):
        if isinstance(binding, Binding) and binding.description and binding.show:
            rows.setdefault(binding.description, []).extend(key_name(key) for key in binding.key.split(","))
    return rows


def _name(kind: type[DOMNode]) -> str:
    return f"{kind.__module__}.{kind.__name__}".removeprefix("copworkshop.")


def _kinds() -> list[type[DOMNode]]:
    """Return every class of ours that can bind keys, in a lasting order."""
    for room in (copworkshop.toolkit, copworkshop.ui):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    return sorted({kind for kind in _below(DOMNode) if kind.__module__.startswith("copworkshop.")}, key=_name)


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
