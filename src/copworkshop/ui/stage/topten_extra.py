"""The optional rounds of Activity 2: sifting, the run-off, the second vote."""

from typing import Final

from textual.content import Content

from copworkshop.model.plan import TopTenStep
from copworkshop.ranking.points import POINTS
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.rule import Rule
from copworkshop.ranking.tally import Placed
from copworkshop.rules.sifting import EACH, KEEP
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.rules.vote_sight import RunOffSight
from copworkshop.toolkit.theme import ACCENT, BODY, HEADING, QUIET
from copworkshop.toolkit.widgets.bars import progress
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.main_text import LEAST_CLOCK, as_main, main_share, main_text
from copworkshop.ui.stage.page import (
    STRONG,
    Lines,
    clock_lines,
    count_of,
    hanging,
    height_of,
    in_words,
    measure,
    page,
    paragraph,
    side_by_side,
    title_of,
    with_clock,
)
from copworkshop.ui.stage.pages import paged
from copworkshop.ui.stage.standings import place_of

_GAP: Final = 3
_CLOCK_ASIDE: Final = 22  # cells for the clock next to other words
_TWO_LISTS: Final = 64  # cells; from this width on two lists stand next to each other


def draw_sift(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the question, the clock and how many people are done, but never a word of an idea."""
    width, title = measure(canvas), title_of(canvas)
    how = paragraph(
        f"There are {len(top_ten.candidates)} ideas. Each of us rates {in_words(EACH)} of them, not our own, "
        f"from 1 to 5; 5 is best. The best {KEEP} go on, with all that tie there.",
        width,
    )
    ready = top_ten.sifting.ready if top_ten.sifting is not None else 0
    done = f"{ready} of {canvas.sight.present} {'person is' if canvas.sight.present == 1 else 'people are'} done"
    counts = progress(done, ready, canvas.sight.present, width)
    room = canvas.height - height_of(title, how, counts) - 2
    clock = LEAST_CLOCK if canvas.sight.clock.begun else 0
    question = main_share(canvas, top_ten.question, width, room - clock, ACCENT)
    spare = room - len(question) - 1
    return page(canvas, title, question, how, clock_lines(canvas, width, spare), counts)


def draw_run_off(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the tied ideas, the clock, and how many ballots are in."""
    width, title, run_off = measure(canvas), title_of(canvas), top_ten.result.run_off
    if run_off is None:
        return page(canvas, title, paragraph("There is no run-off.", width))
    choose = f"up to {in_words(run_off.seats)}, the best first" if run_off.seats > 1 else "one"
    across = width - _CLOCK_ASIDE
    head = [
        *paragraph(f"Run-off for place {run_off.place}", across, HEADING),
        *paragraph(f"{_room_for(run_off)} Choose {choose}.", across),
    ]
    present = canvas.sight.present
    counted = progress(_ballots_in(run_off, present), min(run_off.ballots_in, present), present, width)
    above = [*with_clock(canvas, head, width, 5), *counted]
    room = (canvas.height - height_of(title, above) - 1 - len(run_off.tied)) // max(1, len(run_off.tied))
    ideas = [main_text(canvas, f"{lead}: {top_ten.wording(lead)}", width, room, STRONG) for lead in run_off.tied]
    if not all(idea.said for idea in ideas):
        entries = [hanging(f"{lead}  ", top_ten.wording(lead), width, STRONG, ACCENT) for lead in run_off.tied]
        listed = paged(canvas, entries, canvas.height - height_of(title, above) - 1, keys=run_off.tied, gap=1)
        ideas = [as_main(listed, width)]
    return page(canvas, title, above, *ideas)


def draw_settled(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the result of the run-off next to the count that it decides."""
    width, title, run_off = measure(canvas), title_of(canvas), top_ten.result.run_off
    if run_off is None or run_off.outcome is None:
        return page(canvas, title, paragraph("There is no run-off.", width))
    wide = width >= _TWO_LISTS
    each = (width - _GAP) // 2 if wide else width
    count = paragraph("By the count", each, HEADING)
    tied = [placed for group in top_ten.result.revealed for placed in group if placed.idea in run_off.tied]
    for placed in tied:
        count += _line(place_of(placed), top_ten, placed, each, RULES[step.rule])
    ballots = count_of(run_off.outcome.ballots, "ballot", "ballots")
    decided = paragraph(f"By the run-off · {ballots}", each, HEADING)
    for label, placed in run_off.places():
        decided += _line(
            label, top_ten, placed, each, POINTS, style=STRONG if placed.idea in run_off.outcome.stays else QUIET
        )
    lists = side_by_side([count, decided], [each, each], _GAP) if wide else [*count, *decided]
    room = canvas.height - height_of(title, lists) - 1
    return page(canvas, title, lists, main_text(canvas, run_off.sentence(top_ten.wording), width, room, STRONG))


def draw_first_vote(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the lists of the second and of the first vote. A mark shows ideas that are on one list only."""
    width, title = measure(canvas), title_of(canvas)
    if top_ten.result.first is None:
        return page(canvas, title, paragraph("There was one vote.", width))
    wide = width >= _TWO_LISTS
    each = (width - _GAP) // 2 if wide else width
    now = [placed for group in top_ten.result.revealed for placed in group]
    before = [placed for group in top_ten.result.first.groups for placed in group]
    second = _list(
        f"Second vote · {count_of(top_ten.ballot.ballots_in, 'ballot', 'ballots')}", top_ten, (now, before), "new", each
    )
    first = _list(
        f"First vote · {count_of(top_ten.result.first.ballots_in, 'ballot', 'ballots')}",
        top_ten,
        (before, now),
        "out",
        each,
    )
    lists = side_by_side([second, first], [each, each], _GAP) if wide else [*second, *first]
    return page(
        canvas,
        title,
        as_main(lists, width),
        paragraph(top_ten.result.first.changed(top_ten.result.revealed), width, STRONG),
    )


def _list(
    heading: str, top_ten: TopTenSight, lists: tuple[list[Placed[int]], list[Placed[int]]], alone: str, width: int
) -> list[Content]:
    """Return the lines of the first of two lists. The word `alone` marks an idea that is not on the other list."""
    shown, others = lists
    lines = paragraph(heading, width, HEADING)
    other = {placed.idea: placed.place for placed in others}
    mark = max((width_of(place_of(placed)) for placed in shown), default=0)
    for placed in shown:
        new = placed.idea not in other
        style = STRONG if new or other[placed.idea] != placed.place else BODY
        wording = Content.assemble((top_ten.wording(placed.idea), style), (f"  {alone}" if new else "", ACCENT))
        lines += hanging(f"{place_of(placed):>{mark}}  ", wording, width, mark_style=ACCENT)
    if not shown:
        lines += paragraph("Nobody chose anything.", width)
    return lines


def _line(
    label: str, top_ten: TopTenSight, placed: Placed[int], width: int, rule: Rule, *, style: str = STRONG
) -> Lines:
    scored = f"{rule.scored(placed.score)}, chosen by {placed.chosen_by}"
    words = Content.assemble((top_ten.wording(placed.idea), style), (f"  {scored}", QUIET))
    return hanging(f"{label:>3}  ", words, width, mark_style=ACCENT)


def _room_for(run_off: RunOffSight) -> str:
    tied, room = in_words(len(run_off.tied)).capitalize(), in_words(run_off.seats)
    return f"{tied} share it, and the list has room for {room}."


def _ballots_in(run_off: RunOffSight, present: int) -> str:
    if run_off.ballots_in <= present:
        return f"{run_off.ballots_in} of {present} ballots are in"
    return count_of(run_off.ballots_in, "ballot is in", "ballots are in")
