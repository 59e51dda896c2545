"""The outbox's protocol against the server, on Wi-Fi that drops, delays, doubles and reorders what it carries.

The tablet of this test keeps to the states and the rules of `app/static/outbox.js`, one request at a time; the rest of
its requests are those that it gave up waiting for, and that come all the same, whenever they like.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import httpx2
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.domain.sessions import Telling, content_hash, settle
from app.main import create_app
from app.services.rollup_check import check_rollups
from app.settings import Settings
from app.store.scope import tie
from tests.conftest import LOGIN_COOKIE
from tests.support.cast import make_cast
from tests.support.databases import SqliteFile
from tests.support.filling import ANYBODY, TABLES
from tests.support.tellings import form_of, side_by_side, telling
from tests.web.conftest import local

FORMS = st.integers(0, 3)
MINUTES = st.sampled_from([15, 45, 90])
NOTES = st.sampled_from(["", "one", "two"])
FATES = st.sampled_from(["it comes", "it is lost", "its answer is lost", "it is late", "it comes twice"])


@dataclass(frozen=True)
class Entry:
    """A form on the tablet, on its way: the version that it was made from and what it says."""

    session_id: UUID
    version: int
    said: Telling
    conflict: bool = False


@dataclass(frozen=True)
class Truth:
    """What the server must hold: what was accepted, version by version, and whether it is voided."""

    hashes: tuple[str, ...]
    voided: bool = False

    def says(self, digest: str) -> bool:
        """Whether that is what it says now; voiding and restoring change no content."""
        return [each for each in self.hashes if each not in {"void", "restore"}][-1:] == [digest]


class BadWifi(RuleBasedStateMachine):
    file: SqliteFile

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(TemporaryDirectory()))
        self.database = self.open.enter_context(self.file.fresh(folder))
        self.cast = make_cast(self.database)
        url = self.database.url.render_as_string(hide_password=False)
        app = create_app(Settings(database_url=url, demo=False, secure_cookies=False), self.database)
        app.state.house = replace(app.state.house, clock=lambda: local(self.cast, 12))
        self.client = TestClient(
            app,
            headers={"sec-fetch-site": "same-origin", "accept": "application/json"},
            cookies={LOGIN_COOKIE: self.cast.jo.token},
            follow_redirects=False,
        )
        self.ids: list[UUID] = []
        self.outbox: dict[UUID, Entry] = {}
        self.air: list[Entry] = []
        self.known: dict[UUID, int] = {}
        self.truth: dict[UUID, Truth] = {}

    def teardown(self) -> None:
        self.the_wi_fi_is_good_and_everything_goes()
        self.open.close()

    @initialize()
    def take_up_the_tablet(self) -> None:
        self.ids = [uuid4() for _ in range(4)]

    def _said(self, minutes: int, note: str) -> Telling:
        make = side_by_side if minutes > 45 else telling
        return settle(make(self.cast, minutes=minutes, private_note=note))

    @rule(form=FORMS, minutes=MINUTES, note=NOTES)
    def save(self, form: int, minutes: int, note: str) -> None:
        """A new form, an edit of what the tablet last knew of, or the same form again with other words."""
        session_id = self.ids[form]
        waiting = self.outbox.get(session_id)
        version = waiting.version if waiting else self.known.get(session_id, 0)
        self.outbox[session_id] = Entry(session_id, version, self._said(minutes, note))

    @rule(form=FORMS, fate=FATES)
    def send(self, form: int, fate: str) -> None:
        entry = self.outbox.get(self.ids[form])
        if entry is None or entry.conflict:
            return
        if fate == "it is late":
            self.air.append(entry)
        if fate in {"it is lost", "it is late"}:
            return
        answer = self._post(entry)
        if fate == "it comes twice":
            assert self._post(entry).status_code == answer.status_code
        if fate != "its answer is lost":
            self._hear(entry, answer)

    @rule(data=st.data())
    def what_was_late_comes(self, data: st.DataObject) -> None:
        """In any order, and perhaps once more later on; nobody waits for its answer."""
        if self.air:
            entry = data.draw(st.sampled_from(self.air))
            if data.draw(st.booleans()):
                self.air.remove(entry)
            self._post(entry)

    @rule(form=FORMS, minutes=MINUTES)
    def edit_it_elsewhere(self, form: int, minutes: int) -> None:
        session_id = self.ids[form]
        if session_id in self.truth:
            self._post(Entry(session_id, self._version(session_id), self._said(minutes, "elsewhere")))

    @rule(form=FORMS, act=st.sampled_from(["void", "restore"]))
    def void_or_restore_it_elsewhere(self, form: int, act: str) -> None:
        session_id = self.ids[form]
        truth = self.truth.get(session_id)
        if truth is None or truth.voided == (act == "void"):
            return
        body = {"version": str(len(truth.hashes)), "reason": "Logged twice"}
        assert self.client.post(f"/sessions/{session_id}/{act}", data=body).status_code == 303
        self.truth[session_id] = Truth((*truth.hashes, act), act == "void")

    @rule(form=FORMS, choice=st.sampled_from(["mine", "theirs"]))
    def choose_between_two_versions(self, form: int, choice: str) -> None:
        session_id = self.ids[form]
        entry = self.outbox.get(session_id)
        if entry is None or not entry.conflict:
            return
        if choice == "mine" and not self.truth[session_id].voided:
            self.outbox[session_id] = Entry(session_id, self._version(session_id), entry.said)
        else:
            self._leave(session_id, self._version(session_id))

    def the_wi_fi_is_good_and_everything_goes(self) -> None:
        for entry in [*self.outbox.values()]:
            if not entry.conflict:
                self._hear(entry, self._post(entry))
        assert all(entry.conflict for entry in self.outbox.values()), "all has gone, but what waits for a choice"
        self.the_server_holds_what_was_accepted_and_nothing_else()
        with self.database.reading() as connection:
            tie(connection, self.cast.bridge)
            assert check_rollups(connection, self.cast.bridge) == []

    def _post(self, entry: Entry) -> httpx2.Response:
        """One request that comes; what the server must make of it is said here, apart from how it does."""
        body = form_of(entry.said, entry.version) | {"account": str(self.cast.jo.account_id)}
        answer: httpx2.Response = self.client.post(f"/sessions/{entry.session_id}", data=body)
        truth = self.truth.get(entry.session_id, Truth(()))
        digest, now = content_hash(entry.said), len(truth.hashes)
        expected: tuple[int, int | None]
        if entry.version == now and truth.says(digest):
            expected = 200, now  # an edit that changes nothing
        elif entry.version == now and not truth.voided:
            expected = 200, now + 1
            self.truth[entry.session_id] = Truth((*truth.hashes, digest))
        elif entry.version < now and truth.hashes[entry.version] == digest:
            expected = 200, entry.version + 1  # the same form again is the same answer again
        else:
            expected = 409, None
        said = answer.json() if answer.status_code == 200 else {"version": None}
        assert (answer.status_code, said["version"]) == expected, answer.text[:300]
        return answer

    def _hear(self, entry: Entry, answer: httpx2.Response) -> None:
        """What the tablet does with an answer: an entry leaves only on the server's word of its id and version."""
        if answer.status_code == 200:
            said = answer.json()
            assert said["id"] == str(entry.session_id)
            assert said["version"] in {entry.version + 1, entry.version}
            self._leave(entry.session_id, said["version"])
        else:
            self.outbox[entry.session_id] = replace(entry, conflict=True)

    def _leave(self, session_id: UUID, version: int) -> None:
        del self.outbox[session_id]
        self.known[session_id] = version

    def _version(self, session_id: UUID) -> int:
        return len(self.truth[session_id].hashes)

    @invariant()
    def the_server_holds_what_was_accepted_and_nothing_else(self) -> None:
        rows = {row["id"]: row for row in self._rows("coaching_session")}
        assert rows.keys() == self.truth.keys(), "one row a form that came, none twice, none lost"
        for session_id, truth in self.truth.items():
            row = rows[session_id]
            assert row["version"] == len(truth.hashes)
            assert (row["voided_at"] is not None) == truth.voided, "nothing brings back what was voided"
        versions = {(row["session_id"], row["version"]): row["content_hash"] for row in self._rows("session_version")}
        assert versions == {
            (session_id, number): digest
            for session_id, truth in self.truth.items()
            for number, digest in enumerate(truth.hashes, start=1)
        }

    def _rows(self, name: str) -> Iterator[sa.RowMapping]:
        with self.database.reading() as connection:
            yield from connection.execute(sa.select(TABLES[name]), execution_options=ANYBODY).mappings()


@pytest.mark.parametrize("rounds", [40])
def test_however_bad_the_wi_fi_every_form_is_there_once_as_it_was_saved(sqlite_file: SqliteFile, rounds: int) -> None:
    class OnThisFile(BadWifi):
        file = sqlite_file

    run_state_machine_as_test(
        OnThisFile,
        settings=settings(
            max_examples=rounds, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
