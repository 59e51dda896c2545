"""What coaches write of work done with a school, by area. Nobody is named, and no room.

A line that speaks of the AP or the principal is only used where one took part: see `lines.fits`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.vocabulary import Area


@dataclass(frozen=True, slots=True)
class Lines:
    """Strengths seen, shared notes, and next steps."""

    strengths: tuple[str, ...]
    notes: tuple[str, ...]
    steps: tuple[str, ...]


SIDE_BY_SIDE: Mapping[Area, Lines] = MappingProxyType(
    {
        Area.ILT_MEETINGS: Lines(
            strengths=(
                "The team kept to its own agenda and finished on time.",
                "Last meeting's decisions were read out first, and each had an owner.",
                "A teacher leader chaired for the first time, and everybody was heard.",
                "The team disagreed openly and still left with one decision.",
                "The minutes were out before we had left the building.",
                "Everybody at the table brought evidence, not only opinions.",
            ),
            notes=(
                "We planned the agenda together, and the team ran it from there.",
                "Half of the meeting went to logistics. The team will move those to e-mail.",
                "Decisions now go onto one page that everyone can open.",
                "We looked at which of this month's decisions reached classrooms.",
            ),
            steps=(
                "Send the agenda two days ahead",
                "Take a turn at chairing the next meeting",
                "Bring three classroom examples of this term's focus",
                "Write down who decides what, on one page",
            ),
        ),
        Area.OBSERVATION: Lines(
            strengths=(
                "The AP opened with what the teacher did well.",
                "Feedback came the same day, with one thing to try.",
                "The notes were evidence, word for word, with no judgment in them.",
                "The AP asked, waited, and let the teacher think.",
                "The next visit was agreed before the conversation ended.",
                "Two leaders watched the same lesson and saw the same thing.",
            ),
            notes=(
                "The AP and I observed together, then planned the feedback.",
                "We compared notes before the conversation and agreed on one question.",
                "We practiced the opening of the conversation twice before it was held.",
                "The observation calendar slipped; we put the missed visits back on it.",
            ),
            steps=(
                "Hold the feedback conversation within two days",
                "Visit again and look only for wait time",
                "Put next month's visits on the shared calendar",
                "Try the opening question without notes",
            ),
        ),
        Area.DATA_INQUIRY: Lines(
            strengths=(
                "The team looked at student work before it looked at scores.",
                "Somebody asked what the numbers could not say, and the team stayed with it.",
                "Each grade level left with one thing to try and a date to look again.",
                "The protocol was theirs this time, and it worked.",
                "The team noticed whom the assessment had missed.",
                "The last cycle's promise was checked before a new one was made.",
            ),
            notes=(
                "Looked at the latest assessment with a grade-level team.",
                "The team chose its own question. We only kept time.",
                "Attendance and grades told two stories; the team will look at both.",
                "We cut the slides and put student work on the table.",
            ),
            steps=(
                "Print the student work for the next cycle",
                "Facilitate the first half of the next cycle",
                "Ask two students what the question meant to them",
                "Check what became of the last cycle's promise",
            ),
        ),
        Area.PD_PLANNING: Lines(
            strengths=(
                "The plan began with what teachers had asked for.",
                "Three small sessions replaced one long lecture.",
                "Teachers of the school lead two of the four sessions.",
                "The plan says how we will know that it helped.",
                "There is time to practice, and not only to listen.",
                "The survey after the last session changed this one.",
            ),
            notes=(
                "Drafted next term's calendar side by side.",
                "Tied each session to what observations had shown.",
                "The team moved a session, so that paraeducators can come.",
                "We planned backwards from what teachers should be able to do.",
            ),
            steps=(
                "Ask each department for one wish",
                "Draft the opening activity",
                "Book the library for the session",
                "Write three questions for the exit survey",
            ),
        ),
        Area.BUDGET: Lines(
            strengths=(
                "The principal explained each line in plain words.",
                "The School Site Council saw the trade-offs, and not only the totals.",
                "Spending was matched to the plan, line by line.",
                "The office keeps its own list of deadlines now.",
                "A carryover was found early enough to be used well.",
                "The team asked what each dollar replaces, and cut two things.",
            ),
            notes=(
                "Walked through the categorical funds, one at a time.",
                "Compared the staffing line with next year's projected enrollment.",
                "We set up the sheet; the school enters its own figures.",
            ),
            steps=(
                "Send the draft to the School Site Council",
                "Check the carryover with the district's fiscal specialist",
                "List the three lines that could move",
                "Enter the staffing figures into the sheet",
            ),
        ),
        Area.FRONT_OFFICE: Lines(
            strengths=(
                "Families were greeted within a minute, in their own language.",
                "The office wrote down its own morning routine.",
                "Late slips went from five steps to two.",
                "The team noticed a bottleneck and mended it themselves.",
                "A new colleague could follow the checklist alone.",
            ),
            notes=(
                "We timed the morning rush and moved one desk.",
                "Mapped the enrollment steps on one page.",
                "The phone tree now has a person at its end.",
            ),
            steps=(
                "Try the new sign-in for a week",
                "Write the back-up plan for when two are out",
                "Translate the enrollment page",
            ),
        ),
        Area.STAFFING: Lines(
            strengths=(
                "The panel asked every candidate the same questions.",
                "Candidates met students, and students had a say.",
                "The school knew early whom it would need in August.",
                "New colleagues have a named buddy before their first day.",
                "References were called before the offer, not after.",
            ),
            notes=(
                "Wrote the interview questions around the school's own focus.",
                "Read applications together; two vacancies are left.",
                "Built next year's matrix from the projected sections.",
            ),
            steps=(
                "Confirm the interview panel",
                "Post the vacancy with the school's own words",
                "Call the two references",
            ),
        ),
        Area.FAMILY: Lines(
            strengths=(
                "Parents set the agenda for the evening.",
                "More families spoke than staff did.",
                "Interpreters were booked before anyone had to ask.",
                "The school called home with good news first.",
                "Families left knowing one thing to try at home.",
            ),
            notes=(
                "Planned the family workshop with the parent center.",
                "We looked at who does not come, and why.",
                "The invitation went out in three languages.",
            ),
            steps=(
                "Call ten families that we have not heard from",
                "Ask the parent center for two hosts",
                "Share the evening's questions with the ILT",
            ),
        ),
        Area.CULTURE: Lines(
            strengths=(
                "Students ran the assembly, from start to finish.",
                "Adults greeted every student at the gate by name.",
                "Referrals are looked at each week, and something changes.",
                "Students helped to write the expectations for the hallway.",
                "Staff thanked each other for particular things.",
            ),
            notes=(
                "Walked the campus at passing time with the counselor.",
                "Looked at when referrals happen: most are after lunch.",
                "The team chose two agreements to keep, instead of ten.",
            ),
            steps=(
                "Ask the student council about the lunch line",
                "Look at referrals by hour, not by name",
                "Post the two agreements where staff meet",
            ),
        ),
        Area.BRAND: Lines(
            strengths=(
                "Students gave the tour, and told it better than any flyer.",
                "The school says in one sentence what it is proud of.",
                "Feeder schools were visited before the enrollment window.",
                "The open house was planned from a parent's point of view.",
                "The website shows this month's work, and not last year's.",
            ),
            notes=(
                "The school rewrote its flyer; we only proofread.",
                "Counted where new families heard of the school.",
                "Drafted the open house's plan by the hour.",
            ),
            steps=(
                "Invite two feeder schools",
                "Ask students for the tour's five stops",
                "Update the website's first page",
            ),
        ),
        Area.LEADERSHIP: Lines(
            strengths=(
                "Named a hard conversation and set a date for it.",
                "Chose two priorities for the month, and let three go.",
                "Asked the team for feedback, and thanked them for it.",
                "Blocked two mornings a week for classrooms, and kept them.",
                "Shared a decision that used to be made alone.",
            ),
            notes=(
                "We looked back at the month and planned the next one.",
                "Practiced a conversation about expectations.",
                "Sorted the week into what only a principal can do, and the rest.",
            ),
            steps=(
                "Keep two mornings free for classrooms",
                "Hold the conversation that we practiced",
                "Hand one standing meeting to somebody else",
            ),
        ),
    }
)
