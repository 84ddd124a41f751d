"""What the language of Excel decides when another program writes in a cell or asks for a format.

pywin32 calls with the settings of the user, so a text in ``Range.Value`` is read and a format code is written
as that user types it: in Dutch ``1,5`` is a number, ``#N/B`` an error and ``#.##0,00`` a format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ERROR_NUMBERS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
"""Excel's numbers (XlCVError) by the English text."""
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_CURRENCY = re.compile(r"[€$£¥]")
_CALLED = re.compile(r"(?<![\w.])([A-Z][A-Z0-9._]*)\(")
_ENGLISH = frozenset(
    (
        *(
            "ABS",
            "AND",
            "COUNT",
            "COUNTA",
            "COUNTIFS",
            "FIXED",
            "HYPERLINK",
            "IF",
            "IFERROR",
            "INDEX",
            "ISNUMBER",
            "LEFT",
        ),
        *("LEN", "MATCH", "MAX", "MIN", "N", "NA", "NOT", "OR", "ROUND", "SUBSTITUTE", "SUBTOTAL", "SUM"),
        *("TEXT", "TRIM"),
    )
)
LONGEST_LITERAL = 255
"""Characters of a text between quotes in a formula."""
_LITERAL = re.compile(r"'(?:[^']|'')*'|" + r'"((?:[^"]|"")*)"')
_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')


@dataclass(frozen=True)
class ExcelError:
    """An error value in a cell, by its English text."""

    text: str

    @property
    def over_com(self) -> int:
        return ERROR_NUMBERS[self.text] - 2146828288


@dataclass(frozen=True)
class Language:
    """One language of Excel with the settings of Windows that go with it."""

    name: str
    decimal: str
    thousands: str
    yes: str
    no: str
    errors: tuple[str, ...]
    letters: tuple[str, str, str]
    general: str
    column: str

    def error(self, text: str) -> ExcelError | None:
        """Return the error that Excel makes of a text, None when it makes none."""
        names = dict(zip(self.errors, ERROR_NUMBERS, strict=True))
        return ExcelError(names[text.upper()]) if text.upper() in names else None

    def local_format(self, code: str) -> str:
        """Return a format code of a file as this Excel shows it."""
        if code == "General":
            return self.general
        swap = {",": self.thousands, ".": self.decimal}
        if is_date(code):
            swap |= dict(zip("ymd", self.letters, strict=True))
        parts = re.split(f"({_QUOTED.pattern})", code)
        return "".join(
            part if at % 2 else "".join(swap.get(mark, mark) for mark in part)
            for at, part in enumerate(parts)
        )

    def typed(self, text: str) -> object:
        """Return what Excel makes of a text that is written into a cell of the format General."""
        if text[:1] in {"=", "+", "-", "@"} and len(text) > 1:
            return Formula(text)
        if text.upper() in {self.yes, self.no}:
            return text.upper() == self.yes
        if (error := self.error(text)) is not None:
            return error
        number = text.strip().replace(self.thousands, "").replace(self.decimal, ".")
        if re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?%?", number):
            return float(number.rstrip("%")) / (100 if number.endswith("%") else 1)
        if re.fullmatch(r"\s*\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?\s*", text):
            return 45000.0  # some day
        return text


@dataclass(frozen=True)
class Formula:
    """A text of which Excel makes a formula."""

    text: str


DUTCH = Language(
    "nl",
    ",",
    ".",
    "WAAR",
    "ONWAAR",
    ("#LEEG!", "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!", "#N/B"),
    ("j", "m", "d"),
    "Standaard",
    "Kolom",
)
GERMAN = Language(
    "de",
    ",",
    ".",
    "WAHR",
    "FALSCH",
    ("#NULL!", "#DIV/0!", "#WERT!", "#BEZUG!", "#NAME?", "#ZAHL!", "#NV"),
    ("J", "M", "T"),
    "Standard",
    "Spalte",
)
ENGLISH = Language(
    "en", ".", ",", "TRUE", "FALSE", tuple(ERROR_NUMBERS), ("y", "m", "d"), "General", "Column"
)
LANGUAGES = (DUTCH, GERMAN, ENGLISH)


def is_date(code: str) -> bool:
    """Return whether a format code of a file shows a date or time."""
    return code != "General" and bool(_DATE_LETTERS.search(_QUOTED.sub("", code)))


def is_currency(code: str) -> bool:
    """Return whether Excel gives a number of this format as a currency, with four decimals."""
    return bool(_CURRENCY.search(code))


def result_of(formula: str) -> object:
    """Return what a formula shows, as far as the stand-in can tell; None when Excel does not take it.

    Formulas go over COM in English, with commas, in every language.
    """
    if any(units(text.replace('""', '"')) > LONGEST_LITERAL for text in _LITERAL.findall(formula)):
        return None
    bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[[^\]]*\]', "", formula)
    if ";" in bare or any(name not in _ENGLISH and name[:3] != "KW_" for name in _CALLED.findall(bare)):
        return None
    if error := {"=NA()": "#N/A", "=1/0": "#DIV/0!"}.get(formula):
        return ExcelError(error)
    if formula[1:] in ERROR_NUMBERS:
        return ExcelError(formula[1:])
    link = _LINK.fullmatch(formula)
    return link[1].replace('""', '"') if link else 0.0


def units(text: str) -> int:
    """Return the length of a text as Excel counts it: in UTF-16, where an emoji takes two places."""
    return sum(1 + (ord(one) > 0xFFFF) for one in text)
