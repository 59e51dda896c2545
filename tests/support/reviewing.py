"""What leaders of the cast say of a session, through the service, each in a transaction of its own."""

from datetime import datetime
from uuid import UUID

from app.domain.vocabulary import Verdict
from app.services.agreeing import Result
from app.services.reviews import Saying, review_session
from app.store.engine import Database
from tests.support.acts import FORM, visit
from tests.support.cast import Someone
from tests.support.filling import NOW


def say(database: Database, who: Someone, verdict: Verdict, session_id: UUID = FORM, at: datetime = NOW) -> Result:
    """A leader says it of a session that names them."""
    with visit(database, who, at) as their:
        return review_session(their, session_id, Saying(verdict))
