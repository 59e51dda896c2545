"""What each rule looks for, in a sentence: for the page of flags, and for whoever meets one for the first time."""

from collections.abc import Mapping
from typing import NamedTuple

from app.domain.language import later, told
from app.domain.vocabulary import GOOD_NEWS, Rule
from app.domain.words import percent
from app.store.logins import NetworkFact
from app.web.words import said

_WHEN: Mapping[Rule, str] = {
    Rule.DEPENDENT: later(
        "we do %(high)s of the work or more, in six sessions or more, and chance does not explain it"
    ),
    Rule.RISING: later("our share of the sessions rises by more than chance explains"),
    Rule.EASING: later("our share of the sessions falls by more than chance explains"),
    Rule.STUCK: later("we have led nearly all of our work side by side in an area for eight weeks or more"),
    Rule.ALONE: later(
        "we observe without a principal or assistant principal: three times or more, and over a third of all"
    ),
    Rule.REACTIVE: later("more than half of our time was asked for in the moment, in six sessions or more"),
    Rule.FRAGILE: later("the school leads an area, but fewer than two people hold it, or one of them has just left"),
    Rule.SLIPPED: later("an area that was handed over comes back to us: two sessions done for the school, or an hour"),
    Rule.DUPLICATE: later("we do an hour or more for the school in areas that the district runs well"),
    Rule.UNDER_SERVED: later("a school gets less than three quarters of the time that its need weight asks for"),
    Rule.DISPUTED: later(
        "we and the school see more than a quarter of the sessions differently, of six or more reviewed"
    ),
    Rule.SILENT: later("nobody came for four school weeks to a school that has a coach"),
    Rule.REACHED: later("a school has moved on to the next stage since the window before"),
    Rule.HELD: later("a check finds that an area that was handed over is still run by the school"),
}


class RuleWords(NamedTuple):
    rule: Rule
    name: str
    good: bool
    when: str


def rules_in_words(network: NetworkFact) -> tuple[RuleWords, ...]:
    """Every rule with when its flag goes up, at the network's own thresholds."""
    high = {"high": percent(network.high)}
    return tuple(RuleWords(rule, said(rule), rule in GOOD_NEWS, told(_WHEN[rule]) % high) for rule in Rule)
