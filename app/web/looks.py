"""Flags as pages show them: a sentence, what would clear it, its answer, and the way to the sessions behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from jinja2 import Environment
from markupsafe import Markup

from app.domain.flags import Flag, needs_answer, rank
from app.domain.language import _, spoken_language
from app.domain.story import in_sentence
from app.domain.vocabulary import Rule
from app.services.answers import LONGEST_TIME, USUAL_TIME, WHO, Answered, mark_of
from app.services.seeing.judging import Flagged
from app.services.seeing.standings import Standing
from app.store.tables.sessions import LINE
from app.web.cells import since
from app.web.filters import address
from app.web.words import plural, said

LOOKS = 1024
"""Flags that are kept as HTML, of about 2 KB each: a few pages of them, for whoever answers and for whoever reads."""

INKS: Mapping[Rule, str] = dict.fromkeys((Rule.DEPENDENT, Rule.RISING, Rule.SLIPPED, Rule.DUPLICATE), "for") | {
    Rule.EASING: "with"
}
"""The color of a flag's mark, where the flag is about work done for a school, or turning from that; else it is ink."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer that was sent and cannot be kept so: what was typed, and what is wrong with it."""

    about: tuple[UUID, Rule, UUID | None]
    typed: Mapping[str, str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form under a flag; `seen` is the mark of the answer that it was made from, and `back` the page it is on."""

    path: str
    area: str
    seen: str
    back: str
    what: str
    who: str
    due_on: str
    least: str
    most: str
    longest_what: int
    longest_who: int
    errors: Mapping[str, str]
    open: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A flag in a list. `id` is its anchor; `answer` is empty while there is none, `form` None where it has none.

    `call` is whom to call at the district, where it runs what we did.
    """

    id: str
    rule: Rule
    name: str
    school_id: UUID
    school: str
    sentence: str
    agreed: str
    call: str
    clears: str
    good: bool
    ink: str
    waits: bool
    since: str
    days: str
    sessions: str
    path: str
    answer: str
    late: str
    form: AnswerForm | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where flags are shown: on which day and page, and whether they may be answered there."""

    today: date
    back: str
    answers: bool
    tried: Tried | None = None


def looks_of(standing: Standing | Flagged, place: Place) -> Iterable[Look]:
    """A school's flags in the order of the rules."""
    for flag in sorted(standing.flags, key=rank):
        yield look_of(flag, standing, place)


def looks_html(
    templates: Environment, raised: Iterable[tuple[Flag, Flagged, Place]], *, named: bool
) -> tuple[Markup, ...]:
    """The same as HTML, one after the other; `named` says each one's school."""
    macro = templates.get_template("flags/look.html").module.look  # type: ignore[attr-defined] # the macro's name
    spoken = spoken_language()
    return tuple(
        (_look_html if place.tried is None else _look_html.__wrapped__)(macro, flag, standing, place, named, spoken)
        for flag, standing, place in raised
    )


@lru_cache(maxsize=LOOKS)
def _look_html(macro: Any, flag: Flag, standing: Flagged, place: Place, named: bool, spoken: str) -> Markup:  # noqa: FBT001, ARG001 - cached by position
    """Kept by language, since eighty take longer than the page, and a verdict is one until its school changes."""
    html: Markup = macro(look_of(flag, standing, place), named)
    return html


def look_of(flag: Flag, standing: Standing | Flagged, place: Place) -> Look:
    """A flag for a list."""
    school, today = standing.school, place.today
    answer = standing.answers.get(flag.about)
    may = place.answers and not flag.good
    return Look(
        id=anchor(flag.school_id, flag.rule, flag.area_id),
        rule=flag.rule,
        name=said(flag.rule),
        school_id=flag.school_id,
        school=school.name,
        sentence=flag.sentence,
        agreed=flag.agreed,
        call=_call(standing) if flag.rule is Rule.DUPLICATE else "",
        clears=flag.clears,
        good=flag.good,
        ink=INKS.get(flag.rule, "plain"),
        waits=needs_answer(flag, standing.answers),
        since=_("since %(day)s", day=since(flag.since, today)) if flag.since else "",
        days=_(
            "%(first)s to %(last)s",
            first=since(max(flag.first, flag.after or flag.first), today),
            last=since(flag.last, today),
        ),
        sessions=plural(flag.sessions, "session") if flag.sessions else _("no sessions"),
        path=sessions_path(flag),
        answer=answer_in_words(answer, today) if answer else "",
        late=_("due %(day)s, which has passed", day=since(answer.due_on, today))
        if answer and answer.due_on < today
        else "",
        form=_form(flag, answer, place) if may else None,
    )


def _call(standing: Standing | Flagged) -> str:
    """Whom to call, of the areas that we did for the school though the district runs them."""
    doubled = (
        each
        for each in standing.facts.areas.values()
        if each.district_provides and each.district_contact and each.tally.for_sessions
    )
    return " ".join(
        _("Call %(contact)s for %(area)s.", contact=each.district_contact, area=in_sentence(each.name))
        for each in sorted(doubled, key=lambda each: each.name)
    )


def sessions_path(flag: Flag) -> str:
    """Where exactly the sessions behind a flag are listed."""
    return address(
        f"/schools/{flag.school_id}/sessions",
        first=flag.first,
        last=flag.last,
        area=flag.area_id,
        mode=flag.mode,
        lead=flag.lead,
        origin=flag.origin,
        only=flag.only,
        after=flag.after,
    )


def anchor(school_id: UUID, rule: Rule, area_id: UUID | None) -> str:
    """The id of a flag's element, the same on every page."""
    return "-".join(["flag", str(school_id), rule, *([str(area_id)] if area_id else [])])


def answer_path(school_id: UUID, rule: Rule) -> str:
    return f"/schools/{school_id}/flags/{rule}/answer"


def answer_in_words(answer: Answered, today: date) -> str:
    """Like "Answered Nov 3: We take the AP along. Dora, by Dec 1"."""
    what = answer.what if answer.what.endswith((".", "!", "?")) else f"{answer.what}."
    return _(
        "Answered %(day)s: %(what)s %(who)s, by %(due)s",
        day=since(answer.answered_on, today),
        what=what,
        who=answer.who,
        due=since(answer.due_on, today),
    )


def _form(flag: Flag, answer: Answered | None, place: Place) -> AnswerForm:
    today, tried = place.today, place.tried
    here = tried if tried and tried.about == (flag.school_id, flag.rule, flag.area_id) else None
    standing = {"what": answer.what, "who": answer.who, "due_on": str(answer.due_on)} if answer else {}
    typed = here.typed if here else standing
    return AnswerForm(
        path=answer_path(flag.school_id, flag.rule),
        area=str(flag.area_id or ""),
        seen=mark_of(answer),
        back=place.back,
        what=typed.get("what", ""),
        who=typed.get("who", ""),
        due_on=typed.get("due_on", "") or str(today + USUAL_TIME),
        least=str(today),
        most=str(today + LONGEST_TIME),
        longest_what=LINE,
        longest_who=WHO,
        errors=here.errors if here else {},
        open=here is not None,
    )
