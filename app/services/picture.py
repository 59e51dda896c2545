"""A picture drawn anew. Only `logo` imports this, when one is uploaded: the library takes a tenth of a second."""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 10_000_000
"""About 4,000 by 2,500. A file of a few kilobytes can claim a billion, and would take all memory to unpack."""

FORMATS = ("PNG", "JPEG", "WEBP")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class UnreadableError(Exception):
    """It is no picture of these formats, or a broken one."""


class TooManyPixelsError(Exception):
    """It is one, and too large to unpack."""


def drawn_anew(data: bytes, most: tuple[int, int]) -> tuple[bytes, int, int]:
    """A picture's first frame, upright and no larger than `most`, as a PNG with nothing around it; and its size.

    Raises:
        UnreadableError: nothing that can be read.
        TooManyPixelsError: over `MOST_PIXELS`.
    """
    try:
        return _drawn(data, most)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixelsError from error
    except TooManyPixelsError:
        raise
    except Exception as error:  # a file that is made to break readers breaks them in many ways
        raise UnreadableError from error


def _drawn(data: bytes, most: tuple[int, int]) -> tuple[bytes, int, int]:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # what prints PDFs sets it, and half a logo would be taken for a whole one
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixelsError
        opened.draft("RGB", most)  # a JPEG is unpacked no larger than it has to be
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail(most, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    kept = BytesIO()
    clean.save(kept, "PNG", optimize=True)
    return kept.getvalue(), clean.width, clean.height
