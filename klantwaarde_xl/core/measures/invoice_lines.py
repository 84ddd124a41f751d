"""Preparing invoice lines: parent company instead of customer where asked, product group of each product."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.id_codes import encode, joint_codes


def parents(customers: pd.DataFrame) -> pd.Series:
    """Return the concern of each customer, itself where it has none.

    ``customers``: frame with ``customer_id`` (unique) and ``parent_id``, k rows. Returns a Series of str (k,)
    indexed by customer_id. A concern is one level: the parent of a parent is not followed.

    >>> parents(pd.DataFrame({"customer_id": ["a", "b"], "parent_id": [None, "a"]})).tolist()
    ['a', 'a']
    """
    ids = pd.Index(customers["customer_id"].astype(object), name="customer_id")
    own = customers["parent_id"].astype(object)
    return pd.Series(np.where(own.isna(), ids, own), index=ids, dtype=object)


def map_ids(ids: pd.Series, target: pd.Series) -> pd.Series:
    """Return ids replaced by their target; an id without one stays itself.

    ``ids``: str or categorical (n,). ``target``: Series of str indexed by id. Returns a categorical (n,);
    blanks stay blank.

    >>> map_ids(pd.Series(["b", "c"]), pd.Series({"b": "a"})).tolist()
    ['a', 'c']
    """
    codes, uniques = pd.factorize(ids)
    names = pd.Index(uniques).astype(object)
    mapped = target.reindex(names)
    new_codes, categories = pd.factorize(np.where(mapped.isna(), names, mapped))
    return pd.Series(
        pd.Categorical.from_codes(
            np.where(codes < 0, -1, new_codes[codes] if len(names) else codes),
            pd.Index(categories, dtype=str),
        ),
        index=ids.index,
    )


def merge_customers(customers: pd.DataFrame) -> pd.DataFrame:
    """Return one row per concern: its own row where there is one, else that of its first customer.

    ``customers``: frame of k customers with ``customer_id``, ``parent_id`` and any other columns. The payment
    days of a concern are its own, else the mean of its members that are included; it is included when any
    member is. Returns at most k rows, with a blank parent_id.

    >>> frame = pd.DataFrame({"customer_id": ["b", "c"], "parent_id": ["a", "a"], "name": ["B", "C"],
    ...                       "payment_days": [10.0, 30.0], "include": [0.0, float("nan")]})
    >>> merge_customers(frame)[["customer_id", "name", "payment_days", "include"]].values.tolist()
    [['a', 'B', 30.0, nan]]
    """
    concern = parents(customers).to_numpy()
    ids = customers["customer_id"].astype(object).to_numpy()
    order = np.lexsort((ids.astype(str), concern != ids, concern.astype(str)))
    counted = customers["payment_days"].where(customers["include"] != 0)
    ranked = (
        customers.assign(payment_days=counted).iloc[order].assign(customer_id=concern[order], parent_id=None)
    )
    first = ~ranked["customer_id"].duplicated().to_numpy()
    merged = ranked[first].copy()
    members = ranked.groupby("customer_id", sort=False)
    mean_days = members["payment_days"].mean().reindex(merged["customer_id"]).to_numpy()
    days = merged["payment_days"].to_numpy(float)
    # A concern that itself has a parent has its row under that parent, not under itself.
    has_own_row = (concern == ids)[order][first]
    merged["payment_days"] = np.where(has_own_row & ~np.isnan(days), days, mean_days)
    included = set(ranked.loc[ranked["include"] != 0, "customer_id"])
    merged["include"] = np.where(merged["customer_id"].isin(included), np.nan, 0.0)
    return merged


def product_groups(lines: pd.DataFrame, products: pd.DataFrame | None) -> pd.Series:
    """Return the product group of each line, blank where the product is unknown or has none.

    ``lines``: frame of n lines with ``product_id``. ``products``: frame with ``product_id`` (unique) and
    ``product_group``, or None: then every group is blank. Returns a categorical (n,).

    >>> lines = pd.DataFrame({"product_id": ["p", "q", None]})
    >>> product_groups(lines, pd.DataFrame({"product_id": ["p"], "product_group": ["Dozen"]})).tolist()
    ['Dozen', nan, nan]
    """
    if products is None:
        return pd.Series(
            pd.Categorical.from_codes(np.full(len(lines), -1), pd.Index([], dtype=str)), index=lines.index
        )
    codes, uniques = pd.factorize(lines["product_id"])
    group = pd.Series(
        products["product_group"].astype(object).to_numpy(), index=products["product_id"].astype(object)
    )
    found = group.reindex(pd.Index(uniques).astype(object))
    group_codes, categories = pd.factorize(found)
    table = np.append(group_codes, -1)
    return pd.Series(
        pd.Categorical.from_codes(table[codes], pd.Index(categories, dtype=str)), index=lines.index
    )


def invoice_codes(lines: pd.DataFrame, owner: np.ndarray) -> np.ndarray:
    """Return the invoice of each line as a code from 0; lines without a number are one invoice a day.

    ``lines`` (n,) with ``date`` and ``invoice_id`` (may be missing or blank); ``owner`` int (n,) customer, so
    that a number which two customers share is two invoices.

    >>> lines = pd.DataFrame({"date": pd.to_datetime(["2024-01-02"] * 4)})
    >>> lines["invoice_id"] = ["f", "f", None, None]
    >>> invoice_codes(lines, np.array([0, 1, 1, 1])).tolist()
    [0, 1, 2, 2]
    """
    day = lines["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    day = day - day.min(initial=0)
    if "invoice_id" not in lines:
        return joint_codes(owner, day)
    number = encode(lines["invoice_id"])[0]
    return joint_codes(owner, np.where(number >= 0, number, number.max(initial=-1) + 1 + day))
