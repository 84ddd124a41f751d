"""The rows of the short lists of the Dashboard, and which rows of the tables they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from klantwaarde_xl.core.base.leave_chance import probably_gone
from klantwaarde_xl.core.value.concentration import top_size
from klantwaarde_xl.model.action_notes import CLOSED, state_of
from klantwaarde_xl.report.formats import one_line, short_name
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.dashboard.list_steps import FEWER, GROWTH, LISTED
from klantwaarde_xl.report.pages.dashboard.who import FIRST, dull, first_on_monday
from klantwaarde_xl.report.pages.next_steps.actions import action_frame
from klantwaarde_xl.report.pages.next_steps.monday import monday_frame
from klantwaarde_xl.report.pages.pareto import certain, timed
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.names import LABELS, LEFT_ALONE, LEVERS, SHORT_LEVERS

_SHORT = {LEVERS[lever]: word for lever, word in SHORT_LEVERS.items()}


def list_frames(source: Source) -> dict[str, pd.DataFrame]:
    """Return the short lists, and the rows of the tables that they show, as frames by key.

    Of equal figures the upper row comes first.
    """
    customers, actions = source.once(customer_frame), source.once(action_frame)
    noted = actions.set_index("customer_id").reindex(customers["customer_id"])
    best = _first(customers["rank"], LISTED, 1)
    gone = customers["if_gone"].astype(float)
    customers = customers.assign(
        saved=-gone,
        first=noted["best_lever"].map(_SHORT).fillna("").to_numpy(),
        potential=noted["potential"].astype(float).mask(state_of(noted["status"]).isin(CLOSED)).to_numpy(),
        status=noted["status"].fillna("").to_numpy(),
    )
    losing = _first(gone.where(_cents(gone) < 0), LISTED, 1)
    outside = actions["rank_revenue"].astype(float) > top_size(int(customers["rank_revenue"].notna().sum()))
    outside &= (actions["label"] != LEFT_ALONE) & ~state_of(actions["status"]).isin(CLOSED)
    kept = outside & (actions["label"] != LABELS["reconsider"])
    growth = actions[list(GROWTH)].astype(float).sum(axis=1).where(kept)
    least = max(0.01, source.analysis.settings.minimum_gap)
    chances = _first(growth.where(_cents(growth) >= least), LISTED, -1)
    actions = actions.assign(growth=growth)
    steps = {
        **_found("best", customers, "rank", best),
        **_found("losing", customers, "if_gone", losing),
        **_found("chance", actions, "growth", chances),
    }
    served, priced = (
        _first(actions[field].astype(float).where(outside & (_cents(actions[field]) > 0)), FEWER, -1)
        for field in ("serve", "margin")
    )
    stake = customers["at_stake"]
    left = probably_gone(customers["leave_chance"].astype(float))
    risky, gone_yet = (_first(stake.where((_cents(stake) > 0) & of), FEWER, -1) for of in (~left, left))
    fewer = {
        **_found("serve", actions, "serve", served, FEWER),
        **_found("stake", customers, "at_stake", risky, FEWER),
        **_found("price", actions, "margin", priced, FEWER),
    }
    dull_ones = _first(customers["rank_revenue"].astype(float).where(dull(customers)), LISTED, 1)
    empty = _empty_words(customers)
    return {
        "best": _listed(customers.iloc[best], ("score", "contribution", "rank_contribution", "completeness")),
        "losing": _listed(customers.iloc[losing], ("saved", "first", "potential", "status"), empty["losing"]),
        "opportunities": _listed(actions.iloc[chances], ("up_sell", "cross_sell"), empty["chances"]),
        "list_steps": pd.DataFrame(steps),
        "served": _listed(actions.iloc[served], ("serve", "freed_hours"), empty["served"], FEWER),
        "at_stake": _listed(
            customers.iloc[risky], ("at_stake", "leave_chance", "if_gone", "status"), empty["at_stake"], FEWER
        ),
        "priced": _listed(actions.iloc[priced], ("margin", "label"), empty["priced"], FEWER),
        "fewer_steps": pd.DataFrame(fewer),
        "dull": _listed(customers.iloc[dull_ones], ("revenue", "contribution"), empty["dull"]),
        "gone": _listed(customers.iloc[gone_yet], ("at_stake", "status"), empty["gone"], FEWER),
        "gone_steps": pd.DataFrame(_found("gone", customers, "at_stake", gone_yet, FEWER)),
        "dull_steps": pd.DataFrame(_found("dull", customers, "rank_revenue", dull_ones)),
        **_to_begin_with(source.once(monday_frame), customers, actions),
    }


def _to_begin_with(
    monday: pd.DataFrame, customers: pd.DataFrame, actions: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the steps of Maandag to begin with, and which rows of it they are."""
    rows = np.array(first_on_monday(monday, customers, actions), np.intp)
    found = monday.iloc[rows].reset_index(drop=True)
    steps = pd.DataFrame(
        {
            "first_id": found["customer_id"].astype(str).reindex(range(FIRST)),
            "first_row": pd.Series(rows + 1.0).reindex(range(FIRST)),
            "first_name": found["name"].fillna("").map(one_line).reindex(range(FIRST)).fillna(""),
        }
    )
    listed = _listed(found, ("amount", "step", "account_manager"), w.NOTHING_ON_MONDAY, FIRST)
    return {"first": listed, "first_steps": steps}


