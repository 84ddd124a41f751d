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

WHOLE_COLUMN, NEARLY_ALL = 10, 0.9
"""From so many wrong cells, that are this part of all filled ones, the column is wrong: one finding."""


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
        is_whole = len(rows) >= WHOLE_COLUMN and len(rows) >= NEARLY_ALL * (~cells.blank()).sum()
        for row in rows[: 1 if is_whole else MAX_DETAIL]:
            filled = names(int(row)) if callable(names) else names
            filled = {"value": show(cells.value(int(row))), **filled}
            found = Finding.of(wording, self.raw.address(int(row), position), **filled)
            self.findings.append(self._of_column(found, position, len(rows)) if is_whole else found)
        if is_whole:
            return
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

    def _of_column(self, found: Finding, position: int, count: int) -> Finding:
        """Return the finding about one cell as one about its whole column."""
        header = self.raw.headers[position]
        message = f"{found.message} Dat geldt voor (bijna) alle {count} cellen onder '{header}'."
        hint = f"Is dit de goede kolom? {found.hint}"
        return replace(found, message=message, hint=hint, count=count)
