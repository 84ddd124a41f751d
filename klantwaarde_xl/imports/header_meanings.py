"""Headers of exports: which field each one is, which are left out, and which only the user can tell.

The fields of the input tables know their own headers (``model.tables``). Here stand the headers that exports
have beside those: figures that are not taken over (due date, VAT, last year), figures from which a field is
computed (debit and credit, price), and headers that mean one thing in one package and something else in
another. Those are asked for and never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from klantwaarde_xl.model.declaration import TableModel, normalise_header
from klantwaarde_xl.model.header_names import (
    ACCOUNT,
    DOCUMENT_TYPE,
    JOURNAL,
    SIDE,
    UNIT_COST,
    UNIT_PRICE,
    VAT_AMOUNT,
)
from klantwaarde_xl.model.headers import HeaderMatch, match_headers
from klantwaarde_xl.model.split_dates import DATE_PIECES
from klantwaarde_xl.model.tables import Customer, InvoiceLine, Product


class Use(StrEnum):
    """What happens with a column; the value is what the user reads."""

    FIELD = "wordt gebruikt"
    HELPER = "wordt gebruikt voor de berekening"
    IGNORED = "wordt niet gebruikt"
    ASK = "kan meer dan één ding zijn"
    UNKNOWN = "wordt niet herkend"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header stands for.

    ``use``: how it is used. ``name``: our name for it. ``words``: Dutch words for it. ``choices``: the fields
    among which the user chooses.
    """

    use: Use
    name: str
    words: str
    choices: tuple[str, ...] = ()


def _all(meaning: Meaning, *headers: str) -> dict[str, Meaning]:
    return {normalise_header(header): meaning for header in headers}


