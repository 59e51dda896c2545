"""The field's words, as enums: what a coach, a school leader and a director say, and what is stored."""

from enum import StrEnum


class Mode(StrEnum):
    """Who did the work. Never inferred from the activity, and never defaulted."""

    FOR = "for"
    WITH = "with"


class Lead(StrEnum):
    """Who led a session done `with` the school: I do, we do, you do. A `for` session has none."""

    COACH = "coach"
    SHARED = "shared"
    SCHOOL = "school"


class Origin(StrEnum):
    PLANNED = "planned"
    REQUESTED = "requested"


class Aim(StrEnum):
    """What a session worked on; `symptom` reads as "quick fix" on pages, and is sometimes right."""

    SYSTEM = "system"
    SYMPTOM = "symptom"


class Modelled(StrEnum):
    """What a coach modelled in a session, for the adults who were there to take up."""

    LANGUAGE = "language"
    BEHAVIOR = "behavior"
    EXPECTATION = "expectation"
    PRACTICE = "practice"
    ROUTINE = "routine"


class FundingKind(StrEnum):
    """Whose money pays for coaching; public and philanthropic money stand side by side."""

    PUBLIC = "public"
    PHILANTHROPIC = "philanthropic"
    FEE = "fee"


class BarrierStatus(StrEnum):
    """How far a system barrier is: seen, being worked on, gone, or left as it is."""

    OPEN = "open"
    WORKING = "working"
    SOLVED = "solved"
    LEFT = "left"


class Position(StrEnum):
    PRINCIPAL = "principal"
    ASSISTANT_PRINCIPAL = "assistant_principal"
    TEACHER_LEADER = "teacher_leader"
    COORDINATOR = "coordinator"
    COUNSELOR = "counselor"
    OFFICE_STAFF = "office_staff"
    OTHER = "other"


SCHOOL_LEADERS = frozenset({Position.PRINCIPAL, Position.ASSISTANT_PRINCIPAL})


class Phase(StrEnum):
    REBUILDING = "rebuilding"
    TRANSFORMING = "transforming"
    SUSTAINING = "sustaining"


class Stage(StrEnum):
    FEW_VISITS = "few_visits"
    DIRECT_SERVICE = "direct_service"
    SIDE_BY_SIDE = "side_by_side"
    RELEASING = "releasing"
    SUSTAINING = "sustaining"


class Direction(StrEnum):
    RISING = "rising"
    EASING = "easing"


class Rule(StrEnum):
    """The flags of this product, in the order in which pages show them."""

    DEPENDENT = "dependent"
    RISING = "rising"
    EASING = "easing"
    STUCK = "stuck"
    ALONE = "alone"
    REACTIVE = "reactive"
    FRAGILE = "fragile"
    SLIPPED = "slipped"
    DUPLICATE = "duplicate"
    UNDER_SERVED = "under-served"
    DISPUTED = "disputed"
    SILENT = "silent"
    REACHED = "reached"
    HELD = "held"


GOOD_NEWS = frozenset({Rule.EASING, Rule.REACHED, Rule.HELD})
"""Flags to enjoy: our share eases, a stage is reached, a handoff held."""


class Verdict(StrEnum):
    """What a named school leader says of a session done `with` the school; `withdrawn` takes it back."""

    CONFIRMED = "confirmed"
    COACH_LED = "coach_led"
    CORRECTED = "corrected"
    NOT_THERE = "not_there"
    WITHDRAWN = "withdrawn"


class Heard(StrEnum):
    """What a session's reviewers say taken together; a session that nobody has spoken of has none.

    `differing` is about who did the work, and `differing_on_lead` about who led it, with nobody calling it `for`.
    """

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DIFFERING = "differing"
    DIFFERING_ON_LEAD = "differing_on_lead"


class Outcome(StrEnum):
    """What a check of a handoff found."""

    HELD = "held"
    NOT_HELD = "not_held"


class Dimension(StrEnum):
    """What an Instructional Leadership Team rates itself on."""

    PURPOSE = "purpose"
    ACCOUNTABILITY = "accountability"
    CONTINUITY = "continuity"


class Source(StrEnum):
    FORM = "form"
    IMPORT = "import"


class Other(StrEnum):
    """What a coach's time goes to beside coaching sessions; in load and funding, outside dependence."""

    TRAVEL = "travel"
    PREPARATION = "preparation"
    NETWORK_MEETING = "network_meeting"
    LEARNING = "learning"
    MISSED_VISIT = "missed_visit"


class Area(StrEnum):
    """The default capacity areas; a network edits its own list. Values are stable keys, not words for a page."""

    ILT_MEETINGS = "ilt_meetings"
    OBSERVATION = "observation_and_feedback"
    DATA_INQUIRY = "data_inquiry"
    PD_PLANNING = "professional_development_planning"
    BUDGET = "budget_development"
    FRONT_OFFICE = "front_office"
    STAFFING = "staffing_and_hiring"
    FAMILY = "family_engagement"
    CULTURE = "school_culture"
    BRAND = "school_brand_and_enrollment"
    LEADERSHIP = "leadership_coaching"


AREA_NAMES: dict[Area, str] = {
    Area.ILT_MEETINGS: "ILT meetings",
    Area.OBSERVATION: "Observation and feedback",
    Area.DATA_INQUIRY: "Data inquiry",
    Area.PD_PLANNING: "Professional development planning",
    Area.BUDGET: "Budget development",
    Area.FRONT_OFFICE: "Front office",
    Area.STAFFING: "Staffing and hiring",
    Area.FAMILY: "Family engagement",
    Area.CULTURE: "School culture",
    Area.BRAND: "School brand and enrollment",
    Area.LEADERSHIP: "Leadership coaching",
}
"""The names a new network starts with."""

CONFIDENTIAL_AREAS = frozenset({Area.LEADERSHIP})
"""Areas whose participants are seen by those who took part, and by nobody else."""
