"""Which rows of a table are totals: by their words, by what they leave blank, and by adding up."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from klantwaarde_xl import errors
from klantwaarde_xl.model.declaration import DAYS, ColumnKind, TableModel
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.headers import match_headers
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.readable_numbers import readable_numbers

_TOTAL = re.compile(
    r"(?:(?:sub|eind|grand|algemeen)[\s-]{0,3})?tota(?:al|len|l|ls)"
    r"(?:\s{1,3}(?:generaal|general|(?:19|20)\d\d))?\s?:?"
    r"|(?:zwischen|gesamt|end|teil)?summen?\s?:?|(?:sous[\s-]{1,3})?totaux\s?:?|sous[\s-]{1,3}total\s?:?"
    r"|gesamt(?:betrag)?\s?:?|somme\s?:?"
    r"|(?:factuur|order|maand|week|dag|jaar|kwartaal|klant|groeps?|pagina|tussen)tota(?:al|len)\s?:?"
    r"|(?:invoice|order|month|year|customer|page|report|running)(?:ly)?\stotals?\s?:?"
    r"|(?:rechnungs|monats|jahres|kunden|gruppen)summe\s?:?",
    re.IGNORECASE,
)
_OF_A_GROUP = re.compile(r"(?:sub)?tota(?:al|l)\s(?:for|van|voor|per|klant|debiteur)?\s?\S.*", re.IGNORECASE)
_WORDS = ("tota", "summe", "gesamt", "somme")
_NAMED = 3
"""So many rows with a total are named one by one."""
_LONGEST = 100
"""Longest text in which a word for a total is looked for; a longer one is a description."""
_TOTAL_COLUMNS = 3
"""So many columns from the left may hold the word when nothing else tells."""


def total_rows(
    cells: Sequence[RawColumn], headers: Sequence[str], model: type[TableModel] | None
) -> np.ndarray:
    """Return which of n rows are totals, bool (n,).

    A row with a word for a total is one when it leaves a required cell blank that every line has, or when its
    amount is the sum of the rows above it. A customer called 'Total' with a date and an amount is none.
    """
    n = len(cells[0]) if cells else 0
    found, first = np.zeros(n, bool), np.full(n, -1)
    words: list[tuple[int, np.ndarray, np.ndarray]] = []
    for place, column in enumerate(cells):
        first[(first < 0) & ~column.blank()] = place
        if (marked := _total_words(column)) is not None:
            words.append((place, *marked))
    if not words:
        return found
    fields = match_headers(headers, model).fields if model is not None else {}
    amounts = amounts_of(cells, fields, model)
    needed = _needed(fields, model)
    ids = (
        {fields[c.field] for c in model.columns() if c.kind is ColumnKind.ID and c.field in fields}
        if model
        else set()
    )
    for place, whole, group in words:
        others = [at for at in needed if at != place]
        missing = np.zeros(n, bool)
        for at in others:
            missing |= cells[at].blank()
        if not others:
            # A list of one required column: a total is a word with nothing but figures beside it.
            missing = ~_has_text_beside(cells, place)
        leading = (first == place) & (place < _TOTAL_COLUMNS)
        if model is not None and needed and place not in ids | set(needed):
            # Whatever its column is, a word beside nothing but figures is the total.
            leading |= np.logical_and.reduce([cells[at].blank() for at in needed])
        found |= (whole & missing & (leading | (place in needed))) | (group & missing & leading)
        if amounts is not None:
            able = missing if place in ids else np.ones(n, bool)
            doubtful = np.flatnonzero((whole | group) & able & ~found)
            found[doubtful] = _adds_up(amounts, doubtful, found)
    return found


def _total_words(column: RawColumn) -> tuple[np.ndarray, np.ndarray] | None:
    """Return which cells (n,) are a word for a total, and which name the group too; None without any."""
    # Most columns hold no such word: one search of all texts is many times as fast as one of each.
    joined = "\n".join(column.texts).lower()
    if not any(word in joined for word in _WORDS):
        return None
    kinds = [_says_total(text) for text in column.texts]
    if not any(kinds):
        return None
    kind = np.array([*kinds, 0])[column.code] * (column.kind == Kind.TEXT)
    return kind == 1, kind == 2


def _says_total(text: str) -> int:
    """Return 1 for a text that is a word for a total, 2 for one that names the group too, else 0."""
    if len(text) > _LONGEST or not any(word in text.lower() for word in _WORDS):
        return 0
    text = " ".join(text.split())
    return 1 if _TOTAL.fullmatch(text) else 2 if _OF_A_GROUP.fullmatch(text) else 0


def _needed(fields: dict[str, int], model: type[TableModel] | None) -> list[int]:
    """Return the columns of required ids, texts and dates: every line fills them, a total does not."""
    if model is None:
        return []
    kinds = {ColumnKind.ID, ColumnKind.TEXT, *DAYS}
    return [fields[c.field] for c in model.columns() if c.required and c.kind in kinds and c.field in fields]


def _has_text_beside(cells: Sequence[RawColumn], place: int) -> np.ndarray:
    beside = np.zeros(len(cells[place]), bool)
    for at, column in enumerate(cells):
        if at != place:
            words = column.where([any(map(str.isalpha, text)) for text in column.texts])
            beside |= ((column.kind == Kind.TEXT) & words) | (column.kind == Kind.DATE)
    return beside


def amounts_of(
    cells: Sequence[RawColumn], fields: dict[str, int], model: type[TableModel] | None
) -> np.ndarray | None:
    """Return the cents of the column that a total adds up, NaN without a figure; None without a column.

    What is too large to have cents is no figure here.
    """
    required = (
        [c.field for c in model.columns() if c.kind is ColumnKind.AMOUNT and c.field in fields]
        if model
        else []
    )
    known = fields.get("revenue") if model is None else None
    at = fields[required[0]] if required else known if known is not None else _last_numeric(cells)
    if at is None:
        return None
    with np.errstate(over="ignore"):
        cents = np.rint(readable_numbers(cells[at]) * 100)
    return np.where(np.isfinite(cents), cents, np.nan)


def _last_numeric(cells: Sequence[RawColumn]) -> int | None:
    """Return the last column in which most filled cells are figures."""
    for at in range(len(cells) - 1, -1, -1):
        column = cells[at]
        filled = int((~column.blank()).sum())
        figures = int((column.kind == Kind.NUMBER).sum())
        # Of the texts of a sheet only those in the table count: a title above it is no figure.
        used = column.used_texts()[:20]
        texts = [text for text in used if any(letter.isdigit() for letter in text)]
        if filled and (2 * figures > filled or (len(texts) == len(used) > 0)):
            return at
    return None


def _adds_up(amounts: np.ndarray, rows: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Return which of these rows hold the sum of the lines above, since the last total or from the top."""
    line = np.where(np.isfinite(amounts) & ~totals, amounts, 0.0)
    line[rows] = 0.0
    sums = np.concatenate([[0.0], np.cumsum(line)])
    found = np.zeros(len(rows), bool)
    since = 0
    for place, row in enumerate(rows.tolist()):
        above = sums[row]
        part = amounts[row] == above - sums[since] and row > since
        found[place] = part or (amounts[row] == above and row > 0)
        if found[place]:
            since = row + 1
    return found


def rows_left_out(
    raw: RawTable, cells: Sequence[RawColumn], totals: np.ndarray, notes: np.ndarray
) -> list[Finding]:
    """Return a finding per row (n) that is a total or a note; of many totals, which have one cause, one."""
    rows = np.flatnonzero(totals).tolist()
    if len(rows) > _NAMED:
        first = raw.address(rows[0], None)
        found = [Finding.of(errors.TOTAL_ROWS, first, _row_text(cells, rows[0]), count=len(rows))]
    else:
        found = [Finding.of(errors.TOTAL_ROW, raw.address(row, None), _row_text(cells, row)) for row in rows]
    for row in np.flatnonzero(notes).tolist():
        found.append(Finding.of(errors.NOTE_ROW, raw.address(row, None), _row_text(cells, row)))
    return found


def _row_text(cells: Sequence[RawColumn], row: int) -> str:
    return next(show(column.value(row)) for column in cells if column.kind[row] != Kind.BLANK)
