"""The model of the chance that a customer buys an item, fitted on past windows and what came after them.

It has two parts: whether a customer comes back at all within the horizon (learned per customer), and whether
a customer that comes back buys an item (learned per pair, on those that did come back). The chance is their
product. Newer windows count more, and the weeks just passed count too: after a recent change of the
assortment only they show how many customers take it up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.logistic import Logistic, fit_logistic
from klantwaarde_xl.core.base.period import DAYS_PER_YEAR
from klantwaarde_xl.core.cross_sell.annual_chance import spread_over_time
from klantwaarde_xl.core.cross_sell.calibration import (
    TERMS,
    Calibrator,
    Pairs,
    fit_calibrator,
    odds_times,
    reliability,
)
from klantwaarde_xl.core.cross_sell.foretold import Foretold
from klantwaarde_xl.core.cross_sell.training_pairs import TrainingPairs
from klantwaarde_xl.core.cross_sell.window_state import WindowState

OLDER = 0.7
"""Weight of each window relative to the next newer one."""
SHORT = 3
"""The window just passed has a horizon this many times shorter, and this many times less weight."""
MOST_LEVEL = 2.0
"""Largest shift of the whole model, in log odds, to make the predictions add up."""
SEASON_EVENTS = 50.0
"""Purchases in the same season of earlier years at which the seasonal effect is halved."""
FEWEST_LATER = 100
"""Purchases over several horizons below which their spread over time is unknown and terms count as equal."""


@dataclass(frozen=True, slots=True, eq=False)
class ChanceModel:
    """From the past of a customer and an item to a chance.

    ``returns``: from the rhythm of a customer to its return, None where everyone or no one returned;
    ``calibrator``: from the terms of a pair to a purchase by a customer that returns."""

    returns: Logistic | None
    calibrator: Calibrator

    def over(self, state: WindowState, score: np.ndarray, rows: np.ndarray, horizon_days: int) -> np.ndarray:
        """Return the chance that the customers in ``rows`` buy each item, float32 (len(rows), m).

        Within the horizon; ``score`` (len(rows), m) by the recommender.

        >>> import datetime as dt
        >>> from klantwaarde_xl.core.cross_sell.baskets import purchases
        >>> from klantwaarde_xl.core.cross_sell.calibration import SLOPES
        >>> from klantwaarde_xl.core.cross_sell.window_state import window_state
        >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-06-05"]), "customer_id": ["a"], "item": ["x"],
        ...     "revenue": 1.0, "cost": np.nan, "one_off": np.nan})
        >>> state = window_state(purchases(lines), dt.date(2024, 6, 30))
        >>> half = Logistic(0.0, np.zeros(8))  # half of them return, and half of those buy
        >>> model = ChanceModel(half, Calibrator(0.0, np.zeros(SLOPES)))
        >>> model.over(state, np.zeros((1, 1)), np.array([0]), 91).tolist()
        [[0.25]]
        """
        log_return = _log_return(self.returns, state.visits.rhythm(horizon_days))[rows]
        customer = np.column_stack(
            [state.customer_terms[rows], state.visits.expected(horizon_days)[rows], log_return]
        )
        visits = state.visits.since(rows, state.first_sold)
        buys = self.calibrator.probability(score, state.item_terms, visits, customer)
        chance: np.ndarray = np.exp(log_return).astype(np.float32)[:, None] * buys
        return chance

    def of(self, part: TrainingPairs) -> np.ndarray:
        """Return the chance of each pair within one horizon, float64 (k,)."""
        log_return = _log_return(self.returns, part.rhythm)[part.customer]
        chance: np.ndarray = np.exp(log_return) * self.calibrator.of_pairs(_with_return(part, log_return))
        return chance


def _log_return(returns: Logistic | None, rhythm: np.ndarray) -> np.ndarray:
    return np.zeros(len(rhythm)) if returns is None else np.log(np.maximum(returns.probability(rhythm), 1e-6))


def _with_return(part: TrainingPairs, log_return: np.ndarray) -> Pairs:
    """Return the pairs with the log chance that the customer returns (k,) filled in, their last term."""
    terms = part.pairs.terms.copy()
    terms[:, TERMS - 1] = log_return
    return replace(part.pairs, terms=terms)


def _fit_returns(parts: list[TrainingPairs], share: np.ndarray) -> Logistic | None:
    back = np.concatenate([part.back for part in parts])
    if back.all() or not back.any():
        return None
    weight = np.repeat(share, [len(part.back) for part in parts])
    return fit_logistic(np.concatenate([part.rhythm for part in parts]), back, weight)


def _of_returned(part: TrainingPairs, returns: Logistic | None, share: float) -> Pairs:
    """Return the pairs of the customers that came back, each counting for ``share``."""
    pairs = _with_return(part, _log_return(returns, part.rhythm)[part.customer])
    there = part.back[part.customer]
    return Pairs(pairs.terms[there], pairs.bought[there], pairs.weight[there] * share)


def fit_chance_model(parts: list[TrainingPairs], newest: TrainingPairs | None = None) -> ChanceModel:
    """Return the model fitted on past windows, newest first; at least one purchase among them.

    ``newest``: the window just passed, with a horizon ``SHORT`` times as short; it tells who buys
    of those that come back, not how many come back. The predictions over ``parts`` add up to the purchases.

    >>> pairs = Pairs(np.zeros((10, TERMS), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = TrainingPairs(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> fit_chance_model([part, part], part).of(part).round(2).tolist()[:3]
    [0.2, 0.2, 0.2]
    """
    share = OLDER ** np.arange(len(parts))
    returns = _fit_returns(parts, share)
    pairs = [_of_returned(part, returns, weight) for part, weight in zip(parts, share, strict=True)]
    if newest is not None:
        pairs.append(_of_returned(newest, _fit_returns([newest], np.ones(1)), 1 / SHORT))
    model = ChanceModel(returns, fit_calibrator(Pairs.joined(pairs)))
    return replace(model, calibrator=model.calibrator.shifted(_level(model, parts, share)))


def _level(model: ChanceModel, parts: list[TrainingPairs], share: np.ndarray) -> float:
    """Return the shift in log odds of a purchase on return that makes the chances add up to the purchases.

    Both parts of the model add up, but not their product: customers that come back against expectation also
    buy more. 0 if no shift makes them add up."""
    from scipy.optimize import brentq  # Only here: importing it takes longer than a small analysis.

    returned, buys, bought = [], [], 0.0
    for part, counts in zip(parts, share, strict=True):
        log_return = _log_return(model.returns, part.rhythm)[part.customer]
        returned.append(part.pairs.weight * counts * np.exp(log_return))
        buys.append(model.calibrator.of_pairs(_with_return(part, log_return)))
        bought += counts * float(part.pairs.weight @ part.pairs.bought)
    number, chance = np.concatenate(returned), np.concatenate(buys)

    def missing(by: float) -> float:
        return float(number @ odds_times(chance, by)) - bought

    within = missing(-MOST_LEVEL) < 0 < missing(MOST_LEVEL)
    return float(brentq(missing, -MOST_LEVEL, MOST_LEVEL)) if within else 0.0


def seasonal(model: ChanceModel, parts: list[TrainingPairs], horizon_days: int) -> float:
    """Return the seasonal shift in log odds for the horizon after the newest window.

    ``parts`` newest first; the log of bought over predicted in the same season of earlier years, shrunk to 0
    with ``SEASON_EVENTS``, and by a half when there is only one such year (a third with two): years differ as
    much as seasons do. 0 when the history holds no such season.

    >>> from klantwaarde_xl.core.cross_sell.calibration import SLOPES
    >>> pairs = Pairs(np.zeros((10, TERMS), np.float32), np.arange(10) < 5, np.ones(10))
    >>> part = TrainingPairs(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> model = ChanceModel(None, Calibrator(0.0, np.zeros(SLOPES)))
    >>> seasonal(model, [part] * 4, 91), seasonal(model, [part] * 3, 91)
    (0.0, 0.0)
    """
    a_year = round(DAYS_PER_YEAR / horizon_days)
    same = [part for part in parts[a_year - 1 :: a_year] if len(part.back)]
    bought = sum(float(part.pairs.weight @ part.pairs.bought) for part in same)
    predicted = sum(float(part.pairs.weight @ model.of(part)) for part in same)
    shrunk = bought / (bought + SEASON_EVENTS) * len(same) / (len(same) + 1)
    return float(np.log(bought / predicted)) * shrunk if bought else 0.0


def persistence(model: ChanceModel, parts: list[TrainingPairs]) -> float:
    """Return how far the chances of several horizons add up, 1 with too few purchases.

    See ``annual_chance.spread_over_time``.

    >>> pairs = Pairs(np.zeros((10, TERMS), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = TrainingPairs(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> persistence(fit_chance_model([part]), [part])
    1.0
    """
    seen = [
        (
            model.of(part),
            part.pairs.weight,
            float(part.pairs.bought.sum()),
            float(part.pairs.weight @ part.later),
            part.terms,
        )
        for part in parts
        if part.later is not None and part.pairs.bought.any()
    ]
    return spread_over_time(seen) if sum(later for *_, later, _ in seen) >= FEWEST_LATER else 1.0


def foretold(
    parts: list[TrainingPairs], newest: list[TrainingPairs], horizon_days: int
) -> list[tuple[np.ndarray, TrainingPairs]]:
    """Return the windows that could be predicted from older ones only, with the chance of each pair, (k,).

    ``newest``: the window just passed at the end of each of the ``parts`` but the oldest.

    >>> pairs = Pairs(np.zeros((10, TERMS), np.float32), np.arange(10) < 2, np.ones(10))
    >>> part = TrainingPairs(pairs, np.zeros(10, int), np.zeros((1, 8)), np.ones(1, bool), None, 1)
    >>> [chance.round(2).tolist()[:2] for chance, _ in foretold([part, part], [part], 91)]
    [[0.2, 0.2]]
    """
    found = []
    for step, passed in enumerate(newest):
        older = parts[step + 1 :]
        if any(part.pairs.bought.any() for part in older):
            model = fit_chance_model(older, passed)
            chance = odds_times(model.of(parts[step]), seasonal(model, older, horizon_days))
            found.append((chance, parts[step]))
    return found


def checked(later: Foretold) -> tuple[pd.DataFrame, float, float]:
    """Return the reliability table, the Brier score and that of the mean chance (NaN without pairs).

    >>> chance, none = np.full(10, 0.2), np.zeros(10, int)
    >>> later = Foretold(chance, np.arange(10) < 2, np.ones(10), none, none, *np.ones((3, 10)))
    >>> table, brier, base = checked(later)
    >>> int(table["events"].sum()), round(brier, 3), round(base, 3)
    (2, 0.16, 0.16)
    """
    table = reliability(later.chance, later.bought, later.weight)
    if not len(later.chance):
        return table, np.nan, np.nan
    brier = float(np.average((later.chance - later.bought) ** 2, weights=later.weight))
    share = np.average(later.bought, weights=later.weight)
    return table, brier, float(share * (1 - share))
