"""BG/NBD with Gamma-Gamma, the usual model of purchases without a contract, as something to compare with.

Source: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", Marketing Science 24(2), formulas
(6) and (10); Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Repeat purchase days ``x``, time of the last one ``recency`` and observed time ``age`` since the first,
    and mean amount of a repeat ``spend``; (n,) each."""

    x: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    spend: np.ndarray


def fit_bg_nbd(seen: Purchases) -> np.ndarray:
    """Return r, alpha, a and b of maximum likelihood.

    CDNOW's tenth (weeks) gives r .243 and alpha 4.414 in the paper."""

    def loss(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        x, recency, age = seen.x, seen.recency, seen.age
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        beta = gammaln(a + b) - gammaln(b) + gammaln(b + x) - gammaln(a + b + x)
        alive = -(r + x) * np.log(alpha + age)
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + recency)
        mixed = np.where(x > 0, np.logaddexp(alive, np.where(x > 0, gone, -np.inf)), alive)
        # A pull so small that it only keeps a and b finite where nobody is ever gone.
        return -float((common + beta + mixed).mean()) + 1e-5 * float((logs[2:] ** 2).sum())

    start = np.log([1.0, float(np.median(seen.age)) / 4, 1.0, 2.0])
    found = minimize(
        loss, start, method="Nelder-Mead", options={"maxiter": 4_000, "xatol": 1e-6, "fatol": 1e-10}
    )
    return np.exp(found.x)


def expected_purchases(seen: Purchases, fitted: np.ndarray, ahead: float) -> np.ndarray:
    """Return the expected number of purchase days in the time ``ahead``, (n,)."""
    r, alpha, a, b = fitted
    x, age = seen.x, seen.age
    part = hyp2f1(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead))
    some = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + ahead)) ** (r + x) * part)
    odds = a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + seen.recency)) ** (r + x)
    return some / (1 + np.where(x > 0, odds, 0.0))


def expected_spend(seen: Purchases) -> np.ndarray:
    """Return the expected mean amount of a purchase of each customer by Gamma-Gamma, (n,)."""
    chosen = (seen.x > 0) & (seen.spend > 0)
    x, spend = seen.x[chosen], seen.spend[chosen]

    def loss(logs: np.ndarray) -> float:
        p, q, v = np.exp(logs)
        terms = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        terms += (p * x - 1) * np.log(spend) + p * x * np.log(x) - (p * x + q) * np.log(x * spend + v)
        return -float(terms.mean())

    start = np.log([2.0, 3.0, float(spend.mean())])
    p, q, v = np.exp(minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4_000}).x)
    amount = np.where(chosen, seen.spend, 0.0)
    count = np.where(chosen, seen.x, 0.0)
    return p * (v + count * amount) / (p * count + q - 1)
