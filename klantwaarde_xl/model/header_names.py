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
    | Klantennummer | Debiteurcode | Debiteurennummer | Afnemernummer | Klantid
    | Klantreferentie | Relatie-ID
    | Customer Acct. | Customer Account | Cust. No. | Client No. | Client ID | Client Number
    | Client Code | Sold-to Party | Sold-to No. | Buyer Code | Customer Ref
    | Kundennummer | Kundennr | Kunden-Nr. | Kunde Nr. | Kd.-Nr. | Debitorennummer | Debitorennr. | Debitor
    | Debitorenkonto | Debitor-Nr. | Kundencode | Auftraggeber
    | Code client | N° client | No client | Numéro client | Numéro de client | Réf. client
    | Référence client | Compte client | Identifiant client | Compte auxiliaire
    | Verkooprelatie | Contactcode | Contactnummer
    | Nr. debiteur | Nummer debiteur | Code debiteur | Nr. klant | Nummer klant | Code klant | Nr. relatie
    | Nummer relatie | Code relatie | Nr. verkooprelatie | Code verkooprelatie | Debtor ID | DebtorCode
    | Contact ID | Partner ID
""")
PRODUCT_ID = _names("""
    Artikelcode | Artikelnummer | Artikelnr | Artikel | artnr | artcode | Productnummer | Productnr |
    Item productcode | LineProductCode | Item code | Item No. | sku | Product ID | StockCode
    | Item Number | Product Code | Product Number | Lineitem sku
    | Product
    | Materiaalnummer | Materiaalcode
    | Item ID | Part Number | Part No. | Material Number | SKU Code
    | Artikel-Nr. | Materialnummer | Materialnr. | Material | Produktnummer | Produktcode | Warennummer
    | Code article | Référence article | Réf. article | Code produit | Référence produit | N° article
    | Nr. artikel | Nummer artikel | Code artikel | Nr. product | Code product
""")
DATE = _names("""
    Factuurdatum | Datum factuur | Boekdatum | Boekingsdatum | Datum transactie | fldDatum | InvoiceDate
    | Invoice date | Posting Date | Issue date | DateSent | Belegdatum | BLDAT | BUDAT | Date
    | Orderdatum | Order Date | Besteldatum | Order datum | Transaction Date | Invoice datum | Verkoopdatum
    | Sales Date | Document Date
    | Notadatum | Facturatiedatum | Datum van factuur | Documentdatum | Boekstukdatum | Transactiedatum
    | Datum order | Datum nota | Datum boeking | Bestel datum
    | Billing Date | Bill Date | Date of invoice | Invoiced on | Trans. Date | Date of sale | Sale Date
    | Accounting Date | Invoiced Date | Date Invoiced
    | Rechnungsdatum | Buchungsdatum | Fakturadatum | Datum Rechnung | Auftragsdatum | Verkaufsdatum
    | Rg.-Datum | Re-Datum | Rechnung vom | Bestelldatum
    | Date de facture | Date facture | Date de facturation | Date facturation | Date comptable
    | Date pièce | Date de commande | Date commande | Date de vente | Date document
    | Created at | Order Created
    | Invoice/Bill Date | Bondatum | Datum bon | Kassadatum | Receipt Date | Ticket Date | Datum verkoop
    | Nota datum | Verkoop datum | Boeking datum
""")
ORDER_DATE = _names("""
    Orderdatum | Order Date | Besteldatum | Order datum | Datum order | Bestel datum | Auftragsdatum
    | Bestelldatum | Date de commande | Date commande | Created at | Order Created
""")
"""Of :data:`DATE` those of the order, which is not invoiced on that day: an invoice date goes before them."""
SECOND_CHOICE = (
    *ORDER_DATE,
    *("Bondatum", "Datum bon", "Kassadatum", "Receipt Date", "Ticket Date", "Contact ID", "Partner ID"),
    *("Bonnummer", "Bonnr.", "Kassabonnummer", "Kassabon", "Receipt No.", "Receipt Number", "Ticket Number"),
)
"""Headers that tell a field only where no better one does: of a till or of a person beside an invoice."""
CUSTOMER_NAME = _names("""
    Naam | Naam debiteur | Debiteurnaam | Debiteurennaam | Relatienaam | Kpl.-/rel.naam | Relatie |
    Klant | Klant naam | Bedrijfsnaam | Bedrijf | AccountName | InvoiceToName | Client | Customer |
    Customer Name
    | Factuur aan: Naam | Debtor name | Company Name | CompanyName
    | Partner | Invoice Partner Display Name | Debiteur naam
    | Naam klant | Naam afnemer | Afnemer | Klantomschrijving | Naam relatie | Organisatie | Firmanaam
    | Buyer | Buyer Name | Client Name | Sold-to Name | Organization | Organisation | Bill-to Name
    | Sell-to Customer Name
    | Kunde | Kundenname | Firma | Firmenname | Name des Kunden | Debitorenname | Kundenbezeichnung
    | Nom client | Nom du client | Raison sociale | Société | Nom de la société | Intitulé client
    | Naam verkooprelatie | ContactName | Contact Name | Billing Name | Billing Company | Contactnaam
