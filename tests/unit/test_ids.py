"""Ids that sort by when they were made."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import RFC_4122, UUID

from app.domain.ids import time_ordered_id

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = time_ordered_id(NOON)
    assert made.version == 7
    assert made.variant == RFC_4122


def test_ids_sort_by_their_milliseconds_as_text_and_as_numbers() -> None:
    made = [time_ordered_id(NOON + number * MILLISECOND) for number in range(200)]
    assert sorted(made) == made
    assert sorted(made, key=str) == made


def test_the_time_can_be_read_from_an_id() -> None:
    """The example of RFC 9562, appendix A.6: February 22, 2022, 14:22:22 at UTC-5 is 017f22e2-79b0."""
    there = timezone(timedelta(hours=-5))
    made = time_ordered_id(datetime(2022, 2, 22, 14, 22, 22, tzinfo=there))
    assert str(made).startswith("017f22e2-79b0-7")
    assert made.int >> 80 == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").int >> 80


def test_ids_of_one_millisecond_differ() -> None:
    assert len({time_ordered_id(NOON) for _ in range(1_000)}) == 1_000
