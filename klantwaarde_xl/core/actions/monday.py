"""Monday: the few customers to start with per account manager, risk first, then growth, then cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.actions.levers import STEPS
from klantwaarde_xl.core.base.leave_chance import likely_to_leave, probably_gone
from klantwaarde_xl.core.base.ranking import comparable

KINDS = ("risk", "growth", "cost")
"""Why a customer is on the list, in the order of the list."""
BASES = ("at_stake", "if_gone", "sure", "expected", "costs", "unknown")
"""What an amount is: chance of leaving x what goes, what goes, sure to be won, expected of itself, loss; or
there is none, for no cost is known."""
MOST = 10
"""Rows per account manager."""
ROOM = (4, 3, 3)
"""Places that each kind has before the others may fill them."""
COLUMNS = (
    "account_manager",
    "position",
    "kind",
    "lever",
    "amount",
    "basis",
    "left",
    "left_risk",
    "left_held",
    "left_gone",
)


def monday_list(
    actions: pd.DataFrame, customers: pd.DataFrame, done: frozenset[str], minimum: float = 0.0
) -> pd.DataFrame:
    """Return at most ten customers per account manager, those of nobody first.

    ``actions`` as ``levers.customer_actions`` returns them; ``customers`` with the same index
    (customer_id): ``account_manager`` ('' for nobody), ``leave_chance`` (NaN unknown),
    ``if_gone`` and ``at_stake`` (EUR a year, NaN unknown), ``revenue`` (EUR), ``begun`` (bool: someone is
    at it). ``done``: customers that need not be on the list, as those whose amount is known and below
    ``minimum`` EUR.

    Every customer has one kind: ``risk`` when it is to be held on to, or more likely than not to leave and
    there is margin to lose or none is known. That it buys later or less is a fact and no risk where no chance
    proved itself: a firm in which nobody leaves has such customers too; ``growth`` when its first step is to
    sell more or something new; ``cost`` when it is price or serving, or the customer is to be reconsidered at
    a loss. The amount is what that one step is about, never a sum with another. Amounts of different meaning
    are not compared: what is sure comes before what is only expected, and costs go by what the customer costs
    a year, which is its loss where that is more than its step wins. A loss without a step comes after the
    others when the firm would lose more margin by the customer's leaving than it saves, and who has probably
    left already after who can still be kept, unless someone is at it: what was promised is done. Then the
    largest comes first, then the largest revenue, then by customer_id. A kind has ``ROOM`` places; what it
    does not need goes to the others in order.

    Result indexed by customer_id: ``COLUMNS``; ``position`` from 1 per manager; ``lever`` '' for risk;
    ``amount`` EUR a year, NaN unknown; ``basis`` one of ``BASES``; ``left`` how many customers of that
    manager did not fit in the list, ``left_risk`` how many of those are of the kind ``risk``, ``left_held``
    how many of these are labelled as to be held on to, ``left_gone`` how many have probably left already.

    >>> ids = pd.Index(["a", "b"], name="customer_id")
    >>> actions = pd.DataFrame({"best_lever": ["serve", "up_sell"], "label": "basic", "hold_on": False,
    ...     "serve": [50.0, 0.0], "up_sell": [0.0, 20.0], "margin": 0.0, "cross_sell": 9.0,
    ...     "contribution": 5.0}, index=ids)
    >>> customers = pd.DataFrame({"account_manager": "Noor", "if_gone": 5.0,
    ...     "leave_chance": 0.1, "at_stake": np.nan, "revenue": 1.0, "begun": False}, index=ids)
    >>> monday_list(actions, customers, frozenset())[["kind", "amount", "basis"]].values.tolist()
    [['growth', 20.0, 'sure'], ['cost', 50.0, 'sure']]
    """
    found = _kinds(actions, customers)
    found = found[(found["kind"] != "") & ~found.index.isin(done) & ~(found["amount"] < minimum)]
    size, revenue = (
        comparable(found[name].fillna(0.0).to_numpy(), float(found[name].abs().max() or 0.0))
        for name in ("size", "revenue")
    )
    kind = found["kind"].map(KINDS.index).astype(int)
    order = np.lexsort((found.index.to_numpy(object), -revenue, -size, found["later"], kind))
    found = found.iloc[order]
    parts = [_first(rows) for _, rows in found.groupby("account_manager", sort=True)]
    nothing = pd.Series(dtype=int)
    shown = (
        pd.concat(parts) if parts else found.assign(**dict.fromkeys(COLUMNS[-4:], nothing), position=nothing)
    )
    return shown[list(COLUMNS)]


def to_hold_on_to(actions: pd.DataFrame, customers: pd.DataFrame) -> np.ndarray:
    """Return which customers are to be called because they may go, bool (n,): the kind ``risk``.

    Arguments as of :func:`monday_list`, with the same index.

    >>> actions = pd.DataFrame({"hold_on": [True, False, False], "label": ["basic", "basic", "reconsider"]})
    >>> customers = pd.DataFrame({"if_gone": [0.0, 5.0, 5.0], "leave_chance": [0.1, 0.6, 0.6]})
    >>> to_hold_on_to(actions, customers).tolist()
    [True, True, False]
    """
    gone = ~(customers["if_gone"].to_numpy(float) <= 0)
    risk = actions["hold_on"].to_numpy(bool) | (likely_to_leave(customers["leave_chance"]) & gone)
    found: np.ndarray = risk & (actions["label"] != "reconsider").to_numpy(bool)
    return found


def _kinds(actions: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Return kind ('' for none), lever, amount and basis of every customer, beside its account manager."""
    lever, label = actions["best_lever"].to_numpy(object), actions["label"].to_numpy(object)
    gone = customers["if_gone"].to_numpy(float)
    risk, left = to_hold_on_to(actions, customers), probably_gone(customers["leave_chance"].astype(float))
    begun = customers["begun"].to_numpy(bool)
    stake = np.nan_to_num(customers["at_stake"].to_numpy(float))
    growth, cost = np.isin(lever, ["up_sell", "cross_sell"]), np.isin(lever, ["serve", "margin"])
    net = actions["contribution"].to_numpy(float)
    losing = (label == "reconsider") & (net < 0)
    euros = np.select(
        [lever == name for name in STEPS], [actions[name].to_numpy(float) for name in STEPS], 0.0
    )
    kind = np.select([risk, growth & ~losing, (cost | losing)], list(KINDS), "")
    # A loss with nothing to win, also where serving is the step and nothing of it is sure.
    nothing = (net < 0) & ((losing & (lever == "")) | ((lever == "serve") & (euros <= 0)))
    staked = risk & (stake > 0)
    amount = np.select([staked, risk, nothing], [stake, gone, -net], euros)
    cases = [staked, risk & np.isnan(gone), risk, nothing, lever == "cross_sell"]
    basis = np.select(cases, ["at_stake", "unknown", "if_gone", "costs", "expected"], "sure")
    loss = np.where(kind == "cost", np.maximum(-net, 0.0), 0.0)
    return pd.DataFrame(
        {
            "account_manager": customers["account_manager"].to_numpy(object),
            "kind": kind,
            "held": actions["hold_on"].to_numpy(bool),
            "gone": left,
            "lever": np.where(risk, "", lever),
            "amount": amount,
            "basis": basis,
            "size": np.fmax(amount, loss),
            "later": (basis == "expected") | (nothing & (gone > 0)) | (risk & left & ~begun),
            "revenue": customers["revenue"].to_numpy(float),
        },
        index=pd.Index(actions.index.astype(str), name="customer_id"),
    )


def _first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one account manager that are on the list, numbered from 1."""
    place = rows.groupby("kind").cumcount().to_numpy()
    within = place < rows["kind"].map(dict(zip(KINDS, ROOM, strict=True))).to_numpy()
    kept = within.copy()
    spare = np.flatnonzero(~within)[: MOST - int(within.sum())]
    kept[spare] = True
    shown = rows[kept]
    rest = rows[~kept]
    risk = rest["kind"] == "risk"
    return shown.assign(
        position=np.arange(1, len(shown) + 1),
        left=len(rest),
        left_risk=int(risk.sum()),
        left_held=int((risk & rest["held"]).sum()),
        left_gone=int((risk & rest["gone"]).sum()),
    )
