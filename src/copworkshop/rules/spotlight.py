"""One idea or remark that the stage shows large, for everybody to look at."""

from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from copworkshop.model.numbering import are_shown
from copworkshop.model.people import Actor
from copworkshop.model.session import Session, Spotlight, Undoable
from copworkshop.rules.candidates import candidates
from copworkshop.rules.history import step_taken
from copworkshop.rules.request import Refused, Request, facilitator_only


@dataclass(frozen=True, slots=True)
class Spotlit:
    """What is shown large, in words."""

    what: Spotlight
    label: str
    """What it is: “Idea 4”, or the prompt that a remark is about."""
    text: str


class ShowLarge(Request):
    """Show an idea or a remark large on the stage; None puts it away."""

    what: Spotlight | None

    def grant(self, session: Session, actor: Actor, now: datetime) -> Session:
        """Grant it to the facilitator, for what everybody in the room may see."""
        facilitator_only(actor)
        if self.what == session.spotlight:
            return session
        if self.what is None:
            return session.replace(spotlight=None)
        shown = session.replace(spotlight=self.what, blank=False, address=False)
        if spotlit(shown) is None:
            raise Refused("Not everybody may see that yet, so it is not shown on the stage.")
        return shown

    @override
    def taken_back(self, before: Session, after: Session) -> Undoable | None:
        if before.spotlight == after.spotlight:
            return None
        what = self.what or before.spotlight
        kind = what.kind if what is not None else "idea"
        return step_taken(f"the {kind} was {'shown large' if self.what is not None else 'put away'}", before, after)


def spotlit(session: Session) -> Spotlit | None:
    """Return what the stage shows large; None for nothing, or where it is gone or hidden by now."""
    what = session.spotlight
    if what is None:
        return None
    if what.kind == "remark":
        note = next((each for each in session.notes if each.number == what.number and not each.withdrawn), None)
        step = session.plan.lifecycle
        prompts = step.prompts if step is not None else ()
        asked = next((each.text for each in prompts if note is not None and each.id == note.prompt), "")
        return Spotlit(what, asked, note.text) if note is not None else None
    standing = candidates(session) if are_shown(session) else ()
    found = next((each for each in standing if what.number in each.members), None)
    if found is None:
        return None
    return Spotlit(what.replace(number=found.lead), f"Idea {found.lead}", found.wording)
