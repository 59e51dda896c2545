"""The sentences of our scripts in another language, for a page to hand over: scripts have English in them alone.

They are found as our catalogs find them: scripts mark them with `_("...")` and `ngettext("...", "...", n)`.
"""

import json
import re
from functools import cache

from markupsafe import Markup

from app.domain.language import ENGLISH, Language, spoken_language
from app.services.languages import language
from app.web.files import FOLDER

_STRING = r'("(?:[^"\\]|\\.)*")'
_SAID = re.compile(rf"(?<![\w.])_\(\s*{_STRING}")
_COUNTED = re.compile(rf"\bngettext\(\s*{_STRING},\s*{_STRING}")


@cache
def script_sentences() -> tuple[tuple[str, ...], ...]:
    """Every sentence that a script of ours says: alone, or with what it is for several."""
    scripts = [path.read_text() for path in sorted(FOLDER.glob("*.js"))]
    found = [one for script in scripts for pattern in (_SAID, _COUNTED) for one in pattern.finditer(script)]
    return tuple(sorted({tuple(json.loads(each) for each in one.groups()) for one in found}))


def sentences() -> Markup:
    """The sayings of the language that is spoken, as JSON for a page's data block; nothing for English."""
    code = spoken_language()
    return Markup() if code == ENGLISH.code else _sayings(language(code))


@cache
def _sayings(of: Language) -> Markup:
    one, several = of.sayings.gettext, of.sayings.ngettext
    said = {
        first: [several(first, many, number) for many in more for number in (1, 2)] or one(first)
        for first, *more in script_sentences()
    }
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c"))  # noqa: S704 - so nothing in it can end the block
