"""What every formula of Klantkaart gives for the customer that is shown first, from the analysis."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Frames, Source, Values
from klantwaarde_xl.report.pages.customer_card.data import CHANGED, bought_groups, card_frame
from klantwaarde_xl.report.pages.customer_card.steps import LISTED, MONTHS
from klantwaarde_xl.report.pages.customer_card.titles import months_title, points_title
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.pages.months import month_frame
from klantwaarde_xl.report.pages.next_steps.actions import action_frame
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.ahead_sentences import SAID_AHEAD, SEE_AHEAD
from klantwaarde_xl.report.words.state_sentences import on_actions

Cell = str | float | pd.Timestamp
FACT_ABSENT = {
    **dict.fromkeys(("account_manager", "segment", "region"), w.NOT_FILLED),
    "last_purchase": w.NONE_KNOWN,
    "at_risk_reason": w.NOT_SEEN,
}
"""The text for a fact that is not known, by field."""
_RANKED = (
    *("rank", "rank_revenue", "rank_contribution", "both_low", "both_high"),
    *("score", "score_low", "score_high"),
)
_FIGURES = (
    *_RANKED,
    "margin_pct",
    "hours",
    "time_cost",
    "expense",
    "financing",
    "cost_to_serve",
    "contribution_per_hour",
    *("value_next", "value_low", "value_high", "value_three", "leave_chance", "if_gone", "at_stake"),
)
_TEXTS = (
    "customer_id",
    "account_manager",
    "segment",
    "region",
    "last_purchase",
    "at_risk_reason",
    "pareto_class",
)
_MEDIANS = ("hours", "time_cost", "expense", "financing", "cost_to_serve", "contribution_per_hour")


def card_frames(source: Source) -> dict[str, pd.DataFrame]:
    """Return the fixed blocks behind the card, filled for the customer that is shown first."""
    card, groups = source.once(card_frame), source.once(bought_groups)[1]
    return _blocks(card, source.once(customer_frame), source.once(month_frame), groups)


def card_of(frames: Frames, customer: str) -> tuple[Frames, Values]:
    """Return the card's own frames and values for another customer of its list than the first.

    ``frames`` are those of the report. A number that is not in the list gives the first customer."""
    card = with_first(frames["card"], customer)
    shown = {"card": card, **_blocks(card, frames["customers"], frames["monthly"], frames["card_groups"])}
    return shown, card_values(frames["customers"], {**shown, "actions": frames["actions"]})


def with_first(card: pd.DataFrame, customer: str) -> pd.DataFrame:
    """Return tblKaart with this customer in its first row; with a number that it lacks, as it was."""
    order = np.argsort(card["customer_id"].to_numpy() != customer, kind="stable")
    return card.iloc[order].reset_index(drop=True)


def _blocks(
    card: pd.DataFrame, customers: pd.DataFrame, monthly: pd.DataFrame, groups: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    first, upwards = card.iloc[:1], list(reversed(DIMENSION_NAMES))
    labels = card["label"].reindex(range(LISTED))
    rows = pd.Series(np.arange(1, LISTED + 1)).where(labels.notna(), 1e9)
    return {
        "card_hits": pd.DataFrame({"row": rows, "label": labels.to_numpy()}),
        "card_dimensions": pd.DataFrame(
            {
                "name": [_dimension(field, first) for field in upwards],
                "score": [first[f"normalised_{field}"].sum(min_count=1) for field in upwards],
                "median": [customers[f"normalised_{field}"].median() for field in upwards],
            }
        ),
        "card_months": _months(monthly, first["customer_id"]),
        "card_groups": groups,
    }


def _dimension(field: str, first: pd.DataFrame) -> str:
    """Return the name of a dimension in the chart, with what the points of the customer mean."""
    name = DIMENSION_NAMES[field]
    return f"{name}: {first[f'meaning_{field}'].iloc[0]}" if len(first) else name


def _months(monthly: pd.DataFrame, shown: pd.Series) -> pd.DataFrame:
    months = [name for name in monthly.columns if name not in {"customer_id", "name", "total"}][-MONTHS:]
    row = monthly[monthly["customer_id"].isin(shown)]
    amounts = [float(row[name].iloc[0]) if len(row) else math.nan for name in months]
    missing = MONTHS - len(months)
    return pd.DataFrame({"month": [*[""] * missing, *months], "revenue": [*[math.nan] * missing, *amounts]})


def values(source: Source) -> dict[str, object]:
    """Return the values of the card by key."""
    actions = source.once(action_frame)
    frames = {"card": source.once(card_frame), "actions": actions, **source.once(card_frames)}
    return card_values(source.once(customer_frame), frames)


def card_values(customers: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return the value of every formula of the card for the first customer, and the card's fixed texts."""
    card, groups = frames["card"], frames["card_groups"]
    first = card.iloc[0].to_dict() if len(card) else dict.fromkeys(card.columns)
    shown = customers[customers["customer_id"] == first["customer_id"]]
    row = shown.iloc[0].to_dict() if len(shown) else {}
    values: dict[str, object] = {
        f"card_{field}": known(row.get(field)) for field in (*_TEXTS, "previous_class", *_FIGURES)
    }
    for field, _ in CHANGED:
        values |= _changed(field, figure(row.get(field)), figure(first[f"previous_{field}"]))
    absent = FACT_ABSENT if row else {}
    if values["card_value_next"] is not None:
        absent = {**absent, **dict.fromkeys(SAID_AHEAD, SEE_AHEAD)}
    values |= {f"card_{field}": text for field, text in absent.items() if values[f"card_{field}"] is None}
    values |= {f"median_{field}": known(customers[field].median()) for field in _MEDIANS}
    values |= {
        f"card_{field}": known(value)
        for field, value in first.items()
        if field not in {"label", "customer_id"}
    }
    values |= _bought(groups, values, shown=len(card) > 0)
    change = values["card_change_revenue"]
    values["card_months_title"] = months_title(change if isinstance(change, float) else None)
    values["card_dimensions_title"] = points_title(frames["card_dimensions"]["score"].tolist())
    values["card_customers"] = int(customers["rank_revenue"].notna().sum())
    steps = _steps(customers, card, row, values) | _typed(frames["actions"], row)
    status, note = (str(steps[name] or "") for name in ("Kaart_Status", "Kaart_Opmerking"))
    values["card_typed"] = known(on_actions(status, note))
    return values | steps | _words(card, values)


