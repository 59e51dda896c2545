"""Which mapped classes an ORM statement speaks of, so that it can be narrowed to their network's rows."""
# ruff: noqa: SLF001 - SQLAlchemy shows how statements are made, but has no public names for all of it

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.annotation import SupportsAnnotations
from sqlalchemy.sql.selectable import Join

from app.store.walls import assigned_network, is_unreadable, network_column


def classes_of(statement: sa.Executable) -> frozenset[type]:
    """The mapped classes that an ORM statement reads or changes, so that it can be narrowed to their network's rows.

    Empty where narrowing them would not be enough, and the statement has to hold its tables itself like any of Core's:
    when tables or text stand beside the classes, in a full join, or when a row would move to another network.
    """
    moves = isinstance(statement, sa.Update) and assigned_network(statement) is not None
    elements = list(_elements(statement))
    if moves or any(is_unreadable(element) or _is_bare(element) or _is_full_join(element) for element in elements):
        return frozenset()
    notes = (element._annotations for element in elements if isinstance(element, SupportsAnnotations))
    return frozenset(note["parentmapper"].class_ for note in notes if "parentmapper" in note)


def _is_bare(element: Any) -> bool:
    """A table of networks' rows, or a column of one, that does not come from a mapped class."""
    if isinstance(element, sa.Column):
        element = element if "parententity" in element._annotations else element.table
    return network_column(element) is not None and "parententity" not in element._annotations


def _is_full_join(element: Any) -> bool:
    if isinstance(element, sa.Select):
        return any(flags["full"] for _, _, _, flags in element._setup_joins)
    return isinstance(element, Join) and element.full


def _elements(statement: Any) -> Iterator[Any]:
    """All that a statement is made of; of an alias only itself, of a SELECT not the tables that its columns imply."""
    yield statement
    if network_column(statement) is None:
        select = isinstance(statement, sa.Select)
        for child in super(sa.Select, statement).get_children() if select else statement.get_children():
            yield from _elements(child)
