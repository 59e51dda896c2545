"""Change what a network or a school wears, on record, and take it back."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from uuid import UUID

from app.domain.brand import color_problems, name_problems
from app.domain.errors import DomainError, InvalidError, NotFoundError
from app.domain.language import _
from app.services.logo import Logo
from app.services.visits import Visit, trace
from app.store import brand, office, rollups
from app.store.brand import KeptLogo
from app.store.networks import change_network
from app.store.office import KeptChange
from app.store.schools import SchoolFact, get_school

NETWORK, SCHOOL, LOGO = "network", "school", "network_logo"
"""The subjects of changes."""

Values = Mapping[str, str]


class ChangedSinceError(DomainError):
    """What was to be changed or undone is not what it was any more; the message says it in words."""


def set_network(visit: Visit, was: str | None = None, **values: str) -> UUID | None:
    """Change the network's `name` or `color`, one line each; the change's id, or None where nothing changed.

    Args:
        visit: of somebody who may.
        was: what the form said of it, to lose nobody's change; None where nobody was shown it.
        values: one of them.

    Raises:
        InvalidError: an empty name, or a color that cannot be read; by field.
        ChangedSinceError: somebody has changed it meanwhile, to something else.
    """
    problems = name_problems(values["name"]) if "name" in values else {}
    if problems := problems | color_problems(values.get("color", "")):
        raise InvalidError(problems)
    now = _network_now(visit, values)
    _be_as_shown(now, values, was)
    return _change(visit, NETWORK, visit.network_id, now, values)


def set_school(visit: Visit, school: SchoolFact, was: str | None = None, **values: str) -> UUID | None:
    """Change a school's `color` or `motto`. Takes, returns and raises as `set_network`."""
    if problems := color_problems(values.get("color", "")):
        raise InvalidError(problems)
    now = _school_now(school, values)
    _be_as_shown(now, values, was)
    return _change(visit, SCHOOL, school.id, now, values)


def set_logo(visit: Visit, logo: Logo | None, was: str | None = None) -> UUID | None:
    """Wear a logo, or with None none; the change's id, or None where it is worn already.

    Raises:
        ChangedSinceError: `was`, the mark of the logo that the form showed, is worn no more, and neither is this one.
    """
    now, then = (_logo_values(each) for each in (brand.get_logo(visit.connection, visit.network_id), logo))
    _be_as_shown({"mark": now.get("mark", "")}, {"mark": then.get("mark", "")}, was)
    return _change(visit, LOGO, visit.network_id, now, then)


def get_change(visit: Visit, subject: tuple[str, ...], subject_id: UUID, change_id: UUID) -> KeptChange:
    """A recorded change of one of these subjects.

    Raises:
        NotFoundError: no such change of it.
    """
    kept = office.get_change(visit.connection, visit.network_id, change_id)
    if kept is None or kept.subject not in subject or kept.subject_id != subject_id:
        raise NotFoundError
    return kept


def undo(visit: Visit, kept: KeptChange) -> None:
    """Wear again what was worn before a change; twice is once.

    Raises:
        ChangedSinceError: it was changed again meanwhile, and that would be lost.
    """
    if kept.undone:
        return
    before, after = kept.before, kept.after
    if _now(visit, kept, after) != after:
        raise ChangedSinceError(_("This was changed again since, so it was not undone. Here is how it is now."))
    _wear(visit, kept.subject, kept.subject_id, before)
    office.mark_undone(visit.connection, visit.network_id, kept.id, visit.person_id, visit.now)
    _finish(visit, "undo", kept.subject, kept.subject_id, before | after)


def _be_as_shown(now: Values, wanted: Values, was: str | None) -> None:
    if was is None or now == wanted or was in now.values():
        return
    theirs = "".join(value for name, value in now.items() if name != "mark")
    if theirs:
        words = _(
            "Somebody else saved “%(theirs)s” meanwhile, so yours is not saved yet. Save again to replace it.",
            theirs=theirs,
        )
        raise ChangedSinceError(words)
    raise ChangedSinceError(
        _("Somebody else changed this meanwhile, so yours is not saved yet. Save again to replace it.")
    )


def _change(visit: Visit, subject: str, subject_id: UUID, before: Values, after: Values) -> UUID | None:
    if before == after:
        return None
    made = office.add_change(
        visit.connection,
        visit.network_id,
        subject,
        subject_id,
        before,
        _lean(after),
        by=visit.person_id,
        at=visit.now,
    )
    _wear(visit, subject, subject_id, after)
    _finish(visit, "edit", subject, subject_id, {**before, **after})
    return made


def _lean(values: Values) -> Values:
    """Of a picture, the record of what came after needs its mark alone: to undo, one needs what was before."""
    return {name: value for name, value in values.items() if name != "png"}


def _finish(visit: Visit, act: str, subject: str, subject_id: UUID, fields: Values) -> None:
    trace(visit, act, subject, subject_id, tuple(sorted(_lean(fields))))
    rollups.touch(visit.connection, visit.network_id, {subject_id} if subject == SCHOOL else ())


def _now(visit: Visit, kept: KeptChange, like: Values) -> Values:
    """What is worn now, of the fields that a change speaks of."""
    if kept.subject == SCHOOL:
        school = get_school(visit.connection, visit.network_id, kept.subject_id)
        return _school_now(school, like) if school else {}
    if kept.subject == NETWORK:
        return _network_now(visit, like)
    return _lean(_logo_values(brand.get_logo(visit.connection, visit.network_id)))


def _network_now(visit: Visit, like: Values) -> Values:
    return {name: str(getattr(visit.network, name)) for name in like}


def _school_now(school: SchoolFact, like: Values) -> Values:
    return {name: str(getattr(school, name)) for name in like}


def _logo_values(logo: Logo | KeptLogo | None) -> Values:
    if logo is None:
        return {}
    size = {"width": str(logo.width), "height": str(logo.height)}
    return {"mark": logo.mark, "png": b64encode(logo.png).decode("ascii"), **size}


def _wear(visit: Visit, subject: str, subject_id: UUID, values: Values) -> None:
    wearing: Mapping[str, Callable[[], None]] = {
        NETWORK: lambda: change_network(visit.connection, visit.network_id, values),
        SCHOOL: lambda: brand.change_school(visit.connection, visit.network_id, subject_id, **values),
        LOGO: lambda: brand.put_logo(visit.connection, visit.network_id, _logo_of(values)),
    }
    wearing[subject]()


def _logo_of(values: Values) -> KeptLogo | None:
    if not values:
        return None
    return KeptLogo(b64decode(values["png"]), int(values["width"]), int(values["height"]), values["mark"])
