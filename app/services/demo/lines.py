"""What coaches write in the demo: lines for each session, its area and its people."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from app.domain.vocabulary import Area, Mode, Position
from app.services.demo.area_lines import SIDE_BY_SIDE, Lines

DONE_FOR_STRENGTHS = (
    "Said plainly what was needed, and by when.",
    "Had every paper ready that the work took.",
    "Asked how it was done, to do it themselves next time.",
    "Kept the rest of the day running meanwhile.",
)

DONE_FOR_STEPS = (
    "Do the next one side by side, from the first line",
    "Choose who will sit beside us next time",
    "Show how it was done, in half an hour",
    "Put the next deadline on the school's own calendar",
)

DONE_FOR_NOTES: Mapping[Area, tuple[str, ...]] = MappingProxyType(
    {
        Area.ILT_MEETINGS: (
            "Wrote the agenda and chaired: nobody else was free.",
            "Wrote the minutes and sent them out.",
        ),
        Area.OBSERVATION: (
            "Observed alone and wrote the feedback.",
            "Covered two overdue visits; the calendar was full.",
        ),
        Area.DATA_INQUIRY: (
            "Built the slides and ran the cycle for the team.",
            "Cleaned the export and made the tables.",
        ),
        Area.PD_PLANNING: (
            "Planned and led the session: it was two days away.",
            "Wrote the handouts for the session.",
        ),
        Area.BUDGET: (
            "I wrote the budget draft, because it was due on Friday.",
            "Moved the carryover lines and sent them in.",
            "Filled in the staffing figures overnight.",
        ),
        Area.FRONT_OFFICE: (
            "Two people were out, so we covered the counter in the morning.",
            "Entered the backlog of enrollment forms.",
        ),
        Area.STAFFING: (
            "Screened the applications and set up the interviews.",
            "Called candidates; two vacancies are left.",
        ),
        Area.FAMILY: (
            "Wrote and sent the invitation.",
            "Hosted the evening, from the welcome to the chairs.",
        ),
        Area.CULTURE: (
            "Stood in at lunch duty.",
            "Ran the assembly's rehearsal.",
        ),
        Area.BRAND: (
            "Made the flyer for the open house.",
            "Updated the school's website.",
        ),
        Area.LEADERSHIP: ("Wrote the weekly letter to the staff.",),
    }
)

PRIVATE_NOTES = (
    "I talked too much today. Next time: ask, then wait.",
    "I took the pen again when it got slow. It would have been fine.",
    "Ask how the new schedule feels before anything else.",
    "I was tired, and it showed. Plan less for Fridays.",
    "I could have stepped back after ten minutes. Try it next week.",
    "Good day. What made it easy was that they had set the agenda.",
    "Check with my own team how others handle the deadline.",
    "I am doing this because I am fast at it. That is not a reason.",
)

LOGGED_TWICE = "Logged twice: this visit was already here."

_SPOKEN_OF = {
    "AP": Position.ASSISTANT_PRINCIPAL,
    "principal": Position.PRINCIPAL,
    "counselor": Position.COUNSELOR,
    "teacher leader": Position.TEACHER_LEADER,
}


def lines_of(area: Area, mode: Mode) -> Lines:
    if mode is Mode.WITH:
        return SIDE_BY_SIDE[area]
    return Lines(DONE_FOR_STRENGTHS, DONE_FOR_NOTES[area], DONE_FOR_STEPS)


def fits(line: str, present: Collection[Position]) -> bool:
    """Whether whoever a line speaks of took part."""
    return all(position in present for words, position in _SPOKEN_OF.items() if words in line)
