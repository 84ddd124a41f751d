"""A report in points of the firm's own turnover in the place of euros: nobody sees how large the firm is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import ColumnKind
from klantwaarde_xl.model.inputs import INPUT_FIELD, Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import TABLES
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.formats import CellFormat

POINTS = 1_000_000
"""Turnover of the firm in the period: 100 with four decimals, written without a comma, because tables,
sentences and formulas of the report show whole figures."""
CURRENCY = "punten"
EXPLAINED = "Bedragen zijn punten: de omzet van het hele bedrijf in de periode is 1.000.000."
_MIXED = (
    (re.compile(r"€[ \u00a0](?=-?\d)"), ""),
    (
        re.compile(
            r"(?<=[Ii]n )EUR\b|(?<=\d[ \u00a0])EUR\b|\bEUR(?= per munt)|(?<=[Gg]een )euro(?:'s)?\b|"
            r"(?<=wij )euro's|(?<=op )euro's(?= per uur)"
        ),
        CURRENCY,
    ),
)
"""In texts in which words of the user's may stand too, such as names: only where an amount is told."""
_OURS = (
    (re.compile(r"€[ \u00a0]"), ""),
    (re.compile(r"\bEUR\b|\beuro(?:'s)?\b"), CURRENCY),
    (re.compile(r"\bEuro(?:'s)?\b"), CURRENCY.capitalize()),
)
"""In declarations of sheets, formulas included, where no word of the user's can stand."""
_Rules = tuple[tuple[re.Pattern[str], str], ...]


def in_points(inputs: Inputs, revenue: float) -> Inputs:
    """Return the inputs with every amount, also in the settings, in points; ``revenue``: of the period, EUR.

    Amounts stay as exact as they were, so that all that is computed of them closes as it does in euros. What
    quotes amounts as text is gone: the tables as read, and the wording of findings. Raises KW-825 when the
    turnover is not above zero."""
    if not revenue > 0:
        raise errors.NO_INDEX.error()
    factor = POINTS / revenue
    tables = {INPUT_FIELD[model.table]: model for model in TABLES}
    frames: dict[str, Any] = {
        name: _scaled(frame, [one.field for one in model.columns() if one.kind is ColumnKind.AMOUNT], factor)
        for name, model in tables.items()
        if (frame := getattr(inputs, name)) is not None
    }
    rejected = None if inputs.rejected is None else _scaled(inputs.rejected, ["revenue"], factor)
    return dataclasses.replace(
        inputs,
        **frames,
        settings=_settings(inputs.settings, factor),
        read_revenue=inputs.read_revenue * factor,
        rejected_revenue=inputs.rejected_revenue * factor,
        foreign={code: (count, amount * factor) for code, (count, amount) in inputs.foreign.items()},
        moved=(inputs.moved[0], inputs.moved[1] * factor),
        converted=(inputs.converted[0], inputs.converted[1] * factor),
        rejected=rejected,
        raw={},
        history=None,
    )


def _scaled(frame: pd.DataFrame, fields: list[str], factor: float) -> pd.DataFrame:
    return frame.assign(**{name: frame[name] * factor for name in fields if name in frame.columns})


def _settings(settings: Settings, factor: float) -> Settings:
    amounts = [one.field for one in Settings.declared() if one.unit.split("/")[0] == "EUR"]
    known = {name: value for name in amounts if (value := getattr(settings, name)) is not None}
    return settings.model_copy(update={name: value * factor for name, value in known.items()})


def told_in_points(document: Document) -> Document:
    """Return a report whose amounts are points, with words that say so in the place of euros."""
    frames = {key: frame.assign(**_columns(frame)) for key, frame in document.frames.items()}
    values: Mapping[str, object] = {
        key: _replaced(value, _MIXED) if isinstance(value, str) else value
        for key, value in document.values.items()
    }
    subtitles = ("start_subtitle", "dashboard_subtitle")
    told = {key: f"{values[key]} {EXPLAINED}" for key in subtitles}
    sheets, names = _reworded(document.sheets), _reworded(document.names)
    return dataclasses.replace(
        document, sheets=sheets, frames=frames, values={**values, **told}, names=names, currency=CURRENCY
    )


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of text with the words of amounts replaced; the user's words stay."""
    return {
        str(name): pd.Series(
            [_replaced(value, _MIXED) if isinstance(value, str) else value for value in frame[name]],
            frame.index,
            dtype=object,
        )
        for name in frame.columns
        if frame[name].dtype.kind in "OT"
    }


def _replaced(text: str, rules: _Rules) -> str:
    for pattern, instead in rules:
        text = pattern.sub(instead, text)
    return text


def _reworded(value: Any) -> Any:
    """Return a declaration with the words of amounts replaced in every text of it, at any depth."""
    if isinstance(value, str):
        return _replaced(value, _OURS)
    if isinstance(value, tuple):
        parts = [_reworded(one) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | CellFormat):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        changed = {name: _reworded(part) for name, part in fields.items()}
        return dataclasses.replace(value, **{n: new for n, new in changed.items() if new is not fields[n]})
    return value
