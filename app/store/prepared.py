"""The hot path's way to the database: a Core statement compiled once, then run on the driver's own cursor.

Logging a session takes a dozen small statements. Core spends some 40 microseconds on each, the database itself ten;
compiled ahead they take a third of the time together. The walls stand here too: every run passes them. Statements
are written in Core as everywhere, take plain named values (no lists to expand), and belong to a module, not to a call.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError

from app.store.scope import hold, rule_for
from app.store.walls import Rule

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    rule: Rule | None
    positional: bool
    fixed: Values
    binding: Sequence[tuple[str, Convert | None]]
    reading: Sequence[Convert | None]

    def parameters(self, row: Values) -> Any:
        """A row's values as the driver takes them, in the order of its question marks or by name."""
        source = {**self.fixed, **row} if self.fixed else row
        if self.positional:
            return [
                value if (value := source[name]) is None or convert is None else convert(value)
                for name, convert in self.binding
            ]
        return {
            name: value if (value := source[name]) is None or convert is None else convert(value)
            for name, convert in self.binding
        }


class Prepared:
    """One statement, or one a database where they say it differently: `{"sqlite": ..., "postgresql": ...}`."""

    def __init__(self, statement: Any) -> None:
        self._statements: Mapping[str, Any] = (
            statement if isinstance(statement, Mapping) else defaultdict(lambda: statement)
        )
        self._compiled: dict[str, _Compiled] = {}

    def write(self, connection: Connection, *rows: Values) -> int:
        """Run it once for each row of values; how many rows of the database it changed, the last time."""
        return int(self._run(connection, rows).rowcount)

    def read(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """The rows it finds, as tuples of Python values."""
        converts = self._for(connection.dialect).reading
        return [
            tuple(
                [
                    value if value is None or convert is None else convert(value)
                    for convert, value in zip(converts, row, strict=True)
                ]
            )
            for row in self._run(connection, (values,)).fetchall()
        ]

    def _run(self, connection: Connection, rows: Sequence[Values]) -> Any:
        compiled = self._for(connection.dialect)
        if compiled.rule is not None:
            hold(connection, compiled.rule, compiled.text, rows)
        cursor = connection.connection.cursor()
        try:
            for row in rows:
                cursor.execute(compiled.text, compiled.parameters(row))
        except connection.dialect.loaded_dbapi.Error as error:
            raise _in_sqlalchemys_words(connection.dialect, compiled.text, error) from error
        return cursor

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statements[dialect.name], dialect)
        return found


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    columns = statement.selected_columns if isinstance(statement, sa.Select) else ()
    return _Compiled(
        text=str(compiled),
        rule=rule_for(compiled, statement.get_execution_options()),
        positional=compiled.positional,
        fixed={name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required},
        binding=[
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or compiled.binds
        ],
        reading=[_reading(column.type, dialect) for column in columns],
    )


def _in_sqlalchemys_words(dialect: Dialect, text: str, error: Exception) -> DBAPIError:
    """The driver's error as Core would raise it: whoever answers for a lock or a deadlock knows one kind of error."""
    told = DBAPIError.instance(text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect)
    assert isinstance(told, DBAPIError)  # noqa: S101 - of a driver's own error it makes nothing else
    return told


@lru_cache(maxsize=4096)
def _id(value: str) -> UUID:
    """An id as SQLite keeps it. The same schools and people come again and again, and making a UUID is slow."""
    return UUID(value)


def _reading(kind: sa.types.TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, sa.Float):
        return None  # both drivers give floats; SQLAlchemy's own conversion wants to see the answer first
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return _id if convert is not None and isinstance(kind, sa.Uuid) else convert
