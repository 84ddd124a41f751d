"""Binds what can be done next to the sheets that show it: one frame per table, every row with its sentence.

Long lists hold the largest rows by euros, as many as the settings say; nothing here adds up what is left out
(see ``report.chance_sentences`` for the totals, which count everything)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.model.action_notes import NOTE_HEADERS
from klantwaarde_xl.report.formats import unbroken
from klantwaarde_xl.report.pages.next_steps.sheets import MATRIX_CUSTOMERS, MATRIX_ITEMS
from klantwaarde_xl.report.specs import SPREAD
from klantwaarde_xl.report.words import action_sentences as said

BOUGHT = "✓"
"""Mark in the matrix for what a customer buys already."""
GONE = "Geen klant meer"
"""Label of a customer that is not in the list any more, but about whom the user typed something."""
NOBODY = "Zonder accountmanager"
_FITS = {True: "ja", False: "nee"}


def chance_frames(analysis: Any) -> dict[str, pd.DataFrame]:
    """Return the frames of the chance sheets by the name that their tables give: see
    ``report.chance_sheets``."""
    return {
        "cross_sell": _unbroken(cross_sell_rows(analysis), "evidence"),
        "matrix": matrix(analysis),
        "together": together_rows(analysis),
        "actions": _unbroken(action_rows(analysis), "sentence"),
        "managers": _unbroken(manager_rows(analysis), "said"),
        "moves": _unbroken(move_rows(analysis), "said"),
    }


def _unbroken(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame.assign(**{column: [unbroken(text) for text in frame[column]]})


def item_names(analysis: Any) -> pd.Series:
    """Return how an item is called, by item: a group by its own name (no row), a product by code and
    description."""
    products = analysis.inputs.products
    if analysis.settings.cross_sell_level == "productgroep" or products is None:
        return pd.Series(dtype=object)
    described = products[["product_id", "description"]].astype(object).dropna()
    named = described["product_id"] + " " + described["description"]
    return pd.Series(named.to_numpy(object), index=described["product_id"].to_numpy(object))


def _called(items: pd.Series, names: pd.Series) -> pd.Series:
    plain = items.astype(object)
    return plain.map(names).where(plain.isin(names.index), plain) if len(names) else plain


def _named_items(frame: pd.DataFrame, analysis: Any) -> pd.DataFrame:
    names = item_names(analysis)
    return frame.assign(**{name: _called(frame[name], names) for name in ("item", "with_item")}).reset_index(
        drop=True
    )


def _who(analysis: Any) -> pd.DataFrame:
    """Return name and account manager ('' nobody) by customer_id (str)."""
    frame = analysis.customers
    ids = pd.Index(frame.index.astype(str), name="customer_id")
    names, managers = (
        frame[column].astype(object).to_numpy(object) for column in ("name", "account_manager")
    )
    known = pd.DataFrame({"name": names, "account_manager": managers}, index=ids)
    blank = known["name"].isna() | (known["name"] == "")
    return known.assign(
        name=known["name"].where(~blank, pd.Series(ids, index=ids)),
        account_manager=known["account_manager"].fillna(""),
    )


def cross_sell_rows(
    analysis: Any, *, longest: int | None = None, customer: str | None = None
) -> pd.DataFrame:
    """Return the gaps, most euros first, with the evidence in words; without calibration by size of the
    customer and rank.

    ``longest``: at most so many, else as many as the settings say; ``customer``: of this customer only.
    """
    gaps = of_customer(analysis.chances.cross_sell.gaps, customer)
    if analysis.chances.cross_sell.calibrated:
        cents = np.rint(gaps["expected_revenue"].to_numpy(float) * 100)
        order = np.lexsort((gaps["rank"].to_numpy(), gaps["customer_id"].to_numpy(object), -cents))
    else:
        size = analysis.customers["rank_revenue"].set_axis(analysis.customers.index.astype(str))
        order = np.lexsort(
            (gaps["rank"].to_numpy(), size.reindex(gaps["customer_id"].astype(str)).to_numpy())
        )
    shown = _named_items(gaps.iloc[order[: _longest(analysis, longest)]], analysis)
    shown = shown.join(_who(analysis), on="customer_id")
    evidence = [said.cross_sell_evidence(row) for row in shown.to_dict("records")]
    levels = {level: many for level, (_, many) in said.PEERS.items()}
    return shown.assign(evidence=evidence, compared_with=shown["peer_level"].astype(object).map(levels))


def together_rows(analysis: Any, *, longest: int | None = None) -> pd.DataFrame:
    """Return the pairs that are bought together, highest lift first; ``longest`` as of
    :func:`cross_sell_rows`."""
    return _named_items(analysis.chances.associations, analysis).head(_longest(analysis, longest))


def up_sell_rows(analysis: Any, *, longest: int | None = None, customer: str | None = None) -> pd.DataFrame:
    """Return what customers could buy more of, most euros first, each in one sentence; arguments as of
    cross_sell_rows."""
    rows = (
        of_customer(analysis.chances.up_sell, customer)
        .head(_longest(analysis, longest))
        .join(_who(analysis), on="customer_id")
    )
    return rows.assign(sentence=[said.up_sell_sentence(row) for row in rows.to_dict("records")])


def of_customer(rows: pd.DataFrame, customer: str | None) -> pd.DataFrame:
    """Return the rows of one customer, by column ``customer_id``; all of them without one."""
    return rows if customer is None else rows[rows["customer_id"].astype(object) == customer]


def _longest(analysis: Any, longest: int | None) -> int:
    return analysis.settings.longest_list if longest is None else longest


def matrix(analysis: Any) -> pd.DataFrame:
    """Return the largest customers by revenue against items: the chance of what is not bought, a mark for
    what is.

    Columns ``customer_id``, ``name``, ``revenue`` (EUR) and one per item, named ``SPREAD`` and the item; the
    cells of an item are object: a float, BOUGHT or NaN. Items with the most expected revenue over all
    customers come first."""
    cross_sell = analysis.chances.cross_sell
    largest = analysis.customers.sort_values("rank_revenue", kind="stable").head(MATRIX_CUSTOMERS)
    ids = largest.index.astype(str)
    gaps = cross_sell.gaps
    weight = gaps["expected_revenue"] if cross_sell.calibrated else gaps["probability"]
    total = weight.groupby(gaps["item"].astype(object)).sum()
    items = (
        total.reindex(cross_sell.items.index.astype(object))
        .fillna(0.0)
        .sort_values(ascending=False, kind="stable")
    )
    items = items.index[:MATRIX_ITEMS]
    here = gaps[gaps["customer_id"].isin(ids) & gaps["item"].isin(items)]
    cells = here.pivot_table(index="customer_id", columns="item", values="probability").reindex(
        index=ids, columns=items
    )
    cells = cells.astype(object).mask(_bought(analysis, ids, items), BOUGHT)
    names = item_names(analysis)
    cells.columns = [f"{SPREAD}{name}" for name in _called(pd.Series(items, dtype=object), names)]
    front = pd.DataFrame({"customer_id": ids, "name": _who(analysis)["name"].reindex(ids).to_numpy(object)})
    front["revenue"] = largest["revenue"].to_numpy(float)
    return pd.concat([front, cells.reset_index(drop=True)], axis=1)


def _bought(analysis: Any, ids: pd.Index, items: pd.Index) -> pd.DataFrame:
    """Return which customer bought which item in the window of the cross-sell, bool."""
    window, lines = analysis.chances.cross_sell.window, analysis.lines
    item = lines["product_group" if analysis.settings.cross_sell_level == "productgroep" else "product_id"]
    inside = window.contains(lines["date"].to_numpy()) & (lines["one_off"] != 1).to_numpy()
    kept = inside & lines["customer_id"].isin(ids).to_numpy() & item.isin(items).to_numpy()
    sold = pd.DataFrame(
        {
            "customer_id": lines["customer_id"].astype(object),
            "item": item.astype(object),
            "revenue": lines["revenue"],
        }
    )[kept]
    sums = sold.pivot_table(index="customer_id", columns="item", values="revenue", aggfunc="sum")
    return sums.reindex(index=ids, columns=items).fillna(0.0) > 0.005


def action_rows(analysis: Any, *, longest: int | None = None) -> pd.DataFrame:
    """Return one row per customer, most to win first, with what the user typed; then those about whom only
    that is left.

    The list is no longer than ``longest``, or else the settings, say; a row with something typed is never
    left out."""
    actions, plan = analysis.chances.actions, analysis.chances.same_people.rows
    names = item_names(analysis)
    worded = actions.assign(
        **{field: _called(actions[field], names) for field in ("cross_sell_item", "up_sell_item")}
    )
    notes = _notes(analysis)
    cents = np.rint(actions["potential"].to_numpy(float) * 100)
    ids = actions.index.astype(str).to_numpy(object)
    order = np.lexsort((ids, -cents))
    kept = np.zeros(len(order), bool)
    kept[: _longest(analysis, longest)] = True
    order = order[kept | pd.Index(ids[order]).isin(notes.index)]
    shown = worded.iloc[order].set_axis(pd.Index(ids[order], name="customer_id"))
    tick = plan["ticked"].map(_FITS).astype(object).where(~_unknown_hours(analysis, plan), "onbekend")
    frame = shown.assign(
        sentence=said.action_sentences(shown),
        label=[
            said.label_text(label, hold_on=bool(hold))
            for label, hold in zip(shown["label"], shown["hold_on"], strict=True)
        ],
        best_lever=shown["best_lever"].map(said.LEVERS),
        fits=tick.reindex(shown.index).fillna(""),
        position=plan["position"].reindex(shown.index).astype(float),
    )
    # Without hours there is no action, and nothing per hour; a zero would read as work for nothing.
    frame["euros_per_hour"] = frame["euros_per_hour"].where(frame["hours"] > 0)
    frame = frame.join(_who(analysis))
    ranks = analysis.customers["rank_revenue"].set_axis(analysis.customers.index.astype(str))
    frame["rank_revenue"] = ranks.astype(float).reindex(frame.index)
    gone = notes[~notes.index.isin(ids)]
    frame = pd.concat([frame, _gone(analysis, gone)]) if len(gone) else frame
    return frame.join(notes).fillna(dict.fromkeys(NOTE_HEADERS, "")).reset_index(names="customer_id")


def _unknown_hours(analysis: Any, plan: pd.DataFrame) -> np.ndarray:
    """Return for which actions nobody's free hours are known, bool (n,)."""
    reason = analysis.chances.same_people.managers["reason"]
    return (reason.reindex(plan["account_manager"]).fillna("") != "").to_numpy(bool)


