"""Turnover of lines that tell a price and a quantity, and no amount."""

from __future__ import annotations

from typing import Any

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import UNIT_PRICE
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.tables import InvoiceLine

_PRICES = {normalise_header(header) for header in UNIT_PRICE}
_OTHERWISE = (
    *(
        "bedrag",
        "totaal",
        "total",
        "amount",
        "saldo",
        "betrag",
        "montant",
        "omzet",
        "incl",
        "debet",
        "credit",
    ),
    *("korting", "discount", "rabat", "remise", "prijseenheid", "prijsper", "priceper", "priceunit"),
)
"""With one of these words in another header the price alone does not tell the turnover."""
_REVENUE = next(column.header for column in InvoiceLine.columns() if column.field == "revenue")


def with_revenue(raw: RawTable) -> tuple[RawTable, tuple[int, ...], tuple[Finding, ...]]:
    """Return lines (n) with their turnover as price times quantity in whole cents, and what to say of it.

    Beside them the position of the price. Only where no column may be an amount or a discount; else the table
    is returned as it is.

    >>> columns = tuple(RawColumn.from_values([value]) for value in ("2024-01-05", "K1", 3.0, "2,50"))
    >>> lines = RawTable("Transacties", ("Datum", "Klantnr", "Aantal", "Stukprijs"), columns, np.array([2]))
    >>> found, used, (said,) = with_revenue(lines)
    >>> found.columns[-1].value(0), used, said.code
    (7.5, (3,), 'KW-550')
    """
    fields = match_headers(raw.headers, InvoiceLine).fields
    if "revenue" in fields or not {"date", "customer_id", "quantity"} <= set(fields):
        return raw, (), ()
    plain = [normalise_header(header) for header in raw.headers]
    prices = [at for at, header in enumerate(plain) if header in _PRICES]
    others = [header for at, header in enumerate(plain) if at not in {*prices, *fields.values()}]
    if len(prices) != 1 or any(word in header for header in others for word in _OTHERWISE):
        return raw, (), ()
    price, quantity = prices[0], fields["quantity"]
    amounts = np.rint(readable_numbers(raw.columns[price]) * readable_numbers(raw.columns[quantity]) * 100)
    values = [None if np.isnan(cents) else cents / 100 for cents in amounts.tolist()]
    names: dict[str, Any] = {
        "price": raw.headers[price],
        "quantity": raw.headers[quantity],
        "path": raw.sheet,
    }
    said = Finding.of(errors.PRICE_TIMES_QUANTITY, raw.address(None, price), **names)
    return raw.with_column(_REVENUE, RawColumn.from_values(values), price), (price,), (said,)
