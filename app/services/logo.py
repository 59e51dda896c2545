"""A logo as it may be kept: drawn anew from what was uploaded, so that nothing but its picture stays."""

from dataclasses import dataclass
from hashlib import sha256

from app.domain.errors import InvalidError
from app.domain.language import _

MOST_BYTES = 2_000_000
"""Of an upload: ten times what a logo takes, and a photograph of a sign is still refused in words."""

SIZE = (400, 160)
"""Twice what the bar shows and more, for sharp screens."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG and its size; `mark` is a hash of it, by which addresses name it."""

    png: bytes
    width: int
    height: int
    mark: str


def redraw(data: bytes) -> Logo:
    """Make a logo of an upload: its first frame, upright, no larger than `SIZE`, as a PNG without anything around it.

    Args:
        data: a file as it was sent, whatever it is.

    Raises:
        InvalidError: it is no picture that can be taken; under "logo", in words.
    """
    if not data:
        raise InvalidError({"logo": _("Choose a file first.")})
    if len(data) > MOST_BYTES:
        raise InvalidError({"logo": _("This file is over 2 MB. A logo needs less: choose a smaller one.")})
    from app.services.picture import (  # noqa: PLC0415 - a library that most servers' days never need
        TooManyPixelsError,
        UnreadableError,
        drawn_anew,
    )

    try:
        png, width, height = drawn_anew(data, SIZE)
    except TooManyPixelsError as error:
        words = _("This picture has over 10 million pixels. A logo needs far fewer: choose a smaller one.")
        raise InvalidError({"logo": words}) from error
    except UnreadableError as error:
        words = _("This is not a picture that we can read. A logo is a PNG, JPEG or WebP file.")
        raise InvalidError({"logo": words}) from error
    return Logo(png, width, height, sha256(png).hexdigest()[:16])
