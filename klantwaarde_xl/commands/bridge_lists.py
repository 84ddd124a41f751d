"""Why contribution changed, outside a workbook: as lines for people, and as one object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import COLUMNS, TURNOVER
from klantwaarde_xl.report.formats import euro, plural
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.bridge import shown_frame
from klantwaarde_xl.report.pages.compared import comparison, firm
from klantwaarde_xl.report.pages.turnover import firm_turnover, turnover
from klantwaarde_xl.report.words.bridge_sentences import (
    MISSING,
    MISSING_OF_ONE,
    STEP_NAMES,
    TURNOVER_NAMES,
    left_out,
)
from klantwaarde_xl.report.words.parts import plain
from klantwaarde_xl.use_cases.asked_customer import asked_customer

_LISTED = 10
"""So many customers are listed below the firm."""
_TURNOVER = "turnover_"
"""Before the names of the amounts of turnover, beside those of contribution."""


def bridge_object(analysis: Analysis, customer: str | None = None) -> dict[str, object]:
    """Return the bridge of the firm with a row per customer, or that of one customer, in EUR to the cent.

    ``comparable`` is false without a previous period to compare with, when every amount is None, or when no
    contribution of it is known. None is what is not known: every amount of contribution of a customer or firm
    without any, and a cost to serve of which nobody has any. ``turnover`` is the bridge of turnover, which
    needs no costs. ``customer``: number or name of one with a line or effort in either period; errors as of
    :func:`asked_customer`.
    """
    source = Source(analysis)
    told = {
        "period": _days(analysis.period),
        "previous_period": _days(analysis.previous),
        "comparable": comparison(source).comparable,
    }
    if customer is not None:
        return told | _record(_row(source, customer))
    rows = [_record(row) for row in _rows(source)]
    return told | _amounts(_of_firm(source)) | {"customers": rows}


def bridge_lines(analysis: Analysis, customer: str | None = None) -> list[str]:
    """Return the bridge in lines, with for the firm who changed most; arguments and error as above.

    Of turnover, with what is missing, where nobody's contribution is known."""
    source, known = Source(analysis), analysis.bridge_tells
    if customer is not None:
        row, told = _row(source, customer), comparison(source)
        note = "" if told.comparable else told.title
        if analysis.compares and not _is_known(row):
            note = MISSING_OF_ONE if known else MISSING
        return [
            f"{plain(row['name'])} ({row['customer_id']})",
            *_steps(row),
            *(["", note] if note else []),
        ]
    rows = [row for row in _rows(source) if row["change"] == row["change"]]
    if not known:
        rows.sort(key=lambda row: -abs(row["change"]))
    listed = [row for row in rows[:_LISTED] if row["change"]]
    told = comparison(source)
    lines = [*filter(None, (told.title, told.prices)), *_steps(_of_firm(source))]
    if listed:
        width = max(len(_signed(row["change"])) for row in listed)
        lines += ["", f"Klanten met het grootste verschil{'' if known else ' in omzet'}"]
        lines += [
            f"  {_signed(row['change']):>{width}}  {plain(row['name'])} ({row['customer_id']})"
            for row in listed
        ]
    changed = sum(bool(row["change"]) for row in rows)
    if changed > len(listed):
        lines.append(f"  En nog {plural(changed - len(listed), 'klant', 'klanten')}; geef --klant of --json.")
    note = left_out(len(analysis.untold)) if known else MISSING
    return [*lines, "", note] if note and analysis.compares else lines


def _rows(source: Source) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in _frame(source).to_dict("records")]


def _frame(source: Source) -> pd.DataFrame:
    """Return the rows of the bridge with those of turnover; ``change`` is that of what is known."""
    frame, of_turnover = source.once(shown_frame), source.once(turnover)
    more = of_turnover.set_axis(of_turnover.index.astype(str)).reindex(frame["customer_id"])
    if not source.analysis.bridge_tells:
        frame = frame.assign(change=(more["revenue"] - more["previous_revenue"]).round(2).to_numpy())
    return frame.assign(**{f"{_TURNOVER}{name}": more[name].to_numpy() for name in TURNOVER})


def _of_firm(source: Source) -> dict[str, float]:
    both = ((source.once(firm), ""), (source.once(firm_turnover), _TURNOVER))
    return {f"{prefix}{name}": float(value) for amounts, prefix in both for name, value in amounts.items()}


def _row(source: Source, customer: str) -> dict[str, Any]:
    rows = {row["customer_id"]: row for row in _rows(source)}
    names = [(number, row["name"]) for number, row in rows.items()]
    return rows[asked_customer(customer, names, source.analysis)]


def _is_known(row: Mapping[Any, Any]) -> bool:
    """Return whether the contribution is known of the firm or the customer of a row."""
    return not math.isnan(row["contribution"])


def _steps(row: Mapping[Any, Any]) -> list[str]:
    """Return a line per amount that is known and not zero, of contribution or else of turnover."""
    known = _is_known(row)
    if not known and math.isnan(row[f"{_TURNOVER}revenue"]):
        return []
    names = STEP_NAMES if known else {f"{_TURNOVER}{name}": text for name, text in TURNOVER_NAMES.items()}
    first, *_, last = names
    amounts = {name: row[name] for name in names if not math.isnan(row[name])}
    shown = {name: value for name, value in amounts.items() if value or name in {first, last}}
    texts = {
        name: euro(value, 2) if name in {first, last} else _signed(value) for name, value in shown.items()
    }
    wide, long = max(map(len, texts.values())), max(len(names[name]) for name in texts)
    head = [] if known else ["Omzet"]
    return [*head, *(f"  {names[name]:<{long}}  {text:>{wide}}" for name, text in texts.items())]


def _signed(value: float) -> str:
    text = euro(value, 2)
    return text if value < 0 else text.replace("€ ", "€ +")


def _record(row: dict[str, Any]) -> dict[str, object]:
    return {"customer_id": row["customer_id"], "name": row["name"], **_amounts(row)}


def _amounts(row: Mapping[Any, Any]) -> dict[str, object]:
    found: dict[str, object] = {name: _cents(row[name]) for name in COLUMNS}
    return found | {"turnover": {name: _cents(row[f"{_TURNOVER}{name}"]) for name in TURNOVER}}


def _cents(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 2) + 0.0


def _days(period: Period) -> dict[str, object]:
    return {"from": period.start, "to": period.end}
