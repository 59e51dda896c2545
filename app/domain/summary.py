"""The network in one sentence: the first thing a director reads."""

from app.domain.vocabulary import Mode, Phase

Part = tuple[str, Mode | None]
"""Some words, and whether they are about work done for schools, about work done with them, or neither."""


def network_in_words(
    *,
    schools: int,
    judged: int,
    dependent: int,
    rising: int,
    easing: int,
    agreed: int = 0,
    phase: Phase | None = None,
    area: str = "",
) -> tuple[Part, ...]:
    """Say how many depend on us, and where that changes: "3 of 12 schools depend on direct service; 1 is rising".

    Args:
        schools: how many there are to speak of.
        judged: how many of them had sessions enough to say anything.
        dependent: how many of those depend on direct service.
        rising: at how many our share is rising.
        easing: at how many it is easing.
        agreed: how many of the dependent ones are so as agreed.
        phase: the phase that all of them are in, when only that was asked for.
        area: the area that was asked for, as it reads within a sentence. Change is judged over all areas together.
    """
    those = f"{phase} schools" if phase else "schools"
    within = f"In {area}, " if area else ""
    if not schools:
        return ((f"No {those} in these weeks.", None),)
    if not judged:
        ours = f"our {schools} {those}" if schools > 1 else "our one school"
        return ((_sentence(f"{within}too few sessions yet to say how {ours} {_verb(schools, 'stand')}."), None),)
    if schools == 1:
        who, does = "our one school", "depends" if dependent else "does not depend"
    else:
        who, does = f"{dependent or 'none'} of {schools} {those}", _verb(max(dependent, 1), "depend")
    colored = Mode.FOR if dependent else None
    start: tuple[Part, ...] = ((within, None), (who, colored)) if within else ((_sentence(who), colored),)
    change = _sole_change(rising, easing) if schools == 1 else _changes(rising, easing)
    between = ". In all areas together, " if area else "; "
    said = _as_agreed(dependent, agreed)
    return (*start, (f" {does} on direct service{said}{between}", None), *change, (".", None))


def _as_agreed(dependent: int, agreed: int) -> str:
    """What goes with the number of schools that depend: ", as agreed", ", one of them as agreed", or nothing."""
    if not agreed or not dependent:
        return ""
    if agreed >= dependent:
        return ", as agreed" if dependent == 1 else ", all as agreed"
    return f", {agreed} of them as agreed"


def _sole_change(rising: int, easing: int) -> tuple[Part, ...]:
    if rising:
        return (("our share is rising", Mode.FOR),)
    return (("our share is easing", Mode.WITH),) if easing else (("our share is not changing", None),)


def _changes(rising: int, easing: int) -> tuple[Part, ...]:
    up: tuple[Part, ...] = ((f"{rising} {_be(rising)} rising", Mode.FOR),) if rising else ()
    down: tuple[Part, ...] = ((f"{easing} {_be(easing)} easing", Mode.WITH),) if easing else ()
    comma: tuple[Part, ...] = ((", ", None),) if up and down else ()
    return (*up, *comma, *down) or (("none is rising or easing", None),)


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _verb(count: int, verb: str) -> str:
    return f"{verb}s" if count == 1 else verb


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
