"""The participant's app in a separate process on this terminal, to measure a room with one process per person."""

from datetime import UTC, datetime

from copworkshop.content.loader import DEFAULT_PLAN, packaged_text, parse_plan
from copworkshop.live.autosave import Saved, SaveState
from copworkshop.live.hub import Hub
from copworkshop.live.listeners import Listeners
from copworkshop.model.session import begin
from copworkshop.ui.participant.app import ParticipantApp


class NoDisk:
    """Saves nothing. The cost of reaching a session in another process is left out, in favour of this peer."""

    state = Saved(0, datetime.now(UTC))

    def __init__(self) -> None:
        self.subscribe = Listeners[SaveState]().subscribe

    def saved(self, revision: int, seat: int | None = None) -> bool:
        """Return that everything is saved."""
        return True


async def nobodys(_word: str) -> None:
    """Return no seat for any word."""


def main() -> None:
    """Show the app to a newcomer."""
    plan = parse_plan(packaged_text(DEFAULT_PLAN), "plan.toml")
    app = ParticipantApp(Hub(begin("alone", plan, datetime.now(UTC))), NoDisk(), find_seat=nobodys)
    app.assign(None)
    app.run()


if __name__ == "__main__":
    main()
