"""Ids that sort by when they were made, so that rows which are new together stand together in an index."""

from datetime import datetime
from secrets import randbits
from uuid import UUID

VERSION, VARIANT = 7, 0b10


def time_ordered_id(at: datetime) -> UUID:
    """An id of `at`, an aware instant: its milliseconds, then 74 random bits. Source: RFC 9562, UUID version 7.

    In an index, random ids touch a page each, and a commit writes every page it touched.
    """
    milliseconds = int(at.timestamp() * 1_000)
    return UUID(int=milliseconds << 80 | VERSION << 76 | randbits(12) << 64 | VARIANT << 62 | randbits(62))
