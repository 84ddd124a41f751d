from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import light
import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.pages.next_steps.rows import (
    BOUGHT,
    GONE,
    action_rows,
    chance_frames,
    cross_sell_rows,
    matrix,
)
from klantwaarde_xl.report.specs import SPREAD
from klantwaarde_xl.writers.xlsx import xlsx_bytes

LEVERS = ["cross_sell", "up_sell", "margin", "serve"]


@pytest.fixture(scope="module")
def frames(make_analysis: Any) -> dict[str, pd.DataFrame]:
    return chance_frames(make_analysis())


def typed(analysis: Any, notes: dict[str, tuple[str, str, str]]) -> Any:
    frame = pd.DataFrame.from_dict(notes, orient="index", columns=["owner", "status", "note"]).rename_axis(
        "customer_id"
    )
    return replace(analysis, inputs=replace(analysis.inputs, action_notes=frame))


def test_gaps_come_most_euros_first_each_with_its_evidence(
    frames: dict[str, pd.DataFrame], make_analysis: Any
) -> None:
    shown, source = frames["cross_sell"], make_analysis().chances.cross_sell.gaps
    assert len(shown) == len(source) == 600
    assert shown["expected_revenue"].is_monotonic_decreasing
    # The first customer has 1000 EUR; its Folie (200 EUR) stands among the last.
    assert shown.loc[0, ["customer_id", "item", "expected_revenue"]].tolist() == [
        "00001",
        "Etiketten",
        1000.0,
    ]
    assert (
        shown.loc[0, "evidence"]
        == "7 van 9 vergelijkbare klanten kopen Etiketten, vaak samen met Verpakking (lift 2,3)."
    )
    assert shown["compared_with"].unique().tolist() == ["vergelijkbare klanten"]
    assert shown["name"].notna().all()


def test_a_long_list_shows_the_largest_and_what_was_typed(make_analysis: Any) -> None:
    analysis = typed(
        replace(make_analysis(), settings=Settings(longest_list=10)), {"00005": ("Noor", "bezig", "")}
    )
    frames = chance_frames(analysis)
    assert len(frames["cross_sell"]) == 10
    assert frames["cross_sell"]["expected_revenue"].min() == 1000.0
    # The fifth customer has nothing to win, so it is far down the list; what was typed keeps it.
    assert len(frames["actions"]) == 11
    assert frames["actions"].iloc[-1][["customer_id", "owner", "potential"]].tolist() == [
        "00005",
        "Noor",
        0.0,
    ]
    values = build(analysis, created=dt.datetime(2025, 1, 1)).values
    assert "Getoond: de 10 grootste van 600 kansen." in str(values["cross_sell_subtitle"])
    # The message counts all 600 gaps, not the ten shown.
    total = analysis.chances.cross_sell.gaps["expected_revenue"].sum()
    assert f"€ {total:,.0f}".replace(",", ".") in str(values["cross_sell_message"])


def test_levers_add_up_to_the_total_of_every_customer(frames: dict[str, pd.DataFrame]) -> None:
    np.testing.assert_allclose(frames["actions"][LEVERS].sum(axis=1), frames["actions"]["potential"])
    assert frames["actions"]["potential"].is_monotonic_decreasing
    assert len(frames["actions"]) == 400


def test_an_action_fits_or_not_or_nobody_knows(frames: dict[str, pd.DataFrame]) -> None:
    actions = frames["actions"]
    with_hours = actions[actions["hours"] > 0]
    # Anna has hours for all; Bram's 10 hours are long gone; of the others no capacity is known.
    by_manager = (
        with_hours.groupby("account_manager")["fits"]
        .agg(lambda found: "/".join(sorted(set(found))))
        .to_dict()
    )
    assert by_manager == {
        "Anna de Wit": "ja",
        "Bram Koster": "nee",
        **dict.fromkeys(("Carla Post", "Daan Prins", "Els Vink"), "onbekend"),
    }
    without = actions[actions["hours"] == 0]
    assert set(without["fits"]) == {""}
    assert without["euros_per_hour"].isna().all()


def test_what_was_typed_stays_with_its_customer_also_when_that_is_gone(make_analysis: Any) -> None:
    notes = {
        "00007": ("Noor", "bezig", "bel maandag"),
        "90003": ("", "open", "komt terug?"),
        "weg": ("Bram", "", ""),
    }
    rows = action_rows(typed(make_analysis(), notes)).set_index("customer_id")
    assert rows.loc["00007", ["owner", "status", "note"]].tolist() == ["Noor", "bezig", "bel maandag"]
    assert rows.loc["00008", ["owner", "status", "note"]].tolist() == ["", "", ""]
    assert rows.index[-2:].tolist() == ["90003", "weg"]
    assert rows.loc["90003", ["name", "label", "note"]].tolist() == ["Verdwenen 3", GONE, "komt terug?"]
    assert rows.loc["weg", ["name", "owner"]].tolist() == ["weg", "Bram"]
    assert rows.loc["weg", "sentence"] == "Niet meer in de lijst van deze periode; wat u typte is bewaard."


