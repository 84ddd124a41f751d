"""The functions on tables give what the analysis and the sheets give, and analyse the same tables once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest import mock

import pandas as pd
import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl import errors
from klantwaarde_xl.functions import dispatch, of_tables
from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.of_tables import actions, check, customers, gaps, pairs
from klantwaarde_xl.functions.registry import BY_NAME
from klantwaarde_xl.report.build import build


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    with mock.patch.multiple(of_tables, _ANALYSES=of_tables.Recent(4), _RESULTS=of_tables.Recent(4)):
        yield


def with_settings(settings: list[list[object]]) -> pd.DataFrame:
    return customers(LINES, None, None, None, None, None, settings)


def test_customers_are_those_of_the_lines_with_their_own_sums() -> None:
    found = customers(LINES, CUSTOMERS, PRODUCTS).set_index("Klantnr")
    # An independent sum: the last twelve full months are those of 2024.
    expected: dict[str, float] = {}
    for date, customer, _, revenue, _ in LINES[1:]:
        if date.year == 2024:
            expected[customer] = expected.get(customer, 0.0) + revenue
    assert found["Omzet"].to_dict() == pytest.approx(expected)
    assert found.loc["00003", "Klantnaam"] == "=1+1"
    assert found["Rang"].min() == 1


def test_gaps_of_one_customer_and_of_all() -> None:
    everyone = gaps(LINES, PRODUCTS)
    assert {
        "Klantnr",
        "Klantnaam",
        "Koopt nog niet",
        "Kans",
        "Verwachte omzet per jaar",
        "Verwachte marge per jaar",
        "Waarom",
    } <= set(everyone.columns)
    # Two quarters tell no chance: the share of peers that buys stands in a column of its own.
    assert everyone["Kans"].isna().all()
    assert everyone["Deel dat koopt"].between(0, 1).all()
    bought = {
        (customer, f"P{PRODUCTS.index(row) - 1}") for row in PRODUCTS[1:] for _, customer, *_ in LINES[1:]
    } and {
        (customer, dict(PRODUCTS[1:])[product])
        for date, customer, product, *_ in LINES[1:]
        if date.year == 2024
    }
    assert not bought & set(zip(everyone["Klantnr"], everyone["Koopt nog niet"], strict=True)), (
        "a gap is not bought yet"
    )
    one = everyone["Klantnr"].iloc[0]
    assert set(gaps(LINES, PRODUCTS, one)["Klantnr"]) == {one}
    assert gaps(LINES, PRODUCTS, most=1.0)["Klantnr"].is_unique
    with pytest.raises(errors.InvalidFigureError, match="KW-614: aantal kan niet 0 zijn"):
        gaps(LINES, PRODUCTS, most=0.0)
    with pytest.raises(errors.InvalidFigureError, match="KW-615: Klant '99' komt"):
        gaps(LINES, PRODUCTS, "99")


def test_pairs_hold_the_figures_of_a_count_by_hand() -> None:
    found = pairs(LINES, PRODUCTS)
    groups = dict(PRODUCTS[1:])
    baskets: dict[str, set[str]] = {}
    for date, customer, product, *_ in LINES[1:]:
        if date.year == 2024:
            baskets.setdefault(customer, set()).add(groups[product])
    for row in found.to_dict("records"):
        both = sum({row["Wie dit koopt"], row["Koopt ook"]} <= basket for basket in baskets.values())
        first = sum(row["Wie dit koopt"] in basket for basket in baskets.values())
        second = sum(row["Koopt ook"] in basket for basket in baskets.values())
        assert row["Klanten samen"] == both
        assert row["Koopt beide"] == pytest.approx(both / len(baskets))
        assert row["Deel dat ook koopt"] == pytest.approx(both / first)
        assert row["Lift"] == pytest.approx(both / first / (second / len(baskets)))
    assert set(pairs(LINES, PRODUCTS, "dozen")["Wie dit koopt"]) == {"Dozen"}
    with pytest.raises(errors.InvalidFigureError, match="KW-615"):
        pairs(LINES, PRODUCTS, "Koffie")


def test_actions_come_with_the_most_euros_per_hour_first() -> None:
    found = actions(LINES, CUSTOMERS, PRODUCTS)
    per_hour = found["EUR per uur"]
    assert per_hour.dropna().is_monotonic_decreasing
    assert per_hour.isna().is_monotonic_increasing, "who asks no action comes last, blank"
    levers = found[["Cross-sell", "Up-sell", "Betere marge", "Goedkoper bedienen"]].sum(axis=1)
    assert levers.tolist() == pytest.approx(found["Te winnen per jaar"].tolist())
    assert found["Waarom"].str.len().min() > 10


def test_the_tables_are_those_of_their_sheets() -> None:
    report = build(
        of_tables._analysis((LINES, CUSTOMERS, PRODUCTS), None)[1], created=dt.datetime(2026, 1, 5)
    )
    shown = {sheet.name: sheet.tables[0] for sheet in report.sheets if sheet.tables}
    gap_rows = gaps(LINES, PRODUCTS, customers=CUSTOMERS)
    calls = {
        "Klantwaarde": customers(LINES, CUSTOMERS, PRODUCTS),
        "Cross-sell": gap_rows,
        "Samen gekocht": pairs(LINES, PRODUCTS),
        "Acties": actions(LINES, CUSTOMERS, PRODUCTS),
    }
    for name, found in calls.items():
        table, frame = shown[name], report.frames[shown[name].frame]
        headers = {column.header: column.field for column in table.columns}
        assert list(found.columns) == [header for header in headers if header in set(found.columns)], (
            "in the order of the sheet"
        )
        if name in {"Cross-sell", "Klantwaarde"}:
            assert list(found.columns) == list(headers)
        if name != "Acties":  # the function sorts by euros per hour, the sheet by euros
            for header in found.columns:
                assert (
                    found[header].astype(object).fillna("").tolist()
                    == frame[headers[header]].astype(object).fillna("").tolist()
                )
    assert sorted(calls["Acties"]["Klantnr"]) == sorted(report.frames["actions"]["customer_id"])


def test_check_names_the_cells_as_the_user_sees_them() -> None:
    table = [["Datum", "Klantnr", "Omzet"], ["2024-01-31", "1", "abc"], [None, "2", 5.0]]
    found = check(table, "transacties", Place("Invoer 2024", 4, 3))
    assert found[["Cel", "Code"]].to_numpy().tolist() == [
        ["'Invoer 2024'!C6", "KW-110"],
        ["'Invoer 2024'!E5", "KW-111"],
    ]
    assert list(found.columns) == ["Cel", "Ernst", "Code", "Gevonden", "Wat er is", "Wat u kunt doen"], (
        "as on Controle"
    )
    assert found["Gevonden"].tolist() == ["", "abc"]
    assert check(table, "tblTransacties")["Cel"].tolist() == ["Transacties!A3", "Transacties!C2"]
    with pytest.raises(errors.InvalidFigureError, match="KW-606"):
        check(table, "Facturen")


def test_settings_are_read_from_a_table_and_mistakes_are_said() -> None:
    settings = [["Instelling", "Waarde"], ["Pareto-maat", "nettobijdrage"], ["Grens A", 0.5]]
    strict = customers(LINES, CUSTOMERS, PRODUCTS, None, None, None, settings)
    assert (strict["Klasse"] == "A").sum() < (customers(LINES, CUSTOMERS, PRODUCTS)["Klasse"] == "A").sum()
    with pytest.raises(errors.UnusableInputError, match="KW-321"):
        with_settings([["Naam", "Waarde"], ["Grens A", 7.0]])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            [["Naam", "Waarde"], ["Grensa A", 0.7], ["Grens B", 0.9]],
            "KW-606: de instelling 'Grensa A' bestaat niet",
        ),
        ([["abc"]], "KW-616"),
        ([["Naam", "Waarde"], ["Onzin", 1.0]], "KW-616"),
    ],
)
def test_settings_that_do_not_exist_are_refused(rows: list[list[object]], code: str) -> None:
    with pytest.raises(errors.InvalidFigureError, match=code):
        with_settings(rows)


def test_the_sheet_of_settings_may_be_given_as_it_is() -> None:
    sheet = [
        ["Instelling", "Waarde", "Eenheid"],
        ["Pareto", None, None],
        ["Grens A", 0.5, "%"],
        ["Grens B", 0.9, "%"],
    ]
    plain = [["Grens A", 0.5], ["Grens B", 0.9]]
    assert with_settings(sheet).equals(with_settings(plain))


@pytest.mark.parametrize("cells", [[["abc"]], [["#DIV/0!"]], [[12.0]]])
def test_cells_that_are_no_table_are_not_passed_over(cells: list[list[object]]) -> None:
    with pytest.raises(errors.InvalidFigureError, match="KW-616: producten heeft geen"):
        pairs(LINES, cells)


def test_a_table_with_headers_only_is_as_good_as_none() -> None:
    assert customers(LINES, None, None, [["Datum", "Klantnr", "Uren"], [None, None, None]]).equals(
        customers(LINES)
    )


def test_fewer_gaps_are_the_first_of_more_and_ask_no_analysis_of_their_own() -> None:
    own = gaps(LINES, PRODUCTS, settings=[["Instelling", "Waarde"], ["Kansen per klant", 2]])
    pairs(LINES, PRODUCTS)
    with mock.patch.object(of_tables, "analyse", wraps=of_tables.analyse) as analyse:
        first = gaps(LINES, PRODUCTS, most=2.0)
        assert analyse.call_count == 0
        more = gaps(LINES, PRODUCTS, most=9.0)
        assert analyse.call_count == 1
    assert first.reset_index(drop=True).equals(own.reset_index(drop=True))
    assert len(own) < len(more)


def test_a_second_function_over_the_same_tables_analyses_nothing() -> None:
    with mock.patch.object(of_tables, "analyse", wraps=of_tables.analyse) as analyse:
        customers(LINES, CUSTOMERS, PRODUCTS)
        actions([list(row) for row in LINES], [list(row) for row in CUSTOMERS], PRODUCTS)
        assert analyse.call_count == 1
        changed = [*LINES[:-1], [*LINES[-1][:3], 1.0, 0.5]]
        customers(changed, CUSTOMERS, PRODUCTS)
        assert analyse.call_count == 2


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("KW_KLANTEN", [[["Datum", "Klantnr"], [1.0, 2.0]], *[None] * 6], "KW-103"),
        ("KW_KLANTEN", [[[None]], *[None] * 6], "KW-616"),
        (
            "KW_KLANTEN",
            [[["Datum", "Klantnr", "Omzet"]], *[None] * 6],
            "KW-102: De tabel Transacties bevat geen gegevens.",
        ),
        ("KW_CONTROLE", [[["Klantnr"]], [["Klanten"]]], "KW-102"),
    ],
)
def test_tables_that_cannot_be_used(name: str, given: list[object], code: str) -> None:
    assert code in str(dispatch.call(BY_NAME[name], given))


def test_the_whole_sheet_of_settings_may_be_given_with_its_sum_of_weights() -> None:
    sheet = [["Instelling", "Waarde"], ["Grens A", 0.5], ["Grens B", 0.9], ["Som van de gewichten", 1.0]]
    assert customers(LINES, None, None, None, None, None, sheet).equals(
        customers(LINES, *[None] * 5, sheet[:3])
    )


def test_pairs_and_gaps_leave_out_who_does_not_count_and_follow_the_settings() -> None:
    # As the sheets do: without the customers a function would give other figures than the sheet beside it.
    mattering = [
        [*CUSTOMERS[0], "Meetellen"],
        *[[*row, "nee" if n < 6 else None] for n, row in enumerate(CUSTOMERS[1:])],
    ]
    left_out = {row[0] for row in mattering[1:] if row[-1] == "nee"}
    few = [LINES[0], *[line for line in LINES[1:] if line[1] not in left_out]]
    assert pairs(LINES, PRODUCTS, customers=mattering).equals(pairs(few, PRODUCTS))
    assert not pairs(LINES, PRODUCTS).equals(pairs(few, PRODUCTS))
    year = [
        ["Periode van", dt.datetime(2023, 1, 1)],
        ["Periode tot", dt.datetime(2023, 12, 31)],
        ["Kansen per klant", 1.0],
    ]
    earlier = [LINES[0], *[line for line in LINES[1:] if line[0].year == 2023]]
    assert pairs(LINES, PRODUCTS, settings=year).equals(pairs(earlier, PRODUCTS, settings=year))
    assert gaps(LINES, PRODUCTS, settings=year)["Klantnr"].is_unique
    assert not gaps(LINES, PRODUCTS, most=3.0, settings=year)["Klantnr"].is_unique