def _notes(analysis: Any) -> pd.DataFrame:
    notes = analysis.inputs.action_notes
    if notes is None:
        return pd.DataFrame(
            columns=list(NOTE_HEADERS), index=pd.Index([], dtype=object, name="customer_id"), dtype=object
        )
    return notes[list(NOTE_HEADERS)]


def _gone(analysis: Any, notes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of customers that are not in the list any more, with the name that is still known of
    them."""
    known = pd.concat(
        [frame["name"] for frame in (analysis.lost, analysis.unscored) if len(frame)]
        or [pd.Series(dtype=object)]
    )
    known = known.set_axis(known.index.astype(str)).astype(object).dropna()
    names = known[~known.index.duplicated()].reindex(notes.index)
    ids = pd.Series(notes.index, index=notes.index)
    sentence = "Niet meer in de lijst van deze periode; wat u typte is bewaard."
    return pd.DataFrame(
        {
            "name": names.where(names.notna(), ids),
            "label": GONE,
            "sentence": sentence,
            "fits": "",
            "best_lever": "",
        },
        index=notes.index,
    )


def manager_rows(analysis: Any) -> pd.DataFrame:
    """Return one row per account manager, nobody last: portfolio, what fits in the free hours, and the
    proposal."""
    chances = analysis.chances
    plan = chances.same_people.managers.drop(columns=["free_hours", "reason"])
    after = chances.moves.after.rename(
        columns={
            "customers": "customers_after",
            "gross_margin": "margin_after",
            "hours": "hours_after",
            "matched_margin": "matched_after",
        }
    )
    after = after[["customers_after", "margin_after", "hours_after", "matched_after"]]
    after = after.join(chances.moves.before["matched_margin"].rename("matched_before"))
    if chances.moves.moves.empty:
        after = after * np.nan
    frame = chances.portfolio.join(plan).join(after)
    sentences = chances.same_people.managers
    said_of = [
        said.same_people_sentence(str(name), sentences.loc[name]) if name in sentences.index else ""
        for name in frame.index
    ]
    return frame.assign(
        said=said_of,
        remarks=[_capital(said.reasons_text(codes)) for codes in frame["reasons"]],
        account_manager=[str(name) or NOBODY for name in frame.index],
    ).reset_index(drop=True)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def move_rows(analysis: Any) -> pd.DataFrame:
    """Return the proposed moves, largest gain first, each in one sentence."""
    moves = analysis.chances.moves.moves
    ids = pd.Index(moves.index.astype(str), name="customer_id")
    names = _who(analysis)["name"].reindex(ids).to_numpy(object)
    rows = zip(names, moves.to_dict("records"), strict=True)
    frame = moves.set_axis(ids).assign(
        name=names, said=[said.move_sentence(str(name), row) for name, row in rows]
    )
    frame["from_manager"] = frame["from_manager"].replace("", NOBODY)
    return frame.reset_index()