""")
PARENT_ID = _names("""
    Moeder | Groep | Concernnr | Parent
""")
SEGMENT = _names("""
    Branche | Klantgroep | Klantsoort | Marktsegment | Klantsegment | Doelgroep | Sector | Bedrijfstak
    | Customer Segment | Customer Group | Customer Type | Industry | Market Segment
    | Kundengruppe | Kundensegment | Segment client | Groupe client | Type de client
""")
REGION = _names("""
    Rayon | Gebied | Region | Country
    | Verkoopgebied | Land | Sales Territory | Territory | Area | Verkaufsgebiet | Bundesland | Pays | Secteur
""")
ACCOUNT_MANAGER = _names("""
    Vertegenwoordiger | Verkoper | Account manager | Salesperson
    | Verkoopmedewerker | Relatiebeheerder | Buitendienst | Sales Rep | Sales Representative | Sales Person
    | Salesman | Account Executive | Vertreter | Außendienst | Kundenbetreuer | Verkäufer | Commercial
    | Représentant | Vendeur
""")
INVOICE_ID = _names("""
    Factuurnummer | Notanr. | fldFactuurnummer | factuur_code | Document No. | Documentnr. |
    InvoiceNumber | Invoice no | InvoiceNo | Belegnummer | XBLNR | BELNR
    | Ordernummer | Order ID | Order No. | Order Number | Ordernr | Order | Bestelnummer | Transaction ID
    | Factuurcode | Notanummer | Nota | Factuur
    | Faktuurnummer | Notanr | Documentnummer | Boekstuknummer | Nota nummer
    | Invoice | Invoice ID | Inv. No. | Bill No. | Billing Document | Invoice Ref
    | Rechnungsnummer | Rechnungsnr. | Rechnungs-Nr. | Rechnung Nr. | Rechnung | Belegnr. | Beleg
    | Fakturanummer | Faktura | Auftragsnummer | Re.-Nr.
    | Numéro de facture | Numéro facture | N° facture | N° de facture | No facture | Num facture | Facture
    | Réf. facture | N° pièce | Numéro de commande | Commande
    | Nr. factuur | Nummer factuur | Bonnummer | Bonnr. | Kassabonnummer | Kassabon | Receipt No.
    | Receipt Number | Ticket Number
""")
QUANTITY = _names("""
    regel_aantal | Item aantal | Lineitem quantity | Hoeveelheid | Quantity | Qty
    | Aantal eenheden | Order Quantity | Quantity Ordered | Units | Aantal stuks | Besteld aantal
    | Gefactureerd aantal | Aantal gefactureerd | Aantal geleverd | Geleverd aantal | Verkocht aantal
    | Aantal verkocht
    | Invoiced Quantity | Qty. Invoiced | Billed Quantity | Quantity Invoiced | Units Sold | Quantity Sold
    | Shipped Quantity
    | Menge | Anzahl | Stückzahl | Fakturierte Menge | Verkaufte Menge | Liefermenge | Absatzmenge
    | Quantité | Qté | Quantité facturée | Qté facturée | Quantité vendue | Nombre d'unités
