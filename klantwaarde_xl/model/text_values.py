"""Numbers and dates typed as text, in Dutch or English notation, understood per column and never guessed.

A text that can only be read in one way is read. A text that can be read in two ways ('1.234', '01/02/2024')
is read as the rest of its column demands; when the column does not tell, it is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from klantwaarde_xl.model.plain_numbers import plain_numbers


class Reading(IntEnum):
    """How a text was understood."""

    OK = 0
    WRONG = 1
    AMBIGUOUS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """The values of m texts, and how each was read.

    ``values`` float64 (m,), NaN where not OK; ``reading`` int8 (m,), a :class:`Reading` each.
    """

    values: np.ndarray
    reading: np.ndarray


_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\u2007'\u2019", " ") | dict.fromkeys("\u2212\u2013\u2012", "-")
)
_PLAIN = re.compile(r"-?\d+(?:([.,])(\d+))?")
_WRAPPED = re.compile(
    r"(?:€|eur)? ?([-+(]?) ?(?:€|eur)? ?(\d[\d., ]*?)([.,] ?-{1,2})? ?(?:€|eur)? ?([-+)]?) ?(cr|dr|c|d)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?:€|eur)? ?-{1,2} ?(?:€|eur)?", re.IGNORECASE)
"""How an accounting format of Excel shows zero."""
_NO_WHOLE_PART = re.compile(r"(?<!\d)([.,]\d)")
LONGEST = 64
"""Longest text that can be a number or a date, in characters; the patterns need a bound to stay quick."""
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in "., "}
_OTHER = {",": ".", ".": ","}
_BLOCK = 1_024
"""Texts that are read together while all are plain; one odd text costs its own block the quick way."""


def parse_numbers(texts: Sequence[str], *, credit_sign: int = -1) -> Parsed:
    """Return the numbers that m texts of one column stand for.

    ``texts``: the different texts of the column (m,). Understood are ``1.234,56``, ``1,234.56``, ``1
    234,56``, ``€ 5``, ``12,-``, ``123,45-``, ``(12,50)``, ``1.234,56 CR`` and their mixtures, ``,50``, and
    the dash that stands for zero in an accounting format (``€ -``). ``credit_sign``
    is the sign of the suffixes C and CR: -1 where a credit lowers the figure (debtor lists), 1 where it is
    income (ledger lines); D and DR are the opposite.

    A mark before exactly three digits may be thousands or decimals: the unmistakable texts of the column
    decide, and where they are absent or contradict one another the text is AMBIGUOUS.

    >>> parse_numbers(["1.234,56", "1.234", "(12,50)", "abc"]).values.tolist()
    [1234.56, 1234.0, -12.5, nan]
    >>> parse_numbers(["1.234", "5"]).reading.tolist()
    [2, 0]
    """
    m = len(texts)
    values, reading = np.full(m, np.nan), np.zeros(m, np.int8)
    doubtful: list[tuple[int, str, float]] = []
    marks: set[str] = set()
    for start in range(0, m, _BLOCK):
        block = texts[start : start + _BLOCK]
        if plain := plain_numbers(block):
            values[start : start + len(block)] = plain[0]
            marks.add(plain[1])
            continue
        for i, text in enumerate(block, start):
            found = _number(text, credit_sign)
            if found is None:
                reading[i] = Reading.WRONG
                continue
            value, mark, body = found
            if body:
                doubtful.append((i, body, value))
                continue
            values[i] = value
            marks.add(mark)
    marks.discard("")
    decimal = marks.pop() if len(marks) == 1 else ""
    for i, body, sign in doubtful:
        if not decimal:
            reading[i] = Reading.AMBIGUOUS
        elif decimal in body:
            values[i] = sign * float(body.replace(",", "."))
        else:
            values[i] = sign * float(body.replace(_OTHER[decimal], ""))
    return Parsed(values, reading)


def _number(text: str, credit_sign: int) -> tuple[float, str, str] | None:
    """Return (value, the decimal mark it proves or '', ''), or (sign, '', body) when ambiguous, else None."""
    plain = _PLAIN.fullmatch(text)
    if plain and not plain[1]:
        return float(text), "", ""
    if plain and len(plain[2]) != 3:
        return float(text.replace(",", ".")), plain[1], ""
    text = " ".join(text.translate(_SPACES).split())
    if len(text) > LONGEST:
        return None
    if _DASH.fullmatch(text):
        return 0.0, "", ""
    parts = _WRAPPED.fullmatch(_NO_WHOLE_PART.sub(r"0\1", text, count=1))
    if parts is None:
        return None
    before, body, dashes, after, credit = parts.groups()
    sign = _sign(before, after, credit, credit_sign)
    if sign is None:
        return None
    return _read_dashes(body.strip(), sign, dashes[0]) if dashes else _read_body(body.strip(), sign)


def _sign(before: str | None, after: str | None, credit: str | None, credit_sign: int) -> float | None:
    """Return the sign that brackets, signs and the word debit or credit give; None where they disagree."""
    if (before == "(") != (after == ")") or (before in {"-", "+"} and after):
        return None
    negative = before in {"-", "("} or after == "-"
    if not credit:
        return -1.0 if negative else 1.0
    if negative:
        return None
    return float(credit_sign if credit.lower().startswith("c") else -credit_sign)


def _read_dashes(whole: str, sign: float, mark: str) -> tuple[float, str, str] | None:
    """Read an amount whose cents are written as dashes behind this decimal mark: ``1.200,--``."""
    digits = None if mark in whole else _whole(whole, (_OTHER[mark], " "))
    return None if digits is None else (sign * float(digits), mark, "")


def _read_body(body: str, sign: float) -> tuple[float, str, str] | None:
    kinds = [mark for mark in ".," if mark in body]
    if not kinds:
        digits = _whole(body, (" ",))
        return None if digits is None else (sign * float(digits), "", "")
    last = max(kinds, key=body.rfind)
    if len(kinds) == 1 and body.count(last) > 1:
        digits = _whole(body, (last,))
        return None if digits is None else (sign * float(digits), _OTHER[last], "")
    whole, _, fraction = body.rpartition(last)
    if not fraction.isdigit() or not whole:
        return None
    digits = _whole(whole, (_OTHER[last], " "))
    if digits is None:
        return None
    if len(kinds) == 1 and len(fraction) == 3 and len(whole) <= 3 and whole[0] != "0":
        return sign, "", body
    return sign * float(f"{digits}.{fraction}"), last, ""


def _whole(text: str, group_marks: tuple[str, ...]) -> str | None:
    """Return the digits of a whole number that may be grouped by one of these marks, or None."""
    if text.isdigit():
        return text
    for mark in group_marks:
        if _GROUPED[mark].fullmatch(text):
            return text.replace(mark, "")
    return None


MONTH_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january januar janv janvier",
            "feb februari february februar fev fevr fevrier",
            "mrt maart mar march marz maerz mars",
            "apr april avr avril",
            "mei may mai",
            "jun juni june juin",
            "jul juli july juil juillet",
            "aug augustus august aout",
            "sep sept september septembre",
            "okt oktober oct october octobre",
            "nov november novembre",
            "dec december dez dezember decembre",
        ),
        start=1,
    )
    for name in names.split()
}
"""The number of every month by its Dutch, English, German and French names, without accents."""
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
_MONTH_ONLY = re.compile(r"(\d{4})[/-](\d{2})")
_TWO_FIRST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})[-. ]+([a-z]+)\.?[-. ]+(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_CENTURY = 70


_CLOCK = re.compile(r"([-+]?)(\d{1,5}):([0-5]\d)(?::([0-5]\d))?")


def parse_hours(texts: Sequence[str]) -> Parsed:
    """Return the hours that m texts of one column stand for.

    ``1:30`` and ``1:30:00`` are 1.5; other texts are numbers.

    >>> parse_hours(["1:30", "0,75", "1:75"]).values.tolist()
    [1.5, 0.75, nan]
    """
    clocks = [_CLOCK.fullmatch(text.strip()) for text in texts]
    parsed = parse_numbers(["0" if clock else text for clock, text in zip(clocks, texts, strict=True)])
    for place, clock in enumerate(clocks):
        if clock:
            hours = int(clock[2]) + int(clock[3]) / 60 + int(clock[4] or 0) / 3600
            parsed.values[place] = -hours if clock[1] == "-" else hours
    return parsed


def parse_dates(texts: Sequence[str]) -> Parsed:
    """Return the dates that m texts of one column stand for, in days since 1970-01-01.

    ``texts``: the different texts of the column (m,). Understood are ``31-12-2024``, ``31/12/24``,
    ``2024-12-31``, ``20241231``, ``31 dec 2024`` (Dutch and English months), each with or without a time, and
    ``2024/12`` (a period: its first day). Two-digit years are 1970 to 2069. Dashes and points are Dutch, so
    day first, unless another text of the column shows that months come first; with slashes the column must
    show it, else the text is AMBIGUOUS. A date that does not exist (31-02) is WRONG.

    >>> days = parse_dates(["31-12-2024", "2024-12-31", "31-02-2024"])
    >>> days.values.astype("datetime64[D]").astype(str).tolist(), days.reading.tolist()
    (['2024-12-31', '2024-12-31', 'NaT'], [0, 0, 1])
    """
    m = len(texts)
    values, reading = np.full(m, np.nan), np.zeros(m, np.int8)
    two_first: list[tuple[int, int, int, int, str]] = []
    for i, text in enumerate(texts):
        text = text.translate(_SPACES).strip()[: LONGEST + 1]  # noqa: PLW2901 - the same text, cleaned
        if found := _TWO_FIRST.fullmatch(text):
            two_first.append((i, int(found[1]), int(found[3]), _full_year(found[4]), found[2]))
            continue
        day = _unmistakable_day(text)
        if day is None:
            reading[i] = Reading.WRONG
        else:
            values[i] = day
    day_first = any(a > 12 for _, a, _, _, _ in two_first)
    month_first = any(b > 12 for _, _, b, _, _ in two_first)
    for i, a, b, year, mark in two_first:
        day, month = (b, a) if a <= 12 < b or (month_first and a <= 12 and a != b) else (a, b)
        is_open = day_first == month_first and (day_first or mark == "/")
        found_day = _day_number(year, month, day)
        if is_open and a <= 12 and b <= 12 and a != b:
            reading[i] = Reading.AMBIGUOUS
        elif found_day is None:
            reading[i] = Reading.WRONG
        else:
            values[i] = found_day
    return Parsed(values, reading)


def _unmistakable_day(text: str) -> int | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _day_number(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return _day_number(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_ONLY.fullmatch(text):
        return _day_number(int(found[1]), int(found[2]), 1)
    if found := _NAMED.fullmatch(text):
        month = MONTH_NUMBERS.get(found[2].lower())
        return _day_number(_full_year(found[3]), month, int(found[1])) if month else None
    return None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < _CENTURY else 1900)


def _day_number(year: int, month: int, day: int) -> int | None:
    """Return days since 1970-01-01, or None where the calendar has no such day."""
    try:
        return (dt.date(year, month, day) - dt.date(1970, 1, 1)).days
    except ValueError:
        return None
