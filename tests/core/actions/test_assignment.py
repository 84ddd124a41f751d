"""The solvers against all plans there are, on problems small enough to try them all."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions import assignment
from klantwaarde_xl.core.actions.assignment import AssignmentProblem, MoveLimits, exchange, solve_with_hours


def worth_by_hand(problem: AssignmentProblem, plan: tuple[int, ...]) -> float:
    """Return values less penalties less thresholds of a plan, in plain Python."""
    total = 0.0
    load = [0.0] * len(problem.capacity)
    for customer, manager in enumerate(plan):
        if manager >= 0:
            total += problem.value[customer][manager]
            load[manager] += problem.weight[customer]
        total -= problem.limits.threshold * (manager != problem.owner[customer])
    return total - problem.limits.penalty * sum(
        max(h - c, 0) for h, c in zip(load, problem.capacity, strict=True)
    )


def plans(problem: AssignmentProblem) -> list[tuple[int, ...]]:
    """Return every plan with few enough moves."""
    choices = [sorted({*range(len(problem.capacity)), int(owner)}) for owner in problem.owner]
    allowed = [
        p
        for p in itertools.product(*choices)
        if sum(a != b for a, b in zip(p, problem.owner, strict=True)) <= problem.limits.most
    ]
    return [p for p in allowed if all(a >= 0 or b < 0 for a, b in zip(p, problem.owner, strict=True))]


@st.composite
def problems(draw: st.DrawFn) -> AssignmentProblem:
    n, m = draw(st.integers(1, 5)), draw(st.integers(2, 3))
    euros = st.integers(0, 40).map(float)
    return AssignmentProblem(
        np.array(draw(st.lists(st.lists(euros, min_size=m, max_size=m), min_size=n, max_size=n))),
        np.array(draw(st.lists(st.integers(-1, m - 1), min_size=n, max_size=n))),
        np.array(draw(st.lists(st.integers(0, 6).map(float), min_size=n, max_size=n))),
        np.array(draw(st.lists(st.integers(0, 12).map(float), min_size=m, max_size=m))),
        MoveLimits(
            draw(st.sampled_from([0.0, 1.0, 5.0])),
            draw(st.sampled_from([0.0, 3.0, 10.0])),
            draw(st.integers(0, 5)),
        ),
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_plan_is_better_and_every_move_exceeds_the_threshold(problem: AssignmentProblem) -> None:
    _, after = solve_with_hours(problem)
    plan = tuple(int(manager) for manager in after)
    assert plan in plans(problem)
    assert worth_by_hand(problem, plan) == pytest.approx(
        max(worth_by_hand(problem, p) for p in plans(problem))
    )
    gains = problem.gains(after)
    for i in np.flatnonzero(after != problem.owner):
        back = (*plan[:i], int(problem.owner[i]), *plan[i + 1 :])
        assert gains[i] == pytest.approx(
            worth_by_hand(problem, plan) - worth_by_hand(problem, back) + problem.limits.threshold
        )
        assert gains[i] > problem.limits.threshold


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_exchange_is_better_among_those_with_as_many_moves(problem: AssignmentProblem) -> None:
    after = exchange(problem)
    plan = tuple(int(manager) for manager in after)
    counts = sorted(int(owner) for owner in problem.owner)

    def value(p: tuple[int, ...]) -> float:
        moved = sum(a != b for a, b in zip(p, problem.owner, strict=True))
        return sum(problem.value[i][k] for i, k in enumerate(p) if k >= 0) - problem.limits.threshold * moved

    everyone = [
        p
        for p in plans(problem)
        if sorted(p) == counts and all((a < 0) == (b < 0) for a, b in zip(p, problem.owner, strict=True))
    ]
    moves = sum(a != b for a, b in zip(plan, problem.owner, strict=True))
    alike = [p for p in everyone if sum(a != b for a, b in zip(p, problem.owner, strict=True)) == moves]
    assert plan in everyone
    assert value(plan) == pytest.approx(max(value(p) for p in alike))
    if problem.limits.most >= len(plan):
        assert value(plan) == pytest.approx(max(value(p) for p in everyone))


def large(n: int, m: int, most: int) -> AssignmentProblem:
    rng = np.random.default_rng(3)
    match = rng.integers(0, 5, (n, m)) / 4
    return AssignmentProblem(
        match * rng.lognormal(8, 1.5, n)[:, None],
        rng.integers(0, m, n),
        rng.gamma(2, 10, n),
        np.full(m, 20 * n / m),
        MoveLimits(60.0, 500.0, most),
    )


def test_leaving_out_hopeless_pairs_changes_nothing() -> None:
    problem = large(150, 6, 8)
    method, after = solve_with_hours(problem)
    assert method == "milp"
    step = assignment._steps(problem)
    customer, manager = np.nonzero(np.arange(6) != problem.owner[:, None])
    whole = assignment._branch_and_bound(problem, customer, manager, step[customer, manager])
    assert problem.total(after) == pytest.approx(problem.total(whole), rel=1e-6)


def test_move_by_move_stands_in_when_the_search_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = large(150, 6, 8)
    best = problem.total(solve_with_hours(problem)[1])
    monkeypatch.setattr(assignment, "_branch_and_bound", lambda *_: None)
    method, after = solve_with_hours(problem)
    assert method == "stepwise"
    assert 0 < (after != problem.owner).sum() <= 8
    assert problem.total(problem.owner) < problem.total(after) <= best + 1e-6


def test_two_thousand_customers_and_twenty_managers_are_cut_down_to_what_matters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = []
    search = assignment._branch_and_bound
    monkeypatch.setattr(
        assignment, "_branch_and_bound", lambda *given: sizes.append(len(given[1])) or search(*given)
    )
    problem = large(2_000, 20, 10)
    method, after = solve_with_hours(problem)
    assert method == "milp"
    assert (after != problem.owner).sum() == 10
    assert sizes[0] < 4_000


def test_more_customers_than_fit_in_a_square_still_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "LARGEST_SQUARE", 100)
    problem = large(400, 5, 6)
    after = exchange(problem)
    moved = after != problem.owner
    assert 0 < moved.sum() <= 6
    assert np.bincount(after).tolist() == np.bincount(problem.owner).tolist()
    gained = (problem.worth(after) - problem.worth(problem.owner)).sum()
    assert gained > problem.limits.threshold * moved.sum()


def test_without_managers_nobody_is_worth_anything() -> None:
    nobody = np.full(2, -1)
    problem = AssignmentProblem(np.zeros((2, 0)), nobody, np.ones(2), np.zeros(0), MoveLimits())
    assert problem.worth(nobody).tolist() == problem.gains(nobody).tolist() == [0.0, 0.0]
    assert problem.total(nobody) == 0.0


@settings(max_examples=60, deadline=None)
@given(problems())
def test_move_by_move_begins_with_the_best_of_all_moves(problem: AssignmentProblem) -> None:
    one = replace(problem, limits=replace(problem.limits, most=1))
    best = max(worth_by_hand(one, plan) for plan in plans(one))
    taken = tuple(assignment._step_by_step(one).tolist())
    assert worth_by_hand(one, taken) == pytest.approx(best)


def test_who_is_over_capacity_already_pays_only_for_what_comes_in() -> None:
    # Manager 0 has 10 hours where 8 fit: 20 euros are lost whether or not the third customer comes, who takes
    # no hours and is worth 5 more there.
    value = np.array([[50.0, 0.0], [50.0, 0.0], [5.0, 0.0]])
    limits = MoveLimits(penalty=10.0, threshold=0.0, most=1)
    problem = AssignmentProblem(
        value, np.array([0, 0, 1]), np.array([5.0, 5.0, 0.0]), np.array([8.0, 8.0]), limits
    )
    assert assignment._step_by_step(problem).tolist() == [0, 0, 0]
