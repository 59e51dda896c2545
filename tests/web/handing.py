"""What somebody's browser posts about handoffs and agreed direct service at Alder."""

from typing import Any
from uuid import UUID

import httpx2

from app.domain.vocabulary import Area
from tests.conftest import ClientOf
from tests.support.cast import Cast, Someone
from tests.support.handing import HANDED, SERVED, SINCE
from tests.support.pages import Element, page_of

HTMX = {"hx-request": "true"}


class Handing:
    """Jo's browser, or somebody else's; ids are those of the forms."""

    def __init__(self, client_of: ClientOf, cast: Cast) -> None:
        self.client_of, self.cast = client_of, cast

    def post(self, who: Someone | None, path: str, *, swap: bool = False, **form: Any) -> httpx2.Response:
        answer: httpx2.Response = self.client_of(who).post(path, data=form, headers=HTMX if swap else {})
        return answer

    def handoff_form(self, **changes: Any) -> dict[str, Any]:
        plain = {
            "id": str(HANDED),
            "area_id": str(self.cast.areas[Area.BUDGET]),
            "handed_over_on": str(SINCE),
            "now_runs": "The team drafts the budget.",
            "holder_ids": [str(self.cast.rosa.person_id), str(self.cast.mei.person_id)],
        }
        return plain | changes

    def propose(self, who: Someone, **changes: Any) -> httpx2.Response:
        return self.post(who, f"/schools/{self.cast.alder}/handoffs", **self.handoff_form(**changes))

    def act(
        self, who: Someone | None, act: str, *, swap: bool = False, of: UUID = HANDED, **form: Any
    ) -> httpx2.Response:
        return self.post(who, f"/handoffs/{of}/{act}", swap=swap, **form)

    def stands(self) -> None:
        """Jo proposed it and Rosa agreed: its first check was due on October 23."""
        assert self.propose(self.cast.jo).status_code == 303
        assert self.act(self.cast.rosa, "agree").status_code == 303

    def service_form(self, **changes: Any) -> dict[str, Any]:
        plain = {
            "id": str(SERVED),
            "area_id": str(self.cast.areas[Area.FRONT_OFFICE]),
            "until_on": "2027-02-26",
            "next_up": "From March the office manager answers the phones.",
        }
        return plain | changes

    def offer(self, who: Someone, **changes: Any) -> httpx2.Response:
        return self.post(who, f"/schools/{self.cast.alder}/agreements", **self.service_form(**changes))

    def settle(self, who: Someone | None, act: str, *, swap: bool = False) -> httpx2.Response:
        return self.post(who, f"/agreements/{SERVED}/{act}", swap=swap)

    def register(self, who: Someone, asked: str = "") -> Element:
        return page_of(self.client_of(who).get(f"/handoffs{asked}"))

    def row(self, who: Someone, kind: str = "handoff", of: UUID = HANDED) -> Element:
        return self.register(who).one("li", id=f"{kind}-{of}")


def buttons(row: Element) -> list[str]:
    """What can be tapped in a row, as it is read aloud."""
    return [each.text for each in row.all("button")]
