"""Makes small e-invoices for the tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def invoice(
    *amounts: str,
    total: str,
    root: str = "Invoice",
    extra: str = "",
    currency: str = "EUR",
    number: str = "F1",
) -> str:
    """Return an invoice or credit note with a line per amount; ``extra`` goes behind the customer."""
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    lines = "".join(
        f"<cac:{root}Line><cbc:ID>1</cbc:ID><cbc:{quantity}>2</cbc:{quantity}>"
        f"<cbc:LineExtensionAmount>{amount}</cbc:LineExtensionAmount><cac:Item><cbc:Name>Bal</cbc:Name>"
        "<cac:SellersItemIdentification><cbc:ID>A1</cbc:ID></cac:SellersItemIdentification></cac:Item>"
        f"</cac:{root}Line>"
        for amount in amounts
    )
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" {SPACES}>'
        f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2025-03-04</cbc:IssueDate>"
        f"<cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>"
        "<cac:AccountingCustomerParty><cac:Party>"
        "<cac:PartyIdentification><cbc:ID>00123</cbc:ID></cac:PartyIdentification><cac:PartyLegalEntity>"
        "<cbc:RegistrationName>=1+1 BV</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>"
        f"</cac:AccountingCustomerParty>{extra}<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>{total}"
        f"</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal>{lines}</{root}>"
    )


def save(path: Path, text: str) -> Path:
    """Write the text and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def document_level(indicator: str, amount: str) -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator><cbc:Amount>{amount}</cbc:Amount>"
        "</cac:AllowanceCharge>"
    )


def zipped(path: Path, entries: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return path
