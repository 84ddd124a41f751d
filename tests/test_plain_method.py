"""The whole analysis against a second computation in plain Python (tests/support/plain_*.py), figure by
figure."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from datasets import adventureworks, write_workbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain_company import made_up, raw_tables
from plain_input import Company, default_period, prepare
from same_as_plain import MEASURE, company_of, same_everything

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.foreign import parse_currency_rates
from klantwaarde_xl.model.inputs import Inputs, check_inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.use_cases.refreshing import load


@pytest.mark.slow
def test_the_demo() -> None:
    analysis = analyse(check_inputs(demo_tables()))
    assert same_everything(analysis, company_of(analysis.inputs)) == len(analysis.customers) > 300


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["omzet", "score"])
def test_the_resellers(shared_data: Path, tmp_path: Path, measure: str) -> None:
    path = write_workbook(tmp_path / "in.xlsx", adventureworks(shared_data / "adventureworks_reseller"))
    inputs = load(path)
    analysis = analyse(
        Inputs(
            **{
                **{f: getattr(inputs, f) for f in Inputs.__slots__},
                "settings": Settings(pareto_measure=measure),
            }
        )
    )
    assert same_everything(analysis, company_of(analysis.inputs)) == len(analysis.customers) > 300


PERIODS = [
    (None, None),
    (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    (dt.date(2024, 8, 1), dt.date(2025, 2, 28)),
    (dt.date(2024, 2, 29), dt.date(2025, 2, 10)),
]
CHOICES = st.builds(
    Settings,
    period_from=st.none(),
    by_parent=st.booleans(),
    normalisation=st.sampled_from(["waarde", "waarde", "percentiel", "min-max", "min-max p5-p95", "z-score"]),
    pareto_measure=st.sampled_from(list(MEASURE)),
    bound_a=st.sampled_from([0.8, 0.5, 0.0]),
    bound_b=st.sampled_from([0.95, 0.8, 1.0]),
    vat_rate=st.sampled_from([0.0, 0.21]),
    currency_rates=st.sampled_from(["", "USD=0,92"]),
    weight_energy=st.sampled_from([0.1, 0.0]),
    weight_turnover=st.sampled_from([0.2, 3.0, 0.0]),
    minimum_gap=st.sampled_from([0.0, 100.0]),
    late_after=st.sampled_from([2.0, 1.5]),
    decline_limit=st.sampled_from([0.3, 0.1]),
    rank_draws=st.just(10),
)


Dates = tuple[dt.date | None, dt.date | None]
GENERATED = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@settings(GENERATED, max_examples=15)
@given(st.integers(0, 2**32 - 1), CHOICES, st.sampled_from(PERIODS))
def test_made_up_companies(seed: int, chosen: Settings, period: Dates) -> None:
    compared, refused = same_for_a_made_up_company(seed, chosen, period)
    assert refused == (compared == 0)


@pytest.mark.slow
@settings(GENERATED, max_examples=150)
@given(st.integers(0, 2**32 - 1), CHOICES, st.sampled_from(PERIODS))
def test_many_made_up_companies(seed: int, chosen: Settings, period: Dates) -> None:
    compared, refused = same_for_a_made_up_company(seed, chosen, period)
    assert refused == (compared == 0)


def same_for_a_made_up_company(seed: int, chosen: Settings, period: Dates) -> tuple[int, bool]:
    """Compare package and second computation on the company of a seed.

    Returns how many customers were compared, and whether both refuse the company."""
    company = made_up(seed)
    chosen = chosen.model_copy(update=dict(zip(("period_from", "period_to"), period, strict=True)))
    inputs = check_inputs(raw_tables(company), chosen)
    used = prepare(company, by_parent=chosen.by_parent, rates=parse_currency_rates(chosen.currency_rates))
    dates = [row["date"] for row in used.lines]
    start, end = (period if period[0] else default_period(dates)) if dates else (dt.date.max, dt.date.min)
    if not any(start <= day <= end for day in dates):
        with pytest.raises(errors.UnusableInputError):
            analyse(inputs)
        return 0, True
    return same_everything(analyse(inputs), company), False


def test_a_sister_company_is_left_out_and_the_rest_of_its_concern_stays() -> None:
    lines = [
        {"date": dt.date(2025, 3, day), "customer_id": name, "revenue": amount, "cost": 0.0}
        for day, (name, amount) in enumerate([("a", 100.0), ("b", 30.0), ("c", 7.0)], start=1)
    ]
    customers = [
        {
            "customer_id": name,
            "name": name,
            "parent_id": "Groep",
            "account_manager": "Noor",
            "include": counts,
        }
        for name, counts in (("a", None), ("b", 0.0), ("c", 1.0))
    ]
    company = Company(lines, customers)
    analysis = analyse(check_inputs(raw_tables(company), Settings(by_parent=True)))
    assert analysis.customers["revenue"].to_dict() == {"Groep": 107.0}
    assert analysis.reconciliation.set_index("reason")["revenue"]["not_included"] == 30.0
    assert analysis.unscored.empty
