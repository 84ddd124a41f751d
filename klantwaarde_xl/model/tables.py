"""The input tables, one declaration each: the only place for columns, types, limits, headers and help.

The template, the checks, the manual and the header recognition are all derived from these classes. The order
of the fields is the order of the columns in the template.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from klantwaarde_xl.model import header_names as names
from klantwaarde_xl.model.declaration import (
    Amount,
    ColumnKind,
    Day,
    Hours,
    Id,
    Number,
    Rating,
    TableModel,
    Text,
    YesNo,
    column,
)
from klantwaarde_xl.model.optional_tables import Chemistry, ExchangeRate, LedgerTotal, Merge


class Customer(TableModel):
    """One customer."""

    table = "tblKlanten"
    sheet = "Klanten"
    help = "Een rij per klant."
    key = ("customer_id",)
    required = True

    customer_id: Id = column(
        "Klantnr",
        help="Het klantnummer zoals in de facturen; voorloopnullen blijven staan.",
        synonyms=names.CUSTOMER_ID,
        required=True,
    )
    name: Text | None = column(
        "Klantnaam",
        help="De naam zoals u de klant kent.",
        synonyms=names.CUSTOMER_NAME,
    )
    parent_id: Id | None = column(
        "Concern",
        help="Het concern waartoe de klant hoort; leeg: de klant zelf.",
        synonyms=names.PARENT_ID,
    )
    segment: Text | None = column(
        "Segment", help="Soort klant, bijvoorbeeld branche.", synonyms=names.SEGMENT
    )
    region: Text | None = column("Regio", help="Gebied of rayon.", synonyms=names.REGION)
    account_manager: Text | None = column(
        "Accountmanager",
        help="Wie de klant bedient; kies uit het blad Team.",
        synonyms=names.ACCOUNT_MANAGER,
    )
    since: Day | None = column(
        "Klant sinds",
        help="Datum waarop de klant klant werd.",
        synonyms=("Klantsinds", "Sinds", "Customer since"),
    )
    payment_days: Annotated[float, ColumnKind.NUMBER, Field(ge=0, le=365, allow_inf_nan=False)] | None = (
        column(
            "Betaaldagen",
            help="Dagen tussen factuur en betaling, 0 tot 365: werkelijk als u het weet, anders afgesproken.",
            synonyms=("Betaaltermijn", "Betalingstermijn", "Payment days"),
        )
    )
    include: YesNo | None = column(
        "Meetellen",
        help="nee: de omzet sluit mee aan, maar de klant wordt niet beoordeeld (intercompany en dergelijke).",
        synonyms=("Include",),
    )


class InvoiceLine(TableModel):
    """One invoice line."""

    table = "tblTransacties"
    sheet = "Transacties"
    help = "Een rij per factuurregel; creditregels negatief."
    spared = ("quantity", "cost", "margin")
    required = True

    date: Day = column("Datum", help="Factuurdatum.", synonyms=names.DATE, required=True)
    customer_id: Id = column(
        "Klantnr", help="Het klantnummer uit het blad Klanten.", synonyms=names.CUSTOMER_ID, required=True
    )
    product_id: Id | None = column(
        "Productcode", help="De code uit het blad Producten.", synonyms=names.PRODUCT_ID
    )
    invoice_id: Id | None = column(
        "Factuurnr",
        help="Nummer van de factuur.",
        synonyms=names.INVOICE_ID,
    )
    quantity: Number | None = column(
        "Aantal",
        help="Aantal eenheden; bij credit negatief.",
        synonyms=names.QUANTITY,
    )
    revenue: Amount = column(
        "Omzet",
        help="Netto omzet van de regel in EUR, zonder btw; bij credit negatief.",
        required=True,
        synonyms=names.REVENUE,
    )
    cost: Amount | None = column(
        "Kostprijs",
        help="Kostprijs van de hele regel in EUR, met het teken van de goederen.",
        synonyms=names.COST,
    )
    margin: Amount | None = column(
        "Marge",
        help="Omzet min kostprijs van de regel; Kostprijs of Marge is genoeg.",
        synonyms=names.MARGIN,
    )
    one_off: YesNo | None = column(
        "Eenmalig", help="ja: telt als omzet, nooit als patroon of kans.", synonyms=("One-off",)
    )
    entity: Text | None = column(
        "Administratie", help="De vennootschap of administratie.", synonyms=("Entity", "Bedrijfsnummer")
    )
    currency: Text | None = column(
        "Valuta",
        help="Leeg of EUR; een andere munt alleen met een koers in de instellingen.",
        synonyms=names.CURRENCY,
    )
    source: Text | None = column(
        "Bron", help="Waar de regel vandaan kwam; wordt bij importeren gevuld.", synonyms=("Source",)
    )


class Product(TableModel):
    """One product."""

    table = "tblProducten"
    sheet = "Producten"
    help = "Een rij per product."
    key = ("product_id",)

    product_id: Id = column(
        "Productcode",
        help="De code zoals in de factuurregels.",
        synonyms=(*names.PRODUCT_ID, "Code", "No.", "Nr."),
        required=True,
    )
    description: Text | None = column(
        "Omschrijving",
        help="Naam van het product.",
        synonyms=names.DESCRIPTION,
    )
    product_group: Text | None = column(
        "Productgroep",
        help="De groep waarop kansen worden berekend.",
        synonyms=names.PRODUCT_GROUP,
    )
    unit_cost: Amount | None = column(
        "Kostprijs per stuk",
        help="Kostprijs per eenheid in EUR.",
        synonyms=names.UNIT_COST,
    )


class Effort(TableModel):
    """One row of work or expense for a customer."""

    table = "tblInspanning"
    sheet = "Inspanning"
    help = "Uren en kosten die een klant vroeg."

    date: Day = column("Datum", help="Dag van het werk.", synonyms=("Date",), required=True)
    customer_id: Id = column("Klantnr", help="Voor welke klant.", synonyms=names.CUSTOMER_ID, required=True)
    activity: Text | None = column(
        "Activiteit", help="Soort werk; zie het blad Tarieven.", synonyms=("Activity", "Werksoort", "Taak")
    )
    hours: Hours | None = column("Uren", help="Uren, als 1,5 of als 1:30.", synonyms=("Hours", "Aantal uren"))
    expense: Amount | None = column(
        "Kosten",
        help="Andere kosten in EUR (reis, emballage, korting achteraf).",
        synonyms=("Expense", "Onkosten"),
    )
    employee: Text | None = column(
        "Medewerker",
        help="Wie het deed. Zo telt tegen de capaciteit van een accountmanager alleen zijn eigen tijd.",
        synonyms=("Employee", "Naam"),
    )


class Rate(TableModel):
    """The cost of one activity."""

    table = "tblTarieven"
    sheet = "Tarieven"
    help = "Wat een uur per activiteit kost, of hoeveel minuten één stuk kost."
    key = ("activity",)

    activity: Text = column(
        "Activiteit",
        help="Naam van de activiteit.",
        synonyms=("Activity", "Werksoort", "Taak"),
        required=True,
    )
    hourly_cost: Annotated[float, ColumnKind.AMOUNT, Field(ge=0, le=100_000, allow_inf_nan=False)] = column(
        "Kostprijs per uur",
        help="Wat een uur kost in EUR.",
        synonyms=("Uurtarief", "Tarief", "Hourly cost"),
        required=True,
    )
    driver: Literal["uur", "factuur", "regel", "creditregel", "klant"] | None = column(
        "Drijver",
        help=(
            "Waarvan het aantal telt: uur (geschreven uren), factuur, regel, creditregel of klant (per jaar)."
        ),
        synonyms=("Driver",),
    )
    minutes_per_unit: (
        Annotated[float, ColumnKind.NUMBER, Field(ge=0, le=100_000, allow_inf_nan=False)] | None
    ) = column(
        "Minuten per stuk",
        help="Minuten per factuur, regel, creditregel of klant.",
        synonyms=("Minuten", "Minutes per unit"),
    )
    capacity_hours: Hours | None = column(
        "Capaciteit",
        help="Uren per jaar voor de activiteit, alle mensen samen; wat over is, staat apart op Controle.",
        synonyms=("Capacity", "Capaciteit uren"),
    )


class CustomerRating(TableModel):
    """What one rater thinks of working for a customer."""

    table = "tblBeoordeling"
    sheet = "Beoordeling"
    help = "Hoe het is om voor de klant te werken; meer beoordelaars per klant mag."

    customer_id: Id = column("Klantnr", help="Welke klant.", synonyms=names.CUSTOMER_ID, required=True)
    energy: Rating | None = column(
        "Energie", help="1 tot 5; 5: geeft energie, 1: kost energie.", synonyms=("Energy",)
    )
    culture: Rating | None = column(
        "Cultuur", help="1 tot 5; 5: past bij ons.", synonyms=("Culture", "Cultuurfit")
    )
    rater: Text | None = column(
        "Beoordelaar", help="Wie beoordeelt; de nieuwste rij per beoordelaar telt.", synonyms=("Rater",)
    )
    date: Day | None = column("Datum", help="Dag van de beoordeling.", synonyms=("Date",))


class AccountManager(TableModel):
    """One account manager."""

    table = "tblAccountmanagers"
    sheet = "Team"
    help = "Een rij per accountmanager."
    key = ("name",)

    name: Text = column(
        "Naam", help="Zoals in het blad Klanten.", synonyms=("Accountmanager", "Name"), required=True
    )
    capacity_hours: Hours | None = column(
        "Capaciteit",
        help="Uren per jaar voor klanten. Ertegen telt wat op Inspanning op zijn naam staat; staan daar geen "
        "namen, dan elk uur voor zijn klanten, ook van binnendienst en berekend.",
        synonyms=("Uren per jaar", "Capacity"),
    )


TABLES: tuple[type[TableModel], ...] = (
    Customer,
    InvoiceLine,
    Product,
    Effort,
    Rate,
    CustomerRating,
    AccountManager,
    Chemistry,
    Merge,
    ExchangeRate,
    LedgerTotal,
)
"""Every input table, in the order of the sheets."""
BY_HEADERS = tuple(model for model in TABLES if not model.by_name_only)
"""The input tables that headers alone may tell."""
UNASSIGNED = "niet toegewezen"
"""The customer number under which revenue stands that its source gives to no customer."""
BY_TABLE: dict[str, type[TableModel]] = {model.table: model for model in TABLES}
"""Input table by the name of its Excel table."""
