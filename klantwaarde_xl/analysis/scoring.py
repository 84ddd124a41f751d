"""The score of an analysis by the settings, with the intervals of the rank."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.invoice_sums import InvoiceSums
from klantwaarde_xl.core.value.rank_chance import no_rank_by_chance, rank_by_chance
from klantwaarde_xl.core.value.rank_interval import rank_interval
from klantwaarde_xl.core.value.score import Method, customer_score, scales_of
from klantwaarde_xl.core.value.value_functions import Scale, Scales
from klantwaarde_xl.model.settings import Settings

NORMALISATION: Mapping[str, Method] = {
    "waarde": "value",
    "percentiel": "percentile",
    "min-max": "min_max",
    "min-max p5-p95": "min_max_winsorised",
    "z-score": "z_score",
}
"""Method of the score per name in the settings."""


def fixed_scales(measures: pd.DataFrame, settings: Settings) -> Settings:
    """Return the settings with the scales of turnover and margin filled in, those that are there unchanged.

    ``measures``: as of ``customer_measures``. A scale of which one amount is typed keeps that amount, and the
    other one is never below or above it. What compares customers needs no scale.

    >>> measures = pd.DataFrame({"revenue": [10.0, 30.0, 50.0], "gross_margin": [-5.0, 0.0, -1.0]})
    >>> found = fixed_scales(measures, Settings(turnover_largest=40.0))
    >>> found.turnover_middle, found.turnover_largest, found.margin_middle
    (30.0, 40.0, None)
    """
    if settings.normalisation != "waarde":
        return settings
    own = scales_of(measures)
    chosen: dict[str, float] = {}
    for name, (middle, largest), scale in (
        ("turnover", settings.scales()["omzet"], own.turnover),
        ("margin", settings.scales()["marge"], own.margin),
    ):
        if scale is None:
            continue
        top = largest or max(scale.largest, middle or 0.0)
        chosen |= {f"{name}_middle": middle or min(scale.middle, top), f"{name}_largest": top}
    return settings.model_copy(update=chosen)


def scores(measures: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the score of each customer by the settings, of which the scales are filled in."""
    return customer_score(
        measures, settings.weights(), NORMALISATION[settings.normalisation], _scales(settings)
    )


def rank_intervals(
    lines: pd.DataFrame, period: Period, measures: pd.DataFrame, found: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return the intervals of the rank: by other weights, by chance, and by both.

    ``found``: as of :func:`scores`. Chance in what customers buy is computed for value functions only, for
    which it was measured (docs/method.md 3): where customers are compared those columns are NaN."""
    chosen, draws, seed = settings.weights(), settings.rank_draws, settings.seed
    by_weights = rank_interval(found, chosen, draws=draws, seed=seed)
    if settings.normalisation != "waarde":
        return by_weights.join(no_rank_by_chance(measures.index))
    bought = InvoiceSums.of(lines, period, measures.index)
    scoring = (chosen, _scales(settings))
    return by_weights.join(rank_by_chance(bought, measures, found, scoring, draws=draws, seed=seed))


def _scales(settings: Settings) -> Scales:
    return Scales(*(_scale(*pair) for pair in settings.scales().values()))


def _scale(middle: float | None, largest: float | None) -> Scale | None:
    return Scale(middle, largest) if middle and largest else None
