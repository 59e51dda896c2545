"""The requests: forms that coaches send after a visit, as a browser sends them, made before anything is timed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from urllib.parse import urlencode

from app.domain.ids import time_ordered_id
from app.domain.periods import DAY
from app.domain.vocabulary import Aim, Lead, Mode, Origin
from tests.load.client import HERE
from tests.load.network import BenchNetwork, SignedIn
from tests.load.tellings import MINUTES, SHARED_NOTE, STRENGTH, school_days

BROWSER = (
    "user-agent: Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1\r\n"
    "accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "accept-language: en-US,en;q=0.9\r\n"
    "accept-encoding: gzip, deflate, br\r\n"
    "sec-fetch-dest: document\r\n"
    "sec-fetch-mode: navigate\r\n"
    "sec-fetch-site: same-origin\r\n"
)

RECENT_DAYS = 10
"""Sessions are logged within two weeks of their day."""

LUCK = Random(2)  # noqa: S311 - made-up forms, not a secret

Fields = list[tuple[str, str]]


def log_form(network: BenchNetwork, coach: int, latest: date) -> Fields:
    """All the fields of the log form, in its order: two took part, a strength and a shared note are written."""
    place = LUCK.choice([place for place in network.places if place.coach == coach])
    lead = LUCK.choice((None, *Lead))
    first, second = (str(person_id) for person_id in LUCK.sample(place.team, 2))
    return [
        ("version", "0"),
        ("school_id", str(place.school_id)),
        ("held_on", str(LUCK.choice(school_days(latest)[-RECENT_DAYS:]))),
        ("minutes", str(LUCK.choice(MINUTES))),
        ("mode", Mode.WITH if lead else Mode.FOR),
        ("lead", lead or ""),
        ("area_id", str(LUCK.choice(network.area_ids))),
        ("participant_ids", first),
        ("participant_ids", second),
        *([("led_ids", first)] if lead in {Lead.SHARED, Lead.SCHOOL} else []),
        ("origin", LUCK.choice(tuple(Origin))),
        ("aim", LUCK.choice(("", *Aim))),
        ("teachers", str(LUCK.randint(0, 4))),
        ("strength", STRENGTH),
        ("next_step_text", ""),
        ("next_step_owner_id", ""),
        ("next_step_due_on", ""),
        ("shared_note", SHARED_NOTE),
        ("private_note", ""),
    ]


def posts(network: BenchNetwork, count: int, *, path: str = "/sessions") -> list[bytes]:
    """So many new sessions to log, of all coaches in turn."""
    return list(_posts(network, count, path))


def _posts(network: BenchNetwork, count: int, path: str) -> Iterator[bytes]:
    yesterday = datetime.now(UTC).date() - DAY  # which is over in every network's time zone
    for number in range(count):
        coach = number % len(network.coaches)
        body = urlencode(log_form(network, coach, yesterday)).encode()
        to = f"{path}/{time_ordered_id(datetime.now(UTC))}"
        form = f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n"
        yield _head("POST", to, network.coaches[coach], form) + body


def get(path: str, who: SignedIn, tag: str | None = None) -> bytes:
    """Ask for a page; with a tag, for one that the browser has already, unless it changed."""
    return _head("GET", path, who, f"if-none-match: {tag}\r\n" if tag else "")


def _head(method: str, path: str, who: SignedIn, more: str) -> bytes:
    return f"{method} {path} HTTP/1.1\r\nhost: {HERE}\r\ncookie: sbs_login={who.token}\r\n{BROWSER}{more}\r\n".encode()
