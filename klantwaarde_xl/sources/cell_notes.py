"""What a file tells of cells beside their values: formats, formulas never calculated, hidden columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.amount_words import AMOUNT_WORDS
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.shares import SHARED, with_numbers
from klantwaarde_xl.model.sheet_grid import column_letters
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.cutting import Cut, Grid
from klantwaarde_xl.sources.id_zeros import id_columns, with_digits
from klantwaarde_xl.sources.number_formats import UNIT, is_unit, is_zeros

UNKNOWN_VALUE = "#BEREKEN!"
"""What a cell holds whose formula was never calculated."""
_CURRENCY_HEADER = "Valuta"
_NAMED = 5
"""Stretches of cells that a finding names."""


def apply_notes(grid: Grid, cut: Cut) -> Cut:
    """Return a table with what the file tells of its cells, and the findings about that.

    A formula that was never calculated becomes an error value. A currency in the number format of the amounts
    becomes a column Valuta. A margin shown as a percentage becomes that share of the turnover. A unit in the
    number format of the amounts is a doubt, and changes nothing.
    """
    notes = grid.notes
    table = cut.table
    findings: list[Finding] = []
    if len(notes.never_calculated):
        table = _without_value(table, notes.never_calculated, findings)
    styles = dict(notes.styles)
    zeros = {style for style, told in styles.items() if is_zeros(told)}
    if zeros and len(notes.styled):
        table = _with_zeros(table, notes.styled[np.isin(notes.styled[:, 2], list(zeros))], styles, cut.model)
    units = {style: told.removeprefix(UNIT) for style, told in styles.items() if is_unit(told)}
    if units and cut.model in {InvoiceLine, None}:
        findings += _units(table, notes.styled[np.isin(notes.styled[:, 2], list(units))], units)
    styles = {style: told for style, told in styles.items() if style not in zeros | set(units)}
    if styles and len(notes.styled) and cut.model in {InvoiceLine, None}:
        told = _told(table, notes.styled[np.isin(notes.styled[:, 2], list(styles))], styles)
        table = _percentages(table, told, findings)
        table = _currencies(table, told, findings)
    hidden = [
        header
        for header, place in zip(table.headers, _places(table), strict=True)
        if header and any(first <= place <= last for first, last in notes.hidden_columns)
    ]
    if hidden and len(table):
        findings.append(Finding.of(errors.HIDDEN_COLUMNS, sheet=table.sheet, columns=", ".join(hidden)))
    if not findings and table is cut.table:
        return cut
    return replace(cut, table=table, findings=(*cut.findings, *findings))


def _places(table: RawTable) -> tuple[int, ...]:
    return table.places or tuple(table.first_column + at for at in range(len(table.headers)))


def _inside(table: RawTable, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which of these cells (row and column first) are in the table, and their positions in it."""
    if not len(table):
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing
    rows = np.minimum(np.searchsorted(table.rows, cells[:, 0]), len(table) - 1)
    order = {place: at for at, place in enumerate(_places(table))}
    columns = np.array([order.get(place, -1) for place in cells[:, 1].tolist()], np.int64)
    hit = np.flatnonzero((table.rows[rows] == cells[:, 0]) & (columns >= 0))
    return hit, rows[hit], columns[hit]


def _without_value(table: RawTable, cells: np.ndarray, findings: list[Finding]) -> RawTable:
    hit, rows, columns = _inside(table, cells)
    if not len(hit):
        return table
    done = list(table.columns)
    for at in np.unique(columns).tolist():
        here = rows[columns == at]
        done[at] = done[at].with_errors(here, [UNKNOWN_VALUE] * len(here))
    stretches = _stretches(table, rows, columns)
    named = ", ".join(stretches[:_NAMED]) + (", …" if len(stretches) > _NAMED else "")
    first = table.address(int(rows[0]), int(columns[0]))
    findings.append(Finding.of(errors.NEVER_CALCULATED, first, cells=named, count=len(hit)))
    return replace(table, columns=tuple(done))


def _stretches(table: RawTable, rows: np.ndarray, columns: np.ndarray) -> list[str]:
    """Return the cells as stretches down each column, such as D2:D3."""
    found = []
    places = _places(table)
    for at in np.unique(columns).tolist():
        numbers = np.sort(table.rows[rows[columns == at]])
        letters = column_letters(places[at])
        for block in np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1):
            first, last = f"{letters}{block[0]}", f"{letters}{block[-1]}"
            found.append(first if first == last else f"{first}:{last}")
    return found


def _told(table: RawTable, styled: np.ndarray, styles: dict[int, str]) -> np.ndarray:
    """Return what the format of each cell tells, object (n, k): a currency, '%', or ''."""
    told = np.full((len(table), len(table.columns)), "", object)
    hit, rows, columns = _inside(table, styled)
    told[rows, columns] = [styles[style] for style in styled[hit, 2].tolist()]
    for at, column in enumerate(table.columns):
        told[column.kind != Kind.NUMBER, at] = ""
    return told


