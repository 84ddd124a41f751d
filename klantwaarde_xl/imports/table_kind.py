"""Which input table an export is: what the user chose, else what it has and what it would lose otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from klantwaarde_xl.imports.choices import EXPORT_TABLES
from klantwaarde_xl.imports.header_meanings import match_export, meaning_of
from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.tables import BY_TABLE, Effort, InvoiceLine

_OF_INVOICES = {
    *("revenue", "amount", "gross_amount", "debit", "credit", "side"),
    *("invoice_id", "due_date", "vat_amount"),
}
"""Meanings of headers that only exports of invoices or their amounts have."""
_OF_LINES = {"revenue", "cost", "margin", "quantity", "unit_price", "debit", "credit", "side", "discount"}
"""Fields and helpers that only invoice lines have; choosing a column for one says what the export is."""

LIST_WORDS = {
    "klanten": "een lijst van klanten",
    "producten": "een lijst van producten",
    "inspanning": "een lijst van uren of kosten",
}
"""What the user may type for the table of an export that is no invoice lines, with its words."""


def table_of(
    headers: Sequence[str], found: type[TableModel] | None, chosen: Mapping[str, str], wanted: str = ""
) -> type[TableModel]:
    """Return the table of an export with these headers.

    ``found``: the model that its headers fit best, None for none. ``chosen``: header by field, as the user
    typed it. ``wanted``: name of the Excel table that the user chose, else ''. Invoice lines as soon as a
    header speaks of invoices or amounts, because an amount may not be lost; hours per customer and day are
    effort, also beside an amount that may be anything.

    >>> table_of(["Datum", "Klantnr", "Bedrag"], Effort, {}).table
    'tblTransacties'
    >>> table_of(["Datum", "Klantnr", "Uren", "Bedrag"], Effort, {}).table
    'tblInspanning'
    """
    if wanted:
        return BY_TABLE[wanted]
    fields = {_field_of(name) for name in chosen}
    if fields & _OF_LINES:
        return InvoiceLine
    meanings = {meaning_of(header).name for header in headers}
    effort = set(match_export(headers, Effort).fields)
    if {"date", "customer_id", "hours"} <= effort and not meanings & (_OF_INVOICES - {"amount"}):
        return Effort
    if found is None or meanings & _OF_INVOICES or {"unit_price", "quantity"} <= meanings:
        return InvoiceLine
    if found is Effort and not {"hours", "expense"} & effort:
        return InvoiceLine
    return found


def other_lists(headers: Sequence[str], model: type[TableModel]) -> dict[str, str]:
    """Return the other tables that an export with these headers may be: how a user types each, and its words.

    Those of which every required column is there, and one more. Invoice lines are none of them: what has all
    of their columns is read as lines.

    >>> other_lists(["Klantnr", "Klantnaam", "Saldo"], InvoiceLine)
    {'klanten': 'een lijst van klanten'}
    """
    found = {}
    for name, words in LIST_WORDS.items():
        other = BY_TABLE[EXPORT_TABLES[name]]
        match = match_export(headers, other)
        tells_no_effort = other is Effort and not {"hours", "expense"} & set(match.fields)
        if other is not model and not match.missing and len(match.fields) > 1 and not tells_no_effort:
            found[name] = words
    return found


def _field_of(name: str) -> str:
    """Return the field of invoice lines that a user named by its header or field name, or the name itself."""
    plain = normalise_header(name)
    known = {normalise_header(column.header): column.field for column in InvoiceLine.columns()}
    known |= {normalise_header(field): field for field in (*known.values(), *_OF_LINES)}
    return known.get(plain, plain)
