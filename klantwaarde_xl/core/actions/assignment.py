"""Which manager should serve which customer: the assignment problem under hours, and its three solvers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LARGEST_SQUARE = 2_000
"""Most customers in the square matrix of an exchange: 32 MB of floats."""
MOST_PAIRS = 4_000
"""Most pairs of customer and manager that branch and bound chooses from; of more, the most promising."""
_NODES = 500
_GAP = 1e-6
_TOLLS = 16
_CLOSE = 0.95
_RESIDUE = 1e-9


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """What moves must respect: ``penalty`` EUR per hour over capacity, ``threshold`` EUR, ``most`` moves."""

    penalty: float = 60.0
    threshold: float = 500.0
    most: int = 10


DEFAULT_LIMITS = MoveLimits()


@dataclass(frozen=True, slots=True, eq=False)
class AssignmentProblem:
    """n customers and m managers; amounts in EUR a year, hours a year.

    ``value`` float64 (n, m): EUR when the manager serves the customer, >= 0. ``owner`` int64 (n,): position
    of the manager now, -1 nobody (worth 0, and nobody can be sent there). ``weight`` float64 (n,): hours.
    ``capacity`` float64 (m,): hours.

    >>> limits = MoveLimits(penalty=3.0, threshold=1.0, most=1)
    >>> value, capacity = np.array([[2.0, 9.0]]), np.array([5.0, 0.0])
    >>> problem = AssignmentProblem(value, np.array([0]), np.ones(1), capacity, limits)
    >>> problem.total(problem.owner), problem.total(np.array([1]))
    (2.0, 6.0)
    """

    value: np.ndarray
    owner: np.ndarray
    weight: np.ndarray
    capacity: np.ndarray
    limits: MoveLimits

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
        return (
            np.where(manager >= 0, np.maximum(load - self.capacity[manager], 0.0), 0.0) * self.limits.penalty
        )

    def total(self, owner: np.ndarray) -> float:
        """Return the total EUR under these owners (n,): values less penalties."""
        everyone = np.arange(len(self.capacity))
        return float(self.worth(owner).sum() - self.over(self.load(owner), everyone).sum())

    def gains(self, after: np.ndarray) -> np.ndarray:
        """Return per customer what the total loses when only that customer moves back, float64 (n,)."""
        if not len(self.capacity):
            return np.zeros(len(self.owner))
        load, old, new = self.load(after), self.owner, after
        back = self.over(load[old] + self.weight, old) + self.over(load[new] - self.weight, new)
        now = self.over(load[old], old) + self.over(load[new], new)
        return np.where(new != old, self.worth(new) - self.worth(old) - now + back, 0.0)


def solve_with_hours(problem: AssignmentProblem) -> tuple[str, np.ndarray]:
    """Return the method used ('milp' or 'stepwise') and the owners int64 (n,) of the best plan.

    First a plan is built move by move. Then pairs that no better plan can contain are left out: the most a
    pair can add, plus the most that all other moves could add, stays below that first plan. What remains goes
    to branch and bound, and the better of the two plans is returned. The search is limited in pairs and
    nodes, not in seconds, so that every machine gives the same plan; of more than ``MOST_PAIRS`` the most
    promising are searched.

    >>> value = np.array([[10.0, 30.0], [10.0, 29.0]])
    >>> limits = MoveLimits(penalty=50.0, threshold=1.0, most=5)
    >>> problem = AssignmentProblem(value, np.array([0, 0]), np.ones(2), np.array([2.0, 1.0]), limits)
    >>> solve_with_hours(problem)
    ('milp', array([1, 0]))
    """
    most = min(problem.limits.most, len(problem.owner))
    step = _steps(problem)
    held = np.flatnonzero(problem.owner >= 0)
    step[held, problem.owner[held]] = -np.inf
    ceiling = step + np.where(problem.owner >= 0, problem.limits.penalty * problem.weight, 0.0)[:, None]
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
    """Return the owners (n,) of the best plan out of these moves (k,), None if not found within the nodes."""
    # Only here: importing these takes longer than a small analysis.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

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
    # The present penalty is a constant; the variables hold only what moves change.
    room = problem.capacity - problem.load(problem.owner)
    scale = max(float(np.abs(step).max()), problem.limits.penalty)
    found = milp(
        np.concatenate([-step, np.full(m, problem.limits.penalty)]) / scale,
        integrality=np.concatenate([np.ones(k), np.zeros(m)]),
        bounds=Bounds(0, np.concatenate([np.ones(k), np.full(m, np.inf)])),
        constraints=[
            LinearConstraint(once.tocsr(), -np.inf, 1),
            LinearConstraint(count.tocsr(), -np.inf, problem.limits.most),
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
    """Return the owners (n,) when managers exchange customers and each keeps its number of customers.

    Customers are assigned to places; each manager has as many places as customers now, and a customer in
    another manager's place pays the threshold. When that takes more moves than allowed, a toll on each move
    is raised until it does not: the plan is the best one with its number of moves. Customers of nobody stay
    where they are. Of more than ``LARGEST_SQUARE`` customers those with the most to gain take part, and for
    a quarter those with the least to lose.

    >>> value = np.array([[1.0, 9.0], [8.0, 1.0], [5.0, 5.0]])
    >>> limits = MoveLimits(penalty=0.0, threshold=2.0, most=5)
    >>> exchange(AssignmentProblem(value, np.array([0, 1, 0]), np.ones(3), np.array([2.0, 1.0]), limits))
    array([1, 0, 0])
    """
    from scipy.optimize import linear_sum_assignment

    step = _steps(problem)
    inside = _participants(problem, step)
    if not len(inside) or not problem.limits.most:
        return problem.owner
    places = problem.owner[inside]
    square = step[np.ix_(inside, places)]
    away = places[:, None] != places

    def assigned(toll: float) -> np.ndarray:
        after = problem.owner.copy()
        after[inside] = places[linear_sum_assignment(square - toll * away, maximize=True)[1]]
        return after

    best = assigned(0.0)
    if (best != problem.owner).sum() <= problem.limits.most:
        return best
    low, high, best = 0.0, float(square.max()), problem.owner
    for _ in range(_TOLLS):
        toll = (low + high) / 2
        after = assigned(toll)
        moves = int((after != problem.owner).sum())
        if moves > problem.limits.most:
            low = toll
        else:
            high, best = toll, after
        if problem.limits.most * _CLOSE <= moves <= problem.limits.most:
            break
    return best


def _participants(problem: AssignmentProblem, step: np.ndarray) -> np.ndarray:
    """Return the positions of the customers that take part in an exchange, at most ``LARGEST_SQUARE``."""
    inside = np.flatnonzero(problem.owner >= 0)
    if len(inside) <= LARGEST_SQUARE:
        return inside
    eager = inside[np.argsort(-step[inside].max(axis=1), kind="stable")]
    most = LARGEST_SQUARE * 3 // 4
    rest = eager[most:]
    least = rest[np.argsort(problem.value[rest].max(axis=1), kind="stable")][: LARGEST_SQUARE - most]
    return np.sort(np.concatenate([eager[:most], least]))


def _net(problem: AssignmentProblem, after: np.ndarray) -> float:
    """Return the EUR that a plan adds to the total, thresholds paid."""
    return (
        problem.total(after)
        - problem.total(problem.owner)
        - problem.limits.threshold * int((after != problem.owner).sum())
    )


def _steps(problem: AssignmentProblem) -> np.ndarray:
    """Return what each move adds apart from hours, threshold paid, (n, m); 0 for staying."""
    step: np.ndarray = problem.value - problem.worth(problem.owner)[:, None] - problem.limits.threshold
    held = np.flatnonzero(problem.owner >= 0)
    step[held, problem.owner[held]] = 0.0
    return step


def _step_by_step(problem: AssignmentProblem) -> np.ndarray:
    """Return the owners after taking, again and again, the one move that then adds most to the total."""
    after = problem.owner.copy()
    everyone = np.arange(len(problem.capacity))
    for _ in range(problem.limits.most):
        load = problem.load(after)
        leave = problem.over(load[after], after) - problem.over(load[after] - problem.weight, after)
        now = problem.over(load, everyone)
        enter = (
            np.maximum(load + problem.weight[:, None] - problem.capacity, 0.0) * problem.limits.penalty - now
        )
        gain = (
            problem.value - problem.worth(after)[:, None] + leave[:, None] - enter - problem.limits.threshold
        )
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
        if gains[smallest] > problem.limits.threshold + _RESIDUE:
            break
        after[moved[smallest]] = problem.owner[moved[smallest]]
    return after
