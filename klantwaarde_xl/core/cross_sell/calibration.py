"""From score to chance: a logistic curve fitted on what customers bought after past windows.

The score says which items fit a customer. How often such a pair becomes a purchase also depends on how much
the item sells lately, and on how often the customer visited since the item is sold. A customer that has not
visited since then is a separate case: it does not know the item yet, so what others did with it and how often
the customer comes get other slopes. The curve rises with the score for every customer and item: it can never
reverse the order of the recommender."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.logistic import fit_logistic, logistic

SCORE_FLOOR = 1e-3
"""Scores below this count as equal, which keeps the logarithm finite."""
EDGES = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
"""Bounds of the bins of the reliability table, the lower one included."""
WIDEST = 1.5
"""Largest factor between the purchases predicted and made, over all later horizons, ..."""
FEWEST_LATER = 100
"""... where there were at least so many."""
SCORE, ITEM, VISITS, CUSTOMER = slice(0, 2), slice(2, 7), slice(7, 9), slice(9, 13)
"""Positions of the terms of the score, the item, the visits of the pair and the customer."""
TERMS = CUSTOMER.stop
"""Number of terms of a pair."""
ABSENT = VISITS.stop - 1
"""The term that says that the customer has not visited since the item is sold."""
OF_ABSENT = (5, 6, 10, 11, 12)
"""Terms of item and customer with an extra slope for absent customers; these slopes come last."""
SLOPES = TERMS + len(OF_ABSENT)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Customer-item pairs not bought in the past window, with what happened next.

    ``terms`` float32 (k, 13): log score, score, item (``WindowState.item_terms``, 5), visits since the item
    is sold (log number, whether none), customer (breadth over the window and lately, log visits to expect,
    log chance that it comes back); ``bought`` bool (k,); ``weight`` float (k,): how many pairs this one
    stands for, since only a sample of the pairs without a purchase is kept."""

    terms: np.ndarray
    bought: np.ndarray
    weight: np.ndarray

    @classmethod
    def joined(cls, parts: list[Pairs]) -> Pairs:
        """Return the pairs of several windows together.

        >>> one = Pairs(np.zeros((1, TERMS), np.float32), np.array([True]), np.ones(1))
        >>> len(Pairs.joined([one, one]).weight)
        2
        """
        return cls(
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.bought for part in parts]),
            np.concatenate([part.weight for part in parts]),
        )


def score_terms(score: np.ndarray) -> np.ndarray:
    """Return the two rising functions of the score, float32 with a last axis of 2.

    >>> score_terms(np.array([1.0])).tolist()
    [[0.0, 1.0]]
    """
    score = np.asarray(score, np.float32)
    return np.stack([np.log(np.maximum(score, np.float32(SCORE_FLOOR))), score], axis=-1)


def visit_terms(visits: np.ndarray) -> np.ndarray:
    """Return the two functions of the number of visits since an item is sold, float32 with a last axis of 2.

    >>> visit_terms(np.array([0.0, 1.0])).round(2).tolist()
    [[0.0, 1.0], [0.6899999976158142, 0.0]]
    """
    visits = np.asarray(visits, np.float32)
    return np.stack([np.log1p(visits), (visits == 0).astype(np.float32)], axis=-1)


def _design(terms: np.ndarray) -> np.ndarray:
    """Return the terms (k, 13) followed by ``OF_ABSENT``, 0 for customers that were present, (k, 18)."""
    return np.hstack([terms, terms[:, OF_ABSENT] * terms[:, [ABSENT]]])


