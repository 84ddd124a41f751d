"""Doubts about postings among invoice lines: lines of a bank journal, or on no account of revenue.

A ledger holds more than sales. Only where some lines are sales by their journal or account do others tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.document_words import is_sale
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import ACCOUNT, JOURNAL
from klantwaarde_xl.model.notation import in_euros, show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sums import total_of

_MORE = (
    *("Omzetrekening", "Grootboekrekeningnummer", "Grootboekcode", "Grootboekrekening code", "RGS-code"),
    *("GL Account", "G/L Account", "G/L Account No.", "GL Code", "Ledger Account", "Nominal Code"),
    "Sachkonto",
)
"""Accounts of lines that an export need not be asked about."""
_ACCOUNTS = {normalise_header(header) for header in (*ACCOUNT, *_MORE)}
_JOURNALS = {normalise_header(header) for header in JOURNAL}
_REVENUE = re.compile(r"8\d{2,5}(?!\d)|WOmz")
_BALANCE = re.compile(r"[0-3]\d{2,5}(?!\d)|B(?:[A-Z][a-z]{2}){1,4}")
_COSTS = re.compile(r"[4-7]\d{2,5}(?!\d)|W(?!Omz)[A-Z][a-z]{2}")
_PAID = re.compile(
    r"(?:ing|rabo|abnamro|abn|triodos|sns|knab|bunq)?(?:bank|giro)\w{0,20}|paypal|mollie|stripe|banque"
    r"|inkoop\w{0,12}|purchase\w{0,12}|einkauf|achats?|beginbalans|openingsbalans|salaris\w{0,10}|loon\w{0,10}"
)
_MIXED = re.compile(r"kas(?:boek)?|cash(?:book)?|memoriaal|memo|memorial|generaljournal")
"""Journals in which a sale may be posted too."""
_SALES = ("verkoop", "verkopen", "vkp", "vrk", "sales", "omzet", "ventes", "verkauf", "uitgaandefacturen")


def posting_columns(raw: RawTable, places: Sequence[int]) -> list[int]:
    """Return which of these columns (positions) tell that lines may be no sales; an import hands them on."""
    return _that_tell(raw, places) if any(rows.any() for _, _, rows in _doubted(raw, places)) else []


def _that_tell(raw: RawTable, places: Sequence[int]) -> list[int]:
    return [place for place in places if normalise_header(raw.headers[place]) in _ACCOUNTS | _JOURNALS]


def posting_doubts(
    raw: RawTable, revenue: np.ndarray, places: Sequence[int], rejected: np.ndarray
) -> Iterator[tuple[int, Finding | None]]:
    """Give the columns of lines (positions) with journals or accounts of no sales, each with a finding.

    None for a column that only helps to tell. ``revenue``: of the lines (n). ``rejected``: bool (n,), lines
    that do not count.
    """
    doubted = [told for told in _doubted(raw, places) if told[2].any()]
    yield from dict.fromkeys(_that_tell(raw, places) if doubted else []).items()
    counted = np.isfinite(revenue) & (revenue != 0) & ~rejected
    for place, wording, rows in doubted:
        lines = rows & counted
        if not lines.any():
            continue
        cells, value, whole = raw.columns[place], total_of(revenue[lines]), total_of(revenue[~rejected])
        names = {
            "header": raw.headers[place],
            "word": show(cells.value(int(np.argmax(lines)))).strip() or "leeg",
            "amount": in_euros(whole),
            "otherwise": in_euros(whole - value),
        }
        at = raw.address(int(np.argmax(lines)), place)
        yield place, Finding.of(wording, at, in_euros(value), count=int(lines.sum()), **names)
        counted &= ~lines


def _doubted(raw: RawTable, places: Sequence[int]) -> Iterator[tuple[int, errors.Wording, np.ndarray]]:
    """Give columns with the wording and the lines, bool (n,), of which they say that they are no sales."""
    account = next((p for p in places if normalise_header(raw.headers[p]) in _ACCOUNTS), None)
    nothing = np.zeros(len(raw), bool)
    sale, elsewhere = nothing, np.ones(len(raw), bool)
    if account is not None:
        cells = raw.columns[account]
        sale, blank = _like(cells, _REVENUE), cells.blank()
        elsewhere = ~sale
        # Only of a table of which nearly all lines are on accounts of revenue do the others tell.
        if sale.any() and 2 * sale.sum() >= (~blank).sum():
            yield account, errors.POSTED_ELSEWHERE, _like(cells, _BALANCE)
    for place in places:
        if normalise_header(raw.headers[place]) in _JOURNALS:
            cells = raw.columns[place]
            words = [normalise_header(text).lstrip("0123456789") for text in cells.texts]
            if not cells.where([is_sale(word) or word.startswith(_SALES) for word in words]).any():
                continue
            paid, mixed = (
                cells.where([form.fullmatch(word) is not None for word in words]) for form in (_PAID, _MIXED)
            )
            wording = errors.POSTED_ELSEWHERE
            yield place, wording, (paid | mixed if account is not None else paid) & elsewhere
            yield place, errors.MAYBE_POSTED_ELSEWHERE, mixed & elsewhere
    if account is not None and sale.any() and 2 * sale.sum() >= len(sale):
        cells = raw.columns[account]
        yield account, errors.MAYBE_POSTED_ELSEWHERE, cells.blank() | _like(cells, _COSTS)


def _like(cells: RawColumn, form: re.Pattern[str]) -> np.ndarray:
    """Return which of n cells begin in this form, numbers as they are typed."""
    found = cells.where([form.match(text.strip()) is not None for text in cells.texts])
    rows = np.flatnonzero(cells.kind == Kind.NUMBER)
    values, which = np.unique(cells.number[rows], return_inverse=True)
    found[rows] = np.array([form.match(f"{value:.15g}") is not None for value in values], bool)[which]
    return found
