"""Labels: what to do with a customer, and on which lever to start."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.ranking import comparable

LABELS = ("reconsider", "serve_efficiently", "expand", "cherish", "develop", "basic")
"""What to do with a customer, in the order in which the rules are tried."""
IN_OUR_OWN_HANDS = ("serve", "margin", "up_sell", "cross_sell")
"""Which of equal levers comes first: what we can do alone before what the customer must agree to."""


def best_lever(levers: pd.DataFrame, contribution: np.ndarray) -> np.ndarray:
    """Return the lever with the most euros per customer, '' without potential, object (n,).

    ``levers`` frame (n,) with the four levers and ``potential``, EUR a year; ``contribution`` float (n,) EUR
    a year, for the scale on which amounts are compared.

    >>> frame = pd.DataFrame({"cross_sell": [5.0, 0.0], "up_sell": 0.0, "margin": [5.0, 0.0], "serve": 0.0,
    ...                       "potential": [10.0, 0.0]})
    >>> best_lever(frame, np.array([1.0, 1.0])).tolist()
    ['margin', '']
    """
    steps = comparable(
        levers[list(IN_OUR_OWN_HANDS)].to_numpy(float), _largest(levers["potential"].to_numpy(), contribution)
    )
    best = np.array(IN_OUR_OWN_HANDS, object)[steps.argmax(axis=1)]
    return np.where(steps.max(axis=1) > 0, best, "")


def labels(
    potential: np.ndarray, best: np.ndarray, contribution: np.ndarray, score: np.ndarray
) -> np.ndarray:
    """Return the label of each customer, one of ``LABELS``, object (n,).

    ``potential`` and ``contribution`` float (n,) EUR a year; ``best`` as :func:`best_lever` returns it;
    ``score`` 0-100 or NaN. The first rule that holds: contribution + potential <= 0 reconsider; contribution
    <= 0 or serve the best lever: serve_efficiently; score >= median: expand when potential >= the median of
    the positive potentials, else cherish; potential >= that median develop; else basic. An unknown
    contribution fails the first rule and the first half of the second; an unknown score is below the median.

    Source: docs/method.md, Actions.

    >>> potential, best = np.array([0.0, 90.0, 10.0]), np.array(["", "margin", "up_sell"])
    >>> labels(potential, best, np.array([-5.0, 50.0, 50.0]), np.array([2.0, 9.0, 1.0])).tolist()
    ['reconsider', 'expand', 'basic']
    """
    largest = _largest(potential, contribution)
    total = comparable(potential, largest)
    positive = total[total > 0]
    large = total >= np.median(positive) if len(positive) else np.zeros(len(total), bool)
    good = score >= np.nanmedian(score) if not np.isnan(score).all() else np.zeros(len(total), bool)
    rules = [
        comparable(contribution + potential, largest) <= 0,
        (comparable(contribution, largest) <= 0) | (best == "serve"),
        good & large,
        good,
        large,
    ]
    names = [np.array(label, object) for label in LABELS]
    return np.select(rules, names[:-1], names[-1])


def _largest(potential: np.ndarray, contribution: np.ndarray) -> float:
    return float(max(np.nanmax(np.abs(contribution), initial=0.0), potential.max(initial=0.0)))
