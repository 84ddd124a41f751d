"""The page Opvolging: who rose and fell, which chances came true, what became of actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantwaarde_xl.core.base.period import DAYS_PER_YEAR
from klantwaarde_xl.core.followup.comparing import (
    LEAST_DAYS,
    Since,
    chances_after,
    margins_around,
    moved_customers,
)
from klantwaarde_xl.core.followup.fair_test import Effect, effect_of, smallest_effect
from klantwaarde_xl.core.followup.snapshots import snapshot_before
from klantwaarde_xl.model.history import BETWEEN, LEAVE_ALONE, in_trial
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID, named
from klantwaarde_xl.report.pages.followup.history import history_frame
from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, SheetSpec, TextSpec
from klantwaarde_xl.report.words import followup_sentences as words

ROWS = 10
"""Customers in each of the lists."""
DONE = "gedaan"
HALF = 0.5
"""Share of the customers of a test that would be left alone, while none is chosen."""
_NAME = ColumnSpec("name", "Klantnaam", f.TEXT, f.WIDTH_NAME)
_YEAR_AGO = int(DAYS_PER_YEAR)


class Looked(NamedTuple):
    """What is compared: the last snapshot before today, the one of a year ago, and the days after that.

    ``merged``: how many customers were made one with another since; they are not compared."""

    last: pd.DataFrame
    year_ago: pd.DataFrame
    since: Since | None
    merged: int = 0


def looked(source: Source) -> Looked:
    """Return the snapshots that today is compared with; without any, frames without rows."""
    history, day = source.once(history_frame), source.day
    if day is None:
        none = history.iloc[:0].set_index("customer_id")
        return Looked(none, none, None)
    merged = source.analysis.inputs.merged
    shots = [snapshot_before(history, day), snapshot_before(history, day, _YEAR_AGO)]
    gone = merged_since(shots[0].index.union(shots[1].index), merged)
    last, old = (rows[~rows.index.isin(gone)] for rows in shots)
    if old.empty:
        return Looked(last, old, None, len(gone))
    return Looked(last, old, Since(old["until"].max().date(), source.analysis.period.end), len(gone))


def merged_since(then: pd.Index, merged: Mapping[str, str]) -> set[str]:
    """Return who was made one with another after a snapshot of these numbers, and with whom.

    What changed for them is the merging, and the lines of the former number are under the other.

    >>> sorted(merged_since(pd.Index(["a", "b"]), {"a": "c", "z": "b"}))
    ['a', 'c']
    """
    former = {number for number in then if number in merged}
    return former | {merged[number] for number in former}


def moved(source: Source) -> pd.DataFrame:
    """Return who has a score now and in the last snapshot, the largest rise first."""
    history, last = source.once(history_frame), source.once(looked).last
    if source.day is None or last.empty:
        return _with_names(source, moved_customers(last, last))
    today = history[history["date"] == pd.Timestamp(source.day)].set_index("customer_id")
    return _with_names(source, moved_customers(last, today))


def chances(source: Source) -> pd.DataFrame:
    """Return what customers bought of the chances of a year ago, most expected first."""
    then, since = source.once(looked).year_ago, source.once(looked).since
    if since is None or words.too_early(since):
        return pd.DataFrame(columns=["customer_id", "name", "expected", "came", "items", "bought"])
    analysis = source.analysis
    item = "product_group" if analysis.settings.cross_sell_level == "productgroep" else "product_id"
    found = chances_after(analysis.lines.assign(item=analysis.lines[item]), then, since, BETWEEN)
    order = np.lexsort((found.index.astype(str), -found["expected"].to_numpy(float)))
    return _with_names(source, found.iloc[order])


def acted(source: Source) -> pd.DataFrame:
    """Return the margin before and after of customers with an action a year ago, done and not done."""
    then, since = source.once(looked).year_ago, source.once(looked).since
    if since is None or words.too_early(since):
        return pd.DataFrame(columns=["status", "blank", "customers", "before", "after", "change"])
    history = source.once(history_frame)
    later = history[history["date"] >= then["date"].max()]
    done = set(later.loc[later["status"].str.strip().str.lower() == DONE, "customer_id"])
    proposed = pd.Index(then.index[then["potential"] > 0])
    first = pd.Series(pd.Timestamp(since.start), index=proposed)
    margins = margins_around(source.analysis.lines, first, since.end, LEAST_DAYS)
    groups = np.where(proposed.isin(done), DONE, f"niet {DONE}")
    means = margins.groupby(groups)[["before", "after"]].mean().reindex([DONE, f"niet {DONE}"])
    counts = pd.Series(groups).value_counts().reindex(means.index).fillna(0).astype(int)
    change = (means["after"] - means["before"]) / means["before"].where(means["before"] > 0)
    return means.assign(customers=counts, change=change, blank="").reset_index(names="status")


def beforehand(source: Source) -> tuple[int, float]:
    """Return how many customers have an action, and the smallest effect that a test with them could show.

    As a fraction of their margin, from how much it moved by itself since the previous period; with half of
    them left alone where no share is chosen."""
    analysis = source.analysis
    actions = analysis.chances.actions
    proposed = analysis.customers.loc[analysis.customers.index.isin(actions.index[actions["hours"] > 0])]
    margins = proposed[["previous_gross_margin", "gross_margin"]].astype(float).dropna().to_numpy().T
    return len(proposed), smallest_effect(margins[0], margins[1], analysis.settings.trial_share or HALF)


def trial(source: Source) -> Effect | None:
    """Return what approaching customers brought, by the group they were drawn into; None without a test."""
    drawn = in_trial(source.once(history_frame))
    drawn = drawn[~drawn.index.isin(merged_since(drawn.index, source.analysis.inputs.merged))]
    if drawn.empty:
        return None
    analysis = source.analysis
    margins = margins_around(analysis.lines, drawn["first_proposed"], analysis.period.end, LEAST_DAYS)
    alone = (drawn["trial"].reindex(margins.index) == LEAVE_ALONE).to_numpy(bool)
    return effect_of(margins["before"].to_numpy(), margins["after"].to_numpy(), alone)


def _with_names(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with number and name of the customer, by the last known name."""
    analysis = source.analysis
    known = pd.concat([frame["name"].astype(object) for frame in (analysis.customers, analysis.lost)])
    known = known.set_axis(known.index.astype(str))
    ids = pd.Series(rows.index.astype(str), index=rows.index, dtype=object)
    names = known[~known.index.duplicated()].reindex(ids).set_axis(rows.index)
    return rows.assign(customer_id=ids, name=named(names, ids)).reset_index(drop=True)


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    scores = source.once(moved)
    change = scores["change"].astype(float).round(1)
    return {
        "risers": scores[change > 0].head(ROWS).reset_index(drop=True),
        "fallers": scores[change < 0].iloc[::-1].head(ROWS).reset_index(drop=True),
        "came_true": source.once(chances).head(ROWS),
        "acted": source.once(acted),
    }


