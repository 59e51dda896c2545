"""`sidebyside calibrate`: a table in words, the same as JSON, and no database."""

import json
from importlib import import_module

import pytest
from typer.testing import CliRunner, Result

from app.cli import app


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SBS_DATABASE_URL", raising=False)


def calibrate(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["calibrate", *arguments], catch_exceptions=False)


def test_every_test_has_a_line_for_each_rate_and_kind_of_week_and_the_aims_are_judged() -> None:
    result = calibrate("--years", "25", "--rate", "3", "--rate", "6")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    starts = [line.split()[:2] for line in lines[1:13]]
    assert starts == [[rate, kind] for rate in ("3", "6") for kind in ("independent", "clustered") for _ in range(3)]
    assert "25 years of each kind, seed 10" in result.stdout
    assert sum("met" in line or "missed" in line for line in lines if line.startswith("At ")) == 4
    for heading in ("false rising", "in 12 weeks", "median delay", "clustered:"):
        assert heading in result.stdout


def test_the_same_figures_come_as_json() -> None:
    asked = ("--years", "20", "--rate", "3", "--seed", "4", "--json")
    result = calibrate(*asked)
    written = json.loads(result.stdout)
    assert (written["seed"], written["usual"], written["moved"]) == (4, 0.3, 0.55)
    assert [row["test"] for row in written["rows"]] == ["our test", "run rules", "p chart"] * 2
    assert {row["years"] for row in written["rows"]} == {20}
    assert all(set(aim) == {"words", "found", "met", "close"} for aim in written["aims"])
    assert calibrate(*asked).stdout == result.stdout


def test_quick_is_400_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("app.cli.calibrate"), "QUICK_YEARS", 5)
    written = json.loads(calibrate("--quick", "--rate", "3", "--json").stdout)
    assert {row["years"] for row in written["rows"]} == {5}


def test_a_test_that_had_too_little_to_judge_by_says_how_often() -> None:
    result = calibrate("--years", "5", "--rate", "0.01")
    assert "our test at 0.01 a week, independent: too little to judge 100.0% of the years by." in result.stdout
    assert "over 40 weeks" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--rate", "11"), "Sessions a week are above 0 and 10 at most, not 11."),
        (("--rate", "0"), "Sessions a week are above 0 and 10 at most, not 0."),
        (("--rate", "nan"), "Sessions a week are above 0 and 10 at most, not nan."),
    ],
)
def test_a_rate_that_cannot_be_is_refused_in_a_line(arguments: tuple[str, ...], reason: str) -> None:
    result = calibrate(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{reason}\n")


def test_no_years_are_refused() -> None:
    result = calibrate("--years", "0")
    assert result.exit_code == 2
    assert result.stdout == ""
