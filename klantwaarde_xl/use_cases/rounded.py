"""A report with figures of two significant digits, by which nobody recognises a customer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import pandas as pd

from klantwaarde_xl.model.notation import grouped
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import CellSpec, FigureSpec, GridSpec, TableSpec

Key = TypeVar("Key")
_DIGITS = 2
_COUNTS = {f.INTEGER.name, f.SHIFT.name, f.DATE.name}
"""Names of formats of whole counts, places in a list and dates, also larger or in colour; they stay."""
_IN_TEXT = re.compile(r"(€[ \u00a0]-?)?(\d+(?:\.\d+)*(?:,\d+)?)([ \u00a0]%)?")
"""Every figure of a sentence, with the signs that tell an amount or a percentage. It finds figures without a
sign too: looking for a sign behind the figure from each of its digits takes the square of its length."""


def two_digits(value: float) -> float:
    """Return a figure rounded to two significant digits; blank and infinite stay.

    >>> two_digits(1234567.89), two_digits(-0.04567), two_digits(0.0)
    (1200000.0, -0.046, 0.0)
    """
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else value


def rounded_text(text: str) -> str:
    """Return a sentence with its amounts and percentages rounded to two significant digits.

    >>> rounded_text("€ 1.234.567, € -0,456 en 12,34 % van 345 klanten")
    '€ 1.200.000, € -0,46 en 12 % van 345 klanten'
    >>> rounded_text("Dit jaar € 1.234. Vorig jaar € 567,89.")
    'Dit jaar € 1.200. Vorig jaar € 570.'
    """
    return _IN_TEXT.sub(_rounded_figure, text)


def _rounded_figure(found: re.Match[str]) -> str:
    before, figure, after = found[1] or "", found[2], found[3] or ""
    return f"{before}{_number(figure)}{after}" if before or after else figure


def _number(text: str) -> str:
    decimals = len(text.partition(",")[2])
    value = two_digits(float(text.replace(".", "").replace(",", ".")))
    shown = grouped(value, decimals)
    return shown.rstrip("0").rstrip(",") if "," in shown else shown


def rounded(document: Document) -> Document:
    """Return the report with every figure but counts and dates rounded to two significant digits.

    Sums are rounded on their own, so that parts need not add up to them."""
    kept_fields, kept_values = _counts(document)
    frames = {
        key: frame.assign(
            **{str(name): _column(frame[name]) for name in frame.columns if (key, name) not in kept_fields}
        )
        for key, frame in document.frames.items()
    }
    values = {
        key: value if key in kept_values else _rounded_value(value) for key, value in document.values.items()
    }
    return replace(document, frames=frames, values=values)


def _column(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    if column.dtype.kind == "f":
        return column.map(two_digits)
    if column.dtype.kind not in "OT":
        return column
    return pd.Series([_rounded_value(value) for value in column], column.index, column.dtype)


def _rounded_value(value: object) -> object:
    if isinstance(value, float):
        return two_digits(value)
    return rounded_text(value) if isinstance(value, str) else value


def _counts(document: Document) -> tuple[set[tuple[str, object]], set[str]]:
    """Return the fields of frames, by key, and the values that are shown as counts and dates only."""
    fields: dict[tuple[str, object], set[str]] = {}
    values: dict[str, set[str]] = {}
    for sheet in document.sheets:
        for block in sheet.blocks:
            if isinstance(block, TableSpec | GridSpec):
                for column in block.columns:
                    fields.setdefault((block.frame, column.field), set()).add(column.format.name)
            for name, look in _shown_values(block):
                values.setdefault(name, set()).add(look)
    return _only_counts(fields), _only_counts(values)


def _shown_values(block: object) -> Iterator[tuple[str, str]]:
    if isinstance(block, CellSpec):
        yield block.value, block.format.name
    if isinstance(block, FigureSpec):
        yield block.value, block.format.name
        yield block.previous, block.format.name


def _only_counts(formats: Mapping[Key, set[str]]) -> set[Key]:
    return {key for key, used in formats.items() if {look.partition("_")[0] for look in used} <= _COUNTS}
