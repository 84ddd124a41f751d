"""The page Cross-sell: what customers do not buy yet, with chance, expected euros and evidence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.columns import ID, MANAGER, NAME
from klantwaarde_xl.report.pages.next_steps.common import (
    euro,
    left_alone,
    longest_list,
    named_items,
    of_customer,
    people,
    unbroken,
    warned,
)
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import action_sentences, chance_sentences
from klantwaarde_xl.report.words.names import PEERS

CROSS_SELL = TableSpec(
    "tblCrossSell",
    "cross_sell",
    (
        ID,
        NAME,
        MANAGER,
        ColumnSpec(
            "item",
            "Koopt nog niet",
            f.TEXT,
            24,
            "De productgroep, of het product als de instelling dat vraagt.",
        ),
        ColumnSpec(
            "probability",
            "Kans",
            f.PERCENTAGE,
            f.WIDTH_FIGURE,
            "Kans op een aankoop binnen twaalf maanden; leeg waar geen kans is geijkt.",
            conditional="data_bar",
        ),
        euro(
            "expected_revenue",
            "Verwachte omzet per jaar",
            "Verwacht, in EUR: kans maal wat wie ermee begint dat jaar besteedt.",
        ),
        euro(
            "expected_margin",
            "Verwachte marge per jaar",
            "Verwachte omzet maal de marge van de groep; leeg als die onbekend is.",
        ),
        ColumnSpec("evidence", "Waarom", f.WRAPPED, 78),
        ColumnSpec(
            "rank",
            "Rang bij klant",
            f.INTEGER,
            f.WIDTH_FIGURE,
            "1 is het eerste voorstel bij deze klant.",
        ),
        ColumnSpec("peers", "Aantal vergeleken", f.INTEGER, 12, "Vergelijkbare klanten."),
        ColumnSpec("peer_buyers", "Waarvan koopt", f.INTEGER, 10, "Vergelijkbare klanten die het kopen."),
        ColumnSpec(
            "share",
            "Deel dat koopt",
            f.PERCENTAGE,
            f.WIDTH_FIGURE,
            "Deel van de vergelijkbare klanten dat het koopt; geen kans.",
        ),
        ColumnSpec("compared_with", "Vergeleken met", f.TEXT, 30),
        ColumnSpec(
            "with_item",
            "Vaak samen met",
            f.TEXT,
            24,
            "Wat deze klant al koopt en hier het sterkst mee samengaat.",
        ),
        ColumnSpec(
            "lift",
            "Lift",
            f.NUMBER,
            f.WIDTH_SMALL,
            "Hoeveel vaker samen gekocht dan bij toeval; 1 is geen verband.",
        ),
        ColumnSpec("confidence", "Koopt dan ook", f.PERCENTAGE, f.WIDTH_FIGURE, "Confidence."),
        ColumnSpec("support", "Koopt beide", f.PERCENTAGE, f.WIDTH_FIGURE, "Support: deel van alle klanten."),
    ),
    at="A8",
    printed=8,
    description="Eén rij per klant en wat hij nog niet koopt, met kans, verwachte euro's en bewijs.",
)


def cross_sell_rows(
    analysis: Analysis, *, longest: int | None = None, customer: str | None = None
) -> pd.DataFrame:
    """Return the gaps, most expected euros first, with the evidence in words.

    Without euros they come by size of the customer and rank of the item. ``share`` is the part of the peers
    that buys; ``probability`` is empty where no chance is claimed.

    ``longest``: at most so many, else as many as the settings say; ``customer``: of this customer only.
    """
    gaps = of_customer(analysis.chances.cross_sell.gaps, customer)
    if analysis.chances.cross_sell.priced:
        cents = np.rint(gaps["expected_revenue"].to_numpy(float) * 100)
        order = np.lexsort((gaps["rank"].to_numpy(), gaps["customer_id"].to_numpy(object), -cents))
    else:
        size = analysis.customers["rank_revenue"].set_axis(analysis.customers.index.astype(str))
        order = np.lexsort(
            (gaps["rank"].to_numpy(), size.reindex(gaps["customer_id"].astype(str)).to_numpy())
        )
    shown = named_items(gaps.iloc[order[: longest_list(analysis, longest)]], analysis)
    shown = shown.join(people(analysis), on="customer_id")
    evidence = [action_sentences.cross_sell_evidence(row) for row in shown.to_dict("records")]
    evidence = warned(evidence, shown["customer_id"], left_alone(analysis))
    levels = {level: many for level, (_, many) in PEERS.items()}
    peers = shown["peers"].astype(float)
    return shown.assign(
        evidence=evidence,
        compared_with=shown["peer_level"].astype(object).map(levels),
        share=shown["peer_buyers"] / peers.where(peers > 0),
        probability=shown["probability"] if analysis.chances.cross_sell.calibrated else np.nan,
    )


def _values(source: Source) -> dict[str, object]:
    found, settings = source.analysis.chances.cross_sell, source.analysis.settings
    alone = found.gaps["customer_id"].astype(str).isin(left_alone(source.analysis))
    return {
        "cross_sell_message": chance_sentences.cross_sell_message(found),
        "cross_sell_subtitle": chance_sentences.cross_sell_shown(found, settings),
        "cross_sell_method": chance_sentences.method(found)
        + chance_sentences.of_trial(int(alone.sum()), *chance_sentences.named(found)),
        "cross_sell_meaning": chance_sentences.meaning(
            found, product=settings.cross_sell_level != "productgroep"
        ),
    }


PAGE = Page(
    SheetSpec(
        "Cross-sell",
        title="Cross-sell: wat klanten nog niet kopen",
        about="wat een klant nog niet koopt, met kans, verwachte omzet en marge per jaar, en waarom",
        message="cross_sell_message",
        subtitle="cross_sell_subtitle",
        tab_colour=f.ACCENT,
        freeze="C9",
        blocks=(
            TextSpec("A5", value="cross_sell_method", format=f.SUBTITLE),
            TextSpec("A6", value="cross_sell_meaning", format=f.SUBTITLE),
            CROSS_SELL,
        ),
    ),
    frames=lambda source: {"cross_sell": unbroken(cross_sell_rows(source.analysis), "evidence")},
    values=_values,
)
