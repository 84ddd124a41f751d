"""Logistic regression: beside scipy's own optimiser on the same loss, and the bounds on slopes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from klantwaarde_xl.core.base.logistic import fit_logistic


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    terms = rng.normal(size=(800, 3)) * (1, 20, 0.1)
    outcome = rng.random(800) < 1 / (1 + np.exp(-(terms @ (0.8, -0.05, 3.0) - 1)))
    return terms, outcome, rng.uniform(0.5, 2, 800)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_as_a_general_optimiser_on_the_penalised_loss(seed: int) -> None:
    terms, outcome, weight = drawn(seed)
    mean = np.average(terms, axis=0, weights=weight)
    spread = np.sqrt(np.average((terms - mean) ** 2, axis=0, weights=weight))
    design = np.column_stack([np.ones(len(terms)), (terms - mean) / spread])

    def loss(at: np.ndarray) -> float:
        value = design @ at
        return (weight * (np.log1p(np.exp(value)) - outcome * value)).sum() + (at[1:] ** 2).sum() / 2

    plain = optimize.minimize(loss, np.zeros(4), tol=1e-12).x
    found = fit_logistic(terms, outcome, weight)
    assert found.slopes == pytest.approx(plain[1:] / spread, rel=1e-3)
    assert found.probability(terms[:5]) == pytest.approx(1 / (1 + np.exp(-(design[:5] @ plain))), abs=1e-4)


def test_a_slope_that_may_not_fall_is_zero_instead_and_the_others_stay() -> None:
    terms, outcome, weight = drawn(4)
    assert fit_logistic(terms, outcome, weight).slopes[1] < 0
    found = fit_logistic(terms, outcome, weight, rising=(0, 1))
    without = fit_logistic(terms[:, [0, 2]], outcome, weight)
    assert found.slopes[1] == 0
    assert found.slopes[[0, 2]] == pytest.approx(without.slopes, rel=1e-6)


def test_a_term_that_is_constant_tells_nothing() -> None:
    terms, outcome, weight = drawn(5)
    found = fit_logistic(np.column_stack([terms, np.full(800, 7.0)]), outcome, weight)
    assert found.slopes[3] == pytest.approx(0, abs=1e-9)
    assert found.probability(np.column_stack([terms, np.full(800, 7.0)])).mean() == pytest.approx(
        fit_logistic(terms, outcome, weight).probability(terms).mean()
    )


def test_outcomes_that_are_all_alike_give_their_chance_but_for_half_a_row() -> None:
    # 3.5 of 4: the terms tell nothing, and no chance is certain.
    terms = np.arange(6.0).reshape(3, 2)
    found = fit_logistic(terms, np.ones(3, bool), np.ones(3))
    assert found.probability(terms) == pytest.approx(np.full(3, 3.5 / 4))
    assert fit_logistic(terms, np.zeros(3, bool), np.ones(3)).probability(terms) == pytest.approx(
        np.full(3, 0.5 / 4)
    )


def test_a_full_step_that_goes_too_far_is_shortened() -> None:
    # Drawn until Newton's own step raised the loss: few rows, of which two weigh a hundred times as much.
    terms = np.array([[-2.6, -4.6], [12.3, -11.1], [10.3, 1.8], [-8.0, -2.9], [-9.2, 6.8], [3.5, -5.6]])
    outcome, weight = np.arange(6) == 2, np.array([1e4, 1e6, 1e4, 1e6, 1e4, 1e4])
    found = fit_logistic(terms, outcome, weight)
    left = weight * (found.probability(terms) - outcome)
    # At the optimum what is left adds up to nothing, and to the pull of the penalty along each term.
    mean = np.average(terms, axis=0, weights=weight)
    spread = np.sqrt(np.average((terms - mean) ** 2, axis=0, weights=weight))
    assert left.sum() == pytest.approx(0, abs=1e-3)
    assert left @ ((terms - mean) / spread) == pytest.approx(-found.slopes * spread, abs=1e-3)


def test_of_many_rows_a_sample_gives_nearly_the_same_curve() -> None:
    draw = np.random.default_rng(9)
    terms = draw.normal(size=(120_000, 3))
    chance = 1 / (1 + np.exp(-(terms @ np.array([0.8, -0.4, 0.0]) - 3.0)))
    outcome = draw.random(len(chance)) < chance
    weight = np.where(np.arange(len(chance)) % 2, 1.0, 3.0)
    found = fit_logistic(terms, outcome, weight)
    assert found.slopes == pytest.approx([0.8, -0.4, 0.0], abs=0.06)
    assert weight @ found.probability(terms) == pytest.approx(weight @ outcome, rel=1e-9)
    loss, best = (
        -np.average(np.where(outcome, np.log(part), np.log1p(-part)), weights=weight)
        for part in (found.probability(terms), chance)
    )
    assert loss <= 1.01 * best


def test_the_sample_is_the_same_every_time() -> None:
    terms = np.linspace(0, 1, 90_000)[:, None]
    outcome = (np.arange(90_000) * 7919) % 100 < 100 * terms[:, 0] ** 2
    one, other = (fit_logistic(terms, outcome, np.ones(90_000)) for _ in range(2))
    assert one.slopes.tolist() == other.slopes.tolist()
