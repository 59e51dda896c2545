"""What is asked twice in one reading transaction is read once: all of the transaction is of one moment.

A page is put together of parts that know nothing of each other, and several want the network's areas, its schools or
the same people's names. Where something is written meanwhile nothing is kept, so a write always reads what it wrote.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy.engine import Connection

P = ParamSpec("P")
T = TypeVar("T")

KEPT: Final = "once"
"""The place of a reading connection's answers, from the beginning of its transaction to the end."""


def begin(connection: Connection) -> None:
    """Keep answers from now on."""
    connection.info[KEPT] = {}


def end(connection: Connection) -> None:
    """Forget them: the connection goes back, and the next transaction is of another moment."""
    connection.info.pop(KEPT, None)


def once(read: Callable[Concatenate[Connection, P], T]) -> Callable[Concatenate[Connection, P], T]:
    """A query whose answer is kept while its transaction lasts; each caller gets a copy of the list or dict.

    Its arguments must be hashable, or lists of what is, and name the network as every query's do.
    """

    @wraps(read)
    def answer(connection: Connection, /, *args: P.args, **named: P.kwargs) -> T:
        kept: dict[Any, Any] | None = connection.info.get(KEPT)
        if kept is None:
            return read(connection, *args, **named)
        plain = (tuple(each) if isinstance(each, list) else each for each in args)
        question = (read, *plain, *sorted(named.items()))
        if question not in kept:
            kept[question] = read(connection, *args, **named)
        found = kept[question]
        return cast("T", found.copy() if isinstance(found, list | dict) else found)

    return answer


def known(connection: Connection, what: str, network_id: UUID) -> dict[UUID, Any]:
    """What a reading transaction has read so far of one kind, by id, to add to; elsewhere nothing is known."""
    kept: dict[Any, Any] | None = connection.info.get(KEPT)
    found: dict[UUID, Any] = {} if kept is None else kept.setdefault((what, network_id), {})
    return found
