"""The settings of an analysis: one declaration with Dutch label, unit, default, limits and help per setting.

On the sheet Instellingen every setting is one named cell (:attr:`Setting.cell_name`); rates are fractions
here, percentages there"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Self, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator

from klantwaarde_xl.model.declaration import EARLIEST, LATEST, normalise_header

Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]
ActionHours = Annotated[float, Field(ge=0.25, le=1_000, allow_inf_nan=False)]
Euro = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Day = Annotated[dt.date, Field(ge=EARLIEST, le=LATEST)]

DIMENSIONS = ("turnover", "margin", "time", "money", "energy", "culture", "products")
_DUTCH = ("Omzet", "Marge", "Tijd", "Geld", "Energie", "Cultuur", "Producten")
DIMENSION_NAMES = dict(zip(DIMENSIONS, _DUTCH, strict=True))
"""Dutch name of each of the seven dimensions of customer value, in the order in which they are shown."""
SUM_OF_WEIGHTS = "Som van de gewichten"
"""A row among the settings on their sheet that is no setting."""


def setting(label: str, default: Any, *, unit: str, group: str, help: str) -> Any:  # noqa: A002
    """Return the pydantic field of one setting: Dutch label, default, unit, group on the sheet, help text."""
    return Field(default, title=label, description=help, json_schema_extra={"unit": unit, "group": group})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as declared, for the sheet Instellingen, the manual and the reading of cells."""

    field: str
    label: str
    unit: str
    group: str
    help: str
    default: object
    minimum: float | dt.date | None
    maximum: float | dt.date | None
    choices: tuple[str, ...]

    @property
    def cell_name(self) -> str:
        """The defined name of the setting's cell, such as ``Inst_KostprijsPerUur``."""
        return "Inst_" + "".join(word[:1].upper() + word[1:] for word in _words(self.label))


def _words(label: str) -> list[str]:
    return [word for word in (normalise_header(part) for part in label.split()) if word.isalnum()]


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
    normalisation: Literal["percentiel", "min-max", "min-max p5-p95", "z-score"] = setting(
        "Normalisatie",
        "percentiel",
        unit="keuze",
        group="Score",
        help="Hoe cijfers naar 0-100 gaan; percentiel is ongevoelig voor uitschieters.",
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

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise ValueError("Periode van ligt na Periode tot")
        if self.bound_a > self.bound_b:
            raise ValueError("Grens A is groter dan Grens B")
        if not any(self.weights().values()):
            raise ValueError("Alle gewichten zijn nul")
        return self

    def weights(self) -> dict[str, float]:
        """Return the weight per dimension as typed, not normalised."""
        return {name: getattr(self, f"weight_{name}") for name in DIMENSIONS}

    @classmethod
    def declared(cls) -> tuple[Setting, ...]:
        """Return every setting as declared, in order."""
        return _declared(cls)


@cache
def _declared(model: type[Settings]) -> tuple[Setting, ...]:
    found = []
    for name, info in model.model_fields.items():
        low = high = None
        choices: tuple[str, ...] = ()
        parts = [*info.metadata]
        for inner in (info.annotation, *get_args(info.annotation)):
            if get_origin(inner) is Annotated:
                parts += get_args(inner)[1:]
            elif get_origin(inner) is Literal:
                choices = get_args(inner)
        for item in (m for part in parts for m in (part.metadata if hasattr(part, "metadata") else [part])):
            low = getattr(item, "ge", getattr(item, "gt", low))
            high = getattr(item, "le", high)
        extra = cast(dict[str, Any], info.json_schema_extra or {})
        if info.annotation is bool:
            choices = ("ja", "nee")
        found.append(
            Setting(
                name,
                info.title or name,
                extra["unit"],
                extra["group"],
                info.description or "",
                info.default,
                low,
                high,
                choices,
            )
        )
    return tuple(found)
