"""What the demo's school leaders say of the sessions that name them: most are reviewed within a week, some await."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from app.domain.vocabulary import Mode, Verdict
from app.services.demo.deck import Deck
from app.services.demo.story import NetworkStory, SchoolStory
from app.services.demo.telling import identity
from app.store.bulk import BulkReview, BulkRow

COMMENTS = {
    Verdict.CONFIRMED: ("I led the second half myself.", "We decided it together.", "Next time I start alone."),
    Verdict.COACH_LED: ("I was there, but you led it.",),
    Verdict.CORRECTED: ("The draft was done when I came.", "I only signed it."),
}
"""Said with every fourth review."""

COMMENTED = 0.25

ANSWERED_AFTER = (1, 9)
"""Days until a leader says it: so some of the last week's sessions still await a word."""


def hear(network: NetworkStory, school: SchoolStory, rows: Sequence[BulkRow], now: datetime) -> list[BulkRow]:
    """The sessions with what the leaders who have an account said of them until now."""
    names = [member.name for member in school.team if member.account]
    leaders = {identity(network, school.code, name): name for name in names}
    luck = Random(f"{network.slug}/{school.code}/heard")  # noqa: S311 - a story, not a secret
    said = school.heard
    spoken = Deck({True: said.reviewed, False: 100 - said.reviewed}, luck)
    kinds = Deck(
        {
            Verdict.COACH_LED: said.coach_led,
            Verdict.CORRECTED: said.corrected,
            Verdict.NOT_THERE: said.differing,  # stands for leaders who differ, below
            Verdict.CONFIRMED: 100 - said.coach_led - said.corrected - said.differing,
        },
        luck,
    )
    heard = []
    for row in rows:
        named = sorted(leaders.keys() & row.telling.participant_ids)
        reviews: list[BulkReview] = []
        if named and row.telling.mode is Mode.WITH and spoken.draw():
            verdict = kinds.draw()
            if verdict is Verdict.NOT_THERE:
                words = [Verdict.CORRECTED, Verdict.CONFIRMED][: len(named)]
            else:
                words = [verdict] * min(len(named), luck.randint(1, 2))
            for person_id, word in zip(named, words, strict=False):
                said_at = row.received_at + timedelta(days=luck.randint(*ANSWERED_AFTER), minutes=luck.randint(0, 300))
                comments = COMMENTS[word] if luck.random() < COMMENTED else ("",)
                if said_at <= now:
                    fit = luck.choice((3, 4, 4)) if word is Verdict.CONFIRMED else None
                    reviews.append(BulkReview(person_id, word, said_at, luck.choice(comments), fit))
        heard.append(replace(row, reviews=tuple(reviews)))
    return heard
