"""Login limits: failed sign-ins are counted by e-mail and by address, and too many close the door for a while."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_EMAIL = RateLimitItemPerMinute(8, 15)
"""Eight wrong passwords in a quarter of an hour: more than a forgetful morning, far less than guessing needs."""

PER_ADDRESS = RateLimitItemPerMinute(60, 15)
"""A school's whole staff may share one address, so it is allowed more."""


class FailedSignIns:
    """Counts in this process's memory: with several workers each keeps its own, and the limits multiply by them."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def too_many(self, email: str, address: str) -> bool:
        return not (self._limiter.test(PER_EMAIL, "email", email) and self._limiter.test(PER_ADDRESS, "at", address))

    def count(self, email: str, address: str) -> None:
        self._limiter.hit(PER_EMAIL, "email", email)
        self._limiter.hit(PER_ADDRESS, "at", address)
