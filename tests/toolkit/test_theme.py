"""The contrast of every style in every theme, and what is left of them without colours."""

import pytest
from rich.ansi import AnsiDecoder
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.style import Style
from textual.theme import Theme
from textual.widgets import Static

from copworkshop.toolkit.colours import Colours, translate
from copworkshop.toolkit.theme import CONTRAST, DARK, LIGHT, STAGE_STYLES, TERMINAL, THEMES, register, theme_for
from helpers.contrast import contrast
from helpers.screens import drawn

OURS = pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def styled_contrast(theme: Theme, style: str, ground: str) -> float:
    known = variables(theme)
    background = Color.parse(known[ground])
    foreground = Style.parse(style, known).foreground or Color.parse(known["foreground"])
    return contrast(background + foreground, background)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)


@OURS
@pytest.mark.parametrize("style", STAGE_STYLES.values(), ids=STAGE_STYLES.keys())
def test_every_style_has_the_contrast_of_the_stage(theme: Theme, style: str) -> None:
    assert styled_contrast(theme, style, "background") >= 7


@OURS
@pytest.mark.parametrize("colours", [Colours.STANDARD, Colours.EIGHT_BIT])
@pytest.mark.parametrize(("ground", "least"), [("background", 7), ("surface", 4.5), ("panel", 4.5)])
def test_every_style_can_be_read_on_terminals_with_fewer_colours(
    theme: Theme, ground: str, least: float, colours: Colours
) -> None:
    known = variables(theme)
    back = Color.parse(known[ground])
    weak = []
    for name, style in STAGE_STYLES.items():
        ink = back + (Style.parse(style, known).foreground or Color.parse(known["foreground"]))
        sent = translate(f"38;2;{ink.r};{ink.g};{ink.b};48;2;{back.r};{back.g};{back.b}", colours)
        shown = AnsiDecoder().decode_line(f"\x1b[{sent}mx").spans[0].style
        assert isinstance(shown, RichStyle)
        assert shown.color is not None
        assert shown.bgcolor is not None
        if contrast(Color(*shown.color.get_truecolor()), Color(*shown.bgcolor.get_truecolor())) < least:
            weak.append((name, sent))
    assert weak == []


@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("style", STAGE_STYLES.values(), ids=STAGE_STYLES.keys())
def test_high_contrast_is_ten_to_one_everywhere(style: str, ground: str) -> None:
    assert styled_contrast(CONTRAST, style, ground) >= 10


@OURS
@pytest.mark.parametrize("ground", ["surface", "panel"])
@pytest.mark.parametrize("style", STAGE_STYLES.values(), ids=STAGE_STYLES.keys())
def test_every_style_can_be_read_on_panels(theme: Theme, style: str, ground: str) -> None:
    assert styled_contrast(theme, style, ground) >= 4.5


@OURS
@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ("text-disabled", "panel"),
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
        ("screen-selection-foreground", "screen-selection-background"),
        ("button-foreground", "surface"),
        ("button-color-foreground", "primary"),
        ("footer-key-foreground", "footer-background"),
        ("footer-description-foreground", "footer-background"),
    ],
)
def test_the_letters_of_widgets_can_be_read(theme: Theme, letters: str, ground: str) -> None:
    assert styled_contrast(theme, f"${letters}", ground) >= 4.5


@OURS
@pytest.mark.parametrize("border", ["border", "border-blurred", "scrollbar"])
def test_shapes_stand_out_as_wcag_asks_of_them(theme: Theme, border: str) -> None:
    assert styled_contrast(theme, f"${border}", "surface") >= 3


@pytest.mark.parametrize("style", sorted(set(STAGE_STYLES) - {"FRAME", "BAR"}))
def test_no_letter_has_a_colour_of_its_own_on_an_unknown_ground(style: str) -> None:
    foreground = Style.parse(STAGE_STYLES[style], variables(TERMINAL)).foreground

    assert foreground is None or foreground == Color.parse("ansi_default")


@pytest.mark.parametrize(
    ("colours", "light", "name"),
    [
        (0, False, TERMINAL.name),
        (16, True, TERMINAL.name),
        (256, False, DARK.name),
        (2**24, True, LIGHT.name),
    ],
)
def test_the_theme_follows_what_the_terminal_can_show(colours: int, light: bool, name: str) -> None:
    assert theme_for(colours=colours, light=light) == name


class Styles(App[None]):
    """Shows a line in every style."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        register(self)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield Static(Content("\n").join(Content.styled(name, style) for name, style in STAGE_STYLES.items()))

    def segments(self) -> list[Segment]:
        return [segment for strip in drawn(self.screen) for segment in strip]


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_style_is_painted_in_the_colour_of_its_theme(theme: str) -> None:
    app = Styles(theme)
    async with app.run_test(size=(40, len(STAGE_STYLES))):
        known = variables(app.current_theme)
        expected = {name: Style.parse(style, known).foreground for name, style in STAGE_STYLES.items()}
        painted = {segment.text: segment.style for segment in app.segments()}

    for name, color in expected.items():
        style = painted[name]
        assert style is not None
        assert color is None or style.color == color.rich_color
