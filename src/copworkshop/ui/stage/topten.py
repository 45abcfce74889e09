"""Activity 2: from everybody's ideas to the room's top ten, and the topics of the discussion after it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from textual.content import Content

from copworkshop.model.plan import Comparison, TopTenStep
from copworkshop.model.topten import Candidate, Vote
from copworkshop.ranking.agreement import LARGEST
from copworkshop.ranking.registry import RULES
from copworkshop.ranking.tally import Placed
from copworkshop.rules.result import TABLES_AT_A_TIME, Topic, how_many_stay
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.theme import ACCENT, HEADING, QUIET
from copworkshop.toolkit.widgets.bars import meter, progress
from copworkshop.toolkit.widgets.cells import width_of
from copworkshop.toolkit.widgets.letters import ROWS
from copworkshop.ui.stage.canvas import Canvas
from copworkshop.ui.stage.idea_pages import ideas_in_pages
from copworkshop.ui.stage.main_text import (
    LEAST_CLOCK,
    all_large,
    as_main,
    fits_large,
    main_share,
    main_text,
    together,
)
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
    source_lines,
    source_of,
    stacked,
    step_of,
    title_of,
    with_clock,
)
from copworkshop.ui.stage.pages import Block, paged
from copworkshop.ui.stage.reveal import draw_places
from copworkshop.ui.stage.standings import place_of, standings, table_standings
from copworkshop.ui.stage.topten_extra import draw_first_vote, draw_run_off, draw_settled, draw_sift

_GAP: Final = 3
_TWO_LISTS: Final = 64  # cells; from this width on two lists stand next to each other
_BIG_PLACE: Final = 60  # cells; from this width on the place stands in big digits next to the wording
_MOST_ROWS: Final = 4  # of one wording in a list next to another
_CLOCK_ASIDE: Final = 22  # cells for the clock next to other words
SAME: Final = "Do these say the same?"
_NO_BALLOTS: Final = "Nobody has voted yet, so there is no top ten."


def draw_top_ten(canvas: Canvas) -> list[Content]:
    """Draw the round that the room is in."""
    step, top_ten = step_of(canvas, TopTenStep), canvas.sight.top_ten
    assert top_ten is not None, "a plan with this step has a top ten"  # noqa: S101
    return _ROUNDS[canvas.sight.spot.round](canvas, step, top_ten)


def _collect(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the question, the clock and how many ideas are in, but no word of an idea that somebody typed alone."""
    width, sight = measure(canvas), canvas.sight
    title = title_of(canvas)
    if sight.aloud:
        return _called_out(canvas, title, top_ten)
    each = f"{in_words(step.ideas_each)} ideas" if step.ideas_each > 1 else "one idea"
    how = paragraph(f"Up to {each} each, written alone; nobody sees another's yet.", width)
    ideas = count_of(top_ten.collect.ideas_in, "idea is in", "ideas are in")
    people = (
        f"{top_ten.collect.authors} of {sight.present} {'person has' if sight.present == 1 else 'people have'} written"
    )
    counts = progress(f"{ideas} · {people}", top_ten.collect.authors, sight.present, width)
    room = canvas.height - height_of(title, how, counts) - 2
    clock = LEAST_CLOCK if sight.clock.begun else 0
    question = main_share(canvas, top_ten.question, width, room - clock, ACCENT)
    spare = room - len(question) - 1
    return page(canvas, title, question, how, clock_lines(canvas, width, spare), counts)


def _called_out(canvas: Canvas, title: Lines, top_ten: TopTenSight) -> list[Content]:
    """Draw the question and the ideas that people call out, the newest first."""
    width = measure(canvas)
    how = [*paragraph(top_ten.question, width, ACCENT), *paragraph("Call out your ideas: they appear here.", width)]
    newest = [hanging("– ", idea.text, width) for idea in reversed(top_ten.collect.called_out)]
    room = canvas.height - height_of(title, how) - 2
    shown = [idea for at, idea in enumerate(newest) if height_of(*newest[: at + 1], gap=0) <= room - 1]
    left = len(newest) - len(shown)
    more = paragraph(f"and {count_of(left, 'idea', 'ideas')} before", width, QUIET) if left else []
    if not newest:
        return page(canvas, title, how, clock_lines(canvas, width, room))
    return page(canvas, title, how, [*(line for idea in shown for line in idea), *more])