def _empty_words(customers: pd.DataFrame) -> dict[str, str]:
    """Return what stands in each list when there is no one in it, by what the list is about."""
    net, hours_known = customers["contribution"], timed(customers)
    known = bool(net.notna().any())
    losing = w.NOBODY_LOSES if certain(customers) else w.UNSAID_WITHOUT_HOURS
    losing = w.NOBODY_SAVES if (_cents(net) < 0).any() else losing
    rank = customers["rank_revenue"].astype(float)
    top = rank <= top_size(int(rank.notna().sum()))
    dull_words = w.NOBODY_DULL if hours_known else w.UNSAID_WITHOUT_HOURS
    saving = w.NO_SAVING if hours_known else w.UNSAID_WITHOUT_HOURS
    return {
        "losing": losing if known else w.LOSSES_UNKNOWN,
        "chances": w.NO_CHANCES if known else w.CHANCES_IN_TURNOVER,
        "served": saving if known else w.UNSAID,
        "at_stake": w.NOTHING_AT_STAKE if customers["at_stake"].notna().any() else w.UNSAID,
        "gone": w.NOBODY_GONE if customers["at_stake"].notna().any() else w.UNSAID,
        "priced": w.NO_PRICE if known else w.UNSAID,
        "dull": w.UNSAID if net[top].isna().any() else dull_words,
    }


def _cents(amounts: pd.Series[float]) -> pd.Series[float]:
    return amounts.astype(float).round(2)


def _first(values: pd.Series[float], count: int, sign: int) -> npt.NDArray[np.intp]:
    """Return the positions of so many known values, the lowest first (``sign`` 1) or the highest (-1).

    Values that a spreadsheet takes for equal stay in their order.
    """
    known = values.astype(float).to_numpy()
    positions = np.flatnonzero(~np.isnan(known))
    keys = np.array([float(f"{value:.14g}") for value in known[positions]])
    return positions[np.argsort(sign * keys, kind="stable")][:count]


def _found(
    name: str, frame: pd.DataFrame, field: str, rows: npt.NDArray[np.intp], places: int = LISTED
) -> dict[str, pd.Series]:
    found = frame[[field, "name"]].iloc[rows].reset_index(drop=True).reindex(range(places))
    names = [one_line(text) if isinstance(text, str) else "" for text in found["name"]]
    return {
        f"{name}_value": found[field].astype(float),
        f"{name}_row": pd.Series(rows + 1.0).reindex(range(places)),
        f"{name}_name": pd.Series(names, dtype=object),
    }


def _listed(
    rows: pd.DataFrame, fields: tuple[str, ...], empty: str = "", places: int = LISTED
) -> pd.DataFrame:
    """Return the rows of a short list, blank where there are fewer.

    Without any, the first row tells so.
    """
    count = len(rows)
    names = [short_name(str(name)) for name in rows["name"]] + [""] * (places - count)
    if not count:
        names[0] = empty
    shown = pd.DataFrame({"position": [*range(1, count + 1), *[None] * (places - count)], "name": names})
    for field in fields:
        shown[field] = rows[field].reset_index(drop=True).reindex(range(places))
    return shown
