"""Lists of customers or products with a column of amounts per month or year: turnover that no table takes."""

from __future__ import annotations

import re

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.text_values import MONTH_NUMBERS

_AMOUNT_WORDS = {
    *("omzet", "netto", "bedrag", "verkoop", "verkopen", "som", "van", "totaal", "excl", "ex", "btw"),
    *("sales", "revenue", "turnover", "amount", "net", "sum", "of", "total", "eur"),
}
_PERIOD_WORDS = {
    *("q", "kwartaal", "kw", "quarter", "p", "periode", "period"),
    *("maand", "month", "week", "wk", "jaar"),
}
_YEAR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?")
_FEWEST = 2
"""With one such column it may be the year in which something happened."""


def names_a_period(header: str) -> bool:
    """Return whether a header is a month, quarter or year, with or without a word for an amount.

    >>> [names_a_period(header) for header in ("jan-24", "Omzet 2024", "2024-Q1", "P01", "2024-01-01")]
    [True, True, True, True, True]
    >>> [names_a_period(header) for header in ("Omzet", "Postcode 2", "Jaar", "12", "Klant sinds 2020")]
    [False, False, False, False, False]
    """
    words = set(re.findall(r"[^\W\d_]+|\d+", header.lower()[:60])) - _AMOUNT_WORDS
    numbers = {word for word in words if word.isdigit()}
    names = words - numbers
    dated = bool(names & set(MONTH_NUMBERS)) or any(map(_YEAR.fullmatch, numbers))
    return names <= {*MONTH_NUMBERS, *_PERIOD_WORDS} and (dated or bool(names and numbers))


def periods_across(raw: RawTable, path: str) -> list[Finding]:
    """Return a finding when a list (n rows) has columns of amounts per period; no table takes them."""
    places = [place for place, header in enumerate(raw.headers) if names_a_period(header)]
    sums = {}
    for place in places:
        figures = readable_numbers(raw.columns[place])
        filled = ~raw.columns[place].blank()
        if filled.any() and np.isfinite(figures[filled]).all():
            sums[place] = total_of(figures[filled])
    if len(sums) < _FEWEST:
        return []
    first, last = raw.headers[min(sums)], raw.headers[max(sums)]
    at = raw.address(None, min(sums))
    names = {"path": path, "first": first, "last": last}
    return [Finding.of(errors.PERIODS_ACROSS, at, in_euros(sum(sums.values())), count=len(sums), **names)]
