"""Debit and credit given by a column of their own, beside amounts without a sign.

A list of invoices shows the customer's side: an invoice is debit and a credit note credit. Lines of revenue
accounts show ours: there turnover is credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.header_names import DOCUMENT_TYPE, SIDE
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable

CREDIT = frozenset({"c", "credit", "cr", "h", "haben", "cred", "krediet"})
DEBIT = frozenset({"d", "debet", "debit", "dr", "s", "soll", "deb"})
_LESS, _MORE = frozenset({"af", "-", "min"}), frozenset({"bij", "+", "plus"})
_HEADERS = {normalise_header(header) for header in SIDE}
_ALSO = {normalise_header(header) for header in DOCUMENT_TYPE}
_LEAST_LINES = 5
"""With fewer lines the larger side says nothing about whose side is shown."""


class Signs(StrEnum):
    """What the signs of the amounts say beside the column."""

    TURNED = "turned"
    SIGNED = "signed"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Which of n lines are on which side, bool (n,) each, by the column at ``place`` (-1: no such column)."""

    place: int
    debit: np.ndarray
    credit: np.ndarray
    less: np.ndarray
    strange: np.ndarray

    def minus(self, *, ledger: bool = False) -> np.ndarray:
        """Return which lines lower the turnover, bool (n,).

        ``ledger``: these are lines of revenue accounts. Else a debit is an invoice, unless most lines are
        credit: then they are of revenue accounts too.
        """
        filled = int(self.debit.sum() + self.credit.sum())
        most = filled >= _LEAST_LINES and 2 * int(self.credit.sum()) > filled
        lowers: np.ndarray = self.less | (self.debit if ledger or most else self.credit)
        return lowers


def sides_of(raw: RawTable, place: int) -> Sides:
    """Return which lines the cells of one column put on which side.

    >>> from klantwaarde_xl.model.raw_table import RawColumn
    >>> raw = RawTable("Blad", ("D/C",), (RawColumn.from_values(["D", "C", None, "?"]),), np.arange(4))
    >>> found = sides_of(raw, 0)
    >>> found.credit.tolist(), found.strange.tolist()
    ([False, True, False, False], [False, False, False, True])
    """
    cells = raw.columns[place]
    texts = [text.strip().rstrip(".").lower() for text in cells.texts]

    def among(words: Iterable[str]) -> np.ndarray:
        return cells.where([text in words for text in texts])

    debit, credit, less = among(DEBIT), among(CREDIT), among(_LESS)
    strange = ~(debit | credit | less | among(_MORE)) & (cells.kind != Kind.BLANK)
    return Sides(place, debit, credit, less, strange)


def find_sides(raw: RawTable, places: Sequence[int]) -> Sides:
    """Return what the column among these (positions) says that tells debit and credit.

    A column named so always is one; a column for the type of a document is, when it holds nothing else.
    """
    nothing = np.zeros(len(raw), bool)
    for place in places:
        plain = normalise_header(raw.headers[place])
        if plain not in _HEADERS | _ALSO:
            continue
        found = sides_of(raw, place)
        if (found.debit | found.credit | found.less).any() and not found.strange.any():
            return found
    return Sides(-1, nothing, nothing, nothing, nothing)


def is_side(header: str) -> bool:
    """Return whether a header stands for debit or credit.

    >>> is_side("D/C"), is_side("Af/Bij"), is_side("Datum")
    (True, True, False)
    """
    return normalise_header(header) in _HEADERS


def signs_beside(amounts: np.ndarray, minus: np.ndarray) -> Signs:
    """Return what the signs of n amounts say: whether the lines of ``minus`` have a sign of their own.

    >>> [signs_beside(np.array([5.0, second]), np.array([False, True])).value for second in (2.0, -2.0)]
    ['turned', 'signed']
    """
    with np.errstate(invalid="ignore"):
        up, down = amounts > 0, amounts < 0
    if (down & minus).any():
        return Signs.MIXED if (up & minus).any() else Signs.SIGNED
    return Signs.TURNED if (up & ~minus).any() or not (down & ~minus).any() else Signs.MIXED
