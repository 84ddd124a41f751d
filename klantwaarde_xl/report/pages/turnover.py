"""Why turnover changed, in place of contribution where nobody's contribution is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.bridge import TURNOVER, turnover_bridge
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.words import bridge_sentences as words


def turnover(source: Source) -> pd.DataFrame:
    """Return the bridge of turnover of those in the bridge of contribution, EUR by TURNOVER.

    Blank without a previous period to compare with."""
    analysis = source.analysis
    if not analysis.compares:
        return pd.DataFrame(np.nan, index=analysis.bridge.index, columns=list(TURNOVER))
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
    compares = source.analysis.compares and bool(firm["previous_revenue"])
    return words.turnover_title(firm) if compares else words.NOTHING_KNOWN
