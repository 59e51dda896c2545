"""The copy of htmx: from the CDN or from npm, only when it is what was pinned, and all of it or nothing."""

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from app import cli
from app.services import assets
from app.services.assets import CDN, FILE, NAME, PACKAGE, AssetError, HtmxScript, fetch, htmx_source

SCRIPT = b"var htmx = {};"
NOWHERE = "http://127.0.0.1:9"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def cdn_with(content: bytes, folder: Path) -> Iterator[str]:
    """A CDN that serves this for htmx."""
    path = folder / "npm" / PACKAGE / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is pinned is `SCRIPT`; there is no npm."""
    monkeypatch.setattr(assets, "INTEGRITY", assets.integrity(SCRIPT))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def install_npm(tmp_path: Path, content: bytes) -> None:
    """An npm whose `pack` gives a package with this for htmx."""
    package = tmp_path / "htmx.tgz"
    with tarfile.open(package, "w:gz") as archive:
        entry = tarfile.TarInfo(f"package/{FILE}")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f'#!/bin/sh\n[ "$1 $2" = "pack {PACKAGE}" ] && exec /bin/cp {package} "$5/"\n')
    npm.chmod(0o755)


def test_a_copy_comes_from_the_cdn(tmp_path: Path) -> None:
    with cdn_with(SCRIPT, tmp_path / "cdn") as cdn:
        assert "from the CDN and verified" in fetch(tmp_path / "fetched", cdn)
    assert (tmp_path / "fetched" / NAME).read_bytes() == SCRIPT


def test_where_the_cdn_is_filtered_it_comes_from_npm(tmp_path: Path) -> None:
    install_npm(tmp_path, SCRIPT)
    assert "from the npm package and verified" in fetch(tmp_path / "fetched", NOWHERE)
    assert (tmp_path / "fetched" / NAME).read_bytes() == SCRIPT


def test_what_is_not_what_was_pinned_is_not_kept(tmp_path: Path) -> None:
    install_npm(tmp_path, b"alert()")
    refused = pytest.raises(AssetError, match=r"so it was not kept.*so it was not kept")
    with cdn_with(b"alert()", tmp_path / "cdn") as cdn, refused:
        fetch(tmp_path / "fetched", cdn)
    assert not (tmp_path / "fetched").exists()


def test_a_cdn_that_was_tampered_with_does_not_stand_in_the_way_of_npm(tmp_path: Path) -> None:
    install_npm(tmp_path, SCRIPT)
    with cdn_with(b"alert()", tmp_path / "cdn") as cdn:
        assert "from the npm package" in fetch(tmp_path / "fetched", cdn)


def test_without_either_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"No copy of htmx .*there is no npm on this machine.* or work without it\."):
        fetch(tmp_path / "fetched", NOWHERE)


def test_an_npm_that_fails_is_said_to_have_failed(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "npm").chmod(0o755)
    with pytest.raises(AssetError, match="npm could not get it"):
        fetch(tmp_path / "fetched", NOWHERE)


def test_a_copy_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(SCRIPT)
    assert "already there" in fetch(tmp_path, NOWHERE)


def test_half_a_copy_is_replaced_by_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched" / NAME).write_bytes(SCRIPT[:4])
    with cdn_with(SCRIPT, tmp_path / "cdn") as cdn:
        fetch(tmp_path / "fetched", cdn)
    assert [path.name for path in (tmp_path / "fetched").iterdir()] == [NAME]
    assert (tmp_path / "fetched" / NAME).read_bytes() == SCRIPT


def test_pages_use_the_copy_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "fetched"
    folder.mkdir()
    (folder / NAME).write_bytes(SCRIPT)
    assert htmx_source(folder) == HtmxScript(f"/static/fetched/{NAME}", assets.INTEGRITY, crossorigin=None)


@pytest.mark.parametrize("content", [None, SCRIPT[:4]])
def test_pages_use_the_cdn_where_there_is_no_whole_copy(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / NAME).write_bytes(content)
    source = HtmxScript(f"{CDN}/npm/{PACKAGE}/{FILE}", assets.INTEGRITY, crossorigin="anonymous")
    assert htmx_source(tmp_path) == source


def test_the_command_says_what_it_did_and_fails_where_it_could_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = import_module("app.cli.assets")
    monkeypatch.setattr(command, "ASSETS", tmp_path)
    monkeypatch.setattr(command, "fetch", partial(fetch, cdn=NOWHERE))
    failed = CliRunner().invoke(cli.app, ["assets"])
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert failed.stderr.startswith("No copy of htmx")
    (tmp_path / NAME).write_bytes(SCRIPT)
    done = CliRunner().invoke(cli.app, ["assets"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "already there" in done.stdout
