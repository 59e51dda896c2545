"""The network's walls, kept by the database layer and not by anybody's memory.

`scoped` is the one door: it ties a connection to a network and gives the ORM session of that network. From then on

- an ORM query is narrowed to the network's rows, whatever it asked for;
- a Core statement (and what a flush writes) is refused unless it holds every table to that network itself: see `walls`.

What is looked at is what is sent, just before it is sent. Statements that belong to no network say why, with an
`Unscoped` reason. The walls are there for honest mistakes: they don't read SQL in text, they refuse it, unless it has a
parameter `:network_id` or only opens a transaction or sets up a connection.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.compiler import Compiled, SQLCompiler
from sqlmodel import Session

from app.store.narrowing import classes_of
from app.store.tables import Network
from app.store.walls import Rule, rule_of


class Unscoped(StrEnum):
    """Why a statement may speak of no single network."""

    SIGN_IN = "e-mails are unique everywhere, so whose network it is becomes known only here"
    TOKEN = "a login's token leads to its network"  # noqa: S105 - a reason, not a token
    SESSION_IDS = (
        "ids of sessions and other time are made on a tablet and unique everywhere; only whether one is taken is read"
    )
    NETWORKS = "the operator lists, makes or looks up networks"


class UnscopedStatementError(RuntimeError):
    """A statement that would have read or written rows without naming its network."""


_OF_THE_CONNECTION = ("BEGIN", "PRAGMA ", "ANALYZE ")
"""How SQL that touches no rows of a network begins; the rest that is sent as text alone is refused."""

_rules: WeakKeyDictionary[Compiled, Rule] = WeakKeyDictionary()
"""SQLAlchemy compiles a statement once and keeps it, so each is read once too."""


def scoped(connection: Connection, network_id: UUID) -> Session:
    """The session of one network on this connection; its transaction is the connection's.

    Raises:
        UnscopedStatementError: the connection is tied to another network already.
    """
    tie(connection, network_id)
    return Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def tie(connection: Connection, network_id: UUID) -> None:
    """Tie a connection to a network: what it sends from here on has to be that network's.

    Raises:
        UnscopedStatementError: the connection is tied to another network already.
    """
    connection.execution_options(network_id=network_id)


def untie(connection: Connection) -> None:
    """Free a connection between two requests that share its transaction; the next one ties it anew."""
    connection.execution_options(network_id=None)


def _tie(connection: Connection, options: dict[str, Any]) -> None:
    tied = connection.get_execution_options().get("network_id")
    if tied is not None and options.get("network_id", tied) not in {tied, None}:
        msg = "this connection belongs to another network"
        raise UnscopedStatementError(msg)


def _narrow(state: ORMExecuteState) -> None:
    network_id = state.session.connection().get_execution_options().get("network_id")
    if network_id is None or not state.is_orm_statement or state.is_insert or _is_bulk_update(state):
        return
    if kinds := classes_of(state.statement):
        state.statement = state.statement.options(*(_own(kind, network_id) for kind in kinds))
        state.update_execution_options(narrowed=True)


def _own(kind: type, network_id: UUID) -> LoaderCriteriaOption:
    """A function, and not a condition, is what the ORM asks anew for each alias of the class."""
    if kind is Network:
        return with_loader_criteria(kind, lambda each: each.id == network_id, include_aliases=True)
    return with_loader_criteria(kind, lambda each: each.network_id == network_id, include_aliases=True)


def _is_bulk_update(state: ORMExecuteState) -> bool:
    """UPDATE with rows for parameters: the ORM writes those by primary key, which the walls read like a flush."""
    return state.is_update and isinstance(state.parameters, list)


def rule_for(compiled: Compiled, options: Mapping[str, Any]) -> Rule | None:
    """What a compiled statement is held to; None where it touches no network, or says why it may speak of all."""
    if isinstance(options.get("unscoped"), Unscoped) or "narrowed" in options or not isinstance(compiled, SQLCompiler):
        return None
    rule = _rules.get(compiled)
    if rule is None:
        rule = _rules[compiled] = rule_of(compiled)
    return rule if rule.concerns else None


def hold(connection: Connection, rule: Rule, text: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let a statement pass, with all the values that each run of it sends, or raise.

    Raises:
        UnscopedStatementError: it does not hold what it touches to the connection's network.
    """
    network_id = connection.get_execution_options().get("network_id")
    if network_id is None or not rule.names:
        _stop(text)
    for row in rows:
        for name in rule.names:
            if row.get(name) != network_id:
                _stop(text)


def _look(connection: Connection, _cursor: Any, text: str, _parameters: Any, context: Any, _many: Any) -> None:
    if context.compiled is None:
        if not text.startswith(_OF_THE_CONNECTION):
            _stop(text)
    elif (rule := rule_for(context.compiled, context.execution_options)) is not None:
        hold(connection, rule, text, context.compiled_parameters)


def _stop(text: str) -> NoReturn:
    msg = f"a statement without its network was refused: {text[:200]}"
    raise UnscopedStatementError(msg)


def keep_walls(engine: sa.Engine) -> None:
    """Put the hook that refuses on an engine; every engine of the product passes here."""
    event.listen(engine, "before_cursor_execute", _look)
    event.listen(engine, "set_connection_execution_options", _tie)


event.listen(Session, "do_orm_execute", _narrow)
