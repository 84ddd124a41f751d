"""The page Wat als: its formulas, what it says to wrong choices, and figures worked out by hand."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from what_if_answers import answers, sheet_of

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import Customer, InvoiceLine
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS
from klantwaarde_xl.report.pages.what_if.sheet import PAGE, nothing_typed
from klantwaarde_xl.report.specs import CellSpec
from klantwaarde_xl.use_cases.rounded import rounded
from klantwaarde_xl.use_cases.sharing import shared_document

BLOCKS = [*PAGE.spec.blocks, *(block for strip in PAGE.strips for block in strip.blocks)]
CELLS = [block for block in BLOCKS if isinstance(block, CellSpec)]
NAMES = {cell.name for cell in CELLS if cell.name} | {name for name, _ in PAGE.names}
FORMULAS = {cell.formula for cell in CELLS if cell.formula} | {formula for _, formula in PAGE.names}
CREATED = dt.datetime(2025, 1, 15)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Two customers: a pays after 30 days and bought 1,000 (100 of it one-off), b has no days and a loss."""
    rows = [("a", 900.0, 600.0, None), ("a", 100.0, 50.0, 1.0), ("b", 500.0, 520.0, None)]
    lines = pd.DataFrame(rows, columns=["customer_id", "revenue", "cost", "one_off"])
    lines = lines.assign(
        date=pd.Timestamp("2024-05-01"), customer_id=pd.Categorical(lines["customer_id"])
    ).reindex(columns=list(InvoiceLine.model_fields))
    customers = pd.DataFrame({"customer_id": pd.Categorical(["a", "b"]), "payment_days": [30.0, None]})
    settings = Settings(period_from=dt.date(2024, 1, 1), period_to=dt.date(2024, 12, 31), capital_rate=0.0365)
    return analyse(
        Inputs(
            lines,
            customers=customers.reindex(columns=list(Customer.model_fields)),
            settings=settings,
            read_lines=3,
            read_revenue=1500.0,
        )
    )


def test_formulas_are_short_and_know_their_names() -> None:
    headers = {column.header for column in CUSTOMERS.columns}
    assert len(FORMULAS) > 200
    for formula in FORMULAS:
        assert len(formula) < 1000, formula
        assert formula.count("(") == formula.count(")"), formula
        assert set(re.findall(r"\bAls_\w+", formula)) <= NAMES, formula
        assert set(re.findall(r"tblWatAls\[\[?([^\]#\[]+)\]", formula)) <= headers, formula


def test_no_two_cells_stand_at_one_place() -> None:
    for blocks in (PAGE.spec.blocks, BLOCKS[len(PAGE.spec.blocks) :]):
        places = [block.at for block in blocks if isinstance(block, CellSpec)]
        assert len(set(places)) == len(places) > 50


def test_a_price_by_hand(analysis: Analysis) -> None:
    """10 % of 1,400 without the one-off line; interest is 3 per 1,000 at 30 days: .27 more of a."""
    found = answers(analysis, Prijs=0.1)
    assert found["PrijsOmzet"] == pytest.approx(140)
    assert found["PrijsRente"] == pytest.approx(0.27)
    assert found["PrijsNetto"] == pytest.approx(139.73)
    # Margin 330 of 1,500 is 22 %: 10 / 32 of the volume undoes it.
    assert found["PrijsAfzet"] == pytest.approx(0.1 / 0.32)
    assert found["A10"] == (
        "Prijs 10,0 % hoger voor alle klanten, bij gelijke afzet: de nettobijdrage stijgt € 140, van € 327 "
        "naar € 467."
    )


def test_who_goes_by_hand(analysis: Analysis) -> None:
    found = answers(analysis, Klant="b", Top=1, Dagen=60)
    assert (found["WegNetto"], found["TopNetto"]) == (pytest.approx(20), pytest.approx(-347))
    assert found["DagRenteErbij"] == pytest.approx(3)


def test_a_choice_that_is_not_there_is_told(analysis: Analysis) -> None:
    found = answers(analysis, Wie="Klasse Q", Klant="nee", Prijs=0.1, Slechtste=3)
    assert str(found["A10"]).startswith("Kies bij Voor wie")
    assert "niet gevonden" in str(found["A19"])
    blank = answers(analysis)
    assert blank["A10"] == "Vul in hoeveel de prijs verandert."
    assert blank["PrijsNetto"] == blank["UrenNetto"] == 0
    assert blank["DagNetto"] == pytest.approx(0)
    none = answers(analysis, **dict.fromkeys((n for n in nothing_typed() if n.startswith("Gewicht")), 0))
    assert str(none["A51"]).startswith("Geef ten minste")


def test_without_a_known_contribution_nothing_is_promised() -> None:
    lines = pd.DataFrame({"date": [pd.Timestamp("2024-05-01")], "customer_id": pd.Categorical(["a"])})
    lines = lines.assign(revenue=[100.0]).reindex(columns=list(InvoiceLine.model_fields))
    found = answers(analyse(Inputs(lines, read_lines=1, read_revenue=100.0)), Prijs=0.1, Slechtste=1, Top=1)
    assert found["A10"] == "Prijs 10,0 % hoger voor alle klanten, bij gelijke afzet: de omzet stijgt € 10."
    assert found["G16"] is None
    assert str(found["A19"]).startswith("De nettobijdrage is van niemand bekend")


@pytest.mark.slow
def test_a_copy_for_readers_keeps_the_sheet(analysis: Analysis) -> None:
    """It points at no setting, and a rounded copy has rounded figures."""
    document = shared_document(analysis, CREATED)
    (sheet,) = (sheet for sheet in document.sheets if sheet.name == "Wat als")
    formulas = [block.formula for block in sheet.blocks if isinstance(block, CellSpec) and block.formula]
    assert len(formulas) > 100
    assert not any("Instellingen" in formula or "Inst_" in formula for formula in formulas)
    assert rounded(document).frames["what_if"]["revenue"].tolist() == [1000.0, 500.0]
    assert sheet_of(analysis).names


def test_a_refresh_fills_the_starting_points(analysis: Analysis) -> None:
    """What the user types has a name and stays; what is beside it has none, or is a formula."""
    values = PAGE.values(Source(analysis))
    assert values["what_if_C54"] == analysis.settings.weight_turnover
    named = {cell.at for cell in CELLS if cell.name and not cell.formula}
    assert {"B6", "B7", "B13", "B54", "B60"} <= named
    assert not {"C54", "C60"} & named
