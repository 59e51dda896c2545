"""What a leader says of a session, through the service: once for each tap, whoever else taps at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.reviews import Effective, spoken_mark
from app.domain.sessions import Telling
from app.domain.vocabulary import Heard, Lead, Mode, Verdict
from app.services.agreeing import ChangedError, Result
from app.services.review_answers import answer_review
from app.services.review_reading import Lapse, count_reviews, read_items, read_shelf, read_unanswered
from app.services.reviews import Saying, Seen, review_session, review_sessions
from app.services.rollup_check import check_rollups
from app.services.sessions import submit_session
from app.store.engine import Database
from app.store.review_lists import Shelf
from app.store.review_log import Word, list_words
from tests.support.acts import FORM, kept, submit, visit, void
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, NOW, TABLES
from tests.support.tellings import side_by_side, telling

YES, FOR_US, AWAY, BACK = (
    Saying(verdict) for verdict in (Verdict.CONFIRMED, Verdict.CORRECTED, Verdict.NOT_THERE, Verdict.WITHDRAWN)
)
LATER = NOW + timedelta(minutes=1)


def with_both(cast: Cast, **changes: Any) -> Telling:
    both = frozenset({cast.rosa.person_id, cast.dan.person_id})
    return side_by_side(cast, participant_ids=both, led_ids=frozenset({cast.rosa.person_id}), **changes)


def say(database: Database, who: Someone, saying: Saying, seen: Seen | None = None, session_id: UUID = FORM) -> Result:
    with visit(database, who) as theirs:
        return review_session(theirs, session_id, saying, seen or Seen())


def words(database: Database, cast: Cast) -> list[Word]:
    with visit(database, cast.jo) as jo:
        return list_words(jo.connection, cast.bridge, [FORM]).get(FORM, [])


def events(database: Database) -> list[tuple[str, str]]:
    table = TABLES["audit_event"]
    statement = sa.select(table.c.act, table.c.fields).where(table.c.subject == "review").order_by(table.c.at)
    with database.reading() as connection:
        return [(act, fields) for act, fields in connection.execute(statement, execution_options=ANYBODY)]


def revisions(database: Database, cast: Cast) -> tuple[int, int]:
    network, school = TABLES["network"], TABLES["school"]
    with database.reading() as connection:
        found = [
            connection.execute(
                sa.select(table.c.revision).where(table.c.id == which), execution_options=ANYBODY
            ).scalar_one()
            for table, which in ((network, cast.bridge), (school, cast.alder))
        ]
    return found[0], found[1]


def assert_sums_are_true(database: Database, cast: Cast) -> None:
    with visit(database, cast.jo) as jo:
        assert check_rollups(jo.connection, cast.bridge) == []


@pytest.fixture
def seen(database: Database, cast: Cast) -> Seen:
    """What Rosa's card showed: Jo's 45 minutes with Rosa and Dan, of which nobody has spoken."""
    submit(database, cast.jo, 0, with_both(cast))
    return Seen(version=1, mark=spoken_mark(kept(database, cast).telling), number=0)


def test_a_double_tap_is_one_review(database: Database, cast: Cast, seen: Seen) -> None:
    before = revisions(database, cast)
    assert [say(database, cast.rosa, YES, seen) for _ in range(2)] == [Result.DONE, Result.ALREADY]
    assert [word.number for word in words(database, cast)] == [1]
    assert events(database) == [("review", "verdict")]
    assert revisions(database, cast) == (before[0] + 1, before[1] + 1)


def test_a_form_without_what_it_saw_is_said_once_too(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, Saying(Verdict.CONFIRMED, "We planned it together.", 4), seen)
    assert say(database, cast.rosa, YES) is Result.ALREADY
    assert say(database, cast.rosa, FOR_US) is Result.DONE


def test_a_tap_that_comes_late_does_not_undo_what_was_said_since(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, YES, seen)
    say(database, cast.rosa, FOR_US, replace(seen, number=1))
    assert say(database, cast.rosa, YES, seen) is Result.ALREADY, "it was accepted, as the first"
    assert [word.verdict for word in words(database, cast)] == [Verdict.CONFIRMED, Verdict.CORRECTED]
    with pytest.raises(ChangedError, match="You have answered this meanwhile"):
        say(database, cast.rosa, AWAY, seen)


def test_what_was_said_can_be_changed_and_taken_back(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, FOR_US, seen)
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    say(database, cast.rosa, BACK, replace(seen, number=1))
    assert say(database, cast.rosa, BACK, replace(seen, number=1)) is Result.ALREADY
    assert say(database, cast.rosa, BACK) is Result.ALREADY, "there is nothing left to take back"
    assert kept(database, cast).effective == Effective(Mode.WITH, Lead.SCHOOL)
    say(database, cast.rosa, YES, replace(seen, number=2))
    assert [word.verdict for word in words(database, cast)] == [
        Verdict.CORRECTED,
        Verdict.WITHDRAWN,
        Verdict.CONFIRMED,
    ]
    assert [act for act, _ in events(database)].count("withdraw_review") == 1
    assert_sums_are_true(database, cast)


def test_a_comment_and_a_fit_go_with_the_word_and_never_into_the_trail(
    database: Database, cast: Cast, seen: Seen
) -> None:
    say(database, cast.rosa, YES, seen)
    say(database, cast.rosa, Saying(Verdict.COACH_LED, " We watched.\r\n", 3), replace(seen, number=1))
    latest = words(database, cast)[-1]
    assert (latest.verdict, latest.comment, latest.fit) == (Verdict.COACH_LED, "We watched.", 3)
    assert sorted(events(database)) == [("review", "verdict"), ("review", "verdict,comment,fit")]
    assert kept(database, cast).effective == Effective(Mode.WITH, Lead.COACH, Heard.CONFIRMED)
    assert_sums_are_true(database, cast)


@pytest.mark.parametrize(
    ("saying", "field"),
    [(Saying(Verdict.CONFIRMED, "x" * 301), "comment"), (Saying(Verdict.CONFIRMED, fit=5), "fit")],
)
def test_what_cannot_be_kept_is_said_by_its_field(
    database: Database, cast: Cast, seen: Seen, saying: Saying, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        say(database, cast.rosa, saying, seen)
    assert list(refused.value.errors) == [field]
    assert words(database, cast) == []


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What came of each, all begun at the same moment."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_two_leaders_at_once_make_one_transition_each(database: Database, cast: Cast, seen: Seen) -> None:
    before = revisions(database, cast)
    taps = [(cast.rosa, FOR_US), (cast.dan, YES)] * 4
    found = at_once(*(lambda who=who, saying=saying: say(database, who, saying, seen) for who, saying in taps))
    assert sorted(result.name for result in found) == ["ALREADY"] * 6 + ["DONE"] * 2
    assert len(words(database, cast)) == 2
    assert kept(database, cast).effective.heard is Heard.DIFFERING
    assert revisions(database, cast) == (before[0] + 2, before[1] + 2)
    assert_sums_are_true(database, cast)


def test_a_review_and_an_edit_at_once_leave_true_sums(database: Database, cast: Cast) -> None:
    forms = [uuid4() for _ in range(6)]
    for form in forms:
        submit(database, cast.jo, 0, with_both(cast), form)

    def edit(form: UUID) -> Any:
        return submit(database, cast.jo, 1, with_both(cast, minutes=90), form)

    at_once(
        *(lambda form=form: edit(form) for form in forms),
        *(lambda form=form: say(database, cast.rosa, FOR_US, session_id=form) for form in forms),
    )
    assert_sums_are_true(database, cast)
    with visit(database, cast.jo) as jo:
        found = list_words(jo.connection, cast.bridge, forms)
        assert all([word.stands for word in found[form]] == [True] for form in forms)


def test_two_leaders_who_answer_many_at_once_do_not_stop_each_other(database: Database, cast: Cast) -> None:
    forms = [uuid4() for _ in range(8)]
    for place, form in enumerate(forms):
        submit(database, cast.jo, 0, with_both(cast, held_on=cast.today - timedelta(weeks=place)), form)

    def answer(who: Someone, order: list[UUID], saying: Saying) -> int:
        with visit(database, who) as theirs:
            return len(review_sessions(theirs, dict.fromkeys(order, Seen()), saying).done)

    found = at_once(
        lambda: answer(cast.rosa, forms, FOR_US),
        lambda: answer(cast.dan, forms[::-1], FOR_US),
    )
    assert found == [8, 8]
    assert_sums_are_true(database, cast)


def test_several_at_once_answer_what_has_not_changed(database: Database, cast: Cast) -> None:
    first, second, voided = FORM, uuid4(), uuid4()
    for form in (first, second, voided):
        submit(database, cast.jo, 0, with_both(cast), form)
    mark = spoken_mark(with_both(cast))
    submit(database, cast.jo, 1, with_both(cast, minutes=90), second)
    before = revisions(database, cast)
    with visit(database, cast.rosa) as rosa:
        found = review_sessions(rosa, dict.fromkeys((first, second, voided), Seen(1, mark, 0)), YES)
    assert sorted(found.done) == sorted([first, voided])
    assert list(found.changed) == [second]
    assert revisions(database, cast) == (before[0] + 1, before[1] + 1), "once for all of them"
    assert_sums_are_true(database, cast)


def test_where_all_were_not_there_it_was_done_for_the_school(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, AWAY, seen)
    assert kept(database, cast).effective == Effective(Mode.WITH, Lead.SCHOOL)
    say(database, cast.dan, AWAY, seen)
    assert kept(database, cast).effective == Effective(Mode.FOR, None, Heard.CORRECTED)
    assert_sums_are_true(database, cast)


def test_who_was_shown_something_else_is_shown_what_it_says_now(database: Database, cast: Cast, seen: Seen) -> None:
    submit(database, cast.jo, 1, with_both(cast, minutes=90))
    with pytest.raises(ChangedError, match="was changed since you opened the page"):
        say(database, cast.rosa, YES, seen)
    with pytest.raises(ChangedError):
        say(database, cast.rosa, YES, Seen(version=1))
    assert words(database, cast) == []
    assert say(database, cast.rosa, YES, Seen(version=2)) is Result.DONE


def test_an_edit_of_a_note_turns_nobody_back(database: Database, cast: Cast, seen: Seen) -> None:
    submit(database, cast.jo, 1, with_both(cast, shared_note="We drafted the agenda."))
    assert say(database, cast.rosa, YES, seen) is Result.DONE


def test_a_lapsed_yes_waits_again_with_what_changed(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, YES, seen)
    with visit(database, cast.jo, NOW + timedelta(hours=1)) as jo:
        edited = with_both(cast, minutes=90, lead=Lead.SHARED, shared_note="And a note")
        submit_session(jo, FORM, 1, edited)
    with visit(database, cast.rosa) as rosa:
        assert count_reviews(rosa) == {Shelf.WAITING: 1, Shelf.EARLIER: 0, Shelf.ANSWERED: 0}
        (item,) = read_items(rosa, read_shelf(rosa, Shelf.WAITING, 10))
    assert item.standing is None
    assert isinstance(item.lapse, Lapse)
    assert set(item.lapse.fields) == {"minutes", "lead"}
    assert (item.lapse.before["minutes"], item.lapse.before["lead"]) == (45, Lead.SCHOOL)
    assert say(database, cast.rosa, YES) is Result.DONE, "a lapsed word is said anew"


def test_what_changed_waits_before_what_is_newer(database: Database, cast: Cast) -> None:
    old = with_both(cast, held_on=cast.today - timedelta(weeks=30))
    submit(database, cast.jo, 0, old)
    newer = uuid4()
    submit(database, cast.jo, 0, with_both(cast), newer)
    with visit(database, cast.rosa) as rosa:
        assert read_shelf(rosa, Shelf.WAITING, 10) == [newer]
        assert read_shelf(rosa, Shelf.EARLIER, 10) == [FORM], "too long ago to be asked about"
    say(database, cast.rosa, YES)
    submit(database, cast.jo, 1, replace(old, minutes=90))
    with visit(database, cast.rosa) as rosa:
        assert read_shelf(rosa, Shelf.WAITING, 10) == [FORM, newer]


def test_what_is_voided_or_made_for_has_nothing_left_to_say(database: Database, cast: Cast, seen: Seen) -> None:
    submit(database, cast.jo, 1, telling(cast))
    with pytest.raises(ChangedError, match="done for you"):
        say(database, cast.rosa, YES, seen)
    submit(database, cast.jo, 2, with_both(cast))
    void(database, cast.jo, 3)
    with pytest.raises(ChangedError, match="voided"):
        say(database, cast.rosa, YES)


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("jo", NotAllowedError),
        ("mei", NotFoundError),
        ("dora", NotAllowedError),
        ("ada", NotAllowedError),
        ("sam", NotFoundError),
        ("oona", NotFoundError),
    ],
)
def test_only_a_named_leader_reviews(database: Database, cast: Cast, who: str, error: type[Exception]) -> None:
    everybody = frozenset({cast.rosa.person_id, cast.mei.person_id})
    submit(database, cast.jo, 0, side_by_side(cast, participant_ids=everybody, led_ids=frozenset()))
    with pytest.raises(error):
        say(database, getattr(cast, who), YES)
    with pytest.raises(NotAllowedError):
        say(database, cast.dan, YES)
    assert words(database, cast) == []


def test_who_is_named_no_more_can_only_take_back(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.dan, FOR_US, seen)
    rosa_alone = frozenset({cast.rosa.person_id})
    submit(database, cast.jo, 1, side_by_side(cast, participant_ids=rosa_alone))
    with pytest.raises(ChangedError, match="does not name you"):
        say(database, cast.dan, YES)
    assert say(database, cast.dan, BACK) is Result.DONE
    assert kept(database, cast).effective == Effective(Mode.WITH, Lead.SCHOOL)
    assert_sums_are_true(database, cast)


def answer(database: Database, who: Someone, text: str, number: int = 1, of: Someone | None = None) -> Result:
    with visit(database, who) as theirs:
        return answer_review(theirs, FORM, (of or who).person_id, number, text)


def test_a_correction_is_answered_once(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, FOR_US, seen)
    with visit(database, cast.jo) as jo:
        assert read_unanswered(jo, 5)[0] == 1
    assert answer(database, cast.jo, " I had drafted it. ", of=cast.rosa) is Result.DONE
    assert answer(database, cast.jo, "I had drafted it.", of=cast.rosa) is Result.ALREADY
    with pytest.raises(ChangedError, match="answered this already"):
        answer(database, cast.jo, "Or not.", of=cast.rosa)
    assert [word.answer for word in words(database, cast)] == ["I had drafted it."]
    assert ("answer_review", "answer") in events(database)
    with visit(database, cast.jo) as jo:
        assert read_unanswered(jo, 5) == (0, [])


def test_an_answer_stays_with_the_correction_that_says_more(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, FOR_US, seen)
    answer(database, cast.jo, "I had drafted it.", of=cast.rosa)
    say(database, cast.rosa, Saying(Verdict.CORRECTED, "Thank you."), replace(seen, number=1))
    assert words(database, cast)[-1].answer == "I had drafted it."
    say(database, cast.rosa, YES, replace(seen, number=2))
    assert words(database, cast)[-1].answer == ""


def test_only_what_corrects_and_stands_is_answered(database: Database, cast: Cast, seen: Seen) -> None:
    with pytest.raises(NotFoundError):
        answer(database, cast.jo, "Why?", of=cast.rosa)
    say(database, cast.rosa, YES, seen)
    with pytest.raises(ChangedError):
        answer(database, cast.jo, "Why?", of=cast.rosa)
    say(database, cast.rosa, FOR_US, replace(seen, number=1))
    with pytest.raises(ChangedError, match="said more"):
        answer(database, cast.jo, "Why?", 1, cast.rosa)
    with pytest.raises(InvalidError):
        answer(database, cast.jo, " ", 2, cast.rosa)
    for who in (cast.rosa, cast.dora):
        with pytest.raises(NotAllowedError):
            answer(database, who, "Why?", 2, cast.rosa)
    for who in (cast.sam, cast.otto):
        with pytest.raises(NotFoundError):
            answer(database, who, "Why?", 2, cast.rosa)


def test_a_with_that_its_coach_made_for_is_no_correction_to_read(database: Database, cast: Cast, seen: Seen) -> None:
    say(database, cast.rosa, FOR_US, seen)
    submit(database, cast.jo, 1, telling(cast))
    with visit(database, cast.jo) as jo:
        assert read_unanswered(jo, 5) == (0, [])
    with visit(database, cast.rosa) as rosa:
        assert count_reviews(rosa)[Shelf.ANSWERED] == 1, "and the leader still sees what became of it"
