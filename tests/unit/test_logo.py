"""A logo is drawn anew: whatever was uploaded, a small picture is kept, or a sentence says why not."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from app.domain.errors import InvalidError
from app.services.logo import MOST_BYTES, Logo, redraw
from tests.support.wearing import picture


def opened(logo: Logo) -> Image.Image:
    found = Image.open(BytesIO(logo.png))
    found.load()
    return found


def refused(data: bytes) -> str:
    with pytest.raises(InvalidError) as refusal:
        redraw(data)
    assert refusal.value.errors.keys() == {"logo"}
    return refusal.value.errors["logo"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "kept"), [((300, 100), (300, 100)), ((1600, 400), (400, 100)), ((500, 1000), (80, 160)), ((1, 1), (1, 1))]
)
def test_a_picture_is_kept_as_a_png_that_is_no_larger_than_it_need_be(
    kind: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    logo = redraw(picture(kind, size))
    assert (logo.width, logo.height) == opened(logo).size == kept
    assert opened(logo).format == "PNG"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_a_picture_of_any_kind_of_color_is_taken(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (60, 30)).save(made, "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG")
    assert redraw(made.getvalue()).width == 60


def test_nothing_but_the_picture_is_kept() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Jo Park of Alder")
    exif = Image.Exif()
    exif[0x010E] = "Taken at Alder"
    for data in (picture(pnginfo=info), picture("JPEG", exif=exif, comment="Alder"), picture("WEBP", exif=exif)):
        png = redraw(data).png
        assert b"Alder" in data
        assert b"Alder" not in png
        chunks = {png[place + 4 : place + 8] for place in _chunks(png)}
        assert chunks == {b"IHDR", b"IDAT", b"IEND"}


def _chunks(png: bytes) -> list[int]:
    found, place = [], 8
    while place < len(png):
        found.append(place)
        place += 12 + struct.unpack(">I", png[place : place + 4])[0]
    return found


def test_a_photograph_that_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert redraw(picture("JPEG", (100, 60), exif=exif)).height == 100


def test_of_what_moves_the_first_picture_is_kept() -> None:
    frames = [Image.new("RGB", (40, 20), color) for color in ("#ff0000", "#0000ff")]
    for kind in ("PNG", "WEBP"):
        made = BytesIO()
        frames[0].save(made, kind, save_all=True, append_images=frames[1:], lossless=True)
        found = opened(redraw(made.getvalue()))
        assert found.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
        assert getattr(found, "n_frames", 1) == 1


def test_the_mark_is_the_pictures_own() -> None:
    assert redraw(picture()).mark == redraw(picture()).mark != redraw(picture(color="#ffffff")).mark
    assert len(redraw(picture()).mark) == 16


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(4_000, 2_501), (5_000, 5_000), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_never_unpacked(size: tuple[int, int]) -> None:
    assert "10 million pixels" in refused(claiming(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='x' onload='alert(1)'/>",
        b"%PDF-1.7",
        picture()[:60],
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n",
        claiming(10, 10)[:-20],
        "\ud800".encode("utf-8", "surrogatepass"),
        b"\0",
    ],
    ids=lambda data: repr(data[:8]),
)
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    assert "PNG, JPEG or WebP" in refused(data)


def test_no_file_and_one_that_is_too_large_are_told_so() -> None:
    assert "Choose a file" in refused(b"")
    assert "2 MB" in refused(b"\0" * (MOST_BYTES + 1))


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=200), cut=st.integers(0, 120))
def test_a_broken_file_is_refused_or_taken_and_breaks_nothing(data: bytes, cut: int) -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        with suppress(InvalidError):
            assert redraw(picture(kind, (20, 10))[:cut] + data).png
