"""A network, set up: who it is, when its school year runs, and the areas it starts with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection
from sqlmodel import Session

from app.domain.errors import InvalidError
from app.domain.periods import EARLIEST, local_today, school_year
from app.domain.stages import SUSTAINED_SHARE
from app.domain.vocabulary import AREA_NAMES, CONFIDENTIAL_AREAS
from app.services.nudges import add_defaults
from app.store import audit, networks
from app.store.logins import NetworkFact
from app.store.rollups import touch
from app.store.tables import Area, Network

PROMISE = "not for evaluating coaches, teachers or school leaders"
"""What every network says yes to before it is set up: what is logged here helps them, and judges nobody."""

NAME, SLUG, BREAK = 120, 60, 80
"""Characters of a network's name, of its short name, and of a break's name."""

LONGEST_BREAK = timedelta(weeks=16)
"""A summer; more is a slip of the finger."""

MOST_DUE_DAYS = 365

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Setup:
    """A network as it is asked for; days are "MM-DD", `timezone` as in "America/Los_Angeles"."""

    name: str
    slug: str
    timezone: str
    year_starts_on: str
    year_ends_on: str
    not_for_evaluation: bool


def create_network(connection: Connection, setup: Setup, now: datetime) -> Session:
    """Make a network with the default areas and nudges.

    The connection is tied to it from here on, and the session is its own.

    Raises:
        InvalidError: it cannot be made as it is asked for; in words, by field.
    """
    if found := _problems(connection, setup, now):
        raise InvalidError(found)
    network = Network(
        id=uuid4(),
        name=setup.name.strip(),
        slug=setup.slug,
        timezone=setup.timezone,
        year_starts_on=setup.year_starts_on,
        year_ends_on=setup.year_ends_on,
        not_for_evaluation=True,
    )
    session = networks.add_network(connection, network)
    session.add_all(
        Area(network_id=network.id, name=name, key=area, place=place, confidential=area in CONFIDENTIAL_AREAS)
        for place, (area, name) in enumerate(AREA_NAMES.items())
    )
    session.flush()
    add_defaults(connection, network.id)
    _trace(connection, network.id, "create", (), now)
    return session


def _problems(connection: Connection, setup: Setup, now: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    if not 0 < len(setup.name.strip()) <= NAME or not setup.name.isprintable():
        found["name"] = f"A network needs a name, of up to {NAME} characters."
    if not _SLUG.fullmatch(setup.slug) or len(setup.slug) > SLUG:
        found["slug"] = "A short name has lowercase letters, digits and single hyphens, as in bridge-partners."
    elif networks.find_network(connection, setup.slug) is not None:
        found["slug"] = f"There is a network with the short name {setup.slug} already."
    try:
        local_today(now, setup.timezone)
    except ValueError:
        found["timezone"] = f"There is no time zone {setup.timezone!r}. Write it as in America/Los_Angeles."
    try:
        school_year(now.date(), setup.year_starts_on, setup.year_ends_on)
    except ValueError as error:
        found["year_starts_on"] = str(error)
    if not setup.not_for_evaluation:
        found["not_for_evaluation"] = f"A network is set up with a yes to this: what is logged is {PROMISE}."
    return found


def change_settings(
    connection: Connection, network: NetworkFact, wanted: Mapping[str, Any], now: datetime
) -> tuple[str, ...]:
    """Change a network's thresholds, school year or days to review; the names of what is different now.

    Args:
        connection: the network's, writing.
        network: as it is.
        wanted: `watch` and `high` (shares), `year_starts_on` and `year_ends_on` ("MM-DD"), `review_due_days`; or some.
        now: an aware instant.

    Raises:
        InvalidError: in words, by field.
    """
    is_now = {name: getattr(network, name) for name in wanted}
    changes = {name: value for name, value in wanted.items() if value != is_now[name]}
    if found := _wrong_settings({name: getattr(network, name) for name in _JUDGED_BY} | dict(wanted), now):
        raise InvalidError(found)
    if changes:
        networks.change_network(connection, network.id, changes)
        _trace(connection, network.id, "edit", changes, now)
        touch(connection, network.id, ())
    return tuple(changes)


_JUDGED_BY = ("watch", "high", "year_starts_on", "year_ends_on", "review_due_days")


def _wrong_settings(settings: Mapping[str, Any], now: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    watch, high = settings["watch"], settings["high"]
    if not SUSTAINED_SHARE < watch < high < 1:
        found["watch"] = (
            f"The share from which to look lies above {SUSTAINED_SHARE:.2f} and below the share from which a school "
            f"depends on us, and that one below 1: {watch} and {high} do not."
        )
    try:
        school_year(now.date(), settings["year_starts_on"], settings["year_ends_on"])
    except ValueError as error:
        found["year_starts_on"] = str(error)
    if not 1 <= settings["review_due_days"] <= MOST_DUE_DAYS:
        found["review_due_days"] = f"Leaders have from 1 to {MOST_DUE_DAYS} days to say their word."
    return found


def add_break(
    connection: Connection, network: NetworkFact, name: str, first_on: date, last_on: date, now: datetime
) -> bool:
    """Add a break, both days included; False when the very same is there already.

    Raises:
        InvalidError: in words, by field.
    """
    found: dict[str, str] = {}
    if not 0 < len(name.strip()) <= BREAK or not name.isprintable():
        found["name"] = f"A break needs a name, of up to {BREAK} characters."
    if first_on > last_on:
        found["first_on"] = f"The first day, {first_on}, comes after the last, {last_on}."
    elif last_on - first_on > LONGEST_BREAK or first_on < EARLIEST:
        found["first_on"] = f"Check the days: from {first_on} to {last_on} is no break."
    if found:
        raise InvalidError(found)
    added = networks.add_break(connection, network.id, name.strip(), first_on, last_on)
    if added:
        _trace(connection, network.id, "edit", ("breaks",), now)
        touch(connection, network.id, ())
    return added


def _trace(connection: Connection, network_id: UUID, act: str, fields: Iterable[str], now: datetime) -> None:
    audit.record(
        connection,
        network_id=network_id,
        actor_id=None,
        at=now,
        act=act,
        subject="network",
        subject_id=network_id,
        fields=fields,
    )
