"""Customers that count as another one: chains, circles, attributes, and a second computation."""

from __future__ import annotations

import random

import numpy as np
import pytest

from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.merging import final_targets
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import BY_TABLE


def table(name: str, headers: str, *rows: tuple[object, ...]) -> RawTable:
    columns = tuple(RawColumn.from_values(list(cells)) for cells in zip(*rows, strict=True))
    return RawTable(BY_TABLE[name].sheet, tuple(headers.split()), columns, np.arange(2, 2 + len(rows)))


LINES = table(
    "tblTransacties",
    "Datum Klantnr Omzet",
    *[("2025-03-01", number, amount) for number, amount in (("1", 10.0), ("2", 20.5), ("3", 40.25))],
)


def merged(*pairs: tuple[object, object], **more: RawTable) -> Inputs:
    tables = {"tblTransacties": LINES, "tblSamenvoegen": table("tblSamenvoegen", "Klantnr Hoort_bij", *pairs)}
    tables["tblSamenvoegen"] = RawTable(
        "Samenvoegen",
        ("Klantnr", "Hoort bij"),
        tables["tblSamenvoegen"].columns,
        np.arange(2, 2 + len(pairs)),
    )
    return check_inputs({**tables, **more}, customers_required=False)


def turnover(inputs: Inputs) -> dict[str, float]:
    lines = inputs.transactions
    return lines.groupby(lines["customer_id"].astype(str))["revenue"].sum().to_dict()


def said(inputs: Inputs) -> list[tuple[str, str, str]]:
    return [(found.code, found.severity.value, found.cell) for found in inputs.findings]


def test_a_chain_is_followed_and_told_with_its_turnover() -> None:
    found = merged(("1", "2"), ("2", "3"))
    assert turnover(found) == {"3": 70.75}
    assert (found.merged, found.moved) == ({"1": "3", "2": "3"}, (2, 30.5))
    assert (found.read_lines, found.read_revenue, said(found)) == (3, 70.75, [])


def test_a_circle_is_an_error_that_names_its_rows_and_merges_nothing() -> None:
    found = merged(("1", "2"), ("2", "1"), ("3", "1"))
    assert turnover(found) == {"1": 10.0, "2": 20.5, "3": 40.25}
    assert said(found) == [("KW-240", "fout", "Samenvoegen!A2")]
    assert "rijen: 2, 3, 4" in found.findings[0].message
    assert found.findings[0].value == "1 > 2 > 1"
    assert found.moved == (0, 0.0)


def test_a_customer_that_belongs_to_itself_is_a_circle() -> None:
    assert said(merged(("1", "1"))) == [("KW-240", "fout", "Samenvoegen!A2")]


def test_two_circles_are_two_findings() -> None:
    found = merged(("1", "2"), ("2", "1"), ("3", "3"))
    assert said(found) == [("KW-240", "fout", "Samenvoegen!A2"), ("KW-240", "fout", "Samenvoegen!A4")]


def test_a_target_that_no_table_has_is_an_error_and_merges_nothing() -> None:
    found = merged(("1", "77"), ("2", "1"))
    assert turnover(found) == {"1": 10.0, "2": 20.5, "3": 40.25}
    assert said(found) == [("KW-241", "fout", "Samenvoegen!B2"), ("KW-241", "fout", "Samenvoegen!B3")]
    assert "'77'" in found.findings[0].message


def test_a_target_may_be_in_any_table() -> None:
    effort = table("tblInspanning", "Datum Klantnr Uren", ("2025-03-01", "77", 2.0))
    assert turnover(merged(("1", "77"), tblInspanning=effort)) == {"77": 10.0, "2": 20.5, "3": 40.25}


def test_a_link_of_a_chain_need_not_be_a_customer() -> None:
    assert turnover(merged(("1", "oud"), ("oud", "3"))) == {"2": 20.5, "3": 50.25}


def test_a_number_that_nobody_has_is_a_warning() -> None:
    found = merged(("77", "1"))
    assert said(found) == [("KW-242", "waarschuwing", "Samenvoegen!A2")]
    assert found.merged == {}


