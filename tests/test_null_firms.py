"""What is claimed in firms without structure, and in the same firms with a gap planted: a small null test.

``benchmarks/claims.py`` does the same with all 21 firms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from firms_by_law import Firm, inputs_of, null_firms, planted_customers
from quick import first_quick

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.actions.levers import LEVERS
from klantwaarde_xl.core.actions.monday import to_hold_on_to
from klantwaarde_xl.core.ahead.looking_ahead import looking_ahead
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.report.pages.next_steps.managers import manager_rows
from klantwaarde_xl.report.words.hours_sentences import hours_message

SMALL = [firm for firm in null_firms() if firm.customers == 60]
PLANTED = [firm for firm in null_firms() if firm.customers == 400 and firm.groups == 10][:4]


@pytest.fixture(scope="module")
def null() -> list[Analysis]:
    return [analyse(inputs_of(firm)) for firm in SMALL]


def test_nothing_can_be_won_where_everybody_follows_the_same_laws(null: list[Analysis]) -> None:
    shares = np.array(
        [sum(found.chances.potential.values()) / found.totals["gross_margin"] for found in null]
    )
    assert shares.mean() <= 0.001
    assert (shares > 0.005).sum() <= 1


def test_no_lever_is_a_label_there(null: list[Analysis]) -> None:
    for found in null:
        label = found.chances.actions["label"]
        assert label.isin(["reprice", "serve_efficiently"]).mean() <= 0.02


def test_hardly_anyone_is_to_be_held_on_to_there(null: list[Analysis]) -> None:
    for found in null:
        assert found.customers["hold_on"].mean() <= 0.03
        # On Maandag nobody is called because he may go, either: that he buys later is no chance of leaving.
        assert to_hold_on_to(found.chances.actions, found.customers).mean() <= 0.03
        assert found.chances.moves.moves.empty
        assert found.chances.comparison.rows.empty


def test_where_no_hours_are_known_nobody_has_free_hours(null: list[Analysis]) -> None:
    without = [found for found in null if not found.has_effort]
    assert without
    for found in without:
        managers = found.chances.same_people.managers
        assert set(managers["reason"]) == {"no_hours"}
        assert not found.chances.same_people.rows["ticked"].any()
        assert hours_message(managers, found.chances.portfolio) in {
            "",
            "Of acties in de uren passen is onbekend: van geen klant zijn uren bekend (Inspanning, of een "
            "drijver op Tarieven).",
        }
        rows = manager_rows(found)
        assert rows[["hours_a_year", "used", "free_hours"]].isna().all(axis=None)


@pytest.mark.slow
def test_all_21_firms_claim_nothing() -> None:
    shares, held, moves = [], [], 0
    for firm in null_firms():
        found = analyse(inputs_of(firm))
        margin = found.totals["gross_margin"]
        shares.append(sum(found.chances.potential.values()) / margin)
        held.append(found.customers["hold_on"].mean())
        assert to_hold_on_to(found.chances.actions, found.customers).mean() <= 0.03
        moves += len(found.chances.moves.moves)
        assert found.chances.comparison.reason in {"few", "chance"}
    assert len(shares) == 21
    assert np.mean(shares) <= 0.001
    assert np.sum(np.array(shares) > 0.005) <= 1
    assert max(held) <= 0.03
    assert moves == 0


@pytest.mark.parametrize("seed", first_quick(1, [11, 12]))
def test_who_buys_seldom_is_not_held_on_to_for_that(seed: int) -> None:
    lines = inputs_of(Firm(seed=seed, customers=1_000, visits=2.0, work="")).transactions
    year = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    found = looking_ahead(lines, customer_measures(lines, year), year)
    assert found.leaving.reason in {"", "no_better"}
    assert found.customers["hold_on"].mean() <= 0.03
    if not found.leaving.reason:
        # "Twice the odds of everyone" alone would hold on to some of them.
        assert (found.customers["leave_chance"] >= 0.2).mean() > 0.03


@pytest.mark.parametrize("firm", first_quick(1, PLANTED), ids=lambda firm: str(firm.seed))
def test_a_planted_margin_is_found_with_those_who_have_it(firm: Firm) -> None:
    firm = replace(firm, planted=0.15, points=0.06)
    found = analyse(inputs_of(firm))
    actions = found.chances.actions
    low = actions.index.isin(planted_customers(firm))
    claimed = actions[list(LEVERS)].to_numpy().sum(axis=1)
    lost = 0.06 * found.customers["revenue"].reindex(actions.index).to_numpy()[low].sum()
    assert claimed[low].sum() >= 0.9 * claimed.sum()
    assert 0.15 * lost <= claimed[low].sum() <= lost
    repriced = (actions["label"] == "reprice").to_numpy()
    assert repriced[low].sum() >= 0.9 * repriced.sum() > 5
