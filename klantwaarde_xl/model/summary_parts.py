"""Tables of invoice lines that are joined although one of them adds the others up per customer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros
from klantwaarde_xl.model.raw_table import PART

FEWEST_CUSTOMERS = 2
"""With fewer customers in a table equal sums say nothing."""
_MONTHS = 100_000
"""More months than lie between any two dates."""
MOST_PARTS = 60
"""With more tables than these each is only compared with all others together."""


def summary_doubts(checked: CheckedTable, frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield a finding for every joined table with the sums per customer of other tables in fewer rows.

    ``frame`` holds the good rows of ``checked``: customer_id, revenue (EUR); its index is the position in the
    raw table. A table is compared with all others together and with each of them. An equal number of rows is
    no summary, as subscriptions are the same on the sheet of every month; unless the sums per month are equal
    too: then the later table counts the same again.
    """
    raw = checked.raw
    if len(raw.parts) < 2 or frame.empty:
        return
    part = raw.rows[frame.index.to_numpy()] // PART
    cents = np.rint(frame["revenue"].to_numpy(float) * 100)
    customer = pd.factorize(frame["customer_id"].astype(object))[0]
    month = frame["date"].to_numpy("datetime64[M]").astype(np.int64)
    by_month = pd.factorize(customer * _MONTHS + month)[0]
    found = set()
    for key, of_months in ((customer, False), (by_month, True)):
        rows = pd.DataFrame({"part": part, "customer": key, "cents": cents})
        found |= set(_counted_again(rows, len(raw.parts), of_months=of_months))
    for at in sorted(found):
        sheet = raw.parts[at].sheet
        here = np.flatnonzero(part == at)
        amount = in_euros(float(cents[here].sum()) / 100)
        place = raw.address(int(frame.index[here[0]]), checked.where.get("revenue"))
        yield Finding.of(errors.SUMMARY_COUNTED, place, amount, sheet=sheet)


def _counted_again(rows: pd.DataFrame, parts: int, *, of_months: bool) -> list[int]:
    """Return the parts whose sums per key are those of another part, or of all others."""
    sums = rows.groupby(["part", "customer"])["cents"].agg(["sum", "size"]).reset_index()
    whole = sums.groupby("customer")[["sum", "size"]].transform("sum")
    rest = sums.assign(
        other=-1, other_sum=whole["sum"] - sums["sum"], other_size=whole["size"] - sums["size"]
    )
    pairs = [rest]
    if parts <= MOST_PARTS:
        other = sums.rename(columns={"part": "other", "sum": "other_sum", "size": "other_size"})
        paired = sums.merge(other, on="customer")
        pairs.append(paired[paired["part"] != paired["other"]])
    return _summaries(pd.concat(pairs), sums, of_months=of_months)


def _summaries(pairs: pd.DataFrame, sums: pd.DataFrame, *, of_months: bool) -> list[int]:
    """Return the parts that equal another one, or all others (-1), for each of their customers."""
    pairs = pairs.assign(equal=pairs["sum"] == pairs["other_sum"])
    compared = pairs.groupby(["part", "other"]).agg(
        equal=("equal", "sum"), rows=("size", "sum"), other_rows=("other_size", "sum")
    )
    customers = sums.groupby("part").size().reindex(compared.index.get_level_values("part")).to_numpy()
    filled = sums["sum"].abs().groupby(sums["part"]).sum() > 0
    fewer = compared["rows"] < compared["other_rows"]
    if of_months:
        part, other = (compared.index.get_level_values(level) for level in ("part", "other"))
        fewer |= (compared["rows"] == compared["other_rows"]) & (part > other) & (other >= 0)
    is_summary = (compared["equal"] == customers) & fewer
    is_summary &= customers >= FEWEST_CUSTOMERS
    found = compared.index[is_summary].get_level_values("part").unique()
    return [int(at) for at in sorted(found) if filled[at]]
