"""All the flags that a visitor may see, in the order of the page of flags, and what its head says of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from app.domain.access import Permission
from app.domain.flags import Flag, needs_answer, rank
from app.domain.language import _, later, ngettext, told
from app.domain.vocabulary import Phase, Rule
from app.services.answers import see_flags
from app.services.seeing.judging import Flagged
from app.services.seeing.standings import Kept, about_network
from app.services.visits import Visit
from app.store.schools import SchoolFact, list_schools
from app.web.filters import address
from app.web.words import plural, said

STATES = {"waiting": later("Not answered"), "answered": later("Answered"), "good": later("Good news")}

Option = tuple[str, str]


class Count(NamedTuple):
    """How many flags are of a kind, and the way to them alone."""

    words: str
    path: str


class Raised(NamedTuple):
    """A flag that is up; flags that are wholly as agreed stand with the answered ones: somebody has said something."""

    standing: Flagged
    flag: Flag
    state: str


class Seen(NamedTuple):
    """All that a visitor may see, whatever the address asks for: their schools, and every flag in its order."""

    mine: tuple[SchoolFact, ...]
    raised: tuple[Raised, ...]
    headline: str
    counts: tuple[Count, ...]
    choices: tuple[tuple[str, str, str, tuple[Option, ...]], ...]


def see_all(visit: Visit, kept: Kept) -> Seen:
    """Kept for those who see the whole network, as the dashboard is; of a few schools it is quickly made."""
    ids = visit.rights.schools(Permission.SEE_SCHOOL)

    def read() -> Seen:
        mine = list_schools(visit.connection, visit.network_id, ids, visit.today)
        raised = sorted(_raised(see_flags(visit, kept, mine)), key=lambda each: list(STATES).index(each.state))
        return Seen(
            mine=tuple(mine),
            raised=tuple(raised),
            headline=_headline([each.standing.school.id for each in raised if each.state == "waiting"], len(mine)),
            counts=tuple(_counts(Counter(each.state for each in raised))),
            choices=tuple(_choices(mine)),
        )

    if ids is not None:
        return read()
    found: Seen = about_network(visit, kept, ("flags", visit.today), read)
    return found


def _raised(stood: Sequence[Flagged]) -> Iterable[Raised]:
    """Every flag, of the school with most to answer first; never by dependence."""
    for standing in sorted(stood, key=lambda each: (each.order, each.school.name.casefold(), each.school.code)):
        for flag in sorted(standing.flags, key=rank):
            waits = needs_answer(flag, standing.answers)
            yield Raised(standing, flag, "good" if flag.good else "waiting" if waits else "answered")


def _headline(waiting: Sequence[UUID], schools: int) -> str:
    if not schools:
        return _("No school is yours yet.")
    if not waiting:
        return _("No flag waits for an answer.")
    if schools == 1:
        return ngettext("%(num)d flag waits for an answer.", "%(num)d flags wait for an answer.", len(waiting))
    return ngettext(
        "%(num)s flag at %(schools)s waits for an answer.",
        "%(num)s flags at %(schools)s wait for an answer.",
        len(waiting),
        schools=plural(len(set(waiting)), "school"),
    )


def _counts(states: Mapping[str, int]) -> Iterable[Count]:
    for state, words in STATES.items():
        if states[state]:
            yield Count(f"{told(words)}: {states[state]}", address("/flags", state=state))


def _choices(mine: Sequence[SchoolFact]) -> Iterable[tuple[str, str, str, tuple[Option, ...]]]:
    yield (
        "state",
        _("Answered or not"),
        _("All of them"),
        tuple((state, told(words)) for state, words in STATES.items()),
    )
    yield "rule", _("Rule"), _("All rules"), tuple((rule.value, said(rule)) for rule in Rule)
    if len(mine) > 1:
        yield "school", _("School"), _("All schools"), tuple((str(school.id), school.name) for school in mine)
        yield "phase", _("Phase"), _("All phases"), tuple((phase.value, said(phase)) for phase in Phase)
