from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.chart_specs import ChartSpec
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE
from klantwaarde_xl.writers.xlsx import xlsx_bytes


@pytest.fixture(scope="module")
def document(make_analysis: Any, created: dt.datetime) -> Document:
    return build(make_analysis(), created=created, with_inputs=True)


def charts(document: Document, sheet: str) -> list[ChartSpec]:
    return [
        block
        for spec in document.sheets
        if spec.name == sheet
        for block in spec.blocks
        if isinstance(block, ChartSpec)
    ]


def test_sheets_stand_in_the_agreed_order(document: Document) -> None:
    assert [sheet.name for sheet in document.sheets] == [
        *("Start", "Dashboard", "Klantwaarde", "Pareto", "Cross-sell", "Vooruit", "Acties", "Maandag"),
        *("Accountmanagers", "Waarom veranderd", "Opvolging", "Klantkaart", "Klantkaart vervolg"),
        *("Doorsneden", "Wat als", "Controle", "Toelichting"),
        *("Kansenmatrix", "Samen gekocht", "Overdrachten", "Verloop", "Maandomzet"),
        *("Kaartgegevens", "Doorsnedegegevens", "Wat-als-gegevens", "Geschiedenis", "Grafiekgegevens"),
        *("Instellingen", "Klanten", "Transacties"),
    ]
    assert document.active == "Dashboard"


def test_without_inputs_only_the_results_come(make_analysis: Any, created: dt.datetime) -> None:
    bound = build(make_analysis(30), created=created)
    names = [sheet.name for sheet in bound.sheets]
    assert [*names[:2], names[-1]] == ["Start", "Dashboard", "Instellingen"]
    lists = [name for name, _ in bound.names if name.startswith("lijst_")]
    assert lists == ["lijst_Kaart", "lijst_Managers", "lijst_WatAls", "lijst_WatAlsKlant"]


def test_customers_are_bound_unchanged_and_sorted_by_rank(document: Document, make_analysis: Any) -> None:
    source, frame = make_analysis().customers, document.frames["customers"]
    assert frame["rank"].is_monotonic_increasing
    same = source.loc[frame["customer_id"]]
    for column in ("revenue", "gross_margin", "contribution", "score", "energy"):
        np.testing.assert_array_equal(frame[column], same[column])
    assert {column.field for column in CUSTOMER_VALUE.columns} <= set(frame.columns)


def test_lists_hold_the_ten_best_and_the_ten_worst(document: Document, make_analysis: Any) -> None:
    source = make_analysis().customers
    best = source.sort_values("score", ascending=False)["contribution"].head(10)
    assert document.frames["best"]["contribution"].tolist() == best.tolist()
    saves = [-euros for euros in sorted(source["if_gone"])[:10] if euros < 0]
    assert document.frames["losing"]["saved"].dropna().tolist() == pytest.approx(saves)


def test_the_pareto_table_adds_up(document: Document) -> None:
    frame = document.frames["pareto"]
    assert frame["share"].sum() == pytest.approx(1)
    np.testing.assert_allclose(frame["share"].cumsum(), frame["pareto_share"])


def test_months_become_columns(document: Document, make_analysis: Any) -> None:
    frame = document.frames["monthly"]
    assert list(frame.columns[3:6]) == ["jan 2024", "feb 2024", "mrt 2024"]
    np.testing.assert_allclose(frame["total"], make_analysis().monthly.sum(axis=1))
    table = next(
        table for sheet in document.sheets for table in sheet.tables if table.name == "tblMaandomzet"
    )
    assert [column.header for column in table.columns][-1] == "dec 2024"


def test_a_customer_without_a_name_is_called_by_number(make_analysis: Any, created: dt.datetime) -> None:
    analysis = make_analysis(12, names=("",))
    frame = build(analysis, created=created).frames["customers"]
    assert frame.set_index("customer_id").loc["00001", "name"] == "00001"


def test_the_headline_names_best_and_largest(document: Document, make_analysis: Any) -> None:
    source = make_analysis().customers
    assert source.loc[source["rank"] == 1, "name"].iloc[0] in str(document.values["headline"])
    assert source.loc[source["rank_revenue"] == 1, "name"].iloc[0] in str(document.values["sentence_1"])


def test_without_effort_it_is_said(make_analysis: Any, created: dt.datetime) -> None:
    bound = build(make_analysis(40, effort=False), created=created)
    assert str(bound.values["warning_1"]).startswith("Zonder inspanning")
    assert np.isnan(bound.values["total_hours"])


