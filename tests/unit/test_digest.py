"""What a reminder says, and when one is due: only when there is something that the last one did not say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.digest import (
    AGAIN,
    MOST,
    NEVER,
    Digest,
    Found,
    Item,
    Part,
    Told,
    digest_of,
    keys_in_words,
    keys_of,
    keys_read,
    still,
)

TODAY = date(2026, 11, 24)


def item(*keys: str, number: int = 1) -> Item:
    return Item("Alder High", "Words.", "Act", "/path", frozenset(keys), number)


def found(*items: tuple[Part, Item], settled: frozenset[str] = frozenset()) -> Found:
    return Found(items, settled)


def told(found_then: Found, days_ago: int = 1) -> Told:
    return Told(TODAY - timedelta(days=days_ago), keys_of(found_then))


def headings(digest: Digest | None) -> list[str]:
    return [section.heading for section in digest.sections] if digest else []


WAITING = found((Part.REVIEW, item("review:1")), (Part.REVIEW, item("review:2")))
FLAGGED = found((Part.FLAG, item("flag:stuck")))


def test_nothing_is_nothing_to_say() -> None:
    assert digest_of(found(), NEVER, TODAY) is None
    assert digest_of(found(), told(WAITING), TODAY) is None


def test_the_subject_says_the_number() -> None:
    digest = digest_of(WAITING, NEVER, TODAY)
    assert digest is not None
    assert digest.subject == "2 sessions to say yes or no to"
    assert headings(digest) == ["2 sessions to say yes or no to"]


@pytest.mark.parametrize(
    ("more", "subject"),
    [(1, "1 session to say yes or no to, and 1 more thing"), (3, "1 session to say yes or no to, and 3 more things")],
)
def test_the_subject_counts_the_rest(more: int, subject: str) -> None:
    there = found((Part.TEAM, item("team:1", number=more)), (Part.REVIEW, item("review:1")))
    digest = digest_of(there, NEVER, TODAY)
    assert digest is not None
    assert digest.subject == subject


def test_parts_come_in_their_order_and_things_in_theirs() -> None:
    there = found((Part.FLAG, item("f")), (Part.CHECK, item("c")), (Part.REVIEW, item("b")), (Part.REVIEW, item("a")))
    digest = digest_of(there, NEVER, TODAY)
    assert headings(digest) == ["2 sessions to say yes or no to", "1 handoff to check", "1 new flag"]
    assert digest is not None
    assert [each.keys for each in digest.sections[0].items] == [{"b"}, {"a"}]


def test_what_was_told_is_told_again_after_a_week_and_not_before() -> None:
    for days in range(AGAIN.days):
        assert digest_of(WAITING, told(WAITING, days), TODAY) is None
    assert headings(digest_of(WAITING, told(WAITING, AGAIN.days), TODAY)) == ["2 sessions to say yes or no to"]


def test_something_new_brings_all_that_waits_with_it() -> None:
    last = told(found((Part.REVIEW, item("review:1"))))
    assert headings(digest_of(WAITING, last, TODAY)) == ["2 sessions to say yes or no to"]


def test_a_day_that_has_passed_is_news() -> None:
    late = found((Part.REVIEW, item("review:1", "review:1:late")))
    assert digest_of(late, told(found((Part.REVIEW, item("review:1")))), TODAY) is not None
    assert digest_of(late, told(late), TODAY) is None


def test_a_flag_is_told_once_and_stands_in_no_later_mail() -> None:
    assert headings(digest_of(FLAGGED, NEVER, TODAY)) == ["1 new flag"]
    assert digest_of(FLAGGED, told(FLAGGED, 100), TODAY) is None
    both = Found((*FLAGGED.items, (Part.FLAG, item("flag:alone"))))
    digest = digest_of(both, told(FLAGGED), TODAY)
    assert headings(digest) == ["1 new flag"]
    assert digest is not None
    assert digest.keys == {"flag:stuck", "flag:alone"}


def test_a_flag_that_cleared_and_came_back_is_news_again() -> None:
    last = still(told(FLAGGED), found())
    assert last.keys == set()
    assert headings(digest_of(FLAGGED, last, TODAY)) == ["1 new flag"]


def test_a_flag_that_was_answered_is_neither_told_nor_forgotten() -> None:
    answered = found(settled=frozenset({"flag:stuck"}))
    assert digest_of(answered, NEVER, TODAY) is None
    last = still(told(FLAGGED), answered)
    assert last == told(FLAGGED)
    assert digest_of(FLAGGED, last, TODAY) is None
    meanwhile = digest_of(Found(WAITING.items, answered.settled), told(FLAGGED), TODAY)
    assert meanwhile is not None
    assert "flag:stuck" in meanwhile.keys


def test_an_answer_to_a_flag_that_was_never_told_does_not_tell_it() -> None:
    digest = digest_of(Found(WAITING.items, frozenset({"flag:stuck"})), NEVER, TODAY)
    assert digest is not None
    assert digest.keys == {"review:1", "review:2"}


def test_what_has_no_keys_brings_no_mail_about_and_stands_in_one() -> None:
    week = (Part.WEEK, item(number=3))
    assert digest_of(found(week), NEVER, TODAY) is None
    digest = digest_of(Found((week, *WAITING.items)), NEVER, TODAY)
    assert headings(digest) == ["2 sessions to say yes or no to", "3 days of last week with nothing logged"]


def test_a_long_list_is_cut_and_says_so() -> None:
    many = found(*((Part.REVIEW, item(f"review:{number}")) for number in range(MOST + 5)))
    digest = digest_of(many, NEVER, TODAY)
    assert digest is not None
    (section,) = digest.sections
    assert (len(section.items), section.more, section.heading) == (MOST, 5, "25 sessions to say yes or no to")
    assert len(digest.keys) == MOST + 5


KEYS = st.sampled_from([f"{part.name}:{number}" for part in Part for number in range(3)])


def there(keys: frozenset[str]) -> Found:
    return Found(tuple((Part[key.split(":")[0]], item(key)) for key in sorted(keys)))


@given(st.lists(st.frozensets(KEYS), max_size=12))
def test_whatever_comes_and_goes_each_coming_is_told_once(days: list[frozenset[str]]) -> None:
    """Day by day within a week: a mail is sent on exactly those days on which something came that was not there."""
    last, before = NEVER, frozenset[str]()
    for number, keys in enumerate(days[: AGAIN.days]):
        digest = digest_of(there(keys), last, TODAY + timedelta(days=number))
        assert (digest is not None) == bool(keys - before)
        last = Told(TODAY, digest.keys) if digest else still(last, there(keys))
        before = keys


@given(st.frozensets(st.text()))
def test_keys_are_kept_as_they_are(keys: frozenset[str]) -> None:
    kept = keys_in_words(keys)
    assert kept
    assert keys_read(kept) == keys