def test_a_number_twice_counts_once() -> None:
    found = merged(("1", "2"), ("1", "3"))
    assert turnover(found) == {"2": 30.5, "3": 40.25}
    assert said(found) == [("KW-120", "fout", "Samenvoegen!A3")]


def test_effort_ratings_chemistry_and_concern_follow() -> None:
    found = merged(
        ("1", "2"),
        tblKlanten=table("tblKlanten", "Klantnr Concern", ("1", None), ("2", None), ("3", "1")),
        tblInspanning=table("tblInspanning", "Datum Klantnr Uren", ("2025-03-01", "1", 2.0)),
        tblBeoordeling=table("tblBeoordeling", "Klantnr Energie", ("1", 4.0), ("2", 2.0)),
        tblAccountmanagers=table("tblAccountmanagers", "Naam", ("Noor",)),
        tblKlik=table("tblKlik", "Klantnr Accountmanager Klik", ("1", "Noor", 1.0), ("2", "Noor", 5.0)),
    )
    assert found.customers["customer_id"].tolist() == ["2", "3"]
    assert found.customers["parent_id"].astype(object).iloc[1] == "2"
    assert found.effort["customer_id"].tolist() == ["2"]
    assert found.ratings[["customer_id", "energy"]].values.tolist() == [["2", 4.0], ["2", 2.0]]
    # What was said of the customer itself goes before what was said of the merged number.
    assert found.chemistry[["customer_id", "chemistry"]].values.tolist() == [["2", 5.0]]


def test_the_row_of_the_customer_that_stays_is_filled_but_never_left_out() -> None:
    found = merged(
        ("1", "2"),
        ("4", "3"),
        tblKlanten=table(
            "tblKlanten",
            "Klantnr Klantnaam Segment Betaaldagen Meetellen",
            ("1", "Oud", "Bouw", 14.0, "nee"),
            ("2", "Nieuw", None, None, None),
            ("4", "Vier", "Zorg", 30.0, "nee"),
        ),
    )
    kept = found.customers.set_index(found.customers["customer_id"].astype(str))
    assert kept.index.tolist() == ["2", "3"]
    assert kept.loc["2", ["name", "segment", "payment_days"]].tolist() == ["Nieuw", "Bouw", 14.0]
    assert np.isnan(kept.loc["2", "include"])
    # Number 3 has no row of its own: that of the merged number stands for it, all of it.
    assert kept.loc["3", ["name", "segment", "include"]].tolist() == ["Vier", "Zorg", 0.0]
    assert said(found) == []


def test_look_alikes_name_both_numbers_and_the_way_out_and_are_settled_by_it() -> None:
    customers = table(
        "tblKlanten", "Klantnr Klantnaam", ("0012", "Jansen B.V."), ("12", "jansen bv"), ("7", "Jansen BV")
    )
    lines = table(
        "tblTransacties",
        "Datum Klantnr Omzet",
        *[("2025-03-01", number, 5.0) for number in ("0012", "12", "7")],
    )
    before = check_inputs({"tblKlanten": customers, "tblTransacties": lines}).findings
    alike = [found for found in before if found.code in {"KW-124", "KW-230"}]
    assert {found.code for found in alike} == {"KW-124", "KW-230"}
    assert all("tblSamenvoegen" in found.hint for found in alike)
    assert all("'0012'" in found.message for found in alike)
    after = merged(("12", "0012"), ("7", "0012"), tblKlanten=customers, tblTransacties=lines)
    assert said(after) == []
    assert turnover(after) == {"0012": 15.0}


@pytest.mark.parametrize("seed", range(200))
def test_ends_of_chains_are_those_of_a_second_computation(seed: int) -> None:
    draw = random.Random(seed)
    pairs = {str(n): str(draw.randint(0, 9)) for n in draw.sample(range(10), draw.randint(1, 9))}

    def walk(number: str) -> str | None:
        for _ in range(20):
            if number not in pairs:
                return number
            number = pairs[number]
        return None

    assert final_targets(pairs) == {number: walk(number) for number in pairs}


def test_a_long_chain_is_no_deep_recursion() -> None:
    pairs = {str(n): str(n + 1) for n in range(50_000)}
    assert set(final_targets(pairs).values()) == {"50000"}
