"""The tables that an audit file gives: products, and nothing personal."""

from __future__ import annotations

from audit_files import audit_file, journal, line
from raw_cells import cells

from klantwaarde_xl.sources.xaf import read_xaf


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
