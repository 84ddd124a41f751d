"""Who could serve customers that have no account manager: who fits and has the hours."""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.core.actions.assignment import AssignmentProblem


def placed(problem: AssignmentProblem, quality: np.ndarray, margin: np.ndarray) -> np.ndarray:
    """Return the managers for customers of nobody, int64 (n,); -1 of others and where nobody has the hours.

    ``quality`` float64 (n, m): how well they fit; ``margin`` float64 (n,), -inf for who stays where it is.
    The largest margin comes first, to who fits best of those with the hours, then to who has most of them.
    At most so many as there may be moves.

    >>> from klantwaarde_xl.core.actions.assignment import MoveLimits
    >>> quality, capacity = np.array([[0.9, 0.5], [0.9, 0.5], [0.1, 0.2]]), np.array([6.0, 9.0])
    >>> problem = AssignmentProblem(quality, np.array([-1, -1, 0]), np.full(3, 3.0), capacity, MoveLimits())
    >>> placed(problem, quality, np.array([10.0, 20.0, 5.0]))
    array([ 1,  0, -1])
    """
    found = np.full(len(problem.owner), -1)
    room = problem.capacity - problem.load(problem.owner)
    left = problem.limits.most
    waiting = np.flatnonzero((problem.owner < 0) & np.isfinite(margin))
    for customer in waiting[np.argsort(-margin[waiting], kind="stable")]:
        able = np.flatnonzero(room >= problem.weight[customer])
        if not len(able) or left == 0:
            continue
        best = able[np.lexsort((-room[able], -quality[customer, able]))[0]]
        found[customer] = best
        room[best] -= problem.weight[customer]
        left -= 1
    return found
