"""The settings of a network: what cannot be is said, and thresholds say what they would do before they do it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from app.domain.vocabulary import Mode
from app.store.engine import Database
from tests.conftest import ClientOf
from tests.support.acts import submit
from tests.support.cast import Cast
from tests.support.pages import errors_of, page_of, sent_by
from tests.support.tellings import side_by_side
from tests.web.admin.office import form_of, send, undo_latest
from tests.web.conftest import on_both

pytestmark = on_both


def test_settings_say_what_changing_them_would_do_before_they_change(
    database: Database, client_of: ClientOf, cast: Cast
) -> None:
    for number in range(8):
        told = side_by_side(cast, held_on=cast.today.replace(day=1 + 2 * number))
        if number < 4:
            told = replace(told, mode=Mode.FOR, lead=None, led_ids=frozenset())
        submit(database, cast.jo, 0, told, uuid4())
    form = form_of(client_of, cast, "/admin/settings")
    action = form.pop("action")
    preview = client_of(cast.ada).post(action, data=form | {"watch": ["11"], "high": ["40"], "preview": ["yes"]})
    page = page_of(preview)
    assert "1 more school would be flagged: Alder High." in page.text
    assert page.one("input", name="high")["value"] == "40"
    assert page_of(client_of(cast.ada).get("/admin/settings")).one("input", name="high")["value"] == "50"
    first = page_of(client_of(cast.ada).post(action, data=form | {"watch": ["11"], "high": ["40"]}))
    assert "1 more school would be flagged: Alder High." in first.text, "and nothing is saved before that was seen"
    assert page_of(client_of(cast.ada).get("/admin/settings")).one("input", name="high")["value"] == "50"
    form = sent_by(first.one("form", action=action))
    assert client_of(cast.ada).post(action, data=form | {"high": ["41"]}).status_code == 200, "that is another question"
    assert client_of(cast.ada).post(action, data=form).status_code == 303
    assert page_of(client_of(cast.ada).get("/admin/settings")).one("input", name="high")["value"] == "40"
    undo_latest(client_of, cast)
    assert page_of(client_of(cast.ada).get("/admin/settings")).one("input", name="high")["value"] == "50"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("timezone", "Mars/Base"), ("watch", "60"), ("watch", "5"), ("high", "x"), ("year_starts_on", "13-40"),
     ("review_due_days", "0"), ("lock_after_days", "9999"), ("notes_keep_months", "0"), ("locale", "xx")],
)  # fmt: skip
def test_settings_that_cannot_be_are_said(client_of: ClientOf, cast: Cast, field: str, typed: str) -> None:
    page = page_of(send(client_of, cast, "/admin/settings", **{field: typed}), 422)
    assert errors_of(page)


def test_thresholds_that_flag_nobody_else_are_saved_at_once(client_of: ClientOf, cast: Cast) -> None:
    assert send(client_of, cast, "/admin/settings", watch="20", review_due_days="10").status_code == 303
    page = page_of(client_of(cast.ada).get("/admin/settings"))
    assert (page.one("input", name="watch")["value"], page.one("input", name="review_due_days")["value"]) == (
        "20",
        "10",
    )


def test_what_cannot_be_is_not_previewed(client_of: ClientOf, cast: Cast) -> None:
    page = page_of(send(client_of, cast, "/admin/settings", watch="60", preview="yes"), 422)
    assert "watch" in errors_of(page)
    assert "would be flagged" not in page.text
