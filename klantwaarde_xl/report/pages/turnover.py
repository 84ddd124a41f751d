"""Why turnover changed, in place of contribution where nobody's contribution is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.bridge import TURNOVER, turnover_bridge
from klantwaarde_xl.core.measures.change import reaches_back
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.words import bridge_sentences as words


def begins_later(source: Source) -> dt.date | None:
    """Return the first day of the data when it lies over a month after the start of the previous period."""
    analysis = source.analysis
    first: dt.date = analysis.lines["date"].min().date()
    return None if reaches_back(first, analysis.previous) else first


def turnover(source: Source) -> pd.DataFrame:
    """Return the bridge of turnover of those in the bridge of contribution, EUR by TURNOVER."""
    analysis = source.analysis
    found = turnover_bridge(analysis.lines, (analysis.previous, analysis.period))
    index = analysis.bridge.index
    return found.reindex(index.astype(str)).fillna(0.0).set_axis(index)


def firm_turnover(source: Source) -> pd.Series:
    """Return the bridge of turnover of the firm: the sum of its customers, to the cent."""
    cents = np.rint(source.once(turnover)[list(TURNOVER)].to_numpy(float) * 100)
    return pd.Series(cents.sum(axis=0) / 100, index=list(TURNOVER))


def nothing_known(source: Source) -> str:
    """Return that nobody's contribution is known, with what happened to turnover if that can be told."""
    firm = source.once(firm_turnover)
    compares = begins_later(source) is None and bool(firm["previous_revenue"])
    return words.turnover_title(firm) if compares else words.NOTHING_KNOWN
