"""Rules between the columns of one line, and between the tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.look_alikes import difference, plain_id
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.sums import total_of

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

_BEFORE_1970, _YEARS = 70, 300
"""Dates are accepted from 1900, up to and with 2199."""


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
    """Check what the columns of one invoice line say of one another, and the lines of one invoice."""
    _invoices_of_several(lines, notes)
    revenue, cost, margin = (lines.frame[name].to_numpy() for name in ("revenue", "cost", "margin"))
    positions = lines.frame.index.to_numpy()
    cost = _cost_as_meant(lines, (revenue, cost, margin), notes)
    apart = np.abs(np.rint((revenue - cost - margin) * 100)) > 1
    note(lines, notes, errors.COST_AND_MARGIN_DISAGREE, "margin", positions[apart])
    note(lines, notes, errors.CREDIT_WITH_COST, "cost", positions[(revenue < 0) & (cost > 0)])


def _invoices_of_several(lines: CheckedTable, notes: list[Finding]) -> None:
    """Say which numbers of invoices stand at lines of more than one customer."""
    frame = lines.good_rows()[["invoice_id", "customer_id", "date", "entity"]]
    known = frame["invoice_id"].notna() & frame["customer_id"].notna()
    frame = frame if known.all() else frame[known]
    if frame.empty:
        return
    customer = frame["customer_id"].cat.codes.to_numpy()
    if not len(_of_another(frame["invoice_id"].cat.codes.to_numpy(), customer)):
        return
    # Numbers that begin anew each year, or in each administration, are other invoices.
    # One whole number per key, in place: of ten million lines an index of three columns takes a gigabyte.
    key = frame["invoice_id"].cat.codes.to_numpy().astype(np.int64)
    key *= len(frame["entity"].cat.categories) + 1
    key += frame["entity"].cat.codes.to_numpy()
    key += 1
    key *= _YEARS
    key += frame["date"].to_numpy("datetime64[Y]").view(np.int64)
    key += _BEFORE_1970
    invoice = pd.factorize(key)[0]
    del key
    other = _of_another(invoice, customer)
    if not len(other):
        return
    at = int(other[0])
    number = str(frame["invoice_id"].iloc[at])
    place = lines.raw.address(int(frame.index[at]), lines.where["invoice_id"])
    count = len(np.unique(invoice[other]))
    notes.append(Finding.of(errors.INVOICE_OF_SEVERAL, place, number, count=count))


def _of_another(invoice: np.ndarray, customer: np.ndarray) -> np.ndarray:
    """Return the lines (positions) with another customer than the first line of their invoice."""
    first = np.full(invoice.max() + 1, -1)
    first[invoice[::-1]] = customer[::-1]
    return np.flatnonzero(customer != first[invoice])


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
    amount = in_euros(total_of(cost[against & sales]))
    if not (told & ~against).any():
        notes.append(Finding.of(errors.COST_SIGN_TURNED, place, amount, count=int(against.sum())))
        turned = np.where(told, -cost, cost)
        lines.frame["cost"] = turned
        return turned
    at = int(np.argmax(against & sales))
    place = lines.raw.address(int(lines.frame.index[at]), lines.where["cost"])
    notes.append(Finding.of(errors.COST_SIGNS_DIFFER, place, amount, count=int((against & sales).sum())))
    return cost


def link_rules(checked: Mapping[str, CheckedTable], notes: list[Finding]) -> None:
    """Check references between tables: one finding per unknown id, at the first row that has it.

    Ids that only look like a known one are named as a pair, all that differ in the same way together.
    """
    for table, field_name, target, target_field, wording in _LINKS:
        if table not in checked or target not in checked:
            continue
        ids = checked[table].frame[field_name]
        known = checked[target].frame[target_field].cat.categories
        unknown = ~ids.cat.categories.isin(known)
        if not unknown.any():
            continue
        firsts = ids[~ids.duplicated() & ids.notna()]
        unlike = unknown.copy()
        if target_field.endswith("_id"):
            unlike &= ~_look_alikes(checked, (table, field_name, target), unknown, notes)
        is_wrong_column = table == "tblTransacties" and target == "tblKlanten" and bool(unknown.all())
        if is_wrong_column and unlike.all() and len(known):
            notes.append(_no_customer_matches(checked[table], str(ids.cat.categories[0])))
            continue
        note(checked[table], notes, wording, field_name, firsts.index.to_numpy()[unlike[firsts.cat.codes]])


def _look_alikes(
    checked: Mapping[str, CheckedTable], link: tuple[str, str, str], unknown: np.ndarray, notes: list[Finding]
) -> np.ndarray:
    """Return which unknown ids look like a known one, bool per id, and say so once per way of differing."""
    table, field_name, target = link
    lines, others = checked[table], checked[target]
    ids = lines.frame[field_name]
    known = {plain_id(label): label for label in others.frame[field_name].cat.categories}
    labels = ids.cat.categories.tolist()
    pairs = {
        at: known[plain]
        for at in np.flatnonzero(unknown).tolist()
        if (plain := plain_id(labels[at])) in known
    }
    ways: dict[str, list[int]] = {}
    for at, other in pairs.items():
        ways.setdefault(difference(labels[at], other), []).append(at)
    for way, places in ways.items():
        rows = np.flatnonzero(np.isin(ids.cat.codes.to_numpy(), places))
        first = int(rows[0])
        label = labels[ids.cat.codes.iloc[first]]
        notes.append(
            Finding.of(
                errors.NOT_QUITE_EQUAL,
                lines.raw.address(int(lines.frame.index[first]), lines.where[field_name]),
                label,
                count=len(places),
                column=lines.raw.headers[lines.where[field_name]],
                other=pairs[ids.cat.codes.iloc[first]],
                sheet=others.raw.sheet,
                difference=way,
            )
        )
    found = np.zeros(len(labels), bool)
    found[list(pairs)] = True
    return found


def _no_customer_matches(lines: CheckedTable, example: str) -> Finding:
    position = lines.where["customer_id"]
    return Finding.of(
        errors.NO_CUSTOMER_MATCHES,
        lines.raw.address(None, position),
        example,
        sheet=lines.raw.sheet,
        column=lines.raw.headers[position],
    )
