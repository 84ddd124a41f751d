"""E-invoices: every real sample reconciles, the sign follows from the root, and what is unsafe or foreign is
refused."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources import ubl
from klantwaarde_xl.sources import zipped as zips
from klantwaarde_xl.sources.ubl import ALLOWANCE, CHARGE, read_ubl

SPACES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)


def invoice(
    *amounts: str,
    root: str = "Invoice",
    total: str,
    extra: str = "",
    currency: str = "EUR",
    item: str = "A1",
    number: str = "F1",
) -> str:
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    lines = "".join(
        f"<cac:{root}Line><cbc:ID>1</cbc:ID><cbc:{quantity}>2</cbc:{quantity}><cbc:LineExtensionAmount>{a}</cbc:LineExtensionAmount>"
        f"<cac:Item><cbc:Name>Bal</cbc:Name><cac:SellersItemIdentification><cbc:ID>{item}</cbc:ID></cac:SellersItemIdentification>"
        f"</cac:Item></cac:{root}Line>"
        for a in amounts
    )
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" {SPACES}><cbc:ID>{number}</cbc:ID>'
        f"<cbc:IssueDate>2025-03-04</cbc:IssueDate><cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>"
        "<cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>00123</cbc:ID></cac:PartyIdentification>"
        "<cac:PartyLegalEntity><cbc:RegistrationName>=1+1 BV</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>"
        f"</cac:AccountingCustomerParty>{extra}<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>{total}</cbc:TaxExclusiveAmount>"
        f"</cac:LegalMonetaryTotal>{lines}</{root}>"
    )


def save(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def cells(table: RawTable, header: str) -> list[object]:
    column = table.columns[table.headers.index(header)]
    return [column.value(row) for row in range(len(table))]


def document_level(indicator: str, amount: str) -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator><cbc:Amount>{amount}</cbc:Amount>"
        "</cac:AllowanceCharge>"
    )


def test_every_real_sample_reconciles_with_its_own_total(shared_data) -> None:
    folder = shared_data / "ubl"
    found = read_ubl(folder, rates={"GBP": 1.0, "SEK": 1.0})
    files = sorted(folder.rglob("*.xml"))
    assert [name for name, _ in found.failed] == ["NLCIUS-CII_ok_example.xml"]
    assert found.failed[0][1].code == "KW-520"
    # One file less for each that is equal to another byte for byte.
    doubles = len(files) - len({path.read_bytes() for path in files})
    assert len(found.invoices) == len(files) - 1 - doubles
    assert (found.invoices["amount"] == found.invoices["declared"]).all()
    total = sum(Decimal(str(amount)) for amount in cells(found.transactions, "Omzet"))
    assert total == sum(Decimal(str(amount)) for amount in found.invoices["declared"])
    assert all(cells(found.transactions, "Klantnr"))


def test_a_foreign_sample_is_refused_without_a_rate(shared_data) -> None:
    found = read_ubl(shared_data / "ubl")
    assert {problem.code for _, problem in found.failed} == {"KW-520", "KW-522"}


def test_the_sign_follows_from_the_first_element(tmp_path) -> None:
    save(tmp_path / "1.xml", invoice("10.01", "-4.00", total="6.01"))
    save(tmp_path / "2.xml", invoice("10.00", "-1.50", root="CreditNote", total="8.50"))
    found = read_ubl(tmp_path)
    assert cells(found.transactions, "Omzet") == [10.01, -4.0, -10.0, 1.5]
    assert cells(found.transactions, "Aantal") == [2.0, 2.0, -2.0, -2.0]
    assert found.invoices["amount"].tolist() == [6.01, -8.5]
    assert cells(found.customers, "Klantnr") == ["00123"]
    assert cells(found.customers, "Klantnaam") == ["=1+1 BV"]


@pytest.mark.parametrize(("yes", "no"), [("true", "false"), ("1", "0")])
def test_charges_and_allowances_of_the_document_are_lines_of_their_own(tmp_path, yes, no) -> None:
    extra = document_level(yes, "25.00") + document_level(no, "5.50")
    found = read_ubl(save(tmp_path / "1.xml", invoice("100.00", total="119.50", extra=extra)))
    assert cells(found.transactions, "Productcode") == ["A1", CHARGE, ALLOWANCE]
    assert cells(found.transactions, "Omzet") == [100.0, 25.0, -5.5]


def test_an_invoice_that_does_not_add_up_is_refused_and_the_others_are_read(tmp_path) -> None:
    save(tmp_path / "1.xml", invoice("10.00", total="10.01"))
    save(tmp_path / "2.xml", invoice("7.00", total="7.00"))
    found = read_ubl(tmp_path)
    assert [(name, problem.code) for name, problem in found.failed] == [("1.xml", "KW-523")]
    assert found.invoices["amount"].tolist() == [7.0]


def test_the_same_file_twice_counts_once(tmp_path) -> None:
    text = invoice("7.00", total="7.00")
    save(tmp_path / "1.xml", text)
    save(tmp_path / "2.xml", text)
    found = read_ubl(tmp_path)
    assert found.invoices["amount"].tolist() == [7.0]
    assert [finding.code for finding in found.findings] == ["KW-527"]


def test_one_number_in_files_that_differ_is_said_and_both_count(tmp_path) -> None:
    seller = "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID>{}</cbc:EndpointID></cac:Party></cac:AccountingSupplierParty>"
    first, second, third = (seller.format(name) for name in ("11", "11 ", "22"))
    save(tmp_path / "1.xml", invoice("7.00", total="7.00", extra=first))
    save(tmp_path / "2.xml", invoice("7.00", total="7.00", extra=second))
    save(tmp_path / "3.xml", invoice("7.00", total="7.00", extra=third))
    save(tmp_path / "4.xml", invoice("7.00", total="7.00", extra=first, root="CreditNote"))
    found = read_ubl(tmp_path)
    # Another seller may use the number too, and a seller may number his credit notes apart.
    assert [(finding.code, finding.count) for finding in found.findings] == [("KW-528", 2)]
    assert (
        "Nummer F1 van verkoper 11 staat in 2 verschillende bestanden: '1.xml', '2.xml'."
        in found.findings[0].message
    )
    assert found.invoices["amount"].tolist() == [7.0, 7.0, 7.0, -7.0]


def test_a_rate_converts_per_line(tmp_path) -> None:
    path = save(tmp_path / "1.xml", invoice("10.00", total="10.00", currency="USD"))
    assert read_ubl(path).failed[0][1].code == "KW-522"
    assert read_ubl(path, rates={"USD": 0.9}).invoices["amount"].tolist() == [9.0]


def test_a_large_attachment_does_no_harm(tmp_path) -> None:
    pdf = (
        "<cac:X><cbc:EmbeddedDocumentBinaryObject>"
        + "QUJD" * 3_000_000
        + "</cbc:EmbeddedDocumentBinaryObject></cac:X>"
    )
    assert not read_ubl(save(tmp_path / "1.xml", invoice("7.00", total="7.00", extra=pdf))).failed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>', "KW-720"),
        ("<!DOCTYPE Invoice><Invoice/>", "KW-720"),
        ("<Order/>", "KW-521"),
        ("<CrossIndustryInvoice/>", "KW-520"),
        ("<Invoice/>", "KW-524"),
        ("<Invoice>", "KW-503"),
        ("<Invoice>\x00</Invoice>", "KW-503"),
        (invoice("abc", total="1.00"), "KW-526"),
        (invoice("Infinity", total="1.00"), "KW-526"),
        (invoice("1.00", total="1.00").replace("2025-03-04", "4 maart"), "KW-526"),
        ("<Invoice>" + "<a>" * 3000 + "</a>" * 3000 + "</Invoice>", "KW-721"),
    ],
)
def test_hostile_and_broken_documents_are_refused_in_words(tmp_path, text, code) -> None:
    assert read_ubl(save(tmp_path / "1.xml", text)).failed[0][1].code == code


def zipped(path: Path, entries: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return path


def test_a_zip_of_invoices_is_read(tmp_path) -> None:
    entries = {"a/1.xml": invoice("7.00", total="7.00"), "__MACOSX/1.xml": "x", "lees.txt": "x"}
    found = read_ubl(zipped(tmp_path / "f.zip", entries))
    assert found.invoices["file"].tolist() == ["f.zip/1.xml"]
    assert not found.failed


@pytest.mark.parametrize("name", ["../1.xml", "/etc/1.xml", "a/../../1.xml", "..\\1.xml"])
def test_a_zip_that_points_outside_itself_is_refused(tmp_path, name) -> None:
    found = read_ubl(zipped(tmp_path / "f.zip", {name: invoice("7.00", total="7.00")}))
    assert [problem.code for _, problem in found.failed] == ["KW-721"]
    assert len(found.invoices) == 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["f.zip"]


def test_a_zip_bomb_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(ubl, "MAX_TREE_BYTES", 1_000_000)
    found = read_ubl(zipped(tmp_path / "f.zip", {"1.xml": "<Invoice>" + " " * 5_000_000 + "</Invoice>"}))
    assert [problem.code for _, problem in found.failed] == ["KW-721"]
    monkeypatch.setattr(zips, "MOST_ZIP_BYTES", 1_500)
    many = {f"{i}.xml": invoice("7.00", total="7.00", number=str(i)) for i in range(3)}
    assert read_ubl(zipped(tmp_path / "g.zip", many)).failed[0][1].code == "KW-721"
    monkeypatch.setattr(zips, "MOST_ENTRIES", 2)
    assert read_ubl(zipped(tmp_path / "h.zip", many)).failed[0][1].code == "KW-721"


def test_a_damaged_zip_is_named_and_the_rest_is_read(tmp_path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", invoice("7.00", total="7.00"))
    data = bytearray(whole.getvalue())
    data[60:70] = b"\xff" * 10
    (tmp_path / "a.zip").write_bytes(data)
    save(tmp_path / "b.xml", invoice("8.00", total="8.00"))
    found = read_ubl(tmp_path / "b.xml")
    assert found.invoices["amount"].tolist() == [8.0]
    assert read_ubl([tmp_path / "a.zip", tmp_path / "b.xml"]).failed[0][0] == "a.zip"


def test_nothing_to_read_is_said(tmp_path) -> None:
    with pytest.raises(KlantwaardeError, match="KW-525"):
        read_ubl(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-001"):
        read_ubl(tmp_path / "weg")
