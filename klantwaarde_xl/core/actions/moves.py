"""Moves: which customers another account manager could serve better, given everybody's hours."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.actions.account_managers import (
    NOBODY,
    capacities,
    manager_of,
    matches,
    rated_pairs,
    team_of,
)
from klantwaarde_xl.core.actions.assignment import (
    DEFAULT_LIMITS,
    AssignmentProblem,
    MoveLimits,
    exchange,
    solve_with_hours,
)
from klantwaarde_xl.core.actions.placing import placed
from klantwaarde_xl.core.base.ranking import comparable

MOVE_COLUMNS = (
    *("from_manager", "to_manager", "match_before", "match_after"),
    *("known_before", "known_after", "alike", "gross_margin", "hours", "gain"),
)
"""Columns of :attr:`Moves.moves`, in order; its index is customer_id."""
ALIKE = ("none", "some", "all")
"""How many of the other managers match as well as the proposed one."""
_AS_WELL = 1e-9
"""Matches that differ by less are the same."""
MOVE_REASONS = (
    "no_ratings",
    "not_sure",
    "one_manager",
    "hours_unknown",
    "hours_partly_known",
    "capacity_unknown",
    "no_move_gains_enough",
)
"""Why there is no proposal, or what it rests on; several are joined by a space."""
MOVE_KINDS = ("fits_better", "hours_first", "exchange", "had_nobody")
"""Why a move is proposed; see :func:`move_kinds`."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """A proposal: moves per customer, before and after per manager; see :func:`propose_moves`.

    ``threshold``: what a better match must add to be a reason by itself, EUR a year."""

    moves: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame
    method: str
    reasons: str
    threshold: float = 0.0


def propose_moves(
    customers: pd.DataFrame,
    managers: pd.DataFrame | None,
    chemistry: pd.DataFrame | None = None,
    *,
    years: float,
    limits: MoveLimits = DEFAULT_LIMITS,
    sure: bool = True,
) -> Moves:
    """Return which customers would do better with another account manager, within the limits.

    ``customers`` indexed by customer_id: ``account_manager``, ``segment``, ``energy``, ``culture`` (1-5, NaN
    unrated), and over the period ``gross_margin`` (EUR) and ``hours`` (NaN unknown). ``managers`` (``name``,
    ``capacity_hours`` a year) and ``chemistry`` as in ``account_managers``. ``years`` length of the period.
    A customer with the optional column ``stays`` (bool) is not proposed.
    ``sure``: whether managers differ more in ratings than chance makes them (``match_test``); else only
    chemistry counts, and without it nothing is proposed.

    The proposal maximises the sum of match x max(gross_margin, 0), less the penalty for hours over capacity:
    never infeasible. Each move pays the threshold, so a move in the optimum adds more than that to the total;
    ``gain`` is what the total would lose without that one move: EUR of margin weighted by match, a measure of
    fit and not cash. An unknown capacity is taken as the present hours, unknown hours as the median of the
    known ones. Customers of nobody come first (``placing.placed``): they add nothing to the total, and
    their ``gain`` and ``match_before`` are NaN. When no hours are known at all, every customer weighs the
    same and managers exchange customers, keeping their number; ``gain`` is then each customer's own
    difference (one half of an exchange may lose a little, the exchange as a whole gains).

    Result: ``moves`` index customer_id, largest gain first (ties by customer_id), then customers of nobody,
    largest margin first, with ``MOVE_COLUMNS`` (EUR and hours a year, match 0-1; ``known_before`` and
    ``known_after`` whether it rests on a rating; ``alike`` of ``ALIKE``); ``before`` and ``after`` index
    ``account_manager``: ``customers``, ``gross_margin``, ``hours``, ``capacity_hours``, ``hours_over``,
    ``matched_margin`` (sum of match x margin); ``method`` 'milp', 'assignment', 'stepwise' or 'none';
    ``reasons`` '' or ``MOVE_REASONS``.
    Errors: InvalidFigureError for ``years`` <= 0.

    Source: docs/method.md, Account managers; the generalised assignment problem (Ross & Soland 1975). It
    advises; people decide.

    >>> customers = pd.DataFrame({"account_manager": "Noor", "segment": "Horeca", "energy": [4.0, 4.0],
    ...     "culture": 4.0, "gross_margin": [10_000.0, 8_000.0], "hours": 10.0}, index=["a", "b"])
    >>> team = pd.DataFrame({"name": ["Bram", "Noor"], "capacity_hours": 100.0})
    >>> klik = pd.DataFrame({"customer_id": ["a"], "account_manager": ["Bram"], "chemistry": [5.0]})
    >>> found = propose_moves(customers, team, klik, years=1)
    >>> found.moves[["from_manager", "to_manager", "gain"]].values.tolist()
    [['Noor', 'Bram', 2500.0]]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    customers = customers.set_axis(pd.Index(customers.index.astype(str), name="customer_id"))
    customers = customers.iloc[np.argsort(customers.index.to_numpy(object), kind="stable")]
    names = team_of(manager_of(customers), capacities(managers))
    rated = customers if sure else customers.assign(energy=np.nan, culture=np.nan)
    match = matches(rated, names, chemistry)
    absent = "no_ratings" if sure or customers[["energy", "culture"]].isna().all(axis=None) else "not_sure"
    margin = customers["gross_margin"].fillna(0.0).to_numpy(float) / years
    hours = customers["hours"].to_numpy(float) / years
    quality = np.zeros((len(customers), len(names))) if match is None else match.to_numpy()
    value = quality * np.maximum(margin, 0.0)[:, None]
    value[manager_of(customers) == NOBODY] = 0.0
    owner = pd.Index(names).get_indexer(pd.Index(manager_of(customers), dtype=object))
    if "stays" in customers and len(names):
        elsewhere = customers["stays"].to_numpy(bool)[:, None] & (np.arange(len(names)) != owner[:, None])
        # Less than anything that hours could give for it.
        value = np.where(elsewhere, -value.sum() - limits.penalty * np.nansum(hours) * 2 - 1, value)
    problem, reasons = _problem(customers, capacities(managers).reindex(names), value, hours, limits)
    hours_known = "hours_unknown" not in reasons
    method, after, new = "none", owner, np.full(len(owner), -1)
    if match is None or len(names) < 2:
        reasons = [absent if match is None else "one_manager"]
    else:
        method, after, new = _plan(problem, quality, margin, hours_known=hours_known)
        reasons += [] if ((after != owner) | (new >= 0)).any() else ["no_move_gains_enough"]

    rest = _without(problem, new)
    gain = rest.gains(after) if hours_known else problem.worth(after) - problem.worth(owner)
    figures = {"gross_margin": margin, "hours": hours, "gain": gain}
    labels = np.array([*names, NOBODY], object)
    moves = _proposed(owner, after, new, labels, quality, figures)
    rated_now: np.ndarray = np.pad(sure | rated_pairs(customers, names, chemistry), ((0, 0), (0, 1)))
    for when, who in (("known_before", "from_manager"), ("known_after", "to_manager")):
        moves[when] = rated_now[moves.index.to_numpy(int), pd.Index(labels).get_indexer(moves[who])]
    moves.index = customers.index[moves.index]
    known = problem.weight if hours_known else None
    owners = (owner, np.where(new >= 0, new, after))
    before, later = (_summary(problem, labels, held, margin, known) for held in owners)
    text = " ".join(reason for reason in MOVE_REASONS if reason in reasons)
    return Moves(moves, before, later, method, text, limits.threshold)


