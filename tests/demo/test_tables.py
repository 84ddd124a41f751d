"""The demo's data: right by the input model, the same every time, and shaped like a real wholesaler."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pydantic import ValidationError

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.commands.summary import headline, summary
from klantwaarde_xl.demo import words
from klantwaarde_xl.demo.tables import CREATED, demo_inputs, demo_mistakes, write_demo
from klantwaarde_xl.model.excel_cells import dutch_error
from klantwaarde_xl.model.notation import show
from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.use_cases.refreshing import answer, load

TABLES = demo_inputs()
LINES = TABLES["tblTransacties"]


def filled(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if not pd.isna(value)}


@pytest.mark.parametrize("table", BY_TABLE)
def test_every_row_is_right_by_the_input_model(table: str) -> None:
    model, frame = BY_TABLE[table], TABLES[table]
    assert list(frame.columns) == [column.field for column in model.columns()]
    assert not (model.key and frame.duplicated(list(model.key)).any())
    rows = frame if len(frame) <= 1_000 else frame.sample(1_000, random_state=1)
    for row in rows.to_dict("records"):
        model(**filled(row))


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


def test_the_same_seed_gives_the_same_tables_and_another_seed_others() -> None:
    again, other = demo_inputs(1), demo_inputs(2)
    for name, frame in TABLES.items():
        pd.testing.assert_frame_equal(again[name], frame)
    assert not other["tblTransacties"]["revenue"].equals(LINES["revenue"])


def test_amounts_are_whole_cents_so_that_last_bits_of_a_machine_do_not_show() -> None:
    for amounts in (LINES.revenue, LINES.cost.dropna(), TABLES["tblInspanning"].expense.dropna()):
        assert np.abs(amounts * 100 - np.rint(amounts * 100)).max() < 1e-5


def test_it_has_the_size_that_was_asked_for() -> None:
    assert {
        name: len(frame)
        for name, frame in TABLES.items()
        if name in {"tblKlanten", "tblTransacties", "tblProducten"}
    } == {
        "tblKlanten": 400,
        "tblTransacties": 60_000,
        "tblProducten": 300,
    }
    assert TABLES["tblProducten"].product_group.nunique() == len(words.GROUPS) == 12
    assert len(TABLES["tblAccountmanagers"]) == 5
    assert (LINES.revenue < 0).mean() == pytest.approx(0.03)
    assert LINES.date.min() >= pd.Timestamp("2024-01-01")
    assert LINES.date.max() == pd.Timestamp("2025-12-31")
    assert LINES.date.dt.to_period("M").nunique() == 24


def test_tables_refer_to_each_other() -> None:
    ids = set(TABLES["tblKlanten"].customer_id)
    for name in ("tblTransacties", "tblInspanning", "tblBeoordeling", "tblKlik"):
        assert set(TABLES[name].customer_id) <= ids
    assert set(LINES.product_id) <= set(TABLES["tblProducten"].product_id)
    team = set(TABLES["tblAccountmanagers"].name)
    assert (
        set(TABLES["tblKlanten"].account_manager.dropna()) == team == set(TABLES["tblKlik"].account_manager)
    )
    assert set(TABLES["tblInspanning"].activity) <= set(TABLES["tblTarieven"].activity)


def test_an_invoice_is_one_customer_and_one_day_numbered_in_order() -> None:
    per_invoice = LINES.groupby("invoice_id").agg(
        customers=("customer_id", "nunique"), days=("date", "nunique"), day=("date", "min")
    )
    assert per_invoice[["customers", "days"]].eq(1).all(axis=None)
    assert per_invoice.sort_index().day.is_monotonic_increasing
    assert (per_invoice.index.str[:2] == per_invoice.day.dt.strftime("%y")).all()


def test_names_are_distinct_and_include_what_breaks_careless_programs() -> None:
    names = TABLES["tblKlanten"].name
    assert names.is_unique
    for character in ("&", "'", '"', "é"):
        assert names.str.contains(character, regex=False).any()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_whale_curve_is_as_in_real_life(seed: int) -> None:
    # A second computation, in plain pandas, of docs/method.md 2 and 4 over 2025.
    tables = demo_inputs(seed)
    lines = tables["tblTransacties"].merge(
        tables["tblProducten"][["product_id", "unit_cost"]], on="product_id"
    )
    lines = lines[lines.date >= "2025-01-01"]
    margin = (
        (lines.revenue - lines.cost.fillna(lines.unit_cost * lines.quantity)).groupby(lines.customer_id).sum()
    )
    rates = tables["tblTarieven"].set_index("activity")
    effort = tables["tblInspanning"]
    effort = effort[effort.date >= "2025-01-01"]
    served = (effort.hours * effort.activity.map(rates.hourly_cost)).groupby(effort.customer_id).sum()
    served = served.add(effort.groupby("customer_id").expense.sum(), fill_value=0)
    counts = {
        "factuur": lines.groupby("customer_id").invoice_id.nunique(),
        "regel": lines.groupby("customer_id").size(),
        "creditregel": (lines.revenue < 0).groupby(lines.customer_id).sum(),
        "klant": pd.Series(1, index=margin.index),
    }
    for rate in rates.dropna(subset="minutes_per_unit").itertuples():
        served = served.add(counts[rate.driver] * rate.minutes_per_unit / 60 * rate.hourly_cost, fill_value=0)
    days = tables["tblKlanten"].set_index("customer_id").payment_days
    revenue = lines.groupby("customer_id").revenue.sum()
    financing = revenue.clip(lower=0) * days.reindex(revenue.index) / 365 * 0.06
    contribution = (margin - served.reindex(margin.index).fillna(0) - financing).sort_values(ascending=False)
    peak = contribution.cumsum().max() / contribution.sum()
    assert 1.3 <= peak <= 2.0
    assert 0.15 <= (contribution < 0).mean() <= 0.25
    largest = revenue.sort_values(ascending=False)
    assert 0.6 <= largest.iloc[: len(largest) // 5].sum() / largest.sum() <= 0.85


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_customers_buy_in_a_rhythm_so_that_only_some_are_at_risk(seed: int) -> None:
    # A second computation, in plain pandas, of docs/method.md 7 over 2025: late, or more than 30 % down.
    lines = demo_inputs(seed)["tblTransacties"]
    usual = lines[lines.one_off.isna()]
    buys = (
        usual[usual.revenue > 0].drop_duplicates(["customer_id", "date"]).sort_values(["customer_id", "date"])
    )
    gap = buys.groupby("customer_id").date.diff().dt.days.groupby(buys.customer_id).agg(["median", "count"])
    silent = (pd.Timestamp("2025-12-31") - lines[lines.revenue > 0].groupby("customer_id").date.max()).dt.days
    late = (silent > 2 * gap["median"]) & (gap["count"] >= 3)
    now, before = (
        usual[usual.date.dt.year == year].groupby("customer_id").revenue.sum() for year in (2025, 2024)
    )
    declining = now < 0.7 * before.reindex(now.index)
    assert 0.10 <= (late.reindex(now.index) | declining).mean() <= 0.16


def test_some_came_some_went_and_some_fade() -> None:
    first, last = LINES.groupby("customer_id").date.min(), LINES.groupby("customer_id").date.max()
    assert 15 <= (first >= "2025-03-01").sum() <= 60
    assert 15 <= (last < "2025-01-01").sum() <= 60
    halves = LINES.assign(
        late=LINES.date >= "2025-07-01", early=LINES.date.between("2024-07-01", "2024-12-31")
    )
    sums = halves.groupby("customer_id")[["late", "early"]].sum()
    assert ((sums.late < 0.5 * sums.early) & (sums.late > 0)).sum() >= 15


def test_groups_that_follow_another_are_bought_together() -> None:
    groups = LINES.merge(TABLES["tblProducten"], on="product_id")
    buys = (
        groups[groups.revenue > 0].pivot_table(
            index="customer_id", columns="product_group", values="revenue", aggfunc="size"
        )
        > 0
    )
    for follower, leader in words.FOLLOWS.items():
        lift = (buys[follower] & buys[leader]).mean() / (buys[follower].mean() * buys[leader].mean())
        assert lift > 1.15, follower
    assert 0.3 < buys.to_numpy().mean() < 0.7


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


def as_shown(value: object) -> str:
    return show(float(value)) if isinstance(value, int) else show(value)


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
                    assert dutch_error(as_shown(cell.value)) == finding.value, finding
                    found += 1
    blank = [finding for finding in analysis.findings if finding.code == "KW-110"]
    assert found + len(blank) == len([finding for finding in analysis.findings if "!" in finding.cell]) >= 10
    book.close()


def test_the_demo_tells_six_lines_and_its_steps(demo: tuple[Path, Analysis, list[str]]) -> None:
    _, analysis, steps = demo
    assert len(headline(analysis)) == 6
    assert steps[0] == "Invoer controleren"
    assert steps[-1] == "Resultaten schrijven"


def test_the_demo_workbook_is_the_same_every_time(
    demo: tuple[Path, Analysis, list[str]], tmp_path: Path
) -> None:
    path, _, _ = demo
    assert write_demo(tmp_path, [].append)[0].read_bytes() == path.read_bytes()
    assert path.stat().st_size < 6_000_000, "the demo must go by mail"
