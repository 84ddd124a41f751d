"""Doubts about VAT in turnover: an amount that includes it; lines that are VAT, a balance or a payment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import VAT_AMOUNT
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.sums import total_of

_HEADERS = {normalise_header(header) for header in VAT_AMOUNT}
_RATES = (0.21, 0.09, 0.06)
_LEAST = 5.0
"""Of a smaller amount the cents do not tell whether VAT is in it."""
_NO_SALE = re.compile(
    r"(?:totaal|bedrag)?(?:btw|vat|mwst|omzetbelasting)(?:hoog|laag|bedrag)?(?:\d{1,2}%?)?(?:hoog|laag)?"
    r"|\d{1,2}%(?:btw|vat|mwst)"
    r"|(?:begin|openings|vorig|oud|eind)(?:saldo|balans)|saldo(?:vorig\w{0,20}|per\w{0,20})?|openingbalance"
    r"|balance(?:brought|carried)?forward|broughtforward|vortrag|saldovortrag"
)
_PAYMENT = re.compile(
    r"(?:factuur|klant)?betaling(?:en)?(?:van|op)?(?:(?:factuur|fact|nota)\w{0,12})?(?:ontvangen)?"
    r"|ontvang(?:st(?:en)?|enbetaling(?:en)?)|(?:customer)?payments?(?:received)?"
)
"""On a line with a minus: what a caterer calls 'Ontvangst' is a sale."""
_OTHERS = ("btw", "vat", "mwst", "tax", "belasting", "tva", "betaal", "payment")
"""A header with one of these words tells of the VAT or the paying of a line, not what the line is."""


def vat_columns(raw: RawTable, places: Sequence[int], where: Mapping[str, int]) -> list[int]:
    """Return the columns (positions) of an export that show that turnover includes VAT, or name lines of VAT.

    ``places``: those that are no field; ``where``: column by field. A description of goods names lines too.
    """
    named = [where["description"]] if "description" in where else []
    found = [place for place in (*places, *named) if _tells(raw.headers[place], raw.columns[place])]
    amounts = [place for place in places if normalise_header(raw.headers[place]) in _HEADERS]
    if amounts and "revenue" in where:
        revenue = readable_numbers(raw.columns[where["revenue"]])
        found += [place for place in amounts if _included(revenue, raw.columns[place]).any()]
    return found


def vat_doubts(
    raw: RawTable, revenue: np.ndarray, places: Sequence[int], known: np.ndarray
) -> Iterator[tuple[int, Finding]]:
    """Give the columns of lines (positions) that raise a doubt about VAT or balances, each with its finding.

    ``revenue``: of the lines (n). ``known``: bool (n,), lines that are known to be credits or no turnover.
    """
    amounts = np.nan_to_num(revenue)
    for place in places:
        header, cells = raw.headers[place], raw.columns[place]
        if normalise_header(header) in _HEADERS:
            rows = _included(revenue, cells) & ~known
            wording, names = errors.INCLUDES_TAX, {"header": header}
        else:
            rows = _named(header, cells, _NO_SALE) & (amounts != 0)
            rows = (rows | _named(header, cells, _PAYMENT) & (amounts < 0)) & ~known
            code = cells.code[int(np.argmax(rows))] if rows.any() else -1
            wording, names = (
                errors.LINE_OF_TAX,
                {"header": header, "word": cells.texts[code] if code >= 0 else ""},
            )
        if rows.any():
            amount = total_of(revenue[rows])
            yield (
                place,
                Finding.of(
                    wording, raw.address(None, place), in_euros(amount), count=int(rows.sum()), **names
                ),
            )


def _included(revenue: np.ndarray, cells: RawColumn) -> np.ndarray:
    """Return which lines (n) have a VAT that is part of their turnover, where nearly all with VAT do."""
    vat = readable_numbers(cells)
    taxed = (np.abs(np.nan_to_num(vat)) > 0.005) & (np.abs(np.nan_to_num(revenue)) >= _LEAST)
    part, beside = np.zeros(len(vat), bool), np.zeros(len(vat), bool)
    for rate in _RATES:
        part |= np.abs(vat - revenue * rate / (1 + rate)) < 0.015
        beside |= np.abs(vat - revenue * rate) < 0.015
    hit: np.ndarray = taxed & part & ~beside
    return hit if hit.any() and hit.sum() >= 0.9 * taxed.sum() else np.zeros(len(vat), bool)


def _tells(header: str, cells: RawColumn) -> bool:
    return bool((_named(header, cells, _NO_SALE) | _named(header, cells, _PAYMENT)).any())


def _named(header: str, cells: RawColumn, wanted: re.Pattern[str]) -> np.ndarray:
    """Return which lines (n) are what is wanted by a text in this column, at most half of them."""
    plain = normalise_header(header)
    if any(word in plain for word in _OTHERS) or not cells.has_words():
        return np.zeros(len(cells), bool)
    told = [len(text) < 40 and wanted.fullmatch(normalise_header(text)) is not None for text in cells.texts]
    hit = cells.where(told) if any(told) else np.zeros(len(cells), bool)
    return hit if 2 * hit.sum() <= len(hit) else np.zeros(len(cells), bool)
