"""How a file was written: as its first bytes say, else in UTF-8 if all of it is, else in Excel's Windows-1252."""

import codecs
from pathlib import Path

from app.domain.errors import DomainError

BLOCK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class UnreadableError(DomainError):
    """A file that cannot be read as a whole; in words."""


def encoding_of(path: Path) -> str:
    """The name of the file's encoding, for `open`.

    Raises:
        UnreadableError: it cannot be opened, is empty, or a workbook and not text.
    """
    try:
        return _encoding_of(path)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise UnreadableError(message) from error


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
        if not start:
            message = f"{path.name} is empty."
            raise UnreadableError(message)
        if start.startswith(_WORKBOOKS):
            message = f"{path.name} is a workbook. Save its sheet as CSV (in Excel: “CSV UTF-8”), and import that."
            raise UnreadableError(message)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def errors_of(encoding: str) -> str:
    """How to read on where a byte means nothing: as a character that is no text, so that its row is found out."""
    return "replace" if encoding in {"utf-16", "utf-32"} else "surrogateescape"