""")
REVENUE = _names("""
    Netto bedrag | Netto omzet | Omzet excl. btw | Omzet (excl. btw) | Omzet exclusief btw | Opbrengst |
    Omzetbedrag | Bedrag excl. BTW | Bedrag excl. | excl btw | Totaal excl. BTW | TotaalExclBTW |
    Subtotaal | regel_totaal_ex_btw | Regelbedrag excl. btw | Amount Excl. VAT | AmountFCExclVat |
    TotalExclVat | Line Amount | Net amount | Revenue
    | Omzet ex BTW | Omzet excl | Omzet ex. | Sales | Sales Amount | Verkoopbedrag | Line Total | LineTotal
    | Extended Price | Net Sales | Netto verkoopbedrag | Regelbedrag | Turnover
    | Subtotal | Untaxed Amount | Price Subtotal | Net amount (EUR) | Netto
    | Totaalbedrag excl. btw | Totaalbedrag ex btw | Totaalbedrag exclusief btw | Regelbedrag ex btw
    | Regelbedrag exclusief btw | Omzetwaarde | Regelomzet | Gefactureerd excl. btw | Gefactureerd ex btw
    | Exclusief btw | Ex btw
    | Netto factuurbedrag | Factuurbedrag netto | Factuurbedrag excl. btw | Factuurbedrag ex btw
    | Bedrag ex btw | Bedrag exclusief btw | Bedrag netto | Totaal exclusief btw | Totaal ex btw
    | Netto omzetbedrag | Omzet netto | Netto waarde | Nettowaarde | Netto regelbedrag | Regelbedrag netto
    | Regeltotaal excl. btw | Netto totaal | Totaal netto | Verkoopomzet | Netto verkoopwaarde
    | Net Value | Net Invoice Amount | Net Invoice Value | Invoice Amount excl. VAT | Net Line Amount
    | Line Net Amount | Line Extension Amount | Net Sales Amount | Net Sales Value | Net Revenue
    | Sales Revenue | Sales Value | Net Total | Total Net | Net Turnover | Amount ex VAT
    | Amount excluding VAT | Total excl. VAT | Total ex VAT | Total excluding VAT | Value excl. VAT
    | Amount Net
    | Nettobetrag | Netto Betrag | Betrag netto | Nettoumsatz | Umsatz | Umsatz netto | Nettowert
    | Rechnungsbetrag netto | Netto Rechnungsbetrag | Gesamt netto | Gesamtbetrag netto
    | Positionsbetrag netto
    | Umsatzerlöse | Erlös | Verkaufserlös | Betrag ohne MwSt | Betrag exkl. MwSt | Nettosumme
    | Montant HT | Montant hors taxes | Montant hors taxe | Total HT | Total hors taxes | Montant net HT
    | CA HT
    | Chiffre d'affaires | Chiffre d'affaires HT | Net HT | Montant net | Prix total HT
    | Total ligne HT | Montant facturé HT
    | Bedrag (LV) excl. btw | Regelbedrag (LV) | Regelbedrag (excl. btw) | Bedrag (excl. btw)
    | Totaalprijs exclusief btw | Totaalprijs excl. btw | Prijs exclusief btw | Totaal (excl. btw)
    | Untaxed Amount Signed | Untaxed Signed | Total price excl. tax | Total price excluding tax
    | Total excl. tax | Total excluding tax | Total ex tax | Amount excl. tax | Amount excluding tax
    | Subtotal excl. tax | Line total excl. tax | Price total excl. tax | Total price excl. VAT
    | Total (excl. tax) | Total (excl. VAT)
""")
MARGIN = _names("""
    Brutowinst | Brutomarge | Omzetmarge | Profit (LCY) | Revenue margin | Margin
    | Profit | Gross Profit | Winst
    | Bruto winst | Bruto marge | Margebedrag | Gross Profit Amount | Margin Amount
    | Rohertrag | Rohgewinn | Bruttogewinn | Bruttomarge | Deckungsbeitrag
    | Marge brute | Marge commerciale
""")
CURRENCY = _names("""
    Valutacode | Munt | Currency | WAERS | Factuurvaluta | Valuta factuur | Munteenheid | Muntsoort
    | Muntcode | Valutasoort | Valuta code | Currency code | Curr. | Cur. | Curr. code | Document Currency
    | Invoice Currency | Transaction Currency | Currency Key | ISO | ISO-code | ISO code valuta
    | Valuta (ISO) | DocumentCurrencyCode | Deviezen | Währung | Devise
""")
DESCRIPTION = _names("""
    Artikelomschrijving | Beschrijving | Item omschrijving | LineDescription | Description
    | Product Name | Lineitem name | Item Description | Product Description | Artikelnaam | Productnaam
    | Product omschrijving | Productomschrijving | Item Name | Item Desc.
    | Artikelbezeichnung | Bezeichnung | Produktbezeichnung | Warenbezeichnung
    | Désignation | Libellé | Libellé article | Description article
""")
PRODUCT_GROUP = _names("""
    Artikelgroep | Opbr.groep | Assortiment | Categorie | Item group | Product group
    | Category | Sub-Category | Product Line | Product Category
    | Hoofdgroep | Artikelcategorie | Omzetgroep | Productcategorie | Product Family | Item Category
    | Material Group | Warengruppe | Artikelgruppe | Produktgruppe | Famille | Catégorie | Famille article
    | Groupe de produits
""")
UNIT_COST = _names("""
    Vaste verrekenprijs | vvp | Unit Cost (LCY) | unitCostLCY | COSTPRICE | Inkoopprijs
    | Cost per unit | Einstandspreis | Einkaufspreis | Prix d'achat | Prix de revient unitaire
