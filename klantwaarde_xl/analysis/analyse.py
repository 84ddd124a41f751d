"""The use case: checked inputs in, one Analysis out, from which every sheet, function and command is fed.

It holds no formulas (those are in ``core``) and no look (that is in ``report``): it only joins the steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.capacity import used_capacity
from klantwaarde_xl.analysis.chances import find_chances
from klantwaarde_xl.analysis.population import compared_with, counted, of_buyers, with_arrival
from klantwaarde_xl.analysis.preparing import INFO, Prepared, chosen_period, prepare
from klantwaarde_xl.analysis.remarks import (
    carried_remarks,
    ledger_remarks,
    remarks,
    unassigned_remarks,
    unassigned_totals,
)
from klantwaarde_xl.analysis.result import MEASURE, Analysis
from klantwaarde_xl.analysis.scoring import fixed_scales, rank_intervals, scores
from klantwaarde_xl.analysis.with_ledger import with_ledger
from klantwaarde_xl.core.ahead.looking_ahead import Ahead, looking_ahead
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import contribution_bridge
from klantwaarde_xl.core.measures.bridge_known import serving_known
from klantwaarde_xl.core.measures.change import change_from, lost_customers
from klantwaarde_xl.core.measures.cost_to_serve import Rates
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.measures.migration import class_migration
from klantwaarde_xl.core.measures.monthly import monthly_revenue
from klantwaarde_xl.core.measures.reconciliation import LinesRead, reconcile
from klantwaarde_xl.core.measures.retention import retention
from klantwaarde_xl.core.value.concentration import concentration, top20_check
from klantwaarde_xl.core.value.pareto import classes_by_rank, cumulative_share, pareto_classes, pareto_curve
from klantwaarde_xl.core.value.whale_curve import whale_curve
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.model.sums import total_of
from klantwaarde_xl.model.tables import UNASSIGNED, InvoiceLine

SUMMED = ("revenue", "covered_revenue", "gross_margin", "hours", "cost_to_serve", "contribution", "lines")
"""Measures that are added up over all customers."""


def analyse(inputs: Inputs, step: Callable[[str], None] = lambda _name: None) -> Analysis:
    """Return the analysis of checked inputs; ``step`` gets the code of each step that begins.

    Raises UnusableInputError when no line is left to analyse, and ReconciliationError when the turnover does
    not add up.

    >>> from klantwaarde_xl.model.tables import InvoiceLine
    >>> dates, customers = pd.to_datetime(["2024-03-01", "2024-05-01"]), pd.Categorical(["a", "b"])
    >>> lines = pd.DataFrame({"date": dates, "customer_id": customers, "revenue": [100.0, 80]})
    >>> lines = lines.assign(cost=[70.0, 30]).reindex(columns=list(InvoiceLine.model_fields))
    >>> result = analyse(Inputs(lines, read_lines=2, read_revenue=180.0))
    >>> result.customers["contribution"].to_dict(), result.customers["pareto_class"].to_dict()
    ({'b': 50.0, 'a': 30.0}, {'b': 'A', 'a': 'A'})
    """
    settings = inputs.settings
    step("lines")
    ready = prepare(inputs)
    dates = ready.used["date"].to_numpy()
    period = chosen_period(settings, dates)
    step("measures")
    now, all_before = (_measures(ready, inputs, when) for when in (period, period.previous()))
    before = compared_with(ready.used, period, all_before)
    step("score")
    settings = fixed_scales(now, settings)
    inputs = replace(inputs, settings=settings)
    customers = _scored(now, before, ready, period, settings)
    step("pareto")
    customers, earlier = _classified(customers, before, settings)
    ahead = looking_ahead(ready.used, now, period)
    customers = _with_risk(customers, now, ready, ahead, settings, compare=len(before) > 0)
    step("chances")
    chances = find_chances(inputs, ready.used, ready.effort, customers, period)
    step("totals")
    measure = MEASURE[settings.pareto_measure]
    buyers, lost = customers[customers["lines"] > 0], _describe(lost_customers(now, before), ready.info)
    nobody = unassigned_totals(ready.lines, ready.left_out)
    totals = {**_totals(now), **nobody, **{f"previous_{k}": v for k, v in _totals(before).items()}}
    totals |= counted(customers, lost, before)
    compared = with_ledger(inputs, ready, period, now)
    findings = remarks(customers, ready.used, period, settings) + unassigned_remarks(nobody)
    findings += ledger_remarks(compared, inputs.ledger)
    findings += carried_remarks(inputs, chances.actions.index)
    return Analysis(
        inputs=inputs,
        period=period,
        previous=period.previous(),
        lines=ready.used,
        customers=customers,
        lost=lost,
        unscored=_unscored(ready.info, customers.index),
        measure=measure,
        pareto_curve=pareto_curve(buyers[measure]),
        whale=whale_curve(customers["contribution"], customers["time_cost"]),
        concentration=concentration(buyers["revenue"]),
        top20=top20_check(buyers),
        migration=class_migration(
            earlier[before["lines"] > 0], buyers["pareto_class"], before["revenue"], buyers["revenue"]
        ),
        monthly=monthly_revenue(ready.used[period.contains(dates)], period).reindex(
            customers.index, fill_value=0.0
        ),
        reconciliation=_reconcile(inputs, ready, period),
        totals=totals,
        has_effort=bool(now["time_cost"].notna().any()),
        chances=chances,
        ahead=ahead,
        findings=(*inputs.findings, *findings),
        with_ledger=compared,
        capacity=used_capacity(inputs, period, now),
        bridge=contribution_bridge(ready.used, (period.previous(), period), all_before, now),
        serving_known=serving_known(all_before, now),
    )


def _measures(ready: Prepared, inputs: Inputs, period: Period) -> pd.DataFrame:
    settings = inputs.settings
    found = customer_measures(
        ready.used,
        period,
        effort=ready.effort,
        customers=ready.info,
        ratings=ready.ratings,
        rates=Rates(inputs.rates, settings.hourly_cost, settings.capital_rate, settings.vat_rate),
    )
    bought = found["lines"] > 0
    for names in (["gross_margin"], ["contribution", "contribution_per_hour"]):
        if found.loc[bought, names[0]].isna().all():
            # Where it is known of nobody who bought, effort for others would be all of the firm's.
            found[names] = np.nan
    return found


def _scored(
    now: pd.DataFrame, before: pd.DataFrame, ready: Prepared, period: Period, settings: Settings
) -> pd.DataFrame:
    """Return the customers of the period with info, measures, change, score and intervals of their rank."""
    customers = _describe(now, ready.info).join(change_from(now, before))
    customers = with_arrival(customers, ready.used, before, period)

    def ranked(buyers: pd.DataFrame) -> pd.DataFrame:
        found = scores(buyers, settings)
        return found.join(rank_intervals(ready.used, period, buyers, found, settings))

    return customers.join(of_buyers(now, ranked))


def _classified(
    customers: pd.DataFrame, before: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the customers with their classes, and the classes of all customers of the previous period."""
    measure = MEASURE[settings.pareto_measure]
    classes = partial(_classes, measure=measure, settings=settings)
    customers = customers.assign(
        pareto_class=classes(customers),
        pareto_share=cumulative_share(customers[measure].where(customers["lines"] > 0)),
    )
    earlier = pd.Series([], index=pd.Index([], dtype=object, name="customer_id"), dtype=object)
    if len(before):
        if measure == "score":
            before = before.join(of_buyers(before, lambda buyers: scores(buyers, settings)[["score"]]))
        earlier = pd.Series(classes(before), index=before.index, dtype=object)
    previous = earlier.reindex(customers.index).fillna("").astype(object)
    return customers.assign(previous_class=previous), earlier


