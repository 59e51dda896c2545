"""Harbor Learning Network: a second, small network, of which nobody at Bridge School Partners ever sees anything."""

from app.domain.access import Role
from app.domain.vocabulary import Area, Phase, Position
from app.services.demo.story import Coach, Member, NetworkStory, SchoolStory, SignIn, Spell, Work

HARBOR = NetworkStory(
    name="Harbor Learning Network",
    slug="other",
    timezone="America/New_York",
    year_starts_on="08-25",
    year_ends_on="06-20",
    mail_domain="other.example",
    sign_ins=(
        SignIn("Nora Quinn", "coach@other.example", Role.COACH, "coaches in another, small network"),
        SignIn("Paul Adair", "director@other.example", Role.DIRECTOR, "directs that one"),
    ),
    schools=(
        SchoolStory(
            name="Lighthouse Elementary",
            code="101",
            enrollment=390,
            phase=Phase.TRANSFORMING,
            need_weight=1.6,
            pace=1.8,
            coaches=(Coach("Nora Quinn"),),
            team=(
                Member("J. Castro", Position.PRINCIPAL, account=True),
                Member("M. Doyle", Position.COORDINATOR),
                Member("A. Osman", Position.TEACHER_LEADER),
                Member("L. Peralta", Position.TEACHER_LEADER),
                Member("C. Byrne", Position.OFFICE_STAFF, on_ilt=False),
            ),
            work=(
                Work(Area.ILT_MEETINGS, 1, 3, ("J. Castro", "M. Doyle")),
                Work(Area.DATA_INQUIRY, 1, 2, ("A. Osman", "L. Peralta")),
                Work(Area.STAFFING, 2, 1),
            ),
            spells=(Spell(None, 28, 30, 25, 17),),
            seen_today=True,
        ),
        SchoolStory(
            name="Pier Street Middle",
            code="102",
            enrollment=610,
            phase=Phase.REBUILDING,
            need_weight=2.3,
            pace=2.2,
            coaches=(Coach("Nora Quinn"),),
            team=(
                Member("D. Lam", Position.PRINCIPAL),
                Member("R. Vasquez", Position.ASSISTANT_PRINCIPAL),
                Member("T. Eze", Position.TEACHER_LEADER),
                Member("S. Morgan", Position.COUNSELOR),
                Member("H. Pires", Position.OFFICE_STAFF, on_ilt=False),
            ),
            work=(
                Work(Area.OBSERVATION, 2, 3, ("R. Vasquez",)),
                Work(Area.ILT_MEETINGS, 1, 2, ("D. Lam", "T. Eze")),
                Work(Area.BUDGET, 3, 0),
            ),
            spells=(Spell(None, 52, 26, 14, 8),),
            requested=40,
        ),
    ),
)
