"""Which sessions a list shows, in words: those of the very filters that its address asks for."""

from datetime import date

from app.domain.language import _, told
from app.domain.words import spoken
from app.web.filters import Filters
from app.web.words import ONLY, said


def kind_in_words(filters: Filters) -> str:
    """What goes with the number of sessions: "without a school leader", "with the school, coach led"; or nothing."""
    parts = [
        told(ONLY[filters.only]) if filters.only else "",
        said(filters.mode) if filters.mode else "",
        said(filters.lead) if filters.lead else "",
        said(filters.origin) if filters.origin else "",
        _("on %(what)s", what=said(filters.aim)) if filters.aim else "",
    ]
    return ", ".join(part for part in parts if part)


def where_and_when(filters: Filters, today: date) -> str:
    """The area, if it is one, and the days: "Observation and feedback, September 1 to November 24"."""
    first = max(filters.window.first, filters.after) if filters.after else filters.window.first
    days = _("%(first)s to %(last)s", first=spoken(first, today), last=spoken(filters.window.last, today))
    return f"{filters.area.name}, {days}" if filters.area else days
