"""Paper ballots from a file, entered while ballots are cast, all or none."""

from dataclasses import dataclass

from textual.app import App

from copworkshop.model.topten import Vote
from copworkshop.ranking.papers import BadPaper, read_papers
from copworkshop.rules.balloting import PutPaperBallots, TakeBackPaperBallots
from copworkshop.rules.paper_ideas import match_papers
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.dialogs.listing import Listing
from copworkshop.ui.client import SessionClient
from copworkshop.ui.file_reading import CannotReadFile, read_file


@dataclass(frozen=True, slots=True)
class _Entered:
    """The ballots of a file, as they were entered."""

    vote: Vote
    first: int
    ballots: tuple[tuple[int, ...], ...]


class PaperFiles:
    """Enters the ballots of files, and takes those of the last file back."""

    def __init__(self, client: SessionClient) -> None:
        self._client = client
        self._entered: _Entered | None = None

    def can_take_back(self, vote: Vote) -> bool:
        """Whether ballots of a file were entered here in this vote."""
        return self._entered is not None and self._entered.vote is vote

    async def enter(self, app: App[object], held: TopTenSight, typed: str) -> bool:
        """Enter the ballots of the file at a path; return whether that was done.

        If an idea on a paper is not on the list, or a paper cannot be a ballot, nothing is entered. All that is wrong
        is listed on a screen of its own.
        """
        try:
            name, data = await read_file(typed, self._client.files_only_in)
            papers = read_papers(name, data)
        except CannotReadFile as error:
            self._client.show_message(str(error))
            return False
        except BadPaper as error:
            self._client.show_message(error.in_file)
            return False
        matched = match_papers(papers.ballots, held.on_ballot, held.own_words, held.picks)
        if matched.faults:
            self._client.show_message(f"Nothing was entered: {_many(len(matched.faults), 'thing')} to correct.")
            app.push_screen(Listing(f"Nothing was entered from {name}. Correct the file, or the list:", matched.faults))
            return False
        if not matched.ballots:
            self._client.show_message(f"Nothing was entered from {name}. {papers.summary()}")
            return False
        first = len(held.papers)
        if not await self._client.request(PutPaperBallots, ballots=matched.ballots, vote=held.casting):
            return False
        self._entered = _Entered(held.casting, first, matched.ballots)
        entered = _many(len(matched.ballots), "paper ballot")
        self._client.show_message(f"{entered} entered. u takes them back. {papers.summary()}")
        return True

    async def take_back(self) -> None:
        """Take the ballots of the last file back."""
        entered = self._entered
        if entered is not None and await self._client.request(
            TakeBackPaperBallots, first=entered.first, ballots=entered.ballots, vote=entered.vote
        ):
            self._entered = None
            self._client.show_message(f"{_many(len(entered.ballots), 'paper ballot')} taken back.")


def _many(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