def _with_risk(
    customers: pd.DataFrame,
    now: pd.DataFrame,
    ready: Prepared,
    ahead: Ahead,
    settings: Settings,
    *,
    compare: bool,
) -> pd.DataFrame:
    """Return the customers by rank, with what lies ahead and who buys later or less than usual."""
    period = ahead.period
    limits = {"late_after": settings.late_after, "decline_limit": settings.decline_limit}
    risk = retention(ready.used, now, period, **limits, compare=compare)
    customers = customers.join(risk.rename(columns={"reason": "at_risk_reason"})).join(ahead.customers)
    return customers.sort_values(["rank"], kind="stable", na_position="last")


def _classes(frame: pd.DataFrame, measure: str, settings: Settings) -> np.ndarray:
    """Return the class of each customer, '' for who has no invoice line."""
    values = frame[measure].where(frame["lines"] > 0)
    if measure == "score":
        return classes_by_rank(values)
    return pareto_classes(values, settings.bound_a, settings.bound_b)


def _by_number(info: pd.DataFrame) -> pd.DataFrame:
    return info.set_index(pd.Index(info["customer_id"].astype(object), name="customer_id"))


def _describe(frame: pd.DataFrame, info: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the customer's info in front; a blank name becomes the customer's number."""
    described = _by_number(info)[list(INFO)].astype(object).reindex(frame.index)
    described["name"] = described["name"].where(described["name"].notna(), described.index.to_series())
    return described.join(frame)


def _unscored(info: pd.DataFrame, population: pd.Index) -> pd.DataFrame:
    """Return the customers of the table who are not in the population, and why."""
    known = _by_number(info)
    rest = known[~known.index.isin(population)]
    reason = np.where(rest["include"] == 0, "not_included", "no_activity")
    return rest[list(INFO)].astype(object).assign(reason=reason)


def _reconcile(inputs: Inputs, ready: Prepared, period: Period) -> pd.DataFrame:
    lines = ready.lines
    table = reconcile(
        lines["revenue"].to_numpy(),
        ~period.contains(lines["date"].to_numpy()),
        ready.left_out,
        LinesRead(
            read=(inputs.read_lines, inputs.read_revenue),
            rejected=(inputs.rejected_lines - inputs.foreign_lines, inputs.rejected_revenue),
            unreadable=inputs.unreadable_lines,
            foreign=inputs.foreign_lines,
            merged=inputs.moved,
            converted=inputs.converted,
            repeated=(len(inputs.repeated), total_of(inputs.repeated["revenue"].to_numpy(float))),
        ),
        (lines["customer_id"] == UNASSIGNED).to_numpy(),
    )
    return table.assign(table=InvoiceLine.table)


def _totals(measures: pd.DataFrame) -> dict[str, float]:
    """Return the sums of one period; NaN where nothing of it is known."""
    sums = {name: measures[name].sum(min_count=1) for name in SUMMED}
    share = sums["gross_margin"] / sums["covered_revenue"] if sums["covered_revenue"] > 0 else np.nan
    return {**sums, "margin_pct": share}
