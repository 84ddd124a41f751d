"""The sheet Instellingen: one named cell per setting, with unit, default, limits and help beside it."""

from __future__ import annotations

import datetime as dt
import math

from klantwaarde_xl.model.declaration import MAX_TEXT
from klantwaarde_xl.model.setting_declaration import Setting
from klantwaarde_xl.model.settings import SUM_OF_WEIGHTS, Settings
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.start import INPUT_TAB
from klantwaarde_xl.report.specs import Block, CellSpec, SheetSpec, TextSpec, Validation

_FIRST_SETTING = 6
_COLUMNS = ("Instelling", "Waarde", "Eenheid", "Standaard", "Geldig", "Uitleg")
_MOST_CHANGED = (
    *("period_from", "period_to", "hourly_cost", "capital_rate"),
    *("pareto_measure", "bound_a", "by_parent", "cross_sell_level"),
)
"""The settings that most users change, which stand on top; the others follow by group."""
_WEIGHTS = "Gewichten"
"""Group of the settings of which the sum is shown."""
_SCALE = "Inst_Maatstaf"
"""How the names of the cells begin that the first refresh fills."""
_ALL = "Samen 100 %."
_NOT_ALL = "Let op: samen geen 100 %. De gewichten worden naar verhouding gebruikt."
_LOOKS = {
    "%": f.PERCENTAGE,
    "datum": f.DATE,
    "EUR": f.EURO,
    "EUR/uur": f.EURO_CENTS,
    "aantal": f.INTEGER,
    "rijen": f.INTEGER,
    "uur": f.HOURS,
    "getal": f.NUMBER_FREE,
    "tussentijden": f.NUMBER_FREE,
    "tekst": f.TEXT,
    "keuze": f.RIGHT,
    "ja/nee": f.RIGHT,
}
"""Look of a setting's cell, by its unit."""


def settings_sheet() -> SheetSpec:
    """Return the sheet Instellingen: a named cell per setting, with unit, default, limits and help."""
    blocks: list[Block] = [
        TextSpec(f"{'ABCDEF'[n]}5", text, format=f.HEADER_TEXT if n != 1 else f.HEADER_FIGURE)
        for n, text in enumerate(_COLUMNS)
    ]
    declared = {item.field: item for item in Settings.declared()}
    top = [declared.pop(field) for field in _MOST_CHANGED]
    row, group, weights = _FIRST_SETTING, "", list[str]()
    blocks.append(TextSpec(f"A{row}", "Meest gewijzigd", format=f.HEADING))
    for item in top:
        row += 1
        blocks += _row(row, item)
    row += 2
    blocks.append(TextSpec(f"A{row}", "Meer", format=f.MESSAGE))
    row += 1
    for item in declared.values():
        if item.group != group:
            if weights and group == _WEIGHTS:
                blocks += _weight_sum(row, weights)
                row += 1
            blocks.append(TextSpec(f"A{row}", item.group, format=f.HEADING))
            group, row = item.group, row + 1
        if item.group == _WEIGHTS:
            weights.append(f"B{row}")
        blocks += _row(row, item)
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
        heights=((_FIRST_SETTING, 20),),
        print_area=f"A1:F{row - 1}",
        back="A4",
    )


def _row(row: int, item: Setting) -> list[Block]:
    return [
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


def _weight_sum(row: int, cells: list[str]) -> list[Block]:
    total = f"SUM({cells[0]}:{cells[-1]})"
    warning = f'IF(ROUND({total},4)=1,"{_ALL}","{_NOT_ALL}")'
    return [
        TextSpec(f"A{row}", SUM_OF_WEIGHTS, format=f.TOTAL_TEXT),
        CellSpec(f"B{row}", "weights_sum", f.PERCENTAGE.as_total(), "Inst_SomGewichten", total),
        CellSpec(f"C{row}", "weights_warning", f.SUBTITLE_CELL, "", warning),
    ]


def setting_format(item: Setting) -> f.CellFormat:
    """Return the look of a setting's cell, by its unit."""
    return _LOOKS[item.unit]


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
    bounds = [_number(limit) * scale for limit in (item.minimum, item.maximum)]
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
    whole = item.unit in {"aantal", "getal", "rijen"}
    return Validation(
        "integer" if whole else "number",
        minimum=item.minimum,
        maximum=item.maximum,
        message=f"Geldig is {limits_text(item)}.",
    )


def setting_values(settings: Settings) -> dict[str, object]:
    """Return what the cells of the sheet Instellingen and the texts of Start and the input sheets show."""
    total = math.fsum(settings.weights().values())
    return {
        **{f"setting_{item.field}": shown(getattr(settings, item.field)) for item in Settings.declared()},
        "weights_sum": total,
        "weights_warning": _ALL if round(total, 4) == 1 else _NOT_ALL,
        "settings_message": "Pas gele cellen aan en vernieuw daarna.",
        "settings_subtitle": (
            "Elke instelling heeft een standaardwaarde; een lege cel betekent de standaardwaarde."
        ),
    }


def scale_cells(settings: Settings) -> dict[str, object]:
    """Return the amounts of the scales that are known, by the name of their cell.

    >>> scale_cells(Settings(margin_largest=900.0))
    {'Inst_MaatstafMargeHoogste': 900.0}
    """
    amounts = {item.cell_name: getattr(settings, item.field) for item in Settings.declared()}
    return {name: value for name, value in amounts.items() if name.startswith(_SCALE) and value is not None}


def shown(value: object) -> object:
    """Return the value of a setting as its cell shows it: yes or no in Dutch, anything else as it is."""
    return ("ja" if value else "nee") if isinstance(value, bool) else value


def setting_text(setting: Setting, value: object) -> str:
    """Return a setting's value as Dutch text, in its unit.

    >>> declared = {item.field: item for item in Settings.declared()}
    >>> setting_text(declared["bound_a"], 0.8), setting_text(declared["by_parent"], False)
    ('80,0 %', 'nee')
    """
    if value is None:
        return "vanzelf"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.date):
        return f.date(value)
    if isinstance(value, str):
        return value or "geen"
    figure = _number(value)
    if setting.unit == "%":
        return f.percentage(figure, 1)
    text = f.number(figure, 0 if figure.is_integer() else 2)
    return text if setting.unit in {"getal", "aantal"} else f"{text} {setting.unit}"


def _number(value: object) -> float:
    """Return a value that is declared as a number."""
    if not isinstance(value, int | float):
        raise TypeError(f"not a number: {value!r}")
    return float(value)
