"""The header matcher: which column holds which field of a table, and which row holds the headers.

Every door uses it: workbooks, text files, imports, functions and the open workbook. A header counts only when
it equals a known one after normalisation. What merely looks alike is offered as a suggestion and never used:
'Bedrag excl. btw' and 'Bedrag incl. btw' are 88 % alike.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain

from klantwaarde_xl.model.amount_words import unit_of
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.header_names import SECOND_CHOICE

LOOKS_ALIKE = 0.8
"""Least similarity (difflib ratio, 0 to 1) of a suggestion."""
BLOCKED = (
    *("incl", "vj", "vorig", "lastyear", "budget", "begroot", "prognose", "forecast", "target"),
    *("%", "perc", "verval", "cumulatief", "naam", "name"),
    *("usd", "gbp", "chf", "dollar", "vreemdevaluta"),
)
"""A header with one of these words is never suggested for a field without it: it is another figure."""
MAX_HEADER = 100
"""Longest normalised header that is compared for likeness, in characters; longer is text, not a header."""
_IN_EUROS = {"eur", "ineur", "euro", "ineuro", "ineuros"}
_SECOND = frozenset(map(normalise_header, SECOND_CHOICE))
"""Headers that count only when there is no better one."""
SEARCHED_ROWS = 50
"""So many non-blank rows from the top may precede the headers."""


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """How the headers of one table fit one model; columns are positions counted from 0.

    ``fields``: column by field name. ``rivals``: by field name, the other columns that claim the field with
    the same right as the one in ``fields``. ``unused``: the other columns with a header. ``missing``:
    required fields without a column.
    """

    model: type[TableModel]
    headers: tuple[str, ...]
    fields: dict[str, int]
    rivals: dict[str, tuple[int, ...]]
    unused: tuple[int, ...]
    missing: tuple[str, ...]

    def suggestion(self, field: str) -> str:
        """Return the unused header that looks most like a name of this field, or '' (see :func:`suggest`)."""
        known = self.model.by_header()
        free = [self.headers[place] for place in self.unused]
        return suggest(field, [text for text in free if normalise_header(text) not in known], self.model)


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The row (position counted from 0) in which headers of a model were found."""

    row: int
    model: type[TableModel]
    matched: int
    required: int

    @property
    def is_certain(self) -> bool:
        """Return whether the headers alone identify the model: all required ones, and at least two in all."""
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
    the field name, then the synonyms in order), then the leftmost. The others are its rivals, unless the
    winner has the canonical header and they have not.

    >>> from klantwaarde_xl.model.tables import Customer
    >>> found = match_headers(["Debiteurnr.", "Naam", "Regoi"], Customer)
    >>> found.fields, found.suggestion("region")
    ({'customer_id': 0, 'name': 1}, 'Regoi')
    >>> match_headers(["Klantnr", "Bedrijfsnaam", "Naam"], Customer).rivals
    {'name': (1,)}
    """
    canonical = {normalise_header(column.header) for column in model.columns()}
    plain = [normalise_header(header) for header in headers]
    spelled = ["".join(header.lower().split()) for header in headers]
    ranked = _ranked(plain, spelled, model)
    fields = {field: places[0] for field, places in ranked.items()}
    rivals = {
        field: tuple(sorted(equals))
        for field, (best, *rest) in ranked.items()
        if (equals := [p for p in rest if _are_rivals(p, best, plain, spelled, canonical)])
    }
    claimed = {*fields.values(), *chain.from_iterable(rivals.values())}
    return HeaderMatch(
        model,
        tuple(headers),
        fields,
        rivals,
        unused=tuple(p for p, header in enumerate(headers) if header.strip() and p not in claimed),
        missing=tuple(c.field for c in model.columns() if c.required and c.field not in fields),
    )


def _are_rivals(
    place: int, best: int, plain: Sequence[str], spelled: Sequence[str], canonical: Container[str]
) -> bool:
    """Return whether a header claims its field with the same right as the best one.

    Beside 'Omzet' the column 'Omzet (EUR)' does not, and beside an invoice date the date of an order; else
    beside a synonym every other one does.
    """
    if plain[place] in _SECOND and plain[best] not in _SECOND:
        return False
    if plain[best] not in canonical:
        return True
    return plain[place] == plain[best] and _without_signs(spelled[place]) == _without_signs(spelled[best])


def _ranked(plain: Sequence[str], spelled: Sequence[str], model: type[TableModel]) -> dict[str, list[int]]:
    """Return the places of the headers that fit each field, the best one first.

    ``plain``: normalised; ``spelled``: in small letters. Of equal ones the shortest, which names no currency;
    the date of an order is the last choice.
    """
    known = model.by_header()
    order = _order(model)
    candidates: dict[str, list[int]] = {}
    for place, header in enumerate(plain):
        if header in known:
            candidates.setdefault(known[header], []).append(place)
    return {
        field: sorted(
            places,
            key=lambda at: (plain[at] in _SECOND, order[plain[at]], len(_without_signs(spelled[at])), at),
        )
        for field, places in candidates.items()
    }


@functools.cache
def _order(model: type[TableModel]) -> dict[str, int]:
    """Return the place of each known header of a model in its order."""
    return {header: position for position, header in enumerate(model.by_header())}


def _without_signs(spelled: str) -> str:
    return "".join(letter for letter in spelled if letter.isalnum() or letter == "€")


def column_called(wanted: str, headers: Sequence[str]) -> int | None:
    """Return which column (position) a user means by its header, None for no such one.

    Of headers that differ in no more than spelling or the euro, the one that is spelled as it was typed.

    >>> column_called("Bedrag EUR", ["Bedrag", "Bedrag EUR"]), column_called("bedrag", ["Bedrag EUR"])
    (1, 0)
    """
    plain, spelled = normalise_header(wanted), "".join(wanted.lower().split())
    alike = [place for place, header in enumerate(headers) if normalise_header(header) == plain]
    exact = [place for place in alike if "".join(headers[place].lower().split()) == spelled]
    return next(iter([*exact, *alike]), None)


def suggest(field: str, headers: Sequence[str], model: type[TableModel]) -> str:
    """Return the header that looks most like a name of this field, or '' when none is at least 80 % alike.

    A header with a word or a figure that makes it another amount (VAT, last year, thousands of euros) is
    never suggested.

    >>> from klantwaarde_xl.model.tables import InvoiceLine
    >>> suggest("revenue", ["Omzett", "Omzet VJ"], InvoiceLine)
    'Omzett'
    >>> suggest("revenue", ["Bedrag incl. btw", "Omzet 2023"], InvoiceLine)
    ''
    """
    names = [name for name, known in model.by_header().items() if known == field]
    best, found = LOOKS_ALIKE, ""
    for header in headers:
        plain = normalise_header(header)
        if len(plain) > MAX_HEADER:
            continue
        for name in names:
            ratio = _likeness(plain, name)
            # Of what unit a header speaks is asked last: it takes longest.
            if (ratio > best or (ratio == best and not found)) and not unit_of(header):
                best, found = ratio, header
    return found


def _likeness(plain: str, name: str) -> float:
    """Return how much a normalised header looks like a known one, 0 to 1; 0 when it is another figure."""
    if any((word in plain) != (word in name) for word in BLOCKED):
        return 0.0
    if {c for c in plain if c.isdigit()} - set(name):
        return 0.0
    if plain.startswith(name) and plain.removeprefix(name).strip("()") in _IN_EUROS:
        return 1.0
    return difflib.SequenceMatcher(None, plain, name, autojunk=False).ratio()


def find_header_row(rows: Sequence[Sequence[str]], models: Sequence[type[TableModel]]) -> HeaderRow | None:
    """Return in which of these rows (texts, '' for blanks and numbers) the headers stand, and of which model.

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