def _plan(
    problem: AssignmentProblem, quality: np.ndarray, margin: np.ndarray, *, hours_known: bool
) -> tuple[str, np.ndarray, np.ndarray]:
    """Return the method, the owners (n,) that it gives, and the managers (n,) for customers of nobody."""
    if not hours_known:
        return "assignment", exchange(problem), np.full(len(problem.owner), -1)
    # Who stays is worth less than nothing elsewhere.
    new = placed(problem, quality, np.where((problem.value < 0).any(axis=1), -np.inf, margin))
    return *solve_with_hours(_without(problem, new)), new


def _without(problem: AssignmentProblem, new: np.ndarray) -> AssignmentProblem:
    """Return the problem with the hours gone that customers of nobody will take."""
    return replace(problem, capacity=problem.capacity - problem.load(new))


def better_matched(moves: pd.DataFrame) -> pd.Series[float]:
    """Return what each move adds to margin x match, EUR a year (n,); these add up to that of the proposal.

    ``moves`` as of :func:`propose_moves`. Negative for a move that is made for the hours, NaN for customers
    of nobody.

    >>> row = {"match_before": [0.5], "match_after": [1.0], "gross_margin": [400.0]}
    >>> better_matched(pd.DataFrame(row)).tolist()
    [200.0]
    """
    return moves["gross_margin"].clip(lower=0.0) * (moves["match_after"] - moves["match_before"])


def move_kinds(moves: Moves) -> pd.Series[str]:
    """Return why each move is proposed, one of ``MOVE_KINDS`` (n,), in the order of ``moves.moves``.

    ``fits_better``: it adds more margin x match than the threshold; else ``hours_first``. Where no hours are
    known and managers exchange customers, half of an exchange fits better when it adds anything, else it is
    ``exchange``. ``had_nobody``: the customer had no manager.

    >>> row = {"from_manager": ["Noor", "Noor", ""], "match_before": [0.5, 0.5, float("nan")],
    ...        "match_after": [1.0, 0.5, 0.9], "gross_margin": [400.0, 400.0, 70.0]}
    >>> rest = pd.DataFrame()
    >>> move_kinds(Moves(pd.DataFrame(row), rest, rest, "milp", "")).tolist()
    ['fits_better', 'hours_first', 'had_nobody']
    """
    rows = moves.moves
    swaps = "hours_unknown" in moves.reasons.split()
    fits = better_matched(rows).round(2).to_numpy(float) > (0.0 if swaps else moves.threshold)
    worse = "exchange" if swaps else "hours_first"
    nobody = (rows["from_manager"] == NOBODY).to_numpy(bool)
    kinds = np.where(nobody, "had_nobody", np.where(fits, "fits_better", worse))
    return pd.Series(kinds, rows.index, dtype=object)


