"""Passwords are kept as Argon2id of the agreed cost, and an unknown account costs as much as a known one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest

from app.services import passwords
from app.services.passwords import hash_password, verify_password


def test_what_is_kept_is_argon2id_of_the_agreed_cost() -> None:
    kept = hash_password("walk beside me")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != hash_password("walk beside me")


def test_only_the_password_itself_opens() -> None:
    kept = hash_password("walk beside me")
    assert verify_password("walk beside me", kept)
    assert not verify_password("walk beside me ", kept)
    assert not verify_password("", kept)


class _Counting:
    """Stands in for the hasher: counts what is done, and waits for company where there can be any."""

    def __init__(self, company: Barrier, patience: float = 30) -> None:
        self.company = company
        self.patience = patience
        self.done = 0

    def hash(self, password: str) -> str:
        del password
        self.done += 1
        self.company.wait(self.patience)
        return "kept"

    def verify(self, password: str, kept: str) -> bool:
        return self.hash(password) == kept


@pytest.mark.parametrize("kept", ["kept", None])
def test_an_unknown_account_makes_the_same_work(monkeypatch: pytest.MonkeyPatch, kept: str | None) -> None:
    hasher = _Counting(Barrier(1))
    monkeypatch.setattr(passwords, "_hasher", hasher)
    assert verify_password("walk beside me", kept) is (kept is not None)
    assert hasher.done == 1


@pytest.mark.parametrize("work", [hash_password, lambda password: verify_password(password, None)])
def test_two_hash_at_once_and_never_three(monkeypatch: pytest.MonkeyPatch, work: Callable[[str], object]) -> None:
    monkeypatch.setattr(passwords, "_hasher", _Counting(Barrier(2)))
    with ThreadPoolExecutor(2) as threads:
        assert len(list(threads.map(work, ["a", "b"]))) == 2
    monkeypatch.setattr(passwords, "_hasher", _Counting(Barrier(3), patience=0.2))
    with ThreadPoolExecutor(3) as threads:
        crowd = [threads.submit(work, word) for word in "abc"]
    assert all(isinstance(each.exception(), BrokenBarrierError) for each in crowd)
