"""Score and rank by month on Klantkaart vervolg, against looking in the snapshots themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS
from small_workbook import small_document

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_card.detail import PAGE, detail_of
from klantwaarde_xl.report.pages.customer_card.trend import POINTS, trend_rows
from klantwaarde_xl.report.pages.followup.history import snapshot

TODAY = dt.datetime(2025, 3, 20, 9)
DAYS = [dt.date(2025, 1, 6), dt.date(2025, 1, 27), dt.date(2025, 2, 3)]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """Return a firm with three earlier snapshots, two of them in one month."""
    found = of_tables._analysis((LINES, CUSTOMERS, PRODUCTS))[1]
    parts = []
    for n, day in enumerate(DAYS, 1):
        rows = snapshot(Source(found, day=day))
        parts.append(rows.assign(score=rows["score"] - n, rank=rows["rank"] + n))
    return replace(found, inputs=replace(found.inputs, history=pd.concat(parts, ignore_index=True)))


def test_every_customer_has_the_last_snapshot_of_each_month(analysis: Analysis) -> None:
    document = build(analysis, created=TODAY)
    history = analysis.inputs.history
    assert history is not None
    now = analysis.customers.set_axis(analysis.customers.index.astype(str))
    for customer in document.frames["card"]["customer_id"]:
        points = detail_of(document.frames, customer)[0]["card_trend_shown"]
        assert points["date"].tolist() == [*[""] * 5, "27-01-2025", "03-02-2025", "20-03-2025"]
        then = history[history["customer_id"] == customer].set_index("date")
        scores = [then["score"][day] for day in ("2025-01-27", "2025-02-03")]
        ranks = [then["rank"][day] for day in ("2025-01-27", "2025-02-03")]
        assert points["score"].tolist()[5:] == pytest.approx([*scores, now["score"][customer]])
        assert points["rank"].tolist()[5:] == [*ranks, now["rank"][customer]]
        assert points["score"].isna().sum() == POINTS - 3
    assert document.values["card_shows_trend"]


def test_scores_that_rest_on_something_else_are_no_points(analysis: Analysis) -> None:
    history = analysis.inputs.history
    assert history is not None
    other = history.assign(scale=history["scale"].where(history["date"] > "2025-02-01", "anders"))
    source = Source(replace(analysis, inputs=replace(analysis.inputs, history=other)), day=TODAY.date())
    assert [day.date() for day in source.once(trend_rows)[0]] == [DAYS[2], TODAY.date()]


def test_at_most_eight_months_the_newest(analysis: Analysis) -> None:
    one = snapshot(Source(analysis, day=DAYS[0]))
    months = pd.date_range("2023-01-31", periods=20, freq="ME")
    history = pd.concat([one.assign(date=day) for day in months], ignore_index=True)
    source = Source(replace(analysis, inputs=replace(analysis.inputs, history=history)), day=TODAY.date())
    days = source.once(trend_rows)[0]
    assert days == [*months[-POINTS + 1 :], pd.Timestamp(TODAY.date())]


@pytest.mark.slow
def test_the_first_refresh_and_a_copy_for_others_have_no_trend(analysis: Analysis) -> None:
    first = small_document()
    assert not first.values["card_shows_trend"]
    assert str(first.values["card_trend_note"]).startswith("Vanaf de volgende vernieuwing")
    (sheet,) = [sheet for sheet in first.sheets if sheet.name == PAGE.spec.name]
    assert "card_trend_title" not in {getattr(block, "title_value", "") for block in sheet.blocks}
    copy = build(analysis, created=TODAY, shared=True)
    trend = [name for name in copy.frames["card"] if name.startswith("trend_")]
    assert len(trend) == 2 * POINTS
    assert copy.frames["card"][trend].isna().all(axis=None)
    assert not copy.values["card_shows_trend"]
