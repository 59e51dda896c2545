"""What waits for somebody at a school, in a line each: proposals to say yes to, checks to answer, agreements that end.

Pages and reminders say it in these words, and of the same things: each decides only for whom it asks.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.agreements import AgreedService
from app.domain.handoffs import DueCheck, Handoff, When, check_in_words, short
from app.domain.language import _, plurals, told_plural
from app.domain.story import in_sentence


class Ask(StrEnum):
    """What is asked of whoever it waits for."""

    AGREE = "agree"
    CHECK = "check"
    CLOSE = "close"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Powers:
    """What somebody may do about handoffs and agreements at a school: for the school, for the network, or propose.

    `begins` is false where the partnership has ended: what is proposed there can only be declined.
    """

    leads: bool
    decides: bool
    proposes: bool = False
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing to say a word to: what it is, and what one does there.

    `late`: its day has passed. `number` is that of a check, else 0.
    """

    ask: Ask
    words: str
    act: str
    late: bool = False
    number: int = 0


def handoff_waits(handoff: Handoff, area: str, due: DueCheck | None, today: date, may: Powers) -> Wait | None:
    """What a handoff asks of somebody: a yes from either side to a proposal, a leader's word on a check that is open.

    Args:
        handoff: at a school.
        area: the name of its area.
        due: its next check; see `handoffs.next_check`.
        today: the network's date.
        may: what they may do there.
    """
    name = in_sentence(area)
    if handoff.is_proposal:
        if not (may.leads or may.decides):
            return None
        day = short(handoff.handed_over_on, today)
        words = _("A handoff is proposed: the school runs %(area)s from %(day)s on.", area=name, day=day)
        return Wait(Ask.AGREE, words, _answer(may))
    if due is None or not may.leads or not asks_now(handoff, due, today):
        return None
    words = _("Did the handoff of %(area)s hold? %(check)s.", area=name, check=check_in_words(due, today))
    return Wait(Ask.CHECK, words, _("Answer"), late=due.when(today) is When.OVERDUE, number=due.number)


def asks_now(handoff: Handoff, due: DueCheck | None, today: date) -> bool:
    """Whether a check of a handoff can be answered, by whoever leads the school."""
    return due is not None and due.is_open(today) and handoff.stands(today)


def agreement_waits(service: AgreedService, area: str, today: date, may: Powers) -> Wait | None:
    """What agreed direct service asks of somebody: the yes of their side, or what comes next once it ends.

    Who may only propose is asked to renew what ends; that is no word which anybody waits for.
    """
    name, until = in_sentence(area), short(service.until_on, today)
    if lacks_yes(service, may):
        words = _("It is proposed that we do %(area)s until %(day)s.", area=name, day=until)
        return Wait(Ask.AGREE, words, _answer(may))
    late = service.has_passed(today)
    if not (late or service.ends_soon(today)):
        return None
    if late:
        words = _("We agreed to do %(area)s until %(day)s, which has passed.", area=name, day=until)
    else:
        words = _("We agreed to do %(area)s until %(day)s.", area=name, day=until)
    if may.leads or may.decides:
        return Wait(Ask.CLOSE, words, _("Renew or end it") if may.proposes else _("See what comes next"), late)
    return Wait(Ask.RENEW, words, _("Propose to renew it"), late) if may.proposes else None


def _answer(may: Powers) -> str:
    return _("Say yes or no") if may.begins else _("Decline it")


def lacks_yes(service: AgreedService, may: Powers) -> bool:
    """Whether a proposal still needs a yes that is theirs to give."""
    director, leader = may.decides and service.director_on is None, may.leads and service.leader_on is None
    return service.is_proposal and (director or leader)


CHANGES = plurals("A change to the team is proposed.", "%(num)s changes to the team are proposed.")
RATINGS = plurals("A self-rating of the ILT is proposed.", "%(num)s self-ratings of the ILT are proposed.")
DATES = plurals("A date on the chart is proposed.", "%(num)s dates on the chart are proposed.")


def proposed(number: int, what: tuple[str, str]) -> str:
    """Like "A change to the team is proposed." and "3 dates on the chart are proposed."."""
    return told_plural(*what, number) % {"num": f"{number:,}"}