@dataclass(frozen=True, slots=True, eq=False)
class Calibrator:
    """A fitted curve: chance = 1 / (1 + exp(-(intercept + terms . slopes))).

    ``slopes`` (18,): the first two are >= 0; the last five are those of ``OF_ABSENT``, added to the slopes of
    these terms for everyone.
    """

    intercept: float
    slopes: np.ndarray

    def probability(
        self, score: np.ndarray, item_terms: np.ndarray, visits: np.ndarray, customer_terms: np.ndarray
    ) -> np.ndarray:
        """Return the chance of a purchase within the horizon, float32 (k, m), between 0 and 1.

        ``score`` (k, m); ``item_terms`` (m, 5); ``visits`` (k, m) number since the item is sold;
        ``customer_terms`` (k, 4).

        >>> slopes = np.eye(SLOPES)[1]
        >>> score, none = np.array([[0.0, 100.0]]), np.zeros((1, 2))
        >>> Calibrator(0.0, slopes).probability(score, np.zeros((2, 5)), none, np.zeros((1, 4))).tolist()
        [[0.5, 1.0]]
        """
        slopes, item, customer = (
            part.astype(np.float32) for part in (self.slopes, item_terms, customer_terms)
        )
        absent = np.zeros(TERMS, np.float32)
        absent[list(OF_ABSENT)] = slopes[TERMS:]
        value = score_terms(score) @ slopes[SCORE] + visit_terms(visits) @ slopes[VISITS]
        # Products of so few columns may set the flag of an invalid value for what lies beside them in memory.
        with np.errstate(invalid="ignore"):
            of_item, of_customer = item @ slopes[ITEM], customer @ slopes[CUSTOMER]
        of_item += np.float32(self.intercept)
        value += of_item[None, :] + of_customer[:, None]
        more = (item @ absent[ITEM])[None, :] + (customer @ absent[CUSTOMER])[:, None]
        value += np.where(visits == 0, more, np.float32(0))
        return logistic(value)

    def of_pairs(self, pairs: Pairs) -> np.ndarray:
        """Return the chance of each pair, float64 (k,).

        >>> pairs = Pairs(np.zeros((1, TERMS)), np.array([True]), np.ones(1))
        >>> Calibrator(0.0, np.zeros(SLOPES)).of_pairs(pairs).tolist()
        [0.5]
        """
        return logistic(_design(pairs.terms) @ self.slopes + self.intercept)

    def shifted(self, by: float) -> Calibrator:
        """Return the curve with all odds times e ** ``by``.

        >>> Calibrator(0.0, np.zeros(SLOPES)).shifted(1.5).intercept
        1.5
        """
        return Calibrator(self.intercept + by, self.slopes)


def odds_times(chance: np.ndarray, by: float) -> np.ndarray:
    """Return the chances (any shape) with their odds times e ** ``by``, as in a season of more or less sales.

    >>> odds_times(np.array([0.0, 0.2, 1.0]), np.log(4)).round(6).tolist()  # odds of 1 to 4 become 1 to 1
    [0.0, 0.5, 1.0]
    """
    factor = chance.dtype.type(np.exp(by))
    changed: np.ndarray = chance * factor / (1 - chance + chance * factor)
    return changed


def fit_calibrator(pairs: Pairs) -> Calibrator:
    """Return the curve of maximum penalised likelihood that rises in both terms of the score.

    ``pairs``: at least one bought and one not.

    Source: logistic calibration (Platt 1999), with bounds and covariates.

    >>> terms = np.zeros((4, TERMS), np.float32)
    >>> found = fit_calibrator(Pairs(terms, np.array([True, False, False, False]), np.ones(4)))
    >>> round(float(found.of_pairs(Pairs(terms[:1], np.array([True]), np.ones(1)))[0]), 3)
    0.25
    """
    found = fit_logistic(_design(pairs.terms), pairs.bought, pairs.weight, rising=(0, 1))
    return Calibrator(found.intercept, found.slopes)


def reliability(probability: np.ndarray, bought: np.ndarray, weight: np.ndarray) -> pd.DataFrame:
    """Return predicted chance beside observed frequency, per bin of the predicted chance.

    ``probability`` float (k,); ``bought`` bool (k,); ``weight`` float (k,). One row per bin with pairs:
    ``low``, ``high``, ``pairs`` (weighted number), ``events`` (purchases, weighted), ``predicted`` (mean
    chance), ``observed`` (frequency), ``ratio`` predicted / observed (NaN without events).

    >>> reliability(np.array([0.6, 0.8]), np.array([True, False]), np.ones(2)).round(2).values.tolist()
    [[0.5, 1.0, 2.0, 1.0, 0.7, 0.5, 1.4]]
    """
    bins = np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, len(EDGES) - 2)
    pairs, events, expected = (
        np.bincount(bins, weights=values, minlength=len(EDGES) - 1)
        for values in (weight, weight * bought, weight * probability)
    )
    table = pd.DataFrame(
        {"low": EDGES[:-1], "high": EDGES[1:], "pairs": pairs, "events": events, "predicted": expected}
    )
    table = table[pairs > 0].reset_index(drop=True)
    table["observed"] = table["events"] / table["pairs"]
    table["ratio"] = (table["predicted"] / table["events"].where(table["events"] > 0)).astype(float)
    table["predicted"] = table["predicted"] / table["pairs"]
    return table


def as_predicted(table: pd.DataFrame) -> bool:
    """Return whether about as much was bought on later horizons as was predicted.

    ``table`` as of :func:`reliability`. A firm whose assortment or customers change abruptly has a
    past that tells nothing; chances and euros would be a factor of three off there. With fewer than
    ``FEWEST_LATER`` purchases it cannot be told, and True.

    >>> table = pd.DataFrame({"pairs": [1_000.0], "events": [120.0], "predicted": [0.3]})
    >>> as_predicted(table), as_predicted(table.assign(predicted=0.13))
    (False, True)
    """
    events = float(table["events"].sum())
    predicted = float((table["predicted"] * table["pairs"]).sum())
    return events < FEWEST_LATER or (events / WIDEST <= predicted <= events * WIDEST)
