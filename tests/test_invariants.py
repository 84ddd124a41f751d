"""What must hold of any analysis (docs/method.md 11): the whole pipeline on small random companies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from drawn_companies import company, text
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.measures.reconciliation import LinesRead, reconcile
from klantwaarde_xl.model.inputs import Inputs

FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a company is one seed: there is nothing to shrink
    suppress_health_check=list(HealthCheck),
)
FIGURES = ("revenue", "gross_margin", "cost_to_serve", "contribution", "hours", "energy", "breadth", "score")
"""Figures of a customer that are compared to the last bits but a few: the order of adding may differ."""
VERDICTS = ("rank", "rank_revenue", "rank_contribution", "pareto_class", "previous_class", "at_risk")


COMPANIES = st.builds(
    company,
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.integers(1, 6),
    st.integers(20, 250),
    st.booleans(),
    st.sampled_from(["omzet", "marge", "nettobijdrage"]),
)


def outcome(inputs: Inputs) -> Analysis | None:
    """Return the analysis, None for a company that sold nothing to anyone who counts in the period."""
    dates = inputs.transactions["date"].to_numpy()
    inside = (dates >= np.datetime64("2025-01-01")) & (dates < np.datetime64("2026-01-01"))
    left_out = inputs.customers.loc[inputs.customers["include"] == 0, "customer_id"].astype(object)
    if not (inside & ~inputs.transactions["customer_id"].isin(left_out).to_numpy()).any():
        return None
    return analyse(inputs)


def same_verdicts(first: Analysis, second: Analysis) -> None:
    """Check that two analyses say the same of every customer, apart from amounts."""
    old, new = (found.customers.sort_index() for found in (first, second))
    assert old.index.tolist() == new.index.tolist()
    for name in VERDICTS:
        assert old[name].fillna(-1).tolist() == new[name].fillna(-1).tolist(), name
    np.testing.assert_allclose(new["score"], old["score"], rtol=0, atol=1e-7)
    assert (
        first.chances.actions["label"].sort_index().to_dict()
        == second.chances.actions["label"].sort_index().to_dict()
    )
    assert first.chances.cross_sell.method == second.chances.cross_sell.method
    pairs = [
        set(
            zip(
                found.chances.cross_sell.gaps["customer_id"],
                found.chances.cross_sell.gaps["item"],
                strict=True,
            )
        )
        for found in (first, second)
    ]
    assert pairs[0] == pairs[1]


def shuffled(frame: pd.DataFrame | None, draw: np.random.Generator) -> pd.DataFrame | None:
    """Return the rows in another order, and with them the order in which values first appear."""
    if frame is None:
        return None
    frame = frame.iloc[draw.permutation(len(frame))].reset_index(drop=True)
    return frame.assign(
        **{
            name: text(column.astype(object))
            for name, column in frame.items()
            if isinstance(column.dtype, pd.CategoricalDtype)
        }
    )


@pytest.mark.slow
@FEW
@given(COMPANIES, st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(inputs: Inputs, seed: int) -> None:
    draw = np.random.default_rng(seed)
    tables = ("transactions", "customers", "products", "effort", "rates", "ratings", "account_managers")
    first = outcome(inputs)
    second = outcome(replace(inputs, **{name: shuffled(getattr(inputs, name), draw) for name in tables}))
    assert (first is None) == (second is None)
    if first is None or second is None:
        return
    same_verdicts(first, second)
    old, new = (found.customers.sort_index() for found in (first, second))
    for name in FIGURES:
        np.testing.assert_allclose(new[name], old[name], rtol=1e-9, atol=1e-9, err_msg=name)
    for lever, amount in first.chances.potential.items():
        assert second.chances.potential[lever] == pytest.approx(amount, rel=1e-6, abs=1e-6), lever


@pytest.mark.slow
@FEW
@given(COMPANIES)
def test_a_hundred_times_the_euros_is_the_same_company(inputs: Inputs) -> None:
    def scaled(frame: pd.DataFrame | None, *columns: str) -> pd.DataFrame | None:
        # From whole cents, so that 100 times an amount is that amount and not its neighbour.
        return (
            None if frame is None else frame.assign(**{name: np.rint(frame[name] * 100) for name in columns})
        )

    chosen = inputs.settings
    first = outcome(inputs)
    second = outcome(
        replace(
            inputs,
            transactions=scaled(inputs.transactions, "revenue", "cost"),
            effort=scaled(inputs.effort, "expense"),
            rates=scaled(inputs.rates, "hourly_cost"),
            read_revenue=inputs.read_revenue * 100,
            settings=chosen.model_copy(
                update={
                    "hourly_cost": chosen.hourly_cost * 100,
                    "minimum_gap": chosen.minimum_gap * 100,
                    "move_threshold": chosen.move_threshold * 100,
                }
            ),
        )
    )
    assert (first is None) == (second is None)
    if first is None or second is None:
        return
    same_verdicts(first, second)
    np.testing.assert_allclose(
        second.customers["contribution"].sort_index(),
        first.customers["contribution"].sort_index() * 100,
        rtol=1e-9,
        atol=1e-6,
    )
    assert second.concentration.gini == pytest.approx(first.concentration.gini, nan_ok=True)
    assert second.whale.at == pytest.approx(first.whale.at, nan_ok=True)


@pytest.mark.slow
@FEW
@given(COMPANIES)
def test_a_customer_with_zeros_changes_no_class_of_another(inputs: Inputs) -> None:
    first = outcome(inputs)
    if first is None:
        return
    lines = inputs.transactions
    extra = pd.DataFrame(
        {
            "date": np.array(["2025-06-01"], "datetime64[s]"),
            "customer_id": ["nul"],
            "product_id": ["P0"],
            "invoice_id": ["F-nul"],
            "revenue": [0.0],
            "cost": [0.0],
        }
    ).reindex(columns=lines.columns)
    joined = pd.concat(
        [lines.astype({n: object for n in lines if lines[n].dtype == "category"}), extra], ignore_index=True
    )
    for name in lines:
        if isinstance(lines[name].dtype, pd.CategoricalDtype):
            joined[name] = text(joined[name])
        elif lines[name].dtype != joined[name].dtype:
            joined[name] = joined[name].astype(lines[name].dtype)
    second = outcome(replace(inputs, transactions=joined, read_lines=inputs.read_lines + 1))
    assert second is not None
    assert second.customers.loc["nul", "pareto_class"] == "C"
    others = second.customers["pareto_class"].drop("nul").to_dict()
    assert others == first.customers["pareto_class"].to_dict()


@FEW
@given(COMPANIES)
def test_contributions_add_up_to_what_the_company_earned(inputs: Inputs) -> None:
    found = outcome(inputs)
    if found is None:
        return
    per_customer = found.customers["contribution"]
    assert found.totals["contribution"] == pytest.approx(per_customer.sum(), abs=1e-6)
    # Again in plain Python, from the rows: margin of lines with a cost, less hours, expenses and a quarter of
    # an hour an invoice.
    left_out = set(inputs.customers.loc[inputs.customers["include"] == 0, "customer_id"])
    known = set(per_customer.index[per_customer.notna()])
    total, invoices = 0.0, set()
    for line in inputs.transactions.itertuples():
        if line.customer_id in known - left_out and line.date.year == 2025:
            invoices.add((line.customer_id, line.invoice_id))
            if line.cost == line.cost:
                total += line.revenue - line.cost
    if inputs.effort is not None:
        total -= len(invoices) * 15 / 60 * 40.0
        for row in inputs.effort.itertuples():
            if row.customer_id in known - left_out and row.date.year == 2025:
                total -= row.hours * {"Bezoek": 80.0, "Order": 40.0}[row.activity] + row.expense
    effort_known = found.customers["expense"].notna().all() or inputs.effort is None
    if effort_known:
        assert per_customer.sum() == pytest.approx(total, abs=0.005)


@given(st.lists(st.tuples(st.integers(-(10**7), 10**7), st.integers(0, 2)), min_size=1, max_size=60))
@settings(max_examples=200, phases=[Phase.generate], deadline=None, derandomize=True)
def test_parts_of_a_cent_are_no_reason_to_refuse_a_run(amounts: list[tuple[int, int]]) -> None:
    # Prices of a thousandth: the total may end in half a cent, and the same sum added in another order on the
    # other side of it.
    revenue = np.array([thousandths / 1000 for thousandths, _ in amounts])
    kind = np.array([kind for _, kind in amounts])
    table = reconcile(
        revenue, kind == 1, kind == 2, LinesRead((len(revenue), float(revenue.sum())), (0, 0.0))
    )
    assert table["lines"].iloc[:4].sum() == len(revenue)
