"""The fair test through the report: who is left alone, that it stays so, and what the sheets say of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from firms_by_law import Firm, inputs_of

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.followup.fair_test import effect_of
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.next_steps.actions import action_frame

FIRST, LATER = dt.datetime(2025, 1, 5, 9), dt.datetime(2025, 6, 5, 9)
MARK = "Niet benaderen (proef)"


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return inputs_of(Firm(seed=5, customers=64, planted=0.6, points=0.15, noise=0.02))


def run(
    inputs: Inputs, share: float, day: dt.datetime, history: pd.DataFrame | None = None
) -> tuple[Analysis, Document]:
    analysis = analyse(replace(inputs, settings=Settings(trial_share=share, rank_draws=0), history=history))
    return analysis, build(analysis, created=day)


@pytest.fixture(scope="module")
def first(inputs: Inputs) -> tuple[Analysis, Document]:
    """Return the first refresh with a share of 40 %."""
    return run(inputs, 0.4, FIRST)


@pytest.fixture(scope="module")
def without(inputs: Inputs) -> tuple[Analysis, Document]:
    """Return the same refresh without a test."""
    return run(inputs, 0.0, FIRST)


def drawn(number: str) -> float:
    return int(hashlib.sha256(f"1\0{number}".encode()).hexdigest()[:16], 16) / 2**64


def marked(document: Document) -> set[str]:
    actions = document.frames["actions"]
    return set(actions.loc[actions["label"] == MARK, "customer_id"])


def test_without_a_share_nobody_is_left_alone(without: tuple[Analysis, Document]) -> None:
    analysis, document = without
    assert not marked(document)
    assert set(document.frames["history"]["trial"]) == {""}
    proposed = int((analysis.chances.actions["hours"] > 0).sum())
    assert str(document.values["followup_beforehand"]).startswith(
        f"Proefgroep (Instellingen) is 0 %: geen proef. Laat u 50 % van {proposed} klanten met een actie met "
        "rust"
    )
    assert document.values["followup_trial"] == ""


def test_the_draw_decides_and_its_hours_go_to_others(first: tuple[Analysis, Document]) -> None:
    analysis, document = first
    actions = analysis.chances.actions
    proposed = set(actions.index[actions["hours"] > 0].astype(str))
    wanted = {number for number in proposed if drawn(number) < 0.4}
    assert marked(document) == wanted
    assert 0 < len(wanted) < len(proposed)
    assert set(analysis.chances.same_people.rows.index) == proposed - wanted
    rows = document.frames["history"].set_index("customer_id")
    assert set(rows.index[rows["trial"] == "niet benaderen"]) == wanted
    assert set(rows.index[rows["trial"] == "benaderen"]) == proposed - wanted
    assert set(rows.loc[list(proposed), "first_proposed"]) == {pd.Timestamp(FIRST.date())}
    assert rows.drop(index=list(proposed))["first_proposed"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize(
    "share", [0.9, *(pytest.param(share, marks=pytest.mark.slow) for share in (0.0, 0.1))]
)
def test_a_customer_stays_in_its_group(
    inputs: Inputs, first: tuple[Analysis, Document], share: float
) -> None:
    _, before = first
    _, after = run(inputs, share, LATER, before.frames["history"])
    assert marked(after) == (marked(before) if share else set())
    rows = after.frames["history"]
    old, new = (
        rows[rows["date"] == pd.Timestamp(day.date())].set_index("customer_id") for day in (FIRST, LATER)
    )
    for column in ("trial", "first_proposed"):
        pd.testing.assert_series_equal(new[column].reindex(old.index), old[column])


@pytest.fixture(scope="module")
def half_a_year(first: tuple[Analysis, Document]) -> pd.DataFrame:
    """Return a history in which all came into the test in the middle of 2024, half of them left alone."""
    day = pd.Timestamp(2024, 6, 30)
    rows = first[1].frames["history"].sort_values("customer_id", ignore_index=True).assign(date=day)
    groups = np.where(np.arange(len(rows)) % 2, "benaderen", "niet benaderen")
    return rows.assign(trial=groups, first_proposed=rows["date"])


def test_the_effect_is_that_of_the_lines_before_and_after(inputs: Inputs, half_a_year: pd.DataFrame) -> None:
    _, document = run(inputs, 0.4, FIRST, half_a_year)
    day, end = pd.Timestamp(2024, 6, 30), pd.Timestamp(2024, 12, 31)
    margins: dict[str, list[float]] = {number: [0.0, 0.0] for number in half_a_year["customer_id"]}
    for line in inputs.transactions.itertuples():
        if line.customer_id not in margins:
            continue
        amount = line.revenue - line.cost
        if day - pd.Timedelta(days=365) < line.date.normalize() <= day:
            margins[line.customer_id][0] += amount
        elif day < line.date.normalize() <= end:
            margins[line.customer_id][1] += amount * 365 / 184
    before, after = np.array(list(margins.values())).T
    wanted = effect_of(before, after, (half_a_year["trial"] == "niet benaderen").to_numpy())
    assert wanted.enough
    told = str(document.values["followup_trial"])
    assert told.startswith(f"Wie geloot is om te benaderen gaf {_signed(wanted.effect)} marge")
    assert f"{_signed(wanted.low)} tot {_signed(wanted.high)}" in told
    assert told.endswith(
        f"{wanted.approached} geloot om te benaderen, {wanted.alone} om met rust te laten."
        + (" Dat kan toeval zijn." if wanted.low <= 0 <= wanted.high else "")
    )


def _signed(fraction: float) -> str:
    percent = round(100 * fraction)
    return f"{'+' if fraction > 0 else ''}{percent} %"


@pytest.mark.slow
def test_few_customers_are_told_to_be_too_few(inputs: Inputs, half_a_year: pd.DataFrame) -> None:
    few = half_a_year.assign(trial=half_a_year["trial"].where(half_a_year.index < 50, ""))
    _, document = run(inputs, 0.0, FIRST, few)
    assert document.values["followup_trial"] == (
        "Nog te weinig: na minstens 90 dagen 25 geloot om te benaderen en 25 om met rust te laten; van elk "
        "zijn er 30 nodig."
    )


def test_no_sheet_tells_to_approach_who_is_left_alone(
    first: tuple[Analysis, Document], without: tuple[Analysis, Document]
) -> None:
    analysis, document = first
    alone, frames, free = marked(document), document.frames, without[1].frames
    assert alone & set(free["monday"]["customer_id"])
    assert not alone & set(frames["monday"]["customer_id"])
    chances = frames["cross_sell"]
    told = chances["evidence"].str.startswith(MARK)
    assert set(chances.loc[told, "customer_id"]) == alone & set(chances["customer_id"]) != set()
    line = str(document.values["cross_sell_method"])
    assert re.search(
        rf" {told.sum()} (kans is|kansen zijn|voorstel is|voorstellen zijn) van klanten in de proefgroep",
        line,
    )
    assert "proefgroep" not in str(without[1].values["cross_sell_method"])
    card = frames["card"].set_index("customer_id")
    assert set(card.index[card["advice"] == MARK]) == alone
    assert card.loc[list(alone), "advice_1"].str.startswith("In de proefgroep: niet benaderen.").all()
    # What there is to win is the same: the customers stay customers.
    assert analysis.chances.potential == without[0].chances.potential


def test_the_chances_on_the_dashboard_are_of_who_may_be_approached(first: tuple[Analysis, Document]) -> None:
    source = Source(first[0])
    actions = source.once(action_frame)
    largest = actions["rank_revenue"].rank(method="first", ascending=False) <= 3
    amounts = np.where(largest, 900.0, 0.0)
    marks = np.where(largest & (largest.cumsum() == 2), MARK, "Uitbouwen")
    source._made[action_frame] = actions.assign(up_sell=amounts, cross_sell=0.0, label=marks)
    shown = list_frames(source)["opportunities"]
    named = actions.loc[largest, "name"].tolist()
    assert [name for name in shown["name"] if name] == [named[0], named[2]]
