"""The headings that are understood, and what they stand for."""

from app.services.imports.reading import Column


def _columns(words: dict[Column, str]) -> dict[str, Column]:
    return {word: column for column, several in words.items() for word in several.split(", ")}


LOG = _columns(
    {
        Column("date"): "date, day, held on, session date, visit date, date of visit, date of session, when",
        Column("school"): "school, campus, site, school name, school code, school site, school id",
        Column("coach"): "coach, coach name, coach e mail, coach email, name of coach, staff, staff member, logged by",
        Column(
            "minutes"
        ): "minutes, min, mins, minute, duration, length, time, time spent, length min, length minutes, "
        "duration min, duration minutes, time min, time minutes, time spent min, time spent minutes, total minutes, "
        "number of minutes",
        Column(
            "minutes", "hours"
        ): "hours, hour, hrs, duration hours, duration h, duration hrs, length hours, length h, "
        "length hrs, time hours, time h, time hrs, time spent hours, time spent h, total hours, number of hours",
        Column("mode"): "for with, for or with, with for, with or for, mode, for with school",
        Column("mode", "worker"): "who did the work, who did work, work done by, done by, who did it",
        Column("area"): "area, capacity area, focus, focus area, area of work, work area, area of focus, topic",
        Column("lead"): "led by, lead, leader, who led, led, lead by",
        Column("participants"): "participants, participant, people, who took part, took part, attendees, attended, "
        "present, with whom, worked with, who was there, team members",
        Column("notes"): "notes, note, private notes, private note, coach notes, comments, comment, remarks, "
        "description, details, summary",
        Column("origin"): "origin, planned requested, planned or requested, requested planned, requested or planned",
        Column("aim"): "aim, system symptom, system or symptom, system quick fix, system or quick fix",
        Column("teachers"): "teachers, # teachers, # of teachers, number of teachers, teacher count",
    }
)
LOG_REQUIRED = {
    "date": "date",
    "school": "school",
    "coach": "coach",
    "minutes": "minutes",
    "mode": "mode (for or with)",
    "area": "area",
}

SCHOOLS = _columns(
    {
        Column("source_id"): "nces school id, nces id, school id nces assigned, ncessch",
        Column("code"): "state school id, state id, state assigned school id",
        Column("name"): "school name, name, school",
        Column("students"): "students, enrollment, total students, number of students, total enrollment",
        Column("free"): "free lunch, free lunch eligible",
        Column("reduced"): "reduced lunch, reduced price lunch, reduced price lunch eligible, reduced lunch eligible",
        Column("status"): "status, school status, operational status",
    }
)
SCHOOLS_REQUIRED = {"source_id": "NCES school id", "name": "school's name"}
