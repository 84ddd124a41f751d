"""The input tables that few firms need, one declaration each, as in ``model.tables``.

A sheet is one of the tables with ``by_name_only`` when it or its Excel table has that name: their headers are
those of other tables too.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from klantwaarde_xl.model import header_names as names
from klantwaarde_xl.model.declaration import (
    Amount,
    ColumnKind,
    Id,
    Month,
    Rating,
    TableModel,
    Text,
    column,
)


class Chemistry(TableModel):
    """How well one account manager and one customer get on."""

    table = "tblKlik"
    sheet = "Klik"
    help = "Niet verplicht: hoe goed het klikt tussen klant en accountmanager."
    key = ("customer_id", "account_manager")

    customer_id: Id = column("Klantnr", help="Welke klant.", synonyms=names.CUSTOMER_ID, required=True)
    account_manager: Text = column(
        "Accountmanager", help="Welke accountmanager.", synonyms=("Naam",), required=True
    )
    chemistry: Rating = column(
        "Klik", help="1 tot 5; 5: het klikt goed.", synonyms=("Chemistry",), required=True
    )


class Merge(TableModel):
    """One customer number that counts as another customer."""

    table = "tblSamenvoegen"
    sheet = "Samenvoegen"
    help = "Niet verplicht: klantnummers die bij een andere klant horen, zoals een dubbel ingevoerde klant."
    key = ("customer_id",)
    by_name_only = True

    customer_id: Id = column(
        "Klantnr", help="Het nummer dat vervalt.", synonyms=names.CUSTOMER_ID, required=True
    )
    into: Id = column(
        "Hoort bij",
        help="Het nummer van de klant waarbij alles van dit nummer telt.",
        synonyms=("Samenvoegen met", "Telt als", "Nieuw klantnr", "Belongs to"),
        required=True,
    )


class ExchangeRate(TableModel):
    """The rate of one currency in one month."""

    table = "tblKoersen"
    sheet = "Koersen"
    help = "Niet verplicht: wisselkoersen per maand; zij gaan voor die van de instellingen."
    key = ("month", "currency")
    by_name_only = True

    month: Month = column(
        "Maand",
        help="De maand waarin de koers geldt: een dag van die maand, of 01-2025.",
        synonyms=("Periode", "Month", "Datum"),
        required=True,
    )
    currency: Text = column(
        "Valuta", help="De munt, bijvoorbeeld USD.", synonyms=("Munt", "Muntsoort", "Currency"), required=True
    )
    rate: Annotated[float, ColumnKind.NUMBER, Field(ge=0.000_001, le=1e6, allow_inf_nan=False)] = column(
        "Koers",
        help="Euro per eenheid van de munt, bijvoorbeeld 0,92.",
        synonyms=("Wisselkoers", "EUR per eenheid", "Rate"),
        required=True,
    )


class LedgerTotal(TableModel):
    """What the ledger says of one entity in one month or year."""

    table = "tblBoekhouding"
    sheet = "Boekhouding"
    help = "Niet verplicht: omzet volgens het grootboek, per maand of per jaar; een auditfile vult dit blad."
    key = ("entity", "year", "month")
    by_name_only = True

    entity: Text | None = column(
        "Administratie",
        help="De vennootschap of administratie, zoals bij de factuurregels.",
        synonyms=("Entity", "Vennootschap"),
    )
    year: Annotated[float, ColumnKind.NUMBER, Field(ge=1990, le=2199, allow_inf_nan=False)] = column(
        "Jaar", help="Het kalenderjaar.", synonyms=("Year", "Boekjaar"), required=True
    )
    month: Annotated[float, ColumnKind.NUMBER, Field(ge=1, le=12, allow_inf_nan=False)] | None = column(
        "Maand",
        help="De maand, 1 tot en met 12; leeg: het hele jaar.",
        synonyms=("Month", "Periode"),
    )
    revenue: Amount | None = column(
        "Omzet", help="Netto omzet volgens het grootboek in EUR.", synonyms=("Netto omzet", "Revenue")
    )
    serving_cost: Amount | None = column(
        "Kosten bediening",
        help="Wat verkoop, binnendienst en andere bediening van klanten kostten, in EUR.",
        synonyms=("Bedieningskosten", "Serving cost"),
    )
