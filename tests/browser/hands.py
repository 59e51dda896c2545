"""Hands on a tablet: what is tapped is what is seen."""

from time import monotonic

from playwright.sync_api import Locator, Page


class Thumb:
    """Taps, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.began = monotonic()

    def tap(self, place: Locator) -> None:
        place.tap()
        self.taps += 1

    def chip(self, legend: str, words: str) -> None:
        """Tap what carries these words in the group of this name."""
        self.tap(group(self.page, legend).locator("label:visible:not(.led)", has_text=words))

    def press(self, words: str) -> None:
        self.tap(self.page.get_by_role("button", name=words))

    def unfold(self, words: str) -> None:
        self.tap(self.page.locator("summary", has_text=words))

    def log_with_rosa(self, *, school: str = "") -> None:
        """The shortest honest log: 45 minutes of budget with Rosa, who led, as planned."""
        if school:
            self.chip("School", school)
        self.chip("Who did the work?", "With the school")
        self.chip("Who led?", "They led")
        self.chip("Area", "Budget development")
        self.chip("Who took part", "Rosa Alvarez")
        self.chip("Was it planned?", "Part of the plan")
        self.press("Save session")

    def __str__(self) -> str:
        return f"{self.taps} taps, {monotonic() - self.began:.1f} s"


def group(page: Page, legend: str) -> Locator:
    return page.get_by_role("group", name=legend)


def chosen(page: Page, name: str) -> list[str]:
    """The values ticked or tapped under a field's name."""
    values: list[str] = page.locator(f'[name="{name}"]:checked').evaluate_all("each => each.map(e => e.value)")
    return values
