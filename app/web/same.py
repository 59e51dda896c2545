"""An object as a key, for what is worked out from it alone."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """Equal to a `Same` of the very same object, and of no other, however much alike. It keeps the object alive."""

    it: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)
