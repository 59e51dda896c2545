"""Every kind of page that shows, by name: who opens it, and where. Paths name what `Places` holds."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from app.domain.vocabulary import Area
from app.services.handoffs import agree_to_handoff, propose_handoff
from app.services.sessions import submit_session, void_session
from app.store.engine import Database
from tests.support.cast import Cast, visit_of
from tests.support.filling import NOW
from tests.support.handing import do, proposal, propose_both
from tests.support.team_rows import propose_everything
from tests.support.tellings import side_by_side, telling

PAGES: dict[str, tuple[str, str]] = {
    "sign in": ("", "/sign-in"),
    "the form": ("jo", "/log"),
    "the form like another": ("jo", "/log?like={told}"),
    "an edit": ("jo", "/sessions/{told}/edit"),
    "a split": ("jo", "/sessions/{told}/split"),
    "what a tablet keeps": ("jo", "/tablet"),
    "what a tablet keeps, for a stranger": ("", "/tablet"),
    "my sessions": ("jo", "/sessions"),
    "no sessions": ("sam", "/sessions"),
    "no session further back": ("jo", "/sessions?page=9"),
    "a session saved": ("jo", "/sessions/{told}?done=saved"),
    "a session voided": ("jo", "/sessions/{voided}?done=voided"),
    "a session for who took part": ("rosa", "/sessions/{told}"),
    "a session for who did not": ("dan", "/sessions/{told}"),
    "a session for a director": ("dora", "/sessions/{told}"),
    "the dashboard": ("dora", "/dashboard"),
    "the dashboard, asked for nonsense": ("dora", "/dashboard?first=x&phase=y"),
    "the dashboard without anything": ("olga", "/dashboard"),
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
    "not for one's role": ("jo", "/dashboard"),
    "nothing here": ("jo", "/nowhere"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The ids that the paths name: a session that says everything, a voided one, two schools, and one of a team."""

    told: UUID
    voided: UUID
    alder: UUID
    birch: UUID
    area: UUID
    member: UUID

    def path(self, path: str) -> str:
        return path.format(**asdict(self))


def make_places(database: Database, cast: Cast) -> Places:
    """Log Jo's two sessions, propose all that can be proposed at Alder, and let a check be due there."""
    told, voided = UUID(int=0x51DE << 64), UUID(int=0x51DF << 64)
    everything = side_by_side(
        cast,
        shared_note="shared",
        private_note="private",
        strength="asked first",
        teachers=3,
        next_step_text="plan",
        next_step_owner_id=cast.rosa.person_id,
        next_step_due_on=cast.today,
    )
    with database.writing() as connection:
        jo = visit_of(connection, cast.jo, NOW)
        submit_session(jo, voided, 0, telling(cast, minutes=50))
        void_session(jo, voided, 1, "Logged twice")
        submit_session(jo, told, 0, everything)
    propose_both(database, cast.alder, cast.jo, cast.mei, cast.areas)
    member = propose_everything(database, cast.alder, cast.jo, cast.today)["membership_id"]
    long_ago = proposal(cast, handed_over_on=cast.today - timedelta(weeks=40))
    do(database, cast.jo, lambda jo: propose_handoff(jo, cast.alder, long_ago), NOW)
    do(database, cast.rosa, lambda rosa: agree_to_handoff(rosa, long_ago.id), NOW)
    return Places(told, voided, cast.alder, cast.birch, cast.areas[Area.BUDGET], member)
