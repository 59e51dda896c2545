"""The rules of the house that no linter knows."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from jinja2 import StrictUndefined

from app import cli
from app.services.assets import CDN, htmx_source
from app.settings import ASSETS, ROOT
from app.web.render import environment
from tests.conftest import ClientOf

GENERATED = {".venv", ".git", ".demo", ".ruff_cache", ".mypy_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
IGNORED = {".import_linter_cache", "fetched", "bench.json"}


def sources(folder: str = ".", suffix: str = "") -> list[Path]:
    """Files of the repository, without what is made on this machine."""
    return sorted(_walk(ROOT / folder, suffix))


def _walk(folder: Path, suffix: str) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in GENERATED | IGNORED or path.name.endswith((".egg-info", ".db", ".pyc")):
            continue
        if path.is_dir():
            yield from _walk(path, suffix)
        elif path.name.endswith(suffix):
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def found(pattern: str, *paths: Path) -> list[str]:
    """Where a pattern occurs, as "file: what"."""
    return [
        f"{name(path)}: {match[0]}"
        for path in paths
        for match in re.finditer(pattern, path.read_text("utf-8", "replace"))
    ]


APP = sources("app", ".py")
TEMPLATES = sources("templates", ".html")
PAGES = [path for path in TEMPLATES if path.parent.name != "mail"]
"""Mail programs know no style sheet of ours: a mail brings its own."""


@pytest.mark.parametrize("path", APP, ids=name)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_can_be_read_at_a_glance(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 130


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles_where_nothing_may_be_undefined(path: Path) -> None:
    made = environment(htmx_source(ASSETS), "build")
    assert issubclass(made.undefined, StrictUndefined)
    assert made.get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_needs_nothing_that_the_security_policy_forbids(path: Path) -> None:
    """No script or style of its own, no handler in an attribute, and no text that is not escaped."""
    of_its_own = r"<script(?![^>]*\b(?:src=|type=.application/json))"
    forbidden = rf"<style|\sstyle=|\son[a-z]+=|{of_its_own}|javascript:|\|\s*safe\b|autoescape"
    assert found(forbidden, path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_what_htmx_enhances_is_a_link_or_of_a_form_first(path: Path) -> None:
    elements = re.findall(r"<(\w+)([^<>]*\shx-(?:get|post|put|patch|delete|boost)\b[^<>]*)>", path.read_text("utf-8"))
    for tag, attributes in elements:
        assert tag in {"a", "form", "input", "select", "button"}, f"<{tag}{attributes}>"


ALLOWED_HOSTS = {CDN.removeprefix("https://"), "127.0.0.1", "localhost", "testserver", "www.w3.org"}
ALLOWED_HOSTS |= {"schemas.openxmlformats.org"}
"""Whom the repository may speak of: the CDN of htmx, this machine, and the names of XML's namespaces."""


def test_no_other_host_is_named() -> None:
    """So no package registry is, and whoever installs uses their own."""
    named = [
        (name(path), host)
        for path in sources()
        for host in re.findall(r"https?://([\w.-]+)", path.read_text("utf-8", "replace"))
        if host not in ALLOWED_HOSTS and not host.endswith((".example", ".invalid")) and not host.isdecimal()
    ]
    assert named == []


def test_no_folder_of_anybodys_machine_is_named() -> None:
    folders = r"h[o]me/[a-z]+|U[s]ers/[A-Za-z]+|r[o]ot|w[o]rk"
    assert found(rf"(?<![\w.)}}/])/(?:{folders})/", *sources()) == []


@pytest.mark.parametrize(
    ("pattern", "homes"),
    [
        (r"exec_driver_sql", {"app/store/engine.py", "app/store/bulk.py"}),
        (r"driver_connection", {"app/store/prepared.py", "app/store/writer.py"}),
        (r"\.commit\(", {"app/store/writer.py"}),
        (r"narrowed\b(?==)", {"app/store/scope.py"}),
        (r"\bsa\.(?:select|insert|update|delete|text)\(", {"app/store"}),
        (r"\bunscoped=", {"app/store"}),
        (r"datetime\.now\(|date\.today\(", {"app/main.py", "app/cli", "app/store/tables/base.py"}),
    ],
)
def test_only_where_it_belongs_stands(pattern: str, homes: set[str]) -> None:
    """SQL for the driver itself, commits, queries, reasons to look over the walls, and the clock."""
    strangers = [path for path in APP if not any(name(path).startswith(home) for home in homes)]
    assert found(pattern, *strangers) == []
    assert found(pattern, *APP)


def test_every_exception_from_a_lint_rule_has_its_reason() -> None:
    without = r"#\s*(?:ruff:\s*)?noqa(?!: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)* - \w).*"
    assert found(without, *APP, *sources("migrations", ".py")) == []


def test_migrations_are_named_by_their_day() -> None:
    assert [
        path.name for path in sources("migrations/versions", ".py") if not re.match(r"\d{8}_[a-z_]+\.py$", path.name)
    ] == []


def requirements(lock: str) -> dict[str, str]:
    """Names and versions of a lock file; every one with its hashes."""
    entries = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / lock).read_text("utf-8").strip())
    for entry in entries:
        assert re.match(r"[\w.\[\]-]+==[^ \\]+.*\\\n    --hash=sha256:[0-9a-f]{64}", entry), entry
    return dict(entry.split(maxsplit=1)[0].split("==") for entry in entries)


def test_the_locks_hold_what_the_project_asks_for_and_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    product, development = requirements("requirements.lock"), requirements("requirements-dev.lock")
    assert {_plain(each) for each in project["dependencies"]} <= product.keys()
    assert {_plain(each) for each in project["optional-dependencies"]["dev"]} <= development.keys()
    assert {each: development.get(each) for each in product} == product


def _plain(requirement: str) -> str:
    return re.split(r"[\[;<>=~! ]", requirement)[0].lower().replace("_", "-")


def test_the_locks_name_no_address() -> None:
    locks = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
    assert found(r"(?i)://|--(?:index|extra-index|find-links)\S*", *locks) == []


def commands() -> dict[str, object]:
    group = typer.main.get_command(cli.app)
    return dict(group.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", ["README.md", "Makefile", "Dockerfile", ".ci/run"])
def test_a_document_names_commands_that_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|[`$;] ?)make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"sidebyside ([a-z]+)", text)) <= commands().keys()


def test_the_readme_tells_how_to_try_test_and_check_it() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert all(f"make {target}" in text for target in ("demo", "test", "check", "bench"))


def test_the_image_is_built_from_files_that_are_there_and_sent() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    sent = {
        line.removeprefix("!").rstrip("/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    assert copied
    assert [each for each in copied if not (ROOT / each).exists() or each not in sent] == []


def test_the_image_runs_a_command_and_asks_a_page_that_exist(client_of: ClientOf) -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    program, command, *options = json.loads(re.findall(r"^CMD (.*)$", text, re.MULTILINE)[-1])
    assert program == "sidebyside"
    accepted = {each for option in commands()[command].params for each in option.opts}  # type: ignore[attr-defined]
    assert {option for option in options if option.startswith("--")} <= accepted
    (page,) = set(re.findall(r"http://127\.0\.0\.1:8000(/\w+)", text))
    assert client_of(None).get(page).status_code == 200
