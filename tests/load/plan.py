"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes of the network, and how often each thing is done in each of the rounds, which take turns.

    `alone` and `together` are posts of one client and of `clients`; `views` are of a page, and `unchanged` of one that
    the browser has. `colds` and `starts` are starts of a server. The memory is looked at after `long_posts` and
    `long_views`. Each page of the demo is looked at once, and `looks` times again. `huge` are the sizes of the part of
    that name.
    """

    sessions: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    huge: tuple[int, ...] = (1_000_000, 10_000_000)
    schools: int = 500
    coaches: int = 64
    clients: int = 32
    rounds: int = 9
    alone: int = 250
    together: int = 2_000
    views: int = 12
    unchanged: int = 200
    writes: int = 6
    colds: int = 5
    starts: int = 7
    long_posts: int = 1_000
    long_views: int = 50
    looks: int = 5


QUICK = Plan(
    sessions=(2_000, 16_000),
    huge=(16_000, 64_000),
    rounds=3,
    alone=100,
    together=500,
    views=5,
    unchanged=100,
    writes=3,
    colds=2,
    starts=2,
)
"""To try the bench itself; its figures say little."""
