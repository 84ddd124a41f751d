"""Plausibility: each doubt is raised by what it is about, and by nothing ordinary."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.many_lines import repeated_rows
from klantwaarde_xl.model.plausibility import line_doubts
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import InvoiceLine

HEADERS = ("Datum", "Klantnr", "Productcode", "Factuurnr", "Aantal", "Omzet", "Kostprijs", "Marge")


def raw(sheet: str, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> RawTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return RawTable(sheet, headers, columns, np.arange(len(rows)) + 2)


def ordinary() -> list[list[object]]:
    """Return 120 lines of ten a month over a year, of 100 to 600 euros, costs of 60 %."""
    rows = []
    for n in range(120):
        amount = 100.0 + 50 * (n % 11)
        day = f"2025-{n // 10 + 1:02d}-{n % 28 + 1:02d}"
        rows.append([day, f"K{n % 9}", f"P{n % 5}", f"F{n}", 1.0 + n % 4, amount, 0.6 * amount, None])
    return rows


def doubts(rows: list[list[object]], chosen: Settings | None = None) -> list[Finding]:
    table = raw("Transacties", HEADERS, [tuple(row) for row in rows])
    checked = check_table(table, InvoiceLine)
    return line_doubts(checked, chosen or Settings(), repeated_rows(checked.good_rows()))


def test_an_ordinary_firm_raises_no_doubt() -> None:
    assert doubts(ordinary()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row, n: row.__setitem__(6, None) or row.__setitem__(7, 0.4), "KW-222"),
        (lambda row, n: row.__setitem__(6, None) or row.__setitem__(7, 40.0 + n % 2), "KW-223"),
        (lambda row, n: row.__setitem__(6, 0.01), "KW-220"),
        (lambda row, n: row.__setitem__(6, 2.0 * row[5]), "KW-220"),
        (lambda row, n: row.__setitem__(6, 20.0 + n % 5), "KW-221"),
        (lambda row, n: n == 7 and row.__setitem__(5, 90_000.0), "KW-226"),
        (lambda row, n: n == 7 and row.__setitem__(0, "2052-01-03"), "KW-228"),
        (lambda row, n: row.__setitem__(slice(3, 6), [f"F{n // 2}", 1.0, 100.0 + n // 2 % 7]), "KW-233"),
    ],
)  # fmt: skip
def test_each_doubt_is_raised_once(change, code: str) -> None:
    rows = ordinary()
    for n, row in enumerate(rows):
        change(row, n)
    assert [found.code for found in doubts(rows)].count(code) == 1


def test_a_part_pasted_twice_is_counted_with_its_sum() -> None:
    rows = ordinary()
    (found,) = (one for one in doubts([*rows, *rows[:30]]) if one.code == "KW-229")
    assert found.count == 30
    total = sum(row[5] for row in rows[:30])
    assert found.value == f"€ {total:,.2f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("chosen", "doubted"),
    [
        ({"period_from": dt.date(2025, 7, 1)}, True),
        ({"period_to": dt.date(2025, 6, 30)}, False),
        ({"period_from": dt.date(2025, 7, 1), "period_to": dt.date(2025, 12, 31)}, True),
        ({"period_from": dt.date(2025, 1, 1), "period_to": dt.date(2025, 6, 30)}, False),
    ],
)
def test_only_lines_of_the_period_of_the_settings_are_judged(
    chosen: dict[str, dt.date], doubted: bool
) -> None:
    # From July on the costs are twice the revenue; before that they are as usual.
    rows = [[*row[:6], 2.0 * row[5] if row[0] >= "2025-07" else row[6], None] for row in ordinary()]
    found = {one.code for one in doubts(rows, Settings(**chosen))}
    assert ("KW-220" in found) == doubted


def test_a_year_without_revenue_on_balance_raises_no_doubt_about_its_margin() -> None:
    rows = [
        [*row[:4], 1.0, 100.0 if n % 2 else -100.0, 60.0 if n % 2 else -60.0, None]
        for n, row in enumerate(ordinary())
    ]
    assert not {"KW-220", "KW-221"} & {one.code for one in doubts(rows)}


def test_an_extreme_line_is_doubtful_unless_it_is_taken_back() -> None:
    rows = ordinary() * 10
    for n, row in enumerate(rows := [list(row) for row in rows]):
        row[3] = f"G{n}"
    extreme = ["2025-06-03", "K1", "P1", "X1", 1.0, 70_000.0, None, None]
    assert "KW-227" in {found.code for found in doubts([*rows, extreme])}
    back = [*extreme[:3], "X2", -1.0, -70_000.0, None, None]
    assert "KW-227" not in {found.code for found in doubts([*rows, extreme, back])}


def with_margins(margins: np.ndarray, revenue: np.ndarray) -> list[list[object]]:
    days = [f"2025-{n // 10 % 12 + 1:02d}-{n % 28 + 1:02d}" for n in range(len(margins))]
    return [
        [days[n], f"K{n % 9}", f"P{n % 5}", f"F{n}", 1.0, float(revenue[n]), None, float(margins[n])]
        for n in range(len(margins))
    ]


def test_percentages_that_vary_as_in_ordinary_firms_are_no_amounts() -> None:
    draw = np.random.default_rng(3)
    revenue = draw.lognormal(7, 1, 200)
    found = {one.code for one in doubts(with_margins(draw.uniform(10, 45, 200), revenue))}
    assert "KW-223" in found
    assert "KW-223" in {one.code for one in doubts(with_margins(np.full(200, 35.0), revenue))}
    fractions = draw.uniform(0.1, 0.45, 200)
    fractions[7] = -1.5
    assert "KW-222" in {one.code for one in doubts(with_margins(fractions, revenue))}


def test_small_amounts_of_margin_that_grow_with_turnover_raise_no_doubt() -> None:
    draw = np.random.default_rng(4)
    revenue = draw.lognormal(6, 0.5, 200)
    assert doubts(with_margins(np.round(revenue * draw.uniform(0.01, 0.03, 200), 2), revenue)) == []
    cheap = draw.lognormal(3, 0.5, 200)
    assert doubts(with_margins(np.round(cheap * draw.uniform(0.2, 0.5, 200), 2), cheap)) == []


def test_a_few_equal_lines_are_told_without_a_doubt() -> None:
    rows = ordinary()
    found = [one for one in doubts([*rows, *rows[:2]]) if one.code in {"KW-229", "KW-246"}]
    assert [(one.code, one.count, one.severity.name) for one in found] == [("KW-246", 2, "INFO")]
    assert found[0].value == f"€ {sum(row[5] for row in rows[:2]):,.2f}".translate(str.maketrans(",.", ".,"))
    assert not [one for one in doubts([*rows, rows[0]]) if one.code in {"KW-229", "KW-246"}]
