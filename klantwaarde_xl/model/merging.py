"""Customer numbers that count as another customer: the table tblSamenvoegen, applied to all other tables.

It comes before everything else: after it no figure, rule or finding knows the number that was merged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.checking import CheckedTable
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.log import Log
from klantwaarde_xl.model.look_alikes import nearest
from klantwaarde_xl.model.optional_tables import Merge

_WITH_CUSTOMERS = ("tblKlanten", "tblTransacties", "tblInspanning", "tblBeoordeling", "tblKlik")
"""Tables that tell which customers there are."""
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What merging did: ``into`` is the customer that each merged number counts as.

    ``lines``: int (m,), positions of the invoice lines that count as another customer than they name.
    """

    into: Mapping[str, str] = field(default_factory=dict)
    lines: np.ndarray = field(default_factory=lambda: np.zeros(0, int))


def apply_merges(
    checked: Mapping[str, CheckedTable], notes: list[Finding]
) -> tuple[dict[str, CheckedTable], Merged]:
    """Return the tables with every merged customer under the number it counts as, and what was merged.

    Chains are followed. Numbers in a circle, leading to one, or leading to a customer that no table has stay
    as they are; ``notes`` gets a finding for each circle and each such customer. In Klanten the row of the
    customer that stays is filled with what only the merged rows know, except Meetellen."""
    table = checked.get(Merge.table)
    if table is None or not len(table.good_rows()):
        return dict(checked), Merged()
    rows = table.good_rows()
    pairs = dict(zip(*(rows[name].astype(object) for name in ("customer_id", "into")), strict=True))
    targets = final_targets(pairs)
    _note_circles(table, [number for number in pairs if targets[number] is None], pairs, notes)
    into = {number: end for number, end in targets.items() if end is not None}
    known = _known(checked)
    _note_unknown(table, {number for number, end in into.items() if end not in known}, into, known, notes)
    into = {number: end for number, end in into.items() if end in known}
    _note_idle(table, {number for number in into if number not in known}, known, notes)
    into = {number: end for number, end in into.items() if number in known}
    moved = {name: _moved(checked[name], into) for name in checked if name in _WITH_CUSTOMERS}
    lines = checked["tblTransacties"].frame
    hit = lines.index[lines["customer_id"].isin(into)].to_numpy()
    return {name: _settled(each, into) for name, each in {**checked, **moved}.items()}, Merged(into, hit)


def _settled(table: CheckedTable, into: Mapping[str, str]) -> CheckedTable:
    """Return a table without the findings about look-alike numbers that are one customer by now."""

    def is_settled(found: Finding) -> bool:
        if found.code != errors.SIMILAR_IDS.code or found.value not in {*into, *into.values()}:
            return False
        end = into.get(found.value, found.value)
        group = {end, *(number for number, other in into.items() if other == end)} - {found.value}
        return any(f"'{number}'" in found.message for number in group)

    kept = tuple(found for found in table.findings if not is_settled(found))
    return table if len(kept) == len(table.findings) else replace(table, findings=kept)


def final_targets(pairs: Mapping[str, str]) -> dict[str, str | None]:
    """Return where the chain of each number ends; None for one that runs in, or into, a circle.

    >>> final_targets({"a": "b", "b": "c", "d": "e", "e": "d", "f": "d"})
    {'a': 'c', 'b': 'c', 'd': None, 'e': None, 'f': None}
    """
    found: dict[str, str | None] = {}
    for start in pairs:
        path: dict[str, None] = {}
        here: str = start
        while here in pairs and here not in path and here not in found:
            path[here] = None
            here = pairs[here]
        end = None if here in path else found.get(here, here)
        found |= dict.fromkeys(path, end)
    return {number: found[number] for number in pairs}


def _known(checked: Mapping[str, CheckedTable]) -> set[str]:
    columns = [checked[name].frame["customer_id"] for name in _WITH_CUSTOMERS if name in checked]
    return {str(number) for ids in columns for number in ids.cat.categories}


def _at(table: CheckedTable, numbers: Collection[str]) -> np.ndarray:
    """Return the positions of the good rows with these customer numbers."""
    rows = table.good_rows()
    return rows.index[rows["customer_id"].isin(list(numbers))].to_numpy()


def _note_circles(
    table: CheckedTable, stuck: list[str], pairs: Mapping[str, str], notes: list[Finding]
) -> None:
    """Say of each circle which rows make it or lead to it."""
    groups: dict[frozenset[str], list[str]] = {}
    for number in stuck:
        path: list[str] = []
        here = number
        while here not in path:
            path.append(here)
            here = pairs[here]
        groups.setdefault(frozenset(path[path.index(here) :]), []).append(number)
    for circle, numbers in groups.items():
        rows = _at(table, numbers)
        shown = [str(table.raw.sheet_row(int(row))) for row in rows[:_MOST_SHOWN]]
        named = ", ".join(shown) + (", …" if len(rows) > _MOST_SHOWN else "")
        order = [number for number in numbers if number in circle][:_MOST_SHOWN]
        place = table.raw.address(int(rows[0]), table.where["customer_id"])
        value = " > ".join([*order, order[0]])
        notes.append(
            Finding.of(errors.MERGE_CIRCLE, place, value, rows=named, sheet=table.raw.sheet, count=len(rows))
        )


