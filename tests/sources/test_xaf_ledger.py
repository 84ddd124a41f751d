"""The ledger as it is read: element names of all versions, accounts in any place, codes before names."""

from __future__ import annotations

from audit_files import LEDGER, audit_file, journal, line
from raw_cells import cells

from klantwaarde_xl.sources.xaf import read_xaf


def test_the_reference_scheme_beats_number_and_name(tmp_path) -> None:
    journals = journal(line("8000", "5.00", "C") + line("8100", "9.00", "C"))
    path = audit_file(tmp_path / "a.xaf", journals, rgs="<leadReference>WOmzNoh</leadReference>")
    found = read_xaf(path)
    assert found.accounts["reason"].to_dict() == {"1300": "", "8000": "RGS", "8100": ""}
    chosen = read_xaf(path, revenue_accounts=["8100"])
    assert chosen.revenue == 9.0
    assert chosen.accounts["candidate"].to_dict()["8000"]


def test_clair_names_and_any_case_are_understood(tmp_path) -> None:
    text = (
        "<AUDITFILE><header><auditfileVersion>CLAIR2.00.00</auditfileVersion>"
        "<companyName>Oud BV</companyName></header><generalLedger><ledgerAccount><accountID>8000</accountID>"
        "<accountDesc>Omzet</accountDesc><accountType>W</accountType></ledgerAccount></generalLedger>"
        "<transactions><journal><journalID>V</journalID><type>S</type><Transaction>"
        "<transactionID>1</transactionID><period>1</period><transactionDate>2009-02-03</transactionDate>"
        "<line><recordID>1</recordID><accountID>8000</accountID><custSupID>9</custSupID>"
        "<documentID>F</documentID><creditAmount>12.34</creditAmount></line>"
        "<line><accountID>8000</accountID><debitAmount>2.34</debitAmount><productDesc>Bal</productDesc>"
        "</line></Transaction></journal></transactions></AUDITFILE>"
    )
    (tmp_path / "a.xaf").write_text(text, encoding="utf-8")
    found = read_xaf(tmp_path / "a.xaf")
    assert (found.version, found.company, found.revenue) == ("2", "Oud BV", 10.0)
    assert cells(found.transactions, "Productcode") == ["8000", "Bal"]
    assert cells(found.transactions, "Klantnr") == ["9", "9"]


def test_accounts_behind_the_postings_are_found_too(tmp_path) -> None:
    path = audit_file(tmp_path / "a.xaf", journal(line("8000", "5.00", "C")), ledger="")
    text = path.read_text(encoding="utf-8").replace("</company>", LEDGER.format(rgs="") + "</company>")
    path.write_text(text, encoding="utf-8")
    assert read_xaf(path).revenue == 5.0
