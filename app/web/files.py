"""Our own style sheet and scripts, cached for good under an address that changes with them."""

from hashlib import sha256
from os import PathLike, stat_result

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.settings import ROOT

FOLDER = ROOT / "app" / "static"


def _build() -> str:
    made = sha256()
    for path in sorted(FOLDER.glob("*.*")):
        made.update(path.read_bytes())
    return made.hexdigest()[:12]


BUILD = _build()
"""Names this version of our files; pages ask for `/static/style.css?v=BUILD`."""


class _Kept(StaticFiles):
    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        asked_by_build = f"v={BUILD}".encode() in scope["query_string"]
        answer.headers["cache-control"] = "public, max-age=31536000, immutable" if asked_by_build else "no-cache"
        return answer


def static_files() -> StaticFiles:
    return _Kept(directory=FOLDER)
