"""One school's weeks, cut as its page needs them: by week, by area, in sessions and in minutes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.domain.measures import Tally
from app.domain.periods import Window
from app.store.analytics import Weeks

YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class History:
    """Weeks with sessions, as (Monday, area, sums), in order; every cut adds up to the same."""

    rows: Sequence[tuple[date, UUID, Tally]]

    @property
    def weeks(self) -> dict[date, Tally]:
        found: dict[date, list[Tally]] = defaultdict(list)
        for week, _, tally in self.rows:
            found[week].append(tally)
        return {week: Tally.total(tallies) for week, tallies in found.items()}

    @property
    def latest(self) -> dict[UUID, date]:
        """Each area's last week."""
        return {area: week for week, area, _ in self.rows}

    def by_area(self, first: date, last: date) -> dict[UUID, Tally]:
        """The sums of the weeks that begin within some days."""
        found: dict[UUID, list[Tally]] = defaultdict(list)
        for week, area, tally in self.rows:
            if first <= week <= last:
                found[area].append(tally)
        return {area: Tally.total(tallies) for area, tallies in found.items()}

    def within(self, window: Window) -> Tally:
        """The sums of a window's weeks."""
        return Tally.total(tally for week, _, tally in self.rows if window.holds(week))

    def sessions_a_year_before(self, first: date, last: date) -> tuple[int, int]:
        """The (for, all) sessions of the same weeks, 52 weeks earlier."""
        then = Tally.total(self.by_area(first - YEAR, last - YEAR).values())
        return then.for_sessions, then.sessions


def sessions(weeks: Mapping[date, Tally]) -> Weeks:
    return {week: (tally.for_sessions, tally.sessions) for week, tally in weeks.items()}


def minutes(weeks: Mapping[date, Tally]) -> Weeks:
    return {week: (tally.for_minutes, tally.minutes) for week, tally in weeks.items()}
