"""The sheet Verloop: who came, went or may go, and how customers moved between the Pareto classes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from klantwaarde_xl.report.words import dashboard_sentences

_FROM = {"A": "A", "B": "B", "C": "C", "new": "nieuw"}
_TO = {"A": "to_a", "B": "to_b", "C": "to_c", "lost": "to_lost"}


def migration_grid(migration: pd.DataFrame) -> pd.DataFrame:
    """Return the class migration as a grid: a row per class in the previous period and one for new customers.

    ``migration`` has a row per (``from_class``, ``to_class``) with ``customers`` (count) and
    ``revenue_change`` (EUR); classes are A, B, C, from ``new`` and to ``lost``. Columns of the result:
    from_label, blank, to_a, to_b, to_c, to_lost, euros.

    >>> rows = [("A", "B", 3, -5.0), ("A", "lost", 1, -9.0)]
    >>> moved = pd.DataFrame(rows, columns=["from_class", "to_class", "customers", "revenue_change"])
    >>> migration_grid(moved).iloc[0, 2:].astype(float).tolist()
    [0.0, 3.0, 0.0, 1.0, -14.0]
    """
    counts = migration.pivot_table(
        index="from_class", columns="to_class", values="customers", aggfunc="sum", fill_value=0, observed=True
    )
    counts = (
        counts.reindex(index=list(_FROM), columns=list(_TO), fill_value=0).rename(columns=_TO).astype(int)
    )
    euros = (
        migration.groupby("from_class", observed=True)["revenue_change"]
        .sum()
        .reindex(list(_FROM), fill_value=0.0)
    )
    counts.insert(0, "from_label", list(_FROM.values()))
    counts.insert(1, "blank", "")
    return counts.assign(euros=euros).reset_index(drop=True)


def changed_customers(analysis: Any, customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customers to look at, most euros first within a status: at risk, lost, new, not scored.

    ``customers`` is the bound customer frame (with customer_id and words for the reasons).
    """
    common = [
        "status",
        "customer_id",
        "name",
        "account_manager",
        "reason",
        "previous_revenue",
        "revenue",
        "amount",
        "last_purchase",
    ]
    risk = customers[customers["at_risk"].astype(bool)]
    risk = risk.assign(status="risico", reason=risk["at_risk_reason"], amount=risk["margin_at_risk"])
    new = customers[customers["is_new"] == "ja"]
    new = new.assign(status="nieuw", reason="eerste aankoop kort geleden", amount=new["contribution"])
    lost = _with_id(analysis.lost)
    lost = lost.assign(
        status="verloren", reason="kocht wel in de vorige periode", amount=lost["previous_contribution"]
    )
    unscored = _with_id(analysis.unscored)
    unscored = unscored.assign(
        status="niet beoordeeld", reason=[dashboard_sentences.reason(code) for code in unscored["reason"]]
    )
    # Nobody is named twice for one thing: a lost customer is unscored because it bought nothing in the
    # period.
    unscored = unscored[~unscored["customer_id"].isin(lost["customer_id"])]
    parts = [part.sort_values("amount", ascending=False, kind="stable") for part in (risk, lost, new)]
    parts = [part.reindex(columns=common).astype(object) for part in (*parts, unscored)]
    shown = [part for part in parts if len(part)]
    frame = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=common, dtype=object)
    amounts = {name: pd.to_numeric(frame[name]) for name in ("previous_revenue", "revenue", "amount")}
    return frame.assign(last_purchase=pd.to_datetime(frame["last_purchase"]), **amounts)


def _with_id(frame: pd.DataFrame) -> pd.DataFrame:
    ids = pd.Series(frame.index.astype(str), index=frame.index, dtype=object)
    names = frame["name"].astype(object)
    shown = frame.assign(customer_id=ids, name=names.where(names.notna() & (names != ""), ids))
    return shown.reset_index(drop=True)
