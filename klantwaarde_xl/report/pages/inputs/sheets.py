"""The sheets that people fill: one per input table of the model, with Start and Instellingen in front."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.model.declaration import Column, ColumnKind, TableModel
from klantwaarde_xl.model.inputs import INPUT_FIELD, Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import BY_TABLE, TABLES, InvoiceLine
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.document import Document, Part, whole
from klantwaarde_xl.report.pages.inputs.as_read import as_read
from klantwaarde_xl.report.pages.inputs.settings import setting_values, settings_sheet
from klantwaarde_xl.report.pages.start import INPUT_TAB, START_VALUES, readers_start, start_sheet
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, Validation

_LISTS = {
    "customer_id": ("lijst_Klanten", "tblKlanten", "customer_id"),
    "account_manager": ("lijst_Accountmanagers", "tblAccountmanagers", "name"),
    "activity": ("lijst_Activiteiten", "tblTarieven", "activity"),
    "product_id": ("lijst_Producten", "tblProducten", "product_id"),
}
"""Drop-down lists: workbook name, table and field that hold the choices, by the field that is chosen."""
_LOOK = {
    ColumnKind.ID: (f.TEXT, 16.0),
    ColumnKind.TEXT: (f.TEXT, 24.0),
    ColumnKind.DATE: (f.DATE, 13.0),
    ColumnKind.MONTH: (f.DATE, 13.0),
    ColumnKind.AMOUNT: (f.EURO_CENTS, 15.0),
    ColumnKind.NUMBER: (f.NUMBER_FREE, 13.0),
    ColumnKind.HOURS: (f.NUMBER, 11.0),
    ColumnKind.YES_NO: (f.TEXT_PLAIN, 12.0),
    ColumnKind.CHOICE: (f.TEXT_PLAIN, 14.0),
}
ON_PAPER = 25
"""Rows of an input table that are printed: one page, so that printing the whole workbook is no surprise of a
thousand."""
_HELP = {
    **{f"help_{model.table}": model.help for model in TABLES},
    "help_required": (
        "Plak rijen onder de koppen, in deze volgorde; de tabel groeit mee. Wijs een kop aan voor uitleg."
    ),
}
"""Messages of the input sheets, and the subtitle that they share."""
_NOT_USED = "Deze kolom wordt niet gebruikt; zij is overgenomen zoals zij was."


def input_document(created: dt.datetime, inputs: Inputs | None = None) -> Document:
    """Return the input workbook: empty, or filled with the tables of ``inputs``."""
    front = all_inputs((), inputs)
    return whole([front], title="Klantwaarde: invoer", created=created, active=front.sheets[0].name)


def all_inputs(results: tuple[SheetSpec, ...], inputs: Inputs | None = None) -> Part:
    """Return Start, Instellingen and every input sheet, to stand in front of these result sheets."""
    settings = Settings() if inputs is None else inputs.settings
    return _front(settings, inputs, tuple(TABLES), results)


def given_inputs(settings: Settings, inputs: Inputs | None, results: tuple[SheetSpec, ...]) -> Part:
    """Return Start, Instellingen and, with ``inputs``, the input tables that were given.

    Lines from outside the workbook stay outside: a sheet may not hold them.
    """
    if inputs is None:
        return _front(settings, None, (), results)
    stays_out = {InvoiceLine.table} if inputs.lines_from else set()
    given = tuple(
        model
        for model in TABLES
        if model.table not in stays_out and getattr(inputs, INPUT_FIELD[model.table]) is not None
    )
    return _front(settings, inputs, given, results)


def for_readers(results: tuple[SheetSpec, ...]) -> Part:
    """Return what goes in front of results for people without the inputs: a Start that says how to read."""
    return Part((readers_start(results),), {}, START_VALUES)


def _front(
    settings: Settings,
    inputs: Inputs | None,
    models: tuple[type[TableModel], ...],
    results: tuple[SheetSpec, ...],
) -> Part:
    names = {model.table for model in models}
    filled = {model.table: _frame(model, inputs) for model in models}
    # With the results there would be too many tabs: Start says how to show what not every firm fills.
    tables = (
        replace(
            _table_sheet(model, names, filled[model.table][1]), hidden=bool(results) and not model.required
        )
        for model in models
    )
    sheets = (settings_sheet(), *tables)
    start = start_sheet((*sheets, *results), results=bool(results), printed_rows=ON_PAPER)
    return Part(
        (start, *sheets),
        {table: frame for table, (frame, _) in filled.items()},
        {**setting_values(settings), **START_VALUES, **_HELP},
        tuple(
            (name, f"{table}[{_header(table, field)}]")
            for name, table, field in _LISTS.values()
            if table in names
        ),
    )


def sheet_name(table: str) -> str:
    """Return the sheet of an input table, for people; an unknown name is shown as it is.

    >>> sheet_name("tblTransacties")
    'Transacties'
    """
    return BY_TABLE[table].sheet if table in BY_TABLE else table


HEADER_ROW = 6
"""Row of the headers on every input sheet, counted from 1."""


def _header(table: str, field: str) -> str:
    return next(column.header for column in BY_TABLE[table].columns() if column.field == field)


def _table_sheet(model: type[TableModel], present: set[str], more: Mapping[str, str]) -> SheetSpec:
    columns = tuple(_column(model, column, present) for column in model.columns())
    columns += tuple(
        ColumnSpec(field, header, f.TEXT_PLAIN, f.WIDTH_TEXT, _NOT_USED) for field, header in more.items()
    )
    table = TableSpec(
        model.table,
        model.table,
        columns,
        at=f"A{HEADER_ROW}",
        input=True,
        printed_rows=ON_PAPER,
        description=model.help,
    )
    return SheetSpec(
        model.sheet,
        title=model.sheet,
        about=_about(model),
        message=f"help_{model.table}",
        subtitle="help_required",
        blocks=(table,),
        tab_colour=INPUT_TAB,
        freeze=f"A{HEADER_ROW + 1}",
        back="A4",
    )


def _about(model: type[TableModel]) -> str:
    return f"{model.help[0].lower()}{model.help[1:].rstrip('.')}{'; verplicht' if model.required else ''}"


def _column(model: type[TableModel], column: Column, present: set[str]) -> ColumnSpec:
    look, width = _LOOK[column.kind]
    note = f"{'Verplicht. ' if column.required else ''}{column.help}"
    return ColumnSpec(
        column.field,
        column.header,
        look,
        max(width, len(column.header) + 4.0),
        note,
        validation=_check(model, column, present),
        required=column.required,
        group="verplicht" if column.required else "",
    )


def _check(model: type[TableModel], column: Column, present: set[str]) -> Validation | None:
    """Return what may be typed in a column: from a list that stands on another sheet, or as its kind says."""
    listed = _LISTS.get(column.field)
    if listed and listed[1] != model.table and listed[1] in present:
        name, table, _ = listed
        question = f"Dit staat niet op het blad {BY_TABLE[table].sheet}. Toch gebruiken?"
        return Validation("list", name, message=question, strict=False)
    return _check_kind(column)


def _check_kind(column: Column) -> Validation | None:
    low, high = column.minimum, column.maximum
    if column.kind == ColumnKind.CHOICE:
        return Validation("list", column.choices, message=f"Kies uit: {', '.join(column.choices)}.")
    if column.kind == ColumnKind.YES_NO:
        return Validation("list", ("ja", "nee"), message="Kies ja of nee, of laat leeg.")
    if column.kind == ColumnKind.DATE:
        return Validation("date", minimum=low, maximum=high, message="Typ een datum als dd-mm-jjjj.")
    if isinstance(low, int | float) and isinstance(high, int | float):
        message = f"Typ een getal van {f.number(low)} tot {f.number(high)}."
        return Validation("number", minimum=low, maximum=high, message=message)
    return None


def _frame(model: type[TableModel], inputs: Inputs | None) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows of an input table and the headers of further columns.

    They are as they were read, where that is known.
    """
    source = None if inputs is None else getattr(inputs, INPUT_FIELD[model.table])
    fields = [column.field for column in model.columns()]
    if inputs is None or source is None:
        return pd.DataFrame(columns=fields), {}
    if model.table in inputs.raw:
        return as_read(inputs.raw[model.table], model)
    frame = source.reindex(columns=fields)
    for column in model.columns():
        if column.kind == ColumnKind.YES_NO and len(frame):
            flag = pd.to_numeric(frame[column.field])
            frame = frame.assign(
                **{column.field: np.select([flag == 1, flag == 0], ["ja", "nee"], default="")}
            )
    return frame, {}
