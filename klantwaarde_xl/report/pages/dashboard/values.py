"""Binds the Dashboard: what every cell of it and of its steps shows now, taken from the analysis and not from
the formulas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats
from klantwaarde_xl.report.formats import one_line, short_name
from klantwaarde_xl.report.pages.dashboard.formulas import LISTED, SENTENCES, WARNINGS
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words import dashboard_sentences

_MOST = 0.8
_TOP = 0.2


def best_and_largest(customers: pd.DataFrame) -> tuple[str, int, str, int, int]:
    """Return name and rank by revenue of the best customer, name and rank by value of the largest, and how
    many there are.

    ``customers`` has ``name``, ``rank`` and ``rank_revenue`` (NaN where there is none); of equals the first
    row counts. A rank that is not there is 0.

    >>> frame = pd.DataFrame({"name": ["a", "b"], "rank": [1.0, 2.0], "rank_revenue": [2.0, 1.0]})
    >>> best_and_largest(frame), best_and_largest(frame.iloc[:0])
    (('a', 2, 'b', 2, 2), ('', 0, '', 0, 0))
    """

    def first(rank: str) -> pd.Series | None:
        known = customers[rank].astype(float)
        return customers.iloc[int(np.nanargmin(known))] if known.notna().any() else None

    def position(row: pd.Series | None, rank: str) -> int:
        return 0 if row is None or pd.isna(row[rank]) else int(row[rank])

    best, largest = first("rank"), first("rank_revenue")
    names = ["" if row is None else str(row["name"]) for row in (best, largest)]
    return names[0], position(best, "rank_revenue"), names[1], position(largest, "rank"), len(customers)


def short_lists(customers: pd.DataFrame, actions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the short lists of the Dashboard, and the rows of the tables that they show, as frames by key.

    ``customers`` and ``actions`` are the bound frames, in the order of their tables. Of equal figures the
    upper row comes first."""
    best = _first(customers["score"], descending=True)
    losing = _first(
        customers["contribution"].where(_rounded(customers["contribution"]) < 0), descending=False
    )
    outside = actions["rank_revenue"].astype(float) > math.ceil(round(_TOP * len(customers), 9))
    winnable = actions["potential"].astype(float).where(outside)
    chances = _first(winnable.where(_rounded(winnable) > 0), descending=True)
    return {
        "best": _listed(
            customers.iloc[best], score="score", contribution="contribution", rank_revenue="rank_revenue"
        ),
        "losing": _listed(
            customers.iloc[losing],
            revenue="revenue",
            contribution="contribution",
            rank_revenue="rank_revenue",
            empty=w.NOBODY_LOSES if customers["contribution"].notna().any() else w.LOSSES_UNKNOWN,
        ),
        "opportunities": _listed(
            actions.iloc[chances], amount="potential", detail="best_lever", empty=w.NO_CHANCES
        ),
        "list_steps": pd.DataFrame(
            {
                **_steps("best", customers, "score", best),
                **_steps("losing", customers, "contribution", losing),
                **_steps("chance", actions, "potential", chances),
            }
        ),
    }


def _rounded(amounts: pd.Series) -> pd.Series:
    return amounts.astype(float).round(2)


def _first(values: pd.Series, *, descending: bool) -> np.ndarray:
    """Return the positions of the first LISTED known values; what a spreadsheet takes for equal stays in its
    order."""
    known = values.astype(float).to_numpy()
    positions = np.flatnonzero(~np.isnan(known))
    keys = np.array([float(f"{value:.14g}") for value in known[positions]])
    return positions[np.argsort(-keys if descending else keys, kind="stable")][:LISTED]


def _steps(name: str, frame: pd.DataFrame, field: str, rows: np.ndarray) -> dict[str, pd.Series]:
    found = frame[[field, "name"]].iloc[rows].reset_index(drop=True).reindex(range(LISTED))
    return {
        f"{name}_value": found[field].astype(float),
        f"{name}_row": pd.Series(rows + 1.0).reindex(range(LISTED)),
        f"{name}_name": pd.Series(
            [one_line(text) if isinstance(text, str) else "" for text in found["name"]], dtype=object
        ),
    }


