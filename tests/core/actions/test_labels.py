"""Every label and the boundary cases between them, and which of equal levers comes first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.labels import IN_OUR_OWN_HANDS, LABELS, best_lever, labels

# Positive potentials: 10, 20, 100, 100, 100.01, 500 -> median 100.  Scores 10 30 40 60 70 80 90 -> median 60.
LABELLED = [
    # contribution, score, potential, label
    (-100.0, 10.0, 100.0, "reconsider"),  # exactly zero together
    (-100.0, 70.0, 100.01, "serve_efficiently"),  # one cent above it, and still a loss
    (0.0, 80.0, 10.0, "serve_efficiently"),  # earns nothing
    (0.01, 90.0, 500.0, "expand"),  # earns a cent
    (50.0, 60.0, 20.0, "cherish"),  # score at the median
    (50.0, 40.0, 100.0, "develop"),  # potential at the median
    (50.0, 30.0, 0.0, "basic"),
]


def test_each_label_and_the_boundary_cases_between_them() -> None:
    contribution, score, potential, expected = zip(*LABELLED, strict=True)
    best = np.where(np.array(potential) > 0, "cross_sell", "")
    found = labels(np.array(potential), best, np.array(contribution), np.array(score))
    assert found.tolist() == list(expected)
    assert set(expected) == set(LABELS)


def test_serve_as_best_lever_comes_before_the_score() -> None:
    found = labels(
        np.array([5.0, 5.0]), np.array(["serve", "margin"]), np.array([9.0, 9.0]), np.array([1.0, 1.0])
    )
    assert found.tolist() == ["serve_efficiently", "expand"]


def test_what_is_unknown_fails_its_rule() -> None:
    none = np.full(2, np.nan)
    assert labels(np.zeros(2), np.array(["", ""]), none, none).tolist() == ["basic", "basic"]
    assert labels(np.ones(2), np.array(["margin", "serve"]), none, none).tolist() == [
        "develop",
        "serve_efficiently",
    ]


@pytest.mark.parametrize("first", range(4))
def test_of_equal_levers_the_one_in_our_own_hands_comes_first(first: int) -> None:
    frame = pd.DataFrame({lever: [7.0 if i >= first else 0.0] for i, lever in enumerate(IN_OUR_OWN_HANDS)})
    frame["potential"] = frame.sum(axis=1)
    assert best_lever(frame, np.array([np.nan])).tolist() == [IN_OUR_OWN_HANDS[first]]


def test_no_customers_have_no_labels() -> None:
    none = np.zeros(0)
    frame = pd.DataFrame(dtype=float, columns=[*IN_OUR_OWN_HANDS, "potential"])
    assert best_lever(frame, none).tolist() == labels(none, none, none, none).tolist() == []
