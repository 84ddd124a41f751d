"""Geschiedenis: what a snapshot of a small firm holds, and what of former snapshots it keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from small_company import CUSTOMERS, LINES, PRODUCTS

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.functions import of_tables
from klantwaarde_xl.model.history import APPROACH, BETWEEN, HISTORY_FIELDS, LEAVE_ALONE
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.followup import history

TODAY, MOMENT = dt.date(2025, 1, 20), pd.Timestamp(2025, 1, 20)
EARLIER = pd.Timestamp(2024, 7, 5)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return of_tables._analysis((LINES, CUSTOMERS, PRODUCTS))[1]


@pytest.fixture(scope="module")
def trial(analysis: Analysis) -> Analysis:
    """Return the firm with a fair test: every second customer has an action, every third is drawn to rest."""
    place = pd.Series(range(len(analysis.chances.actions)))
    actions = analysis.chances.actions.assign(
        hours=(place % 2 == 0).to_numpy(float), alone=(place % 3 == 0).to_numpy()
    )
    inputs = replace(analysis.inputs, settings=Settings(trial_share=0.5))
    return replace(analysis, inputs=inputs, chances=replace(analysis.chances, actions=actions))


def source(analysis: Analysis, day: dt.date | None = TODAY, **inputs: Any) -> Source:
    return Source(replace(analysis, inputs=replace(analysis.inputs, **inputs)), day=day)


def former(analysis: Analysis, **changed: object) -> pd.DataFrame:
    return history.snapshot(source(analysis)).assign(date=EARLIER, **changed)


def test_every_customer_has_one_row_with_numbers_as_text(analysis: Analysis) -> None:
    rows = history.snapshot(source(analysis))
    assert list(rows) == list(HISTORY_FIELDS)
    assert rows["customer_id"].tolist() == [str(number) for number in analysis.customers.index]
    assert {type(number) for number in rows["customer_id"]} == {str}
    assert set(rows["scale"]) == {history._scale(analysis)}
    assert rows[["date", "until", "first_proposed"]].dtypes.astype(str).tolist() == ["datetime64[s]"] * 3


def test_chances_are_those_of_cross_sell_with_what_they_bring_together(analysis: Analysis) -> None:
    rows = history.snapshot(source(analysis)).set_index("customer_id")
    items: dict[str, list[str]] = {}
    margins: dict[str, list[float]] = {}
    for gap in analysis.chances.cross_sell.gaps.itertuples():
        if gap.rank <= 20:
            items.setdefault(str(gap.customer_id), []).append(str(gap.item))
            margins.setdefault(str(gap.customer_id), []).append(float(gap.expected_margin))
    assert items
    for customer, row in rows.iterrows():
        assert row["chances"] == BETWEEN.join(items.get(str(customer), []))
        if customer in items:
            assert row["expected"] == pytest.approx(sum(margins[str(customer)]), nan_ok=True)
        else:
            assert pd.isna(row["expected"])


def test_the_status_follows_a_merged_customer(analysis: Analysis) -> None:
    own, other = (str(number) for number in analysis.customers.index[:2])
    notes = pd.DataFrame({"status": ["gedaan", "open"]}, index=["oud", other])
    rows = history.snapshot(source(analysis, action_notes=notes, merged={"oud": own}))
    found = rows.set_index("customer_id")["status"].to_dict()
    assert {number: status for number, status in found.items() if status} == {own: "gedaan", other: "open"}


def test_nobody_is_in_a_trial_that_was_not_chosen(analysis: Analysis) -> None:
    rows = history.snapshot(source(analysis))
    assert set(rows["trial"]) == {""}
    assert rows["first_proposed"].isna().all()


def test_who_has_an_action_enters_the_trial_by_lot(trial: Analysis) -> None:
    rows = history.snapshot(source(trial)).set_index("customer_id")
    for place, customer in enumerate(trial.chances.actions.index):
        row = rows.loc[str(customer)]
        if place % 2 == 0:
            assert row["trial"] == (LEAVE_ALONE if place % 3 == 0 else APPROACH)
            assert row["first_proposed"] == MOMENT
        else:
            assert (row["trial"], pd.isna(row["first_proposed"])) == ("", True)


def test_who_is_in_the_trial_stays_in_its_group_since_its_first_day(
    analysis: Analysis, trial: Analysis
) -> None:
    for now in (analysis, trial):
        then = former(now, trial=LEAVE_ALONE, first_proposed=EARLIER)
        rows = history.snapshot(source(now, history=then))
        assert set(rows["trial"]) == {LEAVE_ALONE}
        assert set(rows["first_proposed"]) == {EARLIER}


def test_another_weight_is_another_measure(analysis: Analysis) -> None:
    name = next(iter(analysis.settings.weights()))
    plain = history._scale(analysis)
    assert plain.endswith(" " + "/".join(f"{weight:g}" for weight in analysis.settings.weights().values()))
    assert plain.startswith(f"{analysis.settings.normalisation} ")
    settings = analysis.settings.model_copy(update={f"weight_{name}": 0.987})
    changed = replace(analysis, inputs=replace(analysis.inputs, settings=settings))
    assert history._scale(changed) == plain.replace(f" {analysis.settings.weights()[name]:g}/", " 0.987/", 1)


def test_the_snapshot_of_today_takes_the_place_of_an_earlier_one_of_today(analysis: Analysis) -> None:
    then = former(analysis)
    both = pd.concat([then, then.assign(date=MOMENT, score=-1.0)], ignore_index=True)
    rows = history.history_frame(source(analysis, history=both))
    assert rows["date"].tolist() == [EARLIER] * len(then) + [MOMENT] * len(then)
    assert (rows["score"] >= 0).all()


def test_without_a_day_only_former_snapshots_are_kept(analysis: Analysis) -> None:
    then = former(analysis)
    pd.testing.assert_frame_equal(history.history_frame(source(analysis, day=None, history=then)), then)
    nothing = source(analysis, day=None)
    assert history.history_frame(nothing).empty
    assert history.PAGE.values(nothing) == {
        "history_message": "Nog geen momentopnamen.",
        "history_subtitle": "Hoogstens 200.000 rijen; daarboven blijven van de oudste alleen de jaareinden.",
    }


def test_the_message_counts_the_snapshots(analysis: Analysis) -> None:
    values = history.PAGE.values(source(analysis, history=former(analysis)))
    assert values["history_message"] == "2 momentopnamen, van 05-07-2024 t/m 20-01-2025."
