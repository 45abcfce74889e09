"""What the panel for ranking says of votes and ballots, and which ballots are people's own."""

from collections.abc import Mapping
from typing import Final

from textual.content import Content

from copworkshop.export.wording import many
from copworkshop.model.topten import Ballot, Vote
from copworkshop.rules.person_sight import Person
from copworkshop.rules.request import Request
from copworkshop.rules.runoff import CallOffRunOff
from copworkshop.rules.second_vote import CallOffSecondVote
from copworkshop.toolkit.theme import BODY, DONE, QUIET
from copworkshop.toolkit.widgets.entries import Entry
from copworkshop.ui.stage.page import count_of

VOTES: Final[Mapping[Vote, str]] = {
    Vote.FIRST: "",
    Vote.SECOND: "Second vote: ",
    Vote.RUN_OFF: "Run-off: ",
    Vote.RUN_OFF_AGAIN: "Run-off: ",
}
"""What stands before the number of ballots, for each vote."""

CALL_OFF: Final[Mapping[Vote, type[Request]]] = {
    Vote.SECOND: CallOffSecondVote,
    Vote.RUN_OFF: CallOffRunOff,
    Vote.RUN_OFF_AGAIN: CallOffRunOff,
}
"""What calls a vote off that the facilitator has asked for."""

NEW_PAPER: Final = "paper"
"""The entry of the list for a paper ballot that bears no name."""


def has_voted(person: Person) -> bool:
    """Whether a ballot of this person is in."""
    return person.done is not None and person.done.voted


def ballots_told(cast: int, waiting: int, present: int) -> str:
    """Say how many ballots are in, and how many of the people here have given none."""
    told = count_of(cast, "ballot is in", "ballots are in")
    if present and not waiting:
        return f"{told}; everybody here has given one."
    have = "has" if waiting == 1 else "have"
    return f"{told}; {waiting} of {count_of(present, 'person', 'people')} {have} given none." if present else f"{told}."


def is_own(person: Person) -> bool:
    """Whether the person cast a ballot of their own: then only that is known."""
    return has_voted(person) and person.top_ten.ballot is None


def person_entry(person: Person) -> Entry:
    """Return the entry of the list for a person, with what is known of their ballot."""
    if is_own(person):
        state = Content.styled("in", DONE)
    elif person.top_ten.ballot is not None:
        state = Content.styled(many(len(person.top_ten.ballot.picks), "pick"), BODY)
    else:
        state = Content.styled("–", QUIET)
    return Entry(person.number, (Content(person.name or ""), state))


def paper_entry(index: int, ballot: Ballot) -> Entry:
    """Return the entry of the list for a paper ballot without a name, counted from 0."""
    picks = Content(" ".join(map(str, ballot.picks)))
    return Entry(
        (NEW_PAPER, index), (Content(f"Paper ballot {index + 1}"), Content(many(len(ballot.picks), "pick"))), (picks,)
    )


def how_many(picks: int) -> str:
    """Say how many numbers a ballot takes."""
    return f"up to {picks} numbers, best first" if picks > 1 else "one number"
