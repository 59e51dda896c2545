"""What a statement's shape says of the network whose rows it touches.

Every SELECT, UPDATE and DELETE, at any depth, has to hold each of its tables to a network by itself: with a comparison
that always applies (joined by AND in its WHERE, or in the ON of a join), to a parameter or to a table that is held.
A comparison under OR or NOT, in a list of columns or in another SELECT holds nothing, and neither does one in the ON of
an outer join hold that join's outer side. Every row that is inserted says its network.

The reading errs on the side of refusing: SQL in text, which it cannot read, counts as not held.
"""
# ruff: noqa: SLF001 - SQLAlchemy shows how statements are made, but has no public names for all of it

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Grouping, Label
from sqlalchemy.sql.operators import and_, eq
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromGrouping, Join, Lateral, SelectBase

NETWORK = "network_id"

Source = sa.FromClause | BindParameter[Any]
Link = tuple[Source, sa.FromClause]
"""A comparison, as (what is known, the table that it holds)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a statement touches networks' rows, and which of its parameters must then be the network's id.

    A statement that is concerned and has no such parameter is refused.
    """

    concerns: bool
    names: frozenset[str]


def rule_of(compiled: SQLCompiler) -> Rule:
    """The rule of a Core statement; `names` are those under which its parameters are sent."""
    statement = compiled.statement
    if isinstance(statement, sa.TextClause):
        return Rule(concerns=True, names=frozenset({NETWORK} & compiled.binds.keys()))
    reading = _Reading(compiled)
    if isinstance(statement, sa.Insert):
        reading.insert(statement)
    else:
        reading.read(statement, frozenset())
    return Rule(concerns=reading.concerns, names=frozenset(reading.names) if reading.whole else frozenset())


@dataclass(slots=True)
class _Reading:
    compiled: SQLCompiler
    concerns: bool = False
    whole: bool = True
    names: set[str] = field(default_factory=set)

    def read(self, element: Any, outer: frozenset[sa.FromClause], *, as_from: bool = False) -> None:
        """Read a statement or a part of one; `outer` are the tables that a SELECT in it may be correlated with."""
        if isinstance(element, sa.Insert) or is_unreadable(element):
            self.concerns, self.whole = True, False
        elif isinstance(element, sa.Select):
            self._select(element, frozenset() if as_from else outer)
        elif isinstance(element, sa.Update | sa.Delete):
            self._change(element)
        else:
            inside = as_from or (isinstance(element, AliasedReturnsRows) and not isinstance(element, Lateral))
            for child in element.get_children():
                self.read(child, outer, as_from=inside)

    def insert(self, statement: sa.Insert) -> None:
        """Read an INSERT that is a statement of its own; rows come as parameters, or from a SELECT."""
        if network_column(statement.table) is not None:
            self.concerns = True
            self.whole &= not is_unreadable(statement)
            if statement.select is None:
                self._write(statement)
            else:
                self._copy(statement)
            self._upsert(statement._post_values_clause)
        for child in statement.get_children():
            self.read(child, frozenset())

    def _write(self, statement: sa.Insert | sa.Update) -> None:
        """Hold what is written into the column of the network: one parameter a row."""
        value = assigned_network(statement)
        column = network_column(statement.table)
        if column is None:
            return
        if isinstance(value, BindParameter) and value in self.compiled.bind_names:
            self._name(value)
        elif (value is None or isinstance(value, BindParameter)) and column.name in self.compiled.binds:
            self.names.add(column.name)
        elif isinstance(statement, sa.Insert) or value is not None:
            self.whole = False

    def _copy(self, statement: sa.Insert) -> None:
        """INSERT ... SELECT: what stands for the network is a parameter, or comes from a table that is held."""
        names, select = statement._select_names, statement.select
        value: Any = None
        if isinstance(select, sa.Select) and names and NETWORK in names:
            value = select.selected_columns.values()[names.index(NETWORK)]
        while isinstance(value, Label):
            value = value.element
        if isinstance(value, BindParameter):
            self._name(value)
        elif not _is_network_column(value):
            self.whole = False

    def _upsert(self, conflict: Any) -> None:
        """ON CONFLICT DO UPDATE: a conflict within the network only, or another network's row would be written."""
        updates = getattr(conflict, "update_values_to_set", None)
        if updates is not None:
            target = {getattr(key, "key", key) for key in conflict.inferred_target_elements or ()}
            self.whole &= NETWORK in target and NETWORK not in {getattr(key, "key", key) for key in dict(updates)}

    def _select(self, select: sa.Select[Any], outer: frozenset[sa.FromClause]) -> None:
        sources = select.get_final_froms()
        links: list[Link] = []
        tables = {table for source in sources for table in _unfold(source, links)}
        if select.whereclause is not None:
            links += _links(select.whereclause)
        # SQLAlchemy leaves a table to the SELECT around this one, unless it is the only one here.
        correlated = tables & outer if len(sources) > 1 and select._auto_correlate else set()
        own = frozenset(tables - correlated)
        self._hold(own, links, correlated)
        for child in select.get_children():
            self.read(child, own)

    def _change(self, statement: sa.Update | sa.Delete) -> None:
        where = statement.whereclause
        mentioned = {element.table for element in _own_elements(where) if isinstance(element, sa.Column)}
        own = frozenset({statement.table, *mentioned})
        self._hold(own, [] if where is None else _links(where), set())
        if isinstance(statement, sa.Update):
            self._write(statement)
        for child in statement.get_children():
            self.read(child, own)

    def _hold(self, own: Iterable[sa.FromClause], links: list[Link], held: set[sa.FromClause]) -> None:
        tenants = {table for table in own if network_column(table) is not None}
        self.concerns |= bool(tenants)
        held = set(held)
        while more := {table for source, table in links if isinstance(source, BindParameter) or source in held} - held:
            held |= more
        self.whole &= tenants <= held
        for source, _ in links:
            if isinstance(source, BindParameter):
                self._name(source)

    def _name(self, bind: BindParameter[Any]) -> None:
        name = self.compiled.bind_names.get(bind)
        if name is None:
            self.whole = False
        else:
            self.names.add(name)


