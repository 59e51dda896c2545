"""What a demo story is made of. The stories themselves are in `bridge` and `harbor`; `telling` tells them.

Stories count back from today, so that they are under way whatever day it is: people come and go "14 weeks ago", and
what we do at a school changes "32 sessions ago". Sessions and not weeks, because a school year has breaks: after the
winter break as in a busy October, the last 32 sessions are the same stretch of work.
"""

from dataclasses import dataclass

from app.domain.access import Role
from app.domain.vocabulary import Area, Phase, Position, Rule


@dataclass(frozen=True, slots=True)
class Stay:
    """From and until how many weeks ago; None is since before our work here, and still."""

    since: int | None = None
    until: int | None = None


ALWAYS = Stay()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a school's team. An account has no password, unless somebody signs in with it: see `SignIn`."""

    name: str
    position: Position
    on_ilt: bool = True
    account: bool = False
    stay: Stay = ALWAYS


@dataclass(frozen=True, slots=True)
class Coach:
    name: str
    stay: Stay = ALWAYS


@dataclass(frozen=True, slots=True)
class Work:
    """An area at a school: how much of what is done for it, and of what is done with it, falls here; and who leads.

    In an area that is `ours` the coach leads all that is done with the school.
    """

    area: Area
    done_for: int
    done_with: int
    leaders: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of sessions and how each hundred of them went: done for the school, or with it, led by whom."""

    sessions: int | None
    done_for: int
    coach: int
    shared: int
    school: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What the school's leaders with an account say of the sessions that name them, in percent.

    `reviewed` of the sessions done with the school; and of those reviewed, that the coach led, that it was done for the
    school, and that leaders differ among themselves. The rest they confirm.
    """

    reviewed: int = 70
    coach_led: int = 6
    corrected: int = 2
    differing: int = 0


@dataclass(frozen=True, slots=True)
class Handing:
    """A handoff: `days` ago, counted in school weeks, to whom, and how many of its checks were answered as held.

    One that is not `agreed` waits for the school's leader.
    """

    area: Area
    days: int
    now_runs: str
    holders: tuple[str, ...]
    held: int = 0
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Agreed:
    """Direct service that is agreed, from `since` weeks ago until so many weeks from now (negative: it is over)."""

    area: Area
    since: int
    until: int
    next_up: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words at a day of the chart, so many weeks ago."""

    weeks: int
    words: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A director's answer to a flag, given `weeks` ago and due so many weeks from now."""

    rule: Rule
    weeks: int
    due: int
    what: str
    who: str
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class SchoolStory:
    """One school. `pace` is sessions a week; `spells` run from today back, and the last one has no end.

    `requested` and `quick` are the shares, in percent, of sessions asked for in the moment and of quick fixes. A school
    that is `seen_today` was also visited today (or last Friday) and the school day before, break or not; one that is
    `silent` has not been visited for so many whole school weeks. `ratings` are the ILT's of itself, latest first: the
    levels of purpose, accountability and continuity. Its coach has `proposed` members of the team. `weighed` is the
    director's reason for the weight of need.
    """

    name: str
    code: str
    enrollment: int
    phase: Phase
    need_weight: float
    pace: float
    coaches: tuple[Coach, ...]
    team: tuple[Member, ...]
    work: tuple[Work, ...]
    spells: tuple[Spell, ...]
    requested: int = 25
    quick: int = 25
    seen_today: bool = False
    silent: int = 0
    weighed: str = ""
    heard: Heard = Heard()
    handings: tuple[Handing, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    ratings: tuple[tuple[int, int, int], ...] = ()
    notes: tuple[Noted, ...] = ()
    answered: tuple[Answered, ...] = ()
    proposed: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who can sign in to the demo; `does` says it in words. Where they do it, the stories say."""

    name: str
    email: str
    role: Role
    does: str


@dataclass(frozen=True, slots=True)
class NetworkStory:
    """A network: its calendar, its schools, who signs in, and what the district runs well already.

    Everybody else's account is at `mail_domain`.
    """

    name: str
    slug: str
    timezone: str
    year_starts_on: str
    year_ends_on: str
    mail_domain: str
    sign_ins: tuple[SignIn, ...]
    schools: tuple[SchoolStory, ...]
    district_provides: tuple[Area, ...] = ()
