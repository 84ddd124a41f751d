"""Doubts about lines that are a discount by their description and yet count as more turnover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sums import total_of

_TELLS = (
    *(
        "omschr",
        "beschr",
        "descr",
        "artikel",
        "article",
        "product",
        "item",
        "bezeichn",
        "designation",
        "libell",
    ),
    *("tekst", "text", "memo", "opmerking", "toelichting"),
)
"""A header with one of these words tells what was sold; a kind of discount stands beside goods."""
_TELLS_NOT = ("korting", "discount", "rabat", "groep", "group", "catego", "prijs", "price")
_KIND = (
    r"(?:extra|factuur|order|klant|volume|staffel|kwantum|betalings?|contant|project|actie|jaar|relatie|vaste"
    r"|eenmalige|regel|inkoop|trade|cash|line|invoice|customer|commerciele)"
)
_DISCOUNT = re.compile(
    rf"(?:\d{{1,2}}(?:[.,]\d{{1,2}})?\s?%\s?)?(?:{_KIND}[\s-]?){{0,2}}"
    r"(?:kortingen|korting(?:s?(?:regel|bedrag))?|discounts?|rabatt?e?|rebate)(?:[\s:(,%\d-].*)?"
    r"|remise(?:\s?\d.*)?"
)
_TAKEN_BACK = re.compile(
    r"terug|correctie|verval|storno|retour|herstel|ongedaan|annul|revers|onterecht|incl|na\b"
)
_WORDS = ("kort", "disc", "raba", "remi", "reba")
_LONGEST = 80


def discount_doubts(
    raw: RawTable, frame: pd.DataFrame, places: Sequence[int], rejected: np.ndarray
) -> Iterator[tuple[int, Finding]]:
    """Give the columns of lines (positions) by which positive lines are a discount, each with its finding.

    ``frame``: the typed lines (n). ``rejected``: bool (n,), lines that do not count.
    Of a credit note a discount is positive, as it is taken back.
    """
    revenue = frame["revenue"].to_numpy()
    whole = total_of(revenue[~rejected & np.isfinite(revenue)])
    for place in places:
        rows = _named(raw.headers[place], raw.columns[place]) & (revenue > 0) & ~rejected
        if rows.any():
            rows &= ~on_credit(frame, rows)
        if not rows.any():
            continue
        cells, first = raw.columns[place], int(np.argmax(rows))
        value = total_of(revenue[rows])
        names = {
            "header": raw.headers[place],
            "word": cells.texts[cells.code[first]].strip(),
            "amount": in_euros(whole),
            "otherwise": in_euros(whole - 2 * value),
        }
        at = raw.address(first, place)
        count = int(rows.sum())
        yield place, Finding.of(errors.POSITIVE_DISCOUNT, at, in_euros(value), count=count, **names)


def discount_columns(raw: RawTable, places: Sequence[int]) -> list[int]:
    """Return which of these columns (positions) name discounts; an import hands them on."""
    return [place for place in places if _named(raw.headers[place], raw.columns[place]).any()]


def _named(header: str, cells: RawColumn) -> np.ndarray:
    """Return which of n cells say that their line is a discount, and nothing else; at most half of them."""
    plain = normalise_header(header)
    nothing = np.zeros(len(cells), bool)
    if not any(word in plain for word in _TELLS) or any(word in plain for word in _TELLS_NOT):
        return nothing
    joined = "\n".join(cells.texts).lower()
    if not any(word in joined for word in _WORDS):
        return nothing
    hit = cells.where([is_discount(text) for text in cells.texts])
    return hit if 2 * hit.sum() <= len(hit) else nothing


def is_discount(text: str) -> bool:
    """Return whether a text is a discount and nothing else.

    >>> [is_discount(text) for text in ("Korting 10%", "Kortingskaart", "Korting teruggedraaid")]
    [True, False, False]
    """
    plain = " ".join(text[: _LONGEST + 1].lower().split())
    return len(plain) <= _LONGEST and bool(_DISCOUNT.fullmatch(plain)) and not _TAKEN_BACK.search(plain)


def on_credit(frame: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Return which lines (n) stand on an invoice of which the other lines are below zero together."""
    invoice = frame["invoice_id"].cat.codes.to_numpy()
    if not (invoice >= 0).any():
        return np.zeros(len(frame), bool)
    others = np.where(rows, 0.0, np.nan_to_num(frame["revenue"].to_numpy()))
    sums = np.bincount(invoice + 1, others)
    found: np.ndarray = (invoice >= 0) & (sums[invoice + 1] < 0)
    return found
