"""Audit files: the figures of the real samples, the ways to a customer, and everything that must be refused
or said."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
from audit_files import audit_file, journal, line
from raw_cells import cells

from klantwaarde_xl.errors import KlantwaardeError, UnsafeFileError
from klantwaarde_xl.model.tables import UNASSIGNED
from klantwaarde_xl.sources.xaf import read_xaf


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


def test_a_file_with_two_companies_is_refused(tmp_path) -> None:
    path = audit_file(tmp_path / "a.xaf", journal(line("8000", "100.00", "C")))
    whole = path.read_text("utf-8")
    company = whole[whole.index("<company>") : whole.index("</auditfile>")]
    for name in ("Proef BV", "Andere BV"):
        twice = whole.replace("</auditfile>", company.replace("Proef BV", name) + "</auditfile>")
        path.write_text(twice, "utf-8")
        with pytest.raises(KlantwaardeError, match=f"KW-586.*administratie.*'Proef BV' en '{name}'"):
            read_xaf(path)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("<fiscalYear>2025", "<fiscalYear>2024", "boekjaar"),
        ("<curCode>EUR", "<curCode>USD", "munt"),
        ("<companyName>Proef BV", "<companyName>Andere BV", "administratie"),
    ],
)
def test_headers_and_parts_that_contradict_each_other_are_refused(tmp_path, old, new, what) -> None:
    first = audit_file(tmp_path / "x.xaf", journal(line("8000", "5.00", "C")))
    second = audit_file(
        tmp_path / "x-2.xaf", journal(line("8000", "7.00", "C")), top="<!-- Vervolgbestand 2 van 2 -->"
    )
    assert read_xaf([first, second]).revenue == 12.0
    second.write_text(second.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(KlantwaardeError, match=f"KW-586.*{what}"):
        read_xaf([first, second])
    whole = first.read_text("utf-8")
    header = whole[whole.index("<header>") : whole.index("<company>")]
    if old in header:
        first.write_text(whole.replace("<company>", header.replace(old, new) + "<company>"), "utf-8")
        with pytest.raises(KlantwaardeError, match=f"KW-586.*{what}"):
            read_xaf(first)


def test_a_part_that_is_given_twice_is_refused(tmp_path) -> None:
    parts = [
        audit_file(
            tmp_path / f"x{at}.xaf",
            journal(line("8000", "5.00", "C")),
            top=f"<!-- Vervolgbestand {number} van 2 -->",
        )
        for at, number in enumerate((1, 2, 2))
    ]
    assert read_xaf(parts[:2]).revenue == 10.0
    with pytest.raises(KlantwaardeError, match=r"KW-587.*Deel 2 van 2"):
        read_xaf(parts)


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
