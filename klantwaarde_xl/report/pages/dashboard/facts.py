"""What the figures and sentences of the Dashboard are taken from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.ranking import HALF_A_CENT
from klantwaarde_xl.core.followup.fair_test import Effect
from klantwaarde_xl.core.value.concentration import Concentration, half_margin, top_size
from klantwaarde_xl.model.action_notes import CLOSED, state_of
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.compared import comparison, known_sentence
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.dashboard.bubbles import bubble_frames, bubble_title
from klantwaarde_xl.report.pages.dashboard.list_frames import list_frames
from klantwaarde_xl.report.pages.dashboard.who import (
    best_and_largest,
    bought,
    dull_row,
    figures_of,
    groups_sold,
)
from klantwaarde_xl.report.pages.followup.sheet import trial
from klantwaarde_xl.report.pages.next_steps.actions import action_frame
from klantwaarde_xl.report.pages.next_steps.managers import manager_frame
from klantwaarde_xl.report.pages.next_steps.monday import monday_frame
from klantwaarde_xl.report.pages.next_steps.still_to_do import everyone
from klantwaarde_xl.report.pages.pareto import (
    certain,
    concentration_words,
    measured_concentration,
    pareto_frame,
    timed,
    whale_total,
    whale_words,
)
from klantwaarde_xl.report.words import best_sentences
from klantwaarde_xl.report.words.dashboard_sentences import BestAndLargest
from klantwaarde_xl.report.words.monday_sentences import KINDS as MONDAY_KINDS
from klantwaarde_xl.report.words.monday_sentences import left_out
from klantwaarde_xl.report.words.others_sentences import Leaving, Won


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The analysis, the frames of the sheets, and what several figures need of them."""

    analysis: Analysis
    customers: pd.DataFrame
    actions: pd.DataFrame
    monday: pd.DataFrame
    managers: pd.DataFrame
    pareto: pd.DataFrame
    bubbles: pd.DataFrame
    list_steps: pd.DataFrame
    fewer_steps: pd.DataFrame
    spread: Concentration
    first: BestAndLargest
    trial: Effect | None
    whale_total: float
    concentration: str
    whale: str
    bubble_title: str
    net_moved: str
    prices_moved: str

    @property
    def count(self) -> int:
        """How many customers there are; who only took effort has no rank and is none."""
        return int(self.customers["rank_revenue"].notna().sum())

    @property
    def largest_row(self) -> int:
        """The row of the largest customer in tblKlantwaarde, from 1; 0 when nobody has a rank."""
        known = self.customers["rank_revenue"].astype(float)
        return int(np.nanargmin(known)) + 1 if known.notna().any() else 0

    @property
    def at_risk(self) -> pd.DataFrame:
        """The customers that buy later or less than usual."""
        return self.customers[self.customers["at_risk"].astype(bool)]

    @property
    def new(self) -> int:
        """How many customers are new."""
        return int((self.customers["is_new"] == "ja").sum())

    @property
    def best_row(self) -> int:
        """The row of the best customer in tblKlantwaarde, from 1; 0 when nobody has a rank."""
        return int(self.list_steps["best_row"].fillna(0).iloc[0])

    @property
    def higher_row(self) -> int:
        """The row of the customer with a higher score than the best, on estimates; 0 for none."""
        score = self.customers["score"].astype(float)
        if not self.best_row or round(score.max() - score.iloc[self.best_row - 1], 7) <= 0:
            return 0
        return int(np.nanargmax(score)) + 1

    @property
    def why_best(self) -> str:
        """What the largest customer does when it is not the best, or who scores higher on estimates."""
        if not self.best_row or self.count == 1:
            return ""
        if self.higher_row:
            other = self.customers.iloc[self.higher_row - 1]
            return best_sentences.higher_but_unknown(other["name"], other["missing"])
        if self.largest_row in (0, self.best_row) or not self.first.largest_rank:
            return ""
        figures = figures_of(self.customers, self.largest_row - 1)
        return best_sentences.largest_beside(self.first.largest, self.first.largest_rank, figures)

    @property
    def best_told(self) -> str:
        """The figures of the best customer in words."""
        return best_sentences.told(self.first.best_figures) if self.best_row else ""

    @property
    def largest_told(self) -> str:
        """The figures of the largest customer in words."""
        return (
            best_sentences.told(figures_of(self.customers, self.largest_row - 1)) if self.largest_row else ""
        )

    @property
    def sold(self) -> int:
        """How many product groups were sold; 0 when groups are not known."""
        return groups_sold(self.customers)

    @property
    def dull_row(self) -> int:
        """The row of the largest customer of the largest 20 % that is not interesting; 0 for none."""
        return dull_row(self.customers)

    @property
    def dull_name(self) -> str:
        """The name of that customer."""
        return str(self.customers["name"].iloc[self.dull_row - 1]) if self.dull_row else ""

    @property
    def timed(self) -> bool:
        """Whether any hours are known."""
        return timed(self.customers)

    @property
    def certain(self) -> bool:
        """Whether it is known of everyone who costs money."""
        return certain(self.customers)

    def leaving(self, *, saving: bool = False) -> Leaving:
        """Return what goes with the customers that cost money, or with those of them who save by it."""
        of = self.customers["if_gone" if saving else "contribution"].astype(float).round(2) < 0
        sums = {
            name: float(self.customers[name].astype(float)[of].sum())
            for name in ("if_gone", "hours", "revenue")
        }
        hours, revenue = self.sum("hours"), self.sum("revenue")
        known = bool(self.customers["hours"].notna().any())
        return Leaving(
            int(of.sum()) if saving else int(self.analysis.whale.loss_makers),
            sums["if_gone"],
            sums["hours"] / self.analysis.period.years if known else math.nan,
            sums["hours"] / hours if hours > 0 else math.nan,
            sums["revenue"] / revenue if revenue > 0 else math.nan,
        )

    @property
    def against_leaving(self) -> int:
        """How many of the steps of Maandag are about customers that may leave."""
        return int((self.monday["kind"] == MONDAY_KINDS["risk"]).sum())

    @property
    def left_out(self) -> tuple[int, int]:
        """For how many customers that may leave Maandag has no place, and how many have probably left."""
        return left_out(self.monday)

    @property
    def others(self) -> int:
        """How many customers are outside the largest 20 %."""
        return self.count - int(self.analysis.top20.customers)

    @property
    def won(self) -> Won:
        """What can be won outside the largest 20 %, by the rows of Acties that are still to do."""
        rank = self.actions["rank_revenue"].astype(float)
        to_do = ~state_of(self.actions["status"]).isin(CLOSED)
        others = rank > top_size(self.count)
        everyone, outside = self.actions[others], self.actions[others & to_do]
        euros = {
            name: outside[name].astype(float).fillna(0.0)
            for name in ("up_sell", "margin", "serve", "potential")
        }
        saving = (outside["if_gone"].astype(float) < -HALF_A_CENT).to_numpy(bool)
        return Won(
            int((euros["potential"] > HALF_A_CENT).sum()),
            float(euros["up_sell"].sum()),
            float(euros["margin"].sum() + euros["serve"].sum()),
            float(everyone["cross_sell"].astype(float).sum()),
            float(euros["potential"][saving].sum()),
        )

    @property
    def everyone(self) -> pd.DataFrame:
        """The rows of Acties, and after them the customers for whom it was too long."""
        return everyone(self.analysis, self.actions)

    @property
    def unlisted(self) -> pd.DataFrame:
        """What can be won of the customers for whom Acties was too long."""
        return self.everyone.iloc[len(self.actions) :]

    @property
    def known(self) -> int:
        """How many customers have a known net contribution."""
        return int(self.customers["contribution"].notna().sum())

    @property
    def has_peak(self) -> bool:
        """Whether the whale curve has a positive total, so that its top is a share of something."""
        return round(self.analysis.whale.total, 2) > 0

    @property
    def measured(self) -> int:
        """How many customers have a value of the chosen Pareto measure."""
        return int(self.pareto["value"].notna().sum())

    @property
    def needed(self) -> int:
        """How many customers make 80 % of the total; 0 without a positive total."""
        share = self.spread.share_for_80
        return round(share * self.measured) if math.isfinite(share) else 0

    @property
    def half_margin(self) -> float:
        """Half of what all who bought contribute per euro of revenue, which the largest are compared with."""
        return half_margin(*bought(self.customers))

    @property
    def growth(self) -> float | None:
        """How the revenue changed, as a fraction; None without revenue in the previous period."""
        before = self.total("previous_revenue")
        return self.total("revenue") / before - 1 if before > 0 else None

    @property
    def at_stake(self) -> float:
        """Chance of leaving times what goes with the customer, in EUR a year; 0 where nothing is known."""
        return float(self.customers["at_stake"].sum())

    @property
    def previous_customers(self) -> int:
        """How many customers the previous period had."""
        before = self.total("previous_customers")
        return 0 if math.isnan(before) else int(before)

    def sum(self, column: str) -> float:
        """Return the sum of a column over all customers."""
        return float(self.customers[column].sum())

    def total(self, name: str) -> float:
        """Return a total of the analysis, NaN where there is none."""
        return float(self.analysis.totals.get(name, math.nan))

    def lines_left_out(self, reason: str) -> tuple[int, float]:
        """Return how many lines the reconciliation has for a reason, and their revenue in EUR."""
        frame = self.analysis.reconciliation
        rows = frame[frame["reason"].astype(str) == reason]
        return int(rows["lines"].sum()), float(rows["revenue"].sum())


def facts(source: Source) -> Facts:
    """Return what the figures of the Dashboard are taken from."""
    customers, bubbles = source.once(customer_frame), source.once(bubble_frames)["bubbles"]
    return Facts(
        source.analysis,
        customers,
        source.once(action_frame),
        source.once(monday_frame),
        source.once(manager_frame),
        source.once(pareto_frame),
        bubbles,
        source.once(list_frames)["list_steps"],
        source.once(list_frames)["fewer_steps"],
        source.once(measured_concentration),
        best_and_largest(customers),
        source.once(trial),
        source.once(whale_total),
        concentration_words(source),
        whale_words(source),
        bubble_title(source),
        source.once(known_sentence),
        source.once(comparison).prices,
    )
