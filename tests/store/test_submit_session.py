"""Logging and editing on both databases: once, however often the form comes and from wherever."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy.engine import Connection

from app.domain.errors import DomainError, InvalidError, NotAllowedError, NotFoundError
from app.domain.sessions import Telling
from app.domain.vocabulary import Area, Lead, Mode, Position
from app.services.session_changes import ConflictError, Submitted
from app.services.sessions import submit_session
from app.store.engine import Database
from tests.support.acts import FORM, count, kept, restore, submit, void
from tests.support.cast import Cast, Someone, make_cast, visit_of
from tests.support.filling import NOW
from tests.support.tellings import side_by_side, telling


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast(database, date(2026, 11, 24))


def test_a_session_is_kept_as_it_was_told(database: Database, cast: Cast) -> None:
    said = side_by_side(
        cast,
        positions=frozenset({Position.OFFICE_STAFF}),
        led_ids=frozenset({cast.rosa.person_id}),
        teachers=3,
        strength="Rosa asked the questions herself",
        shared_note="The agenda is in the folder",
        private_note="I talked too much",
        next_step_text="Rosa leads it alone",
        next_step_owner_id=cast.rosa.person_id,
        next_step_due_on=date(2026, 12, 1),
    )
    assert submit(database, cast.jo, 0, said) == Submitted(FORM, 1, again=False)
    found = kept(database, cast)
    assert found.telling == said
    assert (found.coach_id, found.version, found.received_at, found.voided_at) == (cast.jo.person_id, 1, NOW, None)


def test_the_same_form_again_is_the_same_answer_and_one_session(database: Database, cast: Cast) -> None:
    said = side_by_side(cast, next_step_text="Rosa leads it alone")
    for again in (False, True, True):
        assert submit(database, cast.jo, 0, said) == Submitted(FORM, 1, again=again)
    counts = [count(database, name) for name in ("coaching_session", "session_participant", "next_step", "audit_event")]
    assert counts == [1, 1, 1, 1]


def test_the_same_contents_in_other_clothes_are_the_same_form(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast, shared_note="Café\nNext week"))
    dressed = telling(cast, shared_note="  Cafe\u0301\r\nNext week\n")
    assert submit(database, cast.jo, 0, dressed) == Submitted(FORM, 1, again=True)


def test_other_contents_under_a_used_id_are_a_conflict_that_knows_both(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast, minutes=45))
    with pytest.raises(ConflictError) as conflict:
        submit(database, cast.jo, 0, telling(cast, minutes=60))
    assert conflict.value.sent is not None
    assert (conflict.value.kept.telling.minutes, conflict.value.sent.minutes) == (45, 60)
    assert kept(database, cast).telling.minutes == 45


Work = Callable[[Connection], Submitted]


def in_threads(database: Database, works: Sequence[Work]) -> list[Submitted | BaseException]:
    """Each in a transaction of its own, all started at the same moment."""
    start = Barrier(len(works))

    def run(work: Work) -> Submitted | BaseException:
        start.wait()
        try:
            with database.writing() as connection:
                return work(connection)
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def as_requests(database: Database, works: Sequence[Work]) -> list[Submitted | BaseException]:
    """As requests write that arrive together."""

    async def gather() -> list[Submitted | BaseException]:
        return list(await asyncio.gather(*map(database.write, works), return_exceptions=True))

    return asyncio.run(gather())


at_once = pytest.mark.parametrize("at_once", [in_threads, as_requests])
AtOnce = Callable[[Database, Sequence[Work]], list[Submitted | BaseException]]


def submitting(connection: Connection, who: Someone, seen: int, said: Telling) -> Submitted:
    return submit_session(visit_of(connection, who, NOW), FORM, seen, said)


@at_once
def test_the_same_form_eight_times_at_once_is_one_session(database: Database, cast: Cast, at_once: AtOnce) -> None:
    said = side_by_side(cast)
    answers = at_once(database, [partial(submitting, who=cast.jo, seen=0, said=said)] * 8)
    assert [answer for answer in answers if not isinstance(answer, Submitted)] == []
    assert {(answer.session_id, answer.version) for answer in answers if isinstance(answer, Submitted)} == {(FORM, 1)}
    assert sum(not answer.again for answer in answers if isinstance(answer, Submitted)) == 1
    assert count(database, "coaching_session") == count(database, "session_version") == 1


@at_once
@pytest.mark.parametrize("seen", [0, 1])
def test_eight_different_forms_at_once_are_one_session_and_seven_conflicts(
    database: Database, cast: Cast, at_once: AtOnce, seen: int
) -> None:
    if seen:
        submit(database, cast.jo, 0, telling(cast))
    works = [
        partial(submitting, who=cast.jo, seen=seen, said=telling(cast, minutes=50 + number)) for number in range(8)
    ]
    answers = at_once(database, works)
    (won,) = [number for number, answer in enumerate(answers) if isinstance(answer, Submitted)]
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 7
    assert (kept(database, cast).telling.minutes, kept(database, cast).version) == (50 + won, seen + 1)


@at_once
def test_two_networks_with_the_same_id_at_once_are_one_session_and_one_not_found(
    database: Database, cast: Cast, at_once: AtOnce
) -> None:
    elder = telling(cast, school_id=cast.elder, area_id=cast.other_areas[Area.BUDGET])
    works = [
        partial(submitting, who=cast.jo, seen=0, said=telling(cast)),
        partial(submitting, who=cast.otto, seen=0, said=elder),
    ]
    answers = at_once(database, works)
    assert {type(answer) for answer in answers} == {Submitted, NotFoundError}
    assert count(database, "coaching_session") == 1


def test_an_edit_is_the_next_version(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, side_by_side(cast, next_step_text="Rosa leads it alone"))
    dan = frozenset({cast.dan.person_id})
    said = side_by_side(cast, minutes=60, participant_ids=dan, led_ids=dan, lead=Lead.SHARED)
    assert submit(database, cast.jo, 1, said) == Submitted(FORM, 2, again=False)
    assert (kept(database, cast).telling, kept(database, cast).version) == (said, 2)
    assert count(database, "next_step") == 0


def test_an_edit_that_changes_nothing_is_no_new_version(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    assert submit(database, cast.jo, 1, telling(cast)) == Submitted(FORM, 1, again=True)
    assert count(database, "session_version") == 1


def test_a_stale_edit_is_a_conflict(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    submit(database, cast.jo, 1, telling(cast, minutes=60))
    with pytest.raises(ConflictError):
        submit(database, cast.jo, 1, telling(cast, minutes=75))
    assert kept(database, cast).telling.minutes == 60


def test_a_stale_edit_with_the_contents_of_the_very_next_version_is_that_answer_again(
    database: Database, cast: Cast
) -> None:
    submit(database, cast.jo, 0, telling(cast))
    submit(database, cast.jo, 1, telling(cast, minutes=60))
    submit(database, cast.jo, 2, telling(cast, minutes=75))
    assert submit(database, cast.jo, 0, telling(cast)) == Submitted(FORM, 1, again=True)
    assert submit(database, cast.jo, 1, telling(cast, minutes=60)) == Submitted(FORM, 2, again=True)
    with pytest.raises(ConflictError):
        submit(database, cast.jo, 1, telling(cast, minutes=75))
    assert kept(database, cast).telling.minutes == 75


def test_a_form_that_saw_a_version_which_never_was_is_a_conflict(database: Database, cast: Cast) -> None:
    submit(database, cast.jo, 0, telling(cast))
    with pytest.raises(ConflictError):
        submit(database, cast.jo, 7, telling(cast))


def test_an_edit_of_what_is_not_there_is_not_found(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        submit(database, cast.jo, 1, telling(cast))


@pytest.mark.parametrize("seen", [0, 1])
@pytest.mark.parametrize("who", ["sam", "otto"])
def test_another_coachs_session_is_not_found(database: Database, cast: Cast, who: str, seen: int) -> None:
    submit(database, cast.jo, 0, telling(cast))
    stranger = {"sam": cast.sam, "otto": cast.otto}[who]
    own = {
        "sam": telling(cast, school_id=cast.cedar),
        "otto": telling(cast, school_id=cast.elder, area_id=cast.other_areas[Area.BUDGET]),
    }[who]
    for said in (own, telling(cast), telling(cast, minutes=1)):
        with pytest.raises(NotFoundError):
            submit(database, stranger, seen, said)
    with pytest.raises(NotFoundError):
        void(database, stranger, 1)
    with pytest.raises(NotFoundError):
        restore(database, stranger, 1)
    assert kept(database, cast).version == 1


@pytest.mark.parametrize("who", ["rosa", "mei", "dora", "ada"])
def test_whoever_is_no_coach_logs_nothing(database: Database, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowedError):
        submit(database, getattr(cast, who), 0, telling(cast))
    assert count(database, "coaching_session") == 0


def test_what_is_refused_leaves_nothing_behind(database: Database, cast: Cast) -> None:
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, telling(cast, school_id=cast.cedar, mode=Mode.WITH, minutes=601))
    assert set(refused.value.errors) == {"school_id", "minutes", "lead", "participant_ids"}
    names = ("coaching_session", "session_version", "audit_event", "school_week")
    assert [count(database, name) for name in names] == [0, 0, 0, 0]


@pytest.mark.parametrize("school", ["dogwood", "elder", "nowhere"])
def test_a_school_that_is_not_the_coachs_is_refused_alike(database: Database, cast: Cast, school: str) -> None:
    school_id = getattr(cast, school, uuid4())
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, telling(cast, school_id=school_id))
    assert set(refused.value.errors) == {"school_id"}


def test_an_area_of_another_network_is_refused(database: Database, cast: Cast) -> None:
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, telling(cast, area_id=cast.other_areas[Area.BUDGET]))
    assert set(refused.value.errors) == {"area_id"}


def test_somebody_who_has_left_can_be_named_for_a_day_before_that(database: Database, cast: Cast) -> None:
    ivy = {"participant_ids": frozenset({cast.ivy}), "led_ids": frozenset({cast.ivy})}
    submit(database, cast.jo, 0, side_by_side(cast, held_on=cast.ivy_left_on, **ivy))
    with pytest.raises(InvalidError) as refused:
        submit(database, cast.jo, 0, side_by_side(cast, **ivy), uuid4())
    assert set(refused.value.errors) == {"participant_ids"}