""")
DOCUMENT_TYPE = _names("""
    Soort | Documentsoort | Type | Ordersoort | Factuurstatus | Status | Document Type | Invoice Type
    | Soort document | Factuursoort | Factuurtype | Documenttype | Doc. type | Order Status |
    Invoice Status | Orderstatus | Transactietype | Transactiesoort | Type document
    | Boekingstype | Boekingssoort | Boekingsoort | Regeltype | Regelsoort | Mutatiesoort | Mutatietype
    | Notasoort | Stuksoort | Bewijssoort | Doc type | DocType | Document Category | Billing Type
    | InvoiceTypeCode | Type de document | Soort boeking | Documentart
    | Entry Type | Transaction Type | Record Type | Belegart | Line Type | Factuur/credit | Soort factuur
    | Documentstatus | Document Status | Financial Status | Sales Status | Order State | Statut | Belegstatus
    | Auftragsstatus | Rechnungsstatus | Boekingsstatus | Regelstatus | Line Status | Type de pièce
    | Scenario | Soort cijfers | Cijfersoort | Budget/werkelijk | Werkelijk/budget | Actual/budget
    | Waardetype
    | Statusomschrijving | Omschrijving status | Naam status | Status naam | Status name | Factuurstatus naam
    | Belegtyp | Vorgangsart | Vorgang | Type facture | Type de facture | Document state | Invoice state
""")
COST = _names("""
    Kostprijs regel | Kostprijs totaal | Cost amount | COGS | Cost of Goods Sold | Inkoopwaarde
    | Kostprijs omzet | Kostprijs verkopen | Kostprijswaarde | Inkoopbedrag | Totale kostprijs | Total Cost
    | Extended Cost | Line Cost | Regelkostprijs | Inkoopkosten | Purchase value
    | Kosten verkopen | Inkoop totaal | Cost of Sales | Total Cost of Goods
    | Wareneinsatz | Einstandswert | Wareneinstandswert | Coût de revient | Coût total | Coût des ventes
    | Kosten van de omzet | Kostprijs van de omzet | Umsatzkosten
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
NO_TURNOVER_FLAG = _names("""
    Geannuleerd | Is geannuleerd | Geannuleerd ja/nee | Geannuleerd (j/n) | Annulering
    | Concept | Is concept | Verwijderd | Is verwijderd | Proforma | Is proforma | Cancelled | Canceled
    | Is cancelled | Is canceled | IsCancelled | Cancelled (y/n)
    | Deleted | Is deleted | IsDeleted | Void | Voided
    | Is void | Draft | Is draft | IsDraft | Offerte | Is offerte | Testorder | Is test | Storniert | Annule
    | Geannuleerd op | Annuleringsdatum | Datum annulering | Datum geannuleerd | Cancelled at | Canceled at
    | Cancelled on | Cancellation Date | Cancelled date | Verwijderd op | Deleted at | Voided at | Stornodatum
""")
VAT_AMOUNT = _names("""
    BTW | Btw-bedrag | BTW bedrag | TotaalBTW | TotalVat | LineTax | VAT | VAT Amount | Tax | Tax Amount
    | Taxes | Sales Tax | MwSt | MwSt-Betrag | USt | Umsatzsteuer | TVA | Montant TVA
""")
ACCOUNT = _names("""
    Grootboekrekening | Grootboekrek. | Grootboeknummer | fldGrootboeknummer | Grootboek | TegenrekeningCode
    | LineGLNumber | HKONT | Code grootboekrekening
""")
JOURNAL = _names("""
    Dagboek | fldDagboek | Dagboekcode | Dagboeknaam | Dagboek omschrijving | Dagboeksoort | Dagboektype
    | Naam dagboek | Code dagboek | Journaal | Journal | Journal name | Journal code | Journal type
    | JournalDescription | Journal description
""")
UNIT_PRICE = _names("""
    Prijs | Stukprijs | Eenheidsprijs | PrijsPerEenheid | regel_prijs_ex_btw | Artikelprijs
    | LinePrice | Lineitem price | Price Each | Item Price | Verkoopprijs | Unit price
    | Sales Price | UnitAmount | Unit Amount | Einzelpreis | Stückpreis | Preis | Prix unitaire
    | Prix unitaire HT | PU HT | Prijs per stuk | Prijs/stuk | Prijs p/st | Prijs per eenheid
    | Verkoopprijs per stuk | Verkoopprijs per eenheid | Prijs per stuk excl. btw
    | Stukprijs excl. btw | Eenheidsprijs excl. btw | Prijs per eenheid excl. btw | Price per unit
    | Unit price excl. VAT | Unit price excl. tax
""")