def _bought(groups: pd.DataFrame, values: Mapping[str, object], *, shown: bool) -> dict[str, object]:
    """Return per product group its name, whether the customer buys it, and the share of all that do."""
    found: dict[str, object] = {}
    for n, (name, buyers) in enumerate(zip(groups["name"], groups["buyers"], strict=True), 1):
        amount_of = values[f"card_group_{n}"]
        bought = "gekocht" if isinstance(amount_of, float) and amount_of > 0 else "niet gekocht"
        found[f"card_group_name_{n}"] = name
        found[f"card_bought_{n}"] = bought if name and shown else ""
        found[f"card_buyers_{n}"] = known(buyers)
    return found


def _changed(field: str, now: float | None, before: float | None) -> dict[str, object]:
    change = None if now is None or before is None or before <= 0 else f.as_shown(now / before - 1)
    return {f"card_{field}": now, f"card_previous_{field}": before, f"card_change_{field}": change}


def known(value: Cell | None) -> Cell | None:
    """Return the value, None where there is none: what pandas calls missing is one thing in a cell."""
    return None if value is None or value == "" or pd.isna(value) else value


def figure(value: Cell | None) -> float | None:
    """Return a figure, None where there is none."""
    there = known(value)
    return there if isinstance(there, int | float) else None


def _steps(
    customers: pd.DataFrame, card: pd.DataFrame, row: Mapping[Hashable, str], values: Mapping[str, object]
) -> dict[str, object]:
    """Return what the cells between the choice and the figures hold; the first try of MATCH ignores case."""
    has = int(len(card) > 0)
    first_try = _first_try(customers["customer_id"], row)
    place = int(np.argmax(customers["customer_id"] == row["customer_id"])) + 1 if row else 0
    return {
        "Kaart_Patroon": "?*",
        "Kaart_Gevonden": len(card),
        "Kaart_Poging": 1,
        "Kaart_Gekozen": has,
        "Kaart_Lijst": has,
        "Kaart_Klantnr": values["card_customer_id"],
        "Kaart_PogingW": first_try,
        "Kaart_Rij": place,
        "Kaart_PogingM": first_try,
        "Kaart_Maand": place,
    }


def _typed(actions: pd.DataFrame, row: Mapping[Hashable, str]) -> dict[str, object]:
    """Return where the customer stands on Acties, and what was typed there."""
    mine = (actions["customer_id"] == row["customer_id"]).to_numpy(bool) if row else np.zeros(0, bool)
    place = int(np.argmax(mine)) + 1 if mine.any() else 0
    typed = {name: actions[name].iloc[place - 1] if place else "" for name in ("status", "note")}
    return {
        "Kaart_PogingA": _first_try(actions["customer_id"], row),
        "Kaart_Actie": place,
        "Kaart_Status": typed["status"],
        "Kaart_Opmerking": typed["note"],
    }


def _first_try(ids: pd.Series, row: Mapping[Hashable, str]) -> int:
    """Return the row that MATCH finds for a customer number, which ignores case; 1 for none."""
    if not row:
        return 1
    same = ids.astype(str).str.casefold().to_numpy() == str(row["customer_id"]).casefold()
    return int(np.argmax(same)) + 1 if same.any() else 1


def _words(card: pd.DataFrame, values: Mapping[str, object]) -> dict[str, object]:
    count = len(card)
    if count:
        rank, revenue, customers = (
            values[name] for name in ("card_rank", "card_rank_revenue", "card_customers")
        )
        message = card["label"].iloc[0]
        message += ": geen score" if rank is None else f": {rank:.0f}e op score"
        message += "" if revenue is None else f", {revenue:.0f}e op omzet"
        message += f", van {customers} {'klant' if customers == 1 else 'klanten'}."
        note = f.plural(count, "klant", "klanten").replace(".", "")
        note += (
            f" gevonden; de keuzelijst toont de eerste {LISTED}." if count > LISTED else " in de keuzelijst."
        )
    else:
        message, note = "Geen klant gevonden.", "Maak de zoekcel leeg of typ iets anders."
    return {
        "card_message": message,
        "card_note": note,
        "card_search": "",
        "card_choice": card["label"].iloc[0] if count else "",
        "card_subtitle": (
            "Typ links een deel van de naam of het nummer; de keuzelijst rechts toont dan alleen wie "
            "daarbij past. Alle cijfers op dit blad volgen de keuze. Bedragen in EUR."
        ),
        "card_dimensions_alt": (
            "Staafdiagram: de punten van de gekozen klant in elk van de zeven dimensies, naast de mediaan "
            "van alle klanten."
        ),
        "card_months_alt": (
            "Kolomdiagram: de omzet van de gekozen klant in elk van de laatste twaalf maanden van de periode."
        ),
    }
