"""The use case: checked inputs in, one Analysis out, from which every sheet, function and command is fed.

It holds no formulas of its own (those are in ``core``) and no look (that is in ``report``): it only joins the
steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.analysis.chances import find_chances
from klantwaarde_xl.analysis.result import MEASURE, Analysis
from klantwaarde_xl.core.base.period import Period, default_period
from klantwaarde_xl.core.measures.change import change_from, is_new, lost_customers
from klantwaarde_xl.core.measures.customer_measures import customer_measures, line_cost
from klantwaarde_xl.core.measures.invoice_lines import map_ids, merge_customers, parents, product_groups
from klantwaarde_xl.core.measures.migration import class_migration
from klantwaarde_xl.core.measures.monthly import monthly_revenue
from klantwaarde_xl.core.measures.reconciliation import reconcile
from klantwaarde_xl.core.measures.retention import retention
from klantwaarde_xl.core.value.concentration import concentration, top20_check
from klantwaarde_xl.core.value.pareto import classes_by_rank, cumulative_share, pareto_classes, pareto_curve
from klantwaarde_xl.core.value.rank_interval import rank_certainty
from klantwaarde_xl.core.value.score import customer_score
from klantwaarde_xl.core.value.whale_curve import whale_curve
from klantwaarde_xl.model.findings import Finding, in_euros
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.tables import UNASSIGNED, InvoiceLine

NORMALISATION = {
    "percentiel": "percentile",
    "min-max": "min_max",
    "min-max p5-p95": "min_max_winsorised",
    "z-score": "z_score",
}
INFO = ("name", "parent_id", "segment", "region", "account_manager")
"""Columns of the customer table that go along with the figures."""
SUMMED = ("revenue", "covered_revenue", "gross_margin", "hours", "cost_to_serve", "contribution", "lines")
"""Measures that are added up over all customers."""


def analyse(inputs: Inputs, step: Callable[[str], None] = lambda _name: None) -> Analysis:
    """Return the analysis of checked inputs; ``step`` is told which step begins, by a reason code.

    Raises UnusableInputError when no line is left to analyse, and ReconciliationError when the turnover does
    not add up.

    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-03-01", "2024-05-01"]), "customer_id": pd.Categorical(["a", "b"]),
    ...                       "revenue": [100.0, 80.0], "cost": [70.0, 30.0]})
    >>> from klantwaarde_xl.model.tables import InvoiceLine
    >>> lines = lines.reindex(columns=list(InvoiceLine.model_fields))
    >>> result = analyse(Inputs(lines, read_lines=2, read_revenue=180.0))
    >>> result.customers["contribution"].to_dict(), result.customers["pareto_class"].to_dict()
    ({'b': 50.0, 'a': 30.0}, {'b': 'A', 'a': 'A'})
    """
    settings = inputs.settings
    step("lines")
    info, lines, effort, ratings, left_out = _prepare(inputs)
    used = lines[~left_out] if left_out.any() else lines
    if len(lines) and not len(used) and (lines["customer_id"] == UNASSIGNED).all():
        raise errors.NOBODY_IS_KNOWN.error(customer=UNASSIGNED)
    period = _period(settings, used["date"].to_numpy())
    previous = period.previous()
    inside = period.contains(used["date"].to_numpy())
    if not inside.any():
        raise errors.NO_LINES_IN_PERIOD.error(start=f"{period.start:%d-%m-%Y}", end=f"{period.end:%d-%m-%Y}")
    nobody = _nobody(
        lines[left_out & (lines["customer_id"] == UNASSIGNED).to_numpy()], float(lines["revenue"].sum())
    )
    step("measures")

    def measures_of(when: Period) -> pd.DataFrame:
        return customer_measures(
            used,
            when,
            effort=effort,
            rates=inputs.rates,
            customers=info,
            ratings=ratings,
            hourly_cost=settings.hourly_cost,
            capital_rate=settings.capital_rate,
            vat_rate=settings.vat_rate,
        )

    now, before = measures_of(period), measures_of(previous)
    step("score")
    customers = _describe(now, info).join(change_from(now, before))
    customers["is_new"] = is_new(used, period).reindex(customers.index, fill_value=False)
    scores = customer_score(now, settings.weights(), NORMALISATION[settings.normalisation])
    customers = customers.join(scores)
    customers = customers.join(
        rank_certainty(scores, settings.weights(), draws=settings.rank_draws, seed=settings.seed)
    )
    step("pareto")
    measure = MEASURE[settings.pareto_measure]
    customers["pareto_class"] = _classes(customers, measure, settings)
    customers["pareto_share"] = cumulative_share(customers[measure])
    if measure == "score" and len(before):
        before = before.join(
            customer_score(before, settings.weights(), NORMALISATION[settings.normalisation])["score"]
        )
    earlier = (
        pd.Series(_classes(before, measure, settings), index=before.index, dtype=object)
        if len(before)
        else _none()
    )
    customers["previous_class"] = earlier.reindex(customers.index).fillna("").astype(object)
    risk = retention(used, now, period, late_after=settings.late_after, decline_limit=settings.decline_limit)
    customers = customers.join(risk.rename(columns={"reason": "at_risk_reason"}))
    customers = customers.sort_values(["rank"], kind="stable", na_position="last")
    step("chances")
    chances = find_chances(inputs, used, customers, period)
    step("totals")
    buyers, earlier_buyers = customers["pareto_class"][customers["lines"] > 0], earlier[before["lines"] > 0]
    return Analysis(
        inputs=inputs,
        period=period,
        previous=previous,
        lines=used,
        customers=customers,
        lost=_describe(lost_customers(now, before), info),
        unscored=_unscored(info, customers.index),
        measure=measure,
        pareto_curve=pareto_curve(customers[measure]),
        whale=whale_curve(customers["contribution"]),
        concentration=concentration(customers["revenue"]),
        top20=top20_check(customers),
        migration=class_migration(earlier_buyers, buyers, before["revenue"], customers["revenue"]),
        monthly=monthly_revenue(used[inside], period).reindex(customers.index, fill_value=0.0),
        reconciliation=_reconcile(inputs, lines, left_out, period),
        totals={
            **_totals(now),
            **nobody,
            **{f"previous_{name}": value for name, value in _totals(before).items()},
        },
        has_effort=bool(now["time_cost"].notna().any()),
        chances=chances,
        findings=(
            *inputs.findings,
            *_remarks(customers, used, period, previous, measure, inputs),
            *_unassigned(nobody),
        ),
    )


def _prepare(
    inputs: Inputs,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None, np.ndarray]:
    """Return customer info, countable lines, effort, ratings, and which lines belong to customers that are
    left out."""
    lines = inputs.transactions
    lines = lines.assign(
        cost=line_cost(lines, inputs.products), product_group=product_groups(lines, inputs.products)
    )
    info, effort, ratings = inputs.customers, inputs.effort, inputs.ratings
    if info is None:
        info = pd.DataFrame({"customer_id": pd.Categorical([])}).reindex(
            columns=["customer_id", *INFO, "payment_days", "include"]
        )
    # Who does not count is a customer, not a concern: a sister company is left out and the rest of its
    # concern stays.
    excluded = info.loc[info["include"] == 0, "customer_id"].astype(object)
    left_out = lines["customer_id"].isin(excluded).to_numpy()
    effort, ratings = (
        None if frame is None else frame[~frame["customer_id"].isin(excluded)] for frame in (effort, ratings)
    )
    if inputs.settings.by_parent and inputs.customers is not None:
        concern = parents(info)
        info = merge_customers(info)
        lines, effort, ratings = (
            None if frame is None else frame.assign(customer_id=map_ids(frame["customer_id"], concern))
            for frame in (lines, effort, ratings)
        )
    return info, lines, effort, ratings, left_out


def _period(settings: Settings, dates: np.ndarray) -> Period:
    """Return the period of the settings; what they leave open comes from the data."""
    if settings.period_from and settings.period_to:
        return Period(settings.period_from, settings.period_to)
    if not len(dates):
        raise errors.NOTHING_TO_ANALYSE.error()
    usual = default_period(dates)
    if settings.period_to:
        after = settings.period_to + dt.timedelta(days=1)
        leap_day = (after.month, after.day) == (2, 29)
        return Period(
            after.replace(year=after.year - 1, day=28 if leap_day else after.day), settings.period_to
        )
    if settings.period_from:
        latest = max(dates.max().astype("datetime64[D]").item(), settings.period_from)
        return Period(settings.period_from, usual.end if usual.end >= settings.period_from else latest)
    return usual


def _describe(frame: pd.DataFrame, info: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the customer's info before its columns; a customer without a name is called by
    its number."""
    known = info.set_index(pd.Index(info["customer_id"].astype(object), name="customer_id"))
    described = known[list(INFO)].astype(object).reindex(frame.index)
    described["name"] = described["name"].where(described["name"].notna(), described.index.to_series())
    return described.join(frame)