_AMOUNT = Meaning(Use.ASK, "amount", "een bedrag met of zonder btw", ("revenue", "gross_amount"))
_EXPORTS: dict[str, Meaning] = {
    **_all(
        Meaning(Use.IGNORED, "due_date", "een vervaldatum"),
        "Vervaldatum",
        "Vervalt",
        "Verval",
        "DueDate",
        "DateDue",
        "Vervaldagen",
        *("Date due", "Fälligkeitsdatum", "Fällig am", "Date d'échéance", "Échéance", "Betaaldatum"),
    ),
    **_all(Meaning(Use.IGNORED, "period", "een deel van een datum"), *DATE_PIECES),
    **_all(
        Meaning(Use.HELPER, "unit_price", "een prijs per stuk"),
        *UNIT_PRICE,
    ),
    **_all(
        Meaning(Use.IGNORED, "gross_amount", "een bedrag inclusief btw"),
        *(
            "Bedrag incl. BTW",
            "Totaal incl. BTW",
            "TotaalInclBTW",
            "TotalInclVat",
            "AmountDC",
            "Bedrag incl.",
            "incl btw",
            *("Factuurbedrag incl. btw", "Bedrag inclusief btw", "Totaal inclusief btw", "Brutobedrag"),
            *("Gross Amount", "Amount incl. VAT", "Amount including VAT", "Total incl. VAT", "Gross Value"),
            *("Total price incl. tax", "Total price including tax", "Total incl. tax", "Total including tax"),
            *("Amount incl. tax", "Total Signed"),
            *(
                "Bruttobetrag",
                "Rechnungsbetrag brutto",
                "Betrag brutto",
                "Gesamt brutto",
                "Betrag inkl. MwSt",
            ),
            *(
                "Totaalprijs inclusief btw",
                "Bedrag (incl. btw)",
                "Totaal (incl. btw)",
                "Montant TTC",
                "Total TTC",
                "Prix TTC",
                "Net à payer",
            ),
        ),
    ),
    **_all(
        _AMOUNT,
        "Bedrag",
        "Factuur",
        "Totaal",
        "Amount",
        "Total",
        "Saldo",
        "Basisbedrag",
        "Euro",
        "Betrag in Hauswährung",
    ),
    **_all(_AMOUNT, "Bedrag in administratie valuta", "Factuurbedrag", "Openstaand"),
    **_all(
        _AMOUNT, "Invoice Amount", "Invoice Total", "Value", "Waarde", "Regeltotaal", "Gefactureerd bedrag"
    ),
    **_all(_AMOUNT, "Betrag", "Rechnungsbetrag", "Gesamtbetrag", "Gesamt", "Summe", "Wert"),
    **_all(_AMOUNT, "Montant", "Montant total", "Montant facture", "Valeur", "Solde"),
    **_all(
        Meaning(Use.IGNORED, "vat_amount", "een btw-bedrag"),
        *VAT_AMOUNT,
    ),
    **_all(
        Meaning(Use.IGNORED, "vat_rate", "een btw-tarief"),
        *("BTW %", "btw%", "Btw-code", "BTWCode", "VAT %", "LineTaxPercentage", "Btw-percentage"),
        *("VAT Rate", "Tax Rate", "MwSt %", "MwSt-Satz", "Steuersatz", "Taux TVA", "TVA %"),
    ),
    **_all(
        Meaning(Use.ASK, "cost_amount", "een kostprijs per stuk of per regel", ("cost", "unit_cost")),
        *("Kostprijs", "Inkoopprijs", "COSTPRICE", "Cost", "Kostprijs (LV)"),
    ),
    **_all(
        Meaning(Use.HELPER, "unit_cost", "een kostprijs per stuk"),
        *("Kostprijs per stuk", "Kostprijs/stuk", "Kostprijs p/st", "Kostprijs per eenheid", "Stukkostprijs"),
        *(name for name in UNIT_COST if normalise_header(name) not in {"costprice", "inkoopprijs"}),
        *("Unit Cost", "buyPrice", "Inkoopprijs per stuk"),
    ),
    **_all(
        Meaning(Use.IGNORED, "prior_year", "een cijfer van vorig jaar"),
        *("Omzet VJ", "Revenue PY", "Omzet aantal vorig jaar", "Omzetmarge vorig jaar", "Omzet vorig jaar"),
    ),
    **_all(
        Meaning(Use.IGNORED, "discount", "een korting"),
        *("Korting", "Kortingsbedrag", "AmountDiscount", "Discount", "Discount Applied", "Korting %"),
        *("Rabatt", "Remise", "Lineitem discount", "Discount Amount", "Kortingsbedrag regel", "Rabattbetrag"),
    ),
    **_all(Meaning(Use.HELPER, "side", "debet of credit"), *SIDE),
    **_all(Meaning(Use.HELPER, "debit", "een debetbedrag"), "Debet", "fldDebet", "Debit"),
    **_all(Meaning(Use.HELPER, "credit", "een creditbedrag"), "Credit", "fldCredit"),
    **_all(
        Meaning(Use.HELPER, "account", "een grootboekrekening"),
        *ACCOUNT,
    ),
    **_all(
        Meaning(Use.IGNORED, "journal", "een dagboek of boekstuk"),
        *JOURNAL,
        "Boekstuk",
        "Boekst.nr.",
        "Boekingscode",
    ),
    **_all(
        Meaning(Use.IGNORED, "cost_centre", "een kostenplaats"),
        *("Kostenplaats", "Kostenplaatsnummer", "KPL", "Kpl.-naam", "Kostendrager"),
    ),
    **_all(
        Meaning(Use.IGNORED, "project", "een project"),
        "Project",
        "Projectcode",
        "Projectnummer",
        "Act./proj.",
    ),
    **_all(
        Meaning(Use.IGNORED, "doc_type", "een soort document"),
        *DOCUMENT_TYPE,
    ),
    **_all(
        Meaning(Use.ASK, "relation_or_cost_centre", "een klant of een kostenplaats", ("customer_id",)),
        "Kpl./rel.",
    ),
    **_all(
        Meaning(Use.ASK, "contact", "een klant of een contactpersoon", ("customer_id", "name")), "Contact"
    ),
    **_all(
        Meaning(Use.ASK, "code", "een klantnummer of een artikelcode", ("customer_id", "product_id")),
        "Code",
        "No.",
        "Nr.",
        "Nummer",
    ),
    **_all(Meaning(Use.FIELD, "customer_id", "klantnummer"), "Factuurklantnr", "Order klantnr"),
    **_all(Meaning(Use.FIELD, "customer_name", "klantnaam"), "Debiteurennaam"),
    **_all(Meaning(Use.FIELD, "invoice_id", "factuurnummer"), "Factuur nr", "Invoice number", "Factuurnr"),
    **_all(Meaning(Use.FIELD, "date", "factuurdatum"), "factuur_datum", "Factuur datum"),
    **_all(Meaning(Use.FIELD, "description", "omschrijving"), "regel_beschrijving"),
}


