"""Writing a proposal: the list of its fields, and one field at a time next to it."""

from collections.abc import Mapping
from time import monotonic
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from copworkshop.model.clock import Clock
from copworkshop.model.plan import ProposalField, ProposalStep
from copworkshop.model.proposal import Proposal
from copworkshop.model.text import clean_paragraph
from copworkshop.toolkit.teardown import is_ending
from copworkshop.toolkit.theme import BODY, HEADING, WARN
from copworkshop.toolkit.widgets.entries import EntryList
from copworkshop.toolkit.widgets.notices import Notice
from copworkshop.toolkit.widgets.paragraph_area import ParagraphArea
from copworkshop.toolkit.widgets.pending import SAVING, PendingInput, UnsavedInput
from copworkshop.toolkit.widgets.words import Words
from copworkshop.ui.widgets.aloud import Aloud
from copworkshop.ui.widgets.proposal_answers import ProposalAnswers
from copworkshop.ui.widgets.proposal_fields import FieldList
from copworkshop.ui.widgets.proposal_keys import ProposalKeys
from copworkshop.ui.widgets.proposal_words import first_to_write, line_below, line_while_reading

ROOM_FOR_LIST: Final = 70
"""Below this many columns the list of fields shrinks to one line."""

ROWS_TO_WRITE: Final = 6
"""Rows that the questions leave to the field's name, the text and the line below it."""

ELSEWHERE: Final = "Changed elsewhere: leave this field to see the newer text."


