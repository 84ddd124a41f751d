"""Cost and margin written as a percentage of the turnover: read as that part of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers

SHARED = ("cost", "margin")
"""Fields that a percentage can stand in for."""
_PERCENTAGE = re.compile(r"[-+]?\s?\d{1,4}(?:[.,]\d{1,6})?\s?%")


def is_percentage(text: str) -> bool:
    """Return whether a text is a percentage.

    >>> is_percentage("30%"), is_percentage("12,5 %"), is_percentage("30")
    (True, True, False)
    """
    return _PERCENTAGE.fullmatch(text.strip()) is not None


def read_shares(raw: RawTable, where: Mapping[str, int]) -> tuple[RawTable, list[Finding]]:
    """Return invoice lines with percentages of cost and margin as that part of the turnover, and a finding.

    ``where``: column (position) by field. A percentage beside a turnover that is no number stays as it is.
    """
    if "revenue" not in where:
        return raw, []
    columns, findings = list(raw.columns), []
    for field in SHARED:
        if field not in where:
            continue
        place = where[field]
        share = _shares(columns[place])
        if not np.isfinite(share).any():
            continue
        amounts = np.rint(share * readable_numbers(columns[where["revenue"]]) * 100) / 100
        rows = np.isfinite(amounts)
        columns[place] = with_numbers(columns[place], rows, amounts)
        header = raw.headers[place]
        doubt = Finding.of(
            errors.READ_AS_SHARE, raw.address(None, place), header, count=int(rows.sum()), header=header
        )
        findings.append(doubt)
    return replace(raw, columns=tuple(columns)), findings


def with_numbers(column: RawColumn, rows: np.ndarray, numbers: np.ndarray) -> RawColumn:
    """Return the column with these numbers (n,) in the rows that are marked, bool (n,)."""
    kind = np.where(rows, np.int8(Kind.NUMBER), column.kind)
    code = np.where(rows, np.int32(-1), column.code)
    return RawColumn(kind, np.where(rows, numbers, column.number), code, column.texts)


def _shares(column: RawColumn) -> np.ndarray:
    """Return the percentages of n cells as fractions, NaN for all other cells."""
    told = [is_percentage(text) for text in column.texts]
    if not any(told):
        return np.full(len(column), np.nan)
    bare = [
        text.strip().rstrip("%").strip() if yes else "" for text, yes in zip(column.texts, told, strict=True)
    ]
    values = [float(text.replace(",", ".").replace(" ", "")) / 100 if text else np.nan for text in bare]
    found: np.ndarray = np.array([*values, np.nan])[column.code]
    return np.where(column.kind == Kind.TEXT, found, np.nan)
