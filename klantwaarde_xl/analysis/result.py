"""What an analysis gives: the frozen Analysis that every sheet, function and door reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from klantwaarde_xl.core.actions.manager_comparison import ManagerComparison
from klantwaarde_xl.core.actions.manager_hours import ManagerHours
from klantwaarde_xl.core.actions.moves import Moves
from klantwaarde_xl.core.actions.same_people import SamePeople
from klantwaarde_xl.core.ahead.looking_ahead import Ahead
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.cross_sell.gaps import CrossSell
from klantwaarde_xl.core.measures.bridge_known import SERVING, compares, tells, untold
from klantwaarde_xl.core.measures.ledger import LedgerCheck
from klantwaarde_xl.core.value.concentration import Concentration, Top20Check
from klantwaarde_xl.core.value.whale_curve import WhaleCurve
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.model.settings import Settings

MEASURE: Mapping[str, str] = {
    "omzet": "revenue",
    "marge": "gross_margin",
    "nettobijdrage": "contribution",
    "score": "score",
}
"""Column of the customer frame per Pareto measure of the settings."""


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Everything that can be done next; frames as the core modules of the same name return them.

    ``cross_sell``: gaps per customer with chance and evidence. ``associations``: items bought together.
    ``up_sell``: more of what is bought already. ``actions``: one row per customer. ``same_people``: what fits
    in the free hours. ``portfolio``: one row per account manager; ``manager_hours``: which hours count
    against its capacity. ``comparison``: the managers on customers with the same traits. ``moves``: proposed
    changes of account manager. ``potential``: EUR of yearly margin per lever, over all customers;
    ``expected``: what is likely without doing anything, ``cross_sell_revenue`` and ``cross_sell_margin`` in
    EUR a year, in no sum with it; NaN where cross-sell has no euros."""

    cross_sell: CrossSell
    associations: pd.DataFrame
    up_sell: pd.DataFrame
    actions: pd.DataFrame
    same_people: SamePeople
    portfolio: pd.DataFrame
    manager_hours: ManagerHours
    comparison: ManagerComparison
    moves: Moves
    potential: dict[str, float]
    expected: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class WithLedger:
    """The turnover of the ledger beside that of the lines, and the cost of serving in EUR.

    ``charged``: to customers, without financing, NaN when nothing is known; ``not_assigned``: effort for
    customers that do not count."""

    check: LedgerCheck
    charged: float
    not_assigned: float


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that was computed. Frames with one row per customer are indexed by ``customer_id`` (str).

    ``lines``: the good lines of included customers, of all periods, ready to count. ``customers``: everyone
    in the population, with info, measures, change, score, ranks, class, retention and what lies ahead.
    ``lost``: bought in the previous period, not in this one. ``unscored``: customers of the customer table
    without line or effort in the period, with ``reason`` (``no_activity`` or ``not_included``). ``measure``:
    column of ``customers`` that the classes go by; ``concentration`` is that of revenue. ``totals``: sums
    over the customers of SUMMED, ``customers`` and ``margin_pct``, and the same of the previous period with
    ``previous_`` before the name. ``has_effort``: whether anything is known of time. ``chances``: what to do
    next; ``ahead``: what to expect of the year after the period, per customer also in ``customers``.
    ``with_ledger``: None without a ledger for the period. ``bridge``: why contribution changed, per
    customer of either period; ``serving_known``: in which of its steps of SERVING anything is known.
    ``capacity``: per activity of which the capacity is known, what is used of it
    and what is not, hours and EUR of the period."""

    inputs: Inputs
    period: Period
    previous: Period
    lines: pd.DataFrame
    customers: pd.DataFrame
    lost: pd.DataFrame
    unscored: pd.DataFrame
    measure: str
    pareto_curve: pd.DataFrame
    whale: WhaleCurve
    concentration: Concentration
    top20: Top20Check
    migration: pd.DataFrame
    monthly: pd.DataFrame
    reconciliation: pd.DataFrame
    totals: Mapping[str, float]
    has_effort: bool
    chances: Chances
    ahead: Ahead
    findings: tuple[Finding, ...]
    bridge: pd.DataFrame
    capacity: pd.DataFrame
    with_ledger: WithLedger | None = None
    serving_known: frozenset[str] = frozenset(SERVING)

    @property
    def untold(self) -> pd.Index:
        """The customers of whom the bridge holds zeros only as their contribution is not known."""
        before, now = "previous_contribution", "contribution"
        unknown = (self.customers[[before, now]].isna().any(axis=1), self.lost[before].isna())
        return untold(self.bridge, pd.concat(unknown).groupby(level=0).any())

    @property
    def compares(self) -> bool:
        """Whether there is a previous period to compare with; without one the bridge says nothing."""
        return compares(self.lines, self.previous)

    @property
    def bridge_tells(self) -> bool:
        """Whether the contribution of anyone is known in either period of the bridge."""
        return tells(self.bridge)

    @property
    def settings(self) -> Settings:
        """The settings that it was computed with."""
        return self.inputs.settings
