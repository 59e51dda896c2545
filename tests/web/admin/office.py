"""Ada at work in the home office: she opens a form, types, sends it, and looks at lists and at the history."""

from typing import Any

import httpx2

from tests.conftest import ClientOf
from tests.support.cast import Cast
from tests.support.pages import page_of, sent_by


def form_of(client_of: ClientOf, cast: Cast, path: str) -> dict[str, Any]:
    page = page_of(client_of(cast.ada).get(path))
    form = next(
        each for each in page.all("form") if each.get("method") == "post" and each["action"].startswith("/admin")
    )
    return {"action": form["action"], **sent_by(form)}


def send(client_of: ClientOf, cast: Cast, path: str, **changes: str) -> httpx2.Response:
    """The form at a path, with some fields typed anew."""
    form = form_of(client_of, cast, path)
    action = form.pop("action")
    sent = {name: values for name, values in form.items() if name not in changes or changes[name]}
    answer: httpx2.Response = client_of(cast.ada).post(action, data=sent | {n: v for n, v in changes.items() if v})
    return answer


def rows(client_of: ClientOf, cast: Cast, path: str) -> list[str]:
    page = page_of(client_of(cast.ada).get(path))
    return [row.one("th").text for body in page.all("tbody") for row in body.all("tr")]


def undo_latest(client_of: ClientOf, cast: Cast) -> httpx2.Response:
    page = page_of(client_of(cast.ada).get("/admin/history"))
    action = next(form["action"] for form in page.all("form") if form["action"].endswith("/undo"))
    answer: httpx2.Response = client_of(cast.ada).post(action)
    return answer


def assignment_of(client_of: ClientOf, cast: Cast, name: str) -> str:
    page = page_of(client_of(cast.ada).get(f"/admin/assignments?q={name}"))
    return page.one("tbody").all("a")[0]["href"]


def undo_buttons(client_of: ClientOf, cast: Cast) -> list[str]:
    """Where the buttons of the history lead that take a change back, of the newest first."""
    page = page_of(client_of(cast.ada).get("/admin/history"))
    return [form["action"] for form in page.all("form") if form["action"].endswith("/undo")]
