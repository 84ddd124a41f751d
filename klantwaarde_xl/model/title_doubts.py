"""What a title above a table, or the name of its sheet or file, says of all its amounts; nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.amount_words import currency_of, says_vat, unit_of
from klantwaarde_xl.model.document_words import doubts_turnover
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sums import total_of


def title_doubts(raw: RawTable, revenue: np.ndarray, where: Mapping[str, int]) -> Iterator[Finding]:
    """Yield what titles and names say of all amounts and the lines themselves do not; nothing changes.

    ``revenue``: of all lines (n,), NaN for those that do not count. ``where``: column (position) by field.
    """
    told: dict[str, np.ndarray] = {}
    for sheet, titles, here in raw.stretches():
        for text in dict.fromkeys((sheet, *titles)):
            told[text] = told.get(text, np.zeros(len(raw), bool)) | here
    for text, here in told.items():
        lines = here & np.isfinite(revenue)
        if not lines.any():
            continue
        value = total_of(revenue[lines])
        amount, count = in_euros(value), int(lines.sum())
        if unit := unit_of(text):
            word, otherwise = unit[0], in_euros(value * unit[1])
            wording = errors.AMOUNTS_IN_UNITS
            yield Finding.of(
                wording, raw.sheet, amount, unit=word, otherwise=otherwise, title=text, count=count
            )
        if says_vat(text):
            yield Finding.of(errors.TITLE_SAYS_VAT, raw.sheet, amount, title=text, count=count)
        if "currency" not in where and (currency := currency_of(text)):
            yield Finding.of(
                errors.TITLE_SAYS_CURRENCY, raw.sheet, amount, currency=currency, title=text, count=count
            )
        if text != raw.sheet and doubts_turnover(text):
            yield Finding.of(errors.TITLE_NO_TURNOVER, raw.sheet, amount, title=text, count=count)
