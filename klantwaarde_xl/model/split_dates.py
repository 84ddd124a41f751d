"""Dates in pieces: a year, a month and a day in columns of their own, or a period such as 2024-03."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.month_values import parse_months
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.model.text_values import Reading

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "year": (
        *("Jaar", "Boekjaar", "Factuurjaar", "Year", "Fiscal year", "Jahr", "Geschäftsjahr"),
        *("Année", "Exercice", "Jaartal", "Fin. jaar", "Fiscaal jaar", "Financieel jaar", "Verslagjaar"),
        *("Boek jaar", "Boekjr", "Bkjr", "Factuur jaar", "Fact. jaar"),
    ),
    "month": (
        *("Maand", "Maandnr", "Maandnummer", "Periode", "Boekperiode", "Factuurmaand", "Month", "Period"),
        *("Yearperiod", "Fiscal period", "Jaarmaand", "Jaar-maand", "Jaar/maand", "Maand/jaar", "Yearmonth"),
        *("Mnd", "Mnd.nr", "Periodenr", "Periodenummer", "Factuurperiode", "Fin. periode", "Boekmaand"),
        *(
            "YYYYMM",
            "Monat",
            "Buchungsperiode",
            "Mois",
            "Posting period",
            "Per",
            "Per.",
            "Prd",
            "Boek periode",
        ),
        *("Boekper", "Fin. per", "Factuur maand", "Boek maand", "Boekmnd"),
    ),
    "quarter": ("Kwartaal", "Kwartaalnr", "Quarter", "Fiscal quarter", "Quartal", "Trimestre"),
    "week": ("Week", "Weeknr", "Weeknummer", "Week number", "Kalenderwoche", "Semaine"),
    "day": ("Dag", "Dagnr", "Dagnummer", "Day", "Tag", "Jour"),
}
DATE_PIECES = tuple(header for headers in _HEADERS.values() for header in headers)
"""Headers of columns that hold a part of a date."""
_PIECES = {name: frozenset(map(normalise_header, headers)) for name, headers in _HEADERS.items()}
_DATE_HEADER = "Datum"
_HAS_YEAR = re.compile(r"\d{4}")
_PERIOD = re.compile(r"(?:p|per|periode|m|mnd|maand)[ .-]?(\d{1,2})", re.IGNORECASE)
_LONGEST_MONTH = 3
"""A period of an SAP ledger is written 003; a longer number holds the year too."""


def with_dates(raw: RawTable) -> tuple[RawTable, tuple[Finding, ...]]:
    """Return a table with a column Datum made of its columns with years, months and days, and what to say.

    Only where no column holds the date and customers are told: those are lines. Without a day it is the first
    of the month. A month that is no month stays as it is written, so that its row is refused by name; rows
    without a year and month have no date. Without such columns the table is returned as it is.

    >>> columns = tuple(map(RawColumn.from_values, ([2024.0, 2024.0], ["mrt", "12"], ["K1", "K1"])))
    >>> found, told = with_dates(RawTable("Blad1", ("Jaar", "Maand", "Klantnr"), columns, np.array([2, 3])))
    >>> found.headers[-1], [found.columns[-1].value(row) for row in (0, 1)], told[0].code
    ('Datum', ['2024-03-01', '2024-12-01'], 'KW-161')
    """
    lines = match_headers(raw.headers, InvoiceLine).fields
    told = "customer_id" in lines or "name" in match_headers(raw.headers, Customer).fields
    places = _places(raw)
    coarse = next((name for name in ("month", "quarter", "week") if name in places), "")
    if "date" in lines or not told or not coarse:
        return raw, ()
    places = {name: place for name, place in places.items() if name in {"year", coarse, "day"}}
    if coarse != "month":
        places.pop("day", None)
    used = [name for name in _PIECES if name in places]
    cells = {name: raw.columns[places[name]] for name in used}
    parts = {(name, part): getattr(cell, part) for name, cell in cells.items() for part in _KEY}
    which = pd.DataFrame(parts).groupby(list(parts), dropna=False, sort=False).ngroup().to_numpy()
    firsts = np.unique(which, return_index=True)[1].tolist()
    shown = [{name: show(cell.value(row)).strip() for name, cell in cells.items()} for row in firsts]
    dates = RawColumn.from_values([_date_of(**texts) for texts in shown]).take(which)
    place = places[used[0]]
    remarks = Finding.of(
        errors.DATES_FROM_PIECES,
        raw.address(None, place),
        count=int((~dates.blank()).sum()),
        headers=" en ".join(", ".join(f"'{raw.headers[places[name]]}'" for name in used).rsplit(", ", 1)),
        sheet=raw.sheet_of(place),
        day="" if "day" in places else f"; het is de eerste dag van {_FIRST_OF[coarse]}",
    )
    return raw.with_column(_DATE_HEADER, dates, place), (remarks,)


_KEY = ("kind", "number", "code")
"""What makes two cells of one column equal."""


_FIRST_OF = {"month": "de maand", "quarter": "het kwartaal", "week": "de week"}
_QUARTER = re.compile(
    r"(?:(\d{4})[-/ ]?)?(?:[qkt]|kw|kwartaal)?[ -]?([1-4])(?:e kwartaal)?(?:[-/ ](\d{4}))?", re.IGNORECASE
)
_WEEK = re.compile(r"(?:(\d{4})[-/ ]?)?(?:w|wk|week|kw|s)?[ -]?(\d{1,2})(?:[-/ ](\d{4}))?", re.IGNORECASE)


def _date_of(month: str = "", year: str = "", day: str = "", quarter: str = "", week: str = "") -> str | None:
    """Return the date of these pieces as jjjj-mm-dd; what is no date as it is written, None for no month.

    >>> _date_of("3", "2024", "31"), _date_of("202403"), _date_of("P03", "2024"), _date_of("13", "2024")
    ('2024-03-31', '2024-03-01', '2024-03-01', '2024-13')
    """
    if quarter or week:
        return _first_of(_QUARTER if quarter else _WEEK, quarter or week, year)
    if not month:
        return None
    if found := _PERIOD.fullmatch(month):
        month = found[1]
    month = month.lstrip("0") if month.isdigit() and len(month) <= _LONGEST_MONTH else month
    text = month if _HAS_YEAR.search(month) else f"{month} {year}"
    parsed = parse_months([text])
    if parsed.reading[0] != Reading.OK:
        return f"{year}-{month}" if year else month
    first = np.datetime64(int(parsed.values[0]), "D").astype("datetime64[M]")
    return f"{first}-{int(day):02d}" if day.isdigit() else f"{first}-{day or '01'}"


def _first_of(form: re.Pattern[str], text: str, year: str) -> str:
    """Return the first day of a quarter or of a week (ISO 8601); what is none as it is written.

    >>> [_first_of(_QUARTER, "2024-Q2", ""), _first_of(_WEEK, "1", "2024"), _first_of(_WEEK, "60", "2024")]
    ['2024-04-01', '2024-01-01', '2024-60']
    """
    found = form.fullmatch(text)
    stated = (found[1] or found[3] or year) if found else ""
    if found is None or not stated.isdigit():
        return f"{year}-{text}" if year else text
    if form is _QUARTER:
        return f"{stated}-{3 * int(found[2]) - 2:02d}-01"
    try:
        return f"{dt.date.fromisocalendar(int(stated), int(found[2]), 1)}"
    except ValueError:
        return f"{year}-{text}" if year else text


def _places(raw: RawTable) -> dict[str, int]:
    """Return the column (position) of each piece of a date, the leftmost where there are more."""
    found: dict[str, int] = {}
    for place, header in enumerate(raw.headers):
        plain = normalise_header(header)
        for name, known in _PIECES.items():
            if plain in known:
                found.setdefault(name, place)
    return found
