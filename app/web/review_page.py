"""The sessions that name a leader, as cards: what the coach says, the leader's three answers, and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.access import Permission
from app.domain.flags.clearing import listed
from app.domain.language import _, ngettext
from app.domain.language import told as in_words
from app.domain.reviews import spoken_mark
from app.domain.vocabulary import Lead, Mode
from app.services.review_reading import Item, read_items
from app.services.reviews import FITS
from app.services.visits import Visit
from app.store.review_lists import Shelf
from app.store.schools import list_areas, list_schools, names_of
from app.store.tables.sessions import LINE
from app.web.barrier_rows import Prompt
from app.web.render import Page
from app.web.review_words import FIT_WORDS, SHORT, changed_in_words, consequence, said_in_words
from app.web.words import day


class Past(NamedTuple):
    """An earlier word of the leader's own."""

    when: str
    said: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was just done or could not be: `words` say it; `just` gives the card the focus, `typed` is shown again."""

    words: str = ""
    just: bool = False
    wrong: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Card:
    """One session: `told` is what the coach says of it, `state` one of "open", "said" and "over".

    `pick` is what its checkbox sends, empty where nothing can be said; `version`, `mark`, `number` say what it shows.
    """

    id: UUID
    area: str
    school: str
    day: str
    told: tuple[tuple[str, str], ...]
    note: str
    state: str
    version: int
    mark: str
    number: int
    pick: str
    changed: str
    verdict: str
    said: str
    counts: str
    comment: str
    fit: str
    fit_words: str
    answer: str
    answered: str
    past: tuple[Past, ...]
    back: Said


def fits() -> tuple[tuple[int, str], ...]:
    """How far a session met what somebody needed to learn: each number and its word."""
    return tuple((fit, in_words(FIT_WORDS[fit])) for fit in FITS)


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """A shelf of cards; `just` are those that were just answered, which stay in place until the page is left."""

    template: ClassVar[str] = "review/index.html"

    shelf: Shelf
    counts: Mapping[Shelf, int]
    just: tuple[Card, ...]
    cards: tuple[Card, ...]
    several: bool
    notice: str
    wrong: str
    undo: tuple[str, ...]
    newer: str
    older: str
    prompts: tuple[Prompt, ...]
    fits: tuple[tuple[int, str], ...] = field(default_factory=fits)
    longest: int = LINE


@dataclass(frozen=True, slots=True)
class CardPage(Page):
    """One card alone, to take the place of the one that was tapped, and the line that counts what waits."""

    template: ClassVar[str] = "review/_alone.html"
    fragment: ClassVar[str] = "review/_alone.html"

    card: Card
    counts: Mapping[Shelf, int]
    several: bool
    fits: tuple[tuple[int, str], ...] = field(default_factory=fits)
    longest: int = LINE


def cards_of(visit: Visit, session_ids: Sequence[UUID], said: Mapping[UUID, Said]) -> list[Card]:
    """The cards of sessions that the visitor may review, in this order."""
    items = read_items(visit, session_ids)
    if not items:
        return []
    areas = {area.id: area.name for area in list_areas(visit.connection, visit.network_id, visit.today)}
    ids = frozenset(item.kept.telling.school_id for item in items)
    schools = {each.id: each.name for each in list_schools(visit.connection, visit.network_id, ids, None)}
    people = frozenset(who for item in items for who in item.kept.telling.participant_ids)
    names = names_of(visit.connection, visit.network_id, people)
    return [_card(visit, item, areas, schools, names, said.get(item.kept.id, NOTHING)) for item in items]


def _card(
    visit: Visit,
    item: Item,
    areas: Mapping[UUID, str],
    schools: Mapping[UUID, str],
    names: Mapping[UUID, str],
    back: Said,
) -> Card:
    """`names` are of everybody named in any of them; `schools` of the sessions' schools."""
    kept, told, standing = item.kept, item.kept.telling, item.standing
    school, number = schools[told.school_id], len(item.mine)
    many = visit.rights.schools(Permission.REVIEW) is None or len(visit.rights.at) > 1
    named = visit.person_id in told.participant_ids
    over = kept.voided_at is not None or told.mode is Mode.FOR or not named
    state = "said" if standing else "over" if over else "open"
    mark = spoken_mark(told)
    lapsed = item.mine[-1] if item.lapse else None
    made_for = told.mode is Mode.FOR and bool(item.mine)
    typed = back.typed
    return Card(
        id=kept.id,
        area=areas[told.area_id],
        school=school if many else "",
        day=day(told.held_on) + (f", {told.held_on.year}" if told.held_on.year != visit.today.year else ""),
        told=_told(visit.person_id, item, names) if named else (),
        note=told.shared_note if named else "",
        state=state,
        version=kept.version,
        mark=mark,
        number=number,
        pick="" if over else f"{kept.id}.{kept.version}.{mark}.{number}",
        changed=changed_in_words(lapsed.verdict, item.lapse, told) if item.lapse and lapsed and not over else "",
        verdict=standing.verdict.value if standing else "",
        said=said_in_words(standing.verdict) if standing else "",
        counts=_over(item) if over else consequence(standing.verdict, kept.effective, school) if standing else "",
        comment=typed.get("comment", standing.comment if standing else ""),
        fit=typed.get("fit", str(standing.fit or "") if standing else ""),
        fit_words=in_words(FIT_WORDS[standing.fit]).lower() if standing and standing.fit else "",
        answer=(standing.answer if standing else "") or (item.mine[-1].answer if made_for else ""),
        answered=_date(visit, standing.answered_at) if standing and standing.answered_at else "",
        past=tuple(
            Past(_date(visit, word.said_at), in_words(SHORT[word.verdict]), word.lapsed_at is not None)
            for word in item.mine
            if word is not standing
        ),
        back=back,
    )


