"""Columns that the tables of several pages share."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnLink, ColumnSpec

CARD_SEARCH = "Kaart_Zoek"
"""Name of the cell on Klantkaart in which a customer is searched; every customer's name links to it."""
TO_CARD = ColumnLink(
    CARD_SEARCH,
    "Naar Klantkaart. In de werkmap met macro's staat deze klant daar klaar; typ anders het nummer.",
)
ID = ColumnSpec("customer_id", "Klantnr", f.TEXT, f.WIDTH_ID, "Het klantnummer zoals in de facturen.")
NAME = ColumnSpec("name", "Klantnaam", f.TEXT, f.WIDTH_NAME, link=TO_CARD)
INTERESTING = ColumnSpec(
    "interesting",
    "Interessant",
    f.CENTRED,
    f.WIDTH_FIGURE,
    "Van de grootste 20 % op omzet: ja als de nettobijdrage % minstens de helft van gemiddeld is, anders "
    "nee; leeg: niet te zeggen.",
    group="Grootste 20 %",
)
MANAGER = ColumnSpec("account_manager", "Accountmanager", f.TEXT, f.WIDTH_TEXT)


def amount(
    field: str,
    header: str,
    help: str = "",  # noqa: A002
    *,
    group: str = "",
    format: f.CellFormat = f.EURO_CENTS,  # noqa: A002
    conditional: Literal["none", "negative"] = "none",
) -> ColumnSpec:
    """Return a column of euros with cents and a total."""
    return ColumnSpec(field, header, format, f.WIDTH_AMOUNT, help, "sum", conditional, group)


def _bound(field: str, header: str) -> ColumnSpec:
    """Return a column of an amount that adds up to nothing, a bound of the value of the year ahead."""
    text = "In vier van de vijf gevallen ligt de waarde tussen laag en hoog."
    return ColumnSpec(field, header, f.EURO_CENTS, f.WIDTH_AMOUNT, text)


AHEAD_COLUMNS = (
    amount(
        "value_next",
        "Waarde komend jaar",
        "Verwachte nettobijdrage: verwachte omzet x eigen margepercentage min bedienkosten, in EUR.",
        group="Wat ligt in het verschiet?",
    ),
    _bound("value_low", "Laag"),
    _bound("value_high", "Hoog"),
    amount(
        "value_three",
        "Waarde drie jaar",
        "Waarde komend jaar x wat klanten van vroeger in drie jaar brachten, als veelvoud van hun eerste. "
        "Leeg: te weinig jaren, of het veelvoud wisselde te sterk; zie het blad Toelichting.",
    ),
    ColumnSpec(
        "leave_chance",
        "Kans weg",
        f.PERCENTAGE,
        f.WIDTH_SMALL,
        "Kans dat deze klant in een volgende periode van gelijke lengte niets koopt. Leeg: te weinig "
        "gegevens om het te zeggen; zie het blad Toelichting.",
    ),
    amount(
        "if_gone",
        "Als hij gaat",
        "Wat met de klant weggaat, per jaar in EUR: brutomarge min andere kosten en financiering. De "
        "uren komen vrij, maar kosten hetzelfde.",
    ),
    amount(
        "at_stake",
        "Op het spel",
        "Kans weg x wat met de klant weggaat, per jaar in EUR; van wie al stil is telt wat hij in deze "
        "periode nog kocht.",
    ),
)
"""What lies ahead of a customer."""

RHYTHM_COLUMNS = (
    ColumnSpec("recency_days", "Dagen sinds aankoop", f.INTEGER, 13, "Tot het einde van de periode."),
    ColumnSpec(
        "typical_gap", "Gewone tussentijd", f.HOURS, 13, "Mediaan van de dagen tussen twee aankoopdagen."
    ),
    ColumnSpec(
        "late_by",
        "Tussentijden stil",
        f.HOURS,
        13,
        "Hoeveel van zijn eigen gemiddelde tussentijden geleden de klant voor het laatst kocht.",
    ),
    ColumnSpec(
        "is_new",
        "Nieuw",
        f.CENTRED,
        f.WIDTH_SMALL,
        "Kocht in deze periode en niet in de vorige.",
    ),
    ColumnSpec(
        "is_young",
        "Jong",
        f.CENTRED,
        f.WIDTH_SMALL,
        "Eerste aankoop in de laatste zes maanden van de periode.",
    ),
)
"""How often a customer buys, whether it is new, and how long it is silent beside that."""


def named(names: pd.Series[str], ids: pd.Series[str]) -> pd.Series[str]:
    """Return the names as text, with the customer number where there is no name."""
    text = names.astype(object)
    return text.where(text.notna() & (text != ""), ids.astype(object))


_CAUSES = {
    "rank": ("Rang", "als de gewichten anders waren gekozen."),
    "chance": ("Toeval", "als zijn facturen opnieuw worden getrokken; leeg onder 4 facturen."),
    "both": ("Samen", "met andere gewichten en opnieuw getrokken facturen; leeg onder 4 facturen."),
}
"""Header and cause of each pair of columns."""


def _pair(name: str) -> tuple[ColumnSpec, ColumnSpec]:
    header, cause = _CAUSES[name]
    return (
        ColumnSpec(f"{name}_low", f"{header} laag", f.INTEGER, 11, f"Beste rang (5 %) {cause}"),
        ColumnSpec(f"{name}_high", f"{header} hoog", f.INTEGER, 12, f"Slechtste rang (95 %) {cause}"),
    )


RANK_COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec(
        "rank_contribution",
        "Rang nettobijdrage",
        f.INTEGER,
        13,
        "De rang als alleen de nettobijdrage telt.",
        group="Rang bij andere gewichten en toeval",
    ),
    *_pair("rank"),
    ColumnSpec(
        "top20_share",
        "In eerste 20 %",
        f.PERCENTAGE,
        f.WIDTH_AMOUNT,
        "Deel van de andere gewichten waarbij de klant bij de eerste 20 % hoort.",
    ),
    *_pair("chance"),
    *_pair("both"),
)