def _note_unknown(
    table: CheckedTable,
    numbers: Collection[str],
    into: Mapping[str, str],
    known: Collection[str],
    notes: list[Finding],
) -> None:
    ids, suggest = table.frame["customer_id"], _suggestions(known)

    def names(row: int) -> dict[str, object]:
        end = into[ids.loc[row]]
        return {"customer": ids.loc[row], "value": end, "suggestion": suggest(end)}

    log = Log(table.raw, table.rejected, notes)
    log.add(errors.MERGE_INTO_NOBODY, _at(table, numbers), table.where["into"], names)


def _note_idle(
    table: CheckedTable, numbers: Collection[str], known: Collection[str], notes: list[Finding]
) -> None:
    ids, suggest = table.frame["customer_id"], _suggestions(known)
    log = Log(table.raw, table.rejected, notes)
    log.add(
        errors.MERGES_NOBODY,
        _at(table, numbers),
        table.where["customer_id"],
        lambda row: {"suggestion": suggest(str(ids.loc[row]))},
    )


def _suggestions(known: Collection[str]) -> Callable[[str], str]:
    """Return what gives, for a number that no table has, the words about the one that looks most like it.

    Comparing takes time in proportion to all customers, so it is done for the first few only."""
    left = iter(range(_MOST_SHOWN))

    def suggestion(number: str) -> str:
        near = nearest(number, sorted(known)) if next(left, None) is not None else ""
        return f"Bedoelde u '{near}'? " if near else ""

    return suggestion


def renumbered(ids: pd.Series, into: Mapping[str, str]) -> pd.Series:
    """Return a categorical of ids (n,) with those in ``into`` replaced; blanks stay blank.

    >>> renumbered(pd.Series(pd.Categorical(["a", "b", None])), {"a": "b"}).tolist()
    ['b', 'b', nan]
    """
    codes, names = pd.factorize(np.array([into.get(name, name) for name in ids.cat.categories], object))
    where = np.append(codes, -1).astype(int)[ids.cat.codes.to_numpy()]
    return pd.Series(pd.Categorical.from_codes(where, pd.Index(names, dtype=str)), index=ids.index)


def _moved(table: CheckedTable, into: Mapping[str, str]) -> CheckedTable:
    """Return a table with its customers renumbered; of a table with a key the first row of each key stays."""
    old = table.frame["customer_id"]
    if not old.cat.categories.isin(list(into)).any():
        if "parent_id" not in table.frame:
            return table
        return replace(table, frame=table.frame.assign(parent_id=_parents(table.frame, into)))
    frame = table.frame.assign(customer_id=renumbered(old, into))
    if "parent_id" in frame:
        frame = _one_row_each(frame.assign(parent_id=_parents(frame, into)), ~old.isin(list(into)).to_numpy())
    elif "account_manager" in frame:
        # What is known of the customer itself goes before what is known of a merged number.
        own_first = np.argsort(old.isin(list(into)).to_numpy(), kind="stable")
        again = frame.iloc[own_first].duplicated(["customer_id", "account_manager"])
        frame = frame[~again.reindex(frame.index)]
    return replace(table, frame=frame)


def _parents(frame: pd.DataFrame, into: Mapping[str, str]) -> pd.Series:
    return renumbered(frame["parent_id"], into)


def _one_row_each(frame: pd.DataFrame, own: np.ndarray) -> pd.DataFrame:
    """Return one row per customer: its own (``own``), else the first merged one, its blanks filled.

    A customer whose own row is not there is included when any of the merged rows is."""
    ranked = frame.iloc[np.argsort(~own, kind="stable")]
    first = ~ranked["customer_id"].duplicated().to_numpy()
    kept_rows = ranked[first].copy()
    for name, column in ranked.items():
        if name not in {"customer_id", "include"}:
            known = column.astype(object).groupby(ranked["customer_id"].to_numpy(), sort=False).first()
            values = pd.Series(known.reindex(ranked["customer_id"].to_numpy()[first]).to_numpy(object))
            kept = values.where(values.notna(), None if column.dtype == "category" else np.nan)
            kept_rows[name] = (
                pd.Categorical(kept, categories=column.cat.categories)
                if isinstance(column.dtype, pd.CategoricalDtype)
                else pd.Series(kept).astype(column.dtype).to_numpy()
            )
    counted = set(ranked.loc[ranked["include"] != 0, "customer_id"].astype(object))
    has_own = set(frame.loc[own, "customer_id"].astype(object))
    numbers = kept_rows["customer_id"].astype(object)
    merged_in = np.where(numbers.isin(counted), np.nan, 0.0)
    kept_rows["include"] = np.where(numbers.isin(has_own), kept_rows["include"].to_numpy(), merged_in)
    return kept_rows.sort_index()
