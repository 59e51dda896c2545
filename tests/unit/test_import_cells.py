"""Single cells of an old log: what they mean, and what is not guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.vocabulary import Aim, Mode, Origin
from app.services.imports.cells import parse_aim, parse_minutes, parse_mode, parse_origin, parse_teachers
from app.services.imports.dates import Order, order_of, parse_date
from app.services.imports.folding import BadCellError, Lookup, fold, quote

SEPTEMBER_3 = date(2025, 9, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-03", "2025/9/3", "2025.09.03", "9/3/2025", "9/3/25", "09-03-2025", "9.3.2025",
        "03-Sep-2025", "3-Sep-25", "3 Sept. 2025", "3rd September 2025", "Sep 3, 2025",
        "SEPTEMBER 3rd, 2025", "Sep-3-25",
        "2025-09-03 00:00:00", "2025-09-03T15:45", "9/3/2025 3:45 PM", "9/3/2025 3:45:12 p.m.", "Wed, Sep 3, 2025",
        "Wednesday 9/3/2025", " 9/3/2025 ",
    ],
)  # fmt: skip
def test_usual_forms_of_a_date_are_read(text: str) -> None:
    assert parse_date(text, day_first=False) == SEPTEMBER_3


def test_a_file_of_day_and_month_reads_figures_the_other_way_round() -> None:
    assert parse_date("3.9.2025", day_first=True) == SEPTEMBER_3
    assert parse_date("2025-09-03", day_first=True) == SEPTEMBER_3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the date is missing"),
        ("soon", "“soon” is no date"),
        ("13/9/2025", "not on the calendar; this file's dates are read as month/day/year"),
        ("2/30/2025", "not on the calendar"),
        ("Foo 3, 2025", "not on the calendar"),
        ("45903", "how a spreadsheet counts days"),
        ("9/3/0225", "too long ago"),
        ("9/3/1999", "too long ago"),
        ("9/3/20255", "is no date"),
        ("9/3-2025", "is no date"),
        ("\u0669/\u0663/\u0662\u0660\u0662\u0665", "is no date"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(text: str, reason: str) -> None:
    with pytest.raises(BadCellError, match=reason.replace("(", "\\(")):
        parse_date(text, day_first=False)


def test_a_day_above_twelve_shows_the_order_of_a_files_dates() -> None:
    assert order_of([(2, "9/3/2025"), (3, "25/9/2025")]) == Order(day_first=True, line=3, text="25/9/2025")
    assert order_of([(2, "9/3/2025"), (3, "9/25/2025")]).day_first is False
    assert order_of([(2, "9/3/2025"), (3, "2025-09-25")]) == Order()


def test_where_dates_show_both_orders_the_month_comes_first() -> None:
    assert order_of([(2, "25/9/2025"), (3, "9/25/2025")]) == Order(day_first=False, line=3, text="9/25/2025")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_is_the_same_in_every_form(day: date) -> None:
    figures = f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"
    assert parse_date(day.isoformat(), day_first=False) == day
    assert parse_date(figures[0], day_first=False) == parse_date(figures[1], day_first=True) == day
    assert parse_date(f"{day:%d-%b-%Y}", day_first=False) == parse_date(f"{day:%B %d, %Y}", day_first=True) == day


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), ("45 min", 45), ("45min.", 45), ("45'", 45), ("45 Minutes", 45), ("45.0", 45), ("45,00", 45),
        ("1.5 h", 90), ("1,5h", 90), ("0,75 h", 45), ("2 hrs", 120), ("1 hour", 60), ("1.33 hours", 80),
        ("1:15", 75), ("0:45:00", 45), ("1:15 h", 75), ("1h15", 75), ("1 h 15 min", 75), ("1 hr and 5 min", 65),
        ("600", 600), ("10 h", 600), ("5", 5),
    ],
)  # fmt: skip
def test_usual_forms_of_a_length_are_read(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


def test_a_heading_can_say_that_bare_numbers_are_hours() -> None:
    assert parse_minutes("1.5", hours=True) == 90
    assert parse_minutes("45 min", hours=True) == 45


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the minutes are missing"),
        ("4", "outside 5 to 600"),
        ("601", "outside 5 to 600"),
        ("0", "outside 5 to 600"),
        ("-45", "no length of time"),
        ("1.5", "not a whole number of minutes: if hours are meant"),
        ("45s", "no length of time"),
        ("an hour", "no length of time"),
        ("1:75", "no length of time"),
        ("12345678901234567890", "no length of time"),
        ("\u0664\u0665", "no length of time"),
    ],
)
def test_what_is_no_length_is_said_to_be_none(text: str, reason: str) -> None:
    with pytest.raises(BadCellError, match=reason):
        parse_minutes(text)


@pytest.mark.parametrize(
    "text", ["with", "W", "w/", "Side by side", "side-by-side", "co-", "co-led", "Co-planned", "both"]
)
def test_words_for_side_by_side_are_with(text: str) -> None:
    assert parse_mode(text) is Mode.WITH


@pytest.mark.parametrize("text", ["for", "FOR", "F", "done for", "direct service", " for the  school "])
def test_words_for_direct_service_are_for(text: str) -> None:
    assert parse_mode(text) is Mode.FOR


@pytest.mark.parametrize("text", ["", "?", "for/with", "n/a", "helped", "we", "coach", "school", "yes", "x"])
def test_for_or_with_is_never_guessed(text: str) -> None:
    with pytest.raises(BadCellError, match=r"neither “for” nor “with”|is missing"):
        parse_mode(text)


def test_under_a_heading_that_asks_who_did_the_work_the_coach_is_an_answer() -> None:
    assert parse_mode("coach", by_worker=True) is Mode.FOR
    assert parse_mode("Coach & school", by_worker=True) is Mode.WITH
    with pytest.raises(BadCellError):
        parse_mode("school", by_worker=True)


def test_nothing_said_of_origin_and_aim_is_planned_and_no_aim() -> None:
    assert (parse_origin(""), parse_aim("")) == (Origin.PLANNED, None)
    assert (parse_origin("Ad hoc"), parse_aim("Quick fix")) == (Origin.REQUESTED, Aim.SYMPTOM)
    with pytest.raises(BadCellError, match="neither “planned” nor “requested”"):
        parse_origin("perhaps")
    with pytest.raises(BadCellError, match="neither “system” nor “quick fix”"):
        parse_aim("perhaps")


def test_teachers_are_a_number_up_to_two_hundred() -> None:
    assert [parse_teachers(text) for text in ("", "3", "3.0", "4 teachers", "200")] == [0, 3, 3, 4, 200]
    for text in ("201", "-1", "1.5", "Kim", "²"):
        with pytest.raises(BadCellError, match="no number of teachers"):
            parse_teachers(text)


@given(st.text(max_size=40))
def test_whatever_a_cell_holds_it_is_read_or_refused_in_words(text: str) -> None:
    for parse in (parse_minutes, parse_mode, parse_origin, parse_aim, parse_teachers):
        try:
            parse(text)
        except BadCellError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
    try:
        parse_date(text, day_first=False)
    except BadCellError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


def test_names_compare_without_case_spacing_and_typographers_marks() -> None:
    assert fold("  St. Mary\u2019s \u2013  Höhe\u200b ") == fold("st. mary's - Ho\u0308he")
    assert fold("Observation & feedback") == fold("observation and  Feedback")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_quoted_cell_is_one_short_line() -> None:
    assert quote("a\nb") == "“a b”"
    assert len(quote("x" * 5_000)) == 62


def test_an_unknown_name_is_refused_with_the_likely_one() -> None:
    schools: Lookup[int] = Lookup("school", "write its code")
    for number, name in enumerate(("Alder High", "Birch Middle", "Birch Middle", "Budget development")):
        schools.add(name, number)
    assert schools.find(" alder   HIGH") == 0
    with pytest.raises(BadCellError, match=r"no school is called “Alder Hgih”\. Did you mean “Alder High”\?"):
        schools.find("Alder Hgih")
    with pytest.raises(BadCellError, match=r"no school is called “Budget”\. Did you mean “Budget development”\?"):
        schools.find("Budget")
    with pytest.raises(BadCellError, match=r"no school is called “Zzz”\.$"):
        schools.find("Zzz")
    with pytest.raises(BadCellError, match="more than one school is called “birch middle”: write its code"):
        schools.find("birch middle")
    with pytest.raises(BadCellError, match="the school is missing"):
        schools.find(" ")