def _listed(rows: pd.DataFrame, empty: str = "", **fields: str) -> pd.DataFrame:
    """Return the rows of a short list, always LISTED of them: those that are not there are blank, or say so
    on the first."""
    count = len(rows)
    names = [short_name(str(name)) for name in rows["name"]] + [""] * (LISTED - count)
    if not count:
        names[0] = empty
    shown = pd.DataFrame({"position": [*range(1, count + 1), *[None] * (LISTED - count)], "name": names})
    for field, source in fields.items():
        shown[field] = rows[source].reset_index(drop=True).reindex(range(LISTED))
    return shown


def dashboard_values(
    analysis: Any, customers: pd.DataFrame, frames: dict[str, pd.DataFrame], spread: Any
) -> dict[str, object]:
    """Return the value of every named cell of the steps and of every sentence of the Dashboard.

    ``customers`` and ``frames`` are bound; ``spread`` is the concentration of the chosen Pareto measure.
    Amounts in EUR, shares as fractions; None where a cell is blank.
    """
    whale, top20, totals = analysis.whale, analysis.top20, analysis.totals
    best, best_rank, largest, largest_rank, count = best_and_largest(customers)
    contribution, score = customers["contribution"].astype(float), customers["score"].astype(float)
    known = int(contribution.notna().sum())
    moved_far = int((customers["rank_shift"].astype(float).abs() > count / 4).sum())
    at_risk = customers[customers["at_risk"].astype(bool)]
    at_stake, lost = float(at_risk["margin_at_risk"].sum()), len(analysis.lost)
    new = int((customers["is_new"] == "ja").sum())
    revenue, before = _total(totals, "revenue"), _total(totals, "previous_revenue")
    covered, rejected = float(customers["covered_revenue"].sum()), _gone(analysis.reconciliation, "rejected")
    foreign = _gone(analysis.reconciliation, "foreign")[0]
    before_count = _or_zero(_total(totals, "previous_customers"))
    pareto, bubbles, lists = frames["pareto"], frames["bubbles"], frames["list_steps"]
    before_most = int((pareto["pareto_share"].astype(float) < _MOST).sum())
    measured = int(pareto["value"].notna().sum())
    needed = round(spread.share_for_80 * measured) if math.isfinite(spread.share_for_80) else 0
    unassigned, share = _total(totals, "unassigned"), _total(totals, "unassigned_share")
    whale_total = whale.total if known else math.nan
    positive = round(whale.total, 2) > 0
    said = [
        dashboard_sentences.concentration(
            spread.share_for_80, spread.top20_share, analysis.settings.pareto_measure
        ),
        dashboard_sentences.interesting(
            top20.customers, top20.not_interesting, top20.not_interesting_revenue, top20.unknown
        ),
        dashboard_sentences.whale(whale.peak, whale.at, whale.loss_makers, whale.loss_sum, whale_total),
        dashboard_sentences.best_and_largest(moved_far, count),
        dashboard_sentences.change(revenue, before),
        dashboard_sentences.movements(new, lost, len(at_risk), at_stake, before_count),
    ]
    warned = [
        "" if analysis.has_effort else dashboard_sentences.without_effort(),
        dashboard_sentences.coverage(covered, float(customers["revenue"].sum())),
        dashboard_sentences.rejected(*rejected),
        dashboard_sentences.foreign(foreign),
    ]
    if not count:
        said, warned = [""] * SENTENCES, [""] * WARNINGS
    values: dict[str, object] = {
        "headline": dashboard_sentences.headline(best, best_rank, largest, largest_rank, count),
        "measure_words": dashboard_sentences.MEASURES[analysis.settings.pareto_measure],
        "unassigned": unassigned,
        "unassigned_share": share,
        "rejected_lines": rejected[0],
        "rejected_revenue": rejected[1],
        "foreign_lines": foreign,
        "notice": dashboard_sentences.unassigned_revenue(unassigned, share),
        "Dash_Duizend": ".",
        "Dash_Decimaal": ",",
        "Dash_Klanten": count,
        "Dash_Beste": _or_zero(lists["best_row"].iloc[0]),
        "Dash_BesteNaam": short_name(best),
        "Dash_BesteRang": best_rank,
        "Dash_Grootste": _row_of(customers["rank_revenue"]),
        "Dash_GrootsteLang": one_line(largest),
        "Dash_GrootsteNaam": short_name(largest),
        "Dash_GrootsteRang": largest_rank,
        "Dash_Gemeten": measured,
        "Dash_Voor80": before_most,
        "Dash_Nodig": needed,
        "Dash_Deel80": spread.share_for_80,
        "Dash_DeelTop": spread.top20_share,
        "Dash_Grens": math.ceil(round(_TOP * count, 9)),
        "Dash_Top": top20.customers,
        "Dash_Midden": round(score.median(), 7) - 1e-7 if score.notna().any() else 0,
        "Dash_Saai": top20.not_interesting,
        "Dash_SaaiOmzet": top20.not_interesting_revenue,
        "Dash_TopOnbekend": top20.unknown,
        "Dash_Bekend": known,
        "Dash_Totaal": round(whale.total, 2) if known else 0,
        "Dash_Verlies": whale.loss_makers,
        "Dash_VerliesEuro": -whale.loss_sum,
        "Dash_TopWalvis": whale.peak if positive else None,
        "Dash_BijTop": whale.at if positive else None,
        "Dash_Verschoven": moved_far,
        "Dash_Groei": revenue / before - 1 if before > 0 else None,
        "Dash_Nieuw": new,
        "Dash_Verloren": lost,
        "Dash_Risico": len(at_risk),
        "Dash_RisicoEuro": at_stake,
        "Dash_Gedekt": covered,
        "Dash_Omzet": float(customers["revenue"].sum()),
        "Dash_Verdiend": int(bubbles["earning"].notna().sum()),
        "Dash_Verloor": int(bubbles["losing"].notna().sum()),
        "pareto_title": said[0].split(";")[0].rstrip(".") or "Pareto",
        "pareto_label": f"{formats.percentage(spread.share_for_80)} van de klanten" if needed else "",
        "whale_label": formats.percentage(whale.peak) if positive else "",
        "whale_title": dashboard_sentences.whale_title(whale.peak, whale.at, whale.loss_makers, whale_total),
    }
    return values | _lines("sentence", said) | _lines("warning", warned)


def _lines(prefix: str, said: list[str]) -> dict[str, object]:
    """Return the sentences, their numbers among those with something to say, and what stands on each line."""
    spoken = [line for line in said if line]
    values: dict[str, object] = {}
    for n, line in enumerate(said, 1):
        values[f"{prefix}_said_{n}"] = line
        values[f"{prefix}_number_{n}"] = len([one for one in said[:n] if one]) if line else None
        values[f"{prefix}_{n}"] = spoken[n - 1] if n <= len(spoken) else ""
    return values


def _total(totals: Any, name: str) -> float:
    found = totals.get(name)
    return math.nan if found is None else float(found)


def _gone(reconciliation: pd.DataFrame, reason: str) -> tuple[int, float]:
    rows = reconciliation[reconciliation["reason"].astype(str) == reason]
    return int(rows["lines"].sum()), float(rows["revenue"].sum())


def _or_zero(value: float) -> int:
    return 0 if pd.isna(value) else int(value)


def _row_of(rank: pd.Series) -> int:
    known = rank.astype(float)
    return int(np.nanargmin(known)) + 1 if known.notna().any() else 0
