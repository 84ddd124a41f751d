"""Shrinkage against published examples: the BCG trials, the baseball averages, and figures by hand."""

from __future__ import annotations

import time

import numpy as np
import pytest
from scipy import stats

from klantwaarde_xl.core.peers.shrinkage import (
    LOWER_QUARTILE,
    SURE,
    UnitSums,
    between,
    lasting_gaps,
    mean_variance,
    pooled,
)

# Colditz et al. (1994): tuberculosis with and without BCG vaccine in 13 trials: (ill, well) of those
# vaccinated and of the others. The DerSimonian-Laird estimates of the log risk ratio are those of metafor's
# documentation (Viechtbauer 2010, dat.bcg): mean -0.7141, tau^2 0.3088.
BCG = np.array(
    [
        *[(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619)],
        *[(33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892)],
        *[(29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338)],
        (27, 16886, 29, 17825),
    ],
    float,
)
# Efron & Morris (1977): hits of 18 batters in their first 45 times at bat. James-Stein keeps .212 of what a
# batter differs from the mean.
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])


def test_the_variance_between_trials_is_that_of_the_literature() -> None:
    ill, well, others_ill, others_well = BCG.T
    effect = np.log(ill / (ill + well)) - np.log(others_ill / (others_ill + others_well))
    variance = 1 / ill - 1 / (ill + well) + 1 / others_ill - 1 / (others_ill + others_well)
    mean, tau2 = between(effect, variance)
    assert (mean[0], tau2[0]) == pytest.approx((-0.7141, 0.3088), abs=5e-5)


def test_baseball_averages_shrink_as_published() -> None:
    average = HITS / 45
    error = np.full(18, average.mean() * (1 - average.mean()) / 45)
    found = lasting_gaps(average, error)
    kept = (found.shrunk - average.mean()) / (average - average.mean())
    # James-Stein takes k - 3 = 15 where the moment estimate of DerSimonian and Laird takes k - 1 = 17.
    assert kept == pytest.approx(np.full(18, 1 - 17 / 15 * (1 - 0.212)), abs=6e-4)
    assert found.gap.tolist() == [0.0] * 18  # nobody is surely a bad batter after 45 times


def test_a_gap_worked_by_hand() -> None:
    # Five of 8 and one of -40, each with variance 16: mean 0, spread (1600 + 5 x 64) / 5 = 384 = tau^2 + 16.
    effect = np.array([-40.0, 8, 8, 8, 8, 8])
    found = lasting_gaps(effect, np.full(6, 16.0))
    tau2 = 384 - 16
    shrunk = -40 * tau2 / 384
    target = -0.6744897501960817 * np.sqrt(tau2)
    assert found.shrunk[0] == pytest.approx(shrunk)
    assert found.target[0] == pytest.approx(target)
    assert found.chance[0] == pytest.approx(stats.norm(shrunk, np.sqrt(tau2 * 16 / 384)).cdf(target))
    assert found.gap == pytest.approx([target - shrunk, 0, 0, 0, 0, 0])


def test_the_target_is_the_lower_quartile_of_a_normal_distribution() -> None:
    assert pytest.approx(stats.norm.ppf(0.25)) == LOWER_QUARTILE
    assert SURE == 0.80


def test_each_family_is_judged_by_itself() -> None:
    rng = np.random.default_rng(4)
    effect, variance = rng.normal(0, 2, 40), rng.uniform(0.1, 1, 40)
    family = rng.permutation(np.repeat([0, 1], 20))
    found = lasting_gaps(effect, variance, family)
    for which in (0, 1):
        alone = lasting_gaps(effect[family == which], variance[family == which])
        assert found.gap[family == which] == pytest.approx(alone.gap)
        assert found.shrunk[family == which] == pytest.approx(alone.shrunk)


def test_who_differ_by_chance_alone_have_hardly_a_gap() -> None:
    rng = np.random.default_rng(8)
    claimed = [lasting_gaps(rng.normal(0, 1, 200), np.full(200, 1.0)).gap.sum() / 200 for _ in range(200)]
    assert np.mean(claimed) < 0.002


def test_the_variance_of_a_ratio_is_that_of_redrawn_invoices() -> None:
    rng = np.random.default_rng(5)
    whole = rng.gamma(3.0, 50.0, 60)
    part = whole * rng.normal(0.2, 0.1, 60)
    sums = UnitSums.of(np.zeros(60, int), part, whole, 1)
    draw = rng.integers(0, 60, (20_000, 60))
    redrawn = (part[draw].sum(axis=1) / whole[draw].sum(axis=1)).var()
    assert sums.ratio()[0] == pytest.approx(part.sum() / whole.sum())
    assert sums.variance()[0] == pytest.approx(redrawn, rel=0.06)


def test_variances_are_pooled_with_eight_degrees_of_freedom() -> None:
    # Weighted mean (2 x 6 + 10 x 3) / 12 = 3.5; the first (2 x 6 + 8 x 3.5) / 10 = 4.
    own, degrees = np.array([6.0, 3.0]), np.array([2.0, 10.0])
    assert mean_variance(own, degrees).tolist() == [3.5, 3.5]
    assert pooled(own, degrees).tolist() == pytest.approx([4.0, (30 + 28) / 18])


def test_nobody_is_surer_of_a_share_than_all_are() -> None:
    owner = np.repeat([0, 1], 10)
    part = np.r_[np.full(10, 1.0), np.tile([0.0, 2.0], 5)]
    sums = UnitSums.of(owner, part, np.full(20, 10.0), 2)
    pooled_only, at_least = sums.variance(), sums.variance(at_least_pooled=True)
    assert pooled_only[0] < at_least[0] < pooled_only[1] == at_least[1]


def test_invoices_that_agree_to_the_cent_are_certain_and_not_left_out() -> None:
    found = lasting_gaps(np.array([-0.2, 0.04, 0.04, 0.04, 0.04, 0.04]), np.zeros(6))
    assert found.gap[0] == pytest.approx(0.2 - 0.6744897501960817 * np.sqrt(0.0096), rel=1e-4)


def test_without_effects_there_is_no_gap() -> None:
    assert lasting_gaps(np.zeros(0), np.zeros(0)).gap.tolist() == []
    assert lasting_gaps(np.array([np.nan]), np.array([1.0])).gap.tolist() == [0.0]
    assert lasting_gaps(np.array([-5.0]), np.array([1.0])).gap.tolist() == [0.0]


def test_45_000_customers_take_well_under_a_second() -> None:
    rng = np.random.default_rng(1)
    begun = time.process_time()
    lasting_gaps(rng.normal(0, 1, 45_000), rng.uniform(0.5, 2, 45_000), rng.integers(0, 40, 45_000))
    assert time.process_time() - begun < 0.5
