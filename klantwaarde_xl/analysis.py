"""The use case: checked inputs and settings in, one Analysis out, from which every sheet, function and command is fed.

It holds no formulas of its own (those are in ``core``) and no wording (that is in ``report``): it only joins the steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from klantwaarde_xl.core.period import Period
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Checked input tables; absent optional tables are None. Columns are the fields of ``model.tables``.

    Ids and other text are categoricals of str, dates ``datetime64[s]``, amounts float64 EUR (blank NaN), yes/no nullable as
    float (1, 0, NaN). Only rows without an error are here; ``rejected`` counts the others, per table.
    """

    transactions: pd.DataFrame
    customers: pd.DataFrame | None = None
    products: pd.DataFrame | None = None
    effort: pd.DataFrame | None = None
    rates: pd.DataFrame | None = None
    ratings: pd.DataFrame | None = None
    account_managers: pd.DataFrame | None = None
    chemistry: pd.DataFrame | None = None
    settings: Settings = field(default_factory=Settings)
    findings: tuple[Finding, ...] = ()
    rejected: pd.DataFrame | None = None
    source_name: str = ""
    source_hash: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that was computed. Frames with one row per customer are indexed by ``customer_id`` (str)."""

    inputs: Inputs
    period: Period
    previous: Period
    customers: pd.DataFrame
