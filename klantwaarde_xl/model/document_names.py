"""What the name of a sheet or a text file tells of its lines: quotations and budgets are no turnover."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.document_words import SheetKind, kind_of_sheet, kind_of_title
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sums import total_of

_IS_FILE = re.compile(r"\.(?:csv|txt|tsv|tab)\Z", re.IGNORECASE)


def lines_by_sheet(raw: RawTable) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return which lines are credits and which no turnover by their sheet or title, and what told it.

    A table of ours and a text file go by what they hold, whatever they are called.
    """
    credit, no_turnover, told = np.zeros(len(raw), bool), np.zeros(len(raw), bool), list[str]()
    for sheet, titles, here in raw.stretches():
        kinds = {f"titel '{title}'": kind for title in titles if (kind := kind_of_title(title)) is not None}
        if not _IS_FILE.search(sheet) and (kind := kind_of_sheet(sheet)) is not None:
            kinds = {f"blad '{sheet}'": kind}
        for name, kind in kinds.items():
            (credit if kind is SheetKind.CREDIT else no_turnover)[here] = True
            told.append(name)
    return credit, no_turnover, told


def file_named_otherwise(raw: RawTable, revenue: np.ndarray, rejected: np.ndarray) -> Iterator[Finding]:
    """Yield the doubt about a text file with a name for what is no turnover: its lines count, as asked."""
    stem = _IS_FILE.sub("", raw.sheet)
    if stem == raw.sheet or kind_of_sheet(stem) is not SheetKind.NO_TURNOVER or rejected.all():
        return
    amount = in_euros(total_of(revenue[~rejected]))
    wording = errors.NAMED_NO_TURNOVER
    yield Finding.of(wording, raw.sheet, amount, path=raw.sheet, count=int((~rejected).sum()))
