"""Turnover of lines that tell a price and a quantity, and no amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import UNIT_PRICE
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.tables import InvoiceLine

_PRICES = {normalise_header(header) for header in UNIT_PRICE}
PRICE_UNITS = {"prijseenheid", "prijsper", "prijsaantal", "priceunit", "priceper", "preiseinheit", "per"}
"""Headers of the number of pieces that a price is for."""
_OTHERWISE = (
    *("bedrag", "totaal", "total", "amount", "saldo", "betrag", "montant", "omzet", "incl"),
    *("debet", "credit", "korting", "discount", "rabat", "remise"),
)
"""With one of these words in another header the price alone does not tell the turnover."""
_REVENUE = next(column.header for column in InvoiceLine.columns() if column.field == "revenue")


def times(per_unit: np.ndarray, count: np.ndarray) -> RawColumn:
    """Return a figure per unit times the quantity, float (n,) each, in whole cents; blank where one is NaN.

    >>> times(np.array([2.5, 0.333]), np.array([3.0, np.nan])).value(0)
    7.5
    """
    return RawColumn.from_numbers(np.rint(per_unit * count * 100) / 100)


def with_revenue(
    raw: RawTable, fields: Mapping[str, int]
) -> tuple[RawTable, tuple[int, ...], tuple[Finding, ...]]:
    """Return lines (n) with their turnover as price times quantity in whole cents, and what to say of it.

    Beside them the position of the price. Only where no column may be an amount, a discount or the number of
    pieces of the price; else the table is returned as it is. ``fields``: column by field.

    >>> columns = tuple(RawColumn.from_values([value]) for value in ("2024-01-05", "K1", 3.0, "2,50"))
    >>> lines = RawTable("Transacties", ("Datum", "Klantnr", "Aantal", "Stukprijs"), columns, np.array([2]))
    >>> fields = {"date": 0, "customer_id": 1, "quantity": 2}
    >>> found, used, (said,) = with_revenue(lines, fields)
    >>> found.columns[-1].value(0), used, said.code
    (7.5, (3,), 'KW-550')
    """
    if "revenue" in fields or not {"date", "customer_id", "quantity"} <= set(fields):
        return raw, (), ()
    plain = [normalise_header(header) for header in raw.headers]
    prices = [at for at, header in enumerate(plain) if header in _PRICES]
    others = [header for at, header in enumerate(plain) if at not in {*prices, *fields.values()}]
    told = any(word in header or header in PRICE_UNITS for header in others for word in _OTHERWISE)
    if len(prices) != 1 or told:
        return raw, (), ()
    price, quantity = prices[0], fields["quantity"]
    amounts = times(readable_numbers(raw.columns[price]), readable_numbers(raw.columns[quantity]))
    names: dict[str, Any] = {
        "price": raw.headers[price],
        "quantity": raw.headers[quantity],
        "path": raw.sheet,
    }
    said = Finding.of(errors.PRICE_TIMES_QUANTITY, raw.address(None, price), **names)
    return raw.with_column(_REVENUE, amounts, price), (price,), (said,)
