"""What the header of a column that the user chose for an amount says against it: unit, currency or VAT."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from klantwaarde_xl import errors
from klantwaarde_xl.imports.mapped_table import ColumnUse
from klantwaarde_xl.model.amount_words import words_against
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding

_AMOUNTS = {"revenue", "cost", "margin", "unit_price", "unit_cost", "debit", "credit"}


def chosen_doubts(uses: Iterable[ColumnUse], chosen: Collection[str], path: str) -> Iterator[Finding]:
    """Give a finding for each column that was chosen for an amount and whose header speaks against it.

    ``chosen``: the headers that the user chose. A currency is no doubt where a column tells the currency."""
    uses = list(uses)
    plain = {normalise_header(header) for header in chosen}
    has_currency = any(use.field == "currency" for use in uses)
    for use in uses:
        if use.field not in _AMOUNTS or normalise_header(use.header) not in plain:
            continue
        word = words_against(use.header)
        if word and not (has_currency and word.isupper()):
            yield Finding.of(errors.CHOSEN_AMOUNT, "", word, header=use.header, path=path, field=use.words)
