"""Which column is which: headers of a table matched to the fields of its model, and the row in which the
headers stand.

A header counts only when it is equal to a known one after normalisation. What merely looks alike is offered
as a suggestion and never used: 'Bedrag excl. btw' and 'Bedrag incl. btw' are 88 % alike."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from klantwaarde_xl.model.declaration import TableModel, normalise_header

LOOKS_ALIKE = 0.8
"""Least similarity (difflib ratio, 0 to 1) of a suggestion."""
BLOCKED = ("incl", "vj", "vorig", "budget", "%", "verval", "perc")
"""A header with one of these words is never suggested for a field without it: it is another figure or another
date."""
SEARCHED_ROWS = 50
"""So many non-blank rows from the top may precede the headers."""


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """How the headers of one table fit one model; columns are positions counted from 0.

    ``fields`` column by field name; ``duplicates`` columns whose header repeats an earlier one that was
    matched; ``unused`` the other columns with a header that no field knows or that another column fits
    better; ``missing`` required fields without a column; ``suggestions`` header by field that is missing
    (required or not), for the user to judge."""

    model: type[TableModel]
    fields: dict[str, int]
    duplicates: tuple[int, ...]
    unused: tuple[int, ...]
    missing: tuple[str, ...]
    suggestions: dict[str, str]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The row (position counted from 0) in which headers of a model were found."""

    row: int
    model: type[TableModel]
    matched: int
    required: int

    @property
    def is_certain(self) -> bool:
        """Return whether the model may be recognised by its headers alone: all required ones, and at least
        two in all."""
        return self.matched >= 2 and self.is_complete

    @property
    def is_complete(self) -> bool:
        """Return whether all required headers of the model are here."""
        return self.required == sum(column.required for column in self.model.columns())

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Return by what two candidates are compared; the larger one fits better."""
        return self.matched, self.is_complete, self.required


def match_headers(headers: Sequence[str], model: type[TableModel]) -> HeaderMatch:
    """Return which field each header (k texts, '' for none) stands for.

    When several columns fit one field, the one whose header the model names first wins (the canonical header,
    the field name, then the synonyms in order), then the leftmost. Two equal headers are a duplicate.

    >>> from klantwaarde_xl.model.tables import Customer
    >>> found = match_headers(["Debiteurnr.", "Naam", "Regoi"], Customer)
    >>> found.fields, found.suggestions
    ({'customer_id': 0, 'name': 1}, {'region': 'Regoi'})
    """
    known = model.by_header()
    order = {header: position for position, header in enumerate(known)}
    plain = [normalise_header(header) for header in headers]
    candidates: dict[str, list[int]] = {}
    for position, header in enumerate(plain):
        if header and header in known:
            candidates.setdefault(known[header], []).append(position)
    fields = {
        field: min(places, key=lambda place: (order[plain[place]], place))
        for field, places in candidates.items()
    }
    taken = set(fields.values())
    duplicates = tuple(
        place
        for places in candidates.values()
        for place in places
        if place not in taken and _repeats(plain, place, taken)
    )
    unused = tuple(p for p, header in enumerate(plain) if header and p not in taken and p not in duplicates)
    absent = [column for column in model.columns() if column.field not in fields]
    free = [headers[p] for p in unused if plain[p] not in known]
    suggestions = {column.field: found for column in absent if (found := suggest(column.field, free, model))}
    missing = tuple(column.field for column in absent if column.required)
    return HeaderMatch(model, fields, tuple(sorted(duplicates)), unused, missing, suggestions)


def _repeats(plain: list[str], place: int, taken: set[int]) -> bool:
    return any(plain[other] == plain[place] for other in taken)


def suggest(field: str, headers: Sequence[str], model: type[TableModel]) -> str:
    """Return the header that looks most like a name of this field, or '' when none is at least 80 % alike.

    >>> from klantwaarde_xl.model.tables import InvoiceLine
    >>> suggest("revenue", ["Omzett", "Omzet VJ"], InvoiceLine), suggest("revenue", ["Bedrag incl. btw"], InvoiceLine)
    ('Omzett', '')
    """
    names = [name for name, known in model.by_header().items() if known == field]
    best, found = LOOKS_ALIKE, ""
    for header in headers:
        plain = normalise_header(header)
        for name in names:
            if any((word in plain) != (word in name) for word in BLOCKED):
                continue
            ratio = difflib.SequenceMatcher(None, plain, name, autojunk=False).ratio()
            if ratio > best or (ratio == best and not found):
                best, found = ratio, header
    return found


def find_header_row(rows: Sequence[Sequence[str]], models: Sequence[type[TableModel]]) -> HeaderRow | None:
    """Return where the headers stand in the first rows of a sheet (texts, '' for blanks and numbers), and of
    which model.

    The row with the most recognised headers wins, then the one with all required headers of its model, then
    the one with the most of them, then the topmost row and first model. None when no row holds a known
    header. Only the first 50 non-blank rows are searched.

    >>> from klantwaarde_xl.model.tables import TABLES
    >>> found = find_header_row([["Omzet per klant", ""], ["", ""], ["Debiteur", "Klantnaam"]], TABLES)
    >>> found.row, found.model.table
    (2, 'tblKlanten')
    """
    best: HeaderRow | None = None
    looked_at = 0
    for number, row in enumerate(rows):
        plain = {header for text in row if text and (header := normalise_header(text))}
        looked_at += bool(plain)
        if looked_at > SEARCHED_ROWS:
            break
        for model in models:
            known = model.by_header()
            fields = {known[header] for header in plain if header in known}
            if not fields:
                continue
            required = sum(column.required and column.field in fields for column in model.columns())
            here = HeaderRow(number, model, len(fields), required)
            if best is None or here.rank > best.rank:
                best = here
    return best
