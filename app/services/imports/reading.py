"""A spreadsheet saved as CSV, read however it was saved: any usual encoding and delimiter, columns in any order.

Which line holds the headings, and what separates the cells, is settled by where the headings are understood. So a
title above the table or Excel's "sep=;" does no harm. Every pass over the file streams it.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.services.imports.encodings import UnreadableError, encoding_of, errors_of
from app.services.imports.folding import fold, quote

DELIMITERS = (",", ";", "\t", "|")

ENDLESS = csv.field_size_limit()
"""Characters after which a cell is given up."""

PREAMBLE = 20
"""Rows among which the headings are looked for: lists of the federal government have up to six above them."""

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and bytes to which the encoding gives no meaning. Tabs and line breaks are at home in a cell."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_A_WORD = re.compile(r"[^a-z0-9#]+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading stands for; `hint` is what it says of its cells, as "hours"."""

    field: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by field, trimmed; `line` is where it begins in the file, and `problem` why it cannot be read."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file whose headings are understood. `columns` are by place; `ignored` are headings that mean nothing here."""

    path: Path
    encoding: str
    delimiter: str
    above: int  # rows above the headings
    width: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]

    def hint(self, field: str) -> str:
        return next((column.hint for column in self.columns.values() if column.field == field), "")

    def rows(self) -> Iterator[Row]:
        """Every row that holds anything, in the file's order.

        Raises:
            UnreadableError: the rest of the file cannot be told apart into rows.
        """
        for line, cells in islice(_records(self.path, self.encoding, self.delimiter), self.above + 1, None):
            if isinstance(cells, str):
                yield Row(line, {}, cells)
            elif any(cell and not cell.isspace() for cell in cells):
                yield self._row(line, cells)

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        if _UNREADABLE.search("\t".join(cells)):
            return Row(
                line, {}, "it holds characters that are not text: type the cell anew, or save the file as UTF-8."
            )
        if any(cell and not cell.isspace() for cell in cells[self.width :]):
            return Row(line, {}, "it has more cells than there are headings: is a cell without its quotation marks?")
        present = len(cells)
        return Row(line, {column.field: cells[at].strip() for at, column in self.columns.items() if at < present})


def open_sheet(path: Path, headings: Mapping[str, Column], required: Mapping[str, str]) -> Sheet:
    """Find the headings of a file.

    Args:
        path: a file that can be read more than once.
        headings: what each heading stands for, as `heading` writes it.
        required: fields without which the file is of no use, and the word for each.

    Raises:
        UnreadableError: it is no CSV file, or a heading is missing or there twice; in words.
    """
    encoding = encoding_of(path)
    sheets = [_best(path, encoding, delimiter, headings) for delimiter in DELIMITERS]
    sheet = max(sheets, key=lambda each: len({column.field for column in each.columns.values()}))
    counts = Counter(column.field for column in sheet.columns.values())
    if missing := [word for field, word in required.items() if field not in counts]:
        seen = ", ".join(quote(each) for each in sheet.ignored[:12]) or "none"
        known = f"Its other headings are {seen}." if counts else f"Its first headings are {seen}."
        message = f"{path.name} has no column for the {', the '.join(missing)}. {known}"
        raise UnreadableError(message)
    for field, count in counts.items():
        if count > 1:
            message = f"{path.name} has {count} columns for the {required.get(field, field)}. Leave one of them."
            raise UnreadableError(message)
    return sheet


def heading(text: str) -> str:
    """One form of a heading for comparing: “Who did the work?” is "who did the work"."""
    return " ".join(_NOT_A_WORD.sub(" ", fold(text)).split())


def _best(path: Path, encoding: str, delimiter: str, headings: Mapping[str, Column]) -> Sheet:
    """The row near the top in which the most headings are understood, the first of several."""
    found = Sheet(path, encoding, delimiter, 0, 0, {}, ())
    for above, (_, cells) in enumerate(_first_records(path, encoding, delimiter)):
        words = [] if isinstance(cells, str) else [cell.strip() for cell in cells]
        known = {at: column for at, word in enumerate(words) if (column := _column(word, headings))}
        if len(known) > max(len(found.columns), 1) or not found.width:
            ignored = tuple(word for at, word in enumerate(words) if word and at not in known)
            found = Sheet(path, encoding, delimiter, above, len(words), known, ignored)
    return found


def _first_records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    with suppress(UnreadableError):  # by another delimiter perhaps
        yield from islice(_records(path, encoding, delimiter), PREAMBLE)


def _column(word: str, headings: Mapping[str, Column]) -> Column | None:
    return headings.get(heading(word)) or headings.get(heading(_ASIDE.sub(" ", word)))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the line where it begins: its cells, or why they cannot be told apart."""
    with path.open(encoding=encoding, errors=errors_of(encoding), newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                record: list[str] | str = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "expected after" not in str(error):  # the file ended within a cell, or the cell has no end in sight
                    or_long = "" if "end of data" in str(error) else f", or a cell has over {ENDLESS:,} characters"
                    message = f"line {line}: a quotation mark is opened and not closed{or_long}: the rest is lost."
                    raise UnreadableError(message) from error
                record = "a quotation mark within a cell has to be doubled, and the cell to stand in quotation marks."
            yield line, record
