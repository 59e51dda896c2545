"""Pages as a browser reads them: a tree of elements, and what a form would send as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

DRAWN = frozenset({"circle", "line", "path", "polygon", "polyline", "rect", "use"})
"""Parts of a drawing close themselves."""


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """Every element below this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, *tags: str, **attributes: str) -> list["Element"]:
        """Those of these tags (or all) that have these values; `id_` means `id`, and `aria_label` `aria-label`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self
            if (not tags or each.tag in tags)
            and all(name in each and each[name] == value for name, value in wanted.items())
        ]

    def one(self, *tags: str, **attributes: str) -> "Element":
        found = self.all(*tags, **attributes)
        assert len(found) == 1, f"{len(found)} of {tags} {attributes}"
        return found[0]

    def inside(self, tag: str) -> "Element | None":
        """The nearest element of this tag around it."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around

    @property
    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self) -> str:
        """Its words, as one line."""
        return " ".join(self.raw.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("document")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says an attribute twice: {names}"
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | DRAWN, f"<{tag}/> cannot close itself"
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Element:
    """The tree of a page or a fragment.

    Raises:
        AssertionError: a tag that is not closed, or closes another.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root


def page_of(answer: httpx2.Response, status: int = 200) -> Element:
    """The page of an answer that has this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:2000]}"
    return read(answer.text)


def notice(page: Element) -> str:
    """What the page says at its top, to whoever has to know at once."""
    return page.one("main").one("p", role="alert").text


def sent_by(form: Element) -> dict[str, list[str]]:
    """What a browser sends when nothing is touched and the form's button is pressed."""
    sent: dict[str, list[str]] = {}
    for control in form.all("input", "select", "textarea"):
        if control.get("type") in {"radio", "checkbox"} and "checked" not in control:
            continue
        value = control.raw.removeprefix("\n") if control.tag == "textarea" else control.get("value")
        if control.tag == "select":
            options = control.all("option")
            value = next((option["value"] for option in options if "selected" in option), options[0]["value"])
        sent.setdefault(control["name"], []).append(value)
    return sent


def told_by(form: Element) -> dict[str, list[str]]:
    """What of that says something, in a fixed order, apart from whose form it is."""
    filled = {name: sorted(filter(None, values)) for name, values in sent_by(form).items() if name != "account"}
    return {name: values for name, values in filled.items() if values}


def chosen(page: Element, name: str) -> list[str]:
    """The values that are ticked, tapped or typed under a field's name."""
    form = page.one("form", id="log") if page.all("form", id="log") else page
    return [value for value in sent_by(form).get(name, []) if value]


def errors_of(page: Element) -> dict[str, str]:
    """The sentences that stand by their fields, by the field's name."""
    return {each["id"].removesuffix("-error"): each.text for each in page.all("p") if each.get("id").endswith("-error")}