def network_column(table: Any) -> sa.ColumnElement[Any] | None:
    """The column that names a row's network, of a table or an alias of one; a subquery is read by itself instead."""
    plain = table
    while isinstance(plain, AliasedReturnsRows):
        plain = plain.element
    if not isinstance(plain, sa.Table):
        return None
    column: sa.ColumnElement[Any] | None = table.c.get("id" if plain.name == "network" else NETWORK)
    return column


def _is_network_column(side: Any) -> bool:
    table = getattr(side, "table", None)
    return table is not None and network_column(table) is side


def _unfold(source: sa.FromClause, links: list[Link]) -> Iterator[sa.FromClause]:
    """The tables of a FROM; what its joins compare is added to `links`."""
    while isinstance(source, FromGrouping):
        source = source.element
    if not isinstance(source, Join):
        yield source
        return
    left, right = (list(_unfold(side, links)) for side in (source.left, source.right))
    found = _links(source.onclause)
    if source.full:
        found = []
    elif source.isouter:
        found = [link for link in found if link[1] in right]
    links += found
    yield from (*left, *right)


def _links(condition: Any) -> list[Link]:
    """What a condition compares in any case: parts joined by AND."""
    if isinstance(condition, Grouping):
        return _links(condition.element)
    if isinstance(condition, BooleanClauseList) and condition.operator is and_:
        return [link for part in condition.clauses for link in _links(part)]
    if not isinstance(condition, BinaryExpression) or condition.operator is not eq:
        return []
    sides = (condition.left, condition.right)
    known = [side if isinstance(side, BindParameter) else side.table for side in sides if _is_known(side)]
    if len(known) < len(sides):
        return []
    left, right = known
    return [(one, other) for one, other in ((left, right), (right, left)) if not isinstance(other, BindParameter)]


def _is_known(side: Any) -> bool:
    return isinstance(side, BindParameter) or _is_network_column(side)


def assigned_network(statement: sa.Insert | sa.Update) -> Any:
    """What a statement itself says for the column of the network; None when it leaves that to its parameters."""
    column = network_column(statement.table)
    if statement._multi_values:
        return statement._multi_values
    pairs = (*(statement._values or {}).items(), *(getattr(statement, "_ordered_values", None) or ()))
    return next((value for key, value in pairs if column is not None and getattr(key, "key", key) == column.name), None)


def is_unreadable(element: Any) -> bool:
    """SQL in text, beside a statement or within it, or a table known by its name only.

    The star of count(*) and EXISTS is a text of SQLAlchemy's own.
    """
    if isinstance(element, sa.ColumnClause):
        return element.is_literal and element.name != "*"
    if isinstance(element, sa.TableClause):
        return not isinstance(element, sa.Table)
    beside = ("_prefixes", "_suffixes", "_statement_hints")
    return isinstance(element, sa.TextClause) or any(getattr(element, name, None) for name in beside)


def _own_elements(condition: Any) -> Iterator[Any]:
    """The parts of a condition that are not a SELECT's in it."""
    if condition is None or isinstance(condition, SelectBase):
        return
    yield condition
    for child in condition.get_children():
        yield from _own_elements(child)
