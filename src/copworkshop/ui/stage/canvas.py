"""What every drawing of the stage is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from copworkshop.export.paper import JoiningOnPaper
from copworkshop.live.stage_pages import FIRST_PAGE, Paging
from copworkshop.model.wifi import Wifi
from copworkshop.rules.sight import Sight


@dataclass(frozen=True, slots=True)
class Joining:
    """How people join on their own. The stage shows it large at the welcome, and small at every later step."""

    command: str
    """What to type, such as ``ssh -p 2222 room@192.0.2.7``; empty while nobody can reach the computer."""
    code: str | None
    """The join code, or None where the session asks for none."""
    fingerprint: str | None = None
    """The host key's fingerprint. People can compare it with the one that their ``ssh`` shows."""

    port: int = 0
    """The TCP port that people join on; 0 if it is not known."""
    link: str | None = None
    """The address for a phone, which reads it from a QR code: ``ssh://room@192.0.2.7:2222``."""
    unreachable: str = ""
    """Why nobody at another computer can join, as a sentence; empty if they can."""
    advice: str = ""
    """What the facilitator can do about that, as a sentence; empty for nothing."""
    wifi: Wifi | None = None
    """The Wi-Fi that people join first; None for none to show."""

    @property
    def back(self) -> str:
        """What to type to come back, with WORD where the rejoin word belongs; empty where :attr:`command` is."""
        return self.command.replace("room@", "WORD@")

    @property
    def on_paper(self) -> JoiningOnPaper:
        """The same for a card that is printed, which an address of this computer alone does not help."""
        return JoiningOnPaper(
            command="" if self.unreachable else self.command,
            port=self.port or None,
            code=self.code,
            asks_code=self.code is not None,
            link=self.link,
            wifi=self.wifi.name if self.wifi is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a drawing needs: what may be seen, the time, the space on the screen, and how to join."""

    sight: Sight
    now: datetime
    width: int
    """In cells."""
    height: int
    """In rows. A drawing may be higher: the screen then scrolls to the row that was revealed last."""
    joining: Joining | None = None
    """None where nobody can join over the network."""
    at_the_top: bool = False
    """Whether everything stands close together at the top, to be read from near. If not, it fills the height."""
    sized: bool = False
    """Whether the terminal draws larger letters. Headings are then drawn twice as large."""
    blocks: bool = True
    """Whether the terminal has the characters that QR codes are made of. Without them, no code is drawn."""
    connected: int = 0
    """How many people of the room are connected."""
    paging: Paging = FIRST_PAGE
    """Which page of a long list is shown, where everything does not stand close together at the top."""


Draw = Callable[[Canvas], list[Content]]
"""Draws what the stage shows of one kind of step."""
