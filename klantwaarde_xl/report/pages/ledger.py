"""The parts of Controle that compare turnover with the ledger, per entity, and capacity with its use."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec
from klantwaarde_xl.report.words import ledger_sentences as words

_ENTITIES = 6
"""So many entities have a row of their own; the rest is one row."""
_ABSENT = "Vul het blad Boekhouding of importeer een auditfile: dan staat de omzet hier naast de boekhouding."
LEDGER = GridSpec(
    "ledger",
    (
        ColumnSpec("entity", "Administratie", f.TEXT, 16),
        ColumnSpec("blank", "", f.TEXT, 14),
        ColumnSpec("ledger", "Boekhouding", f.EURO_CENTS, 20),
        ColumnSpec("read", "Gelezen", f.EURO_CENTS, 20),
        ColumnSpec("difference", "Verschil", f.EURO_CENTS, 20),
        ColumnSpec("explanation", "Waardoor", f.WRAPPED, 54),
    ),
    "A20",
    _ENTITIES + 3,
    "Omzet volgens de boekhouding",
    empty=_ABSENT,
)
"""Entities with the largest difference first, then the total and the cost of serving."""


_ACTIVITIES = 10
CAPACITY = GridSpec(
    "capacity",
    (
        ColumnSpec("activity", "Activiteit", f.TEXT, 24),
        ColumnSpec("capacity_hours", "Capaciteit uren", f.HOURS, 12),
        ColumnSpec("used_hours", "Gebruikt uren", f.HOURS, 12),
        ColumnSpec("unused_hours", "Over uren", f.HOURS, 12),
        ColumnSpec("capacity", "Kosten capaciteit", f.EURO_CENTS, 16),
        ColumnSpec("used", "Gebruikt", f.EURO_CENTS, 16),
        ColumnSpec("unused", "Niet gebruikt", f.EURO_CENTS, 16),
    ),
    "S6",
    _ACTIVITIES + 2,
    "Capaciteit in de periode en wat er niet van gebruikt is",
    empty="Vul op Tarieven de Capaciteit: dan staat hier wat er in de periode niet van gebruikt is.",
    total_row=True,
)
"""Activities with the most unused euros first, then the total; unused capacity is in no customer's cost."""


def capacity_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the grid, none when no capacity is known."""
    fields = [column.field for column in CAPACITY.columns]
    found = source.analysis.capacity.reset_index()
    if found.empty:
        return pd.DataFrame(columns=fields)
    found = found.sort_values(["unused", "activity"], ascending=[False, True], kind="stable")[fields]
    rest = found.iloc[_ACTIVITIES:]
    parts = [found.iloc[:_ACTIVITIES], *([_summed(rest, "Overige activiteiten")] if len(rest) else [])]
    return pd.concat([*parts, _summed(found, "Totaal")], ignore_index=True)


def _summed(rows: pd.DataFrame, label: str) -> pd.DataFrame:
    sums = rows.drop(columns="activity").sum()
    return pd.DataFrame([{"activity": label, **sums.to_dict()}])


def ledger_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the grid, none without a ledger for the period."""
    columns = [column.field for column in LEDGER.columns]
    found = source.analysis.with_ledger
    if found is None:
        return pd.DataFrame(columns=columns)
    rows = found.check.entities
    size = rows["difference"].abs().fillna(np.inf)
    rows = rows.assign(size=size).sort_values(["size", "entity"], ascending=[False, True], kind="stable")
    shown: list[tuple[object, ...]] = [
        (
            words.entity_name(row["entity"]),
            row["ledger"],
            row["read"],
            row["difference"],
            words.explanation(row["reason"], row["invoices"], row["unassigned"]),
        )
        for row in rows.iloc[:_ENTITIES].to_dict("records")
    ]
    rest = rows.iloc[_ENTITIES:]
    if len(rest):
        shown.append(("Overige administraties", *_sums(rest), f"Samen {len(rest)} administraties."))
    shown.append(("Totaal", *_sums(rows), _coverage(found.check.complete)))
    known = (found.charged, found.not_assigned, float(source.analysis.capacity["unused"].sum()))
    serving = words.serving_rows(found.check.serving, *known)
    shown += [(*row, words.serving_explanation(*known)) for row in serving]
    frame = pd.DataFrame(shown, columns=[name for name in columns if name != "blank"])
    return frame.assign(blank="")[columns]


def _sums(rows: pd.DataFrame) -> tuple[float, float, float]:
    ledger, read, difference = (
        total_of(rows[name].fillna(0.0).to_numpy(float)) for name in ("ledger", "read", "difference")
    )
    return ledger, read, difference


def _coverage(complete: bool) -> str:
    return "" if complete else "Boekhouding heeft niet elke maand van de periode, of niet elke administratie."
