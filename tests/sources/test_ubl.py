"""E-invoices: every real sample reconciles, the sign follows from the root, and what is unsafe or foreign is
refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from raw_cells import cells
from ubl_files import invoice, save

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.sources.ubl import read_ubl


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


def test_an_invoice_that_does_not_add_up_is_refused_and_the_others_are_read(tmp_path) -> None:
    save(tmp_path / "1.xml", invoice("10.00", total="10.05"))
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
    seller = (
        "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID>{}</cbc:EndpointID></cac:Party>"
        "</cac:AccountingSupplierParty>"
    )
    first, second, third = (seller.format(name) for name in ("11", "11 ", "22"))
    save(tmp_path / "1.xml", invoice("7.00", total="7.00", extra=first))
    save(tmp_path / "2.xml", invoice("7.00", total="7.00", extra=second))
    save(tmp_path / "3.xml", invoice("7.00", total="7.00", extra=third))
    save(tmp_path / "4.xml", invoice("7.00", total="7.00", extra=first, root="CreditNote"))
    found = read_ubl(tmp_path, are_sales=True)
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


def test_nothing_to_read_is_said(tmp_path) -> None:
    with pytest.raises(KlantwaardeError, match="KW-525"):
        read_ubl(tmp_path)
    with pytest.raises(KlantwaardeError, match="KW-001"):
        read_ubl(tmp_path / "weg")
