"""A row that the office keeps and a change of it, for tests that ask something of each."""

from uuid import UUID

from app.store import office
from app.store.engine import Database
from tests.support.acts import visit
from tests.support.cast import Someone


def kept_by_office(database: Database, school_id: UUID, who: Someone, account_of: Someone) -> dict[str, UUID | str]:
    """The ids of a school, of a change of its enrollment, and of somebody with an account, as addresses name them."""
    with visit(database, who) as theirs:
        connection, network_id = theirs.connection, theirs.network_id
        office.update_row(connection, network_id, "school", school_id, {"enrollment": 700})
        change_id = office.add_change(
            connection,
            network_id,
            "school",
            school_id,
            {"enrollment": None},
            {"enrollment": 700},
            by=who.person_id,
            at=theirs.now,
        )
    kept: dict[str, UUID | str] = {"room": "schools", "row_id": school_id, "office_change_id": change_id}
    return kept | {"account_person_id": account_of.person_id}
