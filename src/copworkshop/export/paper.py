"""The paper kit: what a workshop needs on paper, made from what the facilitator may see.

No secret is in it. The join code is public in the room; the passphrase and the rejoin words open seats and the console.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from copworkshop.export.plan_text import told_text
from copworkshop.export.tree_base import Text
from copworkshop.model.plan import Step
from copworkshop.model.round_names import titled
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight

FILE: Final = "paper-kit"
"""The name of its file, without the ending."""

_SLIPS_A_PAGE: Final = 8
_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd"}
_CORE_LINES: Final = 3
_LINES: Final = 2
_ALOUD_LINES: Final = 4  # a field to be read aloud is a whole speech


@dataclass(frozen=True, slots=True)
class JoiningOnPaper:
    """How people join, as table cards say it. What is empty or None, people fill in by hand."""

    command: str = ""
    """The whole command; empty where the address is not known."""
    port: int | None = None
    code: str | None = None
    asks_code: bool = True
    link: str | None = None
    """The link in the QR code."""
    wifi: str | None = None
    """The name of the Wi-Fi, never its password: paper stays behind."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the session is on the facilitator's computer, for the case that it stops."""

    folder: str
    """The path of the session's folder."""
    resume: str
    """The command that resumes it on this computer."""
    elsewhere: str
    """The command that resumes it on another one, in the folder that it was copied into."""


@dataclass(frozen=True, slots=True)
class PlannedTime:
    """A step or a round of the minute plan."""

    title: Text | None
    """The title of a step; None for a round."""
    round: str
    """What a round is called; empty for a step."""
    minutes: str
    """How long it takes; empty where the plan does not say."""
    span: str
    """From which minute of the session to which, such as “10–30”; empty where the plan does not say."""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the proposal form."""

    label: Text
    questions: tuple[Text, ...]
    core: bool
    lines: int
    """How many lines to write on it has."""


@dataclass(frozen=True, slots=True)
class Form:
    """The proposal form."""

    title: Text
    hint: Text
    stars: int
    """How many of its fields have a star."""
    groups: tuple[tuple[str, tuple[FormField, ...]], ...]


@dataclass(frozen=True, slots=True)
class NumberedIdea:
    """An idea on a ballot."""

    number: int
    wording: str


@dataclass(frozen=True, slots=True)
class Vote:
    """Idea slips and ballots."""

    title: Text
    question: str
    ideas_each: int
    slips: int
    """How many slips the pages of slips hold: whole sets of one for each idea that a person may write."""
    places: tuple[str, ...]
    """The places of a ballot: “1st”, “2nd” and so on."""
    blank_ballots: int
    """How many blank ballots fit a page."""
    ideas: tuple[NumberedIdea, ...]
    """The ideas that can be chosen; empty until all of them are shown."""


@dataclass(frozen=True, slots=True)
class PaperKit:
    """Everything that the kit holds, in the order in which it is printed."""

    language: str
    title: Text
    heading: str | None
    organisation: str | None
    facilitator: str | None
    purpose: Text | None
    agenda: tuple[PlannedTime, ...]
    minutes: str
    """How long the whole session takes."""
    kept: Kept | None
    """None before there is a session."""
    joining: JoiningOnPaper | None
    """None where nobody joins from a device of their own."""
    tables: tuple[str, ...] = field(default=())
    form: Form | None = None
    vote: Vote | None = None


def paper_kit(seen: Sight, joining: JoiningOnPaper | None, kept: Kept | None) -> PaperKit:
    """Return the paper kit of what the facilitator sees. Nobody joins a session that is closed, or whose door is."""
    closed = seen.door_closed or seen.closed is not None
    return PaperKit(
        language=seen.plan.language,
        title=told_text(seen.plan, seen.plan.title),
        heading=seen.heading,
        organisation=seen.plan.organisation,
        facilitator=seen.plan.facilitator,
        purpose=told_text(seen.plan, seen.plan.purpose),
        agenda=tuple(_agenda(seen)),
        minutes=_minutes(sum(step.minutes for step in seen.plan.steps)),
        kept=kept,
        joining=None if closed else joining,
        tables=seen.tables,
        form=_form(seen),
        vote=_vote(seen, seen.top_ten) if seen.top_ten is not None else None,
    )


def _agenda(seen: Sight) -> Iterator[PlannedTime]:
    begin = 0.0
    for step in seen.plan.steps:
        end = begin + step.minutes
        notes = tuple(told_text(seen.plan, note) for note in step.notes)
        title = told_text(seen.plan, step.title)
        yield PlannedTime(title, "", _minutes(step.minutes), _span(begin, end), notes)
        yield from _rounds(seen, step, begin)
        begin = end


def _rounds(seen: Sight, step: Step, begin: float) -> Iterator[PlannedTime]:
    """Yield the rounds of a step that has several, without those that nobody has asked for."""
    rounds = [name for name in step.rounds if name not in seen.skipped]
    if len(rounds) < 2:
        return
    timed = all(name in step.clocks for name in rounds) and sum(step.clocks[name] for name in rounds) <= step.minutes
    for name in rounds:
        minutes = step.clocks.get(name, 0)
        yield PlannedTime(None, titled(name), _minutes(minutes), _span(begin, begin + minutes) if timed else "")
        begin += minutes


def _form(seen: Sight) -> Form | None:
    step = seen.plan.proposal
    if step is None:
        return None

    def fields(group: str) -> tuple[FormField, ...]:
        return tuple(
            FormField(
                label=told_text(seen.plan, each.label),
                questions=tuple(told_text(seen.plan, question) for question in each.questions),
                core=each.core,
                lines=_ALOUD_LINES if each.aloud is not None else _CORE_LINES if each.core else _LINES,
            )
            for each in step.fields
            if each.group == group
        )

    return Form(
        title=told_text(seen.plan, step.title),
        hint=told_text(seen.plan, step.hint),
        stars=sum(each.core for each in step.fields),
        groups=tuple((group, fields(group)) for group in step.groups),
    )


def _vote(seen: Sight, held: TopTenSight) -> Vote | None:
    step = seen.plan.top_ten
    if step is None:
        return None
    # A ballot is as high as two of its lines, and a line for each place. A page has two columns of 22 cm.
    rows = max(1, 220 // (27 + 9 * held.ballot.picks))
    return Vote(
        title=told_text(seen.plan, step.title),
        question=held.question,
        ideas_each=step.ideas_each,
        slips=step.ideas_each * max(1, _SLIPS_A_PAGE // step.ideas_each),
        places=tuple(map(_ordinal, range(1, held.ballot.picks + 1))),
        blank_ballots=2 * rows,
        ideas=tuple(NumberedIdea(each.lead, each.wording) for each in held.ballot.on_ballot),
    )


def _ordinal(number: int) -> str:
    return f"{number}{_ORDINALS.get(number % 10, 'th') if number not in {11, 12, 13} else 'th'}"


def _minutes(minutes: float) -> str:
    return f"{minutes:g}" if minutes else ""


def _span(begin: float, end: float) -> str:
    return f"{begin:g}–{end:g}" if end > begin else ""
