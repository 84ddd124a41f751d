"""The sheets that people fill:

Instellingen and one per input table, derived from ``model``; with Start in front.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.model.declaration import MAX_TEXT, Column, ColumnKind, TableModel
from klantwaarde_xl.model.inputs import INPUT_FIELD
from klantwaarde_xl.model.settings import SUM_OF_WEIGHTS, Setting, Settings
from klantwaarde_xl.model.tables import BY_TABLE, TABLES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.inputs.as_read import as_read
from klantwaarde_xl.report.pages.notes_rows import setting_text
from klantwaarde_xl.report.pages.start import INPUT_TAB, START_VALUES, readers_start, start_sheet
from klantwaarde_xl.report.specs import CellSpec, ColumnSpec, SheetSpec, TableSpec, TextSpec, Validation

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
    ColumnKind.AMOUNT: (f.EURO_CENTS, 15.0),
    ColumnKind.NUMBER: (f.NUMBER_FREE, 13.0),
    ColumnKind.HOURS: (f.NUMBER, 11.0),
    ColumnKind.YES_NO: (f.TEXT_PLAIN, 12.0),
    ColumnKind.CHOICE: (f.TEXT_PLAIN, 14.0),
}
ON_PAPER = 25
"""Rows of an input table that are printed: one page, so that printing the whole workbook is no surprise of a
thousand."""
_NOT_USED = "Deze kolom wordt niet gebruikt; zij is overgenomen zoals zij was."


@dataclass(frozen=True, slots=True, eq=False)
class BoundInputs:
    """Start, Instellingen and input sheets with their frames, values and workbook names."""

    sheets: tuple[SheetSpec, ...]
    frames: Mapping[str, pd.DataFrame]
    values: Mapping[str, object]
    names: tuple[tuple[str, str], ...]


def input_document(
    created: dt.datetime, inputs: Any | None = None, results: tuple[SheetSpec, ...] = ()
) -> Document:
    """Return the input workbook: empty, or filled with the tables of ``inputs`` (an ``analysis.Inputs``).

    ``results`` are the sheets that the caller puts behind it, for the links on Start.
    """
    settings = inputs.settings if inputs is not None else Settings()
    tables = _tables(inputs, tuple(TABLES))
    start = start_sheet(
        (settings_sheet(), *tables.sheets, *results), results=bool(results), printed_rows=ON_PAPER
    )
    return Document(
        sheets=(start, settings_sheet(), *tables.sheets),
        frames=tables.frames,
        values=_setting_values(settings),
        title="Klantwaarde: invoer",
        created=created,
        active=start.name,
        names=tables.names,
    )


def bound(settings: Settings, inputs: Any | None, results: tuple[SheetSpec, ...]) -> BoundInputs:
    """Return what goes in front of the results:

    Start, Instellingen and, with ``inputs``, the input tables that were given.
    """
    given = (
        ()
        if inputs is None
        else tuple(m for m in TABLES if getattr(inputs, INPUT_FIELD[m.table]) is not None)
    )
    tables = _tables(inputs, given)
    start = start_sheet((settings_sheet(), *tables.sheets, *results), results=True, printed_rows=ON_PAPER)
    return BoundInputs(
        (start, settings_sheet(), *tables.sheets), tables.frames, _setting_values(settings), tables.names
    )


def for_readers(results: tuple[SheetSpec, ...]) -> BoundInputs:
    """Return what goes in front of results for people who have no inputs: a Start that says how to read
    them."""
    return BoundInputs((readers_start(results),), {}, START_VALUES, ())


def sheet_name(table: str) -> str:
    """Return the sheet of an input table, for people; an unknown name is shown as it is.

    >>> sheet_name("tblTransacties")
    'Transacties'
    """
    return BY_TABLE[table].sheet if table in BY_TABLE else table


HEADER_ROW = 6
"""Row of the headers on every input sheet, counted from 1."""
_FIRST_SETTING = 6
_SETTING_COLUMNS = ("Instelling", "Waarde", "Eenheid", "Standaard", "Geldig", "Uitleg")


def settings_sheet() -> SheetSpec:
    """Return the sheet Instellingen: one named cell per setting, with unit, default, limits and help beside
    it."""
    blocks: list[Any] = [
        TextSpec(f"{'ABCDEF'[n]}5", text, format=f.HEADER_TEXT if n != 1 else f.HEADER_FIGURE)
        for n, text in enumerate(_SETTING_COLUMNS)
    ]
    row, group, weights = _FIRST_SETTING, "", []
    for item in Settings.declared():
        if item.group != group:
            if weights and group == "Gewichten":
                blocks += _weight_sum(row, weights)
                row += 1
            blocks.append(TextSpec(f"A{row}", item.group, format=f.HEADING))
            group, row = item.group, row + 1
        if item.group == "Gewichten":
            weights.append(f"B{row}")
        blocks += [
            TextSpec(f"A{row}", item.label, format=f.TEXT_PLAIN),
            CellSpec(
                f"B{row}",
                f"setting_{item.field}",
                setting_format(item).as_input(),
                item.cell_name,
                "",
                _setting_check(item),
            ),
            TextSpec(f"C{row}", item.unit, format=f.SUBTITLE_CELL),
            TextSpec(f"D{row}", setting_text(item, item.default), format=f.SUBTITLE_CELL),
            TextSpec(f"E{row}", limits_text(item), format=f.SUBTITLE_CELL),
            TextSpec(f"F{row}", item.help, format=f.SUBTITLE_CELL),
        ]
        row += 1
    return SheetSpec(
        "Instellingen",
        title="Instellingen",
        about="periode, kosten, gewichten en grenzen; elke instelling met eenheid, standaardwaarde en uitleg",
        message="settings_message",
        subtitle="settings_subtitle",
        blocks=tuple(blocks),
        tab_colour=INPUT_TAB,
        freeze="C6",
        widths=(("A:A", 28), ("B:B", 18), ("C:C", 10), ("D:D", 14), ("E:E", 26), ("F:F", 90)),
        print_area=f"A1:F{row - 1}",
        back="A4",
    )


def _weight_sum(row: int, cells: list[str]) -> list[Any]:
    total = f"SUM({cells[0]}:{cells[-1]})"
    warning = (
        f'IF(ROUND({total},4)=1,"Samen 100 %.","Let op: samen geen 100 %. De gewichten worden naar '
        f'verhouding gebruikt.")'
    )
    return [
        TextSpec(f"A{row}", SUM_OF_WEIGHTS, format=f.TOTAL_TEXT),
        CellSpec(f"B{row}", "weights_sum", f.PERCENTAGE.as_total(), "Inst_SomGewichten", total),
        CellSpec(f"C{row}", "weights_warning", f.SUBTITLE_CELL, "", warning),
    ]


def setting_format(item: Setting) -> f.CellFormat:
    """Return the look of a setting's cell, by its unit."""
    looks = {
        "%": f.PERCENTAGE,
        "datum": f.DATE,
        "EUR": f.EURO,
        "EUR/uur": f.EURO_CENTS,
        "aantal": f.INTEGER,
        "rijen": f.INTEGER,
    }
    looks |= {
        "uur": f.HOURS,
        "getal": f.NUMBER_FREE,
        "tussentijden": f.NUMBER_FREE,
        "tekst": f.TEXT,
        "keuze": f.RIGHT,
        "ja/nee": f.RIGHT,
    }
    return looks[item.unit]


