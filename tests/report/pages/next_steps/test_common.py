from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.pages.next_steps.common import longest_list, of_customer, people
from klantwaarde_xl.report.specs import SPREAD


def test_products_are_called_by_code_and_description(make_analysis: Any, chance_frames: Any) -> None:
    analysis = replace(make_analysis(40), settings=Settings(cross_sell_level="product"))
    new = analysis.chances.actions.assign(best_lever="cross_sell")
    analysis = replace(analysis, chances=replace(analysis.chances, actions=new))
    products = pd.DataFrame(
        {"product_id": pd.Categorical(["Etiketten"]), "description": pd.Categorical(["Rol van 500"])}
    )
    analysis = replace(analysis, inputs=replace(analysis.inputs, products=products))
    frames = chance_frames(analysis)
    assert set(frames["cross_sell"]["item"]) == {"Etiketten Rol van 500", "Folie"}
    assert "kopen Etiketten Rol van 500, vaak" in frames["cross_sell"].loc[0, "evidence"]
    assert "Etiketten Rol van 500 koopt de klant nog niet" in frames["actions"].loc[0, "sentence"]
    assert f"{SPREAD}Etiketten Rol van 500" in frames["matrix"]


def test_who_has_no_name_is_called_by_number(make_analysis: Any) -> None:
    found = people(make_analysis(12, names=("",)))
    assert found.loc["00001", "name"] == "00001"
    assert found["name"].str.len().min() > 0
    assert found["account_manager"].notna().all()


def test_a_list_is_as_long_as_asked_or_as_the_settings_say(make_analysis: Any) -> None:
    analysis = make_analysis(12)
    assert longest_list(analysis, 3) == 3
    assert longest_list(analysis, None) == analysis.settings.longest_list


def test_rows_of_one_customer_or_of_all() -> None:
    rows = pd.DataFrame({"customer_id": pd.Categorical(["a", "b", "a"])})
    assert len(of_customer(rows, "a")) == 2
    assert len(of_customer(rows, "c")) == 0
    assert of_customer(rows, None) is rows
