"""`sidebyside network create`: a network is set up once, with a promise and the usual areas."""

import pytest
import sqlalchemy as sa

from app.domain.vocabulary import AREA_NAMES, Area
from app.store.engine import Database
from app.store.networks import find_network, list_network_marks
from app.store.scope import tie
from app.store.tables import Area as AreaTable
from app.store.tables import AuditEvent, Network
from app.store.tables.base import table_of
from tests.cli.conftest import Sidebyside

CREATE = ("network", "create", "Bridge Partners", "--slug", "bridge-2")
PROMISED = (*CREATE, "--not-for-evaluation")

area, network, event = table_of(AreaTable), table_of(Network), table_of(AuditEvent)


def slugs(database: Database) -> list[str]:
    with database.reading() as connection:
        return [mark.slug for mark in list_network_marks(connection)]


def test_a_network_starts_with_the_usual_areas_in_their_order(sidebyside: Sidebyside, database: Database) -> None:
    result = sidebyside(*PROMISED, "--timezone", "America/New_York", "--year-starts", "09-02", "--year-ends", "06-25")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Bridge Partners is set up." in result.stdout
    with database.reading() as connection:
        found = find_network(connection, "bridge-2")
        assert found is not None
        assert (found.name, found.timezone, found.demo) == ("Bridge Partners", "America/New_York", False)
        assert (found.year_starts_on, found.year_ends_on) == ("09-02", "06-25")
        tie(connection, found.id)
        promise = sa.select(network.c.not_for_evaluation).where(network.c.id == found.id)
        assert connection.execute(promise).scalar_one() is True
        areas = connection.execute(sa.select(area).where(area.c.network_id == found.id).order_by(area.c.place)).all()
        assert [(each.key, each.name) for each in areas] == list(AREA_NAMES.items())
        assert [each.key for each in areas if each.confidential] == [Area.LEADERSHIP]
        trace = connection.execute(sa.select(event).where(event.c.network_id == found.id)).one()
        assert (trace.act, trace.subject_id) == ("create", found.id)


def test_without_the_promise_there_is_no_network(sidebyside: Sidebyside, database: Database) -> None:
    result = sidebyside(*CREATE)
    assert (result.exit_code, result.stdout, slugs(database)) == (2, "", [])
    assert "not for evaluating coaches, teachers or school leaders" in result.stderr


@pytest.mark.usefixtures("at_a_terminal")
def test_at_a_terminal_the_promise_is_asked_for(sidebyside: Sidebyside, database: Database) -> None:
    refused = sidebyside(*CREATE, typed="n\n")
    assert "not for evaluating coaches, teachers or school leaders. Agreed?" in refused.output
    assert (refused.exit_code, slugs(database)) == (2, [])
    assert sidebyside(*CREATE, typed="y\n").exit_code == 0
    assert slugs(database) == ["bridge-2"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--slug", "Bridge"), "A short name has lowercase letters"),
        (("--slug", "-bridge"), "A short name has lowercase letters"),
        (("--slug", "a/b"), "A short name has lowercase letters"),
        (("--slug", ""), "A short name has lowercase letters"),
        (("--slug", "x" * 61), "A short name has lowercase letters"),
        (("--timezone", "Mars/Olympus"), "There is no time zone 'Mars/Olympus'."),
        (("--timezone", "../../etc/passwd"), "There is no time zone"),
        (("--year-starts", "13-01"), "'13-01' is not a day of the year"),
        (("--year-ends", "June 12"), "'June 12' is not a day of the year"),
        (("--year-starts", "06-12"), "cannot start and end on the same day"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    sidebyside: Sidebyside, database: Database, options: tuple[str, str], reason: str
) -> None:
    result = sidebyside(*PROMISED, *options)
    assert (result.exit_code, result.stderr.count("\n"), slugs(database)) == (2, 1, [])
    assert reason in result.stderr


def test_a_name_is_needed_and_a_short_name_is_taken_once(sidebyside: Sidebyside, database: Database) -> None:
    for name in (" ", "Bridge\x1bPartners", "Bridge\udcff"):
        assert "A network needs a name" in sidebyside("network", "create", name, *PROMISED[3:]).stderr
    sidebyside(*PROMISED)
    result = sidebyside(*PROMISED)
    assert (result.exit_code, slugs(database)) == (2, ["bridge-2"])
    assert result.stderr == "There is a network with the short name bridge-2 already.\n"
