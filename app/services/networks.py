"""A network, set up: who it is, when its school year runs, and the areas it starts with."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.engine import Connection
from sqlmodel import Session

from app.domain.errors import InvalidError
from app.domain.periods import local_today, school_year
from app.domain.vocabulary import AREA_NAMES, CONFIDENTIAL_AREAS
from app.store import audit, networks
from app.store.tables import Area, Network

PROMISE = "not for evaluating coaches, teachers or school leaders"
"""What every network says yes to before it is set up: what is logged here helps them, and judges nobody."""

NAME, SLUG = 120, 60
"""Characters of a network's name, and of its short name."""

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
    """Make a network with the default areas; the connection is tied to it from here on, and the session is its own.

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
    audit.record(
        connection,
        network_id=network.id,
        actor_id=None,
        at=now,
        act="create",
        subject="network",
        subject_id=network.id,
    )
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
