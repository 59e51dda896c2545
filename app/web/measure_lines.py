"""What a school's page says beside its share: reach, what leaders confirmed, and where we and they differ."""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.language import _, ngettext
from app.domain.words import percent
from app.services.seeing.school import SchoolView
from app.web.words import plural

ENOUGH_REVIEWED = 6
"""As for the flag: with five reviewed sessions, one more would turn the figure."""


class MeasureLine(NamedTuple):
    """A figure by its name, and what it is of; an empty figure has its reason in `of`."""

    name: str
    figure: str
    of: str


def measure_lines(seen: SchoolView) -> tuple[MeasureLine, ...]:
    return tuple(_lines(seen))


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
