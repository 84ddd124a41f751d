"""The input tables: one pydantic declaration each, the only place where columns, types, limits, headers and help stand.

The template, the checks, the manual and the header recognition are all derived from these classes. The order of the
fields is the order of the columns in the template.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field


class ColumnKind(StrEnum):
    """How the cells of a column are read and shown."""

    ID = "id"
    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    HOURS = "hours"
    YES_NO = "yes_no"
    CHOICE = "choice"


MAX_TEXT = 255
"""Longest id or text that is accepted, in characters; Excel's own limit for a list item and a pivot label."""
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""First and last date that is accepted: Excel knows none before 1900, and later than 2199 is a typing error."""
MAX_AMOUNT = 1e12
"""Largest amount of one line in EUR; up to here a float holds every cent exactly."""

Id = Annotated[str, ColumnKind.ID, Field(min_length=1, max_length=MAX_TEXT)]
Text = Annotated[str, ColumnKind.TEXT, Field(max_length=MAX_TEXT)]
Day = Annotated[dt.date, ColumnKind.DATE, Field(ge=EARLIEST, le=LATEST)]
Amount = Annotated[float, ColumnKind.AMOUNT, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT, allow_inf_nan=False)]
Number = Annotated[float, ColumnKind.NUMBER, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT, allow_inf_nan=False)]
Hours = Annotated[float, ColumnKind.HOURS, Field(ge=0, le=100_000, allow_inf_nan=False)]
Rating = Annotated[float, ColumnKind.NUMBER, Field(ge=1, le=5, allow_inf_nan=False)]
YesNo = Annotated[bool, ColumnKind.YES_NO]


def column(header: str, *, help: str, synonyms: tuple[str, ...] = (), required: bool = False, **limits: Any) -> Any:  # noqa: A002
    """Return the pydantic field of one column: Dutch header, help text, other headers by which it is recognised."""
    default = ... if required else None
    return Field(default, title=header, description=help, json_schema_extra={"synonyms": list(synonyms)}, **limits)


@dataclass(frozen=True, slots=True)
class Column:
    """One column as declared: field name, Dutch header, kind, help, synonyms, required, limits and choices."""

    field: str
    header: str
    kind: ColumnKind
    help: str
    synonyms: tuple[str, ...]
    required: bool
    minimum: float | dt.date | None
    maximum: float | dt.date | None
    choices: tuple[str, ...]


class TableModel(BaseModel):
    """Base of the input tables; one instance is one row. Class attributes say where the table lives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: ClassVar[str]
    sheet: ClassVar[str]
    help: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[bool] = False

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """Return the declared columns in order."""
        return _columns(cls)

    @classmethod
    def by_header(cls) -> dict[str, str]:
        """Return field name by normalised header, for the canonical header and every synonym."""
        return _by_header(cls)


@cache
def _columns(model: type[TableModel]) -> tuple[Column, ...]:
    found = []
    for name, info in model.model_fields.items():
        kind, low, high, choices = ColumnKind.TEXT, None, None, ()
        annotation = info.annotation
        parts = [*info.metadata]
        for inner in (annotation, *get_args(annotation)):
            if get_origin(inner) is Annotated:
                parts = [*get_args(inner)[1:], *parts]
            elif get_origin(inner) is Literal:
                kind, choices = ColumnKind.CHOICE, get_args(inner)
        flat = [m for part in parts for m in (part.metadata if hasattr(part, "metadata") else [part])]
        for item in flat:
            if isinstance(item, ColumnKind):
                kind = item
            low = getattr(item, "ge", low)
            high = getattr(item, "le", high)
        extra = info.json_schema_extra or {}
        found.append(
            Column(
                name,
                info.title or name,
                kind,
                info.description or "",
                tuple(extra.get("synonyms", ())),
                info.is_required(),
                low,
                high,
                tuple(choices),
            )
        )
    return tuple(found)


@cache
def _by_header(model: type[TableModel]) -> dict[str, str]:
    known: dict[str, str] = {}
    for item in _columns(model):
        for header in (item.header, item.field, *item.synonyms):
            known.setdefault(normalise_header(header), item.field)
    return known


