"""Binds the sheet Klantkaart: the table behind it, and what every formula gives for the customer that is
shown first."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.pages.customer_card.formulas import (
    ADVICE_LINES,
    CHANCES,
    GROUPS,
    LEVER_HEADERS,
    LISTED,
    MONTHS,
    RATED,
)
from klantwaarde_xl.report.pages.customer_card.sheet import CHANGED, FACT_ABSENT
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.action_sentences import (
    action_sentence,
    amount,
    cross_sell_evidence,
    label_text,
    plain,
)

_LONGEST_NAME, _LONGEST_LABEL, _ADVICE_WIDTH, _CHANCE_WIDTH = 60, 250, 115, 110
_RANKED = ("rank", "rank_revenue", "rank_contribution", "rank_shift", "rank_low", "rank_high")
_FIGURES = (
    *_RANKED,
    "margin_pct",
    "hours",
    "time_cost",
    "expense",
    "financing",
    "cost_to_serve",
    "contribution_per_hour",
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


def customer_labels(names: pd.Series, ids: pd.Series) -> list[str]:
    """Return how customers are called in the drop-down: name and number, each label once.

    >>> customer_labels(pd.Series(["Jansen & Zn"]), pd.Series(["00123"]))
    ['Jansen & Zn (00123)']
    """
    labels = []
    for position, (name, customer) in enumerate(zip(names, ids, strict=True), 1):
        short = " ".join(str(name).split())[:_LONGEST_NAME].rstrip()
        label = f"{short} ({customer})"
        labels.append(label if len(label) <= _LONGEST_LABEL else f"{short} (lijst {position})")
    return labels


def card_frames(analysis: Any, customers: pd.DataFrame, monthly: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the frames of the card by key:

    ``card`` and the fixed blocks, filled for the customer that is shown first.

    ``customers`` and ``monthly`` are the bound frames. At most ``longest_list`` customers are on the card,
    the largest ones."""
    listed = customers.nlargest(analysis.settings.longest_list, "revenue").sort_values("rank", kind="stable")
    ids = listed["customer_id"]
    amounts, groups = _groups(analysis, ids, len(customers))
    card = pd.DataFrame({"label": customer_labels(listed["name"], ids), "customer_id": ids.to_numpy()})
    parts = [
        card,
        listed[[f"normalised_{field}" for field in DIMENSION_NAMES]].reset_index(drop=True),
        _advice(analysis.chances.actions, ids),
        _chances(analysis.chances, ids),
        amounts,
    ]
    card = pd.concat(parts, axis=1)
    first, upwards = card.iloc[:1], list(reversed(DIMENSION_NAMES))
    return {
        "card": card,
        "card_hits": pd.DataFrame(
            {"row": np.arange(1, LISTED + 1), "label": card["label"].reindex(range(LISTED)).to_numpy()}
        ).assign(row=lambda hits: hits["row"].where(hits["label"].notna(), 1e9)),
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
    """Return the name of a dimension in the chart, which says so when the customer shown has no score on
    it."""
    missing = len(first) and first[f"normalised_{field}"].isna().all()
    return (
        f"{DIMENSION_NAMES[field]}: {w.WITHOUT_SCORE[field in RATED]}" if missing else DIMENSION_NAMES[field]
    )


def _advice(actions: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    rows = actions.reindex(ids)
    told = [
        formats.unbroken(action_sentence(row)) if isinstance(row["label"], str) else ""
        for row in rows.to_dict("records")
    ]
    lines = [textwrap.wrap(text, _ADVICE_WIDTH, max_lines=ADVICE_LINES, placeholder=" …") for text in told]
    frame = pd.DataFrame(
        {
            "advice": [
                label_text(label, hold_on=bool(hold_on)) if isinstance(label, str) else ""
                for label, hold_on in zip(rows["label"], rows["hold_on"], strict=True)
            ]
        },
        dtype=object,
    )
    for n in range(ADVICE_LINES):
        frame[f"advice_{n + 1}"] = pd.Series(
            [part[n] if len(part) > n else "" for part in lines], dtype=object
        )
    return frame.join(rows[["potential", *LEVER_HEADERS]].reset_index(drop=True))


def _chances(chances: Any, ids: pd.Series) -> pd.DataFrame:
    """Return per customer the chances with the most margin, as sentence and EUR a year, in columns."""
    columns = ["customer_id", "text", "expected_margin", "expected_revenue"]
    gaps = chances.cross_sell.gaps
    gaps = gaps[gaps["customer_id"].isin(ids)]
    gaps = gaps.assign(text=[cross_sell_evidence(row) for row in gaps.to_dict("records")])
    more = chances.up_sell[chances.up_sell["customer_id"].isin(ids)]
    more = more.assign(text=[_up_sell_line(row) for row in more.to_dict("records")])
    found = [
        part[columns].astype({"customer_id": object, "text": object}) for part in (gaps, more) if len(part)
    ]
    every = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
    every["text"] = [
        text if len(text) <= _CHANCE_WIDTH else f"{text[: _CHANCE_WIDTH - 1]}…" for text in every["text"]
    ]
    every = every.sort_values(
        ["expected_margin", "expected_revenue"], ascending=False, kind="stable", na_position="last"
    )
    position = every.groupby("customer_id", observed=True).cumcount()
    frame = pd.DataFrame(index=pd.Index(ids, name="customer_id"))
    for n in range(CHANCES):
        part = every[position == n].set_index("customer_id")
        frame[f"chance_{n + 1}"] = part["text"].astype(object).reindex(frame.index).fillna("")
        frame[f"chance_margin_{n + 1}"] = part["expected_margin"].astype(float).reindex(frame.index)
    return frame.reset_index(drop=True)


def _up_sell_line(row: dict[Any, Any]) -> str:
    return (
        f"Meer {plain(row['item'])}: nu {amount(row['spend'])}, naar omvang bij vergelijkbare klanten "
        f"{amount(row['target'])}."
    )


def _groups(analysis: Any, ids: pd.Series, population: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the revenue per listed customer and group (NaN: not bought), and per group its name and share of
    buyers."""
    lines = analysis.lines
    inside = lines[analysis.period.contains(lines["date"].to_numpy())]
    inside = inside[inside["product_group"].notna()]
    sold = inside.assign(
        customer_id=inside["customer_id"].astype(object), product_group=inside["product_group"].astype(object)
    )
    largest = sold.groupby("product_group")["revenue"].sum().sort_values(ascending=False, kind="stable").index
    named = list(largest[:GROUPS])
    place = pd.Series(np.minimum(np.arange(len(largest)), GROUPS) + 1, index=largest)
    sold = sold.assign(place=sold["product_group"].map(place))
    table = sold.pivot_table(index="customer_id", columns="place", values="revenue", aggfunc="sum")
    names = [*map(plain, named), *[""] * (GROUPS - len(named))]
    rest = len(largest) - len(named)
    names.append(f"Overige groepen ({rest})" if rest else "")
    places = range(1, GROUPS + 2)
    # Who only returned goods has an amount, but is no buyer.
    buyers = (table.reindex(columns=places) > 0).sum() / max(population, 1)
    groups = pd.DataFrame({"name": names, "buyers": buyers.where([bool(name) for name in names]).to_numpy()})
    table = table.reindex(index=pd.Index(ids), columns=places).set_axis(
        [f"group_{n}" for n in places], axis=1
    )
    return table.astype(float).reset_index(drop=True), groups


def _months(monthly: pd.DataFrame, shown: pd.Series) -> pd.DataFrame:
    months = [name for name in monthly.columns if name not in {"customer_id", "name", "total"}][-MONTHS:]
    row = monthly[monthly["customer_id"].isin(shown)]
    amounts = [float(row[name].iloc[0]) if len(row) else math.nan for name in months]
    missing = MONTHS - len(months)
    return pd.DataFrame({"month": [*[""] * missing, *months], "revenue": [*[math.nan] * missing, *amounts]})


def card_values(customers: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> dict[str, object]:
    """Return what every formula of the card gives for the customer that is shown first, and the card's fixed
    texts."""
    card, groups = frames["card"], frames["card_groups"]
    first = card.iloc[0].to_dict() if len(card) else dict.fromkeys(card.columns)
    shown = customers[customers["customer_id"] == first["customer_id"]]
    row = shown.iloc[0].to_dict() if len(shown) else {}
    values: dict[str, object] = {
        f"card_{field}": _known(row.get(field)) for field in (*_TEXTS, "previous_class", *_FIGURES)
    }
    for field, _ in CHANGED:
        now, before = _known(row.get(field)), _known(row.get(f"previous_{field}"))
        compared = now is not None and before is not None and before > 0
        values |= {f"card_{field}": now, f"card_previous_{field}": before}
        values[f"card_change_{field}"] = now / before - 1 if compared else None
    absent = FACT_ABSENT if row else {}
    values |= {f"card_{field}": said for field, said in absent.items() if values[f"card_{field}"] is None}
    values |= {f"median_{field}": _known(customers[field].median()) for field in _MEDIANS}
    values |= {
        f"card_{field}": _known(value)
        for field, value in first.items()
        if field not in {"label", "customer_id"}
    }
    for n in range(1, GROUPS + 2):
        name = groups["name"].iloc[n - 1]
        amount_of = values[f"card_group_{n}"]
        bought = "gekocht" if isinstance(amount_of, float) and amount_of > 0 else "niet gekocht"
        values[f"card_group_name_{n}"] = name
        values[f"card_bought_{n}"] = bought if name and len(card) else ""
        values[f"card_buyers_{n}"] = _known(groups["buyers"].iloc[n - 1])
    values["card_customers"] = len(customers)
    return values | _steps(customers, card, row, values) | _words(card, values)


def _known(value: Any) -> Any:
    """Return the value, None where there is none: what pandas calls missing is one thing in a cell."""
    return None if value is None or value == "" or pd.isna(value) else value


def _steps(
    customers: pd.DataFrame, card: pd.DataFrame, row: dict[str, Any], values: dict[str, object]
) -> dict[str, object]:
    """Return what the cells between the choice and the figures hold; the first try of MATCH ignores case."""
    has = int(bool(len(card)))
    place = (
        customers.index.get_loc(customers.index[customers["customer_id"] == row["customer_id"]][0]) + 1
        if row
        else 0
    )
    return {
        "Kaart_Patroon": "?*",
        "Kaart_Gevonden": len(card),
        "Kaart_Poging": 1,
        "Kaart_Gekozen": has,
        "Kaart_Lijst": has,
        "Kaart_Klantnr": values["card_customer_id"],
        "Kaart_PogingW": _first_try(customers["customer_id"], row),
        "Kaart_Rij": place,
        "Kaart_PogingM": _first_try(customers["customer_id"], row),
        "Kaart_Maand": place,
    }


def _first_try(ids: pd.Series, row: dict[str, Any]) -> int:
    """Return the row of the first number that equals the customer's but for case, as MATCH finds it; 1 for
    none."""
    if not row:
        return 1
    same = ids.str.casefold().to_numpy() == str(row["customer_id"]).casefold()
    return int(np.argmax(same)) + 1


def _words(card: pd.DataFrame, values: dict[str, object]) -> dict[str, object]:
    count = len(card)
    if count:
        rank, revenue, customers = (
            values[name] for name in ("card_rank", "card_rank_revenue", "card_customers")
        )
        # type: ignore[call-overload]
        message = f"{card['label'].iloc[0]}{': geen score' if rank is None else f': {int(rank)}e op waarde'}"
        message += "" if revenue is None else f", {int(revenue)}e op omzet"  # type: ignore[call-overload]
        message += f", van {customers} {'klant' if customers == 1 else 'klanten'}."
        note = f"{formats.plural(count, 'klant', 'klanten').replace('.', '')} in de keuzelijst"
        note += f"; de eerste {LISTED} staan erin." if count > LISTED else "."
    else:
        message, note = "Geen klant gevonden.", "Maak de zoekcel leeg of typ iets anders."
    return {
        "card_message": message,
        "card_note": note,
        "card_search": "",
        "card_choice": card["label"].iloc[0] if count else "",
        "card_subtitle": "Typ links een deel van de naam of het nummer; de keuzelijst rechts toont dan alleen wie daarbij past. "
        "Alle cijfers op dit blad volgen de keuze. Bedragen in EUR.",
        "card_data_message": "De gegevens waaruit Klantkaart kiest.",
        "card_data_subtitle": "Vernieuwen vult deze tabel; de volgorde is die van de keuzelijst.",
        "card_dimensions_title": "Score per dimensie, 0 tot 100",
        "card_dimensions_alt": "Staafdiagram: de score van de gekozen klant op elk van de zeven dimensies, naast de mediaan "
        "van alle klanten.",
        "card_months_title": "Omzet per maand",
        "card_months_alt": (
            "Kolomdiagram: de omzet van de gekozen klant in elk van de laatste twaalf maanden van de periode."
        ),
    }
