from __future__ import annotations

import itertools

import numpy as np

from klantwaarde_xl.core.actions.assignment import AssignmentProblem, MoveLimits
from klantwaarde_xl.core.actions.placing import placed


def _problem(
    owner: list[int], hours: list[float], capacity: list[float], most: int = 10
) -> AssignmentProblem:
    n, m = len(owner), len(capacity)
    return AssignmentProblem(
        np.zeros((n, m)), np.array(owner), np.array(hours), np.array(capacity), MoveLimits(most=most)
    )


def test_who_fits_best_of_those_with_the_hours_gets_the_largest_first() -> None:
    # The first manager fits best and has room for one of ten hours: the larger. The second takes the other.
    problem = _problem([-1, -1, 0], [10, 10, 5], [16, 10])
    quality = np.array([[0.9, 0.4], [0.9, 0.4], [0.1, 0.9]])
    assert placed(problem, quality, np.array([50.0, 80.0, 900.0])).tolist() == [1, 0, -1]


def test_nobody_gets_more_hours_than_there_are_on_any_drawn_firm() -> None:
    draw = np.random.default_rng(4)
    for _ in range(50):
        owner, hours = draw.integers(-1, 3, 12), draw.uniform(1, 9, 12)
        problem = _problem(owner.tolist(), hours.tolist(), draw.uniform(5, 30, 3).tolist())
        found = placed(problem, draw.uniform(size=(12, 3)), draw.uniform(size=12))
        room = problem.capacity - problem.load(problem.owner)
        assert (problem.load(found) <= np.maximum(room, 0) + 1e-9).all()
        assert (found[owner >= 0] == -1).all()
        left = room - problem.load(found)
        # Who is left without anyone fits in nobody's hours.
        for customer, manager in itertools.product(np.flatnonzero((owner < 0) & (found < 0)), range(3)):
            assert hours[customer] > left[manager]


def test_of_equal_fit_who_has_most_hours_and_no_more_than_there_may_be_moves() -> None:
    problem = _problem([-1, -1, -1], [1, 1, 1], [5, 9], most=2)
    found = placed(problem, np.full((3, 2), 0.5), np.array([1.0, 3.0, 2.0]))
    assert found.tolist() == [-1, 1, 1]
    assert placed(problem, np.full((3, 2), 0.5), np.full(3, -np.inf)).tolist() == [-1] * 3
