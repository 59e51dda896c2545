"""Every sentence that is marked is found, and each saying of it holds what the sentence holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from app.services.languages import NAMES
from app.settings import ROOT
from app.web.scripts_words import script_sentences
from tests.support.sentences import kept, marked

OTHERS = sorted(set(NAMES) - {"en"})

MARKS = {"_": 1, "later": 1, "ngettext": 2, "plurals": 2}
"""What marks a sentence, and how many sentences it takes."""

VALUE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")
"""What is put into a sentence, and the tags within one."""


def ids_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def sayings_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string or ""),)


def marks_in(path: Path) -> Iterator[tuple[str, ast.expr, int]]:
    """Every sentence that a file marks, with the mark and the line."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
            yield from ((call.func.id, each, call.lineno) for each in call.args[: MARKS[call.func.id]])


def test_every_sentence_that_code_marks_is_found() -> None:
    """Not so within an f-string, which is one string to whoever looks for sentences, nor where a sentence is made."""
    found = {one for message in marked() for one in ids_of(message)}
    for path in sorted((ROOT / "app").rglob("*.py")):
        for mark, sentence, line in marks_in(path):
            where = f"{path.relative_to(ROOT)}:{line}"
            assert not isinstance(sentence, ast.JoinedStr | ast.BinOp), f"{where} is made of parts"
            if isinstance(sentence, ast.Constant):
                assert sentence.value in found, where
            else:
                assert mark == "_", f"{where} has no sentence, and may have none that `later` marks"


SAYS_TO_OPERATORS = {"assets.py", "demo", "imports", "networks.py", "people.py", "rollup_check.py"}
"""What of the services speaks on the command line alone, which is English."""

SENTENCE = re.compile(r"[A-Z].*\s.*[.?!]", re.DOTALL)


def unmarked(node: ast.AST) -> Iterator[str]:
    """Whole sentences that are neither marked nor a docstring."""
    match node:
        case ast.Call(func=ast.Name(id=mark)) if mark in MARKS:
            return
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Constant(value=str()) | ast.JoinedStr():
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            words = "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in parts)
            if SENTENCE.fullmatch(words):
                yield words
        case _:
            for child in ast.iter_child_nodes(node):
                yield from unmarked(child)


@pytest.mark.parametrize("folder", ["services", "web"])
def test_every_sentence_that_somebody_reads_is_marked(folder: str) -> None:
    """Also those that only bad input brings about, which no walk through the pages meets."""
    for path in sorted((ROOT / "app" / folder).rglob("*.py")):
        if not SAYS_TO_OPERATORS & set(path.relative_to(ROOT / "app" / folder).parts):
            assert not list(unmarked(ast.parse(path.read_text()))), path


def test_what_a_page_hands_its_scripts_is_what_they_mark() -> None:
    of_scripts = {ids_of(each) for each in marked() if any(path.endswith(".js") for path, _line in each.locations)}
    assert set(script_sentences()) == of_scripts


@pytest.mark.parametrize("code", OTHERS)
def test_every_saying_holds_the_values_and_tags_of_its_sentence(code: str) -> None:
    """Only one of a thing may be said without its number: "a change is proposed"."""
    for message in kept(code):
        for one, saying in zip(ids_of(message), sayings_of(message), strict=True) if message.id else ():
            ours, theirs = VALUE.findall(one), VALUE.findall(saying)
            if saying and not (isinstance(message.id, tuple | list) and one == message.id[0]):
                assert sorted(theirs) == sorted(ours), saying
            assert set(theirs) <= set(ours), saying


@pytest.mark.parametrize("code", OTHERS)
def test_values_can_be_put_into_every_saying_that_takes_some(code: str) -> None:
    """A percent sign of its own is two in such a saying, as in its sentence."""
    for message in kept(code):
        for one, saying in zip(ids_of(message), sayings_of(message), strict=True) if message.id else ():
            if "%(" in one or "%%" in one:
                saying % dict.fromkeys(re.findall(r"%\((\w+)\)", one), 1)


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_has_a_saying_and_no_other_has(code: str) -> None:
    said = {ids_of(message): sayings_of(message) for message in kept(code) if message.id}
    assert said.keys() == {ids_of(message) for message in marked() if message.id}
    assert [one for one, sayings in said.items() if not all(sayings)] == []
