"""What axe finds on a page that keeps somebody out, by WCAG 2.2 at level AA."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

LEVEL_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

_axe = Axe()


def barriers(page: Page) -> list[str]:
    """Each rule that is broken, with the first place where it is; empty when axe finds nothing."""
    found = _axe.run(page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": LEVEL_AA}})
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]
