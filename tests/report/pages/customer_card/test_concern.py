"""What Klantkaart vervolg shows of products, concern and hours, beside sums in plain Python."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict

import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.report.pages.customer_card.concern import MEMBERS, NO_CODE, PRODUCTS, detail_frame

LINES: list[list[object]] = [["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"]]
for _number in range(1, 13):
    for _product in range(2 if _number == 12 else 11):
        for _year in (2023, 2024):
            if (_number + _product + _year) % 4:
                _amount = 10.0 * _number + (_product * 37 % 11) * (3.0 if _year == 2024 else 2.0)
                _code = None if _product == 5 else f"P{_product:02d}"
                LINES.append([dt.datetime(_year, 1 + _product, 9), f"K{_number:02d}", _code, _amount, 1.0])
CONCERNS = {f"K{n:02d}": "K01" for n in range(2, 10)} | {"K11": "X99"}
CUSTOMERS = [
    ["Klantnr", "Klantnaam", "Concern"],
    *[[f"K{n:02d}", f"Klant {n}", CONCERNS.get(f"K{n:02d}")] for n in range(1, 13)],
]
NAMES = [["Productcode", "Omschrijving"], ["P00", "Doos"], ["P01", None]]


def made(**settings: object) -> Analysis:
    chosen = [["Instelling", "Waarde"], *[[name.replace("_", " "), each] for name, each in settings.items()]]
    return of_tables._analysis((LINES, CUSTOMERS, NAMES), chosen if settings else None)[1]


def sold(customer: str) -> dict[str, list[float | None]]:
    """Return turnover this and last year by product."""
    found: dict[str, list[float | None]] = defaultdict(lambda: [None, None])
    for day, number, code, revenue, _ in LINES[1:]:
        if number == customer:
            place = 2024 - day.year
            found[code or NO_CODE][place] = (found[code or NO_CODE][place] or 0.0) + revenue
    return found


def known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


@pytest.mark.parametrize("customer", ["K01", "K07", "K12"])
def test_the_largest_products_come_first_and_the_rest_adds_up(customer: str) -> None:
    row = detail_frame(made(), pd.Series([customer])).iloc[0]
    plain = sorted(sold(customer).items(), key=lambda item: (-max(each or 0.0 for each in item[1]), item[0]))
    for n, (code, (now, before)) in enumerate(plain[:PRODUCTS], 1):
        assert row[f"product_name_{n}"] == ("Doos (P00)" if code == "P00" else code)
        assert (known(row[f"product_now_{n}"]), known(row[f"product_before_{n}"])) == (now, before)
    rest = plain[PRODUCTS:]
    assert row[f"product_name_{PRODUCTS + 1}"] == (f"Overige producten ({len(rest)})" if rest else "")
    for place, when in enumerate(("now", "before")):
        wanted = sum(amounts[place] or 0.0 for _, amounts in rest)
        assert (known(row[f"product_{when}_{PRODUCTS + 1}"]) or 0.0) == pytest.approx(wanted)
        whole = sum(known(row[f"product_{when}_{n}"]) or 0.0 for n in range(1, PRODUCTS + 2))
        assert whole == pytest.approx(sum(amounts[place] or 0.0 for _, amounts in plain))


def test_the_customers_of_a_concern_stand_together() -> None:
    rows = detail_frame(made(), pd.Series(["K05", "K01", "K10", "K11"]))
    revenue = {f"K{n:02d}": sum(now or 0.0 for now, _ in sold(f"K{n:02d}").values()) for n in range(1, 13)}
    members = sorted((f"K{n:02d}" for n in range(1, 10)), key=lambda each: (-revenue[each], each))
    for row in (rows.iloc[0], rows.iloc[1]):
        names = [row[f"member_name_{n}"] for n in range(1, MEMBERS + 1)]
        assert names == [f"Klant {int(each[1:])}" for each in members[:MEMBERS]]
        assert [row[f"member_revenue_{n}"] for n in range(1, MEMBERS + 1)] == pytest.approx(
            [revenue[each] for each in members[:MEMBERS]]
        )
        assert row[f"member_name_{MEMBERS + 1}"] == f"Overige klanten ({len(members) - MEMBERS})"
        rest = sum(revenue[each] for each in members[MEMBERS:])
        assert row[f"member_revenue_{MEMBERS + 1}"] == pytest.approx(rest)
    assert rows["member_note"].tolist()[2:] == ["Hoort bij geen concern."] * 2, "X99 has one customer"


def test_in_an_analysis_by_concern_its_customers_have_no_figures_of_their_own() -> None:
    row = detail_frame(made(Per_concern="ja"), pd.Series(["K01"])).iloc[0]
    assert row["member_name_1"] == "Klant 2"
    assert math.isnan(row["member_revenue_1"])
    assert "samen" in row["member_note"]


def test_without_customers_products_or_earlier_lines_it_is_empty_and_no_fault() -> None:
    few = [
        LINES[0],
        [dt.datetime(2024, 3, 1), "A", None, 5.0, 1.0],
        [dt.datetime(2024, 4, 1), "B", None, 7.0, 1.0],
    ]
    rows = detail_frame(of_tables._analysis((few,))[1], pd.Series(["A", "B"]))
    assert rows["product_name_1"].tolist() == [NO_CODE, NO_CODE]
    assert rows["product_now_1"].tolist() == [5.0, 7.0]
    assert rows["product_before_1"].isna().all()
    assert rows["hours_a_year"].isna().all()
    assert detail_frame(of_tables._analysis((few,))[1], pd.Series([], dtype=object)).empty
