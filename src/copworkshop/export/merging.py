"""Several rooms that ran the same plan, as one report: made of what each room's facilitator may see, and no more.

Where all rooms ranked the same ideas, their ballots are counted together as if they had been cast in one room. Where
they did not, the rooms' lists stand side by side: an idea that a room never had could not be chosen there, so points
over all rooms would mean nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from copworkshop.export.merging_topten import Room, one_ballot, side_by_side
from copworkshop.export.report import questions_part, report
from copworkshop.export.tree import Report, RoomFacts
from copworkshop.export.wording import joined, many
from copworkshop.model.plan import Plan
from copworkshop.rules.participation import Picture
from copworkshop.rules.person_sight import Person
from copworkshop.rules.sight import ParticipationSight, ProposalsSight, Sight


class CannotMerge(Exception):  # noqa: N818 - it is an answer, not a fault
    """These sessions are no rooms of one event. The text is a sentence that says why."""


def merged(sights: Sequence[Sight]) -> Report:
    """Return one report of several rooms, each as its facilitator sees it, in the order in which they are given.

    Raises:
        CannotMerge: there are fewer than two, or they did not all run the same plan.

    """
    if len(sights) < 2:
        raise CannotMerge("One room has nothing to be merged with: name two sessions or more.")
    rooms = [Room(name, sight) for name, sight in zip(_names(sights), sights, strict=True)]
    first = rooms[0]
    for room in rooms[1:]:
        difference = _difference(first.sight.plan, room.sight.plan)
        if difference is not None:
            raise CannotMerge(f"“{room.name}” ran another plan than “{first.name}”: {difference}")
    together = _together(rooms)
    told = report(together)
    if told.participation is not None:
        left_out = _not_pictured(rooms)
        missing = " ".join(part for part in (told.participation.missing, left_out) if part) or None
        told = replace(told, participation=replace(told.participation, missing=missing))
    if told.top_ten is not None:
        told = replace(told, top_ten=side_by_side(told.top_ten, rooms, joint=together.top_ten))
    told = replace(told, questions=questions_part([(room.name, room.sight.question) for room in rooms]))
    facts = tuple(
        RoomFacts(
            room=room.name,
            session=room.sight.session,
            begun=room.sight.created,
            closed=room.sight.closed,
            present=room.sight.present,
        )
        for room in rooms
    )
    return replace(told, title=f"Workshop report of {many(len(rooms), 'room')}", rooms=facts)


def _names(sights: Sequence[Sight]) -> list[str]:
    """Return what each room is called: its heading, or its session's name, numbered where two are alike."""
    names: list[str] = []
    for seen in sights:
        name, number = seen.heading or seen.session, 1
        while (called := name if number == 1 else f"{name} ({number})") in names:
            number += 1
        names.append(called)
    return names


def _difference(one: Plan, other: Plan) -> str | None:
    """Return a sentence on the first thing in which two plans differ; None where they are the same.

    Each room may have its own organisation and facilitator.
    """
    if one == other.replace(organisation=one.organisation, facilitator=one.facilitator):
        return None
    if one.title != other.title:
        return f"“{other.title}” and not “{one.title}”."
    if one.kinds != other.kinds:
        return "it has other steps, or has them in another order."
    for ours, theirs in zip(one.steps, other.steps, strict=True):
        if ours != theirs:
            return f"its step “{theirs.short}” is not the same."
    if one.purpose != other.purpose:
        return "its purpose is not the same."
    return "its sources or its time to finish a sentence are not the same."


# All rooms as one


def _together(rooms: Sequence[Room]) -> Sight:
    """Return what the facilitator would see if all rooms were one."""
    sights = [room.sight for room in rooms]
    closed = [seen.closed for seen in sights if seen.closed is not None]
    plan = _plan_of_all(sights)
    return replace(
        sights[0],
        session=joined([room.name for room in rooms]),
        plan=plan,
        heading=None,
        revision=sum(seen.revision for seen in sights),
        created=min(seen.created for seen in sights),
        closed=max(closed) if len(closed) == len(sights) else None,
        people=tuple(_of_room(person, room.name) for room in rooms for person in room.sight.people),
        present=sum(seen.present for seen in sights),
        notes=tuple(note.replace(text=f"{room.name}: {note.text}") for room in rooms for note in room.sight.notes),
        participation=_participation_of_all(sights),
        proposals=_proposals_of_all(sights),
        top_ten=one_ballot(plan, rooms) if plan.top_ten is not None else None,
    )


def _plan_of_all(sights: Sequence[Sight]) -> Plan:
    return sights[0].plan.replace(
        organisation=_each_once(seen.plan.organisation for seen in sights),
        facilitator=_each_once(seen.plan.facilitator for seen in sights),
    )


def _participation_of_all(sights: Sequence[Sight]) -> ParticipationSight:
    return ParticipationSight(
        placed=sum(seen.participation.placed for seen in sights),
        picture=_summed([seen.participation.picture for seen in sights if seen.participation.picture is not None]),
    )


def _proposals_of_all(sights: Sequence[Sight]) -> ProposalsSight:
    return replace(
        sights[0].proposals,
        started=sum(seen.proposals.started for seen in sights),
        core_done=sum(seen.proposals.core_done for seen in sights),
        shared=sum(seen.proposals.shared for seen in sights),
    )


def _each_once(names: Iterable[str | None]) -> str | None:
    """Return the names of all rooms, each once; None where no room has one."""
    return joined(list(dict.fromkeys(name for name in names if name is not None))) or None


def _of_room(person: Person, room: str) -> Person:
    return replace(person, table=room if person.table is None else f"{room}, {person.table}")


def _summed(pictures: Sequence[Picture]) -> Picture | None:
    """Return the rooms' pictures as one; each room's own was only there from enough answers on."""
    if not pictures:
        return None
    later = [picture for picture in pictures if picture.later]
    return Picture(
        answered=sum(picture.answered for picture in pictures),
        today=_added(picture.today for picture in pictures),
        later=_added(picture.later for picture in later),
        inwards=sum(picture.inwards for picture in pictures),
        same=sum(picture.same for picture in pictures),
        outwards=sum(picture.outwards for picture in pictures),
        moves=_moves(pictures),
    )


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for level, people in each.items():
            total[level] = total.get(level, 0) + people
    return total


def _moves(pictures: Iterable[Picture]) -> dict[tuple[str, str], int]:
    moves = Counter[tuple[str, str]]()
    for picture in pictures:
        moves.update(picture.moves)
    return dict(moves)


def _not_pictured(rooms: Sequence[Room]) -> str | None:
    """Say which rooms are not in a picture that others are in: with few answers a room shows none."""
    without = [room.name for room in rooms if room.sight.participation.picture is None]
    if without and len(without) < len(rooms):
        return f"Too few placed themselves in {joined(without)} for a picture; {_is(without)} not counted in this one."
    half = [
        room.name
        for room in rooms
        if room.sight.participation.picture is not None and not room.sight.participation.picture.later
    ]
    if half and len(half) + len(without) < len(rooms):
        return f"Where people would like to be is not counted for {joined(half)}: too few have said it there."
    return None


def _is(names: Sequence[str]) -> str:
    return "it is" if len(names) == 1 else "they are"
