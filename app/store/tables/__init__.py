"""Every table of the product. Importing this package fills `SQLModel.metadata`."""

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
from app.store.tables.network import Area, Network, School, SchoolBreak
from app.store.tables.people import Account, Assignment, DigestSent, Login, Membership, Person
from app.store.tables.records import AuditEvent, ImportRun
from app.store.tables.rollups import AreaLead, SchoolAreaWeek, SchoolWeek
from app.store.tables.sessions import (
    CoachingSession,
    NextStep,
    Review,
    SessionCoCoach,
    SessionParticipant,
    SessionVersion,
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
    "CoachingSession",
    "CompleteWeek",
    "DigestSent",
    "FlagAnswer",
    "Handoff",
    "HandoffCheck",
    "HandoffHolder",
    "IltRating",
    "ImportRun",
    "Login",
    "Membership",
    "MembershipProposal",
    "Network",
    "NextStep",
    "OtherTime",
    "Person",
    "Review",
    "School",
    "SchoolAreaWeek",
    "SchoolBreak",
    "SchoolWeek",
    "SessionCoCoach",
    "SessionParticipant",
    "SessionVersion",
]
