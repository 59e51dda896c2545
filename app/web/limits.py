"""Login limits: sign-ins are counted by e-mail and by address, and too many wrong ones close the door for a while."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_EMAIL = RateLimitItemPerMinute(8, 15)
"""Eight wrong passwords in a quarter of an hour: more than a forgetful morning, far less than guessing needs."""

PER_ADDRESS = RateLimitItemPerMinute(60, 15)
"""A school's whole staff may share one address, so it is allowed more."""


class SignInLimits:
    """Counts in this process's memory: with several workers each keeps its own, and the limits multiply by them."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def enter(self, email: str, address: str) -> bool:
        """Whether one more try is allowed.

        It counts before its password is looked at, so that a hundred tries at once are no way around the limit.
        """
        return self._limiter.test(PER_ADDRESS, "at", address) and self._limiter.hit(PER_EMAIL, "email", email)

    def failed(self, address: str) -> None:
        self._limiter.hit(PER_ADDRESS, "at", address)

    def succeeded(self, email: str) -> None:
        """Whoever knows the password starts at nothing again."""
        self._limiter.clear(PER_EMAIL, "email", email)
