"""Settings as they stand in cells: in Dutch, as text or number, under a label or a defined name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.setting_declaration import Setting
from klantwaarde_xl.model.settings import LEAST_SCALE, MOST_SCALE, SCALE_FIELDS, Settings
from klantwaarde_xl.model.text_values import Reading, parse_dates, parse_numbers

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_YES_NO = {
    "ja": True,
    "nee": False,
    "yes": True,
    "no": False,
    "waar": True,
    "onwaar": False,
    "true": True,
    "false": False,
}


def settings_from_cells(
    cells: Mapping[str, object],
    addresses: Mapping[str, str] | None = None,
    *,
    instead: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings that these cells hold; what is blank or absent keeps its default.

    ``cells``: value per defined name (``Inst_KostprijsPerUur``), label or field name, in any spelling; a
    value is a number, a text, a date, a bool or None. Percentages are fractions, or text with a percent sign.
    ``addresses``: where each cell stands, by the same keys. ``instead``: values by field that come in the
    place of those of the cells, however these are named. Unknown keys are left alone. Raises
    UnusableInputError with one error per wrong cell.

    >>> settings_from_cells({"Kostprijs per uur": "62,50", "Vermogenskosten": "5 %"}).capital_rate
    0.05
    """
    addresses, instead = addresses or {}, instead or {}
    by_key = {normalise_header(key): key for key in cells}
    values: dict[str, Any] = {}
    where: dict[str, str] = {}
    mistakes: list[errors.KlantwaardeError] = []
    for declared in Settings.declared():
        if declared.field in instead:
            values[declared.field] = instead[declared.field]
            continue
        names = map(normalise_header, (declared.cell_name, declared.label, declared.field))
        key = next((by_key[name] for name in names if name in by_key), "")
        shown = _plain(cells.get(key))
        if shown is None:
            continue
        where[declared.field] = addresses.get(key, declared.label)
        value = _convert(declared, shown)
        if value is None:
            mistakes.append(_mistake(declared, shown, where[declared.field]))
        else:
            values[declared.field] = value
    try:
        settings = Settings(**values)
    except ValidationError as found:
        mistakes += _disagreements(found, values, where)
    if mistakes:
        raise mistakes[0].with_others(mistakes[1:])
    return settings


def with_scale(settings: Settings, former: Mapping[str, object]) -> Settings:
    """Return the settings with the scales of the score that are blank taken from an earlier result.

    ``former``: value by cell name, as read; what cannot be a scale counts as blank. An amount that is typed
    holds, and the one beside it is never at its wrong side.

    >>> former = {"Inst_MaatstafMargeMidden": 300.0, "Inst_MaatstafMargeHoogste": 900.0}
    >>> with_scale(Settings(margin_largest=200.0), former).scales()["marge"]
    (200.0, 200.0)
    """
    found = _scale_amounts(former)
    chosen: dict[str, float | None] = {}
    for kind in ("turnover", "margin"):
        names = f"{kind}_middle", f"{kind}_largest"
        typed = [getattr(settings, name) for name in names]
        middle, largest = (known or found.get(name) for known, name in zip(typed, names, strict=True))
        if middle and largest and middle > largest:
            middle = largest = typed[0] or typed[1]
        chosen |= dict(zip(names, (middle, largest), strict=True))
    return settings.model_copy(update=chosen)


def _scale_amounts(cells: Mapping[str, object]) -> dict[str, float]:
    """Return the amounts of scales that these cells hold, by field, within the limits of the setting."""
    amounts = {}
    for item in Settings.declared():
        value = _plain(cells.get(item.cell_name))
        if item.field in SCALE_FIELDS and value is not None:
            amount = _number(value)
            if amount is not None and LEAST_SCALE <= amount <= MOST_SCALE:
                amounts[item.field] = amount
    return amounts


def _disagreements(
    found: ValidationError, values: Mapping[str, object], where: Mapping[str, str]
) -> Iterator[errors.KlantwaardeError]:
    """Yield what is wrong with values that are readable each: outside its limits, or against another."""
    declared = {setting.field: setting for setting in Settings.declared()}
    for item in found.errors():
        wrong = declared.get(str(item["loc"][0])) if item["loc"] else None
        if wrong is None:
            yield errors.SETTINGS_DISAGREE.error(reason=str(item["ctx"]["error"]))
        else:
            yield _mistake(wrong, values[wrong.field], where.get(wrong.field, "de opdracht"))


def _plain(value: object) -> object:
    """Return the value, a stripped text, or None for a blank cell."""
    if isinstance(value, str):
        return value.strip() or None
    return value


def _mistake(declared: Setting, value: object, cell: str) -> errors.KlantwaardeError:
    if isinstance(value, float | str | bool | None):
        shown = show(value)
    else:
        shown = value.strftime("%d-%m-%Y") if isinstance(value, dt.date) else str(value)
    return errors.INVALID_SETTING.error(
        label=declared.label, value=shown, cell=cell, valid=valid_values(declared)
    )


def valid_values(declared: Setting) -> str:
    """Return in Dutch which values a setting may have, for messages and the sheet Instellingen.

    >>> valid_values(Settings.declared()[2])
    '0 tot en met 10000'
    """
    if declared.choices:
        return " of ".join((", ".join(declared.choices[:-1]), declared.choices[-1]))
    limits = [limit for limit in (declared.minimum, declared.maximum) if limit is not None]
    if not limits:
        return "tekst"
    return " tot en met ".join(_shown_limit(limit, declared.unit) for limit in limits)


def _shown_limit(limit: float | dt.date, unit: str) -> str:
    if isinstance(limit, dt.date):
        return limit.strftime("%d-%m-%Y")
    return f"{show(float(limit) * 100)} %" if unit == "%" else show(float(limit))


def _convert(declared: Setting, value: object) -> object:
    """Return the value in the type of the setting, or None when it cannot be one."""
    if declared.choices:
        if set(declared.choices) == {"ja", "nee"}:
            return value if isinstance(value, bool) else _YES_NO.get(str(value).lower())
        return next((choice for choice in declared.choices if choice.lower() == str(value).lower()), None)
    if isinstance(declared.minimum, dt.date):
        return day_of(value)
    if declared.minimum is None:
        return show(value) if isinstance(value, float) else str(value)
    number = _number(value)
    if number is not None and isinstance(declared.default, int):
        return int(number) if number == int(number) else None
    return number


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < float("inf") else None
    text = str(value)
    scale = 1.0
    if text.endswith("%"):
        text, scale = text[:-1].strip(), 0.01
    parsed = parse_numbers([text])
    return round(float(parsed.values[0]) * scale, 12) if parsed.reading[0] == Reading.OK else None


def day_of(value: object) -> dt.date | None:
    """Return the day that a cell or an option tells, as date, serial number or text; None when it is none.

    >>> day_of("01-07-2025"), day_of("2025-07-01"), day_of("31-02-2025")
    (datetime.date(2025, 7, 1), datetime.date(2025, 7, 1), None)
    """
    cell = RawColumn.from_values([value])
    if cell.kind[0] == Kind.DATE:
        return dt.date(1970, 1, 1) + dt.timedelta(days=int(cell.number[0]))
    if cell.kind[0] == Kind.NUMBER and 1 <= cell.number[0] < 200_000:
        return _EXCEL_EPOCH + dt.timedelta(days=int(cell.number[0]))
    if cell.kind[0] == Kind.TEXT:
        parsed = parse_dates([cell.texts[0]])
        if parsed.reading[0] == Reading.OK:
            return dt.date(1970, 1, 1) + dt.timedelta(days=int(parsed.values[0]))
    return None
