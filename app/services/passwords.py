"""Passwords: Argon2id, two at once at most, and never inside a transaction."""

from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MEMORY_KIB = 19_456
"""19 MiB with two passes: the least that OWASP's password storage cheat sheet (2024) advises for Argon2id."""

AT_ONCE = BoundedSemaphore(2)
"""Two hashes at once, 38 MiB: a crowd at the door waits its turn, and the pages go on."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1_000
"""Characters. A longer one is no password but a file, and the form of the sign-in would not take it."""

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1),))


def hash_password(password: str) -> str:
    with AT_ONCE:
        return _hasher.hash(password)


def verify_password(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was hashed; with nothing kept, the same work and the answer no."""
    with AT_ONCE:
        if kept is None:
            _hasher.hash(password)
            return False
        return _hasher.verify(password, kept)
