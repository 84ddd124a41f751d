"""Who should serve whom: the assignment problem under hours, and its three ways of being solved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

LARGEST_SQUARE = 2_000
"""Customers up to which the square matrix of an exchange is made: 32 MB of floats."""
MOST_PAIRS = 4_000
"""Pairs of customer and manager that branch and bound chooses from; of more, the most promising."""
_NODES = 500
_GAP = 1e-6
_TOLLS = 16
_CLOSE = 0.95
_RESIDUE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class AssignmentProblem:
    """n customers and m managers; amounts in EUR a year, hours a year.

    ``value`` float64 (n, m): EUR when the manager serves the customer, >= 0. ``owner`` int64 (n,): position
    of the manager now, -1 nobody (worth 0, and nobody can be sent there). ``weight`` float64 (n,): hours.
    ``capacity`` float64 (m,): hours. ``penalty`` EUR per hour over capacity, ``threshold`` EUR that a move
    must exceed, ``most`` number of moves.

    >>> problem = AssignmentProblem(np.array([[2.0, 9.0]]), np.array([0]), np.ones(1), np.array([5.0, 0.0]), 3.0, 1.0, 1)
    >>> problem.total(problem.owner), problem.total(np.array([1]))
    (2.0, 6.0)
    """

    value: np.ndarray
    owner: np.ndarray
    weight: np.ndarray
    capacity: np.ndarray
    penalty: float
    threshold: float
    most: int

    def load(self, owner: np.ndarray) -> np.ndarray:
        """Return the hours per manager when customers belong to these owners (n,), float64 (m,)."""
        held = owner >= 0
        return np.bincount(owner[held], self.weight[held], minlength=len(self.capacity))

    def worth(self, owner: np.ndarray) -> np.ndarray:
        """Return the EUR per customer under these owners (n,), float64 (n,); 0 with nobody."""
        if not self.value.shape[1]:
            return np.zeros(len(owner))
        return np.where(owner >= 0, self.value[np.arange(len(owner)), owner], 0.0)

    def over(self, load: np.ndarray, manager: np.ndarray) -> np.ndarray:
        """Return the EUR of penalty at these loads of these managers (both (k,)); nobody (-1) pays none."""
        return np.where(manager >= 0, np.maximum(load - self.capacity[manager], 0.0), 0.0) * self.penalty

    def total(self, owner: np.ndarray) -> float:
        """Return the EUR of the whole under these owners (n,): values less penalties."""
        everyone = np.arange(len(self.capacity))
        return float(self.worth(owner).sum() - self.over(self.load(owner), everyone).sum())

    def gains(self, after: np.ndarray) -> np.ndarray:
        """Return per customer what the whole loses when only that customer goes back, float64 (n,); 0 where
        nothing moved."""
        if not len(self.capacity):
            return np.zeros(len(self.owner))
        load, old, new = self.load(after), self.owner, after
        back = self.over(load[old] + self.weight, old) + self.over(load[new] - self.weight, new)
        now = self.over(load[old], old) + self.over(load[new], new)
        return np.where(new != old, self.worth(new) - self.worth(old) - now + back, 0.0)


def solve_with_hours(problem: AssignmentProblem) -> tuple[str, np.ndarray]:
    """Return the method used ('milp' or 'stepwise') and the owner of each customer in the best plan, int64
    (n,).

    First a plan is built move by move. Then pairs that no better plan can contain are left out: what a pair
    can add at most, with the most that all other moves could add, stays below the plan in hand. What remains
    goes to branch and bound, and the better plan of the two is returned. The search is limited in pairs and
    nodes, not in seconds, so that every machine gives the same plan; with more than ``MOST_PAIRS`` left the
    most promising are searched.

    >>> value = np.array([[10.0, 30.0], [10.0, 29.0]])
    >>> problem = AssignmentProblem(value, np.array([0, 0]), np.ones(2), np.array([2.0, 1.0]), 50.0, 1.0, 5)
    >>> solve_with_hours(problem)
    ('milp', array([1, 0]))
    """
    most = min(problem.most, len(problem.owner))
    step = _steps(problem)
    held = np.flatnonzero(problem.owner >= 0)
    step[held, problem.owner[held]] = -np.inf
    ceiling = step + np.where(problem.owner >= 0, problem.penalty * problem.weight, 0.0)[:, None]
    in_hand = _step_by_step(problem)
    reached = _net(problem, in_hand)
    if not most or not (ceiling > _RESIDUE).any():
        return "milp", problem.owner
    best = np.sort(np.maximum(ceiling.max(axis=1), 0.0))[::-1]
    enough = max(reached - best[: most - 1].sum(), 0.0)
    customer, manager = np.nonzero((ceiling > _RESIDUE) & (ceiling >= enough * (1 - _RESIDUE)))
    promising = np.argsort(-ceiling[customer, manager], kind="stable")[:MOST_PAIRS]
    customer, manager = customer[promising], manager[promising]
    after = _branch_and_bound(problem, customer, manager, step[customer, manager])
    if after is None or _net(problem, after) < reached:
        return "stepwise", _without_small(problem, in_hand)
    return "milp", _without_small(problem, after)


def _branch_and_bound(
    problem: AssignmentProblem, customer: np.ndarray, manager: np.ndarray, step: np.ndarray
) -> np.ndarray | None:
    """Return the owners (n,) of the best plan out of these moves (k,), or None when none was found within the
    nodes."""
    k, m = len(customer), len(problem.capacity)
    pairs, everyone = np.arange(k), np.arange(m)
    old, weight = problem.owner[customer], problem.weight[customer]
    held = old >= 0
    row = np.unique(customer, return_inverse=True)[1]
    once = coo_array((np.ones(k), (row, pairs)), shape=(int(row.max()) + 1, k + m))
    count = coo_array((np.ones(k), (np.zeros(k, int), pairs)), shape=(1, k + m))
    hours = coo_array(
        (
            np.concatenate([weight, -weight[held], -np.ones(m)]),
            (
                np.concatenate([manager, old[held], everyone]),
                np.concatenate([pairs, pairs[held], k + everyone]),
            ),
        ),
        shape=(m, k + m),
    )
    # The managers' penalty now is a constant; only what moves change is in the variables.
    room = problem.capacity - problem.load(problem.owner)
    scale = max(float(np.abs(step).max()), problem.penalty)
    found = milp(
        np.concatenate([-step, np.full(m, problem.penalty)]) / scale,
        integrality=np.concatenate([np.ones(k), np.zeros(m)]),
        bounds=Bounds(0, np.concatenate([np.ones(k), np.full(m, np.inf)])),
        constraints=[
            LinearConstraint(once.tocsr(), -np.inf, 1),
            LinearConstraint(count.tocsr(), -np.inf, problem.most),
            LinearConstraint(hours.tocsr(), -np.inf, room),
        ],
        options={"node_limit": _NODES, "mip_rel_gap": _GAP},
    )
    if found.x is None:
        return None
    after = problem.owner.copy()
    chosen = found.x[:k] > 0.5
    after[customer[chosen]] = manager[chosen]
    return after


def exchange(problem: AssignmentProblem) -> np.ndarray:
    """Return the owners (n,) when every customer weighs the same and managers exchange customers, keeping
    their number.

    The assignment of customers to places, each manager having as many places as customers now, where every
    customer in another's place pays the threshold. When that takes more moves than allowed, a toll on each
    move is raised until it does not: the plan is the best there is with its number of moves. Customers of
    nobody stay where they are. Of more than ``LARGEST_SQUARE`` customers take part those with most to gain,
    and for a quarter those with least to lose.

    >>> value = np.array([[1.0, 9.0], [8.0, 1.0], [5.0, 5.0]])
    >>> exchange(AssignmentProblem(value, np.array([0, 1, 0]), np.ones(3), np.array([2.0, 1.0]), 0.0, 2.0, 5))
    array([1, 0, 0])
    """
    step = _steps(problem)
    inside = np.flatnonzero(problem.owner >= 0)
    if len(inside) > LARGEST_SQUARE:
        eager = inside[np.argsort(-step[inside].max(axis=1), kind="stable")]
        most = LARGEST_SQUARE * 3 // 4
        rest = eager[most:]
        least = rest[np.argsort(problem.value[rest].max(axis=1), kind="stable")][: LARGEST_SQUARE - most]
        inside = np.sort(np.concatenate([eager[:most], least]))
    if not len(inside) or not problem.most:
        return problem.owner
    places = problem.owner[inside]
    square = step[np.ix_(inside, places)]
    away = places[:, None] != places

    def assigned(toll: float) -> np.ndarray:
        after = problem.owner.copy()
        after[inside] = places[linear_sum_assignment(square - toll * away, maximize=True)[1]]
        return after

    best = assigned(0.0)
    if (best != problem.owner).sum() <= problem.most:
        return best
    low, high, best = 0.0, float(square.max()), problem.owner
    for _ in range(_TOLLS):
        toll = (low + high) / 2
        after = assigned(toll)
        moves = int((after != problem.owner).sum())
        if moves > problem.most:
            low = toll
        else:
            high, best = toll, after
        if problem.most * _CLOSE <= moves <= problem.most:
            break
    return best


def _net(problem: AssignmentProblem, after: np.ndarray) -> float:
    """Return the EUR that a plan adds to the whole, thresholds paid."""
    return (
        problem.total(after)
        - problem.total(problem.owner)
        - problem.threshold * int((after != problem.owner).sum())
    )


def _steps(problem: AssignmentProblem) -> np.ndarray:
    """Return what each move adds without regard to hours, threshold paid, (n, m); staying is 0 in
    :func:`exchange`."""
    step = problem.value - problem.worth(problem.owner)[:, None] - problem.threshold
    held = np.flatnonzero(problem.owner >= 0)
    step[held, problem.owner[held]] = 0.0
    return step


def _step_by_step(problem: AssignmentProblem) -> np.ndarray:
    """Return the owners after taking, each time, the one move that adds most to the whole as it then
    stands."""
    after = problem.owner.copy()
    everyone = np.arange(len(problem.capacity))
    for _ in range(problem.most):
        load = problem.load(after)
        leave = problem.over(load[after], after) - problem.over(load[after] - problem.weight, after)
        now = problem.over(load, everyone)
        enter = np.maximum(load + problem.weight[:, None] - problem.capacity, 0.0) * problem.penalty - now
        gain = problem.value - problem.worth(after)[:, None] + leave[:, None] - enter - problem.threshold
        gain[after != problem.owner] = -np.inf
        held = np.flatnonzero(after >= 0)
        gain[held, after[held]] = -np.inf
        best = int(gain.argmax())
        if gain.flat[best] <= _RESIDUE:
            break
        after[best // gain.shape[1]] = best % gain.shape[1]
    return after


def _without_small(problem: AssignmentProblem, after: np.ndarray) -> np.ndarray:
    """Return the plan without the moves that do not exceed the threshold, the smallest undone first."""
    after = after.copy()
    while (moved := np.flatnonzero(after != problem.owner)).size:
        gains = problem.gains(after)[moved]
        smallest = int(gains.argmin())
        if gains[smallest] > problem.threshold + _RESIDUE:
            break
        after[moved[smallest]] = problem.owner[moved[smallest]]
    return after
