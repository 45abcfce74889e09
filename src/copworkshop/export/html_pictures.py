"""The pictures of the HTML report. Words and tables next to each one say the same, so nobody needs them."""

from collections.abc import Iterator
from typing import Final

from copworkshop.export.html_shapes import LINE, PICTURE_WIDTH, Box, Curve, Label, Picture, Shape, labels, wrapped
from copworkshop.export.tree import LifecyclePart, ParticipationPart, ToldPhase
from copworkshop.export.tree_topten import Discussion, RankedIdea, TopTenPart
from copworkshop.export.wording import joined
from copworkshop.ranking.rule import score_text

_GAP: Final = 12
_BAR: Final = 16.0
_LEFT: Final = 150.0
"""Where the bands of today begin."""
_RIGHT: Final = PICTURE_WIDTH - 150.0
"""Where the bands of six months later end."""


def lifecycle_path(part: LifecyclePart) -> Picture:
    """Draw the phases as a path from the top down, each with its headings."""
    shapes: list[Shape] = []
    y, before = 24.0, None
    for phase in part.phases:
        if before is not None:
            shapes.append(Curve("path", f"M 18 {before + 12:g} V {y - 14:g} m -5 -7 l 5 7 l 5 -7"))
        before = y
        shapes.append(Curve("stop", f"M 18 {y - 8:g} l 8 8 l -8 8 l -8 -8 Z"))
        drawn, y = _stop(phase, y)
        shapes += drawn
    return Picture(
        name="lifecycle",
        title="The lifecycle as a path",
        told=f"{joined([_called(phase) for phase in part.phases])}, one after the other.",
        height=y - _GAP,
        shapes=tuple(shapes),
    )


def _called(phase: ToldPhase) -> str:
    return phase.label.text if phase.name is None else f"{phase.label.text}: {phase.name.text}"


def _stop(phase: ToldPhase, y: float) -> tuple[list[Shape], float]:
    left, room = 40.0, PICTURE_WIDTH - 48.0
    title = wrapped(_called(phase), room * 0.9, 2)
    under = wrapped(" · ".join(part.heading.text.rstrip(":") for part in phase.parts), room, 3)
    shapes = [*labels("strong", left, y + 5, title), *labels("quiet", left, y + 5 + LINE * len(title), under)]
    return shapes, y + LINE * (len(title) + len(under)) + 18


def participation_flow(part: ParticipationPart) -> Picture | None:
    """Draw the levels as bands, as high as there are people on them, today and in six months, and who moves where.

    None where there is no picture of the room.
    """
    today = [level.today or 0 for level in part.levels]
    if all(level.today is None for level in part.levels):
        return None
    both = all(level.later is not None for level in part.levels)
    later = [level.later or 0 for level in part.levels]
    unit = 220 / max(sum(today), sum(later), 1)
    right = _RIGHT if both else 0.0
    tops = _tops([max(now, then) for now, then in zip(today, later, strict=True)], unit)
    shapes: list[Shape] = [Label("quiet", _LEFT + _BAR, 16, "today", "end")]
    if both:
        shapes.append(Label("quiet", right - _BAR, 16, "in six months"))
    shapes += _flows(part, tops, unit, _LEFT + _BAR, right - _BAR)
    for place, (level, top) in enumerate(zip(part.levels, tops, strict=False)):
        shapes += _today(place, level.name.text, today[place], top, unit)
        if both:
            shapes += _later(place, level.name.text, later[place], top, unit)
    return Picture(
        name="participation",
        title="Where the room is, and where it would like to be" if both else "Where the room is",
        told=_told(part, both=both),
        height=tops[-1],
        shapes=tuple(shapes),
    )


def _told(part: ParticipationPart, *, both: bool) -> str:
    told = "Today: {}.".format(joined([f"{level.name.text} {level.today:,}" for level in part.levels]))
    if both:
        then = joined([f"{level.name.text} {level.later:,}" for level in part.levels])
        told += f" In six months: {then}."
    return told


def _today(place: int, name: str, people: int, top: float, unit: float) -> list[Shape]:
    return [
        Box(f"band{place % 5}", _LEFT, top, _BAR, max(2, people * unit)),
        *labels("words", _LEFT - 34, top + 14, wrapped(name, 108, 2), "end"),
        Label("strong", _LEFT - 8, top + 14, f"{people:,}", "end"),
    ]