def _values(source: Source) -> dict[str, object]:
    last, _, since, merged = source.once(looked)
    day = None if last.empty else last["date"].max().date()
    early = words.too_early(since)
    told = since is not None and not early
    return {
        "followup_message": words.followup_message(source.once(moved), day),
        "followup_subtitle": f"{source.period_line}{words.merged_line(merged)}",
        "followup_chances": words.chances_line(source.once(chances), since) if told and since else early,
        "followup_expected": words.expected_line(source.once(chances), since) if told and since else "",
        "followup_not_done": words.not_done_line(source.once(acted)),
        "followup_beforehand": words.beforehand_line(
            *source.once(beforehand),
            source.analysis.settings.trial_share,
            HALF,
            begun=source.once(trial) is not None,
        ),
        "followup_trial": words.trial_line(source.once(trial)),
        "followup_actions": words.actions_line(source.once(acted)) if told else early,
    }


def _scores(frame: str, at: str, title: str, empty: str) -> GridSpec:
    columns = (
        ID,
        _NAME,
        ColumnSpec("score_then", "Score toen", f.SCORE, f.WIDTH_AMOUNT),
        ColumnSpec("score", "Score nu", f.SCORE, f.WIDTH_AMOUNT),
        ColumnSpec("change", "Verschil", f.SCORE, f.WIDTH_AMOUNT),
        ColumnSpec("rank_then", "Rang toen", f.INTEGER, f.WIDTH_AMOUNT),
        ColumnSpec("rank", "Rang nu", f.INTEGER, f.WIDTH_AMOUNT),
    )
    return GridSpec(frame, columns, at, ROWS, title, empty=empty)


