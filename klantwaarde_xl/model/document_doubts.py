"""Doubts that kinds of documents raise: prepayments beside a final invoice, goods back with a plus.

A doubt never changes a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.sums import total_of

_PREPAID = re.compile(
    r"voorschot|aanbetaling|deelfactuur|termijnfactuur|vooruitbetaling|prepayment|downpayment|advanceinvoice"
    r"|depositinvoice|anzahlung|abschlag|acompte"
)
_FINAL = re.compile(
    r"eindfactuur|slotfactuur|eindafrekening|slotnota|finalinvoice|schlussrechnung|facturefinale"
)
_FEW_LINES = 20
_NO_SPACES = str.maketrans("", "", " -.'")
_SETTLED = re.compile(r"verrekening|settlement|verrechnung|restant|remaining|solde")


def document_doubts(checked: CheckedTable) -> list[Finding]:
    """Return the doubts about the good invoice lines of a table with its raw cells."""
    return [*_prepaid_twice(checked), *_goods_back(checked), *_negative_in_all(checked)]


def _prepaid_twice(checked: CheckedTable) -> Iterator[Finding]:
    """A customer with prepayments and, on or after their day, a final invoice that holds them too.

    Not when the prepayment is taken back by a negative line of the customer, or when a text says so."""
    if not _says(checked, _FINAL).any():
        return
    frame = checked.good_rows()
    prepaid, final, settled = (
        _says(checked, form)[frame.index.to_numpy()] for form in (_PREPAID, _FINAL, _SETTLED)
    )
    if not (prepaid.any() and final.any()):
        return
    customer, revenue = frame["customer_id"].astype(object).to_numpy(), frame["revenue"].to_numpy(float)
    day = frame["date"].to_numpy()
    total = np.zeros(len(frame), bool)
    for one in dict.fromkeys(customer[final & ~settled].tolist()):
        here = customer == one
        before = here & prepaid & ~final & (revenue > 0)
        before &= day <= day[here & final].max()
        paid = revenue[before].sum()
        taken_back = -revenue[here & (revenue < 0)].sum()
        if before.any() and taken_back < paid - 0.005 and revenue[here & final].sum() >= paid - 0.005:
            total |= before
    if total.any():
        now, twice = revenue.sum(), total_of(revenue[total])
        first = int(frame.index[int(np.argmax(total))])
        yield Finding.of(
            errors.PREPAID_TWICE,
            checked.raw.address(first, checked.where.get("revenue")),
            in_euros(twice),
            count=int(total.sum()),
            amount=in_euros(float(now)),
            otherwise=in_euros(float(now) - twice),
        )


def _goods_back(checked: CheckedTable) -> Iterator[Finding]:
    """Lines with a negative quantity and a positive turnover, in a table without the opposite."""
    frame = checked.good_rows()
    quantity, revenue = (frame[name].to_numpy(float) for name in ("quantity", "revenue"))
    back = (quantity < 0) & (revenue > 0)
    if not back.any() or 2 * back.sum() > len(frame):
        return
    contradicted = bool(((quantity < 0) & (revenue < 0)).any())
    wording = errors.GOODS_BACK_MIXED if contradicted else errors.GOODS_BACK_POSITIVE
    amount = total_of(revenue[back])
    first = int(frame.index[int(np.argmax(back))])
    place = checked.raw.address(first, checked.where.get("revenue"))
    now = total_of(revenue)
    names = {"amount": in_euros(now), "otherwise": in_euros(now - 2 * amount)}
    yield Finding.of(wording, place, in_euros(amount), count=int(back.sum()), **names)


def _negative_in_all(checked: CheckedTable) -> Iterator[Finding]:
    """Turnover below zero in all, as a ledger writes it; of a few lines a warning, as they may be credits."""
    revenue = checked.good_rows()["revenue"].to_numpy(float)
    total, negative = total_of(revenue), int((revenue < 0).sum())
    if total >= 0 or 2 * negative < len(revenue):
        return
    wording = errors.TURNOVER_NEGATIVE
    if len(revenue) < _FEW_LINES:
        wording = replace(wording, severity=errors.Severity.WARNING)
    place = checked.raw.address(None, checked.where.get("revenue"))
    names = {"amount": in_euros(total), "otherwise": in_euros(-total)}
    yield Finding.of(wording, place, in_euros(total), count=negative, **names)


def _says(checked: CheckedTable, form: re.Pattern[str]) -> np.ndarray:
    """Return which rows (n) of the raw table hold a text of this form in any column but the customer."""
    raw, skipped = checked.raw, checked.where.get("customer_id")
    found = np.zeros(len(raw), bool)
    for place, cells in enumerate(raw.columns):
        # One search of all texts is many times as fast as one of each, and most columns hold no such word.
        if place != skipped and form.search("\n".join(cells.texts).lower().translate(_NO_SPACES)):
            told = [bool(form.search(normalise_header(text[:60]))) for text in cells.texts]
            found |= cells.where(told) & (cells.kind == Kind.TEXT)
    return found
