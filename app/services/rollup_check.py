"""Check a network's rollups against its sessions, say every difference in words, and mend it if asked to."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.engine import Connection

from app.store import imports
from app.store.rollup_check import Difference, list_differences, mend

_KINDS = {
    "for": "done for the school",
    "coach": "with the school, led by the coach",
    "shared": "with the school, led by both",
    "school": "with the school, led by the school",
    "unsaid": "with the school, nobody said who led",
    "requested": "requested",
    "system": "on a system",
    "symptom": "on a symptom",
}
_FIGURES = {"minutes": "minutes", "squared": "squared minutes", "sessions": "sessions"}


def check_rollups(connection: Connection, network_id: UUID, *, repair: bool = False) -> list[str]:
    """Every row that differs as a sentence; with `repair`, each is mended on the way."""
    differences = list_differences(connection, network_id)
    if not differences:
        return []
    names: dict[UUID, str] = {
        each.id: each.name
        for found in (
            imports.list_schools(connection, network_id),
            imports.list_areas(connection, network_id),
            imports.list_people(connection, network_id),
        )
        for each in found
    }
    if repair:
        mend(connection, network_id, differences)
    return [_sentence(difference, names) for difference in differences]


def _sentence(difference: Difference, names: Mapping[UUID, str]) -> str:
    key = difference.key
    row = [names[key[name]] for name in ("school_id", "area_id", "person_id") if name in key]
    row.append(f"week of {key['week']}" if "week" in key else f"{key['led_on']}")
    counters = (
        f"{_words(difference.table, counter)} are kept as {kept}, and by the sessions {said}"
        for counter, (kept, said) in difference.counters.items()
    )
    return f"{', '.join(row)}: {'; '.join(counters)}."


def _words(table: str, counter: str) -> str:
    if table == "area_lead":
        return "sessions led, by the school alone" if counter == "school_led" else "sessions led"
    kind, _, figure = counter.partition("_")
    return f"{_FIGURES[figure]} {_KINDS[kind]}"
