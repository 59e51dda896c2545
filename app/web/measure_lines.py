"""What a school's page says beside its share: reach, what leaders confirmed, and where we and they differ."""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.language import _, ngettext
from app.domain.measures import lasting
from app.domain.vocabulary import Aim
from app.domain.words import hours, percent
from app.services.seeing.school import SchoolView
from app.web.filters import Filters, address
from app.web.words import plural

ENOUGH_REVIEWED = 6
"""As for the flag: with five reviewed sessions, one more would turn the figure."""


class MeasureLine(NamedTuple):
    """A figure by its name, and what it is of; an empty figure has its reason in `of`. `path` leads to its sessions."""

    name: str
    figure: str
    of: str
    path: str = ""


def measure_lines(seen: SchoolView, filters: Filters) -> tuple[MeasureLine, ...]:
    return (*_lines(seen), _lasting(seen, filters))


def _lines(seen: SchoolView) -> Iterator[MeasureLine]:
    reach, verified, tally = seen.reach, seen.verified, seen.standing.tally
    if reach.share is None:
        yield MeasureLine(_("ILT reached"), "", _("nobody is on the ILT yet"))
    else:
        yield MeasureLine(
            _("ILT reached"),
            _("%(part)s of %(whole)s", part=reach.reached, whole=reach.members),
            _("took part side by side"),
        )
    if verified.share is None:
        yield MeasureLine(_("Confirmed by leaders"), "", _("none has waited long enough yet"))
    else:
        of = _("of %(sessions)s that a leader could confirm", sessions=plural(verified.due, "session"))
        yield MeasureLine(_("Confirmed by leaders"), percent(verified.share), of)
    reviewed = tally.reviewed_sessions
    if seen.disagreement is None or reviewed < ENOUGH_REVIEWED:
        yield MeasureLine(
            _("Seen differently"),
            "",
            ngettext("not enough yet: %(num)d reviewed", "not enough yet: %(num)d reviewed", reviewed),
        )
    else:
        yield MeasureLine(
            _("Seen differently"),
            percent(seen.disagreement),
            ngettext("of %(num)d reviewed", "of %(num)d reviewed", reviewed),
        )


def _lasting(seen: SchoolView, filters: Filters) -> MeasureLine:
    """Measure 7, of the sessions whose aim was said; it leads to those that worked on a system."""
    tally, name = seen.standing.tally, _("On a system, not a quick fix")
    share = lasting(tally)
    if share is None:
        return MeasureLine(name, "", _("not said of any session yet"))
    path = address(f"/schools/{seen.standing.school.id}/sessions", **filters.days, aim=Aim.SYSTEM)
    of = _("of %(hours)s where it was said", hours=hours(tally.system_minutes + tally.symptom_minutes))
    return MeasureLine(name, percent(share), of, path if tally.system_minutes else "")
