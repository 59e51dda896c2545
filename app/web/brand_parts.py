"""What the pages of a network's and a school's brand share: a color as it would be worn, and what was just done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from fastapi import Request

from app.domain.brand import Worn, color_problems, ratio, wear
from app.domain.language import _, later, told
from app.web.wearing import sheet_path

UNCHOSEN = "#3d5a80"
"""Where a color picker begins while no color is chosen: a slate blue, which is none of ours that mean something."""

DONE: Mapping[str, str] = {
    "name": later("Saved: this name stands on every page now."),
    "color": later("Saved: pages wear this color now."),
    "uncolored": later("Done: pages wear no color of their own any more."),
    "logo": later("Saved: the logo stands in the bar of every page now."),
    "removed": later("Removed: the bar shows our name again."),
    "motto": later("Saved: the motto stands on the school's pages now."),
    "same": later("That is how it was already, so nothing changed."),
    "undone": later("Undone: it is as it was before."),
}
"""What a page says back, by the word in the address; another word says nothing."""


class Done(NamedTuple):
    """What has just been done, and the id of the change, "" where there is nothing to undo."""

    words: str
    change: str


class Shades(NamedTuple):
    """A color as it would be worn, by day and by night, with its contrasts in words."""

    light: str
    on_light: str
    dark: str
    on_dark: str
    night: str


@dataclass(frozen=True, slots=True)
class ColorPart:
    """A color's form: `value` is what the picker shows, `kept` what is worn.

    `sheet` is the style sheet of what is previewed; `offer` the nearest shade that can be read, where `value` cannot.
    """

    value: str
    kept: str
    previewed: bool
    shades: Shades | None
    offer: str
    sheet: str


def color_part(whose: str, kept: str, asked: str) -> ColorPart:
    """The form of a color that is worn, or another that was asked for; what cannot be read as a color shows neither."""
    shown = asked or kept
    try:
        worn = wear(shown) if shown else None
    except ValueError:
        worn = None
    return ColorPart(
        value=worn.color if worn else kept or UNCHOSEN,
        kept=kept,
        previewed=bool(asked) and asked != kept,
        shades=_shades(worn) if worn else None,
        offer=worn.light if worn and not worn.readable else "",
        sheet=sheet_path(whose, worn.color) if worn and asked else "",
    )


def asked_color(request: Request) -> tuple[str, dict[str, str]]:
    """The color that an address asks to preview, and what stands against it."""
    asked = request.query_params.get("color", "").strip()[:40]
    return asked, color_problems(asked)


def done_of(request: Request) -> Done | None:
    words = DONE.get(request.query_params.get("done", ""), "")
    if not words:
        return None
    try:
        change = str(UUID(request.query_params.get("undo", "")))
    except ValueError:
        change = ""
    return Done(told(words), change)


def after(path: str, done: str, change: UUID | None) -> str:
    """The address that says what was done, and offers to undo it."""
    return f"{path}?done={done}&undo={change}" if change else f"{path}?done=same"


def _shades(worn: Worn) -> Shades:
    if worn.dark == worn.color:
        night = _("It can be read at night, too.")
    else:
        night = _("At night the lighter %(shade)s stands in, since no color can be read on both.", shade=worn.dark)
    return Shades(worn.light, ratio(worn.on_light), worn.dark, ratio(worn.on_dark), night)
