"""Every kind of page that shows, by name: who opens it, and where. Paths name what `Places` holds."""

from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from app.domain.periods import monday
from app.domain.vocabulary import Area, Modelled, Verdict
from app.services.handoffs import agree_to_handoff, propose_handoff
from app.services.reviews import Saying, review_session
from app.services.sessions import submit_session, void_session
from app.services.wall import put_on_wall
from app.services.week import say_complete
from app.store import tables
from app.store.engine import Database
from tests.support.barring import look_back, name_barrier
from tests.support.cast import Cast, visit_of
from tests.support.filling import NOW
from tests.support.handing import do, proposal, propose_both
from tests.support.locking import close_months
from tests.support.nudging import add_nudge
from tests.support.paying import add_partner, add_source
from tests.support.rows import change
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side, telling
from tests.support.weeks import TIME, add_time, missed, travel

YES, CORRECTED = Saying(Verdict.CONFIRMED), Saying(Verdict.CORRECTED, "The draft was done when I came.", 2)

PAGES: dict[str, tuple[str, str]] = {
    "sign in": ("", "/sign-in"),
    "the form": ("jo", "/log"),
    "the form like another": ("jo", "/log?like={told}"),
    "an edit": ("jo", "/sessions/{told}/edit"),
    "a split": ("jo", "/sessions/{told}/split"),
    "what a tablet keeps": ("jo", "/tablet"),
    "what a tablet keeps, for a stranger": ("", "/tablet"),
    "my sessions": ("jo", "/sessions"),
    "no sessions": ("otto", "/sessions"),
    "my sessions beside another": ("sam", "/sessions"),
    "no session further back": ("jo", "/sessions?page=9"),
    "a session saved": ("jo", "/sessions/{told}?done=saved"),
    "a session voided": ("jo", "/sessions/{voided}?done=voided"),
    "a session undone": ("jo", "/sessions/{voided}?done=undone"),
    "a session of a closed month": ("jo", "/sessions/{closed}"),
    "a session of a closed month for a director": ("dora", "/sessions/{closed}?done=recorded"),
    "a session for who coached beside": ("sam", "/sessions/{told}"),
    "my week": ("jo", "/week"),
    "my week, just changed": ("jo", "/week?done=added&about={time}"),
    "a week without anything": ("jo", "/week?of=2026-09-16"),
    "a week, asked for nonsense": ("sam", "/week?of=soon&done=x&about=y"),
    "last week as drafts": ("jo", "/week/copy?of=2026-08-31"),
    "no drafts": ("sam", "/week/copy"),
    "other time to change": ("jo", "/other-time/{time}/edit"),
    "a session for who took part": ("rosa", "/sessions/{told}"),
    "a session for who did not": ("dan", "/sessions/{told}"),
    "a session for a director": ("dora", "/sessions/{told}"),
    "the dashboard": ("dora", "/dashboard"),
    "the dashboard, asked for nonsense": ("dora", "/dashboard?first=x&phase=y"),
    "the dashboard without anything": ("olga", "/dashboard"),
    "the home office's rooms": ("ada", "/admin"),
    "a room": ("ada", "/admin/schools?q=Alder+High"),
    "an empty room": ("ada", "/admin/breaks?q=x"),
    "the people": ("ada", "/admin/people?done=saved"),
    "the assignments": ("ada", "/admin/assignments"),
    "a school to change": ("ada", "/admin/schools/{alder}"),
    "an area to change": ("ada", "/admin/areas/{area}"),
    "an assignment to make": ("ada", "/admin/assignments/new"),
    "the settings": ("ada", "/admin/settings"),
    "the memberships": ("ada", "/admin/memberships"),
    "a role for somebody": ("ada", "/admin/assignments/new?person=x"),
    "the imports": ("ada", "/admin/imports"),
    "what was changed": ("ada", "/admin/history"),
    "equity": ("dora", "/equity"),
    "equity, asked for nonsense": ("dora", "/equity?first=x"),
    "the weights": ("dora", "/equity/weights?done=1"),
    "a school's need and phase": ("dora", "/schools/{alder}/need?done=phase"),
    "a school's need and phase for a leader": ("rosa", "/schools/{alder}/need"),
    "the plan": ("dora", "/plan"),
    "a plan to make": ("dora", "/plan/new"),
    "the schools of a coach": ("jo", "/schools"),
    "the schools of an admin": ("ada", "/schools"),
    "a school": ("dora", "/schools/{alder}"),
    "a school of a leader": ("rosa", "/schools/{alder}"),
    "a school in one page": ("rosa", "/schools/{alder}/one-page"),
    "a school in one page, without anything": ("jo", "/schools/{birch}/one-page"),
    "a school in one page, asked for nonsense": ("dora", "/schools/{alder}/one-page?first=x"),
    "a school without anything": ("jo", "/schools/{birch}"),
    "the sessions behind a school": ("dora", "/schools/{alder}/sessions"),
    "the sessions behind a school, asked for nonsense": ("dora", "/schools/{alder}/sessions?mode=both&last=soon"),
    "a team for its leader": ("rosa", "/schools/{alder}/ilt"),
    "a team for a coach": ("jo", "/schools/{alder}/ilt"),
    "a team for a director": ("dora", "/schools/{alder}/ilt?done=added"),
    "a team of nobody": ("jo", "/schools/{birch}/ilt"),
    "marked days": ("rosa", "/schools/{alder}/annotations"),
    "a member for a leader": ("rosa", "/schools/{alder}/team/{member}"),
    "a member for a coach": ("jo", "/schools/{alder}/team/{member}"),
    "reviews that wait": ("rosa", "/review"),
    "a review just given": ("rosa", "/review?did=saved&of={reviewed}"),
    "reviews given": ("rosa", "/review?show=answered"),
    "no reviews": ("dan", "/review"),
    "reviews, asked for nonsense": ("dan", "/review?show=x&page=9&of=x"),
    "a session that was corrected": ("jo", "/sessions/{reviewed}?done=answered"),
    "agreement": ("dora", "/agreement"),
    "agreement, asked for nonsense": ("dora", "/agreement?first=x"),
    "agreement at a school": ("rosa", "/schools/{alder}/agreement"),
    "the handoffs": ("dora", "/handoffs"),
    "the handoffs of a coach": ("jo", "/handoffs?school={alder}"),
    "the handoffs of a leader": ("rosa", "/handoffs"),
    "no handoffs": ("ada", "/handoffs?state=over"),
    "a handoff to propose": ("jo", "/schools/{alder}/handoffs/new"),
    "direct service to agree on": ("dora", "/schools/{alder}/agreements/new"),
    "the flags": ("dora", "/flags"),
    "the flags of a coach": ("jo", "/flags"),
    "the flags, asked for nonsense": ("dora", "/flags?rule=x&state=y"),
    "no flags": ("ada", "/flags?rule=stuck"),
    "the areas": ("dora", "/areas"),
    "an area": ("dora", "/areas/{area}"),
    "an area, asked for nonsense": ("jo", "/areas/{area}?first=x"),
    "the barriers": ("jo", "/barriers?state=all"),
    "the barriers of a director": ("dora", "/barriers"),
    "no barriers": ("olga", "/barriers?state=x&removed=x"),
    "the barriers of a school": ("rosa", "/schools/{alder}/barriers"),
    "the barriers of a school without any": ("jo", "/schools/{birch}/barriers"),
    "a barrier": ("jo", "/barriers/{barrier}?done=saved"),
    "a barrier to read": ("ada", "/barriers/{barrier}"),
    "a barrier to name": ("rosa", "/schools/{alder}/barriers/new?session={told}"),
    "a barrier to name for all": ("dora", "/barriers/new"),
    "a barrier to change": ("jo", "/barriers/{barrier}/edit"),
    "a month to look back on": ("jo", "/schools/{alder}/reflections?done=saved"),
    "a month nobody looked back on": ("jo", "/schools/{birch}/reflections?month=x"),
    "how a school looks back": ("dora", "/schools/{alder}/reflections"),
    "how schools look back": ("dora", "/reflections"),
    "the home office": ("dora", "/home-office"),
    "the home office, asked for nonsense": ("dora", "/home-office?first=x"),
    "mine": ("jo", "/me"),
    "mine, without anything": ("otto", "/me"),
    "a school over the years": ("dora", "/schools/{alder}/years"),
    "a school over the years, without anything": ("jo", "/schools/{birch}/years"),
    "the brand": ("ada", "/admin/brand"),
    "the brand with a color to look at": ("ada", "/admin/brand?color=%237a1f3d"),
    "the brand with a color that is hard to read": ("ada", "/admin/brand?color=%23e0a100&done=same"),
    "a school's color and motto": ("rosa", "/schools/{alder}/brand?done=motto"),
    "the strengths wall": ("rosa", "/schools/{alder}/strengths"),
    "the strengths wall, just changed": ("jo", "/schools/{alder}/strengths?done=down&of={told}"),
    "the strengths wall, without anything": ("jo", "/schools/{birch}/strengths?done=x&page=9&of=x"),
    "a session on the wall": ("jo", "/sessions/{told}?done=wall-up"),
    "words that help": ("ada", "/nudges?done=saved"),
    "with the district": ("dora", "/areas/district"),
    "with the district, asked for nonsense": ("ada", "/areas/district?first=x"),
    "no district": ("olga", "/areas/district"),
    "the partners": ("dora", "/partners"),
    "the partners for a coach": ("jo", "/partners?q=rosewood"),
    "no partners": ("olga", "/partners?removed=x"),
    "partners that nobody finds": ("ada", "/partners?q=x%3Cy"),
    "a partner": ("dora", "/partners/{partner}?done=saved"),
    "a partner for a leader": ("rosa", "/partners/{partner}"),
    "a partner to add": ("dora", "/partners/new?school={alder}"),
    "a partner to change": ("ada", "/partners/{partner}/edit"),
    "who is around a school": ("rosa", "/schools/{alder}/partners"),
    "nobody around a school": ("jo", "/schools/{birch}/partners"),
    "the funding": ("ada", "/funding?done=saved"),
    "the funding for a director": ("dora", "/funding"),
    "no funding": ("olga", "/funding?removed=x"),
    "a source to add": ("ada", "/funding/new"),
    "a source to change": ("ada", "/funding/{source}/edit"),
    "what usually pays": ("ada", "/funding/defaults?changed=1"),
    "the report on funding": ("dora", "/funding/report"),
    "the report on a source": ("ada", "/funding/report?source={source}"),
    "the report on funding, asked for nonsense": ("dora", "/funding/report?kind=x&first=soon"),
    "reminders": ("rosa", "/reminders"),
    "reminders, asked for nonsense": ("dora", "/reminders?done=x"),
    "reminders for who has no role": ("mei", "/reminders"),
    "not for one's role": ("jo", "/dashboard"),
    "nothing here": ("jo", "/nowhere"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The ids that the paths name: a session that says everything, a voided one, two schools, and one of a team."""

    told: UUID
    voided: UUID
    reviewed: UUID
    closed: UUID
    time: UUID
    alder: UUID
    birch: UUID
    area: UUID
    member: UUID
    barrier: UUID
    partner: UUID
    source: UUID

    def path(self, path: str) -> str:
        return path.format(**asdict(self))


def make_places(database: Database, cast: Cast) -> Places:
    """Log Jo's sessions, of which Rosa corrects one; propose all that can be proposed at Alder; let a check be due."""
    told, voided, reviewed, *changed = (UUID(int=(0x51DE + number) << 64) for number in range(5))
    partner = add_partner(database, cast.bridge, "Rosewood Library", (cast.areas[Area.FAMILY],), (cast.alder,))
    source = add_source(database, cast.bridge)
    everything = side_by_side(
        cast,
        shared_note="shared",
        private_note="private",
        strength="asked first",
        teachers=3,
        next_step_text="plan",
        next_step_owner_id=cast.rosa.person_id,
        next_step_due_on=cast.today,
        started_at=time(9, 30),
        co_coach_id=cast.sam.person_id,
        partner_id=partner,
        funding_id=source,
        modelled=Modelled.ROUTINE,
    )
    add_nudge(database, cast.ada)
    office = {"id": cast.areas[Area.FRONT_OFFICE]}
    change(database, tables.Area, cast.bridge, office, district_provides=True, district_contact="Pat Rhee, ext. 410")
    with database.writing() as connection:
        jo = visit_of(connection, cast.jo, NOW)
        submit_session(jo, voided, 0, telling(cast, minutes=50))
        void_session(jo, voided, 1, "Logged twice")
        submit_session(jo, told, 0, everything)
        put_on_wall(jo, told)
        submit_session(jo, reviewed, 0, side_by_side(cast, minutes=30, shared_note="shared"))
    do(database, cast.rosa, lambda rosa: review_session(rosa, reviewed, CORRECTED), NOW)
    for session_id in changed:
        _change_after_a_yes(database, cast, session_id)
    propose_both(database, cast.alder, cast.jo, cast.mei, cast.areas)
    member = propose_everything(database, cast.alder, cast.jo, cast.today)["membership_id"]
    long_ago = proposal(cast, handed_over_on=cast.today - timedelta(weeks=40))
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, long_ago), NOW)
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, long_ago.id), NOW)
    closed = fill_week(database, cast)
    barrier = name_barrier(database, cast.jo, cast.alder, what="No time for teams", sessions=(told,))
    look_back(database, cast.jo, cast.alder)
    area = cast.areas[Area.BUDGET]
    return Places(told, voided, reviewed, closed, TIME, cast.alder, cast.birch, area, member, barrier, partner, source)


