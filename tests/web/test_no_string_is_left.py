"""No page has a sentence that another language could not say: asked in a language that marks every sentence."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
import sqlalchemy as sa
from sqlmodel import AutoString

from app.domain.vocabulary import AREA_NAMES
from app.services.languages import NAMES
from app.store.engine import Database
from app.web.security import LANGUAGE_COOKIE
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone
from tests.support.filling import ANYBODY, TABLES
from tests.support.pages import read
from tests.support.pseudo import CODE, sayings, speaking_pseudo, unmarked
from tests.support.site import PAGES, make_places
from tests.web.test_every_route import MAY, PUBLIC, Placed, ask, placed  # noqa: F401 - the last one is a fixture
from tests.web.test_pages_are_whole import SENT, Site

UNMARKED: frozenset[str] = frozenset()
"""Pages of `PAGES` and `SENT` that have sentences which no other language says yet."""

UNMARKED_FORMS: frozenset[tuple[str, str]] = frozenset()
"""Routes that answer an empty form with such a page."""

POSTS = sorted(route for route in MAY.keys() | PUBLIC.keys() if route[0] == "POST")

OWN_WORDS = (
    "Side by Side",
    "Bridge Partners",
    "Other Partners",
    *("Alder High", "Birch Middle", "Cedar Elementary", "Dogwood High", "Elder High"),
    *AREA_NAMES.values(),
    *NAMES.values(),
)
"""What is called by its own name in every language: the product, its languages, networks, schools and areas."""

MADE_UP = re.compile("<code>(.+?)</code>")
"""A new password, which is shown once and kept nowhere."""

TYPED = ("alder", "shared", "private", "plan", "x" * 5_000, "x" * 500)
"""What the cast wrote in one small word, as a code or a note, and what was too long to be kept."""


@pytest.fixture
def pseudo(database: Database, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: ARG001 - the cast has to be there
    """Everybody reads the pseudo-language."""
    with database.writing() as connection:
        connection.execute(sa.update(TABLES["account"]).values(locale=CODE), execution_options=ANYBODY)
    with speaking_pseudo(tmp_path, monkeypatch):
        yield


@pytest.fixture
def clients(client_of: ClientOf) -> ClientOf:
    """Browsers that have said so before: a form is read before it is known who sent it."""

    def client(who: Someone | None) -> httpx2.Client:
        made = client_of(who)
        made.cookies.set(LANGUAGE_COOKIE, CODE)
        return made

    return client  # type: ignore[return-value]


@pytest.fixture
def site(database: Database, clients: ClientOf, cast: Cast, pseudo: None) -> Site:  # noqa: ARG001 - it speaks
    return Site(clients, cast, make_places(database, cast))


def known(database: Database) -> tuple[str, ...]:
    """Names, initials, addresses and what people wrote: all that is kept, but no sentence of ours or enum's word."""
    columns = [
        column for table in TABLES.values() for column in table.c if isinstance(column.type, sa.String | AutoString)
    ]
    with database.reading() as connection:
        found = {
            text
            for column in columns
            for text in connection.execute(sa.select(column).distinct(), execution_options=ANYBODY).scalars()
            if text and (" " in text or text != text.lower() or "@" in text)
        }
        names = connection.execute(sa.select(TABLES["person"].c.name), execution_options=ANYBODY).scalars()
        initials = {"".join(word[0] for word in name.split()) for name in names}
    return (*(found - sayings()), *initials, *OWN_WORDS, *TYPED)


@pytest.mark.parametrize("name", [*PAGES, *SENT])
def test_every_sentence_of_a_page_is_marked(site: Site, database: Database, name: str) -> None:
    answer = SENT[name](site) if name in SENT else site.get(*PAGES[name])
    assert answer.text.startswith(f'<!doctype html>\n<html lang="{CODE}">')
    left = unmarked(read(answer.text), known(database))
    if name in UNMARKED:
        assert left, "all of it is marked now: take it off the list"
    else:
        assert left == []


def test_every_form_that_is_sent_empty_is_answered_in_ones_own_language(
    clients: ClientOf,
    cast: Cast,
    database: Database,
    placed: Placed,  # noqa: F811 - the fixture
    pseudo: None,  # noqa: ARG001 - it speaks
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for route in POSTS:
        who = min(MAY[route]) if route in MAY else None
        answer = ask(clients, cast, who, route, placed.bridge | {"language": UUID(int=0)})
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert f'lang="{CODE}"' in answer.text or "<html" not in answer.text, route
            found[route] = unmarked(read(answer.text), (*known(database), *MADE_UP.findall(answer.text)))
    assert {route: left for route, left in found.items() if left and route not in UNMARKED_FORMS} == {}
