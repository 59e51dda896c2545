"""Every table of the product. Importing this package fills `SQLModel.metadata`."""

from app.store.tables.barriers import Barrier, BarrierSession, Reflection
from app.store.tables.capacity import (
    AgreedService,
    Annotation,
    FlagAnswer,
    Handoff,
    HandoffCheck,
    HandoffHolder,
    IltRating,
    MembershipProposal,
)
from app.store.tables.equity import PhaseChange, PlannedTime, TermPlan
from app.store.tables.network import Area, Network, NetworkLogo, NudgePhrase, School, SchoolBreak
from app.store.tables.partners import DefaultFunding, FundingSource, Partner, PartnerArea, PartnerSchool
from app.store.tables.people import Account, Assignment, DigestSent, Login, Membership, Person
from app.store.tables.records import AuditEvent, ImportRun, OfficeChange
from app.store.tables.rollups import AreaLead, SchoolAreaWeek, SchoolWeek
from app.store.tables.sessions import (
    CoachingSession,
    NextStep,
    Review,
    SessionCoCoach,
    SessionParticipant,
    SessionSupport,
    SessionVersion,
    WallStrength,
)
from app.store.tables.week import CompleteWeek, OtherTime

__all__ = [
    "Account",
    "AgreedService",
    "Annotation",
    "Area",
    "AreaLead",
    "Assignment",
    "AuditEvent",
    "Barrier",
    "BarrierSession",
    "CoachingSession",
    "CompleteWeek",
    "DefaultFunding",
    "DigestSent",
    "FlagAnswer",
    "FundingSource",
    "Handoff",
    "HandoffCheck",
    "HandoffHolder",
    "IltRating",
    "ImportRun",
    "Login",
    "Membership",
    "MembershipProposal",
    "Network",
    "NetworkLogo",
    "NextStep",
    "NudgePhrase",
    "OfficeChange",
    "OtherTime",
    "Partner",
    "PartnerArea",
    "PartnerSchool",
    "Person",
    "PhaseChange",
    "PlannedTime",
    "Reflection",
    "Review",
    "School",
    "SchoolAreaWeek",
    "SchoolBreak",
    "SchoolWeek",
    "SessionCoCoach",
    "SessionParticipant",
    "SessionSupport",
    "SessionVersion",
    "TermPlan",
    "WallStrength",
]
