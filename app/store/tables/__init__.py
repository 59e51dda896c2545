"""Every table of the product. Importing this package fills `SQLModel.metadata`."""

from app.store.tables.network import Area, Network, School, SchoolBreak
from app.store.tables.people import Account, Assignment, Login, Membership, Person
from app.store.tables.records import AuditEvent, ImportRun
from app.store.tables.rollups import AreaLead, SchoolAreaWeek, SchoolWeek
from app.store.tables.sessions import CoachingSession, NextStep, SessionParticipant, SessionVersion

__all__ = [
    "Account",
    "Area",
    "AreaLead",
    "Assignment",
    "AuditEvent",
    "CoachingSession",
    "ImportRun",
    "Login",
    "Membership",
    "Network",
    "NextStep",
    "Person",
    "School",
    "SchoolAreaWeek",
    "SchoolBreak",
    "SchoolWeek",
    "SessionParticipant",
    "SessionVersion",
]
