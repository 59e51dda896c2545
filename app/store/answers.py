"""What directors answered to flags, as it is read; see `domain.answers` for when an answer lapses."""

from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.answers import About, Answer
from app.store.binds import OF_NETWORK, SCHOOLS, Ids, of
from app.store.tables import FlagAnswer
from app.store.tables.base import table_of

answer = table_of(FlagAnswer)

_FIELDS = tuple(answer.c[name] for name in Answer.__slots__)


def list_answers(connection: Connection, network_id: UUID, schools: Ids = None) -> dict[UUID, list[Answer]]:
    """Per school the last answer to each flag, by its rule and area, lapsed or not.

    The last one decides: where it was withdrawn, nothing is answered, whatever was said before.
    """
    rows = connection.execute(_answers(few=schools is not None), of(network_id, schools)).all()
    last: dict[UUID, dict[About, tuple[bool, Answer]]] = {}
    for school_id, withdrawn, *said in rows:
        given = Answer(*said)
        last.setdefault(school_id, {})[given.about] = (bool(withdrawn), given)
    return {
        school_id: found
        for school_id, given in last.items()
        if (found := [each for withdrawn, each in given.values() if not withdrawn])
    }


@cache
def _answers(*, few: bool) -> sa.Executable:
    statement = (
        sa.select(answer.c.school_id, answer.c.withdrawn_at.is_not(None), *_FIELDS)
        .where(answer.c.network_id == OF_NETWORK)
        .order_by(answer.c.answered_at, answer.c.id)
    )
    return statement.where(answer.c.school_id.in_(SCHOOLS)) if few else statement
