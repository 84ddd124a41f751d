"""Columns that tell what a document is: a credit note, or something that is no turnover at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import DOCUMENT_TYPE
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_table import RawTable

_HEADERS = {normalise_header(header) for header in DOCUMENT_TYPE}
_CREDIT = {"credit", "cr", "cn", "avoir", "gutschrift", "refund", "retourfactuur", "381"}
_CREDIT_STARTS = (
    "creditn",
    "creditf",
    "creditm",
    "creditinvoice",
    "kredietn",
    "verkoopcredit",
    "salescredit",
)
_NO_TURNOVER = {
    *("concept", "conceptfactuur", "draft", "vervallen", "proforma", "proformafactuur", "325"),
    *("geannuleerd", "geannuleerde", "cancelled", "canceled", "void", "voided", "failed", "mislukt"),
    *("offerte", "quote", "quotation", "verwijderd", "deleted"),
}
_SIGNED = ("revenue", "cost", "margin", "quantity")
_NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTypes:
    """What the document types of n lines say: bool (n,) each, and the columns (positions) that say it."""

    credit: np.ndarray
    no_turnover: np.ndarray
    columns: tuple[int, ...]
    words: tuple[str, ...]


def is_document_type(header: str) -> bool:
    """Return whether a header stands for the type or status of a document.

    >>> is_document_type("Documentsoort"), is_document_type("Factuurstatus"), is_document_type("Datum")
    (True, True, False)
    """
    return normalise_header(header) in _HEADERS


def document_types(raw: RawTable, places: Iterable[int]) -> DocumentTypes:
    """Return which lines are credits or no turnover by what these columns (positions) say, if they tell."""
    credit, no_turnover = np.zeros(len(raw), bool), np.zeros(len(raw), bool)
    used: list[int] = []
    words: dict[str, None] = {}
    for place in places:
        if not is_document_type(raw.headers[place]):
            continue
        cells = raw.columns[place]
        texts = [*map(_plain, cells.texts), ""]
        is_credit = np.array([text in _CREDIT or text.startswith(_CREDIT_STARTS) for text in texts])
        is_none = np.array([text in _NO_TURNOVER for text in texts])
        hit = is_credit[cells.code] | is_none[cells.code]
        if hit.any():
            used.append(place)
            words |= dict.fromkeys(cells.texts[code].strip() for code in np.unique(cells.code[hit]))
        credit |= is_credit[cells.code]
        no_turnover |= is_none[cells.code]
    return DocumentTypes(credit & ~no_turnover, no_turnover, tuple(used), tuple(words))


def _plain(text: str) -> str:
    return normalise_header(text).replace("/", "").replace("+", "")


def apply_document_types(
    frame: pd.DataFrame, types: DocumentTypes, rejected: np.ndarray, sheet: str
) -> list[Finding]:
    """Give credit lines a negative sign and reject lines that are no turnover; return what to say of it.

    Changes ``frame`` (a row per line of the raw table) and ``rejected``. A credit line that is negative
    already stays so; lines of both signs among the credits contradict each other: a finding.
    """
    revenue = frame["revenue"].to_numpy()
    found: list[Finding] = []
    positive, negative = types.credit & (revenue > 0), types.credit & (revenue < 0)
    named = ", ".join(types.words[:_NAMED])
    if positive.any():
        amount = in_euros(-float(np.rint(revenue[positive] * 100).sum()) / 100)
        wording = errors.CREDIT_SIGNS_DIFFER if negative.any() else errors.CREDIT_BY_TYPE
        found.append(Finding.of(wording, sheet, amount, count=int(positive.sum()), words=named))
        for field in _SIGNED:
            values = frame[field].to_numpy(copy=True)
            values[positive] = -np.abs(values[positive])
            frame[field] = values
    out = types.no_turnover & ~rejected
    if out.any():
        amount = in_euros(float(np.rint(np.nan_to_num(revenue[out]) * 100).sum()) / 100)
        found.append(Finding.of(errors.NO_TURNOVER_BY_TYPE, sheet, amount, count=int(out.sum()), words=named))
        rejected |= out
    return found
