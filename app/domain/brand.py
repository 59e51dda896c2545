"""What a network and its schools may wear: a name, a motto, a color that can be read."""

from dataclasses import dataclass

from app.domain.contrast import DARK_GROUNDS, LIGHT_GROUNDS, READABLE, Color, least_contrast, nearest
from app.domain.language import _
from app.domain.sessions import settled

NAME, MOTTO = 120, 120
"""Characters: what fits on two lines of a phone, and in the head of a page."""


@dataclass(frozen=True, slots=True)
class Worn:
    """A color as pages show it: on paper and light pages, and on dark ones, each with its contrast there.

    `asked` is the contrast of the color itself on light pages: from 4.5 on, `light` is the color itself.
    """

    color: str
    asked: float
    light: str
    dark: str
    on_light: float
    on_dark: float

    @property
    def readable(self) -> bool:
        return self.asked >= READABLE


def wear(color: str) -> Worn:
    """How a color would be worn.

    Pages are light by day and on paper, so that is where a chosen color has to be readable; at night the nearest
    lighter shade stands in where it is not, since no color is readable on both.

    Raises:
        ValueError: not a color as "#1f6f5c".
    """
    asked = Color.read(color)
    light, dark = nearest(asked, LIGHT_GROUNDS), nearest(asked, DARK_GROUNDS)
    return Worn(
        color=str(asked),
        asked=least_contrast(asked, LIGHT_GROUNDS),
        light=str(light),
        dark=str(dark),
        on_light=least_contrast(light, LIGHT_GROUNDS),
        on_dark=least_contrast(dark, DARK_GROUNDS),
    )


def ratio(figure: float) -> str:
    """A contrast in words, cut and never rounded up to the threshold: 4.497 is "4.49"."""
    return f"{int(figure * 100) / 100:.2f}"


def color_problems(color: str) -> dict[str, str]:
    """What stands against wearing a color; "" is none, and always fine."""
    if not color:
        return {}
    try:
        worn = wear(color)
    except ValueError:
        return {"color": _("Write a color as # and six digits, like #1f6f5c.")}
    if worn.readable:
        return {}
    words = _(
        "%(color)s is hard to read on our light pages: its contrast there is %(measured)s to 1, and words need "
        "%(needed)s. The nearest darker shade that can be read is %(darker)s, with %(then)s.",
        color=worn.color,
        measured=ratio(worn.asked),
        needed=READABLE,
        darker=worn.light,
        then=ratio(worn.on_light),
    )
    return {"color": words}


def one_line(text: str) -> str:
    """A name or a motto in the one form in which it is kept, without line breaks."""
    return " ".join(settled(text).split())


def name_problems(name: str) -> dict[str, str]:
    return {} if name else {"name": _("A network needs a name: it stands on every page.")}