class ProposalForm(ProposalKeys):
    """One person's proposal, to be written field by field. It has one text area, whatever the number of fields.

    It posts :class:`Written` when typing pauses and when a field is left. What changes elsewhere comes in by
    :meth:`show`.
    """

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
        self._step = step
        self._answers = ProposalAnswers(step, proposal)
        self._field: ProposalField = first_to_write(step, self._answers.texts)
        text = self._stored
        self._written = text
        """The text of the field as it was loaded or last posted."""
        self._opened_with = text
        self._changed_elsewhere = False
        self._waiting = PendingInput(self, SAVING)
        self._notice: str | None = None
        self._fields = FieldList(step, self._answers)
        self._label = Words(id="name")
        self._questions = Words(id="questions")
        self._asked: VerticalScroll = VerticalScroll(self._questions, id="asked", can_focus=False)
        self._area = ParagraphArea(text, max_length=step.most_of(self._field))
        self._aloud: Aloud = Aloud(clock)
        self._hand_on()
        self._status = Words(id="status")

    @property
    def field(self) -> ProposalField:
        """The field that is being written."""
        return self._field

    @property
    def area(self) -> ParagraphArea:
        """Where the text is typed."""
        return self._area

    @property
    def answers(self) -> Mapping[str, str]:
        """What stands in the fields, by their ids, what is being typed included."""
        return {**self._answers.texts, self._field.id: self._area.text if self._unwritten else self._stored}

    @property
    def shared(self) -> bool:
        """Whether everybody may read the proposal."""
        return self._answers.shared

    @property
    def clean_answers(self) -> Mapping[str, str]:
        """The same as they will pass the gate, to be shown elsewhere."""
        return {field: clean_paragraph(text) for field, text in self.answers.items()}

    @property
    def pending(self) -> tuple[str, str] | None:
        """The field and the text that no :class:`Written` has carried yet; None where nothing is left to hand in."""
        return (self._field.id, self._area.text) if self._unwritten else None

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="fields"):
            yield self._fields.count
            yield self._fields.entries
        with Vertical(id="writing"):
            yield self._fields.line
            yield self._label
            yield self._asked
            yield self._area
            yield self._status

    def on_mount(self) -> None:
        """Begin at the end of what is there, laid out for the room there is: it is not drawn twice."""
        rooms = (each.size.width for each in self.ancestors if isinstance(each, Widget) and each.size.width)
        self._lay_out(next(rooms, ROOM_FOR_LIST))
        self._area.move_cursor(self._area.document.end)
        self.watch(self._asked, "show_vertical_scrollbar", self.show_status, init=False)
        self._show_field()

    def on_unmount(self) -> None:
        """Hold nothing unsent any more: the code that removes the form asks for :attr:`pending` before."""
        self._waiting.leave()

    def on_resize(self, event: events.Resize) -> None:
        """Show the list of fields where there is room for it, and leave room to write below long questions."""
        self._lay_out(event.size.width)
        self._asked.styles.max_height = max(1, event.size.height - ROWS_TO_WRITE)
        self._show_list()

    def _lay_out(self, width: int) -> None:
        self.set_class(width < ROOM_FOR_LIST, "-narrow")

    def begin(self, proposal: Proposal) -> None:
        """Begin with what is written, as if the form had been made with it."""
        self._answers.begin(proposal)
        self._go_to(first_to_write(self._step, self._answers.texts))

    def focus_field(self) -> None:
        """Put the focus where the text is typed."""
        self._area.focus()

    def show(self, proposal: Proposal) -> None:
        """Take in what changed elsewhere.

        A text that is being typed is never overwritten: the change is announced, and the newer of the two texts
        is the one that stays when the field is left.
        """
        for field, text in self._answers.take_in(proposal):
            if field is self._field:
                self._take_in(text)
        self._show_list()
        self.show_status()

    def wrote(self, field_id: str, text: str) -> bool:
        """Return whether a text that was saved was written here: then :meth:`show` need not be called for it."""
        return self._answers.came_back(field_id, text)

    @override
    def post_message(self, message: Message) -> bool:
        # What is for the parent is posted to it at once: here it would only pass through, at every pause.
        if not isinstance(message, self.Written | UnsavedInput):
            return super().post_message(message)
        if is_ending(self) or not isinstance(self.parent, Widget):
            return False  # the parent ends as well, perhaps before it comes there
        return self.parent.post_message(message)

    @override
    def action_go(self, fields: int) -> None:
        index = self._step.fields.index(self._field) + fields
        self.go_to(self._step.fields[index % len(self._step.fields)].id)

    @override
    def action_step(self, fields: int) -> None:
        index = self._step.fields.index(self._field) + fields
        if 0 <= index < len(self._step.fields):
            self.go_to(self._step.fields[index].id)

    @override
    def action_scroll_questions(self, rows: int) -> None:
        self._asked.scroll_relative(y=rows, animate=False)

    @override
    def action_preview(self) -> None:
        self._post_written()
        self.post_message(self.WholeAsked(self))

    @override
    def action_read_aloud(self) -> None:
        if self._aloud.running and self._aloud.left:
            self._aloud.stop()
        elif self._field.aloud is not None:
            self._aloud.start(self._field.aloud, self.set_interval(1, self.show_status))
        self.show_status()

    def go_to(self, field_id: str) -> None:
        """Go to the field with this id; what was typed in the one before is posted first."""
        field = self._step.field(field_id)
        if field is None or field is self._field:
            return
        self._post_written()
        self._go_to(field)

    def _go_to(self, field: ProposalField) -> None:
        self._field = field
        self._aloud.stop()
        self._hand_on()
        self._area.max_length = self._step.most_of(field)
        self._load(self._answers.texts[field.id])
        self._area.move_cursor(self._area.document.end)
        self._area.history.clear()
        self._show_field()

    def _hand_on(self) -> None:
        """Say which keys the text leaves to the form; F6 selects a line where there is nothing to read aloud."""
        self._area.edited, self._area.paused = self._typed, self._post_written
        self._area.handed_on, self._area.beyond = self._keys_in_text(), self._go_beyond

    def _go_beyond(self, fields: int) -> bool:
        """Go from the first line of the text to the field before, or from its last line to the next one."""
        before = self._field
        self.action_step(fields)
        if self._field is before:
            return False
        if fields > 0 and self._area.wrapped_document.height > 1:
            self._area.move_cursor((0, 0))
        return True

    def rest(self) -> None:
        """Go out of sight: what stands in the field was handed in before, and nobody reads aloud."""
        self._aloud.stop()
        text = self._area.text
        if text != self._written:
            self._written = text
            self._answers.write(self._field.id, text)
        self._area.flush()
        self._waiting.tell(waits=self._unwritten)
        if self._changed_elsewhere:
            self._load(self._stored)
        self._opened_with = self._area.text
        self._area.history.checkpoint()

    @property
    def _stored(self) -> str:
        """The text of the field, apart from what is being typed."""
        return self._answers.texts[self._field.id]

    @property
    def _unwritten(self) -> bool:
        return self._area.text != self._written

    def _take_in(self, text: str) -> None:
        touched = self._area.text != self._opened_with
        if clean_paragraph(self._area.text) == text:
            self._written = self._area.text
        elif touched and self._area.has_focus:
            self._changed_elsewhere = True
        else:
            self._load(text)

    def _load(self, text: str) -> None:
        """Put a text into the area, as one that needs no posting."""
        self._written = self._area.text  # what stood there was posted, or is of no use any more
        self._area.flush()
        self._written = self._opened_with = text
        self._changed_elsewhere = False
        self._notice = None
        self._area.receive(text)

    def _post_written(self) -> None:
        text = self._area.text
        if text == self._written:
            return
        field_id, was_filled = self._field.id, self._answers.is_filled(self._field)
        if not self.post_message(self.Written(self, field_id, text, self._waiting.ends())):
            return  # the form is being removed; the text stays pending, for the code that removes it to ask for
        self._written = text
        self._answers.write(field_id, text)
        if self._answers.is_filled(self._field) is not was_filled:
            self._show_list()

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self._post_written()
        if self._changed_elsewhere:
            self._load(self._stored)
            self.show_status()

    def _typed(self) -> None:
        self._waiting.tell(waits=self._unwritten)
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
        if cursor == self._field.id:
            return  # moved there from here, and not by a click: the focus may belong elsewhere
        self.go_to(self._fields.field_at(cursor))
        event.entries.move_to(self._field.id)
        self._area.focus()

    def _show_field(self) -> None:
        self._label.update(Content.styled(self._field.label.text, HEADING))
        questions = [Content.styled(question.text, BODY) for question in self._field.questions]
        self._questions.update(questions)
        self._asked.scroll_home(animate=False)
        self._show_list()
        self._fields.entries.move_to(self._field.id)
        self.show_status()

    def _show_list(self) -> None:
        self._fields.show(self._field, self.size.width)

    @override
    def show_status(self) -> None:
        if told := self._notice or (ELSEWHERE if self._changed_elsewhere else ""):
            self._status.update(Content.styled(told, WARN))
            return
        text, aloud = self._area.text, self._field.aloud
        if self._aloud.running and aloud is not None:
            if not self._aloud.left:
                self._aloud.rest()
            self._status.update(line_while_reading(text, self._aloud.left, aloud, self.hints()))
            return
        self._status.update(line_below(text, self._step.most_of(self._field), self.hints()))
