"""Sheets that are a month: the name of the sheet tells the date that their lines leave out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.model.text_values import MONTH_NUMBERS
from klantwaarde_xl.sources.cutting import Cut

_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)[-_ ./]?(0[1-9]|1[0-2])")
_YEAR_LAST = re.compile(r"(0?[1-9]|1[0-2])[-_ ./]((?:19|20)\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(
    r"(?:((?:19|20)\d\d)[-_ ./]?)?(?:q|k|kw|kwartaal)[- ]?([1-4])(?:[-_ ./]{0,2}((?:19|20)\d\d))?"
)
_DATE_HEADER = "Datum"


def month_of(name: str) -> dt.date | None:
    """Return the first day of the month that a sheet is named after, None for any other name.

    A quarter with its year counts as its first month.

    >>> [str(month_of(name)) for name in ("2025-03", "mrt 2025", "03-2025", "maart", "2025")]
    ['2025-03-01', '2025-03-01', '2025-03-01', 'None', 'None']
    """
    plain = name.strip().lower()
    if found := _YEAR_FIRST.fullmatch(plain):
        return dt.date(int(found[1]), int(found[2]), 1)
    if found := _YEAR_LAST.fullmatch(plain):
        return dt.date(int(found[2]), int(found[1]), 1)
    if (found := _QUARTER.fullmatch(plain)) and (found[1] or found[3]):
        return dt.date(int(found[1] or found[3]), 3 * int(found[2]) - 2, 1)
    words = re.findall(r"[a-z]{1,12}|\d{1,4}", plain)
    if len(words) != 2 or not any(map(str.isalpha, words)):
        return None
    word, year = sorted(words, key=str.isdigit)
    if word in MONTH_NUMBERS and _YEAR.fullmatch(year):
        return dt.date(int(year), MONTH_NUMBERS[word], 1)
    return None


def names_a_month(name: str) -> bool:
    """Return whether a sheet is named after a month, with or without its year.

    >>> names_a_month("jan"), names_a_month("Maart "), names_a_month("2025-01"), names_a_month("Klanten")
    (True, True, True, False)
    """
    return name.strip().lower().rstrip(".") in MONTH_NUMBERS or month_of(name) is not None


def dated_by_name(cut: Cut) -> tuple[Cut, Finding | None]:
    """Return lines of a month as invoice lines of its first day, with what to say of it.

    Only for a table with customers and turnover and without dates, on a sheet named after a month. Without a
    year in the name nothing is guessed: the table stays what it is, with an error that names its amount.
    """
    table, name = cut.table, cut.table.sheet
    fields = match_headers(table.headers, InvoiceLine).fields
    if not names_a_month(name) or "date" in fields or not {"customer_id", "revenue"} <= set(fields):
        return cut, None
    place = table.address(None, fields["revenue"])
    amount = in_euros(total_of(readable_numbers(table.columns[fields["revenue"]])))
    month = month_of(name)
    if month is None:
        doubt = Finding.of(errors.MONTH_WITHOUT_YEAR, place, amount, sheet=name, count=len(table))
        return cut, doubt
    dated = table.with_column(_DATE_HEADER, RawColumn.from_values([month] * len(table)), fields["revenue"])
    doubt = Finding.of(
        errors.DATED_BY_NAME, place, amount, sheet=name, count=len(table), month=f"{month:%d-%m-%Y}"
    )
    return replace(cut, table=dated, model=InvoiceLine), doubt
