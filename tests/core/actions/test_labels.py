"""Every label and the boundary cases between them, and the lever that each of them starts with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.core.actions.labels import GROWTH, IN_OUR_OWN_HANDS, LABELS, first_steps

# Scores 10 20 30 40 50 60 70 80 90 95: median 55.
# Up-sell 5, 40, 40, 60, 60, 60: median 50.  Cross-sell 10, 20, 20, 30: median 20.
LABELLED = [
    # contribution, score, serve, margin, up-sell, cross-sell, label, first
    (-100.0, 10.0, 0.0, 60.0, 40.0, 0.0, "reconsider", "margin"),  # exactly zero together
    (-100.0, 80.0, 0.0, 60.01, 40.0, 0.0, "reprice", "margin"),  # one cent above it
    (-10.0, 20.0, 70.0, 70.0, 0.0, 0.0, "serve_efficiently", "serve"),  # of equal levers ours comes first
    (0.0, 90.0, 0.0, 0.0, 60.0, 0.0, "serve_efficiently", "serve"),  # earns nothing: not yet more of it
    (50.0, 95.0, 0.0, 0.0, 60.0, 30.0, "expand", "up_sell"),  # what is sure before what is expected
    (50.0, 60.0, 0.0, 0.0, 0.0, 20.0, "expand", "cross_sell"),  # at the median of its kind
    (50.0, 70.0, 0.0, 0.0, 5.0, 10.0, "cherish", "up_sell"),  # both in the lower half
    (50.0, 50.0, 0.0, 0.0, 60.0, 0.0, "develop", "up_sell"),
    (50.0, 40.0, 0.0, 0.0, 0.0, 0.0, "basic", ""),
    (-0.01, 30.0, 0.0, 0.0, 0.0, 20.0, "reconsider", ""),  # what is only expected redeems nobody
]


def test_each_label_with_its_first_step_and_the_boundary_cases_between_them() -> None:
    names = ["contribution", "score", "serve", "margin", "up_sell", "cross_sell", "label", "first"]
    table = pd.DataFrame(LABELLED, columns=names)
    levers = table[[*IN_OUR_OWN_HANDS, "cross_sell"]]
    label, first = first_steps(levers, table["contribution"].to_numpy(), table["score"].to_numpy())
    assert label.tolist() == table["label"].tolist()
    assert first.tolist() == table["first"].tolist()
    assert set(label) == set(LABELS)


def test_a_label_that_names_a_lever_starts_with_it() -> None:
    rng = np.random.default_rng(3)
    euros = rng.choice([0.0, 0.0, 5.0, 50.0, 500.0], (400, 4))
    levers = pd.DataFrame(euros, columns=[*IN_OUR_OWN_HANDS, "cross_sell"])
    label, first = first_steps(levers, rng.choice([-100.0, 0.0, 80.0, np.nan], 400), rng.uniform(0, 100, 400))
    of = {
        "serve_efficiently": {"serve"},
        "reprice": {"margin"},
        "expand": set(GROWTH),
        "develop": set(GROWTH),
    }
    for name, step in zip(label, first, strict=True):
        assert step in of.get(name, {step})
    assert set(label) == set(LABELS)


def test_what_is_unknown_fails_its_rule() -> None:
    none = np.full(3, np.nan)
    levers = pd.DataFrame({"serve": [0, 0, 9.0], "margin": [0, 9.0, 0], "up_sell": 0.0, "cross_sell": 0.0})
    label, first = first_steps(levers, none, none)
    assert label.tolist() == ["basic", "reprice", "serve_efficiently"]
    assert first.tolist() == ["", "margin", "serve"]


@pytest.mark.parametrize("first", range(3))
def test_of_equal_levers_the_one_in_our_own_hands_comes_first(first: int) -> None:
    frame = pd.DataFrame({lever: [7.0 if i >= first else 0.0] for i, lever in enumerate(IN_OUR_OWN_HANDS)})
    step = first_steps(frame.assign(cross_sell=0.0), np.array([9.0]), np.array([9.0]))[1]
    assert step.tolist() == [IN_OUR_OWN_HANDS[first]]


def test_no_customers_have_no_labels() -> None:
    frame = pd.DataFrame(dtype=float, columns=[*IN_OUR_OWN_HANDS, "cross_sell"])
    label, first = first_steps(frame, np.zeros(0), np.zeros(0))
    assert label.tolist() == first.tolist() == []
