"""Words for kinds of documents, as ``document_types`` compares them: without case, accents and spaces."""

from __future__ import annotations

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
}
_NO_TURNOVER_STARTS = (
    "geannuleerd",
    "cancelled",
    "canceled",
    "proforma",
    "conceptf",
    "draftinv",
    "draftsales",
)
_INVOICE = {"fac", "fact", "inv", "vkf", "380", "f2", "faktura", "fattura"}
_INVOICE_PARTS = ("factuur", "invoice", "rechnung", "facture", "faktuur", "factura")


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


def is_invoice(word: str) -> bool:
    """Return whether a word is one for an ordinary invoice.

    >>> is_invoice("termijnfactuur"), is_invoice("salesinvoice"), is_invoice("storno")
    (True, True, False)
    """
    return word in _INVOICE or any(part in word for part in _INVOICE_PARTS)
