"""What the figures and sentences of the Dashboard are taken from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.value.concentration import Concentration
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.bridge import known_sentence
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.dashboard.bubbles import bubble_frames, bubble_title
from klantwaarde_xl.report.pages.dashboard.lists import best_and_largest, list_frames
from klantwaarde_xl.report.pages.pareto import (
    concentration_words,
    measured_concentration,
    pareto_frame,
    whale_total,
    whale_words,
)
from klantwaarde_xl.report.words import best_sentences
from klantwaarde_xl.report.words.dashboard_sentences import BestAndLargest


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The analysis, the frames of the sheets, and what several figures need of them."""

    analysis: Analysis
    customers: pd.DataFrame
    pareto: pd.DataFrame
    bubbles: pd.DataFrame
    list_steps: pd.DataFrame
    spread: Concentration
    first: BestAndLargest
    whale_total: float
    concentration: str
    whale: str
    bubble_title: str
    net_moved: str

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
        """Why the best customer is best, or who scores higher on estimates."""
        if not self.best_row or self.count == 1:
            return ""
        best = self._figures(self.best_row)
        if self.higher_row:
            other = self.customers.iloc[self.higher_row - 1]
            return best_sentences.higher_but_unknown(other["name"], other["missing"], best.name)
        alone = self.largest_row in (0, self.best_row)
        return best_sentences.why_best(best, None if alone else self._figures(self.largest_row))

    def _figures(self, row: int) -> best_sentences.Figures:
        found = self.customers.iloc[row - 1]
        net, cost, breadth = (float(found[name]) for name in ("contribution", "cost_to_serve", "breadth"))
        return best_sentences.Figures(str(found["name"]), net, cost, breadth)

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
    def below_median_score(self) -> float:
        """Just below the median score, as the figure that scores are compared with; 0 without scores."""
        score = self.customers["score"].astype(float)
        return round(float(score.median()), 7) - 1e-7 if score.notna().any() else 0

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
        """Return how many lines were left out for a reason, and their revenue in EUR."""
        frame = self.analysis.reconciliation
        rows = frame[frame["reason"].astype(str) == reason]
        return int(rows["lines"].sum()), float(rows["revenue"].sum())


def facts(source: Source) -> Facts:
    """Return what the figures of the Dashboard are taken from."""
    customers, bubbles = source.once(customer_frame), source.once(bubble_frames)["bubbles"]
    return Facts(
        source.analysis,
        customers,
        source.once(pareto_frame),
        bubbles,
        source.once(list_frames)["list_steps"],
        source.once(measured_concentration),
        best_and_largest(customers),
        source.once(whale_total),
        concentration_words(source),
        whale_words(source),
        bubble_title(bubbles),
        source.once(known_sentence),
    )
