"""Doubts that a status raises about lines that count: taken back afterwards, not certain yet, not invoiced.

Such a line stays turnover, as nobody can tell whether a credit note is still to come; so it is named with its
amount. Not where lines below zero of the same customer take it back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.conversion import yes_no_of
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.document_types import RETURNED, flagged, happened, is_document_type
from klantwaarde_xl.model.document_words import is_not_final, is_return, is_undone
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.sums import total_of

_TAKEN_BACK = re.compile(
    r"(?:is|was)?(?:gecrediteerd|refunded|terugbetaald|teruggestort|gestorneerd|teruggedraaid|credited)"
    r"(?:op|at|on|date|janee|jn|datum|\(?j/n\)?|ja/nee|\(?y/n\)?)?"
)
_BY_NUMBER = re.compile(
    r"(?:credit|krediet)(?:nota|factuur|note|memo)(?:nr|nummer|no|number)|gecrediteerd(?:door|met|in)(?:factuur)?(?:nr|nummer)?"
)
_BACK_IN_EUROS = re.compile(
    r"(?:bedrag|amount|totaal|total)(?:gecrediteerd|terugbetaald|teruggestort|refunded|credited|retour)"
    r"|(?:gecrediteerd|terugbetaald|teruggestort|refunded|refund|credited|terugbetaling|credit|retour)e?s?(?:bedrag|amount|totaal|total)"
)
_SOLD = {
    *("gefactureerd", "isgefactureerd", "invoiced", "isinvoiced", "billed", "definitief", "isdefinitief"),
    *(
        "geboekt",
        "isgeboekt",
        "posted",
        "isposted",
        "factureren",
        "factureerbaar",
        "billable",
        "gefactureerdja/nee",
    ),
    *("gefactureerd(j/n)", "akkoord", "goedgekeurd", "approved", "geaccepteerd"),
}
"""Headers that ask whether a line is a sale: one that says no is none."""
_LAPSED = {"vervallen", "isvervallen"}
"""Headers that may ask whether an invoice was cancelled, or only whether it is overdue."""


def tells_status(header: str, cells: RawColumn) -> bool:
    """Return whether a column holds a status of which :func:`status_doubts` may speak.

    >>> tells_status("Gecrediteerd op", RawColumn.from_values([None, "1-2-2024"]))
    True
    """
    plain = normalise_header(header)
    if plain in _SOLD | _LAPSED or any(
        form.fullmatch(plain) for form in (_TAKEN_BACK, _BY_NUMBER, _BACK_IN_EUROS)
    ):
        return bool((~cells.blank()).any())
    is_status = _is_status(header)
    return cells.has_words() and any(
        is_undone(word) or (is_status and is_not_final(word)) for word in map(_plain, cells.texts)
    )


def status_doubts(
    raw: RawTable, frame: pd.DataFrame, places: Sequence[int], known: np.ndarray, used: Sequence[int]
) -> Iterator[tuple[int, Finding | None]]:
    """Give the columns (positions) with a status, each with its finding; None where all lines are settled.

    ``frame``: the typed lines (n). ``known``: bool (n,), lines that are known to be credits or no turnover.
    ``used``: the columns by which they are known; there a return is only told by its status.
    """
    revenue = frame["revenue"].to_numpy()
    counted = ~known & (revenue > 0)
    for place in places:
        header, cells = raw.headers[place], raw.columns[place]
        plain = normalise_header(header)
        if _BACK_IN_EUROS.fullmatch(plain):
            back = np.abs(np.nan_to_num(readable_numbers(cells)))
            rows = _not_taken_back(frame, np.where(counted, back, 0.0))
            amount = in_euros(total_of(back[rows]))
            wording, count = errors.TAKEN_BACK_IN_EUROS, int(rows.sum())
            yield (
                place,
                Finding.of(wording, raw.address(None, place), amount, header=header, count=count)
                if count
                else None,
            )
            continue
        found = _doubtful(header, cells, frame, counted, used=place in used)
        if found is None:
            continue
        wording, rows = found
        if not rows.any():
            yield place, None
            continue
        code = cells.code[int(np.argmax(rows))]
        names = {"header": header, "word": cells.texts[code].strip() if code >= 0 else "ingevuld"}
        amount = in_euros(total_of(revenue[rows]))
        yield place, Finding.of(wording, raw.address(None, place), amount, count=int(rows.sum()), **names)


def _doubtful(
    header: str, cells: RawColumn, frame: pd.DataFrame, counted: np.ndarray, *, used: bool
) -> tuple[errors.Wording, np.ndarray] | None:
    """Return the wording and the lines of which a column raises a doubt, None when it holds no status."""
    plain = normalise_header(header)
    if plain in _SOLD:
        answers = yes_no_of(cells)
        if (np.isnan(answers) & ~cells.blank()).any() or not (answers == 1.0).any():
            return None
        return errors.NOT_SOLD, (answers == 0.0) & counted
    if plain in _LAPSED and (lapsed := flagged(cells)).any():
        return errors.UNUSED_NO_TURNOVER, lapsed & counted
    if _TAKEN_BACK.fullmatch(plain) and (rows := happened(cells)).any():
        back = rows
    elif _BY_NUMBER.fullmatch(plain) and not (filled := ~cells.blank()).all():
        back = filled
    elif not cells.has_words():
        return None
    else:
        words = list(map(_plain, cells.texts))
        back = cells.where(
            [is_undone(word) or (used and (word in RETURNED or is_return(word))) for word in words]
        )
    if back.any():
        revenue = frame["revenue"].to_numpy()
        return errors.TAKEN_BACK, _not_taken_back(frame, np.where(back & counted, revenue, 0.0))
    if (
        _is_status(header)
        and (open_ := cells.where([is_not_final(_plain(text)) for text in cells.texts])).any()
    ):
        return errors.NOT_FINAL, open_ & counted
    return None


def _not_taken_back(frame: pd.DataFrame, amounts: np.ndarray) -> np.ndarray:
    """Return which lines with an amount here (n,) belong to a customer without as much below zero."""
    customer = pd.Series(frame["customer_id"].cat.codes.to_numpy())
    minus = np.clip(np.nan_to_num(frame["revenue"].to_numpy()), None, 0.0)
    short = pd.Series(amounts + minus).groupby(customer).transform("sum").to_numpy() > 0.005
    rows: np.ndarray = (amounts > 0) & short
    return rows


def _is_status(header: str) -> bool:
    return is_document_type(header) or "status" in normalise_header(header)


def _plain(text: str) -> str:
    return normalise_header(text)
