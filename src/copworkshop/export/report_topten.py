"""The report's part on Activity 2, made from what a viewer may see of it."""

from collections.abc import Mapping

from copworkshop.export.plan_text import told_text
from copworkshop.export.report_votes import first_vote_part, run_off_part, sifting_part
from copworkshop.export.tree_topten import (
    Discussion,
    DividedIdea,
    ListedIdea,
    LiteratureList,
    OtherRule,
    RankedIdea,
    TableIdea,
    TableTopTen,
    TopTenPart,
)
from copworkshop.export.wording import many
from copworkshop.model.people import Role
from copworkshop.model.plan import TopTenStep
from copworkshop.ranking.registry import rule_named
from copworkshop.ranking.tally import Placed
from copworkshop.rules.result import TableList, Topic
from copworkshop.rules.sight import Sight
from copworkshop.rules.topten_sight import TopTenSight


def top_ten_part(sight: Sight, step: TopTenStep, seen: TopTenSight) -> TopTenPart:
    """Return what there is to tell of the ideas, the ballots and the result."""
    plan, wording = sight.plan, {candidate.lead: candidate.wording for candidate in seen.candidates}
    places = (
        RankedIdea(
            place=placed.place,
            shared=placed.shared,
            lead=placed.idea,
            wording=wording[placed.idea],
            score=placed.score,
            chosen_by=placed.chosen_by,
            firsts=placed.firsts,
            placings=seen.result.spread.get(placed.idea, ()),
        )
        for group in seen.result.revealed
        for placed in group
    )
    listed = (
        ListedIdea(lead=candidate.lead, wording=candidate.wording, merged=candidate.members[1:])
        for candidate in seen.candidates
    )
    comparison = step.comparison if seen.discussion.topics else None
    return TopTenPart(
        title=told_text(plan, step.title),
        question=seen.question,
        ideas=seen.collect.ideas_in,
        authors=seen.collect.authors,
        ballots=seen.ballot.ballots_in,
        rule=seen.result.rule,
        places=tuple(places),
        missing=_not_revealed(seen, closed=sight.closed is not None),
        tables=tuple(_table(seen, own, wording) for own in seen.result.tables),
        rooms=(),
        how=None,
        discussion=_discussion(step, seen, wording) if Topic.ROBUSTNESS in seen.discussion.topics else None,
        comparison=LiteratureList(
            title=told_text(plan, comparison.title), items=tuple(told_text(plan, item) for item in comparison.items)
        )
        if comparison is not None
        else None,
        listed=tuple(listed),
        unlisted=_not_listed(seen),
        cast=seen.result.cast,
        uncast=_not_cast(seen, sight.viewer.role),
        run_off=run_off_part(seen, seen.result.run_off),
        first_vote=first_vote_part(seen),
        held_back=seen.collect.held_back if sight.viewer.role is Role.FACILITATOR else 0,
        sifting=sifting_part(seen),
    )


def _table(seen: TopTenSight, own: TableList, wording: Mapping[int, str]) -> TableTopTen:
    in_room = {placed.idea: read_out(placed) for group in seen.result.revealed for placed in group}
    places = (
        TableIdea(
            place=placed.place,
            shared=placed.shared,
            lead=placed.idea,
            wording=wording[placed.idea],
            score=placed.score,
            chosen_by=placed.chosen_by,
            in_room=in_room.get(placed.idea),
        )
        for group in own.groups
        for placed in group
    )
    return TableTopTen(
        table=own.table,
        ballots=own.ballots,
        places=tuple(places),
        missing=own.missing,
    )


def read_out(placed: Placed[int]) -> str:
    """Return a place as it is read out: “9”, or “9=” where it is shared."""
    return f"{placed.place}=" if placed.shared else f"{placed.place}"


def _discussion(step: TopTenStep, seen: TopTenSight, wording: Mapping[int, str]) -> Discussion:
    others = (
        OtherRule(
            name=rule,
            sentence=rule_named(rule).explain(step.picks),
            comes_in=tuple(wording[lead] for lead in comes_in),
            drops_out=tuple(wording[lead] for lead in drops_out),
        )
        for rule, comes_in, drops_out in seen.discussion.swaps
    )
    agreed = seen.discussion.agreement
    return Discussion(
        agreement=agreed.in_words,
        kendall_w=None if agreed.kendall_w is None else float(agreed.kendall_w),
        mean_correlation=None if agreed.correlation is None else float(agreed.correlation),
        ties=seen.discussion.ties,
        divisive=tuple(DividedIdea(wording=wording[lead], how=how) for lead, how in seen.discussion.divisive),
        stays=tuple(wording[lead] for lead in seen.discussion.stays),
        others=tuple(others),
    )


def _not_revealed(seen: TopTenSight, *, closed: bool) -> str | None:
    """Say why there is no list, or not all of it."""
    if seen.result.whole:
        if seen.result.revealed:
            return None
        return (
            "Nobody chose an idea, so there is no list." if seen.collect.ideas_in else "There are no ideas, so no list."
        )
    if seen.result.revealed:
        ended = "The session was closed during the reveal" if closed else "The reveal is not over"
        places = f"{len(seen.result.revealed)} of {many(seen.result.places, 'place')}"
        return f"{ended}: {places} are shown, from the last one up."
    if closed:
        return "The session was closed before the top ten was revealed, so there is no result."
    return "The top ten has not been revealed yet, so there is no result."


def _not_listed(seen: TopTenSight) -> str | None:
    """Say why no ideas are listed: while they are collected, nobody sees another's."""
    if seen.candidates:
        return None
    if seen.collect.ideas_in:
        return "The ideas are listed once the room merges them."
    return "There are no ideas."


def _not_cast(seen: TopTenSight, role: Role) -> str | None:
    """Say why no ballots are shown: before the whole list is, they would tell it; later they are not everybody's."""
    if seen.result.cast:
        return None
    if seen.ballot.ballots_in and role is not Role.FACILITATOR:
        return "The single ballots are in the facilitator's report alone, without names; the counts here are of all."
    if seen.ballot.ballots_in:
        return "The ballots, without names, can be shown once the whole list is."
    return "There are no ballots."
