"""Headers seen in exports for a column, beside the canonical one; earlier names go before later ones."""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    """Return the headers that stand in this text between bars."""
    return tuple(name for part in text.split("|") if (name := " ".join(part.split())))


CUSTOMER_ID = _names("""
    Klantnummer | Klant nr | Klantcode | Debiteurnummer | Debiteurnr | Debiteur | Deb.nr. | Relatiecode
    | Relatienr | Relatienummer | fldRelatiecode | Orderklantnr. | Factuurklantnr. | Sell-to Customer
    No. | Bill-to Customer No. | Customer No. | Customer ID | CustomerID | AccountCode | KUNNR
    | Customer Number | Customer Code | Factuur aan: Code | Klant-ID | Debtor No. | Debtor number
""")
PRODUCT_ID = _names("""
    Artikelcode | Artikelnummer | Artikelnr | Artikel | artnr | artcode | Productnummer | Productnr |
    Item productcode | LineProductCode | Item code | Item No. | sku | Product ID | StockCode
    | Item Number | Product Code | Product Number
    | Product
""")
DATE = _names("""
    Factuurdatum | Datum factuur | Boekdatum | Boekingsdatum | Datum transactie | fldDatum | InvoiceDate
    | Invoice date | Posting Date | Issue date | DateSent | Belegdatum | BLDAT | BUDAT | Date
    | Orderdatum | Order Date | Besteldatum | Order datum | Transaction Date | Invoice datum | Verkoopdatum
    | Sales Date | Document Date
""")
CUSTOMER_NAME = _names("""
    Naam | Naam debiteur | Debiteurnaam | Debiteurennaam | Relatienaam | Kpl.-/rel.naam | Relatie |
    Klant | Klant naam | Bedrijfsnaam | Bedrijf | AccountName | InvoiceToName | Client | Customer |
    Customer Name
    | Factuur aan: Naam | Debtor name | Company Name | CompanyName
    | Partner | Invoice Partner Display Name | Debiteur naam
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
    | Ordernummer | Order ID | Order No. | Order Number | Ordernr | Order | Bestelnummer | Transaction ID
    | Factuurcode | Notanummer | Nota | Factuur
""")
QUANTITY = _names("""
    regel_aantal | Item aantal | Hoeveelheid | Quantity | Qty
    | Aantal eenheden | Order Quantity | Quantity Ordered | Units | Aantal stuks | Besteld aantal
""")
REVENUE = _names("""
    Netto bedrag | Netto omzet | Omzet excl. btw | Omzet (excl. btw) | Omzet exclusief btw | Opbrengst |
    Omzetbedrag | Bedrag excl. BTW | Bedrag excl. | excl btw | Totaal excl. BTW | TotaalExclBTW |
    Subtotaal | regel_totaal_ex_btw | Regelbedrag excl. btw | Amount Excl. VAT | AmountFCExclVat |
    TotalExclVat | Line Amount | Net amount | Revenue
    | Omzet ex BTW | Omzet excl | Omzet ex. | Sales | Sales Amount | Verkoopbedrag | Line Total | LineTotal
    | Extended Price | Net Sales | Netto verkoopbedrag | Regelbedrag | Turnover
    | Subtotal | Untaxed Amount | Price Subtotal | Net amount (EUR) | Netto
""")
MARGIN = _names("""
    Brutowinst | Brutomarge | Omzetmarge | Profit (LCY) | Revenue margin | Margin
    | Profit | Gross Profit | Winst
""")
CURRENCY = _names("""
    Valutacode | Munt | Currency | WAERS | Factuurvaluta | Valuta factuur | Munteenheid | Muntsoort
    | Muntcode | Valutasoort | Valuta code | Currency code | Curr. | Cur. | Curr. code | Document Currency
    | Invoice Currency | Transaction Currency | Currency Key | ISO | ISO-code | ISO code valuta
    | Valuta (ISO) | DocumentCurrencyCode | Deviezen | Währung | Devise
""")
DESCRIPTION = _names("""
    Artikelomschrijving | Beschrijving | Item omschrijving | LineDescription | Description
    | Product Name | Item Description | Product Description | Artikelnaam | Productnaam
""")
PRODUCT_GROUP = _names("""
    Artikelgroep | Opbr.groep | Assortiment | Categorie | Item group | Product group
    | Category | Sub-Category | Product Line | Product Category
""")
UNIT_COST = _names("""
    Vaste verrekenprijs | vvp | Unit Cost (LCY) | unitCostLCY | COSTPRICE | Inkoopprijs
""")
DOCUMENT_TYPE = _names("""
    Soort | Documentsoort | Type | Ordersoort | Factuurstatus | Status | Document Type | Invoice Type
    | Soort document | Factuursoort | Factuurtype | Documenttype | Doc. type | Order Status |
    Invoice Status | Orderstatus | Transactietype | Transactiesoort | Type document
    | Boekingstype | Boekingssoort | Boekingsoort | Regeltype | Regelsoort | Mutatiesoort | Mutatietype
    | Notasoort | Stuksoort | Bewijssoort | Doc type | DocType | Document Category | Billing Type
    | InvoiceTypeCode | Type de document | Soort boeking | Documentart
    | Entry Type | Transaction Type | Record Type | Belegart | Line Type | Factuur/credit | Soort factuur
""")
COST = _names("""
    Kostprijs regel | Kostprijs totaal | Cost amount | COGS | Cost of Goods Sold | Inkoopwaarde
    | Kostprijs omzet | Kostprijs verkopen | Kostprijswaarde | Inkoopbedrag | Totale kostprijs | Total Cost
    | Extended Cost | Line Cost | Regelkostprijs | Inkoopkosten | Purchase value
""")
SIDE = _names("""
    D/C | Debet/Credit | SHKZG | DC | D/C-code | D-C | C/D | Debit/Credit | Dr/Cr | D of C | DebetCredit
    | Debet of credit | Debit or credit | Credit/Debet | Debit Credit Indicator | Debet-credit
    | Af/Bij | Af Bij | Bij/Af | Plus/min | Soll/Haben | S/H | DebitCreditCode
""")
CREDIT_FLAG = _names("""
    Credit | Creditnota | Creditfactuur | Is credit | Is creditnota | Creditregel | Kredietnota | Krediet
    | Credit note | Credit Memo | CreditNote | IsCredit | Credit ja/nee | Credit (j/n) | Is credit note
""")