def test_a_loss_is_drawn_in_amounts(make_analysis: Any, created: dt.datetime) -> None:
    bound = build(make_analysis(40, loss=True), created=created)
    assert [series.y for chart in charts(bound, "Pareto") for series in chart.series][-1] == "whale_amount"
    assert len(charts(bound, "Pareto")) == 2
    assert np.isnan(bound.frames["curves"]["whale"]).all()


def test_the_ten_largest_chances_are_of_the_other_80_percent(
    make_analysis: Any, created: dt.datetime
) -> None:
    analysis = make_analysis(40)
    bound = build(analysis, created=created).frames["opportunities"]
    small = analysis.customers[analysis.customers["rank_revenue"] > 8].index
    actions = analysis.chances.actions.loc[small]
    growth = (actions["up_sell"] + actions["cross_sell"]).nlargest(10).index
    for field in ("up_sell", "cross_sell"):
        assert bound[field].tolist() == actions.loc[growth, field].tolist()


def test_nothing_to_report_still_binds(make_analysis: Any, created: dt.datetime) -> None:
    bound = build(make_analysis(1), created=created)
    assert str(bound.values["headline"]).startswith("In deze periode is er één klant")
    assert len(charts(bound, "Dashboard")) == 2


def test_no_customers_gives_a_report_that_says_so(make_analysis: Any, created: dt.datetime) -> None:
    full, nothing = make_analysis(5), float("nan")
    empty = replace(
        full,
        customers=full.customers.iloc[:0],
        monthly=full.monthly.iloc[:0, :0],
        lost=full.lost.iloc[:0],
        unscored=full.unscored.iloc[:0],
        migration=full.migration.iloc[:0],
        reconciliation=full.reconciliation.iloc[:0],
        findings=(),
        totals={},
        whale=SimpleNamespace(
            loss_time=0.0,
            peak=nothing,
            at=nothing,
            loss_makers=0,
            loss_sum=0.0,
            total=0.0,
            curve=full.whale.curve * nothing,
        ),
        concentration=SimpleNamespace(share_for_80=nothing, top20_share=nothing, gini=nothing, hhi=nothing),
        top20=SimpleNamespace(customers=0, not_interesting=0, not_interesting_revenue=0.0, unknown=0),
        pareto_curve=full.pareto_curve * nothing,
    )
    bound = build(empty, created=created)
    assert bound.values["headline"] == "In deze periode is er geen klant met omzet of inspanning."
    assert bound.values["sentence_1"] == ""
    assert bound.values["whale_sentence"] == "Er is geen nettobijdrage om te verdelen."
    assert bound.values["control_message"] == "De invoer is in orde: er zijn geen bevindingen."
    assert xlsx_bytes(bound).startswith(b"PK")


@pytest.mark.slow
def test_categoricals_and_nullable_columns_are_bound_alike(make_analysis: Any, created: dt.datetime) -> None:
    plain = make_analysis(20)
    frame = plain.customers.copy()
    for column in ("name", "account_manager", "segment", "region", "pareto_class", "at_risk_reason"):
        frame[column] = frame[column].astype("category")
    frame["is_new"], frame["rank"] = frame["is_new"].astype("boolean"), frame["rank"].astype("Int64")
    assert xlsx_bytes(build(replace(plain, customers=frame), created=created)) == xlsx_bytes(
        build(plain, created=created)
    )


@pytest.mark.slow
def test_a_copy_says_what_it_lacks_and_what_happens_to_what_is_typed(
    make_analysis: Any, created: dt.datetime
) -> None:
    own, copy = (build(make_analysis(5), created=created, shared=shared) for shared in (False, True))
    for key in ("actions_subtitle", "monday_subtitle"):
        assert "stuur haar terug" in str(copy.values[key])
        assert "ernieuwen zet" not in str(copy.values[key])
        assert "stuur haar terug" not in str(own.values[key])
    start = " ".join(str(getattr(block, "text", "")) for block in copy.sheets[0].blocks)
    left_out = {sheet.name for sheet in own.sheets} - {sheet.name for sheet in copy.sheets}
    assert {"Opvolging", "Instellingen"} <= left_out
    assert all(name in start for name in ("Opvolging", "Instellingen", "verborgen blad Controle"))
