"""Colors that can be read, as the Web Content Accessibility Guidelines measure it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.brand import color_problems, name_problems, one_line, ratio, wear
from app.domain.contrast import (
    BLACK,
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    READABLE,
    WHITE,
    Color,
    contrast,
    least_contrast,
    nearest,
)
from app.settings import ROOT

COLORS = st.builds(Color, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("color", "on_white"),
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0), ("#0000ff", 8.59)],
)
def test_contrast_is_as_published(color: str, on_white: float) -> None:
    assert contrast(Color.read(color), WHITE) == pytest.approx(on_white, abs=0.005)


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "app" / "static" / "style.css").read_text("utf-8")
    cards = re.findall(r"--card: (#[0-9a-f]+)", sheet)
    papers = re.findall(r"--paper: (#[0-9a-f]+)", sheet)
    found = [f"#{each[1] * 6}" if len(each) == 4 else each for each in (*cards, *papers)]
    assert [LIGHT_GROUNDS[0], DARK_GROUNDS[0], LIGHT_GROUNDS[1], DARK_GROUNDS[1]] == found


@given(COLORS, COLORS)
def test_contrast_has_no_order_and_lies_between_1_and_21(one: Color, other: Color) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


@given(COLORS)
def test_the_nearest_shade_can_be_read_and_is_the_color_itself_where_that_can(color: Color) -> None:
    for grounds in (LIGHT_GROUNDS, DARK_GROUNDS):
        found = nearest(color, grounds)
        assert least_contrast(found, grounds) >= READABLE
        if least_contrast(color, grounds) >= READABLE:
            assert found == color


@given(COLORS)
def test_no_color_can_be_read_on_light_and_dark_alike(color: Color) -> None:
    assert least_contrast(color, (*LIGHT_GROUNDS, *DARK_GROUNDS)) < 4.05 < READABLE


@given(COLORS)
def test_a_step_back_from_the_nearest_shade_cannot_be_read(color: Color) -> None:
    found = nearest(color, LIGHT_GROUNDS)
    if found != color:
        steps = next(steps for steps in range(256) if color.toward(BLACK, steps) == found)
        assert least_contrast(color.toward(BLACK, steps - 1), LIGHT_GROUNDS) < READABLE


def test_grounds_of_both_kinds_leave_no_shade() -> None:
    with pytest.raises(ValueError, match="nothing can be read"):
        nearest(WHITE, ("#ffffff", "#777777", "#000000"))


@given(COLORS)
def test_a_color_reads_back_as_it_is_written(color: Color) -> None:
    assert Color.read(str(color)) == Color.read(str(color).upper()) == color


@pytest.mark.parametrize("text", ["", "red", "#fff", "1f6f5c", "#1f6f5c ", "#1f6f5g", "<svg onload>", "#\uff11f6f5c"])
def test_what_is_no_color_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Color.read(text)


def test_a_faint_color_is_refused_with_its_figure_and_the_shade_that_passes() -> None:
    words = color_problems("#e0a100")["color"]
    assert "its contrast there is 2.07 to 1, and words need 4.5" in words
    assert "#936900, with 4." in words
    assert color_problems("#1f6f5c") == color_problems("") == {}
    assert "six digits" in color_problems("teal")["color"]


def test_a_figure_is_never_rounded_up_to_the_threshold() -> None:
    assert ratio(4.4999) == "4.49"
    assert ratio(4.5) == "4.50"


@given(COLORS)
def test_what_is_worn_can_be_read_by_day_and_at_night(color: Color) -> None:
    worn = wear(str(color))
    assert min(worn.on_light, worn.on_dark) >= READABLE
    assert worn.readable == (worn.light == worn.color)


def test_a_name_is_one_line_and_there_is_one() -> None:
    assert one_line("  Bridge \n\t Partners ") == "Bridge Partners"
    assert name_problems("") != {}
