"""Prepayments that stand in the workbook already: the final invoice that names them takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.imports.understanding import Understanding
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.sources.ubl import UblBatch, Unsettled
from klantwaarde_xl.sources.ubl_prepaid import SETTLEMENT


def settle_known(one: Understanding, known: pd.DataFrame | None) -> Understanding:
    """Return a batch of e-invoices with a line for each prepayment among the ``known`` lines of the workbook.

    Only invoices that the final invoice names and that stand there for the same customer; their sum is taken
    back. What is not found keeps its finding."""
    if not isinstance(one.detail, UblBatch) or not one.detail.unsettled or known is None or not len(known):
        return one
    rows: list[dict[str, object]] = []
    findings = list(one.findings)
    for final in one.detail.unsettled:
        numbers, cents = _paid_before(final, known)
        if cents <= 0:
            continue
        amount = cents / 100
        rows.append(
            {
                "date": pd.Timestamp(final.day),
                "customer_id": final.customer,
                "product_id": SETTLEMENT,
                "invoice_id": final.number,
                "revenue": -amount,
                "source": final.source,
            }
        )
        findings = [
            found
            for found in findings
            if found.code != errors.PREPAYMENT_UNKNOWN.code or f"'{final.file}'" not in found.message
        ]
        named, shown = ", ".join(numbers), in_euros(-amount)
        findings.append(Finding.of(errors.PREPAYMENT_SETTLED, "", shown, path=final.file, numbers=named))
    if not rows:
        return one
    lines = one.tables["tblTransacties"]
    more = pd.DataFrame(rows).reindex(columns=lines.columns)
    joined = pd.concat([lines.astype(object), more.astype(object)], ignore_index=True)
    for name in ("quantity", "revenue", "cost", "margin", "one_off"):
        joined[name] = joined[name].astype(float)
    joined["date"] = pd.to_datetime(joined["date"]).astype("datetime64[s]")
    revenue = total_of(joined["revenue"].to_numpy(float))
    tables = {**one.tables, "tblTransacties": joined}
    return replace(one, tables=tables, findings=tuple(findings), revenue=revenue, read=one.read + len(rows))


def _paid_before(final: Unsettled, known: pd.DataFrame) -> tuple[Sequence[str], int]:
    """Return the prepayment invoices of a final invoice that are known, and their turnover in cents."""
    same = known["customer_id"].astype(object) == final.customer
    named = known["invoice_id"].astype(object).isin(list(final.refers_to))
    hit = known[(same & named).to_numpy()]
    cents = int(np.rint(hit["revenue"].to_numpy(float) * 100).sum()) if len(hit) else 0
    return list(dict.fromkeys(hit["invoice_id"].astype(object))), cents
