"""The network in one sentence: the first thing a director reads."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.language import _, ngettext, plurals, told, told_plural
from app.domain.vocabulary import Mode, Phase

Part = tuple[str, Mode | None]
"""Some words, and whether they are about work done for schools, about work done with them, or neither."""


class Counted(NamedTuple):
    """Numbers of schools: to speak of; of these with sessions enough to say anything, and of those that depend on us.

    At some of them our share is `rising` or `easing`, and some of the dependent ones are so as `agreed`.
    """

    schools: int
    judged: int
    dependent: int
    rising: int
    easing: int
    agreed: int = 0


def network_in_words(
    counted: Counted, *, phase: Phase | None = None, area: str = "", past: bool = False
) -> tuple[Part, ...]:
    """Say how many depend on us, and where that changes: "3 of 12 schools depend on direct service; 1 is rising".

    Args:
        counted: the schools, by what there is to say of them.
        phase: the phase that all of them are in, when only that was asked for.
        area: the area that was asked for, as it reads within a sentence. Change is judged over all areas together.
        past: who depends is said of weeks gone by. Change is as of today, whatever weeks are asked for.
    """
    schools, judged, dependent, rising, easing, agreed = counted
    those = _THOSE[phase]
    if not schools:
        return ((_("No %(schools)s in these weeks.", schools=told(those[1])), None),)
    every = told_plural(*those, schools)
    if not judged:
        return ((_too_few(schools, every, area), None),)
    who = _who(schools, dependent, every)
    colored = Mode.FOR if dependent else None
    if area:
        start: tuple[Part, ...] = ((_("In %(area)s, ", area=area), None), (who, colored))
    else:
        start = ((who[:1].upper() + who[1:], colored),)
    change = _sole_change(rising, easing) if schools == 1 else _changes(rising, easing)
    between = _between(area, past=past)
    said = f" {_depend(schools, dependent)}{_as_agreed(dependent, agreed)}{between}"
    return (*start, (said, None), *change, (".", None))


_THOSE: Mapping[Phase | None, tuple[str, str]] = {
    None: plurals("school", "schools"),
    Phase.REBUILDING: plurals("rebuilding school", "rebuilding schools"),
    Phase.TRANSFORMING: plurals("transforming school", "transforming schools"),
    Phase.SUSTAINING: plurals("sustaining school", "sustaining schools"),
}


def _between(area: str, *, past: bool) -> str:
    """What leads from those who depend to where that changes, and says where the one is of less than the other."""
    if area:
        return _(". As of today, in all areas together, ") if past else _(". In all areas together, ")
    return _("; as of today, ") if past else "; "


def _too_few(schools: int, every: str, area: str) -> str:
    if schools == 1 and area:
        return _("In %(area)s, too few sessions yet to say how our one school stands.", area=area)
    if schools == 1:
        return _("Too few sessions yet to say how our one school stands.")
    said = {"number": schools, "schools": every}
    if area:
        return _("In %(area)s, too few sessions yet to say how our %(number)s %(schools)s stand.", area=area, **said)
    return _("Too few sessions yet to say how our %(number)s %(schools)s stand.", **said)


def _who(schools: int, dependent: int, every: str) -> str:
    if schools == 1:
        return _("our one school")
    if not dependent:
        return _("none of %(number)s %(schools)s", number=schools, schools=every)
    return _("%(part)s of %(number)s %(schools)s", part=dependent, number=schools, schools=every)


def _depend(schools: int, dependent: int) -> str:
    if schools == 1 and not dependent:
        return _("does not depend on direct service")
    return ngettext("depends on direct service", "depend on direct service", max(dependent, 1))


def _as_agreed(dependent: int, agreed: int) -> str:
    """What goes with the number of schools that depend: ", as agreed", ", one of them as agreed", or nothing."""
    if not agreed or not dependent:
        return ""
    if agreed >= dependent:
        return _(", as agreed") if dependent == 1 else _(", all as agreed")
    return ngettext(", %(num)d of them as agreed", ", %(num)d of them as agreed", agreed)


def _sole_change(rising: int, easing: int) -> tuple[Part, ...]:
    if rising:
        return ((_("our share is rising"), Mode.FOR),)
    return ((_("our share is easing"), Mode.WITH),) if easing else ((_("our share is not changing"), None),)


def _changes(rising: int, easing: int) -> tuple[Part, ...]:
    up: tuple[Part, ...] = ()
    down: tuple[Part, ...] = ()
    if rising:
        up = ((ngettext("%(num)d is rising", "%(num)d are rising", rising), Mode.FOR),)
    if easing:
        down = ((ngettext("%(num)d is easing", "%(num)d are easing", easing), Mode.WITH),)
    comma: tuple[Part, ...] = ((", ", None),) if up and down else ()
    return (*up, *comma, *down) or ((_("none is rising or easing"), None),)
