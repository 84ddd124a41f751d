"""Headers seen in exports for a column, beside the canonical one; earlier names go before later ones."""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    """Return the headers that stand in this text between bars."""
    return tuple(name for part in text.split("|") if (name := " ".join(part.split())))


CUSTOMER_ID = _names("""
    Klantnummer | Klant nr | Klantcode | Debiteurnummer | Debiteurnr | Debiteur | Deb.nr. | Relatiecode
    | Relatienr | Relatienummer | fldRelatiecode | Orderklantnr. | Factuurklantnr. | Sell-to Customer
    No. | Bill-to Customer No. | Customer No. | Customer ID | CustomerID | AccountCode | KUNNR
""")
PRODUCT_ID = _names("""
    Artikelcode | Artikelnummer | Artikelnr | Artikel | artnr | artcode | Productnummer | Productnr |
    Item productcode | LineProductCode | Item code | Item No. | sku | Product ID | StockCode
""")
DATE = _names("""
    Factuurdatum | Datum factuur | Boekdatum | Boekingsdatum | Datum transactie | fldDatum | InvoiceDate
    | Invoice date | Posting Date | Issue date | DateSent | Belegdatum | BLDAT | BUDAT | Date
""")
CUSTOMER_NAME = _names("""
    Naam | Naam debiteur | Debiteurnaam | Debiteurennaam | Relatienaam | Kpl.-/rel.naam | Relatie |
    Klant | Klant naam | Bedrijfsnaam | Bedrijf | AccountName | InvoiceToName | Client | Customer |
    Customer Name
""")
PARENT_ID = _names("""
    Moeder | Groep | Concernnr | Parent
""")
REGION = _names("""
    Rayon | Gebied | Region | Country
""")
ACCOUNT_MANAGER = _names("""
    Vertegenwoordiger | Verkoper | Account manager | Salesperson
""")
INVOICE_ID = _names("""
    Factuurnummer | Notanr. | fldFactuurnummer | factuur_code | Document No. | Documentnr. |
    InvoiceNumber | Invoice no | InvoiceNo | Belegnummer | XBLNR | BELNR
""")
QUANTITY = _names("""
    regel_aantal | Item aantal | Hoeveelheid | Quantity | Qty
""")
REVENUE = _names("""
    Netto bedrag | Netto omzet | Omzet excl. btw | Omzet (excl. btw) | Omzet exclusief btw | Opbrengst |
    Omzetbedrag | Bedrag excl. BTW | Bedrag excl. | excl btw | Totaal excl. BTW | TotaalExclBTW |
    Subtotaal | regel_totaal_ex_btw | Regelbedrag excl. btw | Amount Excl. VAT | AmountFCExclVat |
    TotalExclVat | Line Amount | Net amount | Revenue
""")
MARGIN = _names("""
    Brutowinst | Brutomarge | Omzetmarge | Profit (LCY) | Revenue margin | Margin
""")
CURRENCY = _names("""
    Valutacode | Munt | Currency | WAERS
""")
DESCRIPTION = _names("""
    Artikelomschrijving | Beschrijving | Item omschrijving | LineDescription | Description
""")
PRODUCT_GROUP = _names("""
    Artikelgroep | Opbr.groep | Assortiment | Categorie | Item group | Product group
""")
UNIT_COST = _names("""
    Vaste verrekenprijs | vvp | Unit Cost (LCY) | unitCostLCY | COSTPRICE | Inkoopprijs
""")
