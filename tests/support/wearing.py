"""What a network and a school wear, for tests that ask something of each change."""

from io import BytesIO
from uuid import UUID

from PIL import Image

from app.services.brand import set_logo, set_school
from app.services.logo import Logo, redraw
from app.store.engine import Database
from app.store.schools import get_school
from tests.support.acts import visit
from tests.support.cast import Someone


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), color: str = "#1f6f5c", **more: object) -> bytes:
    """A file of a picture of one color, as somebody would upload it."""
    made = BytesIO()
    Image.new("RGB", size, color).save(made, kind, **more)
    return made.getvalue()


def a_logo(color: str = "#1f6f5c") -> Logo:
    return redraw(picture(color=color))


def wear_everything(database: Database, school_id: UUID, who: Someone) -> dict[str, UUID | str]:
    """A logo of the network's and a motto of the school's; the ids of both changes, as addresses name them."""
    with visit(database, who) as their:
        change = set_logo(their, a_logo())
        school = get_school(their.connection, their.network_id, school_id)
        assert change is not None
        assert school is not None
        change_id = set_school(their, school, motto="We grow here")
    assert change_id is not None
    return {"brand_change_id": change, "change_id": change_id, "mark": "network-1f6f5c"}
