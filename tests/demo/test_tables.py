"""The demo workbook: its mistakes are found, and reading it back gives the same answers."""

from __future__ import annotations

import hashlib
import re
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pydantic import ValidationError

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.demo.past import TRIAL
from klantwaarde_xl.demo.tables import CREATED, demo_inputs, demo_mistakes, demo_tables, write_demo
from klantwaarde_xl.demo.words import REPLACED
from klantwaarde_xl.model.excel_cells import dutch_error
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_card.trend import trend_rows
from klantwaarde_xl.report.pages.followup import sheet as followup
from klantwaarde_xl.use_cases.refreshing import answer, load

TABLES = demo_inputs()


@pytest.mark.parametrize("table", demo_mistakes())
def test_every_mistake_is_one(table: str) -> None:
    known = set(TABLES["tblKlanten"].customer_id)
    for row in demo_mistakes()[table]:
        repeated = table == "tblKlanten" and row["customer_id"] in known
        stranger = row.get("customer_id", "10001") not in known
        error_value = any(isinstance(value, CellError) for value in row.values())
        if repeated or stranger or error_value:
            continue
        with pytest.raises(ValidationError):
            BY_TABLE[table](**row)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Analysis, list[str]]:
    steps: list[str] = []
    path, analysis = write_demo(tmp_path_factory.mktemp("demo") / "proef" / "nieuw", steps.append)
    return path, analysis, steps


def test_the_demo_workbook_read_back_gives_the_same_figures_and_findings(
    demo: tuple[Path, Analysis, list[str]],
) -> None:
    path, analysis, _ = demo
    again = answer(load(path), path.with_name("again.xlsx"), created=CREATED)
    assert summary(again) == summary(analysis)
    assert again.findings == analysis.findings
    assert summary(analysis)["rejected"]["rows"] == 6


def test_an_input_column_that_the_firm_does_not_fill_is_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    filled = {name: frame.drop(columns="entity", errors="ignore") for name, frame in TABLES.items()}
    monkeypatch.setattr("klantwaarde_xl.demo.tables.demo_inputs", lambda _seed: filled)
    table = demo_tables()["tblTransacties"]
    assert table.columns[table.headers.index("Administratie")].value(0) is None
    assert table.columns[table.headers.index("Omzet")].value(0) is not None


def as_shown(value: object) -> str:
    return show(float(value)) if isinstance(value, int) else show(value)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_every_finding_of_the_demo_points_at_the_cell_it_is_about(
    demo: tuple[Path, Analysis, list[str]],
) -> None:
    path, analysis, _ = demo
    book = openpyxl.load_workbook(path, read_only=True)
    found = 0
    for sheet in {finding.cell.split("!")[0] for finding in analysis.findings if "!" in finding.cell}:
        here = {f.cell.split("!")[1]: f for f in analysis.findings if f.cell.startswith(f"{sheet}!")}
        first = min(int(re.sub(r"\D", "", cell)) for cell in here)
        for row in book[sheet].iter_rows(min_row=first):
            for cell in row:
                if cell.value is not None and (finding := here.get(cell.coordinate)):
                    # What is said of equal lines is their sum.
                    shown = "€ 91.009,65" if finding.code == "KW-246" else dutch_error(as_shown(cell.value))
                    assert shown == finding.value, finding
                    found += 1
    blank = [finding for finding in analysis.findings if finding.code == "KW-110"]
    assert found + len(blank) == len([finding for finding in analysis.findings if "!" in finding.cell]) >= 10
    book.close()


def test_the_demo_tells_six_lines_and_its_steps(demo: tuple[Path, Analysis, list[str]]) -> None:
    _, analysis, steps = demo
    assert len(headline(analysis)) == 6
    assert steps[0] == "Invoer controleren"
    assert steps[-1] == "Resultaten schrijven"


