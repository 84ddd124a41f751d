"""Where things are on the Dashboard, and what its lists and sentences show."""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_cell_to_rowcol

from klantwaarde_xl.report.pages.dashboard.list_steps import DULL_HEADER, LIST_HEADER, LISTED
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES, WARNINGS

AREAS = {"Dashboard": "R80", "Klantkaart": "M60", "Grafiekgegevens": "BC206"}


def lists(values: list[list[Any]]) -> dict[str, pd.DataFrame]:
    """Return the short lists as they stand on the Dashboard, without blank rows."""
    found = {}
    for name, first, header, width in (
        ("best", "B", LIST_HEADER, 6),
        ("losing", "H", LIST_HEADER, 5),
        ("growth", "N", LIST_HEADER, 4),
        ("dull", "B", DULL_HEADER, 4),
    ):
        top, left = xl_cell_to_rowcol(f"{first}{header}")
        rows = [row[left : left + width] for row in values[top + 1 : top + 1 + LISTED]]
        found[name] = pd.DataFrame(
            [row for row in rows if row[0] not in {None, ""}], columns=values[top][left : left + width]
        )
    return found


def lines(values: list[list[Any]]) -> list[str]:
    """Return the sentences and warnings on the Dashboard."""
    return [row[7] for row in values[5 : 5 + len(SENTENCES) + len(WARNINGS)] if row[7]]
