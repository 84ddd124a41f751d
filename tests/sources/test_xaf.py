"""Audit files: the figures of the real samples, the ways to a customer, and everything that must be refused
or said."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from klantwaarde_xl.errors import KlantwaardeError, UnsafeFileError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.model.tables import UNASSIGNED
from klantwaarde_xl.sources.xaf import read_xaf

HEAD = (
    "<header><fiscalYear>2025</fiscalYear><curCode>{cur}</curCode><softwareDesc>Test</softwareDesc></header><company>"
    "<companyName>Proef BV</companyName>"
)
LEDGER = (
    "<customersSuppliers><customerSupplier><custSupID>K1</custSupID><custSupName>Eén &amp; Zn</custSupName></customerSupplier>"
    "<customerSupplier><custSupID>K2</custSupID><custSupName>=1+1</custSupName></customerSupplier></customersSuppliers>"
    "<generalLedger><ledgerAccount><accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp></ledgerAccount>"
    "<ledgerAccount><accID>8000</accID><accDesc>Omzet hoog</accDesc><accTp>P</accTp>{rgs}</ledgerAccount>"
    "<ledgerAccount><accID>8100</accID><accDesc>Kostprijs omzet</accDesc><accTp>P</accTp></ledgerAccount></generalLedger>"
)


def line(account: str, amount: str, side: str, extra: str = "") -> str:
    return (
        f"<trLine><nr>1</nr><accID>{account}</accID><docRef>D</docRef><effDate>2025-03-04</effDate>"
        f"<amnt>{amount}</amnt><amntTp>{side}</amntTp>{extra}</trLine>"
    )


def journal(lines: str, kind: str = "S", period: str = "3") -> str:
    return (
        f"<journal><jrnID>VRK</jrnID><desc>Verkoop</desc><jrnTp>{kind}</jrnTp><bankAccNr>NL01BANK0123456789</bankAccNr>"
        f"<transaction><nr>7</nr><periodNumber>{period}</periodNumber><trDt>2025-03-01</trDt>{lines}</transaction></journal>"
    )


def audit_file(
    path: Path, journals: str, *, rgs: str = "", cur: str = "EUR", ledger: str | None = None, top: str = ""
) -> Path:
    body = (
        HEAD.format(cur=cur)
        + (LEDGER.format(rgs=rgs) if ledger is None else ledger)
        + f"<transactions>{journals}</transactions></company>"
    )
    path.write_text(
        f'{top}<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2">{body}</auditfile>', encoding="utf-8"
    )
    return path


def cells(table: RawTable, header: str) -> list[object]:
    column = table.columns[table.headers.index(header)]
    return [column.value(row) for row in range(len(table))]


@pytest.mark.parametrize(("account", "shown"), [("8010", "8010"), ("", "zonder nummer")])
def test_postings_on_an_account_that_the_ledger_does_not_name_are_said(
    account: str, shown: str, tmp_path: Path
) -> None:
    lines = (
        line("8000", "100.00", "C")
        + line(account, "25.50", "C")
        + line(account, "5.00", "D")
        + line("1300", "120.50", "D")
    )
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(lines)))
    assert found.revenue == 100
    (said,) = [finding for finding in found.findings if finding.code == "KW-519"]
    assert said.message == (
        f"Boekingen op rekeningen die het grootboek van de auditfile niet noemt ({shown}): 2, samen € "
        f"20,50 credit."
    )
    # An account that the user chose needs no name to count.
    if account:
        assert "KW-519" not in {
            f.code for f in read_xaf(tmp_path / "a.xaf", revenue_accounts=["8000", account]).findings
        }


# Counted in the files by hand and with a second program (lxml alone).
@pytest.mark.parametrize(
    ("name", "version", "revenue", "ways", "customers"),
    [
        ("rxaf_ExactOnline.xaf", "3.2", 213180.24, [91106.78, -5000.00, 0.0, 127073.46], 6),
        ("rxaf_Twinfield.xaf", "3.1", 48612.00, [0.0, 17612.00, 10000.00, 21000.00], 3),
        ("banana_3.2_2018.xaf", "3.2", 29173.12, [0.0, 0.0, 0.0, 29173.12], 0),
    ],
)
def test_the_real_samples_give_their_known_totals(
    shared_data, name, version, revenue, ways, customers
) -> None:
    found = read_xaf(shared_data / "xaf" / name)
    assert found.version == version
    assert found.revenue == revenue
    assert found.assignment["amount"].tolist() == ways
    assert len(set(cells(found.customers, "Klantnr")) - {UNASSIGNED}) == customers
    assert sum(Decimal(str(amount)) for amount in cells(found.transactions, "Omzet")) == Decimal(str(revenue))
    assert (found.ledger["difference"] == 0).all()
    assert "KW-511" in {finding.code for finding in found.findings}


def test_revenue_accounts_come_from_the_reference_scheme_where_it_is_there(shared_data) -> None:
    exact = read_xaf(shared_data / "xaf" / "rxaf_ExactOnline.xaf")
    assert Counter(exact.accounts["reason"]) == {"": 87, "RGS": 10}
    twinfield = read_xaf(shared_data / "xaf" / "rxaf_Twinfield.xaf")
    assert set(twinfield.accounts["reason"]) == {"", "nummer en naam"}
    assert "KW-516" in {finding.code for finding in twinfield.findings}
    assert exact.journals["amount"].to_dict() == {"10": -22735.54, "70": 91106.78, "90": 144809.00}


@pytest.mark.parametrize("name", ["rxaf_ExactOnline.xaf", "rxaf_Twinfield.xaf", "banana_3.2_2018.xaf"])
def test_an_independent_reader_sees_the_same_ledger(shared_data, name) -> None:
    pyxaf = pytest.importorskip("pyxaf")
    found = read_xaf(shared_data / "xaf" / name)
    totals: Counter[str] = Counter()
    with pyxaf.open(shared_data / "xaf" / name) as other:
        for posting in other.lines():
            totals[posting.account_id] -= posting.signed_amount
    for account, row in found.ledger.iterrows():
        assert Decimal(str(row["ledger"])) == totals[account]


def test_a_wrong_encoding_is_one_clear_error_with_a_way_out(shared_data) -> None:
    path = shared_data / "xaf" / "banana_Multivers_V32_2017.xml"
    with pytest.raises(KlantwaardeError, match=r"KW-502.*UTF-8.*regel 100 .*--codering windows-1252"):
        read_xaf(path)
    repaired = read_xaf(path, encoding="windows-1252")
    assert set(repaired.accounts["reason"]) == {"", "RGS"}
    assert len(repaired.transactions) > 0


def test_the_customer_comes_from_the_line_then_the_invoice_then_the_transaction(tmp_path) -> None:
    both = line("1300", "1.00", "D", "<custSupID>K2</custSupID>")
    journals = [
        journal(line("8000", "10.01", "C", "<custSupID>K1</custSupID>") + both),
        journal(
            line("8000", "20.02", "C", "<invRef>F1</invRef>")
            + line("1300", "5.00", "D", "<custSupID>K1</custSupID><invRef>F1</invRef>")
            + both
        ),
        journal(line("8000", "40.04", "C") + both),
        journal(line("8000", "80.08", "C") + both + line("1300", "5.00", "D", "<custSupID>K1</custSupID>")),
    ]
    found = read_xaf(audit_file(tmp_path / "a.xaf", "".join(journals)))
    assert cells(found.transactions, "Klantnr") == ["K1", "K1", "K2", UNASSIGNED]
    assert found.assignment["amount"].tolist() == [10.01, 20.02, 40.04, 80.08]
    assert cells(found.transactions, "Factuurnr") == ["D", "F1", "D", "D"]
    assert cells(found.customers, "Klantnaam") == ["Eén & Zn", "=1+1", "Niet toegewezen omzet"]
    assert cells(found.customers, "Meetellen") == [None, None, False]


def test_debit_and_negative_amounts_count_on_the_other_side(tmp_path) -> None:
    lines = (
        line("8000", "10.00", "D")
        + line("8000", "-3.50", "C")
        + line("8000", "-1.25", "D")
        + line(" 8000 ", " 7.5 ", "c")
    )
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(lines)))
    assert cells(found.transactions, "Omzet") == [-10.0, -3.5, 1.25, 7.5]
    assert found.revenue == -4.75


def test_a_product_on_the_line_is_used_and_else_the_account(tmp_path) -> None:
    lines = line("8000", "1.00", "C", "<prodID>P9</prodID>") + line("8000", "2.00", "C", "<prodID/>")
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(lines)))
    assert cells(found.transactions, "Productcode") == ["P9", "8000"]
    assert dict(
        zip(cells(found.products, "Productcode"), cells(found.products, "Productgroep"), strict=True)
    ) == {
        "8000": "Omzet hoog",
        "P9": "Omzet hoog",
    }


def test_payroll_stays_out_and_the_reconciliation_says_so(tmp_path) -> None:
    path = audit_file(
        tmp_path / "a.xaf", journal(line("8000", "5.00", "C")) + journal(line("8000", "100.00", "C"), "Y")
    )
    found = read_xaf(path)
    assert found.revenue == 5.0
    assert found.ledger.loc["8000", ["ledger", "imported", "left_out", "difference"]].tolist() == [
        105.0,
        5.0,
        100.0,
        0.0,
    ]
    assert "KW-514" in {finding.code for finding in found.findings}


def test_no_bank_account_reaches_the_tables(tmp_path) -> None:
    found = read_xaf(
        audit_file(
            tmp_path / "a.xaf",
            journal(line("8000", "5.00", "C", "<bankAccNr>NL02BANK0123456789</bankAccNr>")),
        )
    )
    texts = {
        text
        for table in (found.transactions, found.customers, found.products)
        for c in table.columns
        for text in c.texts
    }
    assert not any("BANK" in text for text in texts)


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
        "<AUDITFILE><header><auditfileVersion>CLAIR2.00.00</auditfileVersion><companyName>Oud BV</companyName></header>"
        "<generalLedger>"
        "<ledgerAccount><accountID>8000</accountID><accountDesc>Omzet</accountDesc><accountType>W</accountType></ledgerAccount>"
        "</generalLedger><transactions><journal><journalID>V</journalID><type>S</type><Transaction><transactionID>1</transactionID>"
        "<period>1</period><transactionDate>2009-02-03</transactionDate><line><recordID>1</recordID><accountID>8000</accountID>"
        "<custSupID>9</custSupID><documentID>F</documentID><creditAmount>12.34</creditAmount></line><line><accountID>8000</accountID>"
        "<debitAmount>2.34</debitAmount><productDesc>Bal</productDesc></line></Transaction></journal></transactions></AUDITFILE>"
    )
    (tmp_path / "a.xaf").write_text(text, encoding="utf-8")
    found = read_xaf(tmp_path / "a.xaf")
    assert (found.version, found.company, found.revenue) == ("2", "Oud BV", 10.0)
    assert cells(found.transactions, "Productcode") == ["8000", "Bal"]
    assert cells(found.transactions, "Klantnr") == ["9", "9"]


def test_a_split_file_is_one_file_and_a_missing_part_is_named(tmp_path) -> None:
    first = audit_file(tmp_path / "x.xaf", journal(line("8000", "5.00", "C")))
    second = audit_file(
        tmp_path / "x-2.xaf",
        journal(line("8000", "7.00", "C")),
        ledger="",
        top="<!-- Vervolgbestand 2 van 2 -->",
    )
    found = read_xaf([second, first])
    assert found.revenue == 12.0
    assert len(found.files) == 2
    with pytest.raises(KlantwaardeError, match=r"KW-509.*deel 1 van 2"):
        read_xaf(second)


def test_accounts_behind_the_postings_are_found_too(tmp_path) -> None:
    path = audit_file(tmp_path / "a.xaf", journal(line("8000", "5.00", "C")), ledger="")
    text = path.read_text(encoding="utf-8").replace("</company>", LEDGER.format(rgs="") + "</company>")
    path.write_text(text, encoding="utf-8")
    assert read_xaf(path).revenue == 5.0


def test_what_the_file_says_of_its_total_is_compared(tmp_path) -> None:
    totals = "<totalDebit>0.00</totalDebit><totalCredit>6.00</totalCredit>"
    found = read_xaf(audit_file(tmp_path / "a.xaf", totals + journal(line("8000", "5.00", "C"))))
    said = [finding for finding in found.findings if finding.code == "KW-510"]
    assert [(f.message.count("6,00"), f.message.count("5,00")) for f in said] == [(1, 1)]


def test_closing_periods_and_rounded_amounts_are_said(tmp_path) -> None:
    found = read_xaf(audit_file(tmp_path / "a.xaf", journal(line("8000", "5.005", "C"), period="13")))
    assert {"KW-512", "KW-517"} <= {finding.code for finding in found.findings}
    assert found.revenue == 5.01


def test_another_currency_needs_a_rate(tmp_path) -> None:
    path = audit_file(tmp_path / "a.xaf", journal(line("8000", "10.00", "C")), cur="USD")
    with pytest.raises(KlantwaardeError, match="KW-515"):
        read_xaf(path)
    assert read_xaf(path, rates={"USD": 0.9}).revenue == 9.0


@pytest.mark.parametrize(
    ("journals", "code"),
    [
        (journal(line("8000", "1.234,56", "C")), "KW-507"),
        (journal(line("8000", "nan", "C")), "KW-507"),
        (journal(line("8000", "1_000", "C")), "KW-507"),
        (journal(line("8000", "5.00", "X")), "KW-507"),
        (journal(line("8000", "5.00", "C").replace("2025-03-04", "2025-13-04")), "KW-507"),
        (journal(line("1300", "5.00", "C")), "KW-513"),
    ],
)
def test_a_line_that_cannot_be_read_stops_the_file(tmp_path, journals, code) -> None:
    with pytest.raises(KlantwaardeError, match=code):
        read_xaf(audit_file(tmp_path / "a.xaf", journals))


ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE a [<!ENTITY a "' + "x" * 100 + '"><!ENTITY b "' + "&a;" * 100 + '">]>'


@pytest.mark.parametrize(
    "top", [ENTITY, BOMB, "<!DOCTYPE auditfile>", '<!-- x --><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">']
)
def test_any_doctype_is_refused(tmp_path, top) -> None:
    with pytest.raises(UnsafeFileError, match="KW-720"):
        read_xaf(audit_file(tmp_path / "a.xaf", journal(line("8000", "5.00", "C")), top=top))


def test_a_doctype_in_another_encoding_is_refused_too(tmp_path) -> None:
    (tmp_path / "a.xaf").write_bytes(f"{ENTITY}<auditfile/>".encode("utf-16"))
    with pytest.raises(UnsafeFileError, match="KW-720"):
        read_xaf(tmp_path / "a.xaf")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<auditfile>\x00</auditfile>", "KW-503"),
        (b"<auditfile>", "KW-503"),
        (b"", "KW-503"),
        (b"PK\x03\x04", "KW-503"),
        (b"<auditfile>&pw;</auditfile>", "KW-503"),
        (b"<auditfile>" + b"<a>" * 300 + b"</a>" * 300 + b"</auditfile>", "KW-721"),
        (b"<auditfile><a>" + b"x" * 11_000_000 + b"</a></auditfile>", "KW-721"),
        (b'<?xml version="1.0" encoding="utf-7"?><auditfile/>', "KW-722"),
        (b"<!--" + b"x" * 300_000 + b"--><auditfile/>", "KW-721"),
        (b"<Invoice/>", "KW-504"),
        (b"<auditfile/>", "KW-505"),
    ],
    ids=[
        "nul",
        "cut off",
        "empty",
        "zip",
        "entity",
        "deep",
        "long text",
        "encoding",
        "far root",
        "other",
        "no ledger",
    ],
)
def test_broken_and_hostile_files_are_refused_in_words(tmp_path, content, code) -> None:
    (tmp_path / "a.xaf").write_bytes(content)
    with pytest.raises(KlantwaardeError, match=code):
        read_xaf(tmp_path / "a.xaf")


def test_an_encrypted_file_and_an_absent_one_are_named(tmp_path) -> None:
    with pytest.raises(KlantwaardeError, match="KW-508"):
        read_xaf(tmp_path / "a.xac")
    with pytest.raises(KlantwaardeError, match="KW-001"):
        read_xaf(tmp_path / "a.xaf")
    (tmp_path / "map.xaf").mkdir()
    with pytest.raises(KlantwaardeError, match="op die plaats staat geen bestand maar een map"):
        read_xaf(tmp_path / "map.xaf")


def test_many_lines_are_summed_without_losing_a_cent(tmp_path) -> None:
    # 0.1 + 0.2 and friends: 25,000 lines of 0.01 to 0.99 against exact whole numbers.
    amounts = np.random.default_rng(6).integers(1, 100, 25_000)
    journals = "".join(
        journal("".join(line("8000", f"0.{a:02d}", "C") for a in part))
        for part in np.array_split(amounts, 50)
    )
    found = read_xaf(audit_file(tmp_path / "a.xaf", journals))
    assert round(found.revenue * 100) == int(amounts.sum())
    assert len(found.transactions) == 25_000