def test_the_demo_has_a_past_that_opvolging_tells_of(demo: tuple[Path, Analysis, list[str]]) -> None:
    _, analysis, _ = demo
    history, source = analysis.inputs.history, Source(analysis, day=CREATED.date())
    assert history is not None
    assert sorted(set(history["date"].dt.strftime("%Y-%m-%d"))) == ["2025-07-07", "2025-10-06"]
    frames = followup.PAGE.frames(source)
    assert len(frames["risers"]) == len(frames["fallers"]) == len(frames["came_true"]) == followup.ROWS
    assert frames["came_true"]["bought"].sum() > 0
    done, rest = frames["acted"]["customers"]
    assert 10 <= done < rest
    notes = analysis.inputs.action_notes
    assert notes is not None
    assert set(notes["status"]) == {"gedaan", "bezig", "niet doen", "open"}
    assert len(trend_rows(source)[0]) == 3


def test_the_demo_has_a_story_for_every_sheet_that_looks_ahead_or_back(
    demo: tuple[Path, Analysis, list[str]],
) -> None:
    _, analysis, _ = demo
    gone, bridge = analysis.ahead.leaving, analysis.bridge.sum(numeric_only=True)
    assert (gone.reason, gone.steady) == ("", True)
    assert analysis.customers["hold_on"].sum() >= 10
    assert analysis.ahead.next_year.model != "last_again"
    assert bridge["price"] > 50_000
    assert bridge["cost"] < -50_000
    assert bridge["lost"] != 0
    assert len(analysis.lost) >= 20
    lines = analysis.lines.merge(TABLES["tblProducten"], on="product_id", suffixes=("", "_of"))
    kind = lines["description"].str.rsplit(" ", n=1).str[0]
    for name, before in zip(REPLACED, (True, False), strict=True):
        days = lines.loc[kind == name, "date"]
        assert len(days) > 200
        # A line may be returned in April.
        sold = lines.loc[(kind == name) & (lines["revenue"] > 0), "date"]
        assert ((sold < "2025-04-01") == before).all()


@pytest.mark.slow
def test_the_demo_workbook_is_the_same_every_time(
    demo: tuple[Path, Analysis, list[str]], tmp_path: Path
) -> None:
    path, _, _ = demo
    assert write_demo(tmp_path, [].append)[0].read_bytes() == path.read_bytes()
    assert path.stat().st_size < 6_000_000, "the demo must go by mail"


@pytest.mark.slow
def test_the_demo_shows_the_outcome_of_a_fair_test(demo: tuple[Path, Analysis, list[str]]) -> None:
    """Effect and groups once more: the draw by SHA-256, margins from the lines around the first proposal."""
    path, analysis, _ = demo
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    shown = [row[0] for row in book["Opvolging"].iter_rows(min_row=56, max_row=57, values_only=True)]
    assert shown[0].startswith("Proefgroep (Instellingen) staat weer op 0 %")
    history = analysis.inputs.history
    assert history is not None
    first = history[history["trial"] != ""].drop_duplicates("customer_id").set_index("customer_id")
    lines = analysis.lines.assign(margin=(analysis.lines["revenue"] - analysis.lines["cost"]).fillna(0.0))
    sums: dict[str, list[float]] = {"benaderen": [], "niet benaderen": []}
    before_all: list[float] = []
    for number, row in first.iterrows():
        drawn = int(hashlib.sha256(f"{analysis.settings.seed}\0{number}".encode()).hexdigest()[:16], 16)
        assert (row["trial"] == "benaderen") == (drawn / 2**64 >= TRIAL)
        day = row["first_proposed"]
        days = (pd.Timestamp(analysis.period.end) - day).days
        if days < 90:
            continue
        own = lines[lines["customer_id"].astype(str) == number]
        after = own.loc[own["date"] > day, "margin"].sum() * 365 / days
        inside = (own["date"] > day - pd.Timedelta(days=365)) & (own["date"] <= day)
        before = own.loc[inside, "margin"].sum()
        sums[row["trial"]].append(after - before)
        before_all.append(before)
    approached, alone = (np.array(sums[name]) for name in sums)
    effect = (approached.mean() - alone.mean()) / np.mean(before_all)
    told = f"Wie geloot is om te benaderen gaf {effect:+.0%} marge (90 %-interval ".replace("%", " %", 1)
    assert shown[1].startswith(told)
    assert f"; {len(approached)} geloot om te benaderen, {len(alone)} om met rust te laten" in shown[1]
