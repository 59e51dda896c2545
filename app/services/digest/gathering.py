"""What there is for somebody today, as a reminder may say it: no prose, nobody's name, and no coach's to a director."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from app.domain.access import Permission
from app.domain.digest import Found, Item, Part
from app.domain.flags import Flag, needs_answer
from app.domain.flags.clearing import listed
from app.domain.handoffs import short
from app.domain.language import _, ngettext
from app.domain.periods import WEEK, Window, local_today, monday
from app.domain.weeks import Gap
from app.services.digest.around import Around
from app.services.digest.proposals import Items, proposals
from app.services.review_reading import read_shelf
from app.services.seeing.judging import Flagged
from app.services.seeing.standings import flagged
from app.services.visits import Visit
from app.services.week import read_week
from app.store.digests import Held, list_held, list_steps
from app.store.review_lists import Shelf, list_unanswered

LIMIT = 1_000
"""Sessions that are counted: nobody has as many waiting whom a mail would still help."""

NEAR = timedelta(days=7)
"""Next steps are told from a week before their day until a week after it; whether they were done is not kept."""


def gather(visit: Visit, around: Around) -> Found:
    """All there is for whoever the visit stands for, by what they may do; parts are ordered later."""
    flags = list(_flags(visit, around))
    items = [*_reviews(visit, around), *_corrections(visit, around), *proposals(visit, around), *_steps(visit, around)]
    items += _week(visit)
    items += [found for raised, flag in flags if (found := _flag(raised, flag)) is not None]
    answered = frozenset(_key(flag) for raised, flag in flags if flag.about in raised.answers)
    return Found(tuple(items), answered)


def _reviews(visit: Visit, around: Around) -> Items:
    """Sessions that name a leader and have no standing word of theirs, by the day it is due."""
    if not visit.rights.may(Permission.REVIEW):
        return
    waiting = list_held(visit.connection, visit.network_id, read_shelf(visit, Shelf.WAITING, LIMIT))
    for due_on, held in sorted(((_due_on(visit, held), held) for held in waiting), key=lambda pair: pair[0]):
        late = due_on < visit.today
        keys = {f"review:{held.id}", *([f"review:{held.id}:late"] if late else [])}
        said = {
            "session": around.session(held, visit.today),
            "minutes": held.minutes,
            "day": short(due_on, visit.today),
        }
        words = _("%(session)s, %(minutes)s minutes. Due by %(day)s.", **said)
        if late:
            words = _("%(session)s, %(minutes)s minutes. Was due %(day)s.", **said)
        path = f"/review#session-{held.id}"
        yield Part.REVIEW, Item(around.school(held.school_id), words, _("Say yes or no"), path, frozenset(keys))


def _due_on(visit: Visit, held: Held) -> date:
    """The last of the days that leaders have, counted from when it was held and had come in."""
    received_on = local_today(held.received_at, visit.network.timezone)
    return max(held.held_on, received_on) + timedelta(days=visit.network.review_due_days)


def _corrections(visit: Visit, around: Around) -> Items:
    """A coach's own sessions that leaders see differently, until the coach has answered each of them."""
    since = Window.ending(visit.today).first
    ids = list_unanswered(visit.connection, visit.network_id, visit.person_id, since)
    for held in list_held(visit.connection, visit.network_id, set(ids)):
        keys = {f"corrected:{held.id}:{number}" for number in range(1, ids.count(held.id) + 1)}
        words = ngettext(
            "%(session)s: a leader sees it differently.",
            "%(session)s: leaders see it differently.",
            len(keys),
            session=around.session(held, visit.today),
        )
        path = f"/sessions/{held.id}#heard"
        yield Part.CORRECTED, Item(around.school(held.school_id), words, _("Read it"), path, frozenset(keys))


def _steps(visit: Visit, around: Around) -> Items:
    """Next steps that were agreed in a coach's own sessions, without saying what they are."""
    first, last = visit.today - NEAR, visit.today + NEAR
    for due_on, held in list_steps(visit.connection, visit.network_id, visit.person_id, first, last):
        said = {"session": around.session(held, visit.today), "day": short(due_on, visit.today)}
        words = _("%(session)s: its next step is due %(day)s.", **said)
        if due_on < visit.today:
            words = _("%(session)s: its next step was due %(day)s.", **said)
        keys = frozenset({f"step:{held.id}:{due_on}"})
        yield Part.STEP, Item(around.school(held.school_id), words, _("See it"), f"/sessions/{held.id}", keys)


def _week(visit: Visit) -> Items:
    """Days of a coach's last week that hold nothing, unless they said that it is complete, or logged nothing at all.

    A coach may have been away, or not work on some days, so this alone brings no mail about.
    """
    if not visit.rights.may(Permission.LOG):
        return
    week = read_week(visit, monday(visit.today) - WEEK)
    missing = [day.date for day in week.days if day.empty and day.gap is Gap.NOTHING]
    said = week.complete is not None and not week.changed
    if missing and not said and not all(day.empty for day in week.days):
        days = listed([short(day, visit.today) for day in missing])
        words = _("Nothing is logged on %(days)s.", days=days)
        path = f"/week?of={week.first}"
        yield (
            Part.WEEK,
            Item(_("Your last week"), words, _("Log it, or say it is complete"), path, frozenset(), len(missing)),
        )


def _flags(visit: Visit, around: Around) -> Iterator[tuple[Flagged, Flag]]:
    """Every flag that is up at the schools whose flags somebody answers."""
    if visit.rights.may(Permission.DECIDE):
        for raised in flagged(visit, around.kept, around.where(visit, Permission.DECIDE)):
            for flag in raised.flags:
                yield raised, flag


def _flag(raised: Flagged, flag: Flag) -> tuple[Part, Item] | None:
    if not (flag.good or needs_answer(flag, raised.answers)):
        return None
    path = f"/flags?school={raised.school.id}&rule={flag.rule}"
    act = _("See it") if flag.good else _("Look and answer")
    item = Item(raised.school.name, flag.sentence, act, path, frozenset({_key(flag)}))
    return Part.GOOD if flag.good else Part.FLAG, item


def _key(flag: Flag) -> str:
    of: UUID | str = flag.area_id or "all"
    return f"flag:{flag.rule}:{flag.school_id}:{of}"