def _classes(frame: pd.DataFrame, measure: str, settings: Settings) -> np.ndarray:
    if measure == "score":
        return classes_by_rank(frame["score"])
    return pareto_classes(frame[measure], settings.bound_a, settings.bound_b)


def _none() -> pd.Series:
    return pd.Series([], index=pd.Index([], dtype=object, name="customer_id"), dtype=object)


def _unscored(info: pd.DataFrame, population: pd.Index) -> pd.DataFrame:
    """Return the customers of the table who are not in the population, and why."""
    known = info.set_index(pd.Index(info["customer_id"].astype(object), name="customer_id"))
    rest = known[~known.index.isin(population)]
    reason = np.where(rest["include"] == 0, "not_included", "no_activity")
    return rest[list(INFO)].astype(object).assign(reason=reason)


def _reconcile(inputs: Inputs, lines: pd.DataFrame, left_out: np.ndarray, period: Period) -> pd.DataFrame:
    table = reconcile(
        lines["revenue"].to_numpy(),
        ~period.contains(lines["date"].to_numpy()),
        left_out,
        read=(inputs.read_lines, inputs.read_revenue),
        rejected=(inputs.rejected_lines - inputs.foreign_lines, inputs.rejected_revenue),
        unassigned=(lines["customer_id"] == UNASSIGNED).to_numpy(),
        unreadable=inputs.unreadable_lines,
        foreign=inputs.foreign_lines,
    )
    return table.assign(table=InvoiceLine.table)