def normalise_header(header: str) -> str:
    """Return a header without case, accents, dots, dashes and white space, so that spellings of one word are equal.

    >>> normalise_header(" Debiteur-nr. "), normalise_header("debiteurNR"), normalise_header("Overige financiële")
    ('debiteurnr', 'debiteurnr', 'overigefinanciele')
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9%+/()]", "", plain.lower())


_CUSTOMER_ID = (
    "Klantnummer",
    "Klant nr",
    "Klantcode",
    "Debiteurnummer",
    "Debiteurnr",
    "Debiteur",
    "Deb.nr.",
    "Relatiecode",
    "Relatienr",
    "Relatienummer",
    "fldRelatiecode",
    "Orderklantnr.",
    "Factuurklantnr.",
    "Sell-to Customer No.",
    "Bill-to Customer No.",
    "Customer No.",
    "Customer ID",
    "CustomerID",
    "AccountCode",
    "KUNNR",
)
_PRODUCT_ID = (
    "Artikelcode",
    "Artikelnummer",
    "Artikelnr",
    "Artikel",
    "artnr",
    "artcode",
    "Productnummer",
    "Productnr",
    "Item productcode",
    "LineProductCode",
    "Item code",
    "Item No.",
    "sku",
    "Product ID",
    "StockCode",
)
_DATE = (
    "Factuurdatum",
    "Datum factuur",
    "Boekdatum",
    "Boekingsdatum",
    "Datum transactie",
    "fldDatum",
    "InvoiceDate",
    "Invoice date",
    "Posting Date",
    "Issue date",
    "DateSent",
    "Belegdatum",
    "BLDAT",
    "BUDAT",
    "Date",
)


class Customer(TableModel):
    """One customer."""

    table = "tblKlanten"
    sheet = "Klanten"
    help = "Eén rij per klant."
    key = ("customer_id",)
    required = True

    customer_id: Id = column(
        "Klantnr",
        help="Het klantnummer zoals in de facturen; voorloopnullen blijven staan.",
        synonyms=_CUSTOMER_ID,
        required=True,
    )
    name: Text | None = column(
        "Klantnaam",
        help="De naam zoals u de klant kent.",
        synonyms=(
            "Naam",
            "Naam debiteur",
            "Debiteurnaam",
            "Debiteurennaam",
            "Relatienaam",
            "Kpl.-/rel.naam",
            "Relatie",
            "Klant",
            "Klant naam",
            "Bedrijfsnaam",
            "Bedrijf",
            "AccountName",
            "InvoiceToName",
            "Client",
            "Customer",
            "Customer Name",
        ),
    )
    parent_id: Id | None = column(
        "Concern",
        help="Het concern waartoe de klant hoort; leeg: de klant zelf.",
        synonyms=("Moeder", "Groep", "Concernnr", "Parent"),
    )
    segment: Text | None = column(
        "Segment", help="Soort klant, bijvoorbeeld branche.", synonyms=("Branche", "Klantgroep", "Klantsoort")
    )
    region: Text | None = column("Regio", help="Gebied of rayon.", synonyms=("Rayon", "Gebied", "Region", "Country"))
    account_manager: Text | None = column(
        "Accountmanager",
        help="Wie de klant bedient; kies uit het blad Team.",
        synonyms=("Vertegenwoordiger", "Verkoper", "Account manager", "Salesperson"),
    )
    since: Day | None = column(
        "Klant sinds", help="Datum waarop de klant klant werd.", synonyms=("Klantsinds", "Sinds", "Customer since")
    )
    payment_days: Annotated[float, ColumnKind.NUMBER, Field(ge=0, le=365, allow_inf_nan=False)] | None = column(
        "Betaaldagen",
        help="Dagen tussen factuur en betaling, 0 tot 365: werkelijk als u het weet, anders afgesproken.",
        synonyms=("Betaaltermijn", "Betalingstermijn", "Payment days"),
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
    help = "Eén rij per factuurregel; creditregels negatief."
    required = True

    date: Day = column("Datum", help="Factuurdatum.", synonyms=_DATE, required=True)
    customer_id: Id = column("Klantnr", help="Het klantnummer uit het blad Klanten.", synonyms=_CUSTOMER_ID, required=True)
    product_id: Id | None = column("Productcode", help="De code uit het blad Producten.", synonyms=_PRODUCT_ID)
    invoice_id: Id | None = column(
        "Factuurnr",
        help="Nummer van de factuur.",
        synonyms=(
            "Factuurnummer",
            "Notanr.",
            "fldFactuurnummer",
            "factuur_code",
            "Document No.",
            "Documentnr.",
            "InvoiceNumber",
            "Invoice no",
            "InvoiceNo",
            "Belegnummer",
            "XBLNR",
            "BELNR",
        ),
    )
    quantity: Number | None = column(
        "Aantal",
        help="Aantal eenheden; bij credit negatief.",
        synonyms=("regel_aantal", "Item aantal", "Hoeveelheid", "Quantity", "Qty"),
    )
    revenue: Amount = column(
        "Omzet",
        help="Netto omzet van de regel in EUR, zonder btw; bij credit negatief.",
        required=True,
        synonyms=(
            "Netto bedrag",
            "Netto omzet",
            "Opbrengst",
            "Omzetbedrag",
            "Bedrag excl. BTW",
            "Bedrag excl.",
            "excl btw",
            "Totaal excl. BTW",
            "TotaalExclBTW",
            "Subtotaal",
            "regel_totaal_ex_btw",
            "Regelbedrag excl. btw",
            "Amount Excl. VAT",
            "AmountFCExclVat",
            "TotalExclVat",
            "Line Amount",
            "Net amount",
            "Revenue",
        ),
    )
    cost: Amount | None = column(
        "Kostprijs",
        help="Kostprijs van de hele regel in EUR, met het teken van de goederen.",
        synonyms=("Kostprijs regel", "Kostprijs totaal", "Cost amount"),
    )
    margin: Amount | None = column(
        "Marge",
        help="Omzet min kostprijs van de regel; Kostprijs of Marge is genoeg.",
        synonyms=("Brutowinst", "Brutomarge", "Omzetmarge", "Profit (LCY)", "Revenue margin", "Margin"),
    )
    one_off: YesNo | None = column("Eenmalig", help="ja: telt als omzet, nooit als patroon of kans.", synonyms=("One-off",))
    entity: Text | None = column("Administratie", help="De vennootschap of administratie.", synonyms=("Entity", "Bedrijfsnummer"))
    currency: Text | None = column(
        "Valuta",
        help="Leeg of EUR; een andere munt alleen met een koers in de instellingen.",
        synonyms=("Valutacode", "Munt", "Currency", "WAERS"),
    )
    source: Text | None = column("Bron", help="Waar de regel vandaan kwam; wordt bij importeren gevuld.", synonyms=("Source",))


class Product(TableModel):
    """One product."""

    table = "tblProducten"
    sheet = "Producten"
    help = "Eén rij per product."
    key = ("product_id",)

    product_id: Id = column(
        "Productcode", help="De code zoals in de factuurregels.", synonyms=(*_PRODUCT_ID, "Code", "No.", "Nr."), required=True
    )
    description: Text | None = column(
        "Omschrijving",
        help="Naam van het product.",
        synonyms=("Artikelomschrijving", "Beschrijving", "Item omschrijving", "LineDescription", "Description"),
    )
    product_group: Text | None = column(
        "Productgroep",
        help="De groep waarop kansen worden berekend.",
        synonyms=("Artikelgroep", "Opbr.groep", "Assortiment", "Categorie", "Item group", "Product group"),
    )
    unit_cost: Amount | None = column(
        "Kostprijs per stuk",
        help="Kostprijs per eenheid in EUR.",
        synonyms=("Vaste verrekenprijs", "vvp", "Unit Cost (LCY)", "unitCostLCY", "COSTPRICE", "Inkoopprijs"),
    )


class Effort(TableModel):
    """One row of work or expense for a customer."""

    table = "tblInspanning"
    sheet = "Inspanning"
    help = "Uren en kosten die een klant vroeg."

    date: Day = column("Datum", help="Dag van het werk.", synonyms=("Date",), required=True)
    customer_id: Id = column("Klantnr", help="Voor welke klant.", synonyms=_CUSTOMER_ID, required=True)
    activity: Text | None = column(
        "Activiteit", help="Soort werk; zie het blad Tarieven.", synonyms=("Activity", "Werksoort", "Taak")
    )
    hours: Hours | None = column("Uren", help="Uren, als 1,5 of als 1:30.", synonyms=("Hours", "Aantal uren"))
    expense: Amount | None = column(
        "Kosten", help="Andere kosten in EUR (reis, emballage, korting achteraf).", synonyms=("Expense", "Onkosten")
    )
    employee: Text | None = column("Medewerker", help="Wie het deed.", synonyms=("Employee", "Naam"))


class Rate(TableModel):
    """The cost of one activity."""

    table = "tblTarieven"
    sheet = "Tarieven"
    help = "Wat een uur per activiteit kost, of hoeveel minuten één stuk kost."
    key = ("activity",)

    activity: Text = column(
        "Activiteit", help="Naam van de activiteit.", synonyms=("Activity", "Werksoort", "Taak"), required=True
    )
    hourly_cost: Annotated[float, ColumnKind.AMOUNT, Field(ge=0, le=100_000, allow_inf_nan=False)] = column(
        "Kostprijs per uur", help="Wat een uur kost in EUR.", synonyms=("Uurtarief", "Tarief", "Hourly cost"), required=True
    )
    driver: Literal["uur", "factuur", "regel", "creditregel", "klant"] | None = column(
        "Drijver",
        help="Waarvan het aantal telt: uur (geschreven uren), factuur, regel, creditregel of klant (per jaar).",
        synonyms=("Driver",),
    )
    minutes_per_unit: Annotated[float, ColumnKind.NUMBER, Field(ge=0, le=100_000, allow_inf_nan=False)] | None = column(
        "Minuten per stuk", help="Minuten per factuur, regel, creditregel of klant.", synonyms=("Minuten", "Minutes per unit")
    )


class CustomerRating(TableModel):
    """What one rater thinks of working for a customer."""

    table = "tblBeoordeling"
    sheet = "Beoordeling"
    help = "Hoe het is om voor de klant te werken; meer beoordelaars per klant mag."

    customer_id: Id = column("Klantnr", help="Welke klant.", synonyms=_CUSTOMER_ID, required=True)
    energy: Rating | None = column("Energie", help="1 tot 5; 5: geeft energie, 1: kost energie.", synonyms=("Energy",))
    culture: Rating | None = column("Cultuur", help="1 tot 5; 5: past bij ons.", synonyms=("Culture", "Cultuurfit"))
    rater: Text | None = column("Beoordelaar", help="Wie beoordeelt; de nieuwste rij per beoordelaar telt.", synonyms=("Rater",))
    date: Day | None = column("Datum", help="Dag van de beoordeling.", synonyms=("Date",))


class AccountManager(TableModel):
    """One account manager."""

    table = "tblAccountmanagers"
    sheet = "Team"
    help = "Eén rij per accountmanager."
    key = ("name",)

    name: Text = column("Naam", help="Zoals in het blad Klanten.", synonyms=("Accountmanager", "Name"), required=True)
    capacity_hours: Hours | None = column(
        "Capaciteit", help="Uren per jaar voor klanten.", synonyms=("Uren per jaar", "Capacity")
    )


class Chemistry(TableModel):
    """How well one account manager and one customer get on."""

    table = "tblKlik"
    sheet = "Klik"
    help = "Niet verplicht: hoe goed het klikt tussen klant en accountmanager."
    key = ("customer_id", "account_manager")

    customer_id: Id = column("Klantnr", help="Welke klant.", synonyms=_CUSTOMER_ID, required=True)
    account_manager: Text = column("Accountmanager", help="Welke accountmanager.", synonyms=("Naam",), required=True)
    chemistry: Rating = column("Klik", help="1 tot 5; 5: het klikt goed.", synonyms=("Chemistry",), required=True)


TABLES: tuple[type[TableModel], ...] = (
    Customer,
    InvoiceLine,
    Product,
    Effort,
    Rate,
    CustomerRating,
    AccountManager,
    Chemistry,
)
"""Every input table, in the order of the sheets."""
BY_TABLE: dict[str, type[TableModel]] = {model.table: model for model in TABLES}
"""Input table by the name of its Excel table."""