def _later(place: int, name: str, people: int, top: float, unit: float) -> list[Shape]:
    return [
        Box(f"band{place % 5}", _RIGHT - _BAR, top, _BAR, max(2, people * unit)),
        Label("strong", _RIGHT + 8, top + 14, f"{people:,}"),
        *labels("words", _RIGHT + 34, top + 14, wrapped(name, 108, 2)),
    ]


def _tops(people: list[int], unit: float) -> list[float]:
    """Return where each band begins, and where the last one ends."""
    tops = [32.0]
    for count in people:
        tops.append(tops[-1] + max(2 * LINE, count * unit) + _GAP)
    return tops


def _flows(part: ParticipationPart, tops: list[float], unit: float, start: float, end: float) -> Iterator[Shape]:
    """Yield a ribbon for each move, as high as there are people who make it, from band to band."""
    if part.movement is None:
        return
    place = {level.name: number for number, level in enumerate(part.levels)}
    leaving, coming = list(tops), list(tops)
    middle = (start + end) / 2
    for move in part.movement.moves:
        out, to, height = place[move.start], place[move.end], move.people * unit
        a, b = leaving[out], coming[to]
        leaving[out] += height
        coming[to] += height
        yield Curve(
            f"flow{out % 5}",
            f"M {start:g} {a:.1f} C {middle:g} {a:.1f} {middle:g} {b:.1f} {end:g} {b:.1f} v {height:.1f} "
            f"C {middle:g} {b + height:.1f} {middle:g} {a + height:.1f} {start:g} {a + height:.1f} Z",
        )


def top_ten_bars(part: TopTenPart) -> Picture | None:
    """Draw each idea's points as a bar, and next to it how many people gave it each place; None without a list."""
    if not part.places:
        return None
    most = max(float(idea.score) for idea in part.places) or 1
    left, room = 48.0, PICTURE_WIDTH - 48.0
    spread = 92.0 if any(idea.placings for idea in part.places) else 0.0
    full = room - spread - 64
    highest = max((count for idea in part.places for count in idea.placings), default=1) or 1
    shapes: list[Shape] = []
    y = 16.0
    for idea in part.places:
        lines = wrapped(idea.wording, room - spread - 8, 3)
        shapes.append(Label("strong", 36, y, idea.label, "end"))
        shapes += labels("words", left, y, lines)
        y += LINE * (len(lines) - 1) + 8
        length = max(2.0, float(idea.score) / most * full)
        shapes += [
            Box("bar", left, y, length, 14),
            Label("strong", left + length + 8, y + 12, score_text(idea.score)),
            *_placings(idea, PICTURE_WIDTH - spread, y + 14, highest),
        ]
        y += 14 + 32
    return Picture(
        name="top-ten",
        title="The top ten by points",
        told="; ".join(f"{idea.label}: {idea.wording}, {score_text(idea.score)} points" for idea in part.places) + ".",
        height=y - 22,
        shapes=tuple(shapes),
    )


def _placings(idea: RankedIdea, x: float, base: float, highest: int) -> Iterator[Shape]:
    """Yield a column for each place, as high as there are people who gave it."""
    columns = len(idea.placings)
    if not columns:
        return
    step = 88 / max(columns, 5)
    yield Curve("axis", f"M {x:g} {base + 0.5:g} h {step * columns:g}")
    for place, count in enumerate(idea.placings):
        if count:
            height = max(3, 30 * count / highest)
            yield Box("column", x + step * place + 1, base - height, step - 3, height)


def agreement_scale(told: Discussion) -> Picture | None:
    """Draw how far the room agrees on a scale from chance to entirely; None where nothing is said about it.

    Less agreement than by chance is drawn at the end of the scale.
    """
    if told.mean_correlation is None:
        return None
    left, full = 8.0, PICTURE_WIDTH - 16.0
    at = left + full * max(told.mean_correlation, 0)
    fifths = (Box(f"scale{n}", left + full * n / 5, 30, full / 5, 16) for n in range(5))
    return Picture(
        name="agreement",
        title="Agreement in the room",
        told=f"{told.agreement}.",
        height=72,
        shapes=(
            *fifths,
            Curve("marker", f"M {at:.1f} 52 l -9 -26 h 18 Z"),
            Label("strong", min(max(at, 24), PICTURE_WIDTH - 24), 18, f"{told.mean_correlation:z.2f}", "middle"),
            Label("quiet", left, 66, "0: as by chance"),
            Label("quiet", PICTURE_WIDTH - left, 66, "1: entirely", "end"),
        ),
    )
