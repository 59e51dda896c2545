"""Luck that keeps to a story: cards dealt by the hand, instead of a die thrown anew each time."""

from collections.abc import Mapping
from random import Random
from typing import Generic, TypeVar

HAND = 10
"""Cards in a hand: in any ten sessions a story of 71 in a hundred has 7, or 8 now and then."""

Card = TypeVar("Card")


class Deck(Generic[Card]):
    """Cards that come up by their weights in every hand, shuffled; what one hand rounds off, the next makes good.

    Weights are whole, above 0 for one card at least.
    """

    def __init__(self, weights: Mapping[Card, int], luck: Random) -> None:
        self._weights = weights
        self._whole = sum(weights.values())
        self._luck = luck
        self._owed = dict.fromkeys(weights, 0.0)
        self._hand: list[Card] = []

    def draw(self) -> Card:
        if not self._hand:
            self._deal()
        return self._hand.pop()

    def _deal(self) -> None:
        for card, weight in self._weights.items():
            self._owed[card] += HAND * weight / self._whole
        for _ in range(HAND):
            most = max(self._owed, key=self._owed.__getitem__)
            self._owed[most] -= 1
            self._hand.append(most)
        self._luck.shuffle(self._hand)
