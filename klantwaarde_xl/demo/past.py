"""What the made-up firm did before today: two earlier refreshes, and what its people noted on Acties."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from klantwaarde_xl.demo import words
from klantwaarde_xl.model.inputs import Inputs
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.followup.history import history_frame
from klantwaarde_xl.use_cases.refreshing import analysed

REFRESHED = {dt.date(2025, 7, 7): dt.date(2025, 6, 30), dt.date(2025, 10, 6): dt.date(2025, 9, 30)}
"""Days of the earlier refreshes, and the last day of the year that each of them looked at."""
TRIAL = 0.3
"""Share of those with an action that was left alone at the earlier refreshes; today that is 0 again."""
_SCALE = ("turnover_middle", "turnover_largest", "margin_middle", "margin_largest")
TAKEN_UP = 60
"""So many customers, those with most to win at the first refresh, were divided over the account managers."""


def with_past(inputs: Inputs, seed: int = 1) -> Inputs:
    """Return the inputs of the demo with the snapshots and notes of earlier refreshes.

    Each snapshot is what the program finds for the year up to that day; the scale of the score stays as the
    first one fixed it. They were a fair test: some customers were drawn to be left alone, and some
    of those were approached nevertheless, as happens."""
    notes = None
    for day, until in REFRESHED.items():
        then = replace(_as_of(inputs, until), action_notes=None if notes is None else _begun(notes))
        source = Source(analysed(then), day=day)
        scale = {name: getattr(source.analysis.settings, name) for name in _SCALE}
        settings = inputs.settings.model_copy(update=scale)
        inputs = replace(inputs, history=history_frame(source), settings=settings)
        notes = _noted(source, seed) if notes is None else notes
    return replace(inputs, action_notes=notes)


def _as_of(inputs: Inputs, until: dt.date) -> Inputs:
    """Return the inputs with the year up to a day as the period; nothing after it is looked at."""
    first = (pd.Timestamp(until) - pd.DateOffset(years=1)).date() + dt.timedelta(days=1)
    # A snapshot holds no ranks by chance or by other weights, which take most of the time.
    chosen = {"period_from": first, "period_to": until, "rank_draws": 0, "trial_share": TRIAL}
    return replace(inputs, settings=inputs.settings.model_copy(update=chosen))


def _noted(source: Source, seed: int) -> pd.DataFrame:
    """Return what stands on Acties today about the customers with most to win at the first refresh."""
    rng = np.random.Generator(np.random.PCG64(seed))
    actions, customers = source.analysis.chances.actions, source.analysis.customers
    ids = actions.sort_values("potential", ascending=False, kind="stable").index[:TAKEN_UP]
    status = rng.choice(list(words.NOTES), len(ids), p=[share for share, _ in words.NOTES.values()])
    owner = customers["account_manager"].reindex(ids).astype(object)
    notes = [words.NOTES[found][1] for found in status]
    return pd.DataFrame(
        {
            "owner": owner.where(owner.notna(), "Binnendienst").to_numpy(object),
            "status": status.astype(object),
            "note": [texts[n] for texts, n in zip(notes, rng.integers(0, 2, len(ids)), strict=True)],
        },
        index=pd.Index(ids.astype(str), name="customer_id", dtype=object),
    )


def _begun(notes: pd.DataFrame) -> pd.DataFrame:
    """Return how far it was in October: of what is done by now, every second was still going on."""
    done = np.flatnonzero((notes["status"] == "gedaan").to_numpy())
    status = notes["status"].to_numpy(object).copy()
    status[done[1::2]] = "bezig"
    return notes.assign(status=status)
