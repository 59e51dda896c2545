"""The page of flags: what waits for an answer, what was answered, and good news, of all schools that one may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fastapi import Request
from markupsafe import Markup

from app.domain.access import Permission
from app.domain.errors import NotFoundError
from app.domain.language import later, told
from app.domain.vocabulary import Phase, Rule
from app.services.visits import Visit
from app.store.schools import SchoolFact
from app.web.filters import AGAIN, address, number_of
from app.web.flags_seen import STATES, Count, Option, Raised, see_all
from app.web.forms import Fields
from app.web.house import house_of
from app.web.looks import Place, Tried, anchor, answer_path, looks_html
from app.web.render import Page
from app.web.rules import RuleWords, rules_in_words

PAGE_SIZE = 80
"""Flags on a page: more than a network of thirty schools has up at once, and with a form each still 150 KB."""

CHOICES = ("rule", "school", "phase", "state")


@dataclass(frozen=True, slots=True)
class Done:
    """What has just been done to an answer; `undo` is where that is undone, empty where it cannot be."""

    words: str
    undo: str
    area: str
    back: str


@dataclass(frozen=True, slots=True)
class FlagsPage(Page):
    template: ClassVar[str] = "flags/index.html"
    lasting: ClassVar[bool] = True

    headline: str
    counts: tuple[Count, ...]
    waiting: tuple[Markup, ...]
    answered: tuple[Markup, ...]
    good: tuple[Markup, ...]
    found: int
    all: int
    schools: int
    may_answer: bool
    choices: tuple[tuple[str, str, str, tuple[Option, ...]], ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    chosen: bool
    rules: tuple[RuleWords, ...]
    done: Done | None
    cleared: bool
    unsent: str
    newer: str
    older: str

    @property
    def status(self) -> int:
        return 422 if self.errors else 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """The choices of an address, as read."""

    rule: Rule | None
    school_id: UUID | None
    phase: Phase | None
    state: str | None

    def takes(self, raised: "Raised") -> bool:
        school = raised.standing.school
        return (
            self.school_id in (None, school.id)
            and self.phase in (None, school.phase)
            and self.rule in (None, raised.flag.rule)
            and self.state in (None, raised.state)
        )


def flags_page(request: Request, visit: Visit, tried: Tried | None = None) -> FlagsPage:
    """The flags that the address asks for.

    Args:
        request: its query says the choices.
        visit: of somebody who may see schools.
        tried: an answer that was just refused; then its school's flags are shown, whatever the address.

    Raises:
        NotFoundError: a school that is none of the visitor's.
    """
    house, sent = house_of(request), request.query_params
    seen = see_all(visit, house.kept)
    fields = Fields(
        {name: sent.getlist(name) for name in CHOICES} if tried is None else {"school": [str(tried.about[0])]}
    )
    asked = _read(fields, seen.mine)
    found = list(filter(asked.takes, seen.raised))
    number = number_of(request)
    cleared = tried is not None and not any(each.flag.about == tried.about[1:] for each in found)
    shown = found[(number - 1) * PAGE_SIZE :][:PAGE_SIZE]

    def looks(state: str) -> tuple[Markup, ...]:
        these = (each for each in shown if each.state == state)
        places = ((each.flag, each.standing, _place(visit, each.standing.school, tried)) for each in these)
        return looks_html(house.templates, places, named=len(seen.mine) > 1)

    typed = {name: fields.raw(name) for name in CHOICES}
    kept = {name: value for name, value in typed.items() if name not in fields.errors}
    return FlagsPage(
        headline=seen.headline,
        counts=seen.counts,
        waiting=looks("waiting"),
        answered=looks("answered"),
        good=looks("good"),
        found=len(found),
        all=len(seen.raised),
        schools=len(seen.mine),
        may_answer=visit.rights.may(Permission.DECIDE),
        choices=seen.choices,
        typed=typed,
        errors=fields.errors,
        chosen=any(typed.values()),
        rules=rules_in_words(visit.network),
        done=done_of(request, "flags"),
        cleared=cleared,
        unsent=tried.typed["what"] if tried and cleared else "",
        newer=address("/flags", **kept, page=number - 1 if number > 2 else "") if number > 1 else "",  # noqa: PLR2004 - the first page has no number
        older=address("/flags", **kept, page=number + 1) if len(found) > number * PAGE_SIZE else "",
    )


DONE = {
    "answered": later("Answered. It stays here, as answered, until the flag has cleared."),
    "withdrawn": later("The answer is withdrawn."),
    "restored": later("The answer stands again."),
}


def done_of(request: Request, back: str) -> Done | None:
    """What the address says has just been done; nothing of what it says but ids and rules is shown."""
    sent = request.query_params
    words = DONE.get(sent.get("done", ""))
    if words is None:
        return None
    try:
        school_id, rule = UUID(sent.get("of", "")), Rule(sent.get("by", ""))
        area = str(UUID(sent["in"])) if sent.get("in") else ""
    except ValueError:
        return Done(told(words), "", "", back)
    undo = f"{answer_path(school_id, rule)}/restore" if sent["done"] == "withdrawn" else ""
    return Done(told(words), undo, area, back)


def done_path(back: str, act: str, school_id: UUID, rule: Rule, area_id: UUID | None) -> str:
    """Where to see what has been done to an answer: the page that the form was on, at the flag."""
    path = {"school": f"/schools/{school_id}", "dashboard": "/dashboard"}.get(back, "/flags")
    query = {"done": act, "of": school_id, "by": rule, "in": area_id}
    return f"{address(path, **query)}#{anchor(school_id, rule, area_id)}"


def _read(fields: Fields, mine: Sequence[SchoolFact]) -> _Asked:
    school_id = None
    if fields.raw("school"):
        try:
            school_id = UUID(fields.raw("school"))
        except ValueError as error:
            raise NotFoundError from error
        if all(school.id != school_id for school in mine):
            raise NotFoundError
    return _Asked(
        rule=fields.one("rule", Rule, "", AGAIN),
        school_id=school_id,
        phase=fields.one("phase", Phase, "", AGAIN),
        state=fields.one("state", _state_named, "", AGAIN),
    )


def _state_named(word: str) -> str:
    if word not in STATES:
        raise ValueError(word)
    return word


def _place(visit: Visit, school: SchoolFact, tried: Tried | None) -> Place:
    return Place(visit.today, "flags", visit.rights.may(Permission.DECIDE, school.id), tried)