CHANCES = GridSpec(
    "came_true",
    (
        ID,
        _NAME,
        ColumnSpec("expected", "Verwachte marge", f.EURO_CENTS, f.WIDTH_AMOUNT),
        ColumnSpec("came", "Gekomen marge", f.EURO_CENTS, f.WIDTH_AMOUNT),
        ColumnSpec("items", "Kansen", f.INTEGER, f.WIDTH_AMOUNT),
        ColumnSpec("bought", "Daarvan gekocht", f.INTEGER, f.WIDTH_AMOUNT),
    ),
    "A35",
    ROWS,
    "Kansen: verwacht en gekomen, de grootste verwachting eerst",
    empty="Nog niets te vergelijken.",
)
ACTED = GridSpec(
    "acted",
    (
        ColumnSpec("status", "Status", f.TEXT, f.WIDTH_ID),
        ColumnSpec("blank", "", f.TEXT, f.WIDTH_NAME),
        ColumnSpec("customers", "Klanten", f.INTEGER, f.WIDTH_AMOUNT),
        ColumnSpec("before", "Marge per jaar ervoor", f.EURO_CENTS, f.WIDTH_AMOUNT),
        ColumnSpec("after", "Marge per jaar erna", f.EURO_CENTS, f.WIDTH_AMOUNT),
        ColumnSpec("change", "Verandering", f.CHANGE, f.WIDTH_AMOUNT),
    ),
    "A50",
    2,
    "Acties van toen: gemiddelde marge per klant",
    empty="Nog niets te vergelijken.",
)
PAGE = Page(
    SheetSpec(
        "Opvolging",
        title="Wat ervan kwam",
        about="wie steeg en daalde, welke kansen uitkwamen en wat er van acties werd",
        message="followup_message",
        subtitle="followup_subtitle",
        tab_colour=f.ACCENT,
        freeze="A5",
        widths=(("A:A", 11.5), ("B:B", f.WIDTH_NAME), ("C:I", f.WIDTH_AMOUNT)),
        heights=((35, 31), (50, 31)),
        pages_tall=1,
        print_area="A1:I58",
        portrait=True,
        blocks=(
            _scores("risers", "A7", "Stijgers sinds de vorige momentopname", "Geen stijgers te tonen."),
            _scores("fallers", "A20", "Dalers sinds de vorige momentopname", "Geen dalers te tonen."),
            TextSpec("A33", value="followup_chances", format=f.SENTENCE),
            CHANCES,
            TextSpec("A46", value="followup_expected", format=f.SUBTITLE),
            TextSpec("A48", value="followup_actions", format=f.SENTENCE),
            ACTED,
            TextSpec("A53", value="followup_not_done", format=f.SUBTITLE),
            TextSpec("A55", "Eerlijke proef: geloot om met rust te laten", format=f.HEADING),
            TextSpec("A56", value="followup_beforehand", format=f.SENTENCE),
            TextSpec("A57", value="followup_trial", format=f.SENTENCE),
        ),
    ),
    frames=_frames,
    values=_values,
)
