"""Real data through the whole pipeline, from workbook to JSON: the figures of docs/method.md 11, and a second
computation."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import datasets
import pytest


def refresh(workbook: Path, *options: str) -> dict:
    """Return what ``klantwaarde vernieuw --json`` says of a workbook."""
    command = [sys.executable, "-m", "klantwaarde_xl", "vernieuw", str(workbook), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def resellers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    path = tmp_path_factory.mktemp("resellers") / "resellers.xlsx"
    datasets.write_workbook(path, datasets.adventureworks(shared_data / "adventureworks_reseller"))
    return refresh(path, "--van", "2017-07-01", "--tot", "2020-05-31")


def test_resellers_have_the_figures_of_the_method(resellers: dict) -> None:
    assert resellers["customers"] == 632
    assert resellers["revenue"] == 77_548_570.20
    assert resellers["pareto"] == {"A": 184, "B": 126, "C": 322}
    assert resellers["lines"] == 57_851


def test_the_whale_curve_of_the_resellers_agrees_with_plain_python(
    resellers: dict, shared_data: Path
) -> None:
    contribution: dict[str, float] = defaultdict(float)
    with (shared_data / "adventureworks_reseller" / "FactResellerSales.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        for row in csv.DictReader(file):
            contribution[row["ResellerKey"]] += float(row["SalesAmount"]) - int(row["OrderQuantity"]) * float(
                row["StandardCost"]
            )
    ordered = sorted(contribution.values(), reverse=True)
    total, running, height, at = sum(ordered), 0.0, 0.0, 0
    for position, value in enumerate(ordered, start=1):
        running += value
        if running > height:
            height, at = running, position
    assert resellers["contribution"] == pytest.approx(total, abs=0.01)
    assert resellers["whale"]["peak"] == pytest.approx(height / total, rel=1e-9)
    assert resellers["whale"]["at"] == pytest.approx(at / len(ordered), rel=1e-12)
    assert resellers["whale"]["loss_makers"] == sum(round(value * 100) < 0 for value in ordered)


@pytest.mark.slow
def test_online_retail_has_the_figures_of_the_method(shared_data: Path, tmp_path: Path) -> None:
    workbook = datasets.write_workbook(
        tmp_path / "webshop.xlsx", datasets.online_retail(shared_data / "online_retail")
    )
    found = refresh(workbook, "--van", "2010-12-01", "--tot", "2011-12-09")
    assert found["customers"] == 4_372
    assert found["revenue"] == 8_300_065.81
    assert found["pareto"] == {"A": 1178, "B": 1456, "C": 1738}
    assert found["concentration"]["gini"] == pytest.approx(0.7066, abs=5e-5)
    assert found["concentration"]["hhi"] == pytest.approx(45.0, abs=0.05)
    assert found["concentration"]["top20_share"] == pytest.approx(0.7385, abs=5e-5)
    assert found["whale"]["peak"] is None
    assert found["rejected"] == {"rows": 0, "revenue": 0.0}
