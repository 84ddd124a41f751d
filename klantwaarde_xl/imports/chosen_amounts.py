"""What the header of a column that the user chose for an amount says against it: unit, currency or VAT."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from klantwaarde_xl import errors
from klantwaarde_xl.imports.mapped_table import ColumnUse
from klantwaarde_xl.model.currencies import currencies_in
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding

_AMOUNTS = {"revenue", "cost", "margin", "unit_price", "unit_cost", "debit", "credit"}
_SAYS = (
    (re.compile(r"\b1[.,]?000\b|\bk\b|\bk€|€k\b|\b[kt]eur\b|duizend|thousand|'000"), "duizenden"),
    (re.compile(r"\bmln\b|miljoen|million"), "miljoenen"),
    (re.compile(r"\b(?:euro)?cent(?:en|s)?\b"), "centen"),
    (re.compile(r"\bincl|\bmet btw\b|\bwith vat\b"), "btw"),
)
_LONGEST = 100


def words_against(header: str) -> str:
    """Return in Dutch what a header says that an amount in euros without VAT is not, '' for nothing.

    >>> [words_against(header) for header in ("Omzet (x 1.000)", "Omzet USD", "Bedrag in centen", "Bedrag")]
    ['duizenden', 'USD', 'centen', '']
    """
    plain = " ".join(header[:_LONGEST].lower().split())
    found = [word for pattern, word in _SAYS if pattern.search(plain)]
    for token in re.findall(r"[^\W\d_]+|[^\w\s]", plain):
        found += [code for code in currencies_in([token]) if code != "EUR"]
    return ", ".join(dict.fromkeys(found))


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
