"""Words for kinds of documents, as ``document_types`` compares them: without case, accents and spaces."""

from __future__ import annotations

import re
from enum import Enum

from klantwaarde_xl.model.declaration import normalise_header

_CREDIT = {
    *("credit", "cr", "cn", "crn", "cm", "avoir", "refund", "381", "creditregel", "creditering", "g2"),
    *("restitutie", "refundering", "remboursement", "erstattung", "ruckerstattung", "abono"),
    *("negatievefactuur", "arcredit"),
}
_CREDIT_STARTS = (
    *("creditn", "creditf", "creditm", "creditinvoice", "creditadj", "kredietn", "kredietf", "kreditn"),
    *("kreditr", "kreditf", "verkoopcreditn", "verkoopcreditf", "salescredit", "arcreditm", "gutschrift"),
    *("facturedavoir", "notedecredit", "notadecredit", "notadicredit"),
    *("stornore", "stornof", "stornon", "terugbetaling", "verkoopcredit", "avoir"),
)
_RETURN = {"retour", "retouren", "return", "returns", "rma", "storno", "retoure", "rucksendung", "teruggave"}
_RETURN_STARTS = ("retourf", "retourz", "retouro", "retourn", "returnorder", "salesreturn")
_NO_TURNOVER = {
    *("concept", "conceptfactuur", "draft", "vervallen", "proforma", "proformafactuur", "325"),
    *("cancelled", "canceled", "void", "voided", "failed", "mislukt", "entwurf", "brouillon", "abgelehnt"),
    *("offerte", "quote", "quotation", "angebot", "devis", "verwijderd", "deleted", "afgewezen", "rejected"),
    *("pakbon", "lieferschein", "orderbevestiging", "auftragsbestatigung", "opdrachtbevestiging", "annule"),
    *("afgekeurd", "bozza", "borrador", "storniert", "ongeldig", "invalid", "ungultig", "abandoned"),
    *("offertes", "quotes", "pakbonnen", "concepten", "nogtefactureren", "tefactureren", "nietgefactureerd"),
    *(
        "ongefactureerd",
        "unbilled",
        "notinvoiced",
        "nietgeboekt",
        "voorlopig",
        "voorlopigefactuur",
        "testorder",
        "testfactuur",
    ),
}
_NO_TURNOVER_STARTS = (
    *("geannuleerd", "cancelled", "canceled", "proforma", "conceptf", "draftinv", "draftsales", "inkoopf"),
    *("purchasei", "purchasec", "purchaseo", "inkoopord", "inkoopc", "eingangsrechn", "facturedachat"),
)
_BESIDE_SALES = {
    *("budget", "begroting", "begroot", "forecast", "prognose", "plan", "planned", "gepland"),
    *("inkoop", "inkopen", "purchase", "purchases", "einkauf", "achat"),
}
_SALES = {
    *("werkelijk", "werkelijkheid", "realisatie", "gerealiseerd", "actual", "actuals", "ist", "omzet"),
    *("verkoop", "verkopen", "sale", "sales", "gefactureerd", "vente", "verkauf", "realised", "realized"),
}
_UNDONE = {
    *("gecrediteerd", "deelsgecrediteerd", "gedeeltelijkgecrediteerd", "vollediggecrediteerd", "credited"),
    *("teruggestort", "terugbetaald", "gedeeltelijkterugbetaald", "deelsterugbetaald", "refunded"),
    *("partiallyrefunded", "partialrefund", "partialrefunded", "partiallycredited", "reversed"),
    *("teruggedraaid", "gestorneerd", "chargeback", "chargedback", "erstattet", "gutgeschrieben"),
    *("rembourse", "tegengeboekt", "teruggeboekt", "teruggenomen", "gecrediteerdefactuur"),
}
_NOT_FINAL = {
    *("inbehandeling", "onhold", "indewacht", "pending", "pendingpayment", "processing", "optie"),
    *(
        "wachtopbetaling",
        "wachtenopbetaling",
        "awaitingpayment",
        "teverwerken",
        "nietverwerkt",
        "inbewerking",
    ),
    *("tegoedkeuring", "wachtopgoedkeuring", "nietgoedgekeurd", "onverwerkt", "inafwachting", "aangehouden"),
    *("inaanvraag", "teaccorderen", "nietdefinitief", "betwist", "disputed", "ingeschil"),
}
_OF_CREDITS = re.compile(
    r"creditn\w*|creditf\w*|creditering(?:en)?|credits|creditregels|kreditn\w*|kreditf\w*|kredietn\w*"
    r"|kredietf\w*|retouren|retourzendingen"
)
_OF_NO_TURNOVER = re.compile(
    r"offertes?|quotes?|quotations?|angebote?|begroting(?:en)?|budget(?:s|ten)?|forecasts?|prognoses?"
    r"|pakbon(?:nen)?|vrachtbrie\w*|orderbevestiging(?:en)?|proforma\w*|concept(?:en|f\w*)?|drafts?|draftinv\w*"
    r"|geannuleerde?|annulering(?:en)?|verwijderde?|vervallen|inkopen|inkoop(?:f\w*|r\w*)?|purchases?"
    r"|crediteuren|pipeline|leads|prullenbak|scenarios?|voorbeeld(?:en)?|sjabloon|betaling(?:en)?"
    r"|ontvangsten|incassos?|cancelled|canceled|ongefactureerd|unbilled"
)
_WHOLE_NO_TURNOVER = ("onderhandenwerk", "nogtefactureren", "tefactureren", "nietgefactureerd", "proforma")
_INVOICES = re.compile(
    r"factu\w*|omzet\w*|verkop\w*|verkoop\w*|sales|invoices?|realisatie|werkelijk\w*|actuals?"
)
_OF_TITLES = re.compile(
    r"offertes?\w*|quot(?:es?|ations?)|begroting(?:en)?|forecasts?|prognoses?|pakbon(?:nen)?|proforma\w*"
    r"|conceptf\w*|draftinv\w*|inkoopf\w*|orderbevestiging(?:en)?|ongefactureerd|unbilled"
)
"""Of these words only those that are hardly part of a company's name."""
_AROUND = re.compile(
    r"s|open|openstaande?|lopende|uitstaande|alle|overzicht|lijst|totaal|van|voor|per|t|m|en|het|de|jaar|maand"
    r"|kwartaal|week|versie|regels|jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?"
    r"|aug(?:ustus)?|sep(?:t|tember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_LEGAL_FORM = re.compile(r"\b(?:b\.?v|n\.?v|v\.?o\.?f|c\.?v|gmbh|ltd|holding|groep|zn)\b", re.IGNORECASE)
_BESIDE = {"en", "and", "und", "of", "vs", "versus", "tov", "met", "plus"}
_WITHOUT = {"zonder", "geen", "excl", "exclusief", "behalve", "no", "without"}
_WORD = re.compile(r"[a-z]{1,40}|[&+/,]")
_INVOICE = {"fac", "fact", "inv", "vkf", "380", "f2", "faktura", "fattura"}
_INVOICE_PARTS = ("factuur", "invoice", "rechnung", "facture", "faktuur", "factura")


class SheetKind(Enum):
    """What the name of a sheet tells of its lines."""

    CREDIT = "credit"
    NO_TURNOVER = "no turnover"


def kind_of_sheet(name: str) -> SheetKind | None:
    """Return what a sheet holds by its name; None when it does not tell, or also tells of invoices.

    >>> [kind_of_sheet(name) for name in ("Offertes 2024", "Creditnota's", "Facturen en offertes", "Blad1")]
    [<SheetKind.NO_TURNOVER: 'no turnover'>, <SheetKind.CREDIT: 'credit'>, None, None]
    """
    if normalise_header(name.replace("_", " ")).startswith(_WHOLE_NO_TURNOVER):
        return SheetKind.NO_TURNOVER
    words = _WORD.findall(name.lower().replace("_", " "))
    joined = bool({*_BESIDE, "&", "+", "/", ","} & set(words)) and any(map(_INVOICES.fullmatch, words))
    if joined or _WITHOUT & set(words):
        return None
    if any(map(_OF_NO_TURNOVER.fullmatch, words)):
        return SheetKind.NO_TURNOVER
    return SheetKind.CREDIT if any(map(_OF_CREDITS.fullmatch, words)) else None


def kind_of_title(title: str) -> SheetKind | None:
    """Return what is below a title, when it says nothing else; None when it does not tell for certain.

    A title may be the name of a company, so every word must be one of documents or of a period.

    >>> [kind_of_title(title) for title in ("Openstaande offertes", "Prognose 2025", "Concept Keukens")]
    [<SheetKind.NO_TURNOVER: 'no turnover'>, <SheetKind.NO_TURNOVER: 'no turnover'>, None]
    """
    if normalise_header(title).rstrip("0123456789") in _WHOLE_NO_TURNOVER:
        return SheetKind.NO_TURNOVER
    words = [word for word in _WORD.findall(title.lower().replace("_", " ")) if not _AROUND.fullmatch(word)]
    told = [kind_of_sheet(word) for word in words]
    return told[0] if told and ":" not in title and len(set(told)) == 1 else None


def doubts_turnover(title: str) -> bool:
    """Return whether a title may say that what is below it is no turnover, without saying it for certain.

    >>> [doubts_turnover(title) for title in ("Begroting 2025 Utrecht", "Offerte Adviesgroep B.V.", "Omzet")]
    [True, False, False]
    """
    words = _WORD.findall(title.lower().replace("_", " "))
    told = any(map(_OF_TITLES.fullmatch, words)) and ":" not in title and not _LEGAL_FORM.search(title)
    return told and kind_of_title(title) is None and kind_of_sheet(title) is SheetKind.NO_TURNOVER


def is_credit(word: str) -> bool:
    """Return whether a word is one for a credit note.

    >>> [is_credit(word) for word in ("kreditnota", "gutschrift", "creditcard", "factuur")]
    [True, True, False, False]
    """
    return word in _CREDIT or word.startswith(_CREDIT_STARTS)


def is_return(word: str) -> bool:
    """Return whether a word is one for goods or an invoice taken back; of a status that does not tell.

    >>> is_return("retourzending"), is_return("storno"), is_return("levering")
    (True, True, False)
    """
    return word in _RETURN or word.startswith(_RETURN_STARTS)


def is_no_turnover(word: str) -> bool:
    """Return whether a word is one for a document that is no turnover, such as a draft or a quotation.

    >>> is_no_turnover("geannuleerddoorklant"), is_no_turnover("annuleringskosten")
    (True, False)
    """
    return word in _NO_TURNOVER or word.startswith(_NO_TURNOVER_STARTS)


def is_beside_sales(word: str) -> bool:
    """Return whether a word is one for a plan or a purchase, where other lines of the column are sales.

    >>> is_beside_sales("budget"), is_beside_sales("luxe")
    (True, False)
    """
    return word in _BESIDE_SALES


def is_sale(word: str) -> bool:
    """Return whether a word is one for a sale that took place, beside plans or purchases.

    >>> is_sale("actual"), is_sale("verkoopfactuur"), is_sale("luxe")
    (True, True, False)
    """
    return word in _SALES or is_invoice(word)


def is_undone(word: str) -> bool:
    """Return whether a status tells that a sale was taken back afterwards.

    >>> is_undone("gecrediteerd"), is_undone("partiallyrefunded"), is_undone("credit")
    (True, True, False)
    """
    return word in _UNDONE


def is_not_final(word: str) -> bool:
    """Return whether a status tells that a sale is not certain yet.

    >>> is_not_final("onhold"), is_not_final("betaald")
    (True, False)
    """
    return word in _NOT_FINAL


def is_invoice(word: str) -> bool:
    """Return whether a word is one for an ordinary invoice.

    >>> is_invoice("termijnfactuur"), is_invoice("salesinvoice"), is_invoice("storno")
    (True, True, False)
    """
    return word in _INVOICE or any(part in word for part in _INVOICE_PARTS)
