"""Bridge School Partners: the network of the demo, and what each of its fourteen schools is going through."""

from app.domain.access import Role
from app.domain.vocabulary import Area, Phase, Position
from app.services.demo.bridge_more import QUIET_SCHOOLS
from app.services.demo.story import Coach, Member, NetworkStory, SchoolStory, SignIn, Spell, Stay, Work

PRINCIPAL, AP, TEACHER_LEADER = Position.PRINCIPAL, Position.ASSISTANT_PRINCIPAL, Position.TEACHER_LEADER
COORDINATOR, COUNSELOR, OFFICE = Position.COORDINATOR, Position.COUNSELOR, Position.OFFICE_STAFF

ALDER = SchoolStory(  # a new principal, and since then we do more and more: the budget, above all
    name="Alder High",
    code="8529",
    enrollment=1420,
    phase=Phase.REBUILDING,
    need_weight=2.4,
    pace=3.2,
    coaches=(Coach("Jo Marsh"),),
    team=(
        Member("K. Osei", PRINCIPAL, stay=Stay(until=14)),
        Member("T. Nakamura", PRINCIPAL, account=True, stay=Stay(since=14)),
        Member("P. Castellanos", AP, account=True),
        Member("L. Freeman", AP),
        Member("J. Petrosyan", TEACHER_LEADER),
        Member("A. Hinds", COUNSELOR),
        Member("M. Duarte", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.ILT_MEETINGS, 1, 6, ("L. Freeman", "J. Petrosyan")),
        Work(Area.OBSERVATION, 3, 3, ("P. Castellanos",)),
        Work(Area.DATA_INQUIRY, 1, 3, ("J. Petrosyan",)),
        Work(Area.BUDGET, 6, 0),
        Work(Area.STAFFING, 2, 2),
    ),
    spells=(Spell(33, 73, 12, 8, 7), Spell(9, 11, 45, 28, 16), Spell(None, 30, 36, 22, 12)),
    requested=45,
    quick=50,
)
BIRCH = SchoolStory(  # leans on us as it has for long, though its assistant principal leads more than she did
    name="Birch Middle",
    code="8057",
    enrollment=780,
    phase=Phase.REBUILDING,
    need_weight=2.2,
    pace=3.5,
    coaches=(Coach("Jo Marsh"),),
    team=(
        Member("D. Okafor", PRINCIPAL, account=True),
        Member("R. Alvarez", AP, account=True),
        Member("M. Chen", TEACHER_LEADER),
        Member("S. Whitfield", COUNSELOR),
        Member("G. Ramos", COORDINATOR),
        Member("E. Tran", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.OBSERVATION, 4, 4, ("R. Alvarez",)),
        Work(Area.ILT_MEETINGS, 1, 4, ("D. Okafor", "M. Chen")),
        Work(Area.PD_PLANNING, 2, 3, ("R. Alvarez", "M. Chen")),
        Work(Area.DATA_INQUIRY, 3, 2),
        Work(Area.BUDGET, 4, 1),
        Work(Area.CULTURE, 1, 2, ("S. Whitfield",)),
    ),
    spells=(Spell(None, 59, 19, 12, 10),),
    requested=35,
    quick=40,
    seen_today=True,
)
CEDAR = SchoolStory(  # we did nearly everything; now more than half
    name="Cedar Street Elementary",
    code="2745",
    enrollment=410,
    phase=Phase.REBUILDING,
    need_weight=2.6,
    pace=3.4,
    coaches=(Coach("Priya Raman"),),
    team=(
        Member("Y. Haddad", PRINCIPAL, account=True),
        Member("C. Moreno", COORDINATOR),
        Member("N. Gutierrez", TEACHER_LEADER),
        Member("F. Adeyemi", TEACHER_LEADER),
        Member("W. Park", COUNSELOR),
        Member("I. Sandoval", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.ILT_MEETINGS, 2, 5, ("Y. Haddad", "C. Moreno")),
        Work(Area.DATA_INQUIRY, 3, 4, ("N. Gutierrez", "F. Adeyemi")),
        Work(Area.PD_PLANNING, 2, 2),
        Work(Area.FRONT_OFFICE, 5, 0),
    ),
    spells=(Spell(40, 62, 15, 9, 14), Spell(None, 94, 4, 1, 1)),
    requested=40,
    quick=55,
)
DOGWOOD = SchoolStory(  # side by side, but data inquiry hangs on one person since another left
    name="Dogwood High",
    code="8621",
    enrollment=1650,
    phase=Phase.TRANSFORMING,
    need_weight=2.0,
    pace=3.0,
    coaches=(Coach("Marcus Bell"),),
    team=(
        Member("V. Robles", PRINCIPAL, account=True),
        Member("H. Kim", AP, account=True),
        Member("O. Barnes", AP),
        Member("D. Villanueva", TEACHER_LEADER),
        Member("S. Oyelaran", TEACHER_LEADER, stay=Stay(until=5)),
        Member("T. Jimenez", COUNSELOR),
        Member("R. Kaplan", COORDINATOR),
        Member("L. Mendez", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.ILT_MEETINGS, 1, 4, ("V. Robles", "R. Kaplan")),
        Work(Area.OBSERVATION, 2, 4, ("H. Kim", "O. Barnes")),
        Work(Area.DATA_INQUIRY, 2, 4, ("D. Villanueva", "S. Oyelaran")),
        Work(Area.STAFFING, 2, 2, ("V. Robles", "H. Kim")),
        Work(Area.BUDGET, 3, 1),
        Work(Area.FAMILY, 1, 1),
    ),
    spells=(Spell(None, 37, 26, 21, 16),),
)
ELM = SchoolStory(  # done together by halves last year; now the school leads most of it
    name="Elm Elementary",
    code="3261",
    enrollment=365,
    phase=Phase.TRANSFORMING,
    need_weight=1.8,
    pace=2.9,
    coaches=(Coach("Jo Marsh"),),
    team=(
        Member("A. Johansson", PRINCIPAL, account=True),
        Member("M. Silva", COORDINATOR),
        Member("P. Nguyen", TEACHER_LEADER),
        Member("J. Washington", TEACHER_LEADER),
        Member("E. Flores", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.ILT_MEETINGS, 1, 4, ("A. Johansson", "M. Silva")),
        Work(Area.OBSERVATION, 2, 3, ("A. Johansson", "M. Silva")),
        Work(Area.DATA_INQUIRY, 1, 3, ("P. Nguyen", "J. Washington")),
        Work(Area.PD_PLANNING, 2, 2, ("P. Nguyen",)),
        Work(Area.BUDGET, 3, 1),
    ),
    spells=(Spell(32, 18, 22, 33, 27), Spell(None, 60, 25, 9, 6)),
    quick=15,
)
FIR = SchoolStory(  # runs itself, through a change of principal
    name="Fir Middle",
    code="8112",
    enrollment=640,
    phase=Phase.SUSTAINING,
    need_weight=1.5,
    pace=1.4,
    coaches=(Coach("Elena Fuentes"),),
    team=(
        Member("B. Sutton", PRINCIPAL, stay=Stay(until=30)),
        Member("C. Aguilar", PRINCIPAL, account=True, stay=Stay(since=30)),
        Member("Z. Rahman", AP, account=True),
        Member("K. Delgado", TEACHER_LEADER),
        Member("N. Fukuda", TEACHER_LEADER),
        Member("T. Brooks", COUNSELOR),
        Member("I. Cabrera", OFFICE, on_ilt=False),
    ),
    work=(
        Work(Area.ILT_MEETINGS, 0, 3, ("Z. Rahman", "K. Delgado", "C. Aguilar")),
        Work(Area.OBSERVATION, 1, 3, ("Z. Rahman", "C. Aguilar", "B. Sutton")),
        Work(Area.DATA_INQUIRY, 0, 3, ("K. Delgado", "N. Fukuda")),
        Work(Area.PD_PLANNING, 1, 2, ("N. Fukuda", "Z. Rahman")),
        Work(Area.BUDGET, 3, 1, ("C. Aguilar",)),
    ),
    spells=(Spell(None, 6, 12, 26, 56),),
    quick=5,
)
HAZEL = SchoolStory(  # we hardly go there: too few visits to say
    name="Hazel Middle",
    code="8208",
    enrollment=520,
    phase=Phase.TRANSFORMING,
    need_weight=1.9,
    pace=0.36,
    coaches=(Coach("Priya Raman"),),
    team=(
        Member("L. Abrams", PRINCIPAL),
        Member("S. Ortega", AP),
        Member("R. Singh", TEACHER_LEADER),
        Member("D. Cruz", COORDINATOR),
        Member("J. Baptiste", OFFICE, on_ilt=False),
    ),
    work=(Work(Area.ILT_MEETINGS, 1, 1), Work(Area.BUDGET, 2, 1)),
    spells=(Spell(None, 45, 35, 20, 0),),
    requested=60,
    quick=50,
)

BRIDGE = NetworkStory(
    name="Bridge School Partners",
    slug="demo",
    timezone="America/Los_Angeles",
    year_starts_on="08-12",
    year_ends_on="06-12",
    mail_domain="demo.example",
    sign_ins=(
        SignIn("Jo Marsh", "coach@demo.example", Role.COACH, "coaches Alder High, Birch Middle and Elm Elementary"),
        SignIn("R. Alvarez", "leader@demo.example", Role.SCHOOL_LEADER, "is assistant principal at Birch Middle"),
        SignIn("Marisol Vega", "director@demo.example", Role.DIRECTOR, "directs the network"),
        SignIn("Terry Blake", "admin@demo.example", Role.ADMIN, "keeps its schools and people"),
    ),
    schools=(ALDER, BIRCH, CEDAR, DOGWOOD, ELM, FIR, HAZEL, *QUIET_SCHOOLS),
)
