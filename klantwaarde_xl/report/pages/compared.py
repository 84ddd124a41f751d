"""Whether this period compares with the previous one, and what happened to contribution in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from klantwaarde_xl.core.measures.bridge import firm_bridge
from klantwaarde_xl.core.measures.bridge_known import known_steps
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.turnover import nothing_known
from klantwaarde_xl.report.words import bridge_sentences as words
from klantwaarde_xl.report.words.parts import capital


def is_told(source: Source) -> bool:
    """Return whether there is a bridge: a previous period, and anyone whose contribution is known."""
    return source.analysis.compares and source.analysis.bridge_tells


def firm(source: Source) -> pd.Series:
    """Return the bridge of the firm, EUR by amount; blank is a cost to serve of which nobody has any.

    All of it is blank where there is no bridge."""
    found = known_steps(firm_bridge(source.analysis.bridge), source.analysis.serving_known)
    return found if is_told(source) else found * np.nan


class Comparison(NamedTuple):
    """Whether the periods compare, what happened and what prices did ('' if not), and the title."""

    comparable: bool
    sentence: str
    prices: str
    title: str


def comparison(source: Source) -> Comparison:
    """Return what happened to contribution in words, or why that cannot be told."""
    analysis = source.analysis
    if not analysis.compares:
        first = analysis.lines["date"].min().date()
        return Comparison(False, "", "", words.no_bridge(first, analysis.previous))
    if not analysis.bridge_tells:
        return Comparison(False, "", "", nothing_known(source))
    if not analysis.bridge["previous_contribution"].any():
        return Comparison(False, "", "", words.NO_COST_BEFORE)
    total = source.once(firm)
    sentence = words.bridge_sentence(total)
    return Comparison(True, sentence, words.pair_told(total), capital(sentence))


def known_sentence(source: Source) -> str:
    """Return what happened to contribution, '' when there is nothing to compare with."""
    return source.once(comparison).sentence