def _totals(measures: pd.DataFrame) -> dict[str, float]:
    """Return the sums of one period; NaN where nothing of it is known."""
    sums = measures[list(SUMMED)].sum(min_count=1).to_dict()
    share = sums["gross_margin"] / sums["covered_revenue"] if sums["covered_revenue"] > 0 else np.nan
    return {**sums, "customers": float(len(measures)), "margin_pct": share}


def _remarks(
    customers: pd.DataFrame,
    lines: pd.DataFrame,
    period: Period,
    previous: Period,
    measure: str,
    inputs: Inputs,
) -> list[Finding]:
    """Return what the figures themselves give reason to say."""
    found = []
    uncovered = customers["coverage"] < 0.8
    if customers["gross_margin"].isna().all():
        found.append(Finding.of(errors.NO_COST))
    elif uncovered.any():
        some = ", ".join(customers.index[uncovered][:5])
        found.append(Finding.of(errors.LOW_COVERAGE, count=int(uncovered.sum()), value=some))
    if customers["time_cost"].isna().all():
        found.append(Finding.of(errors.NO_EFFORT))
    if not (customers[measure] > 0).any():
        found.append(Finding.of(errors.NOTHING_POSITIVE, measure=inputs.settings.pareto_measure))
    first = lines["date"].min().date()
    if first > previous.start:
        wording = errors.NO_PREVIOUS_PERIOD if first >= period.start else errors.SHORT_PREVIOUS_PERIOD
        found.append(Finding.of(wording, value=f"{first:%d-%m-%Y}"))
    return found


def _nobody(lines: pd.DataFrame, whole: float) -> dict[str, float]:
    """Return the turnover that belongs to no customer, whatever its date, and its share of all that was
    read."""
    amount = round(float(lines["revenue"].sum()), 2)
    share = amount / whole if 0 < amount <= whole else np.nan
    return {"unassigned": amount, "unassigned_share": share, "unassigned_lines": float(len(lines))}


def _unassigned(nobody: Mapping[str, float]) -> list[Finding]:
    if not nobody["unassigned_lines"]:
        return []
    share = "" if np.isnan(nobody["unassigned_share"]) else f" ({100 * nobody['unassigned_share']:.0f} %)"
    amount, count = in_euros(nobody["unassigned"]), int(nobody["unassigned_lines"])
    return [Finding.of(errors.NOT_ASSIGNED, value=amount, share=share, customer=UNASSIGNED, count=count)]