def limits_text(item: Setting) -> str:
    """Return what is valid for a setting, in words.

    >>> {item.field: limits_text(item) for item in Settings.declared()}["bound_a"]
    '0 tot 100 %'
    """
    if item.choices:
        return "keuze uit de lijst"
    if isinstance(item.minimum, dt.date) or item.unit in {"datum", "tekst"}:
        return "een datum" if item.unit == "datum" else f"tekst tot {MAX_TEXT} tekens"
    scale = 100 if item.unit == "%" else 1
    bounds = [float(limit) * scale for limit in (item.minimum, item.maximum)]  # type: ignore[arg-type]
    low, high = (f.number(bound, 0 if bound.is_integer() else 2) for bound in bounds)
    return f"{low} tot {high}{' %' if item.unit == '%' else ''}"


def _setting_check(item: Setting) -> Validation:
    if item.choices:
        return Validation("list", item.choices, message="Kies uit de lijst.")
    if item.unit == "datum":
        return Validation(
            "date", minimum=item.minimum, maximum=item.maximum, message="Typ een datum als dd-mm-jjjj."
        )
    if item.unit == "tekst":
        return Validation("text_length", minimum=0, maximum=MAX_TEXT, message=f"Hoogstens {MAX_TEXT} tekens.")
    kind = "integer" if item.unit in {"aantal", "getal", "rijen"} else "number"
    # type: ignore[arg-type]
    return Validation(
        kind, minimum=item.minimum, maximum=item.maximum, message=f"Geldig is {limits_text(item)}."
    )


