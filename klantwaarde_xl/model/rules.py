"""Rules between the columns of one line, and between the tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.notation import in_euros

_LINKS = (
    ("tblTransacties", "customer_id", "tblKlanten", "customer_id", errors.UNKNOWN_CUSTOMER),
    ("tblTransacties", "product_id", "tblProducten", "product_id", errors.UNKNOWN_PRODUCT),
    ("tblInspanning", "customer_id", "tblKlanten", "customer_id", errors.UNKNOWN_CUSTOMER),
    ("tblInspanning", "activity", "tblTarieven", "activity", errors.NO_RATE),
    ("tblBeoordeling", "customer_id", "tblKlanten", "customer_id", errors.UNKNOWN_CUSTOMER),
    ("tblKlik", "customer_id", "tblKlanten", "customer_id", errors.UNKNOWN_CUSTOMER),
    ("tblKlik", "account_manager", "tblAccountmanagers", "name", errors.UNKNOWN_MANAGER),
    ("tblKlanten", "account_manager", "tblAccountmanagers", "name", errors.UNKNOWN_MANAGER),
)
"""Which column refers to which, and what to say of a value that is not there."""


def note(
    table: CheckedTable, notes: list[Finding], wording: errors.Wording, field_name: str, rows: np.ndarray
) -> None:
    """Add a finding about one field of these rows (positions in the raw table); an error rejects them."""
    if field_name in table.where:
        position = table.where[field_name]
        Log(table.raw, table.rejected, notes).add(
            wording, rows, position, {"column": table.raw.headers[position]}
        )


def line_rules(lines: CheckedTable, notes: list[Finding]) -> None:
    """Check what the columns of one invoice line say of one another."""
    revenue, cost, margin = (lines.frame[name].to_numpy() for name in ("revenue", "cost", "margin"))
    positions = lines.frame.index.to_numpy()
    cost = _cost_as_meant(lines, (revenue, cost, margin), notes)
    apart = np.abs(np.rint((revenue - cost - margin) * 100)) > 1
    note(lines, notes, errors.COST_AND_MARGIN_DISAGREE, "margin", positions[apart])
    note(lines, notes, errors.CREDIT_WITH_COST, "cost", positions[(revenue < 0) & (cost > 0)])


def _cost_as_meant(
    lines: CheckedTable, figures: tuple[np.ndarray, np.ndarray, np.ndarray], notes: list[Finding]
) -> np.ndarray:
    """Return the cost of each line with the sign of its goods; turns the frame when all have the other.

    A cost against its turnover on every line is the habit of a ledger; on some lines it is a fault.
    """
    revenue, cost, margin = figures
    # A line that has its margin too says the sign of its cost itself.
    told = (revenue != 0) & np.isfinite(cost) & (cost != 0) & np.isnan(margin)
    against = told & (revenue * cost < 0)
    sales = told & (revenue > 0)
    if not (against & sales).any():
        return cost
    place = lines.raw.address(None, lines.where["cost"])
    amount = in_euros(float(np.rint(cost[against & sales] * 100).sum()) / 100)
    if not (told & ~against).any():
        notes.append(Finding.of(errors.COST_SIGN_TURNED, place, amount, count=int(against.sum())))
        turned = np.where(told, -cost, cost)
        lines.frame["cost"] = turned
        return turned
    notes.append(Finding.of(errors.COST_SIGNS_DIFFER, place, amount, count=int((against & sales).sum())))
    return cost


def link_rules(checked: Mapping[str, CheckedTable], notes: list[Finding]) -> None:
    """Check references between tables: one finding per unknown id, at the first row that has it."""
    for table, field_name, target, target_field, wording in _LINKS:
        if table not in checked or target not in checked:
            continue
        ids = checked[table].frame[field_name]
        known = checked[target].frame[target_field].cat.categories
        unknown = ~ids.cat.categories.isin(known)
        if not unknown.any():
            continue
        firsts = ids[~ids.duplicated() & ids.notna()]
        if table == "tblTransacties" and target == "tblKlanten" and unknown.all() and len(known):
            notes.append(_no_customer_matches(checked[table], str(ids.cat.categories[0])))
            continue
        note(checked[table], notes, wording, field_name, firsts.index.to_numpy()[unknown[firsts.cat.codes]])


def _no_customer_matches(lines: CheckedTable, example: str) -> Finding:
    position = lines.where["customer_id"]
    return Finding.of(
        errors.NO_CUSTOMER_MATCHES,
        lines.raw.address(None, position),
        example,
        sheet=lines.raw.sheet,
        column=lines.raw.headers[position],
    )
