"""Labels: what to do with a customer, and on which lever to start."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.ranking import comparable

LABELS = ("reconsider", "serve_efficiently", "reprice", "expand", "cherish", "develop", "basic")
"""What to do with a customer, in the order in which the rules are tried."""
IN_OUR_OWN_HANDS = ("serve", "margin", "up_sell")
"""Which of equal levers comes first: what we can do alone before what the customer must agree to."""
GROWTH = ("up_sell", "cross_sell")
"""Where a customer that is worth it can grow: a lever, and what is expected of itself."""


def first_steps(
    levers: pd.DataFrame, contribution: np.ndarray, score: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the label of each customer, one of ``LABELS``, and the lever to start with, both object (n,).

    ``levers`` frame (n,) with ``IN_OUR_OWN_HANDS`` and ``cross_sell``, EUR of margin a year, none negative;
    ``contribution`` float (n,) EUR a year, NaN unknown; ``score`` 0-100 or NaN. The first rule that holds:
    contribution + levers <= 0 reconsider; the serve lever largest serve_efficiently; the margin lever largest
    reprice; contribution <= 0 serve_efficiently; score >= median: expand when up-sell or cross-sell is in the
    upper half of the positive ones of its kind, else cherish; growth like that below the median develop; else
    basic. An unknown contribution fails the rules about it; an unknown score is below the median. Cross-sell
    is what is expected of itself: it is no lever and in no sum.

    The lever is the one that the label names: serve, margin, or for expand and develop ``up_sell`` when there
    is any, for that is sure, else ``cross_sell``; reconsider has its largest lever, cherish and basic have
    what up-sell there is; '' for none.

    Source: docs/method.md, Actions.

    >>> levers = pd.DataFrame({"serve": [0.0, 0, 0], "margin": [0.0, 90, 0], "up_sell": [0.0, 0, 0],
    ...                        "cross_sell": [5.0, 0, 20]})
    >>> label, first = first_steps(levers, np.array([-5.0, 50.0, 50.0]), np.array([2.0, 9.0, 1.0]))
    >>> label.tolist(), first.tolist()
    (['reconsider', 'reprice', 'develop'], ['', 'margin', 'cross_sell'])
    """
    euros = levers[list(IN_OUR_OWN_HANDS)].to_numpy(float)
    largest = float(max(np.nanmax(np.abs(contribution), initial=0.0), euros.sum(axis=1).max(initial=0.0)))
    steps = comparable(euros, largest)
    best = np.array(IN_OUR_OWN_HANDS, object)[steps.argmax(axis=1)]
    best = np.where(steps.max(axis=1, initial=0.0) > 0, best, "")
    growing = {kind: _upper_half(levers[kind].to_numpy(float)) for kind in GROWTH}
    growth = growing["up_sell"] | growing["cross_sell"]
    good = score >= np.nanmedian(score) if not np.isnan(score).all() else np.zeros(len(score), bool)
    rules = [
        comparable(contribution + euros.sum(axis=1), largest) <= 0,
        best == "serve",
        best == "margin",
        comparable(contribution, largest) <= 0,
        good & growth,
        good,
        growth,
    ]
    names = (
        "reconsider",
        "serve_efficiently",
        "reprice",
        "serve_efficiently",
        "expand",
        "cherish",
        "develop",
    )
    label = np.select(rules, [np.array(name, object) for name in names], np.array("basic", object))
    first = np.where(label == "serve_efficiently", "serve", best)
    first = np.where(np.isin(label, ["expand", "develop"]) & (first == ""), "cross_sell", first)
    return label, first


def _upper_half(euros: np.ndarray) -> np.ndarray:
    """Return which amounts are in the upper half of the positive ones, bool (n,)."""
    steps = comparable(euros, float(euros.max(initial=0.0)))
    positive = steps[steps > 0]
    upper: np.ndarray = (
        (steps > 0) & (steps >= np.median(positive)) if len(positive) else np.zeros(len(steps), bool)
    )
    return upper
