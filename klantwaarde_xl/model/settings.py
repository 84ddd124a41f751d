"""The settings of an analysis: one declaration with Dutch label, unit, default, limits and help per setting.

On the sheet Instellingen every setting is one named cell (:attr:`Setting.cell_name`); rates are fractions
here, percentages there"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from klantwaarde_xl.model.declaration import EARLIEST, LATEST
from klantwaarde_xl.model.setting_declaration import Setting, declared_settings, setting

Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]
ActionHours = Annotated[float, Field(ge=0.25, le=1_000, allow_inf_nan=False)]
Euro = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
LEAST_SCALE, MOST_SCALE = 0.01, 1e12
ScaleEuro = Annotated[float, Field(ge=LEAST_SCALE, le=MOST_SCALE, allow_inf_nan=False)]
Day = Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)]

DIMENSIONS = ("turnover", "margin", "time", "money", "energy", "culture", "products")
_DUTCH = ("Omzet", "Marge", "Tijd", "Geld", "Energie", "Cultuur", "Producten")
DIMENSION_NAMES = dict(zip(DIMENSIONS, _DUTCH, strict=True))
"""Dutch name of each of the seven dimensions of customer value, in the order in which they are shown."""
SCALE_FIELDS = ("turnover_middle", "turnover_largest", "margin_middle", "margin_largest")
"""The amounts of the fixed scales of the score."""
SUM_OF_WEIGHTS = "Som van de gewichten"
"""A row among the settings on their sheet that is no setting."""


class Settings(BaseModel):
    """All settings, checked; a Settings that exists is valid.

    >>> Settings().hourly_cost, Settings().bound_a
    (60.0, 0.8)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period_from: Day | None = setting(
        "Periode van",
        None,
        unit="datum",
        group="Periode",
        help="Eerste dag. Leeg: de laatste twaalf volle maanden in de gegevens.",
    )
    period_to: Day | None = setting(
        "Periode tot",
        None,
        unit="datum",
        group="Periode",
        help="Laatste dag, deze telt mee. Leeg: einde van de laatste volle maand.",
    )
    hourly_cost: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = setting(
        "Kostprijs per uur",
        60.0,
        unit="EUR/uur",
        group="Kosten",
        help="Voor activiteiten zonder eigen tarief.",
    )
    capital_rate: Fraction = setting(
        "Vermogenskosten",
        0.06,
        unit="%",
        group="Kosten",
        help="Wat geld kost per jaar; rekent over openstaande facturen.",
    )
    vat_rate: Fraction = setting(
        "Btw in debiteuren",
        0.0,
        unit="%",
        group="Kosten",
        help="Btw die u voorfinanciert; 0 als u daarmee niet rekent.",
    )
    currency_rates: str = setting(
        "Wisselkoersen",
        "",
        unit="tekst",
        group="Kosten",
        help="EUR per munt, bijvoorbeeld USD=0,92; GBP=1,17. Zonder koers wordt een vreemde munt geweigerd.",
    )
    pareto_measure: Literal["omzet", "marge", "nettobijdrage", "score"] = setting(
        "Pareto-maat", "omzet", unit="keuze", group="Pareto", help="Waarop A, B en C worden bepaald."
    )
    bound_a: Fraction = setting(
        "Grens A", 0.80, unit="%", group="Pareto", help="Tot dit deel van het totaal is een klant A."
    )
    bound_b: Fraction = setting(
        "Grens B",
        0.95,
        unit="%",
        group="Pareto",
        help="Tot dit deel van het totaal is een klant B; daarna C.",
    )
    weight_turnover: Weight = setting(
        "Gewicht omzet", 0.20, unit="%", group="Gewichten", help="Weegt de omzet."
    )
    weight_margin: Weight = setting(
        "Gewicht marge", 0.25, unit="%", group="Gewichten", help="Weegt de brutomarge."
    )
    weight_time: Weight = setting(
        "Gewicht tijd",
        0.10,
        unit="%",
        group="Gewichten",
        help="Weegt de tijd die een klant kost, als deel van zijn marge.",
    )
    weight_money: Weight = setting(
        "Gewicht geld",
        0.10,
        unit="%",
        group="Gewichten",
        help="Weegt kosten en financiering, als deel van de marge.",
    )
    weight_energy: Weight = setting(
        "Gewicht energie", 0.10, unit="%", group="Gewichten", help="Weegt of de klant energie geeft."
    )
    weight_culture: Weight = setting(
        "Gewicht cultuur", 0.10, unit="%", group="Gewichten", help="Weegt of de klant bij ons past."
    )
    weight_products: Weight = setting(
        "Gewicht producten", 0.15, unit="%", group="Gewichten", help="Weegt hoe breed de klant afneemt."
    )
    normalisation: Literal["waarde", "percentiel", "min-max", "min-max p5-p95", "z-score"] = setting(
        "Normalisatie",
        "waarde",
        unit="keuze",
        group="Score",
        help="Hoe cijfers punten worden: waarde op een vaste schaal, de andere door te vergelijken.",
    )
    turnover_middle: ScaleEuro | None = setting(
        "Maatstaf omzet midden",
        None,
        unit="EUR",
        group="Score",
        help="Gewone omzet van een klant; staat vast na de eerste keer. Leeg, ook in de uitkomst: opnieuw.",
    )
    turnover_largest: ScaleEuro | None = setting(
        "Maatstaf omzet hoogste",
        None,
        unit="EUR",
        group="Score",
        help="Omzet die 100 punten geeft; staat vast na de eerste keer.",
    )
    margin_middle: ScaleEuro | None = setting(
        "Maatstaf marge midden",
        None,
        unit="EUR",
        group="Score",
        help="Gewone brutomarge van een klant; staat vast na de eerste keer.",
    )
    margin_largest: ScaleEuro | None = setting(
        "Maatstaf marge hoogste",
        None,
        unit="EUR",
        group="Score",
        help="Brutomarge die 100 punten geeft; staat vast na de eerste keer.",
    )
    by_parent: bool = setting(
        "Per concern",
        False,
        unit="ja/nee",
        group="Score",
        help="ja: klanten van één concern tellen als één klant.",
    )
    rank_draws: Annotated[int, Field(ge=0, le=10_000)] = setting(
        "Rangzekerheid trekkingen",
        1_000,
        unit="aantal",
        group="Score",
        help="Hoe vaak de gewichten worden geschud; 0: niet.",
    )
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = setting(
        "Toevalsgetal", 1, unit="getal", group="Score", help="Zelfde getal, zelfde uitkomst."
    )
    cross_sell_level: Literal["productgroep", "product"] = setting(
        "Cross-sell niveau",
        "productgroep",
        unit="keuze",
        group="Kansen",
        help="Waarop kansen worden berekend.",
    )
    gaps_per_customer: Annotated[int, Field(ge=1, le=100)] = setting(
        "Kansen per klant", 5, unit="aantal", group="Kansen", help="Hoeveel kansen per klant."
    )
    minimum_gap: Euro = setting(
        "Minimaal bedrag kans", 100.0, unit="EUR", group="Kansen", help="Kleinere kansen worden niet getoond."
    )
    realisable: Fraction = setting(
        "Realiseerbaar", 0.50, unit="%", group="Kansen", help="Welk deel van een up-sellkans haalbaar is."
    )
    longest_list: Annotated[int, Field(ge=10, le=1_000_000)] = setting(
        "Langste lijst",
        10_000,
        unit="rijen",
        group="Kansen",
        help="Lange lijsten tonen de grootste bedragen; totalen tellen alles.",
    )
    late_after: Annotated[float, Field(ge=1, le=20, allow_inf_nan=False)] = setting(
        "Risico bij stilte",
        2.0,
        unit="tussentijden",
        group="Vasthouden",
        help="Zoveel keer zijn gewone tussentijd niets gekocht: de klant is laat.",
    )
    decline_limit: Fraction = setting(
        "Risico bij daling",
        0.30,
        unit="%",
        group="Vasthouden",
        help="Meer dan dit deel minder omzet dan in de vorige periode: de klant daalt.",
    )
    hours_cross_sell: ActionHours = setting(
        "Uren actie cross-sell",
        4.0,
        unit="uur",
        group="Acties",
        help="Uren om een klant een nieuwe groep te verkopen.",
    )
    hours_up_sell: ActionHours = setting(
        "Uren actie up-sell", 3.0, unit="uur", group="Acties", help="Uren om een klant meer te verkopen."
    )
    hours_margin: ActionHours = setting(
        "Uren actie marge", 4.0, unit="uur", group="Acties", help="Uren om een prijs te herzien."
    )
    hours_serve: ActionHours = setting(
        "Uren actie bedienen",
        6.0,
        unit="uur",
        group="Acties",
        help="Uren om een klant goedkoper te bedienen.",
    )
    move_threshold: Euro = setting(
        "Drempel overdracht",
        500.0,
        unit="EUR",
        group="Acties",
        help="Een klant wisselt alleen van accountmanager als dat meer oplevert.",
    )
    most_moves: Annotated[int, Field(ge=0, le=1_000)] = setting(
        "Meeste overdrachten", 10, unit="aantal", group="Acties", help="Hoeveel klanten hoogstens wisselen."
    )
    trial_share: Fraction = setting(
        "Proefgroep",
        0.0,
        unit="%",
        group="Acties",
        help="Deel van de klanten met een actie dat u met rust laat, om te meten wat acties opleveren.",
    )

    lines_from: str = setting(
        "Regels van buiten",
        "",
        unit="tekst",
        group="Invoer",
        help="Naam van een .toml naast de werkmap; de regels komen uit wat dat noemt. Leeg: Transacties.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise ValueError("Periode van ligt na Periode tot")
        if self.bound_a > self.bound_b:
            raise ValueError("Grens A is groter dan Grens B")
        for name, (middle, largest) in self.scales().items():
            if middle and largest and middle > largest:
                raise ValueError(f"Maatstaf {name} midden is groter dan Maatstaf {name} hoogste")
        if not any(self.weights().values()):
            raise ValueError("Alle gewichten zijn nul")
        return self

    def weights(self) -> dict[str, float]:
        """Return the weight per dimension as typed, not normalised."""
        return {name: getattr(self, f"weight_{name}") for name in DIMENSIONS}

    def scales(self) -> dict[str, tuple[float | None, float | None]]:
        """Return the middle and the largest amount of each scale in EUR, None where not yet fixed."""
        return {
            "omzet": (self.turnover_middle, self.turnover_largest),
            "marge": (self.margin_middle, self.margin_largest),
        }

    @classmethod
    def declared(cls) -> tuple[Setting, ...]:
        """Return every setting as declared, in order."""
        return declared_settings(cls)
