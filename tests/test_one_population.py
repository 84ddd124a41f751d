"""One meaning of customer, new and lost: the same numbers on every sheet, in the object and on the screen.

Customers are who has an invoice line in the period, a credit line too; who only took effort is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pandas as pd
import pytest
from plain_company import made_up, raw_tables
from quick import first_quick
from result_cells import cells, columns

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.commands.app import main
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.changes import changed_customers
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.dashboard.facts import facts

STAYED, NEW, CREDIT_ONLY, LOST, EFFORT_ONLY, AWAY_AND_BACK = 40, 7, 1, 5, 3, 2
PREVIOUS = "Omzet vorige periode"
CUSTOMERS = STAYED + NEW + CREDIT_ONLY + AWAY_AND_BACK
BEFORE = STAYED + LOST + CREDIT_ONLY


def firm(seed: int = 1) -> dict[str, pd.DataFrame]:
    """Return the sheets of a firm with fifty customers in 2025, of whom two were away in 2024."""
    draw = np.random.default_rng(seed)
    rows: list[tuple[str, str, float]] = []

    def buys(kind: str, count: int, *years: int, amount: float = 100.0) -> None:
        for number in range(count):
            for year in years:
                for _ in range(int(draw.integers(1, 5))):
                    day = f"{year}-{draw.integers(1, 13):02}-{draw.integers(1, 29):02}"
                    rows.append((day, f"{kind}{number}", round(amount * draw.uniform(0.5, 2.0), 2)))

    buys("blijft", STAYED, 2023, 2024, 2025)
    buys("nieuw", NEW, 2025)
    buys("terug", AWAY_AND_BACK, 2023, 2025)
    buys("weg", LOST, 2024)
    buys("retour", CREDIT_ONLY, 2024)
    rows += [("2025-06-01", f"retour{number}", -20.0) for number in range(CREDIT_ONLY)]
    rows += [("2024-01-02", "blijft0", 10.0), ("2025-12-30", "blijft0", 10.0)]
    lines = pd.DataFrame(rows, columns=["Datum", "Klantnr", "Omzet"])
    lines = lines.assign(Datum=pd.to_datetime(lines["Datum"]), Kostprijs=lines["Omzet"] * 0.6)
    named = [*dict.fromkeys(lines["Klantnr"]), *(f"uren{number}" for number in range(EFFORT_ONLY))]
    effort = pd.DataFrame({"Datum": pd.Timestamp("2025-03-03"), "Klantnr": named, "Uren": 1.0})
    return {
        "Klanten": pd.DataFrame({"Klantnr": named, "Accountmanager": "Noor"}),
        "Transacties": lines,
        # One of the lost still takes effort.
        "Inspanning": effort[~effort["Klantnr"].str.startswith("weg") | (effort["Klantnr"] == "weg0")],
    }


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a command tells; it must end well."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.slow
def test_fifty_customers_are_fifty_on_every_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, result = datasets.write_workbook(tmp_path / "f.xlsx", firm()), tmp_path / "r.xlsx"
    period = ("--van", "2025-01-01", "--tot", "2025-12-31")
    told = json.loads(run(capsys, "vernieuw", str(path), "--uit", str(result), "--json", *period))
    assert CUSTOMERS == 50
    assert told["customers"] == CUSTOMERS == sum(told["pareto"].values())
    counts = {"previous_customers": BEFORE, "new": NEW + AWAY_AND_BACK, "lost": LOST}
    assert {name: told[name] for name in counts} == counts
    assert told["effort_only"] == EFFORT_ONLY + 1
    ranks = [rank for _, rank in columns(result, "Klantwaarde", "Klantnr", "Rang omzet") if rank != ""]
    assert len(ranks) == CUSTOMERS
    new = [name for name, yes in columns(result, "Klantwaarde", "Klantnr", "Nieuw") if yes == "ja"]
    assert len(new) == NEW + AWAY_AND_BACK
    statuses = [status for status, _ in columns(result, "Verloop", "Status", "Klantnr")]
    assert (statuses.count("nieuw"), statuses.count("verloren")) == (NEW + AWAY_AND_BACK, LOST)
    shown = next(row for row in cells(result, "Dashboard") if "Klanten (aantal)" in row)
    assert [cell for cell in shown if isinstance(cell, (int, float))][:2] == [CUSTOMERS, BEFORE]
    # Who is in the table and who is lost are together the previous year.
    lines = firm()["Transacties"]
    before = [amount for _, amount in columns(result, "Klantwaarde", "Klantnr", PREVIOUS) if amount != ""]
    gone = [
        amount for status, amount in columns(result, "Verloop", "Status", PREVIOUS) if status == "verloren"
    ]
    year = lines.loc[lines["Datum"].dt.year == 2024, "Omzet"].sum()
    assert sum(before) + sum(gone) == pytest.approx(year, abs=0.01)
    moved = " ".join(str(cell) for row in cells(result, "Dashboard") for cell in row if isinstance(cell, str))
    assert f"{NEW + AWAY_AND_BACK} nieuwe klanten, {LOST} verloren klanten" in moved
    under = str(cells(result, "Verloop")[2])
    bridge = f"{BEFORE} vorige periode + {NEW + AWAY_AND_BACK} nieuw ({NEW} kochten nooit eerder) - {LOST}"
    assert f"{bridge} verloren = {CUSTOMERS}." in under
    assert f"geen klant van deze periode: {EFFORT_ONLY + 1}." in under
    assert f"{CUSTOMERS} klanten" in run(capsys, "vernieuw", str(path), "--uit", str(result), *period)


def same_everywhere(analysis: Analysis) -> None:
    """Check that sheets, object and screen count the same."""
    source, totals = Source(analysis), analysis.totals
    found, shown = facts(source), source.once(customer_frame)
    told: dict[str, Any] = summary(analysis)
    count = int(totals["customers"])
    assert count == found.count == told["customers"] == int((shown["lines"] > 0).sum())
    assert f"{count:,} klant".replace(",", ".") in headline(analysis)[1]
    assert found.new == told["new"] == int((shown["is_new"] == "ja").sum())
    rows = changed_customers(analysis, shown)["status"].tolist()
    assert rows.count("nieuw") == told["new"]
    assert rows.count("verloren") == told["lost"] == len(analysis.lost)
    moved = analysis.migration.groupby(["from_class", "to_class"])["customers"].sum().reset_index()
    if told["previous_customers"] and (shown.loc[shown["lines"] > 0, "pareto_class"] != "").all():
        assert told["previous_customers"] + told["new"] - told["lost"] == count
        assert moved.loc[moved["from_class"] == "new", "customers"].sum() == told["new"]
        assert moved.loc[moved["to_class"] == "lost", "customers"].sum() == told["lost"]
    assert len(analysis.customers) - count == told["effort_only"]
    assert analysis.chances.portfolio["customers"].sum() == count


# The one line of firm 4 is in a currency without a rate: there is nothing to analyse.
@pytest.mark.parametrize("seed", first_quick(2, [seed for seed in range(13) if seed != 4]))
def test_made_up_firms_count_the_same_everywhere(seed: int) -> None:
    same_everywhere(analyse(check_inputs(raw_tables(made_up(seed)), Settings(rank_draws=0))))


@pytest.mark.slow
def test_data_that_begin_later_name_nobody_new_or_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = firm()
    lines = sheets["Transacties"]
    sheets["Transacties"] = lines[lines["Datum"] >= "2024-06-01"]
    path, result = datasets.write_workbook(tmp_path / "f.xlsx", sheets), tmp_path / "r.xlsx"
    period = ("--van", "2025-01-01", "--tot", "2025-12-31")
    told = json.loads(run(capsys, "vernieuw", str(path), "--uit", str(result), "--json", *period))
    assert (told["customers"], told["previous_customers"], told["new"], told["lost"]) == (CUSTOMERS, 0, 0, 0)
    texts = [str(cell) for row in cells(result, "Dashboard") for cell in row if isinstance(cell, str)]
    assert not any(re.search(r"omzet (steeg|daalde)", text) for text in texts)
    assert any("niet te zeggen wie nieuw of verloren is" in text for text in texts)
    statuses = {status for status, _ in columns(result, "Verloop", "Status", "Klantnr")}
    assert not statuses & {"nieuw", "verloren"}
    reasons = {reason for _, reason in columns(result, "Klantwaarde", "Klantnr", "Risico")}
    assert not any("daling" in str(reason) for reason in reasons)


@pytest.mark.slow
def test_the_demo_counts_the_same_everywhere() -> None:
    same_everywhere(analyse(check_inputs(demo_tables())))
