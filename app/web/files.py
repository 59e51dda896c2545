"""Our own style sheet and scripts, cached for good under an address that changes with them."""

import re
from hashlib import sha256
from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.settings import ROOT

FOLDER = ROOT / "app" / "static"


def _build() -> str:
    """A tablet keeps the form, too, under this name: so it changes with the templates and their sayings as well."""
    made = sha256()
    templates, sayings = (ROOT / "templates").rglob("*.html"), (ROOT / "app" / "translations").glob("*.po")
    for path in sorted([*FOLDER.glob("*.*"), *templates, *sayings]):
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


BUILD = _build()
"""Names this version of our files; pages ask for `/static/BUILD/style.css`, and so scripts find each other there."""

_A_BUILD = re.compile(r"^[0-9a-f]{12}/")


class _Kept(StaticFiles):
    def get_path(self, scope: Scope) -> str:
        """The file, whatever build is named before it: a page of an older one finds what there is now."""
        return _A_BUILD.sub("", super().get_path(scope))

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        asked_by_build = f"/{BUILD}/" in scope["path"]
        answer.headers["cache-control"] = "public, max-age=31536000, immutable" if asked_by_build else "no-cache"
        return answer


def static_files() -> StaticFiles:
    return _Kept(directory=FOLDER)