_IN_PRODUCT_LISTS = {"cost_amount": "unit_cost", "unit_cost": "unit_cost", "code": "product_id"}
"""What only the user can tell elsewhere, by its field in a list of products: no lines stand there, and no
customers."""
_LISTS = ("lines", "line", "regels", "regel", "items")
"""How the name of a list ends that stands before a header: ``Invoice lines/Subtotal``."""
_OF_PRODUCTS = {"cost_amount", "unit_cost", "product_group"}


@cache
def _known() -> dict[str, Meaning]:
    known: dict[str, Meaning] = {}
    for model in (InvoiceLine, Customer, Product):
        for header, field in model.by_header().items():
            words = next(item.header for item in model.columns() if item.field == field)
            known.setdefault(header, Meaning(Use.FIELD, field, words))
    # What exports are known to mean by a header goes before what the template means by it, except where it is
    # a plain synonym.
    for header, meaning in _EXPORTS.items():
        if meaning.use is not Use.FIELD or header not in known:
            known[header] = meaning
    return known


def meaning_of(header: str) -> Meaning:
    """Return what a header of an export stands for; only equality after normalising counts, never likeness.

    >>> meaning_of("Debiteurnr.").name, meaning_of("Bedrag").use.name, meaning_of("Bedrag incl. btw").use.name
    ('customer_id', 'ASK', 'IGNORED')
    >>> meaning_of("Bedrag excl. btw").name, meaning_of("Bijzonder veld").use.name
    ('revenue', 'UNKNOWN')
    """
    return _known().get(normalise_header(own_part(header)), Meaning(Use.UNKNOWN, "", ""))


def own_part(header: str) -> str:
    """Return a header without the name of the list before it, as exports of nested lists write it.

    >>> own_part("Invoice lines/Product"), own_part("D/C"), own_part("Kpl./rel.")
    ('Product', 'D/C', 'Kpl./rel.')
    """
    before, mark, after = header.rpartition("/")
    is_list = before.strip().lower().endswith(_LISTS)
    return after.strip() if mark and after.strip() and is_list else header


def match_export(headers: Sequence[str], model: type[TableModel]) -> HeaderMatch:
    """Return which column of an export holds which field of this table.

    A header that means something else in exports, or that only the user can tell, is no field here, even
    where the template knows it.

    >>> found = match_export(["Debiteur", "Omzet", "Kostprijs", "Netto bedrag"], InvoiceLine)
    >>> found.fields
    {'customer_id': 0, 'revenue': 1}
    >>> match_export(["Code", "Omschrijving", "Kostprijs"], Product).fields
    {'product_id': 0, 'description': 1, 'unit_cost': 2}
    """
    is_product_list = model is Product and any(meaning_of(header).name in _OF_PRODUCTS for header in headers)
    read_as = [_read_as(header, model, is_product_list) for header in headers]
    return match_headers(read_as, model)


def _read_as(header: str, model: type[TableModel], is_product_list: bool) -> str:
    """Return the header under which the template knows this column, '' for none."""
    header = own_part(header)
    plain = normalise_header(header)
    meaning = _EXPORTS.get(plain)
    if meaning is None:
        return header
    if is_product_list and meaning.name in _IN_PRODUCT_LISTS:
        return _IN_PRODUCT_LISTS[meaning.name]
    if meaning.use is not Use.FIELD:
        return ""
    return header if plain in model.by_header() else meaning.name
