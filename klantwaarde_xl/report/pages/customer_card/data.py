"""The page Kaartgegevens: the table from which Klantkaart takes what no other sheet holds."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis, Chances
from klantwaarde_xl.core.measures.bridge_known import SERVING
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID
from klantwaarde_xl.report.pages.customer_card.concern import DETAIL_COLUMNS, detail_frame
from klantwaarde_xl.report.pages.customer_card.trend import TREND_COLUMNS, trend_rows
from klantwaarde_xl.report.pages.customer_value import customer_frame
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words.action_sentences import Row, action_sentence, cross_sell_evidence
from klantwaarde_xl.report.words.bridge_sentences import CARD_STEPS, NO_COSTS, NOT_COMPARED, UNTOLD, card_note
from klantwaarde_xl.report.words.names import IN_TRIAL, LEVERS, STEPS, label_text
from klantwaarde_xl.report.words.parts import amount, plain
from klantwaarde_xl.report.words.point_sentences import meanings

GROUPS, CHANCES, ADVICE_LINES = 12, 5, 3
"""Product groups by name (one more column has the rest), chances, lines of advice."""
_LONGEST_NAME, _LONGEST_LABEL, _ADVICE_WIDTH, _CHANCE_WIDTH = 60, 250, 115, 110
CHANGED = (("revenue", "Omzet"), ("gross_margin", "Brutomarge"), ("contribution", "Nettobijdrage"))
"""Figures that are shown beside the previous period."""
DETAIL_NAME = "Klantkaart vervolg"
"""The second sheet on the chosen customer."""
CARD_TABLE = TableSpec(
    "tblKaart",
    "card",
    (
        ColumnSpec(
            "label", "Keuze", f.TEXT, f.WIDTH_NAME, "Naam en nummer, zoals in de keuzelijst van Klantkaart."
        ),
        ID,
        *(
            ColumnSpec(f"normalised_{field}", f"Punten {name.lower()}", f.SCORE, f.WIDTH_FIGURE)
            for field, name in DIMENSION_NAMES.items()
        ),
        *(
            ColumnSpec(f"meaning_{field}", f"Betekenis {name.lower()}", f.TEXT, f.WIDTH_TEXT)
            for field, name in DIMENSION_NAMES.items()
        ),
        ColumnSpec("advice", "Advies", f.TEXT, f.WIDTH_NAME),
        *(
            ColumnSpec(f"advice_{n}", f"Advies regel {n}", f.TEXT, f.WIDTH_TEXT)
            for n in range(1, ADVICE_LINES + 1)
        ),
        ColumnSpec(
            "potential",
            "Potentieel",
            f.EURO_CENTS,
            f.WIDTH_AMOUNT,
            "De drie hefbomen samen, in EUR marge per jaar.",
        ),
        *(ColumnSpec(field, header, f.EURO_CENTS, f.WIDTH_AMOUNT) for field, header in LEVERS.items()),
        ColumnSpec("cross_sell", STEPS["cross_sell"], f.EURO_CENTS, f.WIDTH_AMOUNT, "Verwacht uit zichzelf."),
        *(
            ColumnSpec(f"previous_{field}", f"{name} vorige periode", f.EURO_CENTS, f.WIDTH_AMOUNT)
            for field, name in CHANGED
        ),
        *(
            ColumnSpec(f"bridge_{field}", f"Verschil {name.lower()}", f.EURO_CENTS, f.WIDTH_AMOUNT)
            for field, (name, _) in CARD_STEPS.items()
        ),
        ColumnSpec("bridge_note", "Verschil opmerking", f.TEXT, f.WIDTH_TEXT),
        *(ColumnSpec(f"chance_{n}", f"Kans {n}", f.TEXT, f.WIDTH_TEXT) for n in range(1, CHANCES + 1)),
        *(
            ColumnSpec(f"chance_margin_{n}", f"Kans {n} EUR", f.EURO_CENTS, f.WIDTH_AMOUNT)
            for n in range(1, CHANCES + 1)
        ),
        *(ColumnSpec(f"group_{n}", f"Groep {n}", f.EURO_CENTS, f.WIDTH_AMOUNT) for n in range(1, GROUPS + 2)),
        *DETAIL_COLUMNS,
        *TREND_COLUMNS,
    ),
    printed=2 + len(DIMENSION_NAMES),
    printed_rows=25,
    description=(
        "Per klant wat Klantkaart en het vervolg tonen en nergens anders staat: dimensies, advies, kansen, "
        "omzet per productgroep en product, concern, score en rang toen."
    ),
)


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


def card_customers(source: Source) -> pd.DataFrame:
    """Return the customers on the card, by rank: the largest, as many as the settings say."""
    longest = source.analysis.settings.longest_list
    largest = source.once(customer_frame).nlargest(longest, "revenue")
    return largest.sort_values("rank", kind="stable").reset_index(drop=True)


def card_frame(source: Source) -> pd.DataFrame:
    """Return the rows of the table: one per customer on the card."""
    analysis, listed = source.analysis, source.once(card_customers)
    ids = listed["customer_id"]
    parts = [
        pd.DataFrame({"label": customer_labels(listed["name"], ids), "customer_id": ids.to_numpy()}),
        listed[[f"normalised_{field}" for field in DIMENSION_NAMES]],
        _meanings(analysis.customers.reindex(ids)),
        _advice(analysis.chances.actions, ids),
        _previous(analysis, listed),
        _bridge(analysis, ids),
        _chances(analysis.chances, ids),
        source.once(bought_groups)[0],
        detail_frame(analysis, ids),
        source.once(trend_rows)[1].reindex(ids.astype(str)).reset_index(drop=True),
    ]
    return pd.concat(parts, axis=1)


def _meanings(customers: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {f"meaning_{field}": texts for field, texts in meanings(customers).items()}, dtype=object
    )


def _advice(actions: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    rows = actions.reindex(ids)
    alone = rows["alone"].eq(True).to_numpy(bool)
    told = [
        f.unbroken(f"{IN_TRIAL if left else ''}{action_sentence(row)}")
        if isinstance(row["label"], str)
        else ""
        for row, left in zip(rows.to_dict("records"), alone, strict=True)
    ]
    lines = [textwrap.wrap(text, _ADVICE_WIDTH, max_lines=ADVICE_LINES, placeholder=" …") for text in told]
    frame = pd.DataFrame(
        {
            "advice": [
                label_text(label, hold_on=bool(hold_on), alone=bool(left)) if isinstance(label, str) else ""
                for label, hold_on, left in zip(rows["label"], rows["hold_on"], alone, strict=True)
            ]
        },
        dtype=object,
    )
    for n in range(ADVICE_LINES):
        frame[f"advice_{n + 1}"] = pd.Series(
            [part[n] if len(part) > n else "" for part in lines], dtype=object
        )
    return frame.join(rows[["potential", *LEVERS, "cross_sell"]].reset_index(drop=True))


def _previous(analysis: Analysis, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the previous period, of who is lost and still took effort as well."""
    fields = [f"previous_{field}" for field, _ in CHANGED]
    lost = analysis.lost.reindex(listed["customer_id"])[fields].reset_index(drop=True)
    return listed[fields].reset_index(drop=True).fillna(lost)


