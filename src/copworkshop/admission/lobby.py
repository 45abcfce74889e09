"""Who waits at the door, who is inside, and who gives way when places are short. The module is pure.

Nothing here bans an address, because a whole room may be behind one router. A limit counts a person: a seat has a few
connections, and places are reserved for the facilitator, for the stage, for people who return and for newcomers.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from copworkshop.admission.entry import Entrance
from copworkshop.admission.limits import Limits
from copworkshop.admission.origins import origin
from copworkshop.model.clock import Clock

ROOM_FULL: Final = "The room has as many connections as it can hold. Try again in a minute."
DOOR_CROWDED: Final = "Too many people are at the door at once. Try again in a few seconds."


class Group(Enum):
    """What a connection inside counts as, where places are reserved."""

    CONSOLE = auto()
    STAGE = auto()
    RETURNING = auto()
    """The first connection of a person with a seat."""
    NAMELESS = auto()
    """A newcomer who has not given a name yet."""
    FURTHER = auto()
    """One more connection of a person who has one already."""


@dataclass(eq=False, slots=True)
class LobbyPlace:
    """One connection's place, at the door or inside."""

    origin: str
    since: float
    """The clock's time at which the connection came."""
    inside: bool = False
    has_asked: bool = False
    """The client has asked to be let in, under some user name."""
    entrance: Entrance = Entrance.PARTICIPANT
    seat: int | None = None
    """The seat of its person; None if it is not known."""
    silent_since: float | None = None
    """The clock's time since which a request for a sign of life waits for its answer; None if none waits."""


