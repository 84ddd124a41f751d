"""Actions: four levers in EUR of yearly margin per customer, what to do first, and what fits in the hours
there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.core.measures.cost_to_serve import intensity
from klantwaarde_xl.core.peers.peer_quantiles import comparable, peer_sets, quantile_of_peers

LEVERS = ("cross_sell", "up_sell", "margin", "serve")
"""The four levers: sell a new group, sell more of a group, better prices, cheaper to serve."""
DEFAULT_HOURS: Mapping[str, float] = {"cross_sell": 4.0, "up_sell": 3.0, "margin": 4.0, "serve": 6.0}
"""Hours that one action on each lever takes, unless the settings say otherwise."""
LABELS = ("reconsider", "serve_efficiently", "expand", "cherish", "develop", "basic")
"""What to do with a customer, in the order in which the rules are tried."""
REASONS = (
    "contribution_unknown",
    "margin_unknown",
    "margin_partly_known",
    "chance_margin_unknown",
    "few_peers",
    "unscored",
)
"""Why a lever or a label rests on less than everything; several are joined by a space."""
_IN_OUR_OWN_HANDS = ("serve", "margin", "up_sell", "cross_sell")
"""Which of equal levers comes first: what we can do alone before what the customer must agree to."""
_SECONDS = 3600.0


def customer_actions(
    customers: pd.DataFrame,
    cross_sell: pd.DataFrame,
    up_sell: pd.DataFrame,
    peers: pd.DataFrame,
    *,
    years: float,
    hours: Mapping[str, float] = DEFAULT_HOURS,
    minimum: float = 0.0,
) -> pd.DataFrame:
    """Return one row per customer: its four levers, potential, label, best lever, hours and euros per hour.

    ``customers`` indexed by customer_id, over the period, EUR: ``revenue``, ``covered_revenue`` (revenue of
    known cost), ``gross_margin``, ``cost_to_serve``, ``contribution`` (NaN when not known), and ``score``
    (0-100 or NaN), ``at_risk`` (bool); further columns are not used. ``cross_sell`` and ``up_sell``: the
    chances as found, with ``customer_id``, ``item`` and ``expected_margin`` (EUR a year, NaN unknown); no
    (customer, item) may be in both. ``peers`` as ``peers.peer_groups`` gives it. ``years`` length of the
    period. ``hours`` per lever. ``minimum`` EUR a year under which the margin and serve levers are nothing,
    as small chances are no chances (they would still ask for their hours); a margin lever that is nothing
    leaves the whole cost to the serve lever.

    Levers, all EUR of margin a year, never negative, and no euro in two of them: ``cross_sell`` and
    ``up_sell`` the sum of the expected margins (chances whose margin is unknown or negative add nothing);
    ``margin`` = max(0, peers' lower-quartile margin fraction - own) x covered revenue; ``serve`` = max(0,
    cost_to_serve - peers' median intensity x (gross_margin + margin lever)), at most the cost itself.
    Intensity = min(1, cost / margin), 1 without a positive margin, 0 without cost.

    Result (index customer_id, order of ``customers``): ``LEVERS``, ``potential`` (their sum), ``label`` (one
    of ``LABELS``), ``hold_on`` (at risk, bool), ``best_lever`` (most euros; '' without potential), ``hours``
    (sum over the levers with euros), ``euros_per_hour`` (0 without hours), ``reasons`` ('' or ``REASONS``),
    and what a sentence needs: ``contribution`` (a year), ``margin_pct``, ``peer_margin_pct``,
    ``cost_to_serve`` (a year), ``intensity``, ``peer_intensity``, ``cross_sell_item``, ``cross_sell_count``,
    ``up_sell_item``, ``up_sell_count`` (the largest chance in margin and the number of chances). Labels, the
    first rule that holds: contribution + potential <= 0 reconsider; contribution <= 0, or serve the largest
    lever: serve_efficiently; score >= median: expand when potential >= the median of the positive potentials,
    else cherish; potential >= that median develop; else basic. An unknown contribution fails the first rule
    and the first half of the second; an unknown score is below the median; both are said in ``reasons``.
    Errors: InvalidFigureError for ``years`` <= 0.

    Source: docs/method.md 8.

    >>> ids = pd.Index(list("abcdef"), name="customer_id")
    >>> customers = pd.DataFrame({"revenue": 1000.0, "covered_revenue": 1000.0, "gross_margin": [100.0, 300, 300, 300, 300, 300],
    ...     "cost_to_serve": 50.0, "contribution": [50.0, 250, 250, 250, 250, 250], "score": 50.0, "at_risk": False}, index=ids)
    >>> none = pd.DataFrame({"customer_id": [], "item": [], "expected_margin": []})
    >>> found = customer_actions(customers, none, none, pd.DataFrame({"level": "all", "in_all": 0}, index=ids), years=1)
    >>> found.loc[["a"], ["margin", "serve", "potential", "label", "best_lever"]].round(2).values.tolist()
    [[200.0, 0.0, 200.0, 'expand', 'margin']]
    """
    if not years > 0:
        raise errors.NOT_POSITIVE.error(name="years", value=years)
    ids = pd.Index(customers.index.astype(str), name="customer_id")
    figures = {
        name: customers[name].to_numpy(float) for name in ("covered_revenue", "gross_margin", "cost_to_serve")
    }
    yearly = {name: values / years for name, values in figures.items()}
    contribution = customers["contribution"].to_numpy(float) / years
    sets, used = peer_sets(peers, ids)

    pct = _ratio(yearly["gross_margin"], yearly["covered_revenue"])
    peer_pct = quantile_of_peers(pct, sets, used, 0.25)[0]
    largest = float(
        max(np.nanmax(np.abs(figure), initial=0.0) for figure in (*yearly.values(), contribution))
    )
    margin = _worth_it(np.maximum(peer_pct - pct, 0.0) * yearly["covered_revenue"], minimum, largest)
    eaten = np.where(
        np.isnan(contribution), np.nan, intensity(figures["cost_to_serve"], figures["gross_margin"])
    )
    peer_intensity = quantile_of_peers(eaten, sets, used, 0.5)[0]
    usual_cost = peer_intensity * np.maximum(yearly["gross_margin"] + margin, 0.0)
    serve = _worth_it(np.where(np.isnan(eaten), 0.0, yearly["cost_to_serve"] - usual_cost), minimum, largest)

    found = pd.DataFrame(index=ids)
    unknown = np.zeros(len(ids), bool)
    evidence: dict[str, object] = {}
    for lever, chances in (("cross_sell", cross_sell), ("up_sell", up_sell)):
        euros, item, count, blank = _chances(chances, ids)
        found[lever] = euros
        unknown |= blank
        evidence |= {f"{lever}_item": item, f"{lever}_count": count}
    found["margin"], found["serve"] = margin, serve
    found["potential"] = found[list(LEVERS)].to_numpy(float).sum(axis=1)
    found["label"], found["best_lever"] = _labels(found, contribution, customers["score"].to_numpy(float))
    found["hold_on"] = customers["at_risk"].fillna(False).to_numpy(bool)
    taken = found[list(LEVERS)].to_numpy(float) > 0
    found["hours"] = taken @ np.array([hours[lever] for lever in LEVERS], float)
    found["euros_per_hour"] = np.divide(
        found["potential"], found["hours"], out=np.zeros(len(ids)), where=taken.any(axis=1)
    )
    partly = ~np.isnan(pct) & (
        np.abs(customers["revenue"].to_numpy(float) - figures["covered_revenue"]) > 0.005
    )
    alone = (~np.isnan(pct) & np.isnan(peer_pct)) | (~np.isnan(eaten) & np.isnan(peer_intensity))
    unscored = customers["score"].isna().to_numpy()
    flags = (np.isnan(contribution), np.isnan(pct), partly, unknown, alone, unscored)
    found["reasons"] = _joined(flags)
    found["contribution"], found["margin_pct"], found["peer_margin_pct"] = contribution, pct, peer_pct
    found["cost_to_serve"], found["intensity"], found["peer_intensity"] = (
        yearly["cost_to_serve"],
        eaten,
        peer_intensity,
    )
    return found.assign(**evidence)


def _worth_it(euros: np.ndarray, minimum: float, largest: float) -> np.ndarray:
    """Return the euros of a lever, nothing where they are unknown, negative or under the minimum."""
    steps = comparable(euros, largest)
    return np.where((steps > 0) & (steps >= comparable(np.array(minimum), largest)), euros, 0.0)


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _chances(chances: pd.DataFrame, ids: pd.Index) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return per customer the euros, the item of the largest chance ('' none), their number, and whether a
    margin is unknown."""
    n = len(ids)
    place = ids.get_indexer(chances["customer_id"].astype(str)) if len(chances) else np.empty(0, np.int64)
    euros = chances["expected_margin"].to_numpy(float)
    unknown = np.bincount(place[(place >= 0) & np.isnan(euros)], minlength=n) > 0
    use = np.flatnonzero((place >= 0) & (euros > 0))
    item = chances["item"].astype(str).to_numpy(object)
    largest = comparable(euros, float(np.nanmax(np.abs(euros[use]), initial=0.0)))
    use = use[np.argsort(item[use], kind="stable")]
    use = use[np.lexsort((-largest[use], place[use]))]
    first = use[np.r_[True, place[use][1:] != place[use][:-1]]] if len(use) else use
    best = np.full(n, "", object)
    best[place[first]] = item[first]
    return (
        np.bincount(place[use], euros[use], minlength=n),
        best,
        np.bincount(place[use], minlength=n),
        unknown,
    )


def _labels(
    found: pd.DataFrame, contribution: np.ndarray, score: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return label and best lever per customer, both str (n,)."""
    levers = found[list(_IN_OUR_OWN_HANDS)].to_numpy(float)
    potential = found["potential"].to_numpy(float)
    largest = float(max(np.nanmax(np.abs(contribution), initial=0.0), potential.max(initial=0.0)))
    steps = comparable(levers, largest)
    best = np.array(_IN_OUR_OWN_HANDS, object)[steps.argmax(axis=1)] if len(found) else np.empty(0, object)
    best = np.where(steps.max(axis=1, initial=0) > 0, best, "")
    total = comparable(potential, largest)
    positive = total[total > 0]
    large = total >= np.median(positive) if len(positive) else np.zeros(len(found), bool)
    good = score >= np.nanmedian(score) if not np.isnan(score).all() else np.zeros(len(found), bool)
    rules = [
        comparable(contribution + potential, largest) <= 0,
        (comparable(contribution, largest) <= 0) | (best == "serve"),
        good & large,
        good,
        large,
    ]
    return np.select(
        rules, [np.array(label, object) for label in LABELS[:-1]], np.array(LABELS[-1], object)
    ), best


def _joined(flags: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the reasons that hold, joined by a space, str (n,); every combination is worded once."""
    code = sum(flag.astype(np.int64) << bit for bit, flag in enumerate(flags))
    words = [
        " ".join(r for bit, r in enumerate(REASONS) if number >> bit & 1)
        for number in range(1 << len(REASONS))
    ]
    return np.array(words, object)[code]


@dataclass(frozen=True, slots=True, eq=False)
class SamePeople:
    """What fits in the free hours:

    ``rows`` per customer with an action, ``managers`` the sum per account manager.
    """

    rows: pd.DataFrame
    managers: pd.DataFrame


def with_the_same_people(
    actions: pd.DataFrame, account_manager: pd.Series, free_hours: pd.Series
) -> SamePeople:
    """Return which actions each account manager has hours for, those with the most euros per hour first.

    ``actions`` as :func:`customer_actions` returns them (used: ``potential``, ``hours``, ``euros_per_hour``,
    ``best_lever``, ``label``). ``account_manager`` name by customer_id; blank or absent: nobody.
    ``free_hours`` by name, hours a year (capacity
    - hours; negative counts as 0, NaN or absent as unknown).

    Down the list an action is ticked when it fits in the hours that are left; one that does not fit is passed
    over and a shorter one further down may still fit. So the ticked hours never exceed the free hours, and
    nothing that is left outside would still fit. Equal euros per hour: by customer_id.

    Result: ``rows`` index customer_id, only customers with hours > 0, sorted by manager (nobody last) and
    list: ``account_manager`` ('' nobody), ``position`` (from 1), ``label``, ``best_lever``, ``potential``,
    ``hours``, ``euros_per_hour``, ``ticked`` (bool), ``cumulative_hours`` (of what is ticked up to and with
    the row). ``managers`` index ``account_manager`` (every name with free hours or a row; '' last):
    ``free_hours``, ``actions``, ``ticked`` (numbers), ``hours_inside``, ``euros_inside``, ``euros_outside``,
    ``reason`` ('', 'no_manager', 'capacity_unknown').

    Source: docs/method.md 8, "with the same people".

    >>> actions = pd.DataFrame({"potential": [90.0, 100.0, 20.0], "hours": [3.0, 4.0, 3.0], "euros_per_hour": [30.0, 25.0, 6.7],
    ...     "best_lever": "serve", "label": "develop"}, index=pd.Index(["a", "b", "c"], name="customer_id"))
    >>> plan = with_the_same_people(actions, pd.Series("Noor", index=list("abc")), pd.Series({"Noor": 6.0}))
    >>> plan.rows["ticked"].tolist(), plan.managers.loc["Noor", ["euros_inside", "euros_outside"]].tolist()
    ([True, False, True], [110.0, 100.0])
    """
    rows = actions.loc[actions["hours"] > 0, ["label", "best_lever", "potential", "hours", "euros_per_hour"]]
    rows = rows.set_axis(pd.Index(rows.index.astype(str), name="customer_id"))
    owner = account_manager.set_axis(account_manager.index.astype(str)).astype(object)
    owner = owner.reindex(rows.index).fillna("").astype(str)
    free = free_hours.set_axis(free_hours.index.astype(str)).astype(float)
    names = sorted((set(owner) | set(free.index)) - {""})
    names.append("")
    code = pd.Index(names).get_indexer(owner)
    rank = -comparable(
        rows["euros_per_hour"].to_numpy(), float(rows["euros_per_hour"].abs().max() if len(rows) else 0.0)
    )
    order = np.lexsort((np.argsort(np.argsort(rows.index.to_numpy(object), kind="stable")), rank, code))
    rows, code = rows.iloc[order], code[order]
    left = np.floor(np.nan_to_num(free.reindex(names).to_numpy().clip(min=0.0)) * _SECONDS + 1e-6)
    left[-1] = 0.0
    seconds = np.rint(rows["hours"].to_numpy() * _SECONDS)
    ticked = _tick(seconds, code, left)
    first = np.searchsorted(code, np.arange(len(names)))
    spent = np.cumsum(seconds * ticked)
    before = np.r_[0.0, spent][first]
    rows = rows.assign(
        account_manager=np.array(names, object)[code],
        position=np.arange(len(rows)) - first[code] + 1,
        ticked=ticked,
        cumulative_hours=(spent - before[code]) / _SECONDS,
    )
    unknown = free.reindex(names).isna().to_numpy()
    euros, n = rows["potential"].to_numpy(), len(names)
    managers = pd.DataFrame(
        {
            "free_hours": free.reindex(names).to_numpy(),
            "actions": np.bincount(code, minlength=n),
            "ticked": np.bincount(code[ticked], minlength=n),
            "hours_inside": np.bincount(code, seconds * ticked, minlength=n) / _SECONDS,
            "euros_inside": np.bincount(code, euros * ticked, minlength=n),
            "euros_outside": np.bincount(code, euros * ~ticked, minlength=n),
            "reason": np.where(
                np.array(names) == "", "no_manager", np.where(unknown, "capacity_unknown", "")
            ),
        },
        index=pd.Index(names, name="account_manager"),
    )
    used = managers.index.to_numpy(object) != ""
    return SamePeople(
        rows[["account_manager", "position", *rows.columns[:5], "ticked", "cumulative_hours"]],
        managers[used | (managers["actions"] > 0)],
    )


def _tick(seconds: np.ndarray, code: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Return which rows fit, bool (n,): down the list of each manager, passing over what does not fit.

    Each round ticks, for all managers at once, the rows up to the first that does not fit, and drops what can
    no longer fit; a round that drops nothing more ends it. The rounds are as many as the fullest manager has
    kinds of action, not rows."""
    left = left.copy()
    ticked = np.zeros(len(seconds), bool)
    open_rows = np.flatnonzero(seconds <= left[code])
    while len(open_rows):
        mine = code[open_rows]
        total = np.cumsum(seconds[open_rows])
        first = np.searchsorted(mine, mine)
        fits = total - np.r_[0.0, total][first] <= left[mine]
        ticked[open_rows[fits]] = True
        left -= np.bincount(mine[fits], seconds[open_rows[fits]], minlength=len(left))
        open_rows = open_rows[~fits]
        open_rows = open_rows[seconds[open_rows] <= left[code[open_rows]]]
    return ticked
