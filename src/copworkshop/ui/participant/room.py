"""A participant's screen: the panel of the step they are at, between what is always shown."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from copworkshop.live.hub import Hub
from copworkshop.model.people import participant
from copworkshop.model.plan import Step
from copworkshop.model.session import Spot
from copworkshop.rules.sight import Person, Sight
from copworkshop.toolkit import theme
from copworkshop.toolkit.dialogs.choosing import ChoosingScreen
from copworkshop.toolkit.focus import give_focus, look_focused, put_focus_aside
from copworkshop.toolkit.panel_stack import PanelStack
from copworkshop.toolkit.screen import LeanScreen
from copworkshop.toolkit.teardown import dispose_later, subtree
from copworkshop.toolkit.widgets.cells import fit
from copworkshop.toolkit.widgets.drawing import Drawing
from copworkshop.toolkit.widgets.notices import Notice
from copworkshop.toolkit.widgets.pending import ShowsUnsaved, UnsavedInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.client import SessionClient
from copworkshop.ui.clock import clock_style, clock_time, clock_words
from copworkshop.ui.participant.following import UnsavedWork, is_idle, same_round, whereabouts
from copworkshop.ui.participant.gone import GonePanel
from copworkshop.ui.participant.head import head_line
from copworkshop.ui.participant.panel import Panel, PanelContext
from copworkshop.ui.participant.registry import PANELS, panel_for
from copworkshop.ui.participant.view import View, grace, left_in, likely_next, reached, view_from
from copworkshop.ui.saved import SavedState, Saves

SENTENCE_SECONDS: Final = 12
"""How long a sentence to the person stays."""

KEPT_SECONDS: Final = 60
"""So long a panel that was left waits, as it was, for the person to come back: a step too far is soon undone."""

NOT_FOR_THEM: Final = (
    "You cannot write for them any more: they came in by a terminal, or sit elsewhere. They have all that you wrote."
)

_ROOM_FOR_BLANK: Final = 16  # rows; from here on a row is kept free for what may be told, so that nothing jumps
_ROOM_FOR_NAME: Final = 60  # cells; in a narrower last line the word and the keys stand alone


class ParticipantRoom(LeanScreen[None], ShowsUnsaved):
    """Where one person is in the session, which need not be where the room is.

    It is composed before it has a person: :meth:`sit` gives it one.
    """

    DEFAULT_CSS = """
    ParticipantRoom {
        #head, #foot {
            height: 1;
            min-height: 1;
            background: $panel;
        }
        #told {
            min-height: 1;
            max-height: 3;
            padding: 0 1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "follow", "Follow the group"),
        Binding("f3", "look_back", "Look back at a step that the group has reached"),
        Binding("f2", "scribe", "Write for somebody of your table who has no device; again, for yourself"),
        Binding("f8", "app.next_theme", theme.GOES_THROUGH),
        Binding("f1,question_mark", "app.help", "Help: every key that works now"),
    ]

    class Ready(Message):
        """The screen is composed, and can be given a person."""

    class Look(Message):
        """It is time for a fresh look, such as because the person may be idle by now."""

    class Unprepared(Message):
        """What is likely to be needed next is not at hand: in a quiet moment :meth:`prepare` is to be called."""

    def __init__(
        self,
        hub: Hub,
        saves: Saves,
        since_key: Callable[[], float],
        how_back: str,
        listen_to: Callable[[frozenset[int] | None], None],
    ) -> None:
        """Take the session, how it is saved, the seconds since the person's last key, and how they come back.

        `how_back` is what to type, with WORD where the rejoin word belongs. `listen_to` is told whose changes concern
        what is shown, None for everybody's; what concerns the room does always.
        """
        super().__init__()
        self._hub = hub
        self.saved = SavedState(saves, lambda: self.own_revision, self._sees, self._holds, self._own_seats)
        """What the screen says of saving."""
        self._since_key = since_key
        self._how_back = how_back
        self._listen_to = listen_to
        self._client: SessionClient | None = None
        self._seen: Sight | None = None
        self._me: Person | None = None
        self._on_behalf_of: int | None = None
        """The seat that the person writes for as a scribe."""
        self._drafts: dict[int, dict[str, str]] = {}
        """What was typed and not taken, by the seat that it is for."""
        self._here: Spot | None = None
        self._away = False
        """The person went to another step to look back, so that only F5 brings them to the group."""
        self._panel: Panel | None = None
        self._left: Panel | None = None
        """The panel that was left last: it waits for the person to come back to it."""
        self._leaving: Timer | None = None
        self._open = False
        """What the panel asks for was taken when it was last shown."""
        self._looking = False
        self._look_again = False
        self._prepare_again = False
        self._sentence: str | None = None
        self.seat: int | None = None
        """Whose screen it is; None before anybody has come."""
        self.own_revision = 0
        """The session's revision when the person's own seat changed last."""
        self._head = Drawing(self._draw_head, id="head")
        self._summary = Words(id="told")
        self._foot = Drawing(self._draw_foot, id="foot")
        self._place = PanelStack(id="panel")

    def compose(self) -> ComposeResult:
        """Lay out the head line, what is told, the panel, and the last line."""
        yield self._head
        yield self._summary
        yield self._place
        yield self._foot

    def on_mount(self) -> None:
        """Have a clock at hand, which stands still as long as nothing on the screen depends on the time."""
        self._ticker = self.set_interval(1, self._tick, pause=True)
        self.post_message(self.Ready())

    def on_resize(self) -> None:
        """Keep a row free for what may be told where there are rows enough."""
        self._update_lines()

    @property
    def title_for_help(self) -> str:
        """What the list of keys calls this screen."""
        step = self._step_here
        return step.short if step is not None else ""

    @property
    def panel(self) -> Panel | None:
        """The panel that is up."""
        return self._panel

    @property
    def is_looking(self) -> bool:
        """Whether it is in the middle of a look, or of making something ready."""
        return self._looking

    @property
    def here(self) -> Spot | None:
        """Where the person is."""
        return self._here

    @property
    def seen(self) -> Sight | None:
        """What the person could see when the screen last looked: what it shows is of one moment."""
        return self._seen

    @property
    def how_back(self) -> str:
        """What the person types to come back; empty where nobody can."""
        own = self._own
        return self._how_back.replace("WORD", own.word or "") if own is not None else ""

    @property
    def acting_seat(self) -> int | None:
        """The seat that the person speaks for: their own, or as a scribe another's."""
        return self.seat if self._on_behalf_of is None else self._on_behalf_of

    async def assign(self, seat: int) -> None:
        """Show the session from this seat."""
        if seat != self.seat:
            await self._unseat()
            self.seat = seat
            self._client = SessionClient(self._hub, participant(seat), self.show_message)
            self.own_revision = self._hub.session.revision
        await self.refresh_sight()

    async def write_for(self, on_behalf_of: int | None) -> None:
        """Write for somebody else from now on, as their scribe, or with None for oneself again."""
        if self.seat is None or on_behalf_of == self._on_behalf_of:
            return
        await self.submit_pending()
        self._on_behalf_of = on_behalf_of
        self._client = SessionClient(self._hub, participant(self.seat, on_behalf_of), self.show_message)
        self.own_revision = self._hub.session.revision
        await self._drop_panels()
        await self.refresh_sight()

    async def refresh_sight(self) -> None:
        """Take a fresh look at the session: follow the room if the person is idle, and show what is to be seen.

        A look that is asked for during another follows it.
        """
        self._look_again = True
        await self._catch_up()

    async def prepare(self) -> None:
        """Have at hand, out of sight, what the person is likely to come to next, and no more."""
        self._prepare_again = True
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Do what is asked for, one thing after the other."""
        if self._looking:
            return
        self._looking = True
        try:
            while (self._look_again or self._prepare_again) and self._is_up:
                if self._look_again:
                    self._look_again = False
                    self._listen_to(None)  # while another panel may come up
                    try:
                        await self._look()
                    finally:
                        self._listen_to(self._concerned)
                else:
                    self._prepare_again = False
                    await self._prepare()
        finally:
            self._looking = False

    def refresh_lines(self) -> None:
        """Show the head line, what is told and the last line anew."""
        self._head.refresh_drawing()
        self._foot.refresh_drawing()
        self._update_lines()

    def refresh_saving(self) -> None:
        """Show anew how it stands with saving."""
        self._head.refresh_drawing()
        if self.saved.has_new_reason:
            self._update_lines()

    def show_message(self, sentence: str) -> None:
        """Say a sentence to the person for some seconds."""
        self._sentence = sentence
        self._update_lines()
        self.set_timer(SENTENCE_SECONDS, lambda: self._unsay(sentence))

    def suspend(self) -> None:
        """Let nothing run for the eye: nobody looks until the next :meth:`look`."""
        self._ticker.pause()

    async def submit_pending(self) -> None:
        """Hand in what is still being typed."""
        if self._panel is not None:
            await self._panel.submit_pending()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to follow only who is elsewhere, and to look back where there is something to look back at."""
        seen = self._client.sight if self._client is not None else None  # a key may be quicker than the screen
        match action:
            case "follow":
                return self._is_elsewhere(seen)
            case "look_back":
                return seen is not None and seen.own is not None and len(reached(self._hub)) > 1
            case "scribe":
                return self._on_behalf_of is not None or bool(self._without_device)
            case _:
                return super().check_action(action, parameters)

    async def action_follow(self) -> None:
        """Hand in what is being typed, and go to the group."""
        if self._client is not None:
            await self.submit_pending()
            self._here, self._away = self._client.sight.spot, False
            await self.refresh_sight()

    async def action_look_back(self) -> None:
        """Let the person choose a step that the room has reached."""
        seen = self.seen
        if seen is None:
            return
        spots = reached(self._hub)
        kinds = [spot.kind for spot in spots]
        choices = [(self._listed(seen, spot), spot) for spot in spots]
        at = kinds.index(self._here.kind) if self._here is not None and self._here.kind in kinds else 0

        async def go(spot: Spot | None) -> None:
            if spot is not None:
                await self.submit_pending()
                self._here, self._away = spot, not same_round(spot, seen.spot)
                await self.refresh_sight()

        await self.app.push_screen(ChoosingScreen("Look at", choices, otherwise="stay here", at=at), go)

    async def action_scribe(self) -> None:
        """Let a scribe choose whom to write for; who writes for somebody goes back to their own seat."""
        if self._on_behalf_of is not None:
            await self.write_for(None)
            return
        choices = [(name, number) for number, name in self._without_device]
        await self.app.push_screen(ChoosingScreen("Write for", choices, otherwise="for yourself"), self.write_for)

    @on(Notice)
    def _notice(self, notice: Notice) -> None:
        notice.stop()
        self.show_message(notice.sentence)

    @on(UnsavedInput)
    def show_unsaved(self, said: UnsavedInput) -> None:
        """Say what a field says of saving."""
        said.stop()
        self.saved.take(said)
        if self.saved.has_news:
            self._head.refresh_drawing_now()

    def _sees(self, field: Widget) -> bool:
        """Tell whether a field is in sight: those of a panel that was left wait out of sight."""
        panels = [node for node in field.ancestors if isinstance(node, Panel)]
        return all(panel is self._panel for panel in panels)

    def _holds(self) -> bool:
        return any(self._drafts.values())

    @property
    def _own(self) -> Person | None:
        """The person at the keyboard, whomever they write for."""
        return self._hub.sight(participant(self.seat)).own if self.seat is not None else None

    @property
    def _without_device(self) -> tuple[tuple[int, str], ...]:
        return self.seen.without_device if self.seen is not None else ()

    @property
    def _elsewhere(self) -> bool:
        return self._is_elsewhere(self.seen)

    def _is_elsewhere(self, seen: Sight | None) -> bool:
        here = self._here
        return seen is not None and seen.own is not None and here is not None and not same_round(here, seen.spot)

    @property
    def _concerned(self) -> frozenset[int] | None:
        """Whose changes may concern what is shown; None for everybody's."""
        if self._panel is not None and self._panel.shows_others():
            return None
        return frozenset(self._own_seats())

    def _own_seats(self) -> tuple[int, ...]:
        """Return the seats that this person writes at: their own, and the one that they write for."""
        return tuple({seat for seat in (self.seat, self.acting_seat) if seat is not None})

    @property
    def _step_here(self) -> Step | None:
        seen, here = self.seen, self._here
        return seen.plan.step(here.kind) if seen is not None and here is not None else None

    @property
    def _is_up(self) -> bool:
        """Whether there is a screen to show anything on: a change may come while the app ends."""
        return self._place.is_attached and (self._panel is None or self._panel.is_attached)

    async def _look(self) -> None:
        client = self._client
        if client is None:
            return
        if client.sight.own is None and self._on_behalf_of is not None:
            await self.write_for(None)
            self.show_message(NOT_FOR_THEM)
            return
        here = await self._whereto(client.sight) if client.sight.own is not None else None
        self._seen = seen = client.sight  # after the person's own words have gone in, if they had to
        self._me = self._own if self._on_behalf_of is not None else seen.own
        if here is None:
            await self._show_panel(GonePanel, View(seen, room=seen.spot, now=self._hub.now()))
        else:
            view = view_from(self._hub, seen, here, PANELS[here.kind, here.round].rounds)
            self._open = view.open
            await self._show_panel(panel_for(here, open_=view.open), view)
        self.refresh_lines()
        self.refresh_bindings()
        self._mind_the_time(seen)
        if not self.is_prepared:
            self.post_message(self.Unprepared())

    async def _unseat(self) -> None:
        await self.submit_pending()
        self.seat, self._client, self._here, self._away = None, None, None, False
        self._seen = self._me = None
        self._on_behalf_of, self._drafts = None, {}
        await self._drop_panels()

    async def _drop_panels(self) -> None:
        """Take away what is one person's: what waits for nobody yet may stay."""
        dropped = self._panel, self._left
        self._panel = self._left = None
        for panel in dropped:
            if panel is not None:
                await self._remove(panel)

    async def _remove(self, panel: Panel) -> None:
        self._place.forget(panel)
        nodes = subtree(panel)
        await panel.remove()
        dispose_later(nodes, self)

    async def _whereto(self, seen: Sight) -> Spot:
        """Return where the person is from now on."""
        here, room = self._here, seen.spot
        if here is None or same_round(here, room):
            self._here, self._away = room, False
        elif self._away:
            self._here = left_in(self._hub, here)
            if same_round(self._here, room):
                self._here, self._away = room, False
        elif self._may_take_along(here, room):
            await self.submit_pending()
            self._here = room
        return self._here if self._here is not None else room

    def _may_take_along(self, here: Spot, room: Spot) -> bool:
        panel = self._panel
        if panel is None:
            return True
        if panel.together and here.kind is room.kind:
            return True
        return is_idle(panel.unsaved_work, self._since_key())

    async def _show_panel(self, kind: type[Panel], view: View) -> None:
        old = self._panel
        if old is not None and type(old) is kind:
            self._head.refresh_drawing_now()  # first: what is new stands beside “saving…” in its first frame
            old.show(view)
            return
        with self.batch_paint():
            if old is not None:
                await old.submit_pending()
                old.leave()
            panel = await self._at_hand(kind)
            if panel is None:
                return
            self._panel = panel
            put_focus_aside(self, old)
            if self._place.top is not panel:
                self._place.put_on_top(panel)
            await panel.enter(view)
            give_focus(self, panel)
            if old is not None:
                await self._keep(old)

    async def _at_hand(self, kind: type[Panel]) -> Panel | None:
        """Return a panel of this kind, the person's: what they left lately, what waits for them, or a new one."""
        if self._client is None or self.acting_seat is None:
            return None
        left = self._left
        if left is not None and type(left) is kind:
            self._left = None
            return left
        waiting = [each for each in self._unused if type(each) is kind]
        panel = waiting[0] if waiting else kind(self._hub.session.plan)
        if not self._place.is_attached:
            return None
        if not waiting:
            await self._place.mount(panel)
        panel.assign(
            PanelContext(self._client, self.acting_seat, self.how_back, self._drafts.setdefault(self.acting_seat, {}))
        )
        return panel

    async def _keep(self, panel: Panel) -> None:
        """Let a panel that was left wait for its person for a while; nobody waits where they were taken out."""
        if self._leaving is not None:
            self._leaving.stop()
        before, self._left = self._left, panel
        if (
            isinstance(panel, GonePanel)
            or isinstance(self._panel, GonePanel)
            or panel.unsaved_work is UnsavedWork.UNSENT
        ):
            self._left = None
            await self._remove(panel)
        else:
            self._leaving = self.set_timer(KEPT_SECONDS, self._wait_no_longer)
        if before is not None:
            await self._remove(before)

    def _wait_no_longer(self) -> None:
        self._leaving = None
        self.post_message(self.Unprepared())

    @property
    def is_prepared(self) -> bool:
        """Whether what is likely to be needed next is at hand, and nothing else."""
        likely, waiting = self._likely, [type(each) for each in self._unused]
        if self._left is not None and self._leaving is None:
            return False
        at_hand = likely is None or (self._left is not None and type(self._left) is likely)
        return waiting == ([] if at_hand else [likely])

    async def _prepare(self) -> None:
        if self._left is not None and self._leaving is None:
            self._left = None
        left, likely = self._left, self._likely
        for panel in self._unused:
            if type(panel) is not likely:
                await self._remove(panel)
        if likely is not None and not self._unused and type(left) is not likely:
            panel = likely(self._hub.session.plan)
            await self._place.mount(panel)
            look_focused(panel)
            self.call_after_refresh(self._place.render_ahead)
        if self.seat is None:
            self._set_out()

    def _set_out(self) -> None:
        """Have the panel of whoever comes stand where they will see it, painted: only their words are missing.

        Nobody sees it so: the name prompt is in front of it.
        """
        for panel in self._unused:
            if panel is not self._place.top:
                with self.batch_paint():
                    self._place.put_on_top(panel)

    @property
    def _unused(self) -> list[Panel]:
        """The panels that are nobody's yet."""
        panels = [panel for panel in self._place.panels if isinstance(panel, Panel)]
        return [each for each in panels if each is not self._panel and each is not self._left]

    @property
    def _likely(self) -> type[Panel] | None:
        """The panel that the person most likely comes to next; None where it is up, or nothing comes."""
        spot = None if isinstance(self._panel, GonePanel) else likely_next(self._hub, self._here)
        kind = panel_for(spot, open_=True) if spot is not None else None
        return None if kind is type(self._panel) else kind

    def _mind_the_time(self, seen: Sight) -> None:
        """Let the clock tick where something on the screen depends on the time, and nowhere else."""
        if seen.clock.running or (self._elsewhere and not self._away):
            self._ticker.resume()
        else:
            self._ticker.pause()

    async def _tick(self) -> None:
        seen = self.seen
        if seen is None:
            return
        self._head.refresh_drawing()
        if self._elsewhere and not self._away and self._here is not None:
            self._update_lines()
            left = grace(self._hub, self._here)
            if 0 < left <= 1:
                await self.submit_pending()
            panel = self._panel
            over = left == 0 and self._open
            if over or (panel is not None and is_idle(panel.unsaved_work, self._since_key())):
                self.post_message(self.Look())

    def _unsay(self, sentence: str) -> None:
        if self._sentence == sentence:
            self._sentence = None
            self._update_lines()

    def _update_lines(self) -> None:
        seen, here = self.seen, self._here
        if seen is None:
            return
        reason = self.saved.drawn_reason()
        where = whereabouts(seen, here, away=self._away, grace=grace(self._hub, here)) if here and seen.own else ""
        told = [
            Content.styled(self._sentence or "", theme.WARN),
            Content.styled(where, theme.ACCENT),
            Content.styled(self._writing_for, theme.ACCENT),
            Content.styled(reason, theme.ERROR),
        ]
        lines = [line for line in told if line.plain]
        self._summary.update(lines)
        has_place = bool(lines) or self.size.height >= _ROOM_FOR_BLANK
        if self._summary.display is not has_place:  # else the first look alone would lay the screen out anew
            self._summary.display = has_place

    @property
    def _writing_for(self) -> str:
        own = self.seen.own if self.seen is not None else None
        if self._on_behalf_of is None or own is None:
            return ""
        return f"You write for {own.name}, and it is marked so. F2 goes back to your own."

    def _draw_head(self, width: int, height: int) -> Sequence[Content]:
        del height
        seen, step = self.seen, self._step_here
        if seen is None or step is None:
            return []
        name = f" {seen.plan.kinds.index(step.kind) + 1}/{len(seen.plan.steps)} {step.short}"
        now = self._hub.now()
        time = "  ".join(part for part in (clock_words(seen.clock, now), clock_time(seen.clock, now)) if part)
        word = self.saved.drawn_word()
        return [head_line(width, name, time, clock_style(seen.clock, now), word if seen.closed is None else "closed")]

    def _draw_foot(self, width: int, height: int) -> Sequence[Content]:
        del height
        own, line = self._me, Content("")
        if own is not None and own.word is not None:
            line = Content.assemble(" ", (own.word, theme.ACCENT), " ")
            if width >= _ROOM_FOR_NAME:
                who = f"{own.name}, {own.table}" if own.table else own.name or ""
                line = Content.assemble(line, (f" {fit(who, width // 3)} ", theme.BODY))
        keys = [("F5", "follow")] if self._elsewhere else []
        keys += [("F1", "keys"), ("Ctrl+Q", "leave")]
        keys += [("F2", "scribe")] if self.check_action("scribe", ()) else []
        keys += [("F3", "look back")] if self.check_action("look_back", ()) else []
        for key, what in keys:
            longer = Content.assemble(line, " ", (key, theme.KEY), (f" {what} ", theme.BODY))
            if longer.cell_length > width:
                break
            line = longer
        return [line]

    def _listed(self, seen: Sight, spot: Spot) -> str:
        step = seen.plan.step(spot.kind)
        short = step.short if step is not None else ""
        return f"{short} (the group is here)" if spot.kind is seen.spot.kind else short
