"""Findings about the figures themselves: what is missing in the input, and what that does to the answers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.result import MEASURE, WithLedger
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.change import reaches_back
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED

_FEW = 5
"""At most this many customers are named in one finding."""
_LOW_COVERAGE = 0.8
"""Below this share of revenue with a known cost, a customer's margin is called uncertain."""


def remarks(
    customers: pd.DataFrame, lines: pd.DataFrame, period: Period, settings: Settings
) -> list[Finding]:
    """Return the findings about missing costs, effort, positive figures and the previous period.

    ``customers``: the customer frame of the analysis; ``lines``: the lines that count, of all periods."""
    found = []
    uncovered = customers["coverage"] < _LOW_COVERAGE
    if customers["gross_margin"].isna().all():
        found.append(Finding.of(errors.NO_COST))
    elif uncovered.any():
        some = ", ".join(customers.index[uncovered][:_FEW])
        found.append(Finding.of(errors.LOW_COVERAGE, count=int(uncovered.sum()), value=some))
    if customers["time_cost"].isna().all():
        found.append(Finding.of(errors.NO_EFFORT))
    if not (customers[MEASURE[settings.pareto_measure]] > 0).any():
        found.append(Finding.of(errors.NOTHING_POSITIVE, measure=settings.pareto_measure))
    first = lines["date"].min().date()
    if not reaches_back(first, period.previous()):
        wording = errors.NO_PREVIOUS_PERIOD if first >= period.start else errors.SHORT_PREVIOUS_PERIOD
        found.append(Finding.of(wording, value=f"{first:%d-%m-%Y}"))
    return found


def carried_remarks(inputs: Inputs, customers: pd.Index) -> list[Finding]:
    """Return how many notes came along from an earlier result that the user named, and which did not fit.

    ``customers``: everyone for whom there is an action. No such result, no finding."""
    carried = inputs.carried
    if carried is None:
        return []
    at_hand = set(customers.astype(str))
    gone = [one for one in carried.customers if inputs.merged.get(one, one) not in at_hand]
    came = len(carried.customers)
    found = [Finding.of(errors.NOTES_CARRIED, count=came, path=carried.source)] if came else []
    for wording, which in ((errors.NOTES_OF_GONE, gone), (errors.NOTES_OF_NOBODY, carried.nobody)):
        if which:
            some = ", ".join(which[:_FEW])
            found.append(Finding.of(wording, count=len(which), value=some, path=carried.source))
    return found


def unassigned_totals(lines: pd.DataFrame, left_out: np.ndarray) -> dict[str, float]:
    """Return what belongs to no customer, whatever its date: turnover, share of all read, number of lines.

    ``left_out``: bool per line. The share is NaN when it is not between 0 and 1.

    >>> frame = pd.DataFrame({"customer_id": [UNASSIGNED, "a"], "revenue": [25.0, 75.0]})
    >>> unassigned_totals(frame, np.array([True, False]))
    {'unassigned': 25.0, 'unassigned_share': 0.25, 'unassigned_lines': 1.0}
    """
    nobody = lines[left_out & (lines["customer_id"] == UNASSIGNED).to_numpy()]
    amount, whole = round(float(nobody["revenue"].sum()), 2), float(lines["revenue"].sum())
    share = amount / whole if 0 < amount <= whole else np.nan
    return {"unassigned": amount, "unassigned_share": share, "unassigned_lines": float(len(nobody))}


def unassigned_remarks(totals: Mapping[str, float]) -> list[Finding]:
    """Return the finding about :func:`unassigned_totals`, or none when every line has a customer."""
    if not totals["unassigned_lines"]:
        return []
    share = "" if np.isnan(totals["unassigned_share"]) else f" ({100 * totals['unassigned_share']:.0f} %)"
    amount, count = in_euros(totals["unassigned"]), int(totals["unassigned_lines"])
    return [Finding.of(errors.NOT_ASSIGNED, value=amount, share=share, customer=UNASSIGNED, count=count)]


def ledger_remarks(compared: WithLedger | None, rows: pd.DataFrame | None) -> list[Finding]:
    """Return a finding per entity whose turnover differs from the ledger, or one when nothing compares.

    ``rows`` are those of the ledger, None without that table."""
    if compared is None:
        count = 0 if rows is None else len(rows)
        return [Finding.of(errors.LEDGER_DOES_NOT_COMPARE, count=count)] if count else []
    entities = compared.check.entities
    entities = entities[entities["difference"].fillna(0.0) != 0]
    amounts = entities[["ledger", "read", "difference"]].to_numpy(float).tolist()
    return [
        Finding.of(
            errors.LEDGER_DIFFERS,
            entity=entity or "alle regels samen",
            ledger=in_euros(ledger),
            read=in_euros(read),
            difference=in_euros(difference),
        )
        for entity, (ledger, read, difference) in zip(entities["entity"].tolist(), amounts, strict=True)
    ]
