"""How colors come to pages: a small style sheet for each, made from its address alone.

A strict security policy lets no color stand in a page, so each has an address of its own: /brand/network-1f6f5c.css.
It asks no database, so it tells a stranger nothing that the address does not say, and is kept for good.
"""

import re
from base64 import urlsafe_b64encode
from typing import NamedTuple

from app.domain.brand import wear
from app.domain.errors import NotFoundError
from app.store.schools import SchoolFact
from app.web.files import BUILD

_MARK = re.compile("(network|school)-([0-9a-f]{6})")

_ROLES = {"network": "accent", "school": "school"}

DRAWN = "png,"
"""How the address of a picture begins that is in the address itself, in a document that is printed."""

_SHEET = """:root {{ --{name}: {light}; --{name}-paper: {light} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --{name}: {dark} }} }}
"""


class SchoolWear(NamedTuple):
    """A school's own color, as its style sheet's address ("" for none), and its motto."""

    sheet: str
    motto: str


def sheet_of(mark: str) -> str:
    """The style sheet of a mark.

    Raises:
        NotFoundError: it is no mark.
    """
    found = _MARK.fullmatch(mark)
    if found is None:
        raise NotFoundError
    worn = wear(f"#{found[2]}")
    return _SHEET.format(name=_ROLES[found[1]], light=worn.light, dark=worn.dark)


def mark_of(whose: str, color: str) -> str:
    """The mark of the "network" or a "school" in a color."""
    return f"{whose}-{color.removeprefix('#')}"


def sheet_path(whose: str, color: str) -> str:
    """The address of a color's style sheet, "" for no color; another build of ours may make another sheet of it."""
    return f"/brand/{mark_of(whose, color)}.css?{BUILD}" if color else ""


def drawn_path(png: bytes) -> str:
    """A picture as an address of its own, for what is printed."""
    return DRAWN + urlsafe_b64encode(png).decode("ascii")


def school_wear(school: SchoolFact) -> SchoolWear:
    return SchoolWear(sheet_path("school", school.color), school.motto)
