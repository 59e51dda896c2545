"""htmx, pinned: from its CDN, or from a verified copy of our own where a school's network filters CDNs."""

import shutil
import subprocess
import tarfile
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from hashlib import sha384
from http.client import HTTPException
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from urllib.request import urlopen

VERSION = "2.0.11"
INTEGRITY = "sha384-2OatzQy1H+Zd/IIrjr1TcuDGqLXeHhbooAyJY1KdQMKnr4LZ22k31GBLdYKHmVjg"
"""Of `dist/htmx.min.js` in the npm package of `VERSION`, which is what the CDN serves; the two change together."""

CDN = "https://cdn.jsdelivr.net"
PACKAGE = f"htmx.org@{VERSION}"
FILE = "dist/htmx.min.js"
NAME = f"htmx-{VERSION}.min.js"

PATIENCE_SECONDS = 20
"""How long a source may take. A filter that swallows packets must not hold up the first start for minutes."""


class AssetError(Exception):
    """Why there is no copy, in words for the person who asked for one."""


@dataclass(frozen=True, slots=True)
class HtmxScript:
    """The attributes of the one script tag that loads htmx."""

    src: str
    integrity: str
    crossorigin: str | None


def htmx_source(folder: Path, cdn: str = CDN) -> HtmxScript:
    """Our own copy where `folder` holds a whole one, else the CDN's; asked once, when the server starts."""
    if _holds(folder):
        return HtmxScript(f"/static/{folder.name}/{NAME}", INTEGRITY, crossorigin=None)
    return HtmxScript(f"{cdn}/npm/{PACKAGE}/{FILE}", INTEGRITY, crossorigin="anonymous")


def fetch(folder: Path, cdn: str = CDN) -> str:
    """Put a verified copy into `folder`, from the CDN or else from the npm package; what was done, in words.

    Raises:
        AssetError: neither gave the file whose hash is pinned.
    """
    if _holds(folder):
        return f"htmx {VERSION} is already there."
    missed: list[str] = []
    for name, get in (("the CDN", partial(_from_cdn, cdn)), ("the npm package", _from_npm)):
        try:
            content = get()
        except AssetError as error:
            missed.append(f"{name}: {error}")
            continue
        if integrity(content) == INTEGRITY:
            _keep(folder, content)
            return f"htmx {VERSION} fetched from {name} and verified."
        missed.append(f"{name}: what came is not htmx {VERSION}, so it was not kept")
    msg = f"No copy of htmx {VERSION} could be had ({'; '.join(missed)}). Pages load it from {cdn}, or work without it."
    raise AssetError(msg)


def _from_cdn(cdn: str) -> bytes:
    try:
        with urlopen(f"{cdn}/npm/{PACKAGE}/{FILE}", timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own address
            content: bytes = answer.read()
    except (OSError, HTTPException) as error:
        raise AssetError(str(error)) from error
    return content


def _from_npm() -> bytes:
    npm = shutil.which("npm")
    if npm is None:
        msg = "there is no npm on this machine"
        raise AssetError(msg)
    with TemporaryDirectory() as folder:
        pack = [npm, "pack", PACKAGE, "--silent", "--pack-destination", folder]
        try:
            subprocess.run(pack, check=True, capture_output=True, timeout=PATIENCE_SECONDS, cwd=folder)  # noqa: S603 - constants
            (package,) = Path(folder).iterdir()
            with tarfile.open(package) as archive, archive.extractfile(f"package/{FILE}") as file:  # type: ignore[union-attr]
                return file.read()
        except (subprocess.SubprocessError, OSError, ValueError, KeyError, tarfile.TarError) as error:
            msg = "npm could not get it"
            raise AssetError(msg) from error


def _keep(folder: Path, content: bytes) -> None:
    """All of it or nothing: a server that starts meanwhile never sees half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    path = Path(file.name)
    path.chmod(0o644)
    path.replace(folder / NAME)


def _holds(folder: Path) -> bool:
    path = folder / NAME
    return path.is_file() and integrity(path.read_bytes()) == INTEGRITY


def integrity(content: bytes) -> str:
    return f"sha384-{b64encode(sha384(content).digest()).decode()}"
