"""Every page as an eye and a thumb meet it: on a phone, a tablet and a laptop, in the light and in the dark."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from app.store.engine import Database
from tests.browser.axe import barriers
from tests.browser.conftest import Open
from tests.support.cast import Cast
from tests.support.site import PAGES, make_places

SIZES = {"phone": (390, 844), "tablet": (820, 1180), "laptop": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""

SMALL = """() => [...document.querySelectorAll('button, a.btn, nav a, summary, select, textarea, input, label')]
  .filter(e => !(e.matches('label') && !e.control?.matches('[type=radio], [type=checkbox]')))
  .filter(e => !e.matches('[type=hidden], [type=radio], [type=checkbox]'))
  .filter(e => e.checkVisibility() && !e.closest('.hidden'))
  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44)
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""
"""What a thumb has to hit and is under 44 pixels high or wide."""

FAINT = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const read = (color) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)]
  const behind = (e) => {
    if (!e) return [255, 255, 255]
    const color = read(getComputedStyle(e).backgroundColor)
    return color[3] === 1 ? color : over(color, behind(e.parentElement))
  }
  const seen = (e) => e ? Number(getComputedStyle(e).opacity) * seen(e.parentElement) : 1
  const light = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const found = []
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const e = words.currentNode.parentElement
    const style = getComputedStyle(e)
    if (!words.currentNode.textContent.trim() || e.closest('.hidden, .skip, svg') || !e.checkVisibility()) continue
    if (e.closest(':disabled')) continue
    const ground = behind(e)
    const [r, g, b, a] = read(style.color)
    const ink = over([r, g, b, a * seen(e)], ground)
    const [high, low] = [light(ink), light(ground)].sort((x, y) => y - x)
    const ratio = (high + 0.05) / (low + 0.05)
    const size = parseFloat(style.fontSize)
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    if (ratio < needed) found.push(`${ratio.toFixed(2)}: ${words.currentNode.textContent.trim().slice(0, 60)}`)
    if (size < 14) found.push(`${size} px: ${words.currentNode.textContent.trim().slice(0, 60)}`)
  }
  return found
}"""
"""Words whose contrast with what is behind them is under WCAG's 4.5 (3 where they are large), or under 14 px."""


DRAWN_SMALL = """() => [...document.querySelectorAll('svg text')]
  .filter(e => e.checkVisibility() && !e.closest('details:not([open])'))
  .map(e => [parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a, e.textContent])
  .filter(([size]) => size < 14)
  .map(([size, words]) => `${size.toFixed(1)} px: ${words}`)"""
"""Words of drawings that are under 14 px once the drawing is as wide as its card."""


@pytest.fixture
def pages(open_browser: Open, database: Database, cast: Cast, scripts: str) -> Iterator[tuple[str, Page]]:
    """Every page by its name, each in the browser of its own person; a form to mend comes last."""
    places = make_places(database, cast)

    def through() -> Iterator[tuple[str, Page]]:
        browsers: dict[str, Page] = {}
        for name, (who, path) in PAGES.items():
            if who not in browsers:
                browsers[who] = open_browser(getattr(cast, who) if who else None, scripts)
            browsers[who].goto(places.path(path))
            yield name, browsers[who]
        page = browsers["jo"]
        page.goto("/log")
        page.get_by_role("button", name="Save session").click()
        expect(page.get_by_role("alert").first).to_contain_text("Not saved yet.")
        yield "a form to mend", page

    return through()


@pytest.mark.parametrize("scripts", ["htmx", "none"])
def test_every_page_fits_every_screen_can_be_tapped_and_read_and_complains_of_nothing(
    pages: Iterator[tuple[str, Page]], scripts: str
) -> None:
    found: dict[tuple[str, str], object] = {}
    for name, page in pages:
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            found[name, f"wider than a {size} by"] = page.evaluate(WIDER)
            found[name, f"drawn small on a {size}"] = page.evaluate(DRAWN_SMALL)
            if size != "laptop":
                found[name, f"small on a {size}"] = page.evaluate(SMALL)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[name, f"faint in the {scheme}"] = page.evaluate(FAINT)
            if scripts != "none":  # axe is one
                found[name, f"barred in the {scheme}"] = barriers(page)
    assert len(found) == (10 if scripts == "none" else 12) * (len(PAGES) + 1)
    assert {what: places for what, places in found.items() if places} == {}
