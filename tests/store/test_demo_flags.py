"""The demo as a director reads it: on any day every rule speaks somewhere, and each leads to exactly its sessions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.periods import Window
from app.domain.vocabulary import Rule
from app.services.demo import fill_demo
from app.services.demo.bridge import ALDER, BIRCH, BRIDGE, CEDAR, ELM, FIR, HAZEL
from app.services.demo.bridge_more import JUNIPER, LAUREL, MAPLE, SYCAMORE
from app.services.demo.fill import PASSWORD
from app.services.rollup_check import check_rollups
from app.services.seeing.overview import Overview, see_network
from app.services.seeing.standings import Asked, Kept
from app.services.signing_in import begin_login, check_password
from app.services.visits import Visit, open_visit
from app.store.engine import Database
from app.store.schools import list_areas
from app.store.tags import Behind, sum_tagged
from tests.support.databases import SqliteFile

DAYS = {
    "an ordinary Tuesday in Thanksgiving week": date(2026, 11, 24),
    "the second week of school": date(2026, 8, 20),
    "in the winter break": date(2026, 12, 28),
    "a Saturday in May": date(2027, 5, 8),
}
CLASSES_RESTED = {DAYS["the second week of school"]: {Rule.ALONE}, DAYS["in the winter break"]: {Rule.STUCK}}
"""In the 12 weeks to those days there was hardly a lesson to observe, or too short a stretch to be stuck in."""

TOLD = {
    Rule.DEPENDENT: (ALDER, BIRCH, CEDAR),
    Rule.RISING: (ALDER,),
    Rule.EASING: (CEDAR, ELM),
    Rule.REACHED: (ELM,),
    Rule.HELD: (FIR,),
    Rule.STUCK: (SYCAMORE,),
    Rule.REACTIVE: (MAPLE,),
    Rule.DISPUTED: (JUNIPER,),
    Rule.SLIPPED: (LAUREL,),
    Rule.SILENT: (HAZEL,),
    Rule.UNDER_SERVED: (HAZEL,),
}
"""Where the stories want each rule to speak, beside wherever else it may."""


@pytest.fixture(scope="module", params=list(DAYS.values()), ids=list(DAYS))
def demo(
    request: pytest.FixtureRequest, sqlite_file: SqliteFile, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, datetime]]:
    now = datetime.combine(request.param, time(16, 45), ZoneInfo(BRIDGE.timezone)).astimezone(UTC)
    with sqlite_file.fresh(Path(tmp_path_factory.mktemp("demo"))) as database:
        fill_demo(database, now)
        yield database, now


@contextmanager
def director(database: Database, now: datetime) -> Iterator[Visit]:
    credential = check_password(database, "director@demo.example", PASSWORD)
    assert credential is not None
    token = begin_login(database, credential, now, 1)
    with database.reading() as connection:
        found = open_visit(connection, token, now)
        assert found is not None
        yield found


def seen_by(visit: Visit) -> Overview:
    areas = tuple(list_areas(visit.connection, visit.network_id, visit.today))
    return see_network(visit, Kept(), Asked(Window.ending(visit.today), areas))


def names(schools: Sequence[object]) -> set[str]:
    return {str(getattr(school, "name", school)) for school in schools}


def test_every_rule_speaks_somewhere(demo: tuple[Database, datetime]) -> None:
    with director(*demo) as visit:
        seen = seen_by(visit)
        missing = CLASSES_RESTED.get(visit.today, set())
    raised = {rule: {s.school.name for s in seen.standings for flag in s.flags if flag.rule is rule} for rule in Rule}
    assert {rule for rule, where in raised.items() if not where} <= missing
    for rule, schools in TOLD.items():
        assert names(schools) <= raised[rule] or rule in missing, rule
    assert raised[Rule.DEPENDENT] == names((ALDER, BIRCH, CEDAR))


def test_every_flag_leads_to_exactly_its_sessions(demo: tuple[Database, datetime]) -> None:
    with director(*demo) as visit:
        flags = [flag for standing in seen_by(visit).standings for flag in standing.flags]
        for flag in flags:
            behind = Behind(
                flag.school_id,
                Window(flag.first, flag.last),
                flag.area_id,
                flag.mode,
                flag.lead,
                flag.origin,
                flag.only,
                flag.after,
            )
            assert sum_tagged(visit.connection, visit.network_id, behind).sessions == flag.sessions, flag


def test_the_directors_answers_stand(demo: tuple[Database, datetime]) -> None:
    with director(*demo) as visit:
        answered = {(s.school.name, rule) for s in seen_by(visit).standings for rule, _ in s.answers}
    assert answered == {(BIRCH.name, Rule.DEPENDENT), (MAPLE.name, Rule.REACTIVE)}


def test_the_weekly_sums_are_those_of_the_sessions_and_their_reviews(demo: tuple[Database, datetime]) -> None:
    with director(*demo) as visit:
        assert check_rollups(visit.connection, visit.network_id) == []
