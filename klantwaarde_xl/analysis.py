"""The use case: checked inputs and settings in, one Analysis out, from which every sheet, function and command is fed.

It holds no formulas of its own (those are in ``core``) and no wording (that is in ``report``): it only joins the steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from klantwaarde_xl.core.period import Period
from klantwaarde_xl.model.inputs import Inputs


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that was computed. Frames with one row per customer are indexed by ``customer_id`` (str)."""

    inputs: Inputs
    period: Period
    previous: Period
    customers: pd.DataFrame
