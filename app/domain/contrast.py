"""Colors that can be read: contrast as the Web Content Accessibility Guidelines measure it, and what passes nearby.

Source: WCAG 2.2, W3C Recommendation, definitions of "relative luminance" and "contrast ratio" and success criterion
1.4.3. The threshold between the two branches of the sRGB curve is that of IEC 61966-2-1, .04045; WCAG's text long said
.03928, and no color of 8 bits a channel falls between the two.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, Self

READABLE = 4.5
"""Success criterion 1.4.3 (AA) for text of ordinary size. #767676 on white has 4.54 and passes, #777777 has 4.48."""

LIGHT_GROUNDS = ("#ffffff", "#f7f5f0")
DARK_GROUNDS = ("#1b211f", "#121614")
"""What words stand on by day and by night: --card and --paper of the style sheet. A test holds them together."""

STEPS = 255
"""From a color to black or to white in steps of about one of a channel's 255."""

_HEX = re.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")


class Color(NamedTuple):
    """A color of the web: three channels from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> Self:
        """A color as a form sends it, "#1f6f5c" in either case.

        Raises:
            ValueError: anything else, names and short forms too.
        """
        found = _HEX.fullmatch(text.lower())
        if found is None:
            raise ValueError(text)
        return cls(*(int(channel, 16) for channel in found.groups()))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 of black, 1 of white."""
        red, green, blue = (_linear(channel / 255) for channel in self)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def toward(self, other: Self, steps: int) -> "Color":
        """This color, so many of `STEPS` steps on the way to another."""
        mixed = (mine + (theirs - mine) * steps / STEPS for mine, theirs in zip(self, other, strict=True))
        return Color(*map(round, mixed))


BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the sRGB curve


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colors, from 1 (the same) to 21 (black and white), in either order."""
    high, low = sorted((one.luminance, other.luminance), reverse=True)
    return (high + 0.05) / (low + 0.05)


def least_contrast(color: Color, grounds: Sequence[str]) -> float:
    """The contrast with that of several grounds from which it stands out the least."""
    return min(contrast(color, Color.read(ground)) for ground in grounds)


def nearest(color: Color, grounds: Sequence[str]) -> Color:
    """The color itself where it can be read on all grounds, else the nearest that can on its way to black, or to white.

    It is darkened where the grounds are light, and lightened where they are dark. #e0a100 (2.1 on #f7f5f0) becomes
    #936900 for the light pages; for the dark ones it stays as it is.

    Args:
        color: any.
        grounds: light ones or dark ones. No color can be read on both: on white it has to be darker than any that can
            be read on #1b211f, where 4.04 on both is the most there is.

    Raises:
        ValueError: not even black or white can be read on them all.
    """
    end = max((BLACK, WHITE), key=lambda each: least_contrast(each, grounds))
    for steps in range(STEPS + 1):
        found = color.toward(end, steps)
        if least_contrast(found, grounds) >= READABLE:
            return found
    message = f"nothing can be read on all of {', '.join(grounds)}"
    raise ValueError(message)
