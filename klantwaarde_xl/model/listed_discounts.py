"""Doubts about products that are a discount by the list of products and yet count as more turnover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.discount_doubts import is_discount, on_credit
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.sums import total_of


def listed_discounts(checked: Mapping[str, CheckedTable]) -> Iterator[Finding]:
    """Yield that lines of products that are a discount by their description in the list are positive.

    ``checked``: by Excel table. A code that names a discount itself is told by the lines.
    """
    products, lines = checked.get("tblProducten"), checked.get("tblTransacties")
    if products is None or lines is None or "description" not in products.where:
        return
    told = products.good_rows()
    named = told["description"].astype(object)
    codes = told["product_id"].astype(object)
    discounts = [
        code
        for code, text in zip(codes, named, strict=True)
        if isinstance(text, str) and is_discount(text) and not is_discount(code)
    ]
    frame = lines.good_rows()
    revenue = frame["revenue"].to_numpy(float)
    rows = frame["product_id"].isin(discounts).to_numpy() & (revenue > 0)
    rows &= ~on_credit(frame, rows)
    if not rows.any() or 2 * rows.sum() > len(rows):
        return
    first, value, whole = int(np.argmax(rows)), total_of(revenue[rows]), total_of(revenue)
    word = named.iloc[codes.tolist().index(frame["product_id"].iloc[first])]
    amounts = {"amount": in_euros(whole), "otherwise": in_euros(whole - 2 * value)}
    header = products.raw.headers[products.where["description"]]
    at = lines.raw.address(int(frame.index[first]), lines.where.get("revenue"))
    count = int(rows.sum())
    yield Finding.of(
        errors.POSITIVE_DISCOUNT, at, in_euros(value), header=header, word=word, count=count, **amounts
    )
