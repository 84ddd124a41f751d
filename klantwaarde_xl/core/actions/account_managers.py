"""Account managers: the portfolio of each one, and how well a manager and a customer match."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.base.id_codes import ratio

NOBODY = ""
"""Name under which customers without an account manager are shown."""
PORTFOLIO_REASONS = (
    "no_manager",
    "not_in_team",
    "capacity_unknown",
    "hours_partly_known",
    "contribution_partly_known",
)
"""Why a portfolio rests on incomplete data; several are joined by a space."""
SHRINKAGE = 5.0
"""Number of ratings at which a manager's own mean weighs as much as the overall mean: weight n / (n + 5)."""
LOWEST_RATING, HIGHEST_RATING = 1.0, 5.0


def portfolio(
    customers: pd.DataFrame,
    managers: pd.DataFrame | None,
    *,
    years: float,
    counted: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the portfolio of each account manager, and one row for the customers without a manager.

    ``customers`` indexed by customer_id: ``account_manager`` (name, blank: nobody) and over the period
    ``revenue``, ``gross_margin``, ``contribution`` (EUR), ``hours``; a year ``at_stake`` (EUR);
    ``energy`` and ``culture`` (1-5). NaN where unknown. ``managers`` the team: ``name`` and
    ``capacity_hours`` (a year, NaN unknown), or None. ``years`` length of the period. ``counted``: hours
    of the period by name that count against capacities (``manager_hours``); None: all that customers take.

    Result indexed by ``account_manager`` in order of name, nobody ('') last and only when there are such
    customers: ``customers``, ``revenue``, ``gross_margin``, ``contribution``, ``hours`` (over the period, so
    that they add up to the totals; unknown figures count as zero and are named in ``reasons``),
    ``hours_a_year``, ``counted_hours`` (a year), ``capacity_hours``, ``used`` (fraction, NaN without
    capacity), ``free_hours`` (capacity - counted hours, may be negative), ``contribution_per_hour`` (NaN
    without hours), ``energy``, ``culture`` (means of the rated customers), ``at_stake``, ``reasons`` ('' or
    ``PORTFOLIO_REASONS``). Errors: InvalidFigureError for ``years`` <= 0.

    Source: docs/method.md, Account managers.

    >>> customers = pd.DataFrame({"account_manager": ["Noor", None], "revenue": [900.0, 50.0],
    ...     "hours": [40.0, 2.0], "gross_margin": [300.0, 20.0], "contribution": [200.0, 10.0],
    ...     "at_stake": 0.0, "energy": [4.0, np.nan], "culture": [5.0, np.nan]}, index=["a", "b"])
    >>> team = pd.DataFrame({"name": ["Noor"], "capacity_hours": [160.0]})
    >>> found = portfolio(customers, team, years=1)
    >>> found[["customers", "used", "contribution_per_hour", "reasons"]].values.tolist()
    [[1, 0.25, 5.0, ''], [1, nan, 5.0, 'no_manager']]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    owner = manager_of(customers)
    capacity = capacities(managers)
    names = [*team_of(owner, capacity), NOBODY]
    code = pd.Index(names).get_indexer(pd.Index(owner))
    size = np.bincount(code, minlength=len(names))
    buying = code[customers["lines"].to_numpy(float) > 0] if "lines" in customers else code
    count = np.bincount(buying, minlength=len(names))
    found = pd.DataFrame({"customers": count}, index=pd.Index(names, name="account_manager"))
    for name in ("revenue", "gross_margin", "contribution", "hours"):
        found[name] = _sum(customers[name], code, len(names))[0]
    found["hours_a_year"] = found["hours"] / years
    found["capacity_hours"] = capacity.reindex(names).to_numpy()
    found["counted_hours"] = found["hours_a_year"]
    if counted is not None:
        found["counted_hours"] = counted.reindex(names).fillna(0.0).to_numpy(float) / years
    found["used"] = ratio(found["counted_hours"], found["capacity_hours"])
    found["free_hours"] = found["capacity_hours"] - found["counted_hours"]
    found["contribution_per_hour"] = ratio(found["contribution"], found["hours"])
    for name in ("energy", "culture"):
        total, known = _sum(customers[name], code, len(names))
        found[name] = ratio(total, known)
    stake = _sum(customers["at_stake"], code, len(names))[0]
    found["at_stake"] = np.nan if customers["at_stake"].isna().all() else stake
    nobody = found.index.to_numpy(object) == NOBODY
    absent = ~found.index.isin(capacity.index) & ~nobody & (managers is not None)
    flags = (
        nobody,
        absent,
        found["capacity_hours"].isna().to_numpy() & ~absent & ~nobody,
        _sum(customers["hours"], code, len(names))[1] < size,
        _sum(customers["contribution"], code, len(names))[1] < size,
    )
    found["reasons"] = [
        " ".join(reason for reason, holds in zip(PORTFOLIO_REASONS, row, strict=True) if holds)
        for row in zip(*flags, strict=True)
    ]
    shown: pd.DataFrame = found[~nobody | (size > 0)]
    return shown


def manager_of(customers: pd.DataFrame) -> np.ndarray:
    """Return the name of each customer's account manager, object (n,) of str; '' for nobody.

    ``customers`` with a column ``account_manager``, text or categorical, blank for nobody.

    >>> manager_of(pd.DataFrame({"account_manager": ["Noor", None]})).tolist()
    ['Noor', '']
    """
    names = customers["account_manager"].astype(object)
    return names.where(names.notna(), NOBODY).to_numpy(object)


def capacities(managers: pd.DataFrame | None) -> pd.Series:
    """Return capacity in hours a year by name, float64 (m,), NaN where unknown; empty without a team.

    ``managers`` with ``name`` and ``capacity_hours``, or None. A name counts once, with its first row.

    >>> capacities(pd.DataFrame({"name": ["Noor"], "capacity_hours": [1200]})).to_dict()
    {'Noor': 1200.0}
    """
    if managers is None or managers.empty:
        return pd.Series(dtype=float, index=pd.Index([], dtype=object))
    hours = pd.Series(
        managers["capacity_hours"].to_numpy(float), index=managers["name"].astype(str).to_numpy(object)
    )
    return hours[~hours.index.duplicated()]


def team_of(owner: np.ndarray, capacity: pd.Series) -> list[str]:
    """Return the names in the team or with a customer, sorted, without nobody.

    ``owner`` (n,) names as from :func:`manager_of`; ``capacity`` as from :func:`capacities`.

    >>> team_of(np.array(["Noor", ""], object), pd.Series({"Bram": 1200.0}))
    ['Bram', 'Noor']
    """
    return sorted((set(owner) | set(capacity.index)) - {NOBODY})


def matches(customers: pd.DataFrame, team: list[str], chemistry: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return how well each customer and each manager match, from 0 to 1; None without any rating.

    ``customers`` indexed by customer_id: ``account_manager``, ``segment`` (blank counts as one segment),
    ``energy``, ``culture`` (1-5, NaN never rated). ``team`` (m,) names. ``chemistry``: ``customer_id``,
    ``account_manager``, ``chemistry`` (1-5); or None.

    A pair with a chemistry rating has that, scaled from 1-5 to 0-1. Any other pair has the mean rating
    (energy and culture, those known) of the manager's customers in the customer's segment, shrunk to the mean
    of all rated customers with weight n / (n + 5); so a manager without customers in a segment has the
    overall mean there. With chemistry only, the overall mean is that of chemistry. Result float64 (n, m),
    index customer_id, columns ``team``.

    Source: docs/method.md, Account managers.

    >>> customers = pd.DataFrame({"account_manager": "Noor", "segment": "Horeca", "energy": [5.0, np.nan],
    ...                           "culture": np.nan}, index=["a", "b"])
    >>> klik = pd.DataFrame({"customer_id": ["b"], "account_manager": ["Bram"], "chemistry": [2.0]})
    >>> matches(customers, ["Bram", "Noor"], klik).values.tolist()
    [[1.0, 1.0], [0.25, 1.0]]
    """
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    rating = mean_match(customers)
    rated = ~np.isnan(rating)
    pairs = _chemistry(chemistry, ids, team)
    if not rated.any() and pairs.empty:
        return None
    overall = float(rating[rated].mean() if rated.any() else pairs["match"].mean())
    segment, segments = pd.factorize(customers["segment"])
    segment = np.where(segment < 0, len(segments), segment)
    manager = pd.Index(team).get_indexer(pd.Index(manager_of(customers)))
    width = len(segments) + 1
    use = rated & (manager >= 0)
    cell = manager[use] * width + segment[use]
    count = np.bincount(cell, minlength=len(team) * width).astype(float)
    total = np.bincount(cell, rating[use], minlength=len(team) * width)
    shrunk = (total + SHRINKAGE * overall) / (count + SHRINKAGE)
    match = shrunk.reshape(len(team), width)[:, segment].T.copy()
    match[pairs["row"].to_numpy(int), pairs["column"].to_numpy(int)] = pairs["match"].to_numpy(float)
    return pd.DataFrame(match, index=ids, columns=team)


def rated_pairs(customers: pd.DataFrame, team: list[str], chemistry: pd.DataFrame | None) -> np.ndarray:
    """Return of which pairs the chemistry is rated, bool (n, m); arguments as of ``matches``.

    >>> klik = pd.DataFrame({"customer_id": ["b"], "account_manager": ["Bram"], "chemistry": [2.0]})
    >>> rated_pairs(pd.DataFrame(index=["a", "b"]), ["Bram", "Noor"], klik).tolist()
    [[False, False], [True, False]]
    """
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    pairs = _chemistry(chemistry, ids, team)
    found = np.zeros((len(ids), len(team)), bool)
    found[pairs["row"].to_numpy(int), pairs["column"].to_numpy(int)] = True
    return found


def mean_match(customers: pd.DataFrame) -> np.ndarray:
    """Return the mean of energy and culture of each customer from 0 to 1, NaN where it was never rated.

    >>> mean_match(pd.DataFrame({"energy": [5.0, np.nan], "culture": [4.0, np.nan]})).tolist()
    [0.875, nan]
    """
    both = customers[["energy", "culture"]].to_numpy(float)
    known = ~np.isnan(both)
    return _scaled(ratio(np.where(known, both, 0.0).sum(axis=1), known.sum(axis=1)))


def _chemistry(chemistry: pd.DataFrame | None, ids: pd.Index, team: list[str]) -> pd.DataFrame:
    """Return ``row``, ``column`` (positions) and ``match`` (0-1, mean of the ratings) of each rated pair."""
    if chemistry is None or chemistry.empty:
        return pd.DataFrame({"row": [], "column": [], "match": []})
    pairs = pd.DataFrame(
        {
            "row": ids.get_indexer(pd.Index(chemistry["customer_id"].astype(str))),
            "column": pd.Index(team).get_indexer(pd.Index(chemistry["account_manager"].astype(str))),
            "match": _scaled(chemistry["chemistry"].to_numpy(float)),
        }
    )
    usable = (pairs["row"] >= 0) & (pairs["column"] >= 0) & pairs["match"].notna()
    return pairs[usable].groupby(["row", "column"], as_index=False).agg({"match": "mean"})


def _scaled(rating: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = (rating - LOWEST_RATING) / (HIGHEST_RATING - LOWEST_RATING)
    return scaled


def _sum(values: pd.Series, code: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the sum of the known values per code and how many were known, both (n,)."""
    figures = values.to_numpy(float)
    known = ~np.isnan(figures)
    return np.bincount(code[known], figures[known], minlength=n), np.bincount(code[known], minlength=n)
