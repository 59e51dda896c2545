"""What the demo's network and some of its schools wear: a color, a drawn logo, and mottos."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy.engine import Connection

from app.services.demo.story import NetworkStory
from app.services.demo.telling import identity
from app.services.logo import redraw
from app.store.brand import KeptLogo, change_school, put_logo
from app.store.networks import change_network

ACCENT = "#234e8c"

SCHOOLS = {
    "8529": ("#7a1f3d", "Rooted here, reaching out"),
    "8057": ("#1d5c2e", "Every voice at the table"),
    "8112": ("#4a3b8f", "We carry it on"),
    "3261": ("#8a4b08", "Many languages, one school"),
    "8264": ("#a3241c", ""),
    "8487": ("", "Calm, kind and ready"),
}
"""By a school's code, its color and its motto."""

SCALE = 4
"""It is drawn larger than it is kept, so that its curves are smooth."""


def wear(connection: Connection, story: NetworkStory) -> None:
    """Dress a network, and those of its schools that have anything to wear."""
    network_id = identity(story)
    change_network(connection, network_id, {"color": ACCENT})
    logo = redraw(drawn())
    put_logo(connection, network_id, KeptLogo(logo.png, logo.width, logo.height, logo.mark))
    for school in story.schools:
        if school.code in SCHOOLS:
            color, motto = SCHOOLS[school.code]
            change_school(connection, network_id, identity(story, school.code), color=color, motto=motto)


TOP, DECK, MIDDLE = 10, 52, 84
"""Where the towers end and the deck lies, from above, and halfway across."""


def drawn() -> bytes:
    """A bridge that hangs from two towers, as a PNG; the same every time."""
    size = (168, 72)
    picture = Image.new("RGBA", (size[0] * SCALE, size[1] * SCALE), "#ffffff")
    pen = ImageDraw.Draw(picture)

    def stroke(points: Sequence[tuple[float, float]], width: float, color: str = ACCENT) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        pen.line(scaled, fill=color, width=round(width * SCALE), joint="curve")

    for x in range(54, 120, 10):
        stroke([(x, cable(x)), (x, DECK)], 1.5)
    stroke([(6, DECK - 4), (44, TOP)], 3)
    stroke([(162, DECK - 4), (124, TOP)], 3)
    stroke([(x, cable(x)) for x in range(44, 125)], 3)
    for x in (44, 124):
        stroke([(x, TOP - 2), (x, 66)], 6)
    stroke([(3, DECK), (165, DECK)], 6, "#8a4b08")
    kept = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(kept, "PNG")
    return kept.getvalue()


def cable(x: float) -> float:
    """How high the cable hangs between the towers: at their tops at 44 and 124, and a little above the deck midway."""
    return DECK - 6 - (DECK - 6 - TOP) * ((x - MIDDLE) / 40) ** 2