def _over(item: Item) -> str:
    if item.kept.voided_at is not None:
        return _("The coach has voided this session, so it counts nowhere.")
    if item.kept.telling.mode is Mode.FOR:
        if item.mine:
            return _("The coach now says so too: this was done for you.")
        return _("The coach says: done for you.")
    return _("The coach does not name you in it any more.")


def _told(me: UUID, item: Item, names: Mapping[UUID, str]) -> tuple[tuple[str, str], ...]:
    """What the coach says, in parts: (words, "with" or "for" or nothing)."""
    told = item.kept.telling
    if told.mode is Mode.FOR:
        return ((_("for you"), "for"), (", " + _("%(number)s minutes", number=told.minutes), ""))
    others = sorted(names[who] for who in told.participant_ids if who != me and who in names)
    company = _company([*others, *([_("someone else")] if told.positions else [])])
    minutes = _("%(number)s minutes", number=told.minutes)
    return ((_("with you"), "with"), (", ".join([company, minutes, _led(me, item, names)]), ""))


def _company(others: Sequence[str]) -> str:
    """Who took part beside "you": like " and Dan Okafor", or ", Dan Okafor and Mei Chen"."""
    if not others:
        return ""
    last = _("and %(name)s", name=others[-1])
    return f", {', '.join(others[:-1])} {last}" if others[1:] else f" {last}"


def _led(me: UUID, item: Item, names: Mapping[UUID, str]) -> str:
    told = item.kept.telling
    if told.lead is Lead.COACH:
        return _("the coach led")
    if told.lead is None:
        return _("who led was not said")
    others = sorted(names[who] for who in told.led_ids if who != me and who in names)
    led = [*([_("you")] if me in told.led_ids else []), *others]
    if told.lead is Lead.SHARED:
        return _("lead shared with %(people)s", people=listed(led)) if led else _("lead shared")
    if not led:
        return _("your school led")
    return ngettext("%(people)s led", "%(people)s led", len(led), people=listed(led))


def _date(visit: Visit, at: datetime) -> str:
    return day(at.astimezone(ZoneInfo(visit.network.timezone)).date())
