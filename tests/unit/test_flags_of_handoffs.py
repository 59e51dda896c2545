"""An area that was handed over and came back to us, and one that the school runs still."""

from datetime import date, timedelta

from app.domain.flags import AreaFacts
from app.domain.handoffs import Handoff
from app.domain.periods import Window
from app.domain.vocabulary import Mode, Outcome, Rule
from tests.support.flagging import DATA, TODAY, WINDOW, area, flags_of, handoff, school, the_flag, work

DAY = timedelta(days=1)
EARLIER, LATER = date(2026, 2, 3), date(2026, 4, 9)


def after(of: Handoff | None, sessions: int, minutes: int) -> AreaFacts:
    return area(DATA, work(ours=sessions, coach=2), handoff=of, since_handoff=(sessions, minutes))


def test_an_area_that_came_back_to_us_in_the_window_is_flagged_with_its_numbers() -> None:
    flag = the_flag(Rule.SLIPPED, school(areas=[after(handoff(LATER), 3, 150)]))
    assert flag.sentence == (
        "Data inquiry came back to us: since the handoff on April 9 we did 3 sessions for the school, 2.5 h."
    )
    assert flag.clears == (
        "Clears when 12 weeks hold no more than one such session, of under an hour: if we do no more, "
        "by July 27 at the latest."
    )
    assert (flag.area_id, flag.since, flag.good) == (DATA, LATER, False)
    assert (flag.first, flag.last, flag.after, flag.mode, flag.sessions) == (WINDOW.first, TODAY, LATER, Mode.FOR, 3)


def test_of_an_earlier_handoff_the_period_is_said_and_the_window_is_asked_for() -> None:
    flag = the_flag(Rule.SLIPPED, school(areas=[after(handoff(EARLIER), 1, 60)]))
    assert flag.sentence == (
        "Data inquiry came back to us: since the handoff on February 3, in the last 12 weeks, "
        "we did 1 session for the school, 1 h."
    )
    assert (flag.after, flag.since) == (WINDOW.first, EARLIER)


def test_two_sessions_or_an_hour_are_enough_and_less_is_not() -> None:
    assert flags_of(Rule.SLIPPED, school(areas=[after(handoff(), 2, 10)]))
    assert flags_of(Rule.SLIPPED, school(areas=[after(handoff(), 1, 60)]))
    assert flags_of(Rule.SLIPPED, school(areas=[after(handoff(), 1, 59)])) == []


def test_what_was_never_handed_over_does_not_come_back() -> None:
    assert flags_of(Rule.SLIPPED, school(areas=[after(None, 9, 600)])) == []


def test_by_the_day_that_is_said_the_window_has_left_them_behind() -> None:
    assert not Window.ending(date(2026, 7, 27)).holds(TODAY)
    assert Window.ending(date(2026, 7, 26)).holds(TODAY)


def checked(*checks: tuple[date, Outcome], on: date = EARLIER) -> AreaFacts:
    return area(DATA, work(school=1), handoff=handoff(on, *checks))


def test_a_handoff_that_held_is_good_news_with_its_days() -> None:
    flag = the_flag(Rule.HELD, school(areas=[checked((date(2026, 4, 4), Outcome.HELD))]))
    assert flag.sentence == "The school runs its own data inquiry, 60 days after the handoff on February 3."
    assert flag.clears == "Ends on June 22, as the check gets old."
    assert flag.good
    assert (flag.area_id, flag.since, flag.first, flag.last) == (DATA, EARLIER, WINDOW.first, TODAY)
    assert (flag.mode, flag.after, flag.sessions) == (None, None, 1)


def test_the_latest_of_its_checks_speaks() -> None:
    flag = the_flag(
        Rule.HELD,
        school(areas=[checked((date(2026, 2, 20), Outcome.HELD), (TODAY, Outcome.HELD), on=date(2025, 12, 10))]),
    )
    assert flag.sentence == ("The school runs its own data inquiry, 147 days after the handoff on December 10, 2025.")


def test_a_check_outside_the_window_or_not_held_is_no_news() -> None:
    before, on = WINDOW.first - DAY, WINDOW.first
    assert flags_of(Rule.HELD, school(areas=[checked((before, Outcome.HELD))])) == []
    assert flags_of(Rule.HELD, school(areas=[checked((on, Outcome.HELD))]))
    assert flags_of(Rule.HELD, school(areas=[checked((on, Outcome.NOT_HELD))])) == []
    assert flags_of(Rule.HELD, school(areas=[checked()])) == []


def test_the_news_ends_on_the_day_that_is_said() -> None:
    facts = checked((date(2026, 4, 4), Outcome.HELD))
    last, day = date(2026, 6, 21), date(2026, 6, 22)
    assert flags_of(Rule.HELD, school(areas=[facts], today=last, window=Window.ending(last)))
    assert flags_of(Rule.HELD, school(areas=[facts], today=day, window=Window.ending(day))) == []
