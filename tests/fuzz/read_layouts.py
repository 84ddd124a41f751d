"""Writes made-up companies in random real-life layouts and reads them back to the same turnover per customer.

    python tests/fuzz/read_layouts.py --count 5000 --seed 100001

A layout is a set of habits: other header words, a sheet per year, gaps, totals and subtotals, grouped cells,
dates from 1904, amounts as text, document types, debit and credit, hidden rows, second headers, tables beside
each other, flat exports as text. Some layouts hold a fault: what nobody can read, or what a column says that
has no known name. Judged is: the turnover per customer is that of the company, or a finding of severity error
(or a refusal) names the cause. A difference in silence is wrong. A cry over a layout without a fault is
counted as such; of these at most one in a hundred may occur.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))
from layout_habits import APART, FAULTS, HABITS, Layout, plain_layout, words_of_part
from made_company import AMOUNTS, DAYS, Cells, Line, Sheet, company, turnover, write, write_text
from mutate_workbooks import main

from klantwaarde_xl.errors import KlantwaardeError, Severity
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.kinds import BY_NAME
from klantwaarde_xl.imports.understanding import understand
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.use_cases.refreshing import load

CAUSES = {
    "currency apart": {"KW-137"},
    "currency known": {"KW-207", "KW-137"},
    "credit apart": {"KW-138"},
    "months without year": {"KW-157"},
    "amount unknown": {"KW-103", "KW-144", "KW-145", "KW-530", "KW-531", "KW-536"},
    "broken cells": {"KW-110", "KW-111", "KW-146"},
    "on effort": {"KW-139"},
}
"""Codes of which one must be said where a fault makes the turnover differ: they name the cause."""
CRIED = "said, though sound"
"""Outcome of a layout without a fault that carries a finding of severity error."""


def cells_of(layout: Layout, number: int, lines: list[Line]) -> tuple[Cells, list[int]]:
    """Return the cells of one table from its headers on, and which of its rows are lines."""
    names = list(layout.headers)
    headers: list[object] = list(words_of_part(layout, number).values())
    rows: Cells = [headers]
    places: list[int] = []
    before: Line | None = None
    groups = sorted(lines, key=lambda line: line.customer) if layout.subtotal else lines
    for at, line in enumerate(groups):
        row = [layout.value(name, line) for name in names]
        if layout.grouped and before is not None and before.invoice == line.invoice:
            row = [
                None if name in {"date", "customer_id", "invoice_id"} else cell
                for name, cell in zip(names, row, strict=True)
            ]
        places.append(len(rows))
        rows.append(row)
        before = line
        last = at + 1 == len(groups)
        if layout.subtotal and (last or groups[at + 1].customer != line.customer):
            rows.append(
                _sum_row(
                    layout, names, [one for one in groups if one.customer == line.customer], layout.subtotal
                )
            )
        if not last and at == len(groups) // 2:
            rows += [[]] if layout.gap else []
            rows += [[], headers] if layout.second_header else []
            before = None if layout.second_header or layout.gap else before
    if layout.grand_total:
        rows.append(_sum_row(layout, names, lines, "Totaal"))
    return rows, places


def _sum_row(layout: Layout, names: list[str], lines: list[Line], word: str) -> list[object]:
    """Return a row with the sum of these lines, with a word for it or as a row like any other."""
    cents = sum(abs(line.cents) if layout.unsigned else line.cents for line in lines)
    row: list[object] = [None] * len(names)
    row[names.index("revenue")] = AMOUNTS[layout.amount](cents)
    if word == "bare":
        row[names.index("customer_id")] = lines[-1].customer
        if "date" in names:
            row[names.index("date")] = DAYS[layout.day](lines[-1].day, layout.from_1904)
    else:
        free = next(at for at, name in enumerate(names) if name != "revenue")
        row[free] = word.format(lines[-1].customer)
    return row


def sheets_of(layout: Layout) -> list[Sheet]:
    """Return the sheets of a layout, the list of customers first."""
    customers = sorted({line.customer for line in layout.lines})
    sheets = [Sheet("Klanten", [["Klantnr", "Klantnaam"], *([one, f"Naam van {one}"] for one in customers)])]
    for number, (name, lines) in enumerate(layout.parts):
        rows, places = cells_of(layout, number, lines)
        _break(layout, rows, places)
        top = layout.preamble
        head: Cells = [["Omzet per klant"], ["Gemaakt op 01-02-2026"], []][:top]
        if layout.beside:
            side: Cells = [["Productcode", "Omschrijving"], ["P900", "Bal"], ["P901", "Net"]]
            blank = [None] * (len(layout.headers) + 1)
            rows = [
                [*(row or blank[:-1]), None, *(side[at] if at < len(side) else [])]
                for at, row in enumerate(rows)
            ]
        if layout.blank:
            at = layout.draw.randrange(1, len(layout.headers))
            rows = [[*row[:at], None, *row[at:]] for row in rows]
        if layout.note:
            rows += [[], ["Bron: de boekhouding"], ["Vragen? Bel Noor"]]
        cells: Cells = [*head, *([*[None] * layout.left, *row] for row in rows)]
        sheet = Sheet(name, cells)
        if layout.hidden:
            sheet.hidden = {top + place for place in places[1::3]}
        if layout.marked:
            right = layout.left + len(layout.headers) - 1
            sheet.table = (f"Tabel{number + 1}", top, layout.left, top + len(rows) - 1, right)
        if layout.fault == "formula":
            column = layout.left + list(layout.headers).index("revenue")
            sheet.never_calculated = {(top + place, column) for place in places[:2]}
        sheets.append(sheet)
    return [*sheets, *layout.more]


def _break(layout: Layout, rows: Cells, places: list[int]) -> None:
    """Break a cell of one line as the fault of the layout says; changes ``rows``."""
    names = {"text": "revenue", "no_day": "date", "no_customer": "customer_id"}
    if layout.fault in names and names[layout.fault] in layout.headers:
        row, column = rows[places[len(places) // 2]], list(layout.headers).index(names[layout.fault])
        row[column] = "op aanvraag" if layout.fault == "text" else None


def layout_of(seed: int) -> tuple[Layout, str, bool]:
    """Return the layout of a seed, what it is called, and whether it is a text export."""
    draw = random.Random(seed)
    export = draw.random() < 0.25
    layout = plain_layout(draw, company(draw), export=export)
    layout.amount, layout.day = draw.choice(list(AMOUNTS)), draw.choice(list(DAYS))
    if export:
        layout.day = "date" if layout.day == "serial" else layout.day
        layout.amount = "dutch" if layout.amount == "noise" else layout.amount
    possible = ["types", "sides", "subtotals", "total", "preamble", "note"] if export else list(HABITS)
    habits: list[str] = []
    for habit in draw.sample(possible, draw.randrange(4)):
        if not any(habit in group and group & set(habits) for group in APART):
            habits.append(habit)
    fault = draw.choice(list(FAULTS)) if draw.random() < 0.25 else ""
    if fault:
        habits = [habit for habit in habits if habit in {"hidden", "preamble", "left", "summary"}]
        FAULTS[fault](layout)
    for habit in sorted(habits):
        HABITS[habit](layout)
    return (
        layout,
        fault or "+".join(sorted(habits)) or "plain",
        export and not layout.more and len(layout.parts) == 1,
    )


def _per_customer(frame: pd.DataFrame) -> Counter[str]:
    found: Counter[str] = Counter()
    for customer, amount in zip(frame["customer_id"].astype(str), frame["revenue"], strict=True):
        found[customer] += round(amount * 100)
    return Counter({customer: cents for customer, cents in found.items() if cents})


def _read(layout: Layout, folder: Path, *, export: bool) -> tuple[Counter[str], Iterable[Finding]]:
    if export:
        path = folder / "export.csv"
        write_text(path, sheets_of(layout)[1].cells, layout.draw)
        told = understand([path], BY_NAME["csv"], Choices())
        lines = told.tables["tblTransacties"]
        # Lines in dollars go along under their currency; a workbook converts them or leaves them out.
        in_euros = ~lines["currency"].astype(object).isin(["USD"])
        return _per_customer(lines[in_euros]), told.findings
    path = folder / "werkmap.xlsx"
    write(path, sheets_of(layout), from_1904=layout.from_1904)
    inputs = load(path)
    return _per_customer(inputs.transactions), inputs.findings


def judge(seed: int, folder: Path) -> dict[str, object]:
    """Write and read the layout of this seed; ``wrong`` names a silent difference."""
    layout, told, export = layout_of(seed)
    is_sound = told not in FAULTS
    outcome: dict[str, object] = {"seed": seed, "kind": "sound" if is_sound else told, "wrong": ""}
    meant = turnover(layout.lines)
    try:
        found, findings = _read(layout, folder, export=export)
    except KlantwaardeError as fault:
        if not is_sound and not {fault.code, *(one.code for one in fault.others)} & CAUSES[told]:
            outcome["wrong"] = f"refused without its cause: {fault}"
        outcome["code"] = (
            f"{CRIED}: {told} {fault.code} {layout.headers}" if is_sound else f"refused, {fault.code}"
        )
        return outcome
    errors_said = sorted({finding.code for finding in findings if finding.severity is Severity.ERROR})
    if found != meant and not errors_said:
        outcome["code"] = "differs"
        less = {customer: (found[customer] - meant[customer]) / 100 for customer in {*found, *meant}}
        apart = {customer: amount for customer, amount in less.items() if amount}
        outcome["wrong"] = f"{told} {layout.amount} {layout.day} {layout.headers} apart {apart}"
    elif found != meant and not is_sound and not set(errors_said) & CAUSES[told]:
        outcome["code"] = "differs, cause not said"
        outcome["wrong"] = f"{told} said {errors_said}"
    elif errors_said and is_sound:
        outcome["code"] = (
            f"{CRIED}: {told} {','.join(errors_said)} {layout.amount} {layout.day} {layout.headers}"
        )
    else:
        outcome["code"] = "equal" if found == meant else "differs, said"
    return outcome


if __name__ == "__main__":
    sys.exit(main(judge, Path(__file__)))
