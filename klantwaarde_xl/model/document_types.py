"""Columns that tell what a document is: a credit note, or something that is no turnover at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.conversion import yes_no_of
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.document_names import file_named_otherwise, lines_by_sheet
from klantwaarde_xl.model.document_words import (
    is_beside_sales,
    is_credit,
    is_invoice,
    is_no_turnover,
    is_return,
    is_sale,
)
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.header_names import CREDIT_FLAG, DOCUMENT_TYPE, NO_TURNOVER_FLAG
from klantwaarde_xl.model.notation import in_euros, show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.sides import Sides, Signs, find_sides, signs_beside
from klantwaarde_xl.model.sums import total_of

_HEADERS = {normalise_header(header) for header in DOCUMENT_TYPE}
_FLAGS = {normalise_header(header) for header in CREDIT_FLAG}
_OUT_FLAGS = {normalise_header(header) for header in NO_TURNOVER_FLAG}
RETURNED = {"returned", "geretourneerd", "teruggestuurd", "terugontvangen"}
"""Words of a status: whether the sale itself, or a line of its own, takes it back cannot be seen."""
_INITIALS = {
    "c": {"c", "f", "i", "n", "v"},
    "k": {"k", "f", "n"},
    "vc": {"vc", "vf", "vk", "vfa"},
    "fc": {"fc", "ff", "fd", "fv"},
}
"""A letter for a credit, and the letters beside which it is one: F of factuur, I of invoice."""
_SIGNED = ("revenue", "cost", "margin", "quantity")
_NAMED = 3
_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)|\d{4}-\d{1,2}-\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True, eq=False)
class DocumentTypes:
    """What the document types of n lines say: bool (n,) each, and the columns (positions) that say it.

    ``unknown``: the column and the lines of a kind that is not known, beside lines that are invoices."""

    credit: np.ndarray
    no_turnover: np.ndarray
    columns: tuple[int, ...]
    words: tuple[str, ...]
    sides: Sides
    unknown: tuple[tuple[int, np.ndarray], ...] = ()


def is_document_type(header: str) -> bool:
    """Return whether a header stands for the type or status of a document.

    >>> is_document_type("Documentsoort"), is_document_type("Factuurstatus"), is_document_type("Datum")
    (True, True, False)
    """
    return normalise_header(header) in _HEADERS


def is_no_turnover_flag(header: str) -> bool:
    """Return whether a header asks if, or when, a document was cancelled.

    >>> is_no_turnover_flag("Cancelled at"), is_no_turnover_flag("Vervaldatum")
    (True, False)
    """
    return normalise_header(header) in _OUT_FLAGS


def is_credit_flag(header: str) -> bool:
    """Return whether a header asks if a line is a credit note.

    >>> is_credit_flag("Creditnota"), is_credit_flag("Krediet"), is_credit_flag("Kredietlimiet")
    (True, True, False)
    """
    return normalise_header(header) in _FLAGS


def document_types(raw: RawTable, places: Iterable[int]) -> DocumentTypes:
    """Return which lines are credits or no turnover by these columns (positions) and the names of sheets."""
    places = tuple(places)
    credit, no_turnover, sheets = lines_by_sheet(raw)
    used: list[int] = []
    unknown: list[tuple[int, np.ndarray]] = []
    words: dict[str, None] = dict.fromkeys(sheets)
    sides = find_sides(raw, places)
    for place in places:
        plain, cells = normalise_header(raw.headers[place]), raw.columns[place]
        if plain in _OUT_FLAGS and (out := happened(cells)).any():
            no_turnover |= out
            used.append(place)
            words[raw.headers[place]] = None
        if place == sides.place or plain not in _HEADERS | _FLAGS:
            continue
        is_flag = plain in _FLAGS
        is_credit = flagged(cells) if is_flag else _credits(cells, returns="status" not in plain)
        is_none = cells.where([is_no_turnover(text) for text in map(_plain, cells.texts)])
        is_none |= beside_sales(cells)
        if not is_flag:
            is_none |= _is_number(cells, 325)
        hit = is_credit | is_none
        if plain in _HEADERS and (strange := _strange(cells, hit)).any():
            unknown.append((place, strange))
            used.append(place)
        if hit.any():
            used.append(place)
            words |= dict.fromkeys([raw.headers[place]] if is_flag else _shown(cells, hit))
        credit |= is_credit
        no_turnover |= is_none
    if sides.place >= 0:
        used.append(sides.place)
    told = tuple(dict.fromkeys(used))
    return DocumentTypes(credit & ~no_turnover, no_turnover, told, tuple(words), sides, tuple(unknown))


def happened(cells: RawColumn) -> np.ndarray:
    """Return of which lines a column that asks for it says yes, or names the day on which it happened.

    >>> happened(RawColumn.from_values(["ja", None])).tolist()
    [True, False]
    """
    yes = flagged(cells)
    if yes.any():
        return yes
    days = (cells.kind == Kind.DATE) | cells.where(
        [_DAY.match(text.strip()) is not None for text in cells.texts]
    )
    return days if (days | cells.blank()).all() else np.zeros(len(cells), bool)


def _credits(cells: RawColumn, *, returns: bool) -> np.ndarray:
    hit: np.ndarray = credit_words(cells, returns=returns) | _is_number(cells, 381)
    return hit


def _is_number(cells: RawColumn, code: int) -> np.ndarray:
    hit: np.ndarray = (cells.kind == Kind.NUMBER) & (cells.number == code)
    return hit


def _shown(cells: RawColumn, rows: np.ndarray) -> list[str]:
    """Return the different cells of these rows as the user sees them, for a message."""
    keys = pd.DataFrame({"code": cells.code[rows], "number": cells.number[rows]})
    firsts = np.flatnonzero(rows)[~keys.duplicated().to_numpy()]
    return [show(cells.value(int(row))).strip() for row in firsts[:_NAMED]]


def credit_words(cells: RawColumn, *, returns: bool = True) -> np.ndarray:
    """Return which of n cells hold a word for a credit note or, when asked, for goods that came back.

    >>> credit_words(RawColumn.from_values(["CN", "retour", "Creditcard", "F"])).tolist()
    [True, True, False, False]
    """
    texts = [_plain(text) for text in cells.texts]
    told = [is_credit(text) or (returns and is_return(text)) for text in texts]
    used = set(map(_plain, cells.used_texts()))
    for letter, beside in _INITIALS.items():
        if letter in used and used <= beside and len(used) > 1:
            told = [text == letter for text in texts]
    return cells.where(told)


def beside_sales(cells: RawColumn) -> np.ndarray:
    """Return which of n cells say that their line is planned or bought, in a column where others are sales.

    >>> beside_sales(RawColumn.from_values(["Budget", "Werkelijk"])).tolist()
    [True, False]
    >>> beside_sales(RawColumn.from_values(["Budget", "Luxe"])).tolist()
    [False, False]
    """
    if not any(is_sale(_plain(text)) for text in cells.used_texts()):
        return np.zeros(len(cells), bool)
    return cells.where([is_beside_sales(_plain(text)) for text in cells.texts])


def _strange(cells: RawColumn, known: np.ndarray) -> np.ndarray:
    """Return which of n cells name an unknown kind of document in a column where others are invoices."""
    invoices = cells.where([is_invoice(text) for text in map(_plain, cells.texts)]) | _is_number(cells, 380)
    strange: np.ndarray = ~invoices & ~known & ~cells.blank()
    return strange if (invoices & ~known).any() else np.zeros(len(cells), bool)


def flagged(cells: RawColumn) -> np.ndarray:
    """Return which of n cells say yes; none when a cell says anything but yes or no.

    >>> flagged(RawColumn.from_values(["ja", "nee", None])).tolist()
    [True, False, False]
    """
    values = yes_no_of(cells)
    if (np.isnan(values) & ~cells.blank()).any():
        return np.zeros(len(cells), bool)
    yes: np.ndarray = values == 1.0
    return yes


def _plain(text: str) -> str:
    # 3.81 is an amount, and 381 the code of a credit note.
    if not any(map(str.isalpha, text)):
        return text.strip()
    return normalise_header(text).replace("/", "").replace("+", "")


def apply_document_types(
    frame: pd.DataFrame, types: DocumentTypes, rejected: np.ndarray, raw: RawTable
) -> list[Finding]:
    """Give credit lines a negative sign and reject lines that are no turnover; return what to say of it.

    Changes ``frame`` (a row per line of the raw table) and ``rejected``. A credit line that is negative
    already stays so; lines of both signs among the credits contradict each other: a finding.
    """
    revenue = frame["revenue"].to_numpy(copy=True)
    found = _apply_sides(frame, types.sides, raw)
    positive, negative = types.credit & (revenue > 0), types.credit & (revenue < 0)
    named = ", ".join(types.words[:_NAMED])
    if positive.any():
        wording = errors.CREDIT_SIGNS_DIFFER if negative.any() else errors.CREDIT_BY_TYPE
        amount = in_euros(-total_of(revenue[positive]))
        found.append(Finding.of(wording, raw.sheet, amount, count=int(positive.sum()), words=named))
        _make_negative(frame, positive)
    out = types.no_turnover & ~rejected
    if out.any():
        amount = in_euros(total_of(revenue[out]))
        finding = Finding.of(errors.NO_TURNOVER_BY_TYPE, raw.sheet, amount, count=int(out.sum()), words=named)
        found.append(finding)
        rejected |= out
    return [
        *found,
        *_unknown_kinds(types, frame["revenue"].to_numpy(), rejected, raw),
        *file_named_otherwise(raw, frame["revenue"].to_numpy(), rejected),
    ]


def _unknown_kinds(
    types: DocumentTypes, revenue: np.ndarray, rejected: np.ndarray, raw: RawTable
) -> Iterator[Finding]:
    for place, strange in types.unknown:
        doubtful = strange & (revenue > 0) & ~rejected & ~types.credit & ~types.no_turnover
        if not doubtful.any():
            continue
        cells, amount = raw.columns[place], in_euros(total_of(revenue[doubtful]))
        names = {"words": ", ".join(list(_shown(cells, doubtful))[:_NAMED]), "header": raw.headers[place]}
        at = raw.address(None, place)
        yield Finding.of(errors.UNKNOWN_TYPE, at, amount, count=int(doubtful.sum()), **names)


def _apply_sides(frame: pd.DataFrame, sides: Sides, raw: RawTable) -> list[Finding]:
    if sides.place < 0:
        return []
    revenue = frame["revenue"].to_numpy()
    minus = sides.minus()
    signs = signs_beside(revenue, minus)
    turned = minus & (revenue > 0)
    if signs is Signs.SIGNED or not turned.any():
        return []
    place, header = raw.address(None, sides.place), raw.headers[sides.place]
    amount = in_euros(-total_of(revenue[turned]))
    cells = raw.columns[sides.place]
    words = ", ".join(cells.texts[code].strip() for code in np.unique(cells.code[turned]).tolist()[:_NAMED])
    wording = errors.CREDIT_SIGNS_DIFFER if signs is Signs.MIXED else errors.CREDIT_BY_SIDE
    _make_negative(frame, turned)
    names = {"words": words, "header": header}
    return [Finding.of(wording, place, amount, count=int(turned.sum()), **names)]


def _make_negative(frame: pd.DataFrame, rows: np.ndarray) -> None:
    for field in _SIGNED:
        values = frame[field].to_numpy(copy=True)
        values[rows] = -np.abs(values[rows])
        frame[field] = values