def _setting_values(settings: Settings) -> dict[str, object]:
    shown: dict[str, object] = {}
    for item in Settings.declared():
        value = getattr(settings, item.field)
        shown[f"setting_{item.field}"] = ("ja" if value else "nee") if isinstance(value, bool) else value
    total = math.fsum(settings.weights().values())
    whole = round(total, 4) == 1
    return shown | {
        "weights_sum": total,
        "weights_warning": "Samen 100 %."
        if whole
        else "Let op: samen geen 100 %. De gewichten worden naar verhouding gebruikt.",
        **START_VALUES,
        "settings_message": "Pas gele cellen aan en vernieuw daarna.",
        "settings_subtitle": "Elke instelling heeft een standaardwaarde; een lege cel betekent de standaardwaarde.",
        **{f"help_{model.table}": model.help for model in TABLES},
        "help_required": (
            "Plak rijen onder de koppen, in deze volgorde; de tabel groeit mee. Wijs een kop aan voor uitleg."
        ),
    }


def _tables(inputs: Any | None, models: tuple[type[TableModel], ...]) -> BoundInputs:
    names = {model.table for model in models}
    filled = {model.table: _frame(model, inputs) for model in models}
    sheets = tuple(_table_sheet(model, names, filled[model.table][1]) for model in models)
    frames = {table: frame for table, (frame, _) in filled.items()}
    listed = tuple(
        (name, f"{table}[{_header(table, field)}]")
        for name, table, field in _LISTS.values()
        if table in names
    )
    return BoundInputs(sheets, frames, {}, listed)


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
    if column.field in _LISTS and model.table != _LISTS[column.field][1]:
        name, table, _ = _LISTS[column.field]
        if table in present:
            where = BY_TABLE[table].sheet
            return Validation(
                "list", name, message=f"Dit staat niet op het blad {where}. Toch gebruiken?", strict=False
            )
    if column.kind == ColumnKind.CHOICE:
        return Validation("list", column.choices, message=f"Kies uit: {', '.join(column.choices)}.")
    if column.kind == ColumnKind.YES_NO:
        return Validation("list", ("ja", "nee"), message="Kies ja of nee, of laat leeg.")
    if column.kind == ColumnKind.DATE:
        return Validation(
            "date", minimum=column.minimum, maximum=column.maximum, message="Typ een datum als dd-mm-jjjj."
        )
    if column.kind in {ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.HOURS}:
        # type: ignore[arg-type]
        low, high = (f.number(float(limit)) for limit in (column.minimum, column.maximum))
        return Validation(
            "number",
            minimum=column.minimum,
            maximum=column.maximum,
            message=f"Typ een getal van {low} tot {high}.",
        )
    return None


def _frame(model: type[TableModel], inputs: Any | None) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows of an input table and the headers of further columns; as they were read, where that is
    known."""
    source = None if inputs is None else getattr(inputs, INPUT_FIELD[model.table])
    fields = [column.field for column in model.columns()]
    if source is None:
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
