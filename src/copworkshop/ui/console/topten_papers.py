"""Paper ballots from a file, entered while ballots are cast, all or none."""

from textual.app import App

from copworkshop.export.wording import many
from copworkshop.ranking.papers import BadPaper, read_papers
from copworkshop.rules.balloting import PutPaperBallots
from copworkshop.rules.paper_ideas import match_papers
from copworkshop.rules.topten_sight import TopTenSight
from copworkshop.toolkit.dialogs.listing import Listing
from copworkshop.ui.client import SessionClient
from copworkshop.ui.file_reading import CannotReadFile, read_file


class PaperFiles:
    """Enters the ballots of files. The undo key takes those of the last file back."""

    def __init__(self, client: SessionClient) -> None:
        self._client = client

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
        matched = match_papers(papers.ballots, held.ballot.on_ballot, held.own_words, held.ballot.picks)
        if matched.faults:
            self._client.show_message(f"Nothing was entered: {many(len(matched.faults), 'thing')} to correct.")
            app.push_screen(Listing(f"Nothing was entered from {name}. Correct the file, or the list:", matched.faults))
            return False
        if not matched.ballots:
            self._client.show_message(f"Nothing was entered from {name}. {papers.summary()}")
            return False
        if not await self._client.request(PutPaperBallots, ballots=matched.ballots, vote=held.ballot.casting):
            return False
        entered = many(len(matched.ballots), "paper ballot")
        self._client.show_message(f"{entered} entered. u takes them back. {papers.summary()}")
        return True
