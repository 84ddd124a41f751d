"""Chances and actions outside a workbook: as lines for people, and as one object for other programs."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report.formats import plural
from klantwaarde_xl.report.pages.next_steps.actions import action_rows
from klantwaarde_xl.report.pages.next_steps.common import of_customer
from klantwaarde_xl.report.pages.next_steps.cross_sell import cross_sell_rows
from klantwaarde_xl.report.pages.next_steps.still_to_do import by_lever, by_state, left_alone_of
from klantwaarde_xl.report.pages.next_steps.up_sell import up_sell_rows
from klantwaarde_xl.report.words import action_sentences as words
from klantwaarde_xl.report.words import chance_sentences, state_sentences
from klantwaarde_xl.report.words.hours_sentences import hours_message, same_people_sentence
from klantwaarde_xl.report.words.names import LEVERS
from klantwaarde_xl.report.words.parts import amount, plain
from klantwaarde_xl.use_cases.asked_customer import asked_customer

_CROSS_SELL = (
    "item",
    "probability",
    "expected_revenue",
    "expected_margin",
    "peers",
    "peer_buyers",
    "share",
    "peer_level",
    "with_item",
    "lift",
    "support",
    "confidence",
    "evidence",
)
_UP_SELL = ("item", "spend", "target", "expected_revenue", "expected_margin", "peers", "sentence")
_EUROS = (
    *("expected_revenue", "expected_margin", "spend", "target"),
    *(*LEVERS, "potential", "cross_sell", "euros_per_hour"),
)
_ACTION = (
    "account_manager",
    "code",
    "label",
    *LEVERS,
    "potential",
    "cross_sell",
    "hours",
    "euros_per_hour",
    "fits",
    "sentence",
    "owner",
    "status",
    "note",
)


def chance_object(analysis: Analysis, customer: str | None = None, count: int = 20) -> dict[str, object]:
    """Return the largest ``count`` chances of either kind, of everybody or one customer, for other programs.

    Amounts in EUR a year, chances as fractions; NaN where nothing can be said. ``share``: part of the peers
    that buys, which is no chance. ``reason``: why there are no
    chances, ``without_euros``: why there are chances without euros, codes of ``core.cross_sell.gaps``.
    ``total`` counts all chances, not only those shown. ``customer``: a number or a name; errors as of
    :func:`asked_customer`."""
    wanted = _known(analysis, customer)
    chances = analysis.chances
    new, more = (make(analysis, longest=count, customer=wanted) for make in (cross_sell_rows, up_sell_rows))
    return {
        "method": chances.cross_sell.method,
        "calibrated": chances.cross_sell.calibrated,
        "reason": chances.cross_sell.reason,
        "without_euros": chances.cross_sell.without_euros,
        "total": {
            "cross_sell": _total(of_customer(chances.cross_sell.gaps, wanted)),
            "up_sell": _total(of_customer(chances.up_sell, wanted)),
        },
        "cross_sell": _records(new, _CROSS_SELL),
        "up_sell": _records(more, _UP_SELL),
    }


def _total(rows: pd.DataFrame) -> dict[str, object]:
    revenue, margin = (rows[name].sum(min_count=1) for name in ("expected_revenue", "expected_margin"))
    return {"count": len(rows), "expected_revenue": _cents(revenue), "expected_margin": _cents(margin)}


def _cents(euros: float) -> float:
    return round(float(euros), 2)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows by column name; every column of ours has a name of text."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def _records(rows: pd.DataFrame, names: tuple[str, ...]) -> list[dict[str, Any]]:
    shown = rows[["customer_id", "name", *names]].astype(object)
    for name in _EUROS:
        if name in shown:
            shown[name] = rows[name].astype(float).round(2).astype(object)
    return _rows(shown.where(rows[shown.columns].notna(), None))


def _known(analysis: Analysis, customer: str | None) -> str | None:
    """Return the number of the customer that was asked for, None when nobody was."""
    names = analysis.customers["name"].items()
    return None if customer is None else asked_customer(customer, names, analysis)


def chance_lines(analysis: Analysis, customer: str | None = None, count: int = 20) -> list[str]:
    """Return the largest ``count`` chances in words; arguments and error as of :func:`chance_object`."""
    wanted = _known(analysis, customer)
    rows, more = (make(analysis, longest=count, customer=wanted) for make in (cross_sell_rows, up_sell_rows))
    chances = analysis.chances
    cross_sell, level = chances.cross_sell, analysis.settings.cross_sell_level
    meaning = chance_sentences.meaning(cross_sell, product=level != "productgroep")
    lines = [chance_sentences.method(cross_sell), meaning, ""]
    if customer is None:
        lines.insert(0, chance_sentences.cross_sell_message(cross_sell))
    lines.append("Iets nieuws")
    told = partial(words.cross_sell_sentence, calibrated=cross_sell.calibrated)
    lines += [f"  {_who(row)}{told(row)}" for row in _rows(rows)]
    lines += _rest(
        len(of_customer(chances.cross_sell.gaps, wanted)), count, *chance_sentences.named(cross_sell)
    )
    lines += ["", "Meer van wat de klant al koopt"]
    lines += [f"  {_who(row)}{words.up_sell_sentence(row)}" for row in _rows(more)]
    return lines + _rest(len(of_customer(chances.up_sell, wanted)), count, "kans", "kansen")


def _who(row: dict[str, Any]) -> str:
    name, number = plain(row["name"]), row["customer_id"]
    return f"{name} ({number}): " if name != number else f"{number}: "


def _rest(total: int, count: int, one: str, several: str) -> list[str]:
    if not total:
        return [f"  Geen {several}."]
    if total <= count:
        return []
    return [f"  En nog {plural(total - count, one, several)}; geef --aantal voor meer."]


def action_object(analysis: Analysis) -> dict[str, object]:
    """Return every customer's action and what fits in the hours per account manager, in EUR a year."""
    rows = action_rows(analysis, longest=len(analysis.chances.actions))
    labels = analysis.chances.actions["label"].set_axis(analysis.chances.actions.index.astype(str))
    shown = rows[rows["customer_id"].isin(labels.index)]
    shown = shown.assign(code=labels.reindex(shown["customer_id"]).to_numpy(object))
    managers = analysis.chances.same_people.managers
    return {
        "potential": {lever: _cents(euros) for lever, euros in analysis.chances.potential.items()},
        "expected": {name: _cents(euros) for name, euros in analysis.chances.expected.items()},
        "managers": [
            {
                "account_manager": str(name),
                **{key: _cents(value) if isinstance(value, float) else value for key, value in row.items()},
            }
            for name, row in zip(managers.index, _rows(managers), strict=True)
        ],
        "actions": _records(shown, _ACTION),
    }


def action_lines(analysis: Analysis, count: int = 20) -> list[str]:
    """Return who has the most to win, ``count`` at most, and what fits in each manager's hours."""
    chances = analysis.chances
    every = action_rows(analysis, longest=len(chances.actions))
    rows = every.head(count)
    width = max((len(amount(euros)) for euros in rows["potential"]), default=0)
    alone = state_sentences.of_alone(*left_alone_of(every))
    message = state_sentences.still_to_win(by_state(every), by_lever(every), alone)
    more = (words.without_gap(chances.actions), chance_sentences.expected_anyway(chances.expected))
    message = " ".join(filter(None, (message, *more)))
    lines = [message, hours_message(chances.same_people.managers, chances.portfolio), ""]
    lines += [
        f"  {amount(row['potential']):>{width}}  {_who(row)}{row['label'].lower()}. {row['sentence']}"
        for row in _rows(rows)
    ]
    managers = chances.same_people.managers
    lines += ["", "Met dezelfde mensen"]
    lines += [
        f"  {same_people_sentence(str(name), row)}"
        for name, row in zip(managers.index, _rows(managers), strict=True)
    ]
    return [line for position, line in enumerate(lines) if line or position]