@dataclass(slots=True)
class Lobby:
    """Who is at the door and who is inside."""

    limits: Limits
    clock: Clock
    chance: random.Random = field(default_factory=random.SystemRandom)
    """Chooses who gives way where nothing else tells people apart."""
    places: dict[LobbyPlace, None] = field(default_factory=dict)  # in order of arrival

    def __len__(self) -> int:
        return len(self.places)

    # At the door

    def arrive(self, address: str) -> tuple[LobbyPlace | str, LobbyPlace | None]:
        """Return a place for a new connection, or the sentence that refuses it; and the place taken away, if any.

        While there is room, no place is taken away. At a crowded door, the origin with the most connections loses its
        oldest one if the newcomer's origin has fewer. So one address cannot keep others out. Otherwise a connection
        gives way that has waited longer than it needs. The caller ends that connection.

        It does not matter here whether the room is full: a person who comes back from a dead connection must log in
        before we know who they are.
        """
        here = origin(address)
        leaver: LobbyPlace | None = None
        at_the_door = [place for place in self.places if not place.inside]
        if len(at_the_door) >= self.limits.waiting:
            leaver = self._who_makes_room_at_the_door(here, at_the_door)
            if leaver is None:
                return DOOR_CROWDED, None
            self.leave(leaver)
        place = LobbyPlace(here, self.clock())
        self.places[place] = None
        return place, leaver

    def _who_makes_room_at_the_door(self, here: str, at_the_door: list[LobbyPlace]) -> LobbyPlace | None:
        """Return who gives way to a connection from this origin; None if all have come only just now.

        Within one origin nothing tells a stranger from the people of the room. A client asks to be let in within a
        moment, and typing the code takes seconds. So those who have not asked give way first, then those who have
        stood there for long, then anybody by chance: then most of the places of one stranger are lost before a
        person's one.
        """
        count = Counter(place.origin for place in at_the_door)
        busiest, most = max(count.items(), key=lambda item: item[1], default=(here, 0))
        if busiest != here and most > count[here] + 1:
            return next(place for place in at_the_door if place.origin == busiest)
        now, limits = self.clock(), self.limits
        for seconds, idle in ((limits.login_seconds, False), (limits.asking_seconds, True)):
            for place in sorted(at_the_door, key=lambda each: each.origin != here):
                if place.since <= now - seconds and not (idle and place.has_asked):
                    return place
        long_here = [
            place for place in at_the_door if place.origin == here and place.since <= now - limits.typing_seconds
        ]
        return self.chance.choice(long_here) if long_here else None

    # Inside

    def let_in(self, place: LobbyPlace) -> tuple[str | None, list[LobbyPlace]]:
        """Note that the visitor has passed the door. Return the refusal if there is no place, and who gives way.

        A person's earliest connection gives way to their newest if they have as many as one may have. If places are
        short, further connections of a person give way, then newcomers without a name. The caller ends these
        connections.
        """
        leavers: list[LobbyPlace] = []
        theirs = self._of_seat(place.seat)
        if len(theirs) >= self.limits.connections_per_seat:
            leavers.append(theirs[0])
        elif not self._has_room(place):
            leaver = self._who_is_worth_less(place)
            if leaver is None:
                return ROOM_FULL, []
            leavers.append(leaver)
        for leaver in leavers:
            self.leave(leaver)
        place.inside = True
        return None, leavers

    def make_room(self, place: LobbyPlace) -> LobbyPlace | None:
        """Return the silent place that is taken away for a visitor who passed the door; None if there is none.

        A connection that answers keeps its place. Of the silent ones, the visitor's own earlier connection loses its
        place, or else the one that has been silent longest. The caller ends that connection.
        """
        if self._has_room(place):
            return None
        latest = self.clock() - self.limits.answer_seconds
        silent = {
            each: each.silent_since
            for each in self._inside()
            if each.silent_since is not None and each.silent_since <= latest
        }
        leaver = min(
            silent, key=lambda each: (each.seat is None or each.seat != place.seat, silent[each]), default=None
        )
        if leaver is not None:
            self.leave(leaver)
        return leaver

    def leave(self, place: LobbyPlace) -> None:
        """Free a place. Nothing happens if it is free already."""
        self.places.pop(place, None)

    def _inside(self) -> Iterator[LobbyPlace]:
        return (place for place in self.places if place.inside)

    def _of_seat(self, seat: int | None) -> list[LobbyPlace]:
        return [] if seat is None else [place for place in self._inside() if place.seat == seat]

    def _group(self, place: LobbyPlace) -> Group:
        match place.entrance:
            case Entrance.CONSOLE:
                return Group.CONSOLE
            case Entrance.STAGE:
                return Group.STAGE
            case Entrance.PARTICIPANT if place.seat is None:
                return Group.NAMELESS
        first = next(iter(self._of_seat(place.seat)), place)
        return Group.RETURNING if first is place else Group.FURTHER

    def _has_room(self, place: LobbyPlace) -> bool:
        """Tell whether there is a place that is not reserved for somebody else."""
        group = self._group(place)
        count = Counter(self._groups().values())
        kept = {each: max(0, reserved - count[each]) for each, reserved in self._reserved().items()}
        if kept.pop(group, 0) == 0:
            kept[Group.RETURNING] = self.limits.reserved_for_returning  # those who are here already do not use it up
        kept.pop(group, None)
        return count.total() + sum(kept.values()) < self.limits.connections

    def _reserved(self) -> dict[Group, int]:
        return {
            Group.CONSOLE: self.limits.reserved_for_console,
            Group.STAGE: self.limits.reserved_for_stage,
            Group.NAMELESS: self.limits.reserved_for_newcomers,
        }

    def _groups(self) -> dict[LobbyPlace, Group]:
        """Return the group of everybody inside."""
        seen: set[int] = set()
        groups: dict[LobbyPlace, Group] = {}
        for place in self._inside():
            if place.entrance is Entrance.PARTICIPANT and place.seat is not None:
                groups[place] = Group.FURTHER if place.seat in seen else Group.RETURNING
                seen.add(place.seat)
            else:
                groups[place] = self._group(place)
        return groups

    def _who_is_worth_less(self, place: LobbyPlace) -> LobbyPlace | None:
        """Return whose place is worth less than this visitor's when places are short; None if nobody's is."""
        group, groups = self._group(place), self._groups()
        if group is Group.FURTHER:
            return None
        further = [each for each, its in groups.items() if its is Group.FURTHER]
        if further:
            count = Counter(each.seat for each in further)
            return max(further, key=lambda each: (count[each.seat], -each.since))
        nameless = [each for each, its in groups.items() if its is Group.NAMELESS]
        if group is Group.RETURNING and len(nameless) <= self.limits.reserved_for_newcomers:
            return None
        if group is Group.NAMELESS:
            # They were given a moment to type their name.
            nameless = [each for each in nameless if each.since <= self.clock() - self.limits.typing_seconds]
        origins = Counter(each.origin for each in nameless)
        return max(nameless, key=lambda each: (origins[each.origin], -each.since), default=None)