def _proposed(
    owner: np.ndarray,
    after: np.ndarray,
    new: np.ndarray,
    labels: np.ndarray,
    quality: np.ndarray,
    figures: dict[str, np.ndarray],
) -> pd.DataFrame:
    """Return the moves, and after them the customers of nobody that get a manager, by their margin.

    ``figures``: with ``gain``, of the moves."""
    moves = _moves(owner, after, labels, quality, figures)
    by_margin = {**figures, "gain": figures["gross_margin"]}
    given = _moves(owner, np.where(new >= 0, new, owner), labels, quality, by_margin)
    parts = [part for part in (moves, given.assign(gain=np.nan)) if len(part)]
    return pd.concat(parts) if parts else moves


def _moves(
    owner: np.ndarray,
    after: np.ndarray,
    labels: np.ndarray,
    quality: np.ndarray,
    figures: dict[str, np.ndarray],
) -> pd.DataFrame:
    """Return ``MOVE_COLUMNS`` of the customers that move, by position, largest gain first."""
    moved = np.flatnonzero(after != owner)
    gain = figures["gain"][moved]
    moved = moved[np.lexsort((moved, -comparable(gain, float(np.abs(gain).max(initial=0.0)))))]
    old, new = owner[moved], after[moved]
    columns = {
        "from_manager": labels[old],
        "to_manager": labels[new],
        "match_before": np.where(old >= 0, quality[moved, old], np.nan),
        "match_after": quality[moved, new],
        "alike": _alike(quality[moved], new),
    }
    columns |= {name: values[moved] for name, values in figures.items()}
    return pd.DataFrame(columns, index=moved, columns=list(MOVE_COLUMNS))


def _alike(quality: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return how many of the other managers match as well as ``new`` (n,), of ``ALIKE``; (n, m) matches."""
    own = quality[np.arange(len(new)), new]
    others = (quality > own[:, None] - _AS_WELL).sum(axis=1) - 1
    return np.where(others == 0, "none", np.where(others == quality.shape[1] - 1, "all", "some")).astype(
        object
    )


def _problem(
    customers: pd.DataFrame, capacity: pd.Series, value: np.ndarray, hours: np.ndarray, limits: MoveLimits
) -> tuple[AssignmentProblem, list[str]]:
    """Return the problem, and the reasons that say what was filled in for unknown figures."""
    owner = capacity.index.get_indexer(pd.Index(manager_of(customers), dtype=object))
    unknown, held = np.isnan(hours), owner >= 0
    weight = np.ones(len(hours)) if unknown.all() else np.where(unknown, np.nanmedian(hours), hours)
    present = np.bincount(owner[held], weight[held], minlength=len(capacity))
    if unknown.all():
        return AssignmentProblem(value, owner, weight, present, limits), ["hours_unknown"]
    limit = capacity.to_numpy(float)
    filled_in = {"hours_partly_known": unknown.any(), "capacity_unknown": np.isnan(limit).any()}
    problem = AssignmentProblem(value, owner, weight, np.where(np.isnan(limit), present, limit), limits)
    return problem, [reason for reason, holds in filled_in.items() if holds]


def _summary(
    problem: AssignmentProblem,
    labels: np.ndarray,
    owner: np.ndarray,
    margin: np.ndarray,
    hours: np.ndarray | None,
) -> pd.DataFrame:
    """Return one row per manager under these owners, nobody last if it has customers."""
    n = len(labels)
    place = np.where(owner >= 0, owner, n - 1)
    count = np.bincount(place, minlength=n)
    blank = np.full(n, np.nan)
    load = blank if hours is None else np.bincount(place, hours, minlength=n)
    capacity = blank if hours is None else np.append(problem.capacity, np.nan)
    frame = pd.DataFrame(
        {
            "customers": count,
            "gross_margin": np.bincount(place, margin, minlength=n),
            "hours": load,
            "capacity_hours": capacity,
            "hours_over": np.maximum(load - capacity, 0.0),
            "matched_margin": np.bincount(place, problem.worth(owner), minlength=n),
        },
        index=pd.Index(labels, name="account_manager"),
    )
    return frame.iloc[: n if count[-1] else n - 1]
