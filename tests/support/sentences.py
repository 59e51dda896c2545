"""The sentences of the product: those that its code, templates and scripts mark, and what each catalog has for them.

`python -m tests.support.sentences` brings the catalogs up to date: new sentences come in empty, gone ones go.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from app.services.languages import CATALOGS
from app.settings import ROOT

KEYWORDS: dict[str, Any] = {"_": None, "later": None, "ngettext": (1, 2), "plurals": (1, 2), "gettext": None}
HEADER = """msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""What a catalog begins with: no dates and no names, so that it changes only with its sentences."""

WHERE = (("app", "*.py", "python"), ("app/static", "*.js", "javascript"), ("templates", "*", "jinja2"))


def marked() -> Catalog:
    """Every sentence that is marked, with the files that say it."""
    found = Catalog(fuzzy=False)
    for path, method in _files():
        options = {"trimmed": "true"} if method == "jinja2" else {}
        kind = "jinja2.ext:babel_extract" if method == "jinja2" else method
        for _, message, _, context in extract(kind, BytesIO(path.read_bytes()), KEYWORDS, options=options):
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def kept(code: str) -> Catalog:
    """What the catalog of a language has."""
    with (CATALOGS / f"{code}.po").open("rb") as catalog:
        return read_po(catalog, locale=code)


def update(code: str) -> Catalog:
    """Bring a language's catalog up to date with the sentences that are marked; what it has now."""
    catalog = kept(code) if (CATALOGS / f"{code}.po").exists() else Catalog(locale=code, fuzzy=False)
    catalog.update(marked(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    keep(code, catalog)
    return catalog


def keep(code: str, catalog: Catalog) -> None:
    (CATALOGS / f"{code}.po").write_bytes(written(code, catalog))


def written(code: str, catalog: Catalog) -> bytes:
    """A catalog as its file has it."""
    made = BytesIO()
    write_po(made, catalog, width=110, no_location=True, sort_output=True, omit_header=True)
    return HEADER.format(code=code).encode() + made.getvalue()


def _files() -> Iterator[tuple[Path, str]]:
    for folder, pattern, method in WHERE:
        for path in sorted((ROOT / folder).rglob(pattern)):
            if path.is_file() and "fetched" not in path.parts:
                yield path, method


if __name__ == "__main__":
    update("es")