def test_the_matrix_marks_what_is_bought_and_gives_the_chance_of_the_rest(make_analysis: Any) -> None:
    analysis = make_analysis()
    ids = analysis.customers.index
    lines = pd.DataFrame(
        {
            "date": pd.Timestamp("2024-05-01"),
            "customer_id": pd.Categorical(ids),
            "product_group": pd.Categorical(["Verpakking"] * len(ids)),
            "revenue": np.where(np.arange(len(ids)) % 3, 50.0, -50.0),
            "one_off": np.nan,
        }
    )
    # Neither a purchase outside the window nor a one-off is buying.
    other = lines.assign(product_group="Etiketten", revenue=9.0)
    lines = pd.concat(
        [lines, other.assign(date=pd.Timestamp("2023-12-31")), other.assign(one_off=1.0)], ignore_index=True
    )
    analysis = replace(analysis, lines=lines)
    found = matrix(analysis).set_index("customer_id")
    assert len(found) == 40
    assert [name for name in found if name.startswith(SPREAD)] == [
        f"{SPREAD}{name}" for name in ("Etiketten", "Folie", "Verpakking")
    ]
    assert found["revenue"].tolist() == sorted(analysis.customers["revenue"], reverse=True)[:40]
    number = found.index.astype(int) - 1
    assert set(found[f"{SPREAD}Etiketten"]) == {0.25}
    assert [value == 0.1 for value in found[f"{SPREAD}Folie"]] == (number % 2 == 0).tolist()
    # Every third customer only returned goods: that is not buying.
    assert [value == BOUGHT for value in found[f"{SPREAD}Verpakking"]] == (number % 3 != 0).tolist()


def test_products_are_called_by_code_and_description(make_analysis: Any) -> None:
    analysis = replace(make_analysis(40), settings=Settings(cross_sell_level="product"))
    products = pd.DataFrame(
        {"product_id": pd.Categorical(["Etiketten"]), "description": pd.Categorical(["Rol van 500"])}
    )
    analysis = replace(analysis, inputs=replace(analysis.inputs, products=products))
    frames = chance_frames(analysis)
    assert set(frames["cross_sell"]["item"]) == {"Etiketten Rol van 500", "Folie"}
    assert "kopen Etiketten Rol van 500, vaak" in frames["cross_sell"].loc[0, "evidence"]
    assert "Etiketten Rol van 500 koopt de klant nog niet" in frames["actions"].loc[0, "sentence"]
    assert f"{SPREAD}Etiketten Rol van 500" in frames["matrix"]


def test_without_calibration_there_are_no_euros_and_a_reason(make_analysis: Any) -> None:
    few = make_analysis(10)
    rows = cross_sell_rows(few)
    assert rows["expected_revenue"].isna().all()
    first = few.customers["revenue"].idxmax()
    assert rows.loc[0, "customer_id"] == first
    values = build(few, created=dt.datetime(2025, 1, 1)).values
    assert values["cross_sell_message"] == "15 kansen bij 10 klanten, zonder bedragen."
    assert str(values["cross_sell_meaning"]).startswith(
        "Geen kans en geen euro's: van minder dan 20 klanten is bekend"
    )
    assert str(values["cross_sell_method"]).startswith(
        "Methode: wat vergelijkbare klanten het meest kopen; er waren te weinig"
    )


def test_managers_add_up_and_say_what_fits(frames: dict[str, pd.DataFrame], make_analysis: Any) -> None:
    managers = frames["managers"].set_index("account_manager")
    customers = make_analysis().customers
    assert managers["revenue"].sum() == pytest.approx(customers["revenue"].sum())
    assert managers["customers"].sum() == 400
    assert str(managers.loc["Bram Koster", "said"]).startswith("Bram Koster: geen vrije uren")
    assert managers.loc["Carla Post", "remarks"] == "Staat niet in het blad Team"
    inside = managers[["euros_inside", "euros_outside"]].to_numpy().sum()
    assert inside == pytest.approx(frames["actions"]["potential"].sum())


def test_moves_say_in_words_what_changes(frames: dict[str, pd.DataFrame]) -> None:
    moves = frames["moves"]
    assert moves["from_manager"].tolist() == ["Bram Koster", "Zonder accountmanager"]
    assert "past voor 90\u00a0% in plaats van 40\u00a0%" in moves.loc[0, "said"]
    assert "heeft geen accountmanager" in moves.loc[1, "said"]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("count", [1, 10, 60])
def test_no_blank_of_a_program_reaches_a_sheet(make_analysis: Any, count: int) -> None:
    analysis = typed(make_analysis(count), {"00001": ("", "open", ""), "x": ("Bram", "", "")})
    book = light.load(xlsx_bytes(build(analysis, created=dt.datetime(2025, 1, 1))))
    wrong = {"nan", "none", "nat", "<na>", "inf", "-inf", "true", "false"}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert str(cell.value).lower() not in wrong or cell.value is None, (
                    f"{sheet.title}!{cell.coordinate}"
                )
                assert not isinstance(cell.value, str) or not {"nan", "None"} & set(cell.value.split()), (
                    cell.value
                )


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_cells_for_the_user_look_like_input_also_when_blank(make_analysis: Any) -> None:
    book = light.load(xlsx_bytes(build(make_analysis(12), created=dt.datetime(2025, 1, 1))))
    sheet = book["Acties"]
    headers = {cell.value: cell.column for cell in sheet[7]}
    assert sheet.tables["tblActies"].ref.startswith("A7:")
    for header in ("Eigenaar", "Status", "Opmerking"):
        cell = sheet.cell(8, headers[header])
        assert cell.value is None
        assert cell.fill.fgColor.rgb == "FFFFF8DC"
    assert [check.sqref for check in sheet.data_validations.dataValidation if "open" in str(check.formula1)]
