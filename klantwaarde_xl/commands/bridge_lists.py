"""Why contribution changed, outside a workbook: as lines for people, and as one object for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.bridge import COLUMNS
from klantwaarde_xl.report.formats import euro, plural
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.bridge import bridge_frame, comparison, firm
from klantwaarde_xl.report.words.bridge_sentences import STEP_NAMES
from klantwaarde_xl.report.words.parts import plain
from klantwaarde_xl.use_cases.asked_customer import asked_customer

_LISTED = 10
"""So many customers are listed below the firm."""


def bridge_object(analysis: Analysis, customer: str | None = None) -> dict[str, object]:
    """Return the bridge of the firm with a row per customer, or that of one customer, in EUR to the cent.

    ``comparable`` is false when the data begin after the start of the previous period or no contribution
    of it is known; an unknown contribution counts as zero.
    ``customer``: number or name of one with a line or effort in either period; errors as of
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
    return told | _amounts(source.once(firm).to_dict()) | {"customers": rows}


def bridge_lines(analysis: Analysis, customer: str | None = None) -> list[str]:
    """Return the bridge in lines, with for the firm who changed most; arguments and error as above."""
    source = Source(analysis)
    if customer is not None:
        row, told = _row(source, customer), comparison(source)
        return [
            f"{plain(row['name'])} ({row['customer_id']})",
            *_steps(row),
            *([] if told.comparable else ["", told.title]),
        ]
    rows = _rows(source)
    listed = [row for row in rows[:_LISTED] if row["change"]]
    lines = [comparison(source).title, *_steps(source.once(firm).to_dict())]
    if listed:
        width = max(len(_signed(row["change"])) for row in listed)
        lines += ["", "Klanten met het grootste verschil"]
        lines += [
            f"  {_signed(row['change']):>{width}}  {plain(row['name'])} ({row['customer_id']})"
            for row in listed
        ]
    changed = sum(bool(row["change"]) for row in rows)
    if changed > len(listed):
        lines.append(f"  En nog {plural(changed - len(listed), 'klant', 'klanten')}; geef --klant of --json.")
    return lines


def _rows(source: Source) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in _frame(source).to_dict("records")]


def _frame(source: Source) -> pd.DataFrame:
    return source.once(bridge_frame)


def _row(source: Source, customer: str) -> dict[str, Any]:
    rows = {row["customer_id"]: row for row in _rows(source)}
    names = [(number, row["name"]) for number, row in rows.items()]
    return rows[asked_customer(customer, names, source.analysis)]


def _steps(row: Mapping[Any, Any]) -> list[str]:
    shown = {name: row[name] for name in COLUMNS if row[name] or name in {COLUMNS[0], COLUMNS[-1]}}
    whole = {COLUMNS[0], COLUMNS[-1]}
    texts = {name: euro(value, 2) if name in whole else _signed(value) for name, value in shown.items()}
    wide, long = max(map(len, texts.values())), max(len(STEP_NAMES[name]) for name in texts)
    return [f"  {STEP_NAMES[name]:<{long}}  {text:>{wide}}" for name, text in texts.items()]


def _signed(value: float) -> str:
    text = euro(value, 2)
    return text if value < 0 else text.replace("€ ", "€ +")


def _record(row: dict[str, Any]) -> dict[str, object]:
    return {"customer_id": row["customer_id"], "name": row["name"], **_amounts(row)}


def _amounts(row: dict[Any, Any]) -> dict[str, object]:
    return {name: round(float(row[name]), 2) + 0.0 for name in COLUMNS}


def _days(period: Period) -> dict[str, object]:
    return {"from": period.start, "to": period.end}
