"""The languages of the product, read from their catalogs when somebody first speaks them."""

from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations
from io import BytesIO

from app.domain.language import ENGLISH, Language
from app.settings import ROOT

NAMES = {"en": "English", "es": "Español"}
"""Each language by its code, as it calls itself."""

CATALOGS = ROOT / "app" / "translations"


@cache
def language(code: str) -> Language:
    """The language of a code; English for any that we do not speak.

    A catalog is text and is compiled here, once a process (some 0.1 s): so no build can forget it.
    """
    if code == ENGLISH.code or code not in NAMES:
        return ENGLISH
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - memory that English pages never need
    from babel.messages.pofile import read_po  # noqa: PLC0415 - the same

    compiled = BytesIO()
    with (CATALOGS / f"{code}.po").open("rb") as catalog:
        write_mo(compiled, read_po(catalog, locale=code))
    compiled.seek(0)
    return Language(code, GNUTranslations(compiled))


def of_locale(locale: str) -> str:
    """The code of the language of a locale like "es_US"; English for any that we do not speak."""
    code = locale.replace("-", "_").split("_", 1)[0].lower()
    return code if code in NAMES else ENGLISH.code


def preferred(accepted: str) -> str:
    """The code of the first language of an Accept-Language header that we speak, by its weights; else English."""
    return next((code for code in _ranked(accepted) if code in NAMES), ENGLISH.code)


def _ranked(accepted: str) -> Iterable[str]:
    found: list[tuple[float, str]] = []
    for part in accepted[:200].split(","):
        name, _, weight = part.partition(";q=")
        try:
            rank = float(weight or 1)
        except ValueError:
            continue
        found.append((-rank, name.strip().split("-", 1)[0].lower()))
    return (name for _, name in sorted(found, key=lambda each: each[0]))
