"""What was typed through the gate is what is on the disk, in the preview, and in what is taken home."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copworkshop.export.documents import PROPOSAL
from copworkshop.model.people import participant
from copworkshop.model.plan import Kind
from copworkshop.model.session import Session
from copworkshop.model.text import clean_paragraph, visible
from copworkshop.rules.proposal import WriteField
from copworkshop.rules.request import Refused
from copworkshop.rules.request import make_request as make
from copworkshop.rules.sight import sight
from copworkshop.store.codec import parse_seat, seat_text
from copworkshop.store.files import add_end_marker, strip_end_marker
from copworkshop.ui.widgets.proposal_text import proposal_text
from helpers.session_builder import ask, at, room
from helpers.strategies import AWKWARD

FIELD = "problems"

PANGRAMS = {
    "Latin": "The quick brown fox jumps over the lazy dog",
    "German": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
    "Icelandic": "Kæmi ný öxi hér, ykist þjófum nú bæði víl og ádrepa",
    "Polish": "Pchnąć w tę łódź jeża lub ośm skrzyń fig",
    "Vietnamese": "Do bạch kim rất quý nên sẽ dùng để lắp vô xương",
    "Greek": "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία",
    "Cyrillic": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Armenian": "Բել դղյակի ձախ ժամն օֆ ազգությանը ցպահանջ չճշտած վնաս էր եւ փառք",
    "Hebrew": "דג סקרן שט בים מאוכזב ולפתע מצא חברה",
    "Arabic": "صِف خَلقَ خَودِ كَمِثلِ الشَمسِ إِذ بَزَغَت",
    "Persian": "می‌خواهم کتاب‌ها را ببینم",
    "Devanagari": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश",
    "Tamil": "தமிழ் எழுத்துகள் அனைத்தும்",
    "Sinhala": "ශ්‍රී ලංකාව",
    "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
    "Khmer": "ភាសាខ្មែរ",
    "Burmese": "သီဟိုဠ်မှ ဉာဏ်ကြီးရှင်သည်",
    "Tibetan": "ༀ་མ་ཎི་པདྨེ་ཧཱུྃ",
    "Amharic": "ሰማይ አይታረስ ንጉሥ አይከሰስ",
    "Cherokee": "ᎠᏍᎦᏯᎡᎦ ᏚᎸᏫᏍᏓᏁᎲ",
    "Korean": "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다",
    "Japanese": "いろはにほへと ちりぬるを\nわかよたれそ つねならむ",
    "Chinese": "天地玄黃 宇宙洪荒",
    "emoji": "👩‍👩‍👧‍👦 🇫🇷 👍🏽 ❤️",
}

BAD = [
    "",
    "   \n \n",
    "x" * 10_000,
    "\n".join(f"line {number}" for number in range(1000)),
    "[/] [@click=app.quit]Ann[/] [red]x",
    "<script>alert(1)</script> & | `code` # *",
    "a\x1b]0;title\x07b\x9b31mc\u202ed\ufeff",
    "e" + "\u0301" * 40,
    *AWKWARD,
]


def written(text: str) -> Session:
    session = at(room(people=1), Kind.PROPOSAL)
    return ask(session, make(WriteField, seat=1, field=FIELD, text=text), actor=participant(1))


def on_disk(session: Session) -> str:
    text = strip_end_marker(add_end_marker(seat_text(session.seats[1], session.revision)))
    return parse_seat(text, "seats/01-maple.toml").seat.proposal.answers.get(FIELD, "")


def previewed(session: Session) -> str:
    """The answer as it stands in the preview, from below its question to the empty line after it."""
    step = session.plan.proposal
    assert step is not None
    lines = [line.plain for line in proposal_text(step, session.seats[1].proposal)]
    start = lines.index("What problems do you solve?") + 1
    return "\n".join(line[2:] for line in lines[start : len(lines) - 2])


def taken_home(session: Session) -> str:
    in_json = next(each for each in PROPOSAL.formats if each.name == "json")
    tree = json.loads(in_json.render(PROPOSAL.of(sight(session, participant(1)))))
    [proposal] = tree["report"]["proposal"]["proposals"]
    [text] = (answer["text"] for answer in proposal["answers"] if answer["label"]["text"] == "Problems")
    return str(text)


@pytest.mark.parametrize("text", [*PANGRAMS.values(), *BAD], ids=lambda text: repr(text[:12]))
def test_what_passed_the_gate_is_on_the_disk_in_the_preview_and_taken_home(text: str) -> None:
    session, clean = written(text), clean_paragraph(text)
    assert on_disk(session) == clean
    if visible(clean):
        assert previewed(session) == clean.strip("\n")
        assert taken_home(session) == clean


@pytest.mark.parametrize("text", PANGRAMS.values(), ids=PANGRAMS)
def test_the_gate_leaves_every_script_as_it_is(text: str) -> None:
    assert written(text).seats[1].proposal.answers[FIELD] == text


@given(st.text(max_size=200) | st.lists(st.sampled_from(AWKWARD)).map("".join))
def test_whatever_is_typed_is_the_same_on_the_disk_and_in_the_preview(text: str) -> None:
    session, clean = written(text), clean_paragraph(text)
    assert on_disk(session) == clean
    if visible(clean):
        assert previewed(session) == clean.strip("\n")


def test_twenty_thousand_characters_are_refused_with_a_sentence_and_nothing_is_cut() -> None:
    with pytest.raises(Refused, match=r"10,000"):
        written("x" * 20_000)
