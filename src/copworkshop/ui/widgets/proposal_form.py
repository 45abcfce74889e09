"""Writing a proposal: the list of its fields, and one field at a time next to it."""

from time import monotonic
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.clock import Clock
from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.toolkit.command_node import CommandNode
from copworkshop.toolkit.commands import Commands
from copworkshop.toolkit.teardown import is_ending
from copworkshop.toolkit.theme import BODY, HEADING, WARN
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.notices import Notice
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.toolkit.widgets.pending import SAVING, PendingInput, UnsavedInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.widgets.aloud import Aloud
from copworkshop.ui.widgets.proposal_fields import FieldList
from copworkshop.ui.widgets.proposal_keys import PROPOSAL_KEYS, keys_in_text
from copworkshop.ui.widgets.proposal_typing import TypedProposal
from copworkshop.ui.widgets.proposal_words import line_below, line_while_reading

ROOM_FOR_LIST: Final = 70
"""Below this many columns the list of fields shrinks to one line."""

ROWS_TO_WRITE: Final = 6
"""Rows that the questions leave to the field's name, the text and the line below it."""

ELSEWHERE: Final = "Changed elsewhere: leave this field to see the newer text."


class ProposalForm(CommandNode, Horizontal, can_focus=True):
    """One person's proposal, to be written field by field. It has one text area, whatever the number of fields.

    Esc leaves the text: then the form has the focus, and letters are keys. It posts :class:`Written` when typing pauses
    and when a field is left. What changes elsewhere comes in by :meth:`show`.
    """

    FOCUS_ON_CLICK = False

    ESCAPES: ClassVar[bool] = True
    """Whether Esc leaves the text. Otherwise it is a key of the widget around the form."""

    KEYS: ClassVar[Commands["ProposalForm"]] = PROPOSAL_KEYS

    DEFAULT_CSS = """
    ProposalForm {
        height: 1fr;

        & > #fields {
            width: 28;
            margin-right: 1;
        }
        & > #writing {
            width: 1fr;
        }
        #place {
            display: none;
        }
        #asked {
            height: auto;
        }
        ParagraphArea {
            height: 1fr;
            min-height: 3;
        }
        &.-narrow > #fields {
            display: none;
        }
        &.-narrow #place {
            display: block;
        }
        &.-narrow #name {
            display: none;
        }
    }
    """

    class Written(Message):
        """`text` is all that now stands in the field with the id `field`. Post `over` once it is handed in."""

        def __init__(self, form: "ProposalForm", field: str, text: str, over: UnsavedInput) -> None:
            super().__init__()
            self.form = form
            self.field = field
            self.text = text
            self.over = over

        @property
        @override
        def control(self) -> "ProposalForm":
            return self.form

    class WholeAsked(Message):
        """The person wants to see the whole proposal."""

        def __init__(self, form: "ProposalForm") -> None:
            super().__init__()
            self.form = form

        @property
        @override
        def control(self) -> "ProposalForm":
            return self.form

    def __init__(
        self,
        step: ProposalStep,
        proposal: Proposal,
        *,
        clock: Clock = monotonic,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        """Begin with what is written; `clock` counts the seconds of reading aloud."""
        super().__init__(id=id)
        self.typed = TypedProposal(step, proposal)
        """What stands in the fields. Ask for what is pending before the form is removed."""
        self.area = ParagraphArea(self.typed.text, max_length=step.most_of(self.typed.field))
        """Where the text is typed."""
        self.area.edited, self.area.paused, self.area.beyond = self._edited, self._post_written, self.action_step
        self._asked = Words(id="questions")
        self.questions: VerticalScroll = VerticalScroll(self._asked, id="asked", can_focus=False)
        """The questions of the field."""
        self.aloud: Aloud = Aloud(clock)
        """The seconds in which the field should be read aloud."""
        self._step = step
        self._waiting = PendingInput(self, SAVING)
        self._notice: str | None = None
        self._fields = FieldList(step, self.typed)
        self._label = Words(id="name")
        self._status = Words(id="status")

    @property
    @override
    def takes_text(self) -> bool:
        return self.area.has_focus

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield self._fields.count
            yield self._fields.entries
        with Vertical(id="writing"):
            yield self._fields.line
            yield self._label
            yield self.questions
            yield self.area
            yield self._status

    def on_mount(self) -> None:
        """Show the field laid out for the room there is: it is not drawn twice."""
        rooms = (each.size.width for each in self.ancestors if isinstance(each, Widget) and each.size.width)
        self.set_class(next(rooms, ROOM_FOR_LIST) < ROOM_FOR_LIST, "-narrow")
        self.watch(self.questions, "show_vertical_scrollbar", self.show_status, init=False)
        self._open(self.typed.field)

    def on_unmount(self) -> None:
        """Hold nothing unsent any more."""
        self._waiting.leave()

    def on_resize(self, event: events.Resize) -> None:
        """Show the list of fields where there is room for it, and leave room to write below long questions."""
        self.set_class(event.size.width < ROOM_FOR_LIST, "-narrow")
        self.questions.styles.max_height = max(1, event.size.height - ROWS_TO_WRITE)
        self._fields.show(self.size.width)

    def begin(self, proposal: Proposal) -> None:
        """Begin with what is written, as if the form had been made with it."""
        self.typed.begin(proposal)
        self._open(self.typed.field)

    def show(self, proposal: Proposal) -> None:
        """Take in what changed elsewhere. A text that is being typed is never overwritten: the change is announced."""
        if self.typed.take_in(proposal, typing=self.area.has_focus):
            self._load()
        self._fields.show(self.size.width)
        self.show_status()

    def rest(self) -> None:
        """Go out of sight: what stands in the field was handed in before, and nobody reads aloud."""
        self.aloud.stop()
        self.typed.rest()
        self.area.flush()
        self._waiting.tell(waits=False)
        if self.typed.is_outdated:
            self._load()
        self.area.history.checkpoint()

    @override
    def post_message(self, message: Message) -> bool:
        # What is for the parent is posted to it at once: here it would only pass through, at every pause.
        if not isinstance(message, self.Written | UnsavedInput):
            return super().post_message(message)
        if is_ending(self) or not isinstance(self.parent, Widget):
            return False  # the parent ends as well, perhaps before it comes there
        return self.parent.post_message(message)

    def action_write(self) -> None:
        """Let letters be typed into the text."""
        self.area.focus()

    def action_go(self, fields: int) -> None:
        """Go on by this number of fields, or back; after the last one comes the first."""
        self.go_to(self.typed.neighbour(fields, around=True))

    def action_step(self, fields: int) -> bool:
        """Go on by this number of fields, or back, and return whether there is one: not past the first and the last."""
        field = self.typed.neighbour(fields, around=False)
        self.go_to(field)
        return field is not None

    def action_scroll_questions(self, rows: int) -> None:
        """Scroll the questions, where there are more of them than fit."""
        self.questions.scroll_relative(y=rows, animate=False)

    def action_preview(self) -> None:
        """Ask for the whole proposal to be shown."""
        self._post_written()
        self.post_message(self.WholeAsked(self))

    def action_read_aloud(self) -> None:
        """Start the seconds in which the field should be read aloud, or stop them."""
        seconds = self.typed.field.aloud
        if self.aloud.running and self.aloud.left:
            self.aloud.stop()
        elif seconds is not None:
            self.aloud.start(seconds, self.set_interval(1, self.show_status))
        self.show_status()

    def go_to(self, field: ProposalField | None) -> None:
        """Go to another field, if there is one; what was typed in the one before is posted first."""
        if field is None or field is self.typed.field:
            return
        self._post_written()
        self._open(field)

    def _open(self, field: ProposalField) -> None:
        """Begin at the end of what is written in a field."""
        self.typed.open(field)
        self.aloud.stop()
        self.area.handed_on = keys_in_text(self)
        self.area.max_length = self._step.most_of(field)
        self._load()
        self.area.move_cursor(self.area.document.end)
        self.area.history.clear()
        self._label.update(Content.styled(field.label.text, HEADING))
        self._asked.update([Content.styled(question.text, BODY) for question in field.questions])
        self.questions.scroll_home(animate=False)
        self._fields.show(self.size.width)
        self._fields.entries.move_to(field.id)
        self.show_status()

    def _load(self) -> None:
        """Put the text that is written in the field into the area, as one that needs no posting."""
        self.typed.load()
        self.area.flush()  # what stood there was posted, or is of no use any more
        self._notice = None
        self.area.receive(self.typed.text)

    def _post_written(self) -> None:
        if (pending := self.typed.pending) is None:
            return
        field, text = pending
        if not self.post_message(self.Written(self, field, text, self._waiting.ends())):
            return  # the form is being removed; the text stays pending, for the code that removes it to ask for
        if self.typed.hand_in():
            self._fields.show(self.size.width)

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self._post_written()
        if self.typed.is_outdated:
            self._load()
            self.show_status()

    def _edited(self) -> None:
        self.typed.text = self.area.text
        self._waiting.tell(waits=self.typed.pending is not None)
        self._notice = None
        self.show_status()

    @on(Notice)
    def _say(self, event: Notice) -> None:
        event.stop()
        self._notice = event.sentence
        self.show_status()

    @on(EntryList.Moved)
    def _clicked(self, event: EntryList.Moved) -> None:
        event.stop()
        cursor = event.entries.cursor
        if cursor == self.typed.field.id:
            return  # moved there from here, and not by a click: the focus may belong elsewhere
        self.go_to(self._step.field(self._fields.field_at(cursor)))
        event.entries.move_to(self.typed.field.id)
        self.area.focus()

    @on(events.Focus)
    @on(events.DescendantFocus)
    def show_status(self) -> None:
        """Show the line below the text: the keys that work now."""
        if told := self._notice or (ELSEWHERE if self.typed.is_outdated else ""):
            self._status.update(Content.styled(told, WARN))
            return
        text, aloud = self.typed.text, self.typed.field.aloud
        if self.aloud.running and aloud is not None:
            if not self.aloud.left:
                self.aloud.rest()
            self._status.update(line_while_reading(text, self.aloud.left, aloud, self.hints()))
            return
        self._status.update(line_below(text, self._step.most_of(self.typed.field), self.hints()))
