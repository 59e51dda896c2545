"""`sidebyside network create`: a network is set up once, with a promise and the usual areas."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.periods import Window
from app.domain.vocabulary import AREA_NAMES, Area
from app.store.analytics import list_breaks
from app.store.engine import Database
from app.store.logins import NetworkFact
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


def found(database: Database, slug: str = "bridge-2") -> NetworkFact:
    with database.reading() as connection:
        network = find_network(connection, slug)
    assert network is not None
    return network


def test_what_figures_are_judged_by_can_be_changed(sidebyside: Sidebyside, database: Database) -> None:
    sidebyside(*PROMISED)
    before = found(database)
    result = sidebyside("network", "settings", "bridge-2", "--watch", "0.25", "--high", "0.6", "--review-due-days", "7")
    assert (result.exit_code, result.stdout) == (0, "Changed: watch, high, review due days.\n")
    after = found(database)
    assert (after.watch, after.high, after.review_due_days) == (0.25, 0.6, 7)
    assert after.revision > before.revision, "every page is made anew"
    assert sidebyside("network", "settings", "bridge-2", "--watch", "0.25").stdout == "Nothing changed.\n"
    assert found(database) == after


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--watch", "0.1"), "The share from which to look lies above 0.10"),
        (("--watch", "0.5"), "The share from which to look lies above 0.10"),
        (("--high", "1"), "The share from which to look lies above 0.10"),
        (("--high", "nan"), "The share from which to look lies above 0.10"),
        (("--year-starts", "02-30"), "'02-30' is not a day of the year"),
        (("--review-due-days", "0"), "Leaders have from 1 to 365 days"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_nothing_changes(
    sidebyside: Sidebyside, database: Database, options: tuple[str, str], reason: str
) -> None:
    sidebyside(*PROMISED)
    before = found(database)
    result = sidebyside("network", "settings", "bridge-2", *options)
    assert (result.exit_code, found(database)) == (2, before)
    assert reason in result.stderr


def test_a_break_is_added_once(sidebyside: Sidebyside, database: Database) -> None:
    sidebyside(*PROMISED)
    before = found(database)
    winter = ("network", "break", "bridge-2", "Winter break", "2026-12-21", "2027-01-08")
    assert sidebyside(*winter).stdout == "Winter break, 2026-12-21 to 2027-01-08, is added.\n"
    after = found(database)
    assert after.revision > before.revision
    assert "is there already" in sidebyside(*winter).stdout
    assert found(database) == after
    with database.reading() as connection:
        tie(connection, after.id)
        kept = list_breaks(connection, after.id, Window(date(2026, 12, 14), date(2027, 1, 10)))
    assert kept == [(date(2026, 12, 21), date(2027, 1, 8), "Winter break")]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (("Winter", "2027-01-08", "2026-12-21"), "The first day, 2027-01-08, comes after the last, 2026-12-21."),
        (("Winter", "0202-12-21", "0202-12-24"), "Check the days"),
        (("Winter", "2026-01-01", "2026-12-24"), "Check the days"),
        ((" ", "2026-12-21", "2026-12-24"), "A break needs a name"),
        (("Winter", "December", "2026-12-24"), "does not match the format"),
    ],
)
def test_a_break_that_cannot_be_is_refused(
    sidebyside: Sidebyside, database: Database, what: tuple[str, ...], reason: str
) -> None:
    sidebyside(*PROMISED)
    before = found(database)
    result = sidebyside("network", "break", "bridge-2", *what)
    assert (result.exit_code, found(database)) == (2, before)
    assert reason in result.stderr
