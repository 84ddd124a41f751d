"""Opvolging against counting by hand, from snapshots of a firm whose lines are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.model.history import BETWEEN, HISTORY_FIELDS
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.contents import OF_THE_HOUSE, REPORT
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.followup import history, sheet
from klantwaarde_xl.report.specs import GridSpec

TODAY, THEN, KNOWN = dt.date(2025, 1, 20), dt.date(2024, 7, 5), dt.date(2024, 6, 30)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return of_tables._analysis((LINES, CUSTOMERS, PRODUCTS))[1]


@pytest.fixture(scope="module")
def then(analysis: Analysis) -> pd.DataFrame:
    """Return a snapshot of half a year ago, in which scores were 2 lower to 2 higher."""
    rows = history.snapshot(Source(analysis, day=TODAY))
    step = pd.Series(range(len(rows)), dtype=float) % 5 - 2
    return rows.assign(
        date=pd.Timestamp(THEN),
        until=pd.Timestamp(KNOWN),
        score=rows["score"] + step,
        status=["Gedaan " if n % 3 == 0 else "open" for n in range(len(rows))],
        potential=1.0,
        chances=BETWEEN.join(sorted({str(group) for _, group in PRODUCTS[1:]})),
        expected=100.0,
    )


@pytest.fixture(scope="module")
def later(analysis: Analysis, then: pd.DataFrame) -> Source:
    return Source(replace(analysis, inputs=replace(analysis.inputs, history=then)), day=TODAY)


def margins(first: dt.date, last: dt.date) -> dict[str, float]:
    found: dict[str, float] = {str(row[0]): 0.0 for row in CUSTOMERS[1:]}
    for moment, customer, _, amount, cost in LINES[1:]:
        day = moment.date() if isinstance(moment, dt.datetime) else moment
        if first <= day <= last and cost is not None:
            found[str(customer)] += amount - cost
    return found


def test_risers_and_fallers_are_those_whose_score_changed(later: Source, then: pd.DataFrame) -> None:
    frames, values = sheet.PAGE.frames(later), sheet.PAGE.values(later)
    assert frames["risers"]["change"].astype(float).round(9).is_monotonic_decreasing
    assert set(frames["risers"]["change"].round(6)) <= {1.0, 2.0}
    assert set(frames["fallers"]["change"].round(6)) <= {-1.0, -2.0}
    rose, fell = (sum(n % 5 in rest for n in range(len(then))) for rest in ((0, 1), (3, 4)))
    assert values["followup_message"] == (
        f"Sinds 05-07-2024 steeg de score van {rose} klanten en daalde die van {fell} klanten."
    )


def test_what_came_of_chances_is_the_margin_since_then(later: Source, then: pd.DataFrame) -> None:
    found = sheet.chances(later).set_index("customer_id")
    came = margins(dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    assert set(found.index) == set(then["customer_id"])
    for customer, row in found.iterrows():
        assert row["came"] == pytest.approx(came[str(customer)], abs=0.005)
        assert row["expected"] == pytest.approx(100.0 * (184 / 365) ** 2)
    # 184 / 365 = .504, and .504 x .504 = .254.
    assert sheet.PAGE.values(later)["followup_expected"] == (
        "Van 365 dagen zijn er 184 om: 50 % van wie begint is dan begonnen, en koopt 50 % zo lang: verwacht "
        "is dus 25,4 % van de verwachting per jaar."
    )


def test_actions_that_were_done_stand_beside_the_others(later: Source, then: pd.DataFrame) -> None:
    found = sheet.acted(later).set_index("status")
    done = {number for n, number in enumerate(then["customer_id"]) if n % 3 == 0}
    before = margins(dt.date(2023, 7, 2), KNOWN)
    after = margins(dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    assert str(sheet.PAGE.values(later)["followup_not_done"]).startswith(
        "Niet gedaan is wie toen iets te winnen"
    )
    for status, group in (("gedaan", done), ("niet gedaan", set(then["customer_id"]) - done)):
        row = found.loc[status]
        assert row["customers"] == len(group)
        assert row["before"] == pytest.approx(sum(before[one] for one in group) / len(group), abs=0.005)
        assert row["after"] == pytest.approx(
            sum(after[one] for one in group) / len(group) * 365 / 184, abs=0.005
        )


def test_the_first_time_says_that_there_is_nothing_to_compare(analysis: Analysis) -> None:
    source = Source(analysis, day=TODAY)
    values = sheet.PAGE.values(source)
    assert str(values["followup_message"]).startswith("Dit is de eerste momentopname")
    assert values["followup_chances"] == "Nog te vroeg: er is geen eerdere momentopname."
    assert (values["followup_expected"], values["followup_not_done"]) == ("", "")
    assert all(frame.empty for frame in sheet.PAGE.frames(source).values())


def test_a_snapshot_holds_what_the_analysis_says(analysis: Analysis, created: Any) -> None:
    rows = build(analysis, created=created).frames["history"]
    assert list(rows.columns) == list(HISTORY_FIELDS)
    assert set(rows["date"]) == {pd.Timestamp(created.date())}
    assert set(rows["until"]) == {pd.Timestamp(2024, 12, 31)}
    same = analysis.customers.loc[rows["customer_id"]]
    for name in ("score", "rank", "contribution", "gross_margin", "value_next"):
        assert rows[name].tolist() == pytest.approx(same[name].tolist(), nan_ok=True)
    assert rows["potential"].sum() == pytest.approx(sum(analysis.chances.potential.values()))


def test_a_copy_for_others_has_neither_sheet(analysis: Analysis, created: Any) -> None:
    names = {page.spec.name for page in OF_THE_HOUSE}
    assert names == {"Opvolging", "Geschiedenis"}
    assert names < {page.spec.name for page in REPORT}
    shared = build(analysis, created=created, shared=True)
    assert not names & {one.name for one in shared.sheets}
    assert not {"history", "risers"} & set(shared.frames)


def test_lists_without_a_snapshot_to_compare_with_claim_nothing_about_anybody() -> None:
    empty = [block.empty for block in sheet.PAGE.spec.blocks if isinstance(block, GridSpec)]
    assert empty[:2] == ["Geen stijgers te tonen.", "Geen dalers te tonen."]


def test_who_was_merged_since_is_not_compared(later: Source, then: pd.DataFrame) -> None:
    former, into, *_ = then["customer_id"]
    merged = replace(later.analysis, inputs=replace(later.analysis.inputs, merged={former: into, "oud": "x"}))
    source = Source(merged, day=TODAY)
    for rows in (sheet.moved(source), sheet.chances(source)):
        assert len(rows)
        assert not set(rows["customer_id"]) & {former, into}
    assert set(sheet.moved(later)["customer_id"]) >= {former, into}
    assert sheet.acted(source)["customers"].sum() == sheet.acted(later)["customers"].sum() - 2
    told = "2 klanten zijn sindsdien samengevoegd: niet vergeleken."
    assert told in str(sheet.PAGE.values(source)["followup_subtitle"])
    assert told not in str(sheet.PAGE.values(later)["followup_subtitle"])
