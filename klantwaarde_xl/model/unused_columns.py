"""Columns that nobody uses though what they hold would change a figure: each is named with its amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.amount_words import QUANTITY_UNITS
from klantwaarde_xl.model.conversion import yes_no_of
from klantwaarde_xl.model.currencies import currencies_in, currency_code
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.discount_doubts import discount_columns
from klantwaarde_xl.model.document_types import (
    RETURNED,
    beside_sales,
    credit_words,
    document_types,
    flagged,
)
from klantwaarde_xl.model.document_words import is_no_turnover
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.posting_doubts import posting_columns
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers
from klantwaarde_xl.model.sides import CREDIT, DEBIT
from klantwaarde_xl.model.status_doubts import tells_status
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.model.vat_doubts import vat_columns

_PAYMENT = ("betaal", "payment", "kaart", "card", "limiet", "limit", "termijn", "terms", "rating", "klasse")
"""A header with one of these words speaks of paying or of the customer: 'credit' is no credit note there."""
_OF_CUSTOMERS = ("klant", "customer", "client", "kunde", "debiteur", "relatie", "account")
"""A header with one of these words speaks of the customer, who may be cancelled himself."""
_OF_GOODS = ("omschr", "descr", "artikel", "article", "product", "item", "naam", "name", "bezeichn")
"""A header with one of these words speaks of what was sold: a drawing may be called Concept, a beer Draft."""
_CANCELLED = ("geannuleerd", "cancelled", "canceled", "proforma", "concept", "draft")
"""Words that tell of the invoice also in a status of its payment, which may fail or expire by itself."""
_FLAG = ("credit", "krediet", "retour", "return", "storno", "teruggave", "refund")
_CREDITED = ("creditf", "creditn", "creditv", "creditb", "gecrediteerd", "krediet", "refund", "storno")
_REFERENCE = ("van", "op", "bij", "of", "for", "voor", "nr", "nummer", "number", "factuur", "nota", "invoice")
"""How a header with a word of credits ends under which stands a document: 'Creditfactuur van'."""
_AMOUNT = ("omzet", "bedrag", "amount", "sales", "verkoop", "netto", "revenue", "turnover", "totaal", "total")
_NO_TURNOVER = ("incl", "btw", "vat", "uur", "hour", "tarief", "budget", "vj", "vorig", "saldo", "korting")


def columns_that_tell(
    raw: RawTable, where: Mapping[str, int], unused: Sequence[int], *, ledger: bool
) -> tuple[int, ...]:
    """Return which columns (positions) of an export tell something of its lines beside their fields.

    An import hands them on, so that the check of the table speaks of them. ``where``: column by field,
    ``unused``: the others. ``ledger``: whether accounts and journals tell, as nobody chose accounts.
    """
    goods, account = ([where[field]] if field in where else [] for field in ("description", "account"))
    told = {
        *document_types(raw, unused).columns,
        *vat_columns(raw, unused, where),
        *discount_columns(raw, [*unused, *goods]),
        *(posting_columns(raw, [*unused, *account]) if ledger else ()),
        *unused_columns(raw, unused),
    }
    return tuple(sorted(told))


def unused_columns(raw: RawTable, places: Sequence[int]) -> tuple[int, ...]:
    """Return which of these columns (positions) tell of another currency, of credit notes or of a status."""
    return tuple(
        place
        for place in places
        if _foreign(raw.columns[place])
        or _measured(raw.columns[place]).any()
        or _credits(raw.headers[place], raw.columns[place]).any()
        or _no_turnover(raw.headers[place], raw.columns[place]).any()
        or tells_status(raw.headers[place], raw.columns[place])
    )


def unused_doubts(
    raw: RawTable, frame: pd.DataFrame, places: Sequence[int], known: np.ndarray
) -> Iterator[tuple[int, Finding]]:
    """Give the columns of invoice lines (positions) that would change a figure, each with its finding.

    ``frame``: the typed lines (n). ``known``: bool (n,), lines that are known to be credits or no turnover.
    """
    revenue, currency = frame["revenue"].to_numpy(), frame["currency"]
    for place in places:
        header = raw.headers[place]
        if told := _told(header, raw.columns[place], revenue, currency, known):
            wording, rows, shown, names = told
            at, sheet, count = raw.address(None, place), raw.sheet_of(place), int(rows.sum())
            yield place, Finding.of(wording, at, shown, count=count, header=header, sheet=sheet, **names)


def _told(
    header: str, cells: RawColumn, revenue: np.ndarray, currency: pd.Series, known: np.ndarray
) -> tuple[errors.Wording, np.ndarray, str, dict[str, str]] | None:
    """Return what one column says against the turnover of lines: wording, which lines (n), what was found and
    other names for the wording. ``currency``: of the lines, as it is used."""

    def amount(rows: np.ndarray) -> str:
        return in_euros(total_of(revenue[rows]))

    def word(rows: np.ndarray) -> str:
        code = cells.code[int(np.argmax(rows))]
        return "" if code < 0 else cells.texts[code].strip()

    if (currencies := _foreign(cells)) and not _same_currency(cells, currency):
        foreign = cells.where([currency_code(text) != "EUR" for text in cells.texts])
        shown = ", ".join(currencies)
        return errors.UNUSED_CURRENCY, foreign, shown, {"currencies": shown, "amount": amount(foreign)}
    counted = _measured(cells) & ~known & (revenue != 0) & np.isfinite(revenue)
    if counted.any():
        value, whole = total_of(revenue[counted]), total_of(revenue[~known])
        otherwise = {"otherwise": in_euros(whole - value), "amount": in_euros(whole)}
        return errors.NO_EUROS_BY_UNIT, counted, in_euros(value), {"word": word(counted), **otherwise}
    out = _no_turnover(header, cells) & ~known & (revenue != 0)
    if out.any():
        return errors.UNUSED_NO_TURNOVER, out, amount(out), {"word": word(out)}
    hit = _credits(header, cells) & ~known
    positive = hit & (revenue > 0)
    if not positive.any() or (hit & (revenue < 0)).any():
        return None
    # Texts that hardly repeat are descriptions; beside credits with a minus a positive line is no credit
    # because its text mentions one.
    is_text = 2 * len(np.unique(cells.code[hit])) > hit.sum() and not flagged(cells).any()
    mentions = is_text and bool((revenue < 0).any())
    wording = errors.CREDIT_MENTIONED if mentions else errors.UNUSED_CREDIT
    return wording, positive, amount(positive), {"word": word(positive) or "ja"}


def lost_turnover(
    raw: RawTable, model: type[TableModel], fields: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[int, Finding]]:
    """Give the columns of amounts that a table with dates and customers would lose, each with its finding."""
    if model is InvoiceLine or not {"date", "customer_id"} <= set(fields):
        return
    for place in places:
        plain = normalise_header(raw.headers[place])
        if not any(word in plain for word in _AMOUNT) or any(word in plain for word in _NO_TURNOVER):
            continue
        values = readable_numbers(raw.columns[place])
        if np.count_nonzero(np.isfinite(values)) and np.nansum(np.abs(values)):
            amount = in_euros(total_of(values[np.isfinite(values)]))
            names = {"header": raw.headers[place], "sheet": raw.sheet_of(place)}
            at = raw.address(None, place)
            count = int(np.isfinite(values).sum())
            yield place, Finding.of(errors.LOST_TURNOVER, at, amount, count=count, **names)


def _foreign(cells: RawColumn) -> tuple[str, ...]:
    """Return the currencies of a column that holds nothing else, when one of them is not the euro."""
    found = currencies_in(cells.used_texts())
    if found in {(), ("EUR",)} or ((cells.kind != Kind.TEXT) & ~cells.blank()).any():
        return ()
    return found


def _measured(cells: RawColumn) -> np.ndarray:
    """Return which of n cells hold no euro, in a column of currencies and measures and nothing else.

    A column of measures alone goes with a quantity; beside currencies it is the unit of the amount.
    """
    texts = cells.used_texts()
    measures = [text for text in texts if QUANTITY_UNITS.fullmatch(normalise_header(text))]
    others = [text for text in texts if text.strip() and text not in measures]
    if not measures or not currencies_in(others) or ((cells.kind != Kind.TEXT) & ~cells.blank()).any():
        return np.zeros(len(cells), bool)
    return cells.where([bool(text.strip()) and currency_code(text) != "EUR" for text in cells.texts])


def _same_currency(cells: RawColumn, currency: pd.Series) -> bool:
    """Return whether the column that is used says the same on every line."""
    used = currency.astype(object).map(lambda text: currency_code(text) if isinstance(text, str) else "")
    here = [currency_code(cells.texts[code]) if code >= 0 else "" for code in cells.code.tolist()]
    return bool((used.replace("", "EUR") == pd.Series(here, index=used.index).replace("", "EUR")).all())


def _credits(header: str, cells: RawColumn) -> np.ndarray:
    """Return which of n cells say that their line is a credit note or was sent back."""
    plain = normalise_header(header)
    if any(word in plain for word in _PAYMENT):
        return np.zeros(len(cells), bool)
    if any(word in plain for word in _FLAG) and (yes := flagged(cells)).any():
        return yes
    if any(word in plain for word in _CREDITED) and plain.endswith(_REFERENCE):
        filled = ~cells.blank()
        if 2 * filled.sum() <= len(filled) and np.isnan(yes_no_of(cells)).all():
            return filled
    if not cells.has_words():
        return np.zeros(len(cells), bool)
    texts = [normalise_header(text) for text in cells.texts]
    hit: np.ndarray = credit_words(cells) | cells.where([text in RETURNED for text in texts])
    # Debit beside credit is the other side of a posting, and credit on nearly all lines no credit note.
    used = set(map(normalise_header, cells.used_texts()))
    if used & DEBIT and not used - DEBIT - CREDIT:
        hit |= cells.where([text in CREDIT for text in texts])
        return hit
    return hit if 2 * hit.sum() <= len(hit) else np.zeros(len(cells), bool)


def _no_turnover(header: str, cells: RawColumn) -> np.ndarray:
    """Return which of n cells say that their line is a draft, was cancelled, or is no sale otherwise.

    Not of columns about customers or paying, and not where most lines would be such."""
    plain = normalise_header(header)
    if any(word in plain for word in (*_OF_CUSTOMERS, *_OF_GOODS)) or not cells.has_words():
        return np.zeros(len(cells), bool)
    # 3,25 is an amount, and 325 the code of a pro forma: only words tell here.
    words = [normalise_header(text) if any(map(str.isalpha, text)) else "" for text in cells.texts]
    if any(word in plain for word in _PAYMENT):
        return cells.where(["status" in plain and word.startswith(_CANCELLED) for word in words])
    hit = cells.where(list(map(is_no_turnover, words))) | beside_sales(cells)
    return hit if 2 * hit.sum() <= len(hit) else np.zeros(len(cells), bool)
