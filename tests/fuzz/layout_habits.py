"""Habits in which companies write their invoice lines, and faults that make a layout unreadable."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from made_company import AMOUNTS, DAYS, Cells, Line, Sheet, in_dollars, turnover

from klantwaarde_xl.imports.header_meanings import Use, meaning_of
from klantwaarde_xl.model.declaration import normalise_header
from klantwaarde_xl.model.header_names import CREDIT_FLAG, DOCUMENT_TYPE, SIDE
from klantwaarde_xl.model.tables import InvoiceLine

REQUIRED, OPTIONAL = ("date", "customer_id", "revenue"), ("invoice_id", "product_id", "quantity")
MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()  # noqa: SIM905 - reads as a calendar
INNOCENT: dict[str, Callable[[Line], object]] = {
    "Vervaldatum": lambda line: line.day + dt.timedelta(30),
    "Btw": lambda line: round(line.cents * 0.21) / 100,
    "Bedrag incl. btw": lambda line: round(line.cents * 1.21) / 100,
    "Opmerking": lambda line: "spoed" if line.cents % 7 == 0 else None,
    "Magazijn": lambda line: "AMS" if line.cents % 2 else "RTM",
    "Land": lambda line: "NL",
    "Betaalwijze": lambda line: "Incasso" if line.cents % 3 else "Credit",
    "Vertegenwoordiger": lambda line: "Noor" if line.cents % 2 else "Bram",
    "Valuta": lambda line: "EUR",
}
"""Columns that change nothing, and what stands in them."""


@dataclass
class Layout:
    """How one company is written; habits change it before it is written."""

    draw: random.Random
    lines: list[Line]
    columns: dict[str, Callable[[Line], object]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    amount: str = "number"
    day: str = "date"
    from_1904: bool = False
    unsigned: bool = False
    grouped: bool = False
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)
    subtotal: str = ""
    grand_total: bool = False
    gap: bool = False
    second_header: bool = False
    beside: bool = False
    hidden: bool = False
    marked: bool = False
    preamble: int = 0
    blank: bool = False
    note: bool = False
    other_words: bool = False
    left: int = 0
    fault: str = ""
    more: list[Sheet] = field(default_factory=list)

    def value(self, name: str, line: Line) -> object:
        """Return the cell of a line under one column."""
        cents = abs(line.cents) if self.unsigned else line.cents
        fixed: dict[str, Callable[[], object]] = {
            "date": lambda: DAYS[self.day](line.day, self.from_1904),
            "customer_id": lambda: line.customer,
            "revenue": lambda: AMOUNTS[self.amount](cents),
            "invoice_id": lambda: line.invoice,
            "product_id": lambda: line.product,
            "quantity": lambda: abs(line.quantity) if self.unsigned else line.quantity,
        }
        return fixed[name]() if name in fixed else self.columns[name](line)


def known_headers(field_name: str) -> list[str]:
    """Return the headers of a field of invoice lines, as people write them."""
    column = next(column for column in InvoiceLine.columns() if column.field == field_name)
    return [column.header, *column.synonyms]


def plain_layout(draw: random.Random, lines: list[Line], *, export: bool) -> Layout:
    """Return a layout with random header words and columns in a random order."""
    layout = Layout(draw, lines)
    names = [*REQUIRED, *(name for name in OPTIONAL if draw.random() < 0.7)]
    draw.shuffle(names)
    taken: set[str] = set()
    for name in names:
        words = [w for w in known_headers(name) if normalise_header(w) not in taken]
        if export:
            words = [w for w in words if meaning_of(w).use is Use.FIELD and meaning_of(w).name == name]
        layout.headers[name] = draw.choice(words) if words else name
        taken.add(normalise_header(layout.headers[name]))
    for name in draw.sample(sorted(INNOCENT), draw.randrange(3)):
        layout.columns[name] = INNOCENT[name]
        layout.headers[name] = name
    layout.parts = [(draw.choice(("Transacties", "Blad1", "Verkoop", "Facturen")), lines)]
    return layout


def by(lines: Sequence[Line], key: Callable[[Line], str]) -> list[tuple[str, list[Line]]]:
    """Return the lines in groups, sorted by this key."""
    return [(name, list(group)) for name, group in itertools.groupby(sorted(lines, key=key), key)]


def a_sheet_per_year(layout: Layout) -> None:
    layout.parts = by(layout.lines, lambda line: str(line.day.year))


def words_per_year(layout: Layout) -> None:
    """A sheet per year, with other words for the same columns on each."""
    a_sheet_per_year(layout)
    layout.other_words = True


def words_of_part(layout: Layout, number: int) -> dict[str, str]:
    """Return the header words of one part, by column."""
    if not layout.other_words or not number:
        return layout.headers
    fields = {*REQUIRED, *OPTIONAL}
    taken = {normalise_header(text) for name, text in layout.headers.items() if name not in fields}
    words = {}
    for name, text in layout.headers.items():
        free = (
            [w for w in known_headers(name) if normalise_header(w) not in taken] if name in fields else [text]
        )
        words[name] = layout.draw.choice(free)
        taken.add(normalise_header(words[name]))
    return words


def a_sheet_per_month(layout: Layout) -> None:
    layout.parts = by(layout.lines, lambda line: f"{MONTHS[line.day.month - 1]} {line.day.year}")


def undated_months(layout: Layout) -> None:
    """Months with their year in the name of the sheet, and no date on it."""
    layout.parts = by(layout.lines, lambda line: f"{line.day:%Y-%m}")
    layout.headers.pop("date")


def as_document_type(layout: Layout) -> None:
    header, (credit, sale) = (
        layout.draw.choice(DOCUMENT_TYPE),
        layout.draw.choice((("Creditnota", "Factuur"), ("CN", "FA"), ("credit", "invoice"), ("C", "F"))),
    )
    if layout.draw.random() < 0.3:
        header, (credit, sale) = layout.draw.choice(CREDIT_FLAG), ("ja", "nee")
    layout.unsigned = True
    layout.columns[header] = lambda line: credit if line.cents < 0 else sale
    layout.headers[header] = header


def as_side(layout: Layout) -> None:
    header, (credit, debit) = (
        layout.draw.choice(SIDE),
        layout.draw.choice((("C", "D"), ("Credit", "Debet"), ("CR", "DR"), ("Af", "Bij"), ("H", "S"))),
    )
    layout.unsigned = True
    layout.columns[header] = lambda line: credit if line.cents < 0 else debit
    layout.headers[header] = header


def as_groups(layout: Layout) -> None:
    layout.grouped = True
    layout.headers.setdefault("product_id", "Artikelcode")
    layout.headers.setdefault("invoice_id", "Factuurnummer")


def with_subtotals(layout: Layout) -> None:
    layout.subtotal = layout.draw.choice(("Subtotaal", "Totaal", "Totaal {}", "bare"))
    if layout.subtotal == "bare":
        layout.headers.setdefault("invoice_id", "Factuurnummer")


def a_summary(layout: Layout) -> None:
    sums = turnover(layout.lines)
    head = layout.draw.choice(
        (["Rijlabels", "Som van Omzet"], ["Klantnr", "Totaal"], ["Klant", "Omzet", "Aandeel"])
    )
    rows = [[customer, cents / 100, 0.1][: len(head)] for customer, cents in sums.items()]
    layout.more.append(Sheet("Samenvatting", [list(head), *rows, ["Eindtotaal", sum(sums.values()) / 100]]))


def setting(**values: object) -> Callable[[Layout], None]:
    """Return the habit that sets these fields."""

    def habit(layout: Layout) -> None:
        for name, value in values.items():
            setattr(layout, name, value)

    return habit


HABITS: dict[str, Callable[[Layout], None]] = {
    "years": a_sheet_per_year,
    "months": a_sheet_per_month,
    "undated": undated_months,
    "types": as_document_type,
    "sides": as_side,
    "groups": as_groups,
    "subtotals": with_subtotals,
    "total": setting(grand_total=True),
    "gap": setting(gap=True),
    "second": setting(second_header=True),
    "beside": setting(beside=True),
    "hidden": setting(hidden=True),
    "marked": setting(marked=True),
    "preamble": setting(preamble=3),
    "left": setting(left=2),
    "1904": setting(from_1904=True),
    "summary": a_summary,
    "words": words_per_year,
    "blank": setting(blank=True),
    "note": setting(note=True),
}
APART = (
    {"types", "sides"},
    {"years", "months", "undated", "words"},
    {"blank", "marked", "beside"},
    {"groups", "subtotals", "sides"},
    {"marked", "gap", "second", "beside", "subtotals", "total", "groups"},
    {"undated", "groups"},
    {"undated", "1904"},
    {"beside", "left", "gap", "second", "preamble", "total"},
)
"""Habits of which one at most is taken."""


def named_apart(header: str) -> Callable[[Layout], None]:
    """Return the fault of a column of currencies under a name that nobody knows."""

    def fault(layout: Layout) -> None:
        layout.lines[:] = in_dollars(layout.lines, layout.draw)
        layout.columns[header] = lambda line: line.currency
        layout.headers[header] = header

    return fault


def credit_apart(layout: Layout) -> None:
    layout.unsigned = True
    layout.columns["Bijzonderheid"] = lambda line: "creditnota" if line.cents < 0 else "verkoop"
    layout.headers["Bijzonderheid"] = "Bijzonderheid"


def months_without_year(layout: Layout) -> None:
    layout.parts = by(layout.lines, lambda line: MONTHS[line.day.month - 1])
    layout.headers.pop("date")


def unknown_amount(layout: Layout) -> None:
    layout.headers["revenue"] = layout.draw.choice(("Waarde", "Bedrag", "Totaal", "Geld", "Bedrag incl. btw"))


def broken_cells(layout: Layout) -> None:
    layout.fault = layout.draw.choice(("formula", "text", "no_day", "no_customer"))


def on_effort(layout: Layout) -> None:
    cut = len(layout.lines) // 2
    name = layout.parts[0][0] if layout.parts[0][0] != "Inspanning" else "Transacties"
    amount = layout.draw.choice(("Bedrag", "Verkoopbedrag totaal"))
    rows: Cells = [["Datum", "Klantnr", amount, layout.draw.choice(("Kosten", "Uren"))]]
    rows += [[line.day, line.customer, line.cents / 100, 1.5] for line in layout.lines[cut:]]
    layout.more.append(Sheet("Inspanning", rows))
    layout.parts = [(name, layout.lines[:cut])]


FAULTS: dict[str, Callable[[Layout], None]] = {
    "currency apart": named_apart("Geld"),
    "currency known": named_apart("Munteenheid"),
    "credit apart": credit_apart,
    "months without year": months_without_year,
    "amount unknown": unknown_amount,
    "broken cells": broken_cells,
    "on effort": on_effort,
}
