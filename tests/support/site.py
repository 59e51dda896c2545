"""Every kind of page that shows, by name: who opens it, and where. Paths name what `Places` holds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.domain.vocabulary import Area
from app.services.sessions import submit_session, void_session
from app.store.engine import Database
from tests.support.cast import Cast, visit_of
from tests.support.tellings import side_by_side, telling

PAGES: dict[str, tuple[str, str]] = {
    "sign in": ("", "/sign-in"),
    "the form": ("jo", "/log"),
    "the form like another": ("jo", "/log?like={told}"),
    "an edit": ("jo", "/sessions/{told}/edit"),
    "a split": ("jo", "/sessions/{told}/split"),
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
    """The ids that the paths name: a session that says everything, a voided one, and two schools."""

    told: UUID
    voided: UUID
    alder: UUID
    birch: UUID
    area: UUID

    def path(self, path: str) -> str:
        return path.format(
            told=self.told, voided=self.voided, alder=self.alder, birch=self.birch, area=self.area
        )


def make_places(database: Database, cast: Cast) -> Places:
    """Log Jo's two sessions."""
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
        jo = visit_of(connection, cast.jo, datetime.now(UTC))
        submit_session(jo, voided, 0, telling(cast, minutes=50))
        void_session(jo, voided, 1, "Logged twice")
        submit_session(jo, told, 0, everything)
    return Places(told, voided, cast.alder, cast.birch, cast.areas[Area.BUDGET])
