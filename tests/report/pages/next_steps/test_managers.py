from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.actions.manager_comparison import ManagerComparison
from klantwaarde_xl.model.tables import AccountManager
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.next_steps.managers import PAGE
from klantwaarde_xl.report.pages.next_steps.moves import move_rows
from klantwaarde_xl.report.words.definitions import DEFINITIONS


def test_managers_add_up_and_say_what_fits(frames: dict[str, pd.DataFrame], make_analysis: Any) -> None:
    managers = frames["managers"].set_index("account_manager")
    customers = make_analysis().customers
    assert managers["revenue"].sum() == pytest.approx(customers["revenue"].sum())
    assert managers["customers"].sum() == 400
    assert str(managers.loc["Bram Koster", "sentence"]).startswith("Bram Koster: geen vrije uren")
    assert managers.loc["Carla Post", "remarks"] == "Staat niet in het blad Team"
    inside = managers[["euros_inside", "euros_outside"]].to_numpy().sum()
    assert inside == pytest.approx(frames["actions"]["potential"].sum())


def test_a_portfolio_is_compared_only_where_people_differ(make_analysis: Any) -> None:
    analysis = make_analysis()
    fields = {"compared", "expected", "difference", "difference_low", "difference_high"}
    source = Source(analysis)
    sheet = PAGE.fitted(PAGE.frames(source), PAGE.values(source))
    assert not fields & {column.field for column in sheet.tables[0].columns}
    assert "geen prestaties" in str(PAGE.values(source)["managers_compared"])
    rows = pd.DataFrame(
        {"compared": 40, "expected": 10.0, "difference": 5.0, "difference_low": 1.0, "difference_high": 9.0},
        index=pd.Index(["Anna de Wit"], name="account_manager"),
    )
    sure = replace(analysis, chances=replace(analysis.chances, comparison=ManagerComparison(rows, "")))
    source = Source(sure)
    frames = PAGE.frames(source)
    sheet = PAGE.fitted(frames, PAGE.values(source))
    assert fields <= {column.field for column in sheet.tables[0].columns}
    managers = frames["managers"].set_index("account_manager")
    assert managers.loc["Anna de Wit", "difference"] == 5.0
    assert pd.isna(managers.loc["Bram Koster", "difference"])


def test_customers_of_nobody_are_not_served_best(make_analysis: Any) -> None:
    analysis = make_analysis()
    chances = analysis.chances
    nobody = chances.portfolio.rename(index={"Carla Post": ""})
    source = Source(replace(analysis, chances=replace(chances, portfolio=nobody)))
    managers = PAGE.frames(source)["managers"].set_index("account_manager")
    assert pd.isna(managers.loc["Zonder accountmanager", "contribution_per_hour"])
    assert managers["contribution_per_hour"].notna().sum() == len(managers) - 1


def test_of_unknown_margins_the_sum_is_no_zero(make_analysis: Any) -> None:
    analysis = make_analysis()
    customers = analysis.customers.assign(gross_margin=float("nan"), contribution=float("nan"))
    managers = PAGE.frames(Source(replace(analysis, customers=customers)))["managers"]
    assert managers[["gross_margin", "contribution"]].isna().all(axis=None)
    assert managers["revenue"].notna().all()


def test_whose_hours_count_against_a_capacity_is_told_where_it_is_typed_and_read(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    customers, chances = analysis.customers, analysis.chances
    manager = next(name for name in chances.portfolio.index if name)
    # Without names: all hours of his customers, written by anyone, and computed.
    own = customers.loc[customers["account_manager"].astype(object) == manager, "hours"]
    assert chances.portfolio.loc[manager, "counted_hours"] == pytest.approx(own.sum() / analysis.period.years)
    said = str(PAGE.values(Source(analysis))["managers_note"])
    assert "elk uur voor zijn klanten" in said
    assert "Medewerker" not in said
    named = replace(chances, manager_hours=replace(chances.manager_hours, by_name=True))
    said = str(PAGE.values(Source(replace(analysis, chances=named)))["managers_note"])
    assert "op zijn naam (Medewerker op Inspanning)" in said
    assert "elk uur" not in said
    typed = AccountManager.model_fields["capacity_hours"].description
    for words in (str(typed), DEFINITIONS["Met dezelfde mensen"]):
        assert "op zijn naam" in words
        assert "elk uur voor zijn klanten" in words


def test_hours_after_the_proposal_hold_what_is_done_for_customers_of_others(
    frames: dict[str, pd.DataFrame], make_analysis: Any
) -> None:
    analysis = make_analysis()
    chances = analysis.chances
    elsewhere = chances.manager_hours.elsewhere.copy()
    elsewhere["Anna de Wit"] = 30.0
    busy = replace(chances, manager_hours=replace(chances.manager_hours, elsewhere=elsewhere))
    found = PAGE.frames(Source(replace(analysis, chances=busy)))["managers"].set_index("account_manager")
    more = found["hours_after"] - frames["managers"].set_index("account_manager")["hours_after"]
    assert more["Anna de Wit"] == pytest.approx(30.0 / analysis.period.years)
    assert more.drop("Anna de Wit").abs().max() < 1e-9


def test_what_the_proposed_moves_ask_is_not_in_the_plan_of_the_actions(make_analysis: Any) -> None:
    analysis = make_analysis()
    chances = analysis.chances
    managers = PAGE.frames(Source(analysis))["managers"].set_index("account_manager")
    plan = chances.same_people.managers
    # Anna gets a customer of 20 hours from Bram, who had too few: his come free only when it is made.
    assert plan["free_hours"]["Anna de Wit"] == pytest.approx(managers["free_hours"]["Anna de Wit"] - 20)
    assert plan["free_hours"]["Bram Koster"] == managers["free_hours"]["Bram Koster"]
    free = f"{managers['free_hours']['Anna de Wit']:,.0f}".replace(",", ".")
    told = managers["sentence"].astype(str).str.replace("\u00a0", " ")
    assert told["Anna de Wit"].endswith(f"De andere van de {free} vrije uren vragen de overdrachten.")
    left = managers["free_hours"]["Bram Koster"] + 20
    assert left < 0
    short = f"{-left:,.0f}".replace(",", ".")
    assert told["Bram Koster"].endswith(f"Na de overdrachten is het tekort {short} uren.")
    assert not told.drop(["Anna de Wit", "Bram Koster"]).str.contains("overdracht").any()


def test_a_customer_that_is_done_has_no_next_step_among_the_moves(make_analysis: Any) -> None:
    analysis = make_analysis()
    moved = str(analysis.chances.moves.moves.index[0])
    assert ", dan " in moves_sentence(analysis, moved)
    notes = pd.DataFrame({"status": ["gedaan"], "note": [""], "owner": [""]}, index=pd.Index([moved]))
    done = replace(analysis, inputs=replace(analysis.inputs, action_notes=notes))
    assert ", dan " not in moves_sentence(done, moved)


def moves_sentence(analysis: Analysis, customer: str) -> str:
    return str(move_rows(analysis).set_index("customer_id").loc[customer, "sentence"])
