"""What was measured, as lines of a table: ours, the floor, their ratio, and whether that is what we aim at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

UNITS = {"ms": 1_000.0, "s": 1.0, "/s": 1.0, "MiB": 1.0, "KB": 1.0, "": 1.0}
"""Shown figures for a unit kept: times are kept in seconds."""

VERDICTS = {None: "", True: "met", False: "missed"}


@dataclass(frozen=True, slots=True)
class Aim:
    """A ratio, or where there is none a figure, that should stay under, or over, a limit; at the limit is met.

    Aims are SQLite's, but for those that hold `anywhere`.
    """

    limit: float
    over: bool = False
    anywhere: bool = False

    def met(self, value: float) -> bool:
        return value >= self.limit if self.over else value <= self.limit


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. Times are in seconds, whatever unit they are shown in."""

    part: str
    what: str
    ours: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    aim: Aim | None = None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        return None if self.aim is None else self.aim.met(self.ours if self.ratio is None else self.ratio)

    @property
    def aimed(self) -> str:
        """The aim in words: of a ratio, or of the figure in its unit."""
        if self.aim is None or not self.aim.limit:
            return "" if self.aim is None else "none"
        sign = ">" if self.aim.over else "<"
        return f"{sign} {self.aim.limit if self.ratio is not None else self.aim.limit * UNITS[self.unit]:g}"


def against(
    part: str, what: str, ours: Sequence[float], floor: Sequence[float], unit: str, aim: Aim | None = None
) -> Line:
    """A line of rounds measured in turns: each round has a ratio of its own, and their median is the line's."""
    ratio = median(mine / least for mine, least in zip(ours, floor, strict=True))
    return Line(part, what, median(ours), unit, median(floor), ratio, aim)


def table(lines: Iterable[Line]) -> str:
    """The lines as text, in columns, under the name of their part."""
    rows = [("", "ours", "floor", "ratio", "aim", "")]
    part = ""
    for line in lines:
        if line.part != part:
            part = line.part
            rows.append((part, "", "", "", "", ""))
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        ours, floor = shown(line.ours, line.unit), "" if line.floor is None else shown(line.floor, line.unit)
        rows.append((f"  {line.what}", ours, floor, ratio, line.aimed, VERDICTS[line.met]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_row(row, widths) for row in rows)


def shown(value: float, unit: str) -> str:
    """A figure with three digits that count, as in "1.25 ms" or "2,310 /s"."""
    number = value * UNITS[unit]
    places = 0 if number >= 100 or number == int(number) else 1 if number >= 10 else 2
    return f"{number:,.{places}f} {unit}".rstrip()


def _row(row: tuple[str, ...], widths: Sequence[int]) -> str:
    first, *figures, last = row
    cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(figures, widths[1:-1], strict=True))]
    return "  ".join([*cells, last]).rstrip()
