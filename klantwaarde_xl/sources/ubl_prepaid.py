"""Prepayments: their own invoice is turnover, and the settlement on the final invoice takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from klantwaarde_xl.sources.ubl_document import PREPAYMENT, Document

SETTLEMENT = "voorschot"
"""Product code of the line that settles a prepayment."""
_MOST_VAT = Decimal("1.27")
"""Highest amount with VAT for an amount of 1 without it, anywhere in the EU."""


def settled(final: Document, others: Sequence[Document]) -> list[Document]:
    """Return the prepayment invoices that a final invoice settles, of those not settled yet.

    ``others``: earlier or later documents of the same customer and seller. By reference where the invoice
    names them, else those whose amount, with VAT, can be what was paid before.
    """
    open_ones = [one for one in others if one.type_code == PREPAYMENT and one.day <= final.day]
    named = [one for one in open_ones if one.number in final.refers_to]
    if named:
        return named
    if _fits(sum((one.declared for one in open_ones), Decimal(0)), final.prepaid):
        return open_ones
    fitting = [one for one in open_ones if _fits(one.declared, final.prepaid)]
    return fitting if len(fitting) == 1 else []


def _fits(amount: Decimal, paid: Decimal) -> bool:
    return amount > 0 and amount <= paid + Decimal("0.01") and paid <= amount * _MOST_VAT