def _bridge(analysis: Analysis, ids: pd.Series) -> pd.DataFrame:
    """Return why the contribution of each customer changed, in the amounts of the card."""
    rows = analysis.bridge.reindex(ids)
    unknown = [step for step in SERVING if step not in analysis.serving_known]
    rows = rows.assign(**dict.fromkeys(unknown, np.nan))
    frame = pd.DataFrame(
        {
            f"bridge_{field}": np.round(rows[list(steps)].sum(axis=1, min_count=1), 2)
            for field, (_, steps) in CARD_STEPS.items()
        }
    )
    frame["bridge_note"] = [card_note(row) for row in rows.fillna(0.0).to_dict("records")]
    blank = dict.fromkeys((f"bridge_{field}" for field in CARD_STEPS), np.nan)
    if not (analysis.compares and analysis.bridge_tells):
        frame = frame.assign(**blank, bridge_note=NO_COSTS if analysis.compares else NOT_COMPARED)
    else:
        untold = rows.index.isin(analysis.untold)
        frame.loc[untold, [*blank]] = np.nan
        frame.loc[untold, "bridge_note"] = UNTOLD
    return frame.reset_index(drop=True)


def _chances(chances: Chances, ids: pd.Series) -> pd.DataFrame:
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


def _up_sell_line(row: Row) -> str:
    return (
        f"Meer {plain(row['item'])}: nu {amount(row['spend'])}, naar omvang bij vergelijkbare klanten "
        f"{amount(row['target'])}."
    )


def bought_groups(source: Source) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the revenue per customer and product group on the card, and what is known of each group.

    The first frame has columns ``group_1`` and so on (NaN: not bought); the second has per group its ``name``
    and ``buyers``, the share of customers that buy it.
    """
    analysis, population = source.analysis, len(source.once(customer_frame))
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
    named_places = np.array([bool(name) for name in names])
    groups = pd.DataFrame({"name": names, "buyers": buyers.where(named_places).to_numpy()})
    listed = pd.Index(source.once(card_customers)["customer_id"])
    table = table.reindex(index=listed, columns=places).set_axis([f"group_{n}" for n in places], axis=1)
    return table.astype(float).reset_index(drop=True), groups


PAGE = Page(
    SheetSpec(
        "Kaartgegevens",
        title="Gegevens achter Klantkaart",
        about="de cijfers achter Klantkaart",
        message="card_data_message",
        subtitle="card_data_subtitle",
        tab_colour=f.GREY,
        freeze="C6",
        blocks=(CARD_TABLE,),
        hidden=True,
    ),
    frames=lambda source: {"card": source.once(card_frame)},
    values=lambda _source: {
        "card_data_message": "De gegevens waaruit Klantkaart kiest.",
        "card_data_subtitle": "Vernieuwen vult deze tabel; de volgorde is die van de keuzelijst.",
    },
)
