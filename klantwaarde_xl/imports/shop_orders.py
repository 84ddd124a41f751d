"""Exports of orders of web shops: the number of the order is called Name, totals stand beside each order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from klantwaarde_xl.imports.header_meanings import Meaning, Use
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers

_ORDER_NUMBER = re.compile(r"#\s?[A-Z]{0,6}-?\d{1,12}(?:-[A-Z\d]{1,6})?", re.IGNORECASE)
_PRICE = "lineitemprice"
_OF_ORDER = {"subtotal", "total"}
_NUMBER = Meaning(Use.FIELD, "invoice_id", "Factuurnr")
_WHOLE_ORDER = Meaning(Use.IGNORED, "order_total", "een bedrag van de hele order")
_WITH_VAT = Meaning(Use.IGNORED, "gross_amount", "een prijs inclusief btw")


def meanings_in_shop(
    raw: RawTable, meanings: Sequence[Meaning], chosen: Collection[int]
) -> tuple[list[Meaning], list[str]]:
    """Return the meanings of the columns of lines, and the headers under which each is to be matched.

    A name that is always like #1001 is the number of the order. Beside prices of lines (``Lineitem price``)
    totals of the order are left out, and those prices too when the totals show that they include VAT.
    ``chosen``: columns (positions) that the user chose, which stay what they are.
    """
    plain = [normalise_header(header) for header in raw.headers]
    done, headers = list(meanings), list(raw.headers)
    is_shop = _PRICE in plain
    for place, name in enumerate(plain):
        if place in chosen:
            continue
        texts = raw.columns[place].used_texts() if meanings[place].name == "name" else ()
        if texts and all(_ORDER_NUMBER.fullmatch(text.strip()) for text in texts):
            done[place], headers[place] = _NUMBER, _NUMBER.words
        elif is_shop and (name in _OF_ORDER or (name == _PRICE and _includes_vat(raw, plain))):
            done[place], headers[place] = (_WITH_VAT if name == _PRICE else _WHOLE_ORDER), ""
    return done, headers


def _includes_vat(raw: RawTable, plain: Sequence[str]) -> bool:
    """Return whether totals of orders with tax are what they are without adding the tax."""
    if not {"subtotal", "total", "taxes"} <= set(plain):
        return False
    subtotal, total, taxes = (
        readable_numbers(raw.columns[plain.index(name)]) for name in ("subtotal", "total", "taxes")
    )
    shipping = (
        np.nan_to_num(readable_numbers(raw.columns[plain.index("shipping")])) if "shipping" in plain else 0
    )
    taxed = np.nan_to_num(taxes) > 0.005
    included = taxed & (np.abs(total - subtotal - shipping) < 0.015)
    return bool(included.any()) and 2 * int(included.sum()) > int(taxed.sum())