def _with_zeros(
    table: RawTable, cells: np.ndarray, styles: dict[int, str], model: type[TableModel] | None
) -> RawTable:
    """Return the table with ids as Excel shows them: 123 with the format 00000 is 00123."""
    ids = id_columns(table.headers, model)
    _, rows, columns = hit, *_ = _inside(table, cells)
    done = list(table.columns)
    for at in sorted(ids & set(np.unique(columns).tolist())):
        shown = {
            int(row): styles[int(style)]
            for row, style in zip(rows[columns == at], cells[hit[columns == at], 2], strict=True)
        }
        done[at] = with_digits(done[at], {row: len(zeros) for row, zeros in shown.items()})
    return replace(table, columns=tuple(done)) if ids & set(np.unique(columns).tolist()) else table


def _units(table: RawTable, styled: np.ndarray, units: dict[int, str]) -> Iterator[Finding]:
    """Yield the columns of amounts that are shown with a unit such as k€ or kg and count as euros."""
    told = _told(table, styled, units)
    fields = match_headers(table.headers, InvoiceLine).fields
    known = [fields[name] for name in ("revenue", "cost", "margin") if name in fields]
    if "revenue" not in fields:
        # The user will say which of these it is.
        plain = map(normalise_header, table.headers)
        known += [at for at, header in enumerate(plain) if any(word in header for word in AMOUNT_WORDS)]
    for at in known:
        shown = told[:, at] != ""
        if not shown.any():
            continue
        first, cells = int(np.argmax(shown)), table.columns[at]
        names = {"header": table.headers[at], "word": told[first, at], "count": int(shown.sum())}
        value = in_euros(total_of(cells.number[shown]))
        yield Finding.of(errors.FORMAT_SHOWS_UNIT, table.address(first, at), value, **names)


def _percentages(table: RawTable, told: np.ndarray, findings: list[Finding]) -> RawTable:
    fields = match_headers(table.headers, InvoiceLine).fields
    for field in SHARED:
        if field not in fields or "revenue" not in fields:
            continue
        part, revenue = table.columns[fields[field]], table.columns[fields["revenue"]]
        share = (told[:, fields[field]] == "%") & (revenue.kind == Kind.NUMBER)
        if not share.any():
            continue
        columns = list(table.columns)
        columns[fields[field]] = with_numbers(part, share, part.number * revenue.number)
        place, header = table.address(None, fields[field]), table.headers[fields[field]]
        doubt = Finding.of(errors.READ_AS_SHARE, place, header, header=header, count=int(share.sum()))
        findings.append(doubt)
        table = replace(table, columns=tuple(columns))
    return table


def _currencies(table: RawTable, told: np.ndarray, findings: list[Finding]) -> RawTable:
    """Return the table with the currency of each row that the formats of its amounts show."""
    money = np.where(told == "%", "", told)
    fields = match_headers(table.headers, InvoiceLine).fields
    if "currency" in fields:
        # What the user says in a column goes before what a cell looks like.
        money[~table.columns[fields["currency"]].blank()] = ""
    order = [fields[name] for name in ("revenue", "cost", "margin") if name in fields]
    order += [at for at in range(len(table.columns)) if at not in order and (money[:, at] != "").any()]
    named = np.full(len(table), "", object)
    mixed = np.zeros(len(table), bool)
    for at in order:
        here = money[:, at]
        mixed |= (named != "") & (here != "") & (named != here)
        named = np.where(named == "", here, named)
    foreign = (named != "") & (named != "EUR")
    if not foreign.any():
        return table
    if mixed.any():
        shown = _listed({*np.unique(money[mixed].astype(str)).tolist()})
        first = table.address(int(np.flatnonzero(mixed)[0]), None)
        findings.append(
            Finding.of(errors.MIXED_CURRENCY_FORMATS, first, currencies=shown, count=int(mixed.sum()))
        )
    shown = _listed(set(named[foreign].tolist()))
    place = table.address(int(np.flatnonzero(foreign)[0]), order[0])
    findings.append(
        Finding.of(errors.CURRENCY_BY_FORMAT, place, shown, currencies=shown, count=int(foreign.sum()))
    )
    values: list[object] = [text or None for text in np.where(foreign, named, "").tolist()]
    if "currency" in fields:
        given = table.columns[fields["currency"]]
        blank = given.blank().tolist()
        values = [
            text if empty else given.value(row)
            for row, (empty, text) in enumerate(zip(blank, values, strict=True))
        ]
        columns = list(table.columns)
        columns[fields["currency"]] = RawColumn.from_values(values)
        return replace(table, columns=tuple(columns))
    places = _places(table)
    return replace(
        table,
        headers=(*table.headers, _CURRENCY_HEADER),
        columns=(*table.columns, RawColumn.from_values(values)),
        places=(*places, places[order[0]]),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name for name in names if name))
