"""The log of checking one table: findings per cell, and the rows that they reject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_table import RawTable

MAX_DETAIL = 100
"""Findings of one kind in one column that are shown cell by cell; the rest is counted in one finding."""


@dataclass(slots=True)
class Log:
    """Gathers findings of one table and the rows that they reject."""

    raw: RawTable
    rejected: np.ndarray
    findings: list[Finding]
    spared: frozenset[int] = frozenset()
    """Columns (positions) in which a wrong cell counts as blank and does not reject its row."""

    def add(
        self,
        wording: errors.Wording,
        rows: np.ndarray,
        position: int,
        names: Callable[[int], Mapping[str, Any]] | Mapping[str, Any],
    ) -> None:
        """Add one finding per row (positions), the first MAX_DETAIL in full; errors reject their rows."""
        if not len(rows):
            return
        if position in self.spared and wording.severity is errors.Severity.ERROR:
            hint = f"{wording.hint} De regel telt mee zonder dit gegeven."
            wording = replace(wording, severity=errors.Severity.WARNING, hint=hint)
        if wording.severity is errors.Severity.ERROR:
            self.rejected[rows] = True
        cells = self.raw.columns[position]
        for row in rows[:MAX_DETAIL]:
            filled = names(int(row)) if callable(names) else names
            filled = {"value": show(cells.value(int(row))), **filled}
            self.findings.append(Finding.of(wording, self.raw.address(int(row), position), **filled))
        if len(rows) > MAX_DETAIL:
            self.findings.append(
                Finding.of(
                    errors.MORE_OF_THE_SAME,
                    self.raw.address(int(rows[MAX_DETAIL]), position),
                    count=len(rows) - MAX_DETAIL,
                    code=wording.code,
                    column=self.raw.headers[position],
                )
            )
