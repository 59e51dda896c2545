"""Check a network's sums against its sessions, and those against their reviews; say every difference, or mend it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.engine import Connection

from app.domain.reviews import Effective
from app.domain.vocabulary import Heard, Lead, Mode
from app.store import imports
from app.store.review_check import Misheard, list_misheard, set_right
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
    "reviewed": "that leaders have spoken of",
    "confirmed": "confirmed by leaders",
    "corrected": "corrected by leaders",
    "differing": "on which leaders differ",
}
_LEADS = {
    None: "nobody said who led",
    Lead.COACH: "led by the coach",
    Lead.SHARED: "led by both",
    Lead.SCHOOL: "led by the school",
}
_HEARD = {
    None: "not reviewed",
    Heard.CONFIRMED: "confirmed",
    Heard.CORRECTED: "corrected",
    Heard.DIFFERING: "leaders differ",
    Heard.DIFFERING_ON_LEAD: "leaders differ on who led",
}
_FIGURES = {"minutes": "minutes", "squared": "squared minutes", "sessions": "sessions"}


def check_rollups(connection: Connection, network_id: UUID, *, repair: bool = False) -> list[str]:
    """Every session and every sum that differs, as a sentence; with `repair`, each is mended on the way."""
    misheard = list_misheard(connection, network_id)
    differences = list_differences(connection, network_id)
    if not misheard and not differences:
        return []
    names = _names(connection, network_id)
    if repair:
        _mend(connection, network_id, misheard, differences)
    return [
        *(_counting(each, names) for each in misheard),
        *(_sentence(difference, names) for difference in differences),
    ]


def _mend(
    connection: Connection, network_id: UUID, misheard: Sequence[Misheard], differences: Sequence[Difference]
) -> None:
    """Mend the sums after what they are made from: of a session that counts as something else, they differ anew."""
    if misheard:
        set_right(connection, network_id, misheard)
        differences = list_differences(connection, network_id)
    mend(connection, network_id, differences, {each.school_id for each in misheard})


def _names(connection: Connection, network_id: UUID) -> dict[UUID, str]:
    return {
        each.id: each.name
        for found in (
            imports.list_schools(connection, network_id),
            imports.list_areas(connection, network_id),
            imports.list_people(connection, network_id),
        )
        for each in found
    }


def _counting(misheard: Misheard, names: Mapping[UUID, str]) -> str:
    """Which session, by where and when alone: a line on an operator's screen says nobody's name."""
    return (
        f"{names[misheard.school_id]}, {names[misheard.area_id]}, session of {misheard.held_on}: "
        f"counts as {_effective(misheard.kept)}, and by its reviews as {_effective(misheard.said)}."
    )


def _effective(found: Effective) -> str:
    mode = "done for the school" if found.mode is Mode.FOR else f"with the school, {_LEADS[found.lead]}"
    return f"{mode} ({_HEARD[found.heard]})"


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