def _merge(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    width = measure(canvas)
    if top_ten.collect.waits:
        told = "The facilitator looks through the ideas first. They appear here afterwards."
        held = [*paragraph(told, width), *paragraph(_held_back(top_ten), width, QUIET)]
        return page(canvas, title_of(canvas), paragraph(top_ten.question, width, ACCENT), held)
    compared = [each for each in top_ten.candidates if each.lead in canvas.paging.pair]
    if len(compared) > 1 and len(compared) == len(canvas.paging.pair):
        return _compared(canvas, compared)
    listed = count_of(len(top_ten.candidates), "idea on the list", "ideas on the list")
    told = " · ".join(filter(None, (listed, _held_back(top_ten))))
    head = [*paragraph(top_ten.question, width, ACCENT), *paragraph(told, width, QUIET)]
    return _with_ideas(canvas, head, head[-1:], top_ten.candidates)


def _compared(canvas: Canvas, ideas: Sequence[Candidate]) -> list[Content]:
    """Draw the ideas that the facilitator compares, as large as all of them can be."""
    width, title = measure(canvas), title_of(canvas)
    asked = paragraph(SAME, width, HEADING)
    room = (canvas.height - height_of(title, asked) - 1 - len(ideas)) // len(ideas)
    larger = [main_text(canvas, f"{idea.lead}: {idea.wording}", width, room, STRONG) for idea in ideas]
    if not all(block.said for block in larger):
        entries = [hanging(f"{idea.lead}  ", idea.wording, width, STRONG, ACCENT) for idea in ideas]
        rows = canvas.height - height_of(title, asked) - 1
        return page(canvas, title, asked, as_main(paged(canvas, entries, rows, gap=1), width))
    if fits_large(canvas, SAME, width, canvas.height - height_of(title, *larger) - 1):
        left = canvas.height - height_of(title, *larger) - 1
        asked = main_text(canvas, SAME, width, min(left, ROWS), HEADING)
    return page(canvas, title, asked, *larger)


def _held_back(top_ten: TopTenSight) -> str:
    """Say how many ideas are held back; empty where none is."""
    return f"{count_of(top_ten.collect.held_back, 'idea', 'ideas')} held back" if top_ten.collect.held_back else ""


def _rank(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    width, present = measure(canvas), canvas.sight.present
    aside = _CLOCK_ASIDE if width >= 3 * _CLOCK_ASIDE else 0
    picks = f"up to {in_words(step.picks)} and put them in order, the best first" if step.picks > 1 else "one"
    if top_ten.ballot.ballots_in <= present:
        cast = f"{top_ten.ballot.ballots_in} of {present} ballots are in"
    else:  # paper ballots that belong to nobody's seat
        cast = count_of(top_ten.ballot.ballots_in, "ballot is in", "ballots are in")
    again = "Second vote. " if top_ten.ballot.vote is Vote.SECOND else ""
    head = [
        *paragraph(top_ten.question, width - aside, ACCENT),
        *paragraph(f"{again}Choose {picks}.", width - aside),
        *(paragraph(_held_back(top_ten), width - aside, QUIET) if top_ten.collect.held_back else []),
    ]
    counted = progress(cast, min(top_ten.ballot.ballots_in, present), present, width)
    few = f"up to {in_words(step.picks)}, the best first" if step.picks > 1 else "one"
    short = [*paragraph(f"{again}Choose {few}.", width), *paragraph(cast, width)]
    return _with_ideas(canvas, [*with_clock(canvas, head, width, 3), *counted], short, top_ten.candidates)


def _with_ideas(canvas: Canvas, head: Lines, short: Lines, candidates: tuple[Candidate, ...]) -> list[Content]:
    """Draw a head and the ideas. On a small stage the head is a `short` one, so that the ideas get the rows."""
    width, title = measure(canvas), title_of(canvas)
    if not candidates:
        return page(canvas, title, head, paragraph("No ideas are in yet.", width))
    room = canvas.height - height_of(title, head) - 1
    ideas = ideas_in_pages(canvas, candidates, width, room)
    if ideas.pages > 1 and 2 * room < canvas.height:
        head, room = short, canvas.height - height_of(title, short) - 1
        ideas = ideas_in_pages(canvas, candidates, width, room)
    if len(ideas) > room and not canvas.at_the_top:  # an idea that is higher than what is left
        head, ideas = [], ideas_in_pages(canvas, candidates, width, canvas.height - len(title) - 1)
    return page(canvas, title, head, as_main(ideas, width))


def _reveal(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    width, title = measure(canvas), title_of(canvas)
    if not top_ten.result.places:
        return page(canvas, title, paragraph(_NO_BALLOTS, width, STRONG))
    if top_ten.result.whole:
        return _list(canvas, step, top_ten)
    return draw_places(canvas, step, top_ten)


def _list(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the whole list, with the question and the number of ballots."""
    width, title = measure(canvas), title_of(canvas)
    if not top_ten.result.places:
        return page(canvas, title, paragraph(_NO_BALLOTS, width, STRONG))
    ballots = count_of(top_ten.ballot.ballots_in, "ballot", "ballots")
    again = "second vote, " if top_ten.ballot.vote is Vote.SECOND else ""
    head = paragraph(f"{top_ten.question} · {again}{ballots}", width, QUIET)
    rows = canvas.height - height_of(title, head) - 1
    listed = standings(canvas, top_ten, _all(top_ten), width, rows, air=True, merged=True)
    return page(canvas, title, head, as_main(listed, width))


def _all(top_ten: TopTenSight) -> list[Placed[int]]:
    return [placed for group in top_ten.result.revealed for placed in group]


def _discuss(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    sight = canvas.sight
    if sight.stage.literature_shown and step.comparison is not None:
        return _comparison(canvas, step.comparison, top_ten)
    return _TOPICS[top_ten.discussion.topics[sight.spot.point]](canvas, step, top_ten)


def _agreement(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw how far the room agrees, in words and on its scale."""
    width = measure(canvas)
    title, heading = title_of(canvas), paragraph("How far we agree", width, HEADING)
    agreement = top_ten.discussion.agreement
    said, _, scale = agreement.in_words.partition(": ")
    measured: Lines = []
    if agreement.on_scale is not None:
        thick = 1 if canvas.at_the_top else max(1, canvas.height // 8)
        drawn = [meter(agreement.on_scale, LARGEST, width)] * thick
        measured = as_main([*paragraph(f"{scale}.", width, STRONG), *drawn], width)
    room = canvas.height - height_of(title, heading, measured) - 1
    return page(canvas, title, heading, main_share(canvas, f"{said}.", width, room, STRONG), measured)


def _divisive(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the ideas that divide the room, large if each of them fits, on as many pages as they then need."""
    width = measure(canvas)
    title, heading = title_of(canvas), paragraph("Where we differ", width, HEADING)
    room = canvas.height - height_of(title, heading) - 1
    divisive = [(top_ten.wording(lead), hanging("  ", how, width)) for lead, how in top_ten.discussion.divisive]
    each = (room - sum(len(how) + 1 for _, how in divisive)) // max(1, len(divisive))
    if not all(fits_large(canvas, wording, width, each) for wording, _ in divisive):
        each = room // 2  # then there are several pages
    entries = [together(main_text(canvas, wording, width, each, STRONG), how) for wording, how in divisive]
    if not all(entry.said for entry in entries):
        entries = [Block([*paragraph(wording, width, STRONG), *how]) for wording, how in divisive]
    return page(canvas, title, heading, as_main(paged(canvas, entries, room, gap=1), width))


def _robustness(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    width = measure(canvas)
    placed = _all(top_ten)
    kept = how_many_stay(len(top_ten.discussion.stays), len(placed))
    ruled = paragraph(f"How we counted this list: {top_ten.result.rule}", width, QUIET)
    swaps = [
        [
            *paragraph(f"{RULES[rule].otherwise}:", width, STRONG),
            *(line for lead in comes_in for line in hanging("  would come in: ", top_ten.wording(lead), width)),
            *(line for lead in drops_out for line in hanging("  would drop out: ", top_ten.wording(lead), width)),
        ]
        for rule, comes_in, drops_out in top_ten.discussion.swaps
    ]
    heading = paragraph("Other ways to count", width, HEADING)
    title = title_of(canvas)
    room = canvas.height - height_of(title, heading, *swaps, ruled) - 1
    main = [main_share(canvas, kept, width, room, STRONG), *(as_main(swap, width) for swap in swaps)]
    return page(canvas, title, heading, *main, ruled)


def _ties(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw which ideas share a place, by their numbers, and then in words what decided between equal points."""
    width, title = measure(canvas), title_of(canvas)
    heading = paragraph("Equal points", width, HEADING)
    shared = [group for group in top_ten.result.revealed if len(group) > 1]
    mark = max((width_of(place_of(group[0])) for group in shared), default=0)
    places = [
        hanging(
            f"{place_of(group[0]):>{mark}}  ",
            f"ideas {', '.join(str(placed.idea) for placed in group)}: nothing separates them",
            width,
            STRONG,
            ACCENT,
        )
        for group in shared
    ]
    # The last sentences are about the shared places, with every wording in full.
    numbers = [f"{place_of(group[0])} ideas {', '.join(str(placed.idea) for placed in group)}" for group in shared]
    largest = all_large(canvas, numbers, width, canvas.height * 2 // 3, STRONG) if numbers else []
    if largest:
        places, heading = [], [*heading, *paragraph("Nothing separates the ideas that share a place.", width)]
    decided = [
        hanging("– ", sentence, width)
        for sentence in top_ten.discussion.ties[: len(top_ten.discussion.ties) - len(shared)]
    ]
    room = canvas.height - height_of(title, heading, largest) - 1
    told = paged(canvas, [*places, *decided], room, gap=1, counted=False)
    return page(canvas, title, heading, largest, as_main(told, width))


def _tables(canvas: Canvas, step: TopTenStep, top_ten: TopTenSight) -> list[Content]:
    """Draw the lists of two tables, each idea with the place that the room gave it."""
    width, title = measure(canvas), title_of(canvas)
    first = TABLES_AT_A_TIME * (canvas.sight.spot.point - top_ten.discussion.topics.index(Topic.TABLES))
    shown = top_ten.result.tables[first : first + TABLES_AT_A_TIME]
    wide = width >= _TWO_LISTS
    each = (width - _GAP) // 2 if wide else width
    head = paragraph("The tables' own lists, and the room's place of each idea", width, HEADING)
    rows = canvas.height - height_of(title, head) - 1
    lists = [table_standings(top_ten, own, each, rows) for own in shown]
    if not wide:
        return page(canvas, title, head, *lists)
    return page(canvas, title, head, as_main(side_by_side(lists, [each] * len(lists), _GAP)))


def _comparison(canvas: Canvas, comparison: Comparison, top_ten: TopTenSight) -> list[Content]:
    """Draw the room's list and the literature's, next to each other or, on a narrow screen, below each other."""
    width, plan, title = measure(canvas), canvas.sight.plan, title_of(canvas)
    wide = width >= _TWO_LISTS
    each = (width - _GAP) // 2 if wide else width
    placed = _all(top_ten)
    mark = max((width_of(place_of(one)) for one in placed), default=0)
    own = [hanging(f"{place_of(one):>{mark}}  ", top_ten.wording(one.idea), each, STRONG, ACCENT) for one in placed]
    other = [hanging("– ", item.text, each) for item in comparison.items]
    air = int(wide and max(height_of(*own), height_of(*other)) + len(title) + 4 <= canvas.height)
    ours = [*paragraph("Ours", each, HEADING), *stacked(own or [paragraph(_NO_BALLOTS, each)], air)]
    theirs = [*paragraph(comparison.title.text, each, HEADING), *stacked(other, air)]
    sources = source_lines("", [source_of(plan, words) for words in (comparison.title, *comparison.items)], each)
    if not wide:
        return page(canvas, title, ours, [*theirs, *sources])
    return page(canvas, title, as_main(side_by_side([ours, [*theirs, *sources]], [each, each], _GAP)))


_Round = Callable[[Canvas, TopTenStep, TopTenSight], list[Content]]

_ROUNDS: Final[Mapping[str, _Round]] = {
    "collect": _collect,
    "merge": _merge,
    "sift": draw_sift,
    "rank": _rank,
    "reveal": _reveal,
    "discuss": _discuss,
    "rank-again": _rank,
    "reveal-again": _reveal,
    "discuss-again": _discuss,
    "run-off": draw_run_off,
    "settled": draw_settled,
}

_TOPICS: Final[Mapping[Topic, _Round]] = {
    Topic.LIST: _list,
    Topic.AGREEMENT: _agreement,
    Topic.DIVISIVE: _divisive,
    Topic.ROBUSTNESS: _robustness,
    Topic.TIES: _ties,
    Topic.RUN_OFF: draw_settled,
    Topic.FIRST_VOTE: draw_first_vote,
    Topic.TABLES: _tables,
}