def _change_after_a_yes(database: Database, cast: Cast, session_id: UUID) -> None:
    """Rosa confirms a session of before the window, and Jo then says that it took longer: it waits for her again."""
    said = side_by_side(cast, held_on=cast.today - timedelta(weeks=20), minutes=30, shared_note="shared")
    do(database, cast.jo, lambda jo: submit_session(jo, session_id, 0, said), NOW)
    do(database, cast.rosa, lambda rosa: review_session(rosa, session_id, YES), NOW)
    do(database, cast.jo, lambda jo: submit_session(jo, session_id, 1, replace(said, minutes=45)), NOW)


def fill_week(database: Database, cast: Cast) -> UUID:
    """Jo's long, overlapping and complete week, one in August, and a session of a closed month, whose id it is.

    All but one before the window, so that pages still show a school of few visits.
    """
    closed, *others = (UUID(int=(0x52DE + number) << 64) for number in range(4))
    close_months(database, cast)
    in_august = (telling(cast, held_on=date(2026, 8, day)) for day in (25, 28))
    with database.writing() as connection:
        jo = visit_of(connection, cast.jo, NOW)
        submit_session(jo, closed, 0, side_by_side(cast, held_on=date(2026, 8, 20)))
        for session_id, said in zip(others, (telling(cast, minutes=590, started_at=time(10)), *in_august), strict=True):
            submit_session(jo, session_id, 0, said)
    add_time(database, cast.jo, travel())
    add_time(database, cast.jo, missed(cast.birch), other_id=UUID(int=0x52F0 << 64))
    do(database, cast.jo, lambda jo: say_complete(jo, monday(cast.today)), NOW)
    return closed
