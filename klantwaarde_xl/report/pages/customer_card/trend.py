"""Score and rank of the chosen customer at earlier refreshes: the newest snapshot of each month.

The points of all customers stand on Kaartgegevens, so that the sheet looks up one row whatever the length of
Geschiedenis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.chart_specs import AxisSpec, ChartSpec, SeriesSpec
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.followup.history import history_frame
from klantwaarde_xl.report.specs import CHART_DATA, ColumnSpec, GridSpec

POINTS, TOP = 8, 29
"""Points in time, and the row of their headers on the sheet and on Grafiekgegevens alike."""
FIELDS = ("score", "rank")
SHOWS_TREND = "card_shows_trend"
"""Name of the value that says whether there are points."""
TREND_COLUMNS = tuple(
    ColumnSpec(f"trend_{field}_{n}", f"{name} toen {n}", look, f.WIDTH_SMALL)
    for field, name, look in (("score", "Score", f.SCORE), ("rank", "Rang", f.INTEGER))
    for n in range(1, POINTS + 1)
)
"""Columns of tblKaart: the oldest point first."""


def trend_rows(source: Source) -> tuple[list[pd.Timestamp], pd.DataFrame]:
    """Return the days of the points, oldest first, and the columns of TREND_COLUMNS by customer.

    Only snapshots of which the score rests on the same as today's; fewer than two are no trend, and a copy
    for others tells of no earlier day."""
    fields = [column.field for column in TREND_COLUMNS]
    if source.day is None:
        return [], pd.DataFrame(columns=fields)
    history = source.once(history_frame)
    same = history.loc[history["date"] == history["date"].max(), "scale"].iloc[:1]
    history = history[history["scale"].isin(same)]
    newest = history.groupby(history["date"].dt.to_period("M"))["date"].max()
    days = sorted(newest)[-POINTS:]
    if len(days) < 2:
        return [], pd.DataFrame(columns=fields)
    ids = pd.Index(history["customer_id"].unique())
    frame = pd.DataFrame(np.nan, index=ids, columns=fields)
    for n, day in enumerate(days, 1 + POINTS - len(days)):
        rows = history[history["date"] == day].set_index("customer_id")
        for field in FIELDS:
            frame[f"trend_{field}_{n}"] = rows[field].reindex(ids).astype(float)
    return days, frame


def trend_note(source: Source) -> str:
    """Return what stands above the points: which they are, or why there are none."""
    days = source.once(trend_rows)[0]
    if not days:
        return "Vanaf de volgende vernieuwing; bij dezelfde gewichten en schaal."
    return "Per maand de laatste vernieuwing, bij dezelfde gewichten en schaal."


def trend_frames(card: pd.DataFrame, days: Sequence[object]) -> dict[str, pd.DataFrame]:
    """Return the points of the first row of tblKaart; ``days`` as shown, blank where there is no point."""
    first = card.iloc[0].to_dict() if len(card) else {}
    points = {field: [first.get(f"trend_{field}_{n}") for n in range(1, POINTS + 1)] for field in FIELDS}
    frame = pd.DataFrame({"date": list(days), **points})
    return {"card_trend": frame, "card_trend_shown": frame.copy()}


def shown_days(source: Source) -> list[str]:
    """Return the days of the points as text, blank where there is none."""
    days = [f.date(day.date()) for day in source.once(trend_rows)[0]]
    return [*[""] * (POINTS - len(days)), *days]


def grids(nth: dict[str, str]) -> tuple[GridSpec, GridSpec]:
    """Return the points on Grafiekgegevens and those on the sheet; ``nth``: formula of a point by field."""
    looks = {"score": ("Score", f.SCORE), "rank": ("Rang", f.INTEGER)}
    steps = GridSpec(
        "card_trend",
        (
            ColumnSpec("date", "Vernieuwd", f.TEXT_PLAIN, 12),
            *(ColumnSpec(field, *looks[field], 12, formula=nth[field]) for field in FIELDS),
        ),
        f"EC{TOP}",
        POINTS,
        "Score en rang van de klant per maand",
    )
    shown = tuple(
        ColumnSpec(
            field,
            header,
            look,
            width,
            formula=f'IF({CHART_DATA}!${steps.letters[field]}{{row}}="","",'
            f"{CHART_DATA}!${steps.letters[field]}{{row}})",
        )
        for field, header, look, width in (
            ("date", "Vernieuwd", f.TEXT_PLAIN, 34),
            ("score", *looks["score"], 14),
            ("rank", *looks["rank"], 14),
        )
    )
    return steps, GridSpec("card_trend_shown", shown, f"J{TOP}", POINTS, "Score en rang door de tijd")


CHART = ChartSpec(
    "column",
    f"J{TOP + POINTS + 2}",
    440,
    190,
    "card_trend_title",
    "card_trend_alt",
    (SeriesSpec("Score", "card_trend", "date", "score"),),
    AxisSpec("", f.TEXT_PLAIN),
    AxisSpec("", f.INTEGER, 0, 100, 25, grid=True),
    "Score per vernieuwing",
    when=SHOWS_TREND,
)
CHART_TEXTS = {
    "card_trend_alt": "Kolomdiagram: de score van de gekozen klant bij de laatste vernieuwing per maand.",
}
