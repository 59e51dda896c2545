"""`sidebyside calibrate`: how often the test of change is wrong, and how soon it is right, by simulation."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from random import Random
from typing import Annotated

import typer

from app.cli.console import progress_bar, refuse
from app.domain.calibration import MOVED, RATES, TESTS, USUAL, YEARS, Aim, Row, aims, margin
from app.domain.calibration import calibrate as simulate

QUICK_YEARS = 400
"""For a first look, in a tenth of the time: percents are within 5 points then."""

SEED = 10
"""Of the figures in the README. Any other does as well, and gives others within the margins."""

HEADINGS = ("sessions a week", "weeks", "test", "false rising", "false easing", "in 12 weeks", "in 16", "median delay")

MEANING = f"""\
false rising, false easing: of years in which {USUAL:.0%} stayed {USUAL:.0%}, those with that verdict at any week's end.
in 12 weeks, in 16: of years in which {USUAL:.0%} became {MOVED:.0%} on the first Monday, those called rising by then.
median delay: weeks from the move until half of those years were called rising.
clustered: the sessions of one week hang together (intraclass correlation .1).
run rules, p chart: by fortnight, over last year and this; the p chart's limits are those of last year's fortnights.
A school year is 40 weeks, four of them breaks, with last year as the baseline."""


def calibrate(
    *,
    years: Annotated[int, typer.Option(min=1, help="School years to simulate of each kind.")] = YEARS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = SEED,
    rate: Annotated[list[float] | None, typer.Option(help="Sessions a week; may be repeated.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help=f"{QUICK_YEARS} years of each kind, for a first look.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
) -> None:
    """Simulate school years, and say how often each test of change is wrong and how soon it is right."""
    rates = tuple(rate or RATES)
    rows: list[Row] = []
    try:
        found = simulate(Random(seed), QUICK_YEARS if quick else years, rates=rates)  # noqa: S311 - a simulation, not a secret
        with progress_bar("Simulating", 2 * len(rates) * len(TESTS)) as forward:
            for row in found:
                rows.append(row)
                forward(1)
    except ValueError as error:
        refuse(str(error))
    typer.echo(_written(rows, seed) if as_json else _told(rows, seed))


def _written(rows: Sequence[Row], seed: int) -> str:
    figures = {
        "usual": USUAL,
        "moved": MOVED,
        "seed": seed,
        "rows": [asdict(row) for row in rows],
        "aims": [asdict(aim) for aim in aims(rows)],
    }
    return json.dumps(figures, indent=2)


def _told(rows: Sequence[Row], seed: int) -> str:
    years = rows[0].years
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
    sure = f"{years:,} years of each kind, seed {seed}: 50% is within {margin(0.5, years) * 100:.1f} points, "
    sure += f"5% within {margin(0.05, years) * 100:.1f}, in 19 of 20 runs."
    return "\n".join([*lines, "", MEANING, sure, *_silences(rows), "", *map(_aim, aims(rows))]).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    shares = (row.false_rising, row.false_easing, row.soon, row.later)
    delay = "over 40 weeks" if row.delay is None else f"{row.delay:g} weeks"
    return f"{row.rate:g}", _kind(row), row.test, *map(_percent, shares), delay


def _kind(row: Row) -> str:
    return "clustered" if row.rho else "independent"


def _silences(rows: Sequence[Row]) -> list[str]:
    return [
        f"{row.test} at {row.rate:g} a week, {_kind(row)}: too little to judge {_percent(row.silent)} of the years by."
        for row in rows
        if row.silent
    ]


def _aim(aim: Aim) -> str:
    close = " (closer to the limit than so many years can tell)" if aim.close else ""
    return f"{aim.words}: {_percent(aim.found)}, {'met' if aim.met else 'missed'}{close}."


def _percent(share: float) -> str:
    return f"{share:.1%}"
