"""Importing: what is understood, nothing twice, nothing lost, and a bad source does not stop the others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from klantwaarde_xl.imports.adding import ImportResult, import_into
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.imports.understanding import understand_all
from klantwaarde_xl.model.tables import Customer, InvoiceLine, Product
from klantwaarde_xl.sources.workbook_file import read_workbook
from klantwaarde_xl.use_cases.new_workbook import write_empty

LINES = "Factuurdatum;Debiteurnummer;Artikelcode;Factuurnummer;Aantal;Bedrag excl. BTW\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with the three tables that imports fill, empty."""
    path = tmp_path / "werkmap.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        for model in (Customer, InvoiceLine, Product):
            date = out.add_format({"num_format": "dd-mm-yyyy"})
            columns = [{"header": column.header} for column in model.columns()]
            sheet = out.add_worksheet(model.sheet)
            sheet.add_table(4, 0, 5, len(columns) - 1, {"name": model.table, "columns": columns})
            if model is InvoiceLine:
                sheet.write_blank(5, 0, None, date)
    return path


def export(path: Path, *rows: str, head: str = LINES) -> Path:
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def lines(book: Path) -> list[tuple[object, ...]]:
    raw = read_workbook(book).tables.get("tblTransacties")
    if raw is None:
        return []
    order = [raw.headers.index(h) for h in ("Datum", "Klantnr", "Omzet")]
    found = [tuple(raw.columns[at].value(row) for at in order) for row in range(len(raw))]
    return [row for row in found if row != (None, None, None)]


def codes(result: ImportResult) -> list[str]:
    return [finding.code for finding in result.findings]


A = "31-01-2025;00123;=1+1;F1;2;1.234,56"
B = "28-02-2025;00456;P2;F2;1;-10,00"
C = "15-03-2025;00123;P2;F3;1;0,10"


def test_numbers_dates_and_ids_arrive_as_they_are(tmp_path, book) -> None:
    result = import_into(book, [export(tmp_path / "a.csv", A, B)])
    assert result.exit_code == 0
    assert lines(book) == [
        (dt.datetime(2025, 1, 31), "00123", 1234.56),
        (dt.datetime(2025, 2, 28), "00456", -10.0),
    ]
    assert result.understood[0].revenue == 1224.56
    raw = read_workbook(book).tables["tblTransacties"]
    column = raw.columns[raw.headers.index("Bron")]
    assert str(column.value(0)).startswith("a.csv #")
    assert raw.columns[raw.headers.index("Productcode")].value(0) == "=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_cells_that_look_like_formulas_arrive_as_text(tmp_path, book, start) -> None:
    row = f'31-01-2025;00123;"{start}cmd|calc";F1;2;5,00'
    import_into(book, [export(tmp_path / "a.csv", row)])
    raw = read_workbook(book).tables["tblTransacties"]
    assert str(raw.columns[raw.headers.index("Productcode")].value(0)).strip() == f"{start}cmd|calc".strip()


def test_a_file_that_is_there_already_is_skipped_under_any_name(tmp_path, book) -> None:
    import_into(book, [export(tmp_path / "a.csv", A, B)])
    old = book.read_bytes()
    again = import_into(book, [export(tmp_path / "anders.csv", A, B)])
    assert again.repeated == ("anders.csv",)
    assert codes(again) == ["KW-540"]
    assert book.read_bytes() == old


def test_overlap_is_added_once_and_true_repetition_is_kept(tmp_path, book) -> None:
    # The first export holds B twice: a true repetition. The second overlaps in B, B and brings one B more and
    # C.
    import_into(book, [export(tmp_path / "a.csv", A, B, B)])
    result = import_into(book, [export(tmp_path / "b.csv", B, C, B, B)])
    assert result.overlap == {"b.csv": 2}
    assert "KW-541" in codes(result)
    amounts = sorted(row[2] for row in lines(book))
    assert amounts == [-10.0, -10.0, -10.0, 0.1, 1234.56]


def test_a_bad_file_is_named_and_the_others_are_imported(tmp_path, book) -> None:
    bad = tmp_path / "b.xml"
    bad.write_text("<!DOCTYPE x><Invoice/>", encoding="utf-8")
    result = import_into(book, [bad, export(tmp_path / "a.csv", A), tmp_path / "weg.csv", tmp_path])
    assert [(name, problem.code) for name, problem in result.failed][:2] == [
        ("b.xml", "KW-720"),
        ("weg.csv", "KW-001"),
    ]
    assert result.exit_code == 1
    assert len(lines(book)) == 1


def test_an_interrupted_import_leaves_the_workbook_as_it_was(tmp_path, book, monkeypatch) -> None:
    old = book.read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        import_into(book, [export(tmp_path / "a.csv", A)])
    assert book.read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "werkmap.xlsx"]


def test_real_sources_reach_the_workbook_and_nothing_comes_twice(shared_data, book) -> None:
    sources = [shared_data / "xaf" / "rxaf_ExactOnline.xaf", shared_data / "ubl" / "peppol_bis3"]
    first = import_into(book, sources, Choices(rates={"GBP": 1.2, "SEK": 0.1}))
    assert not first.failed
    # 213,180.24 is the total of the Exact audit file, counted with lxml; and every invoice's own total.
    assert first.understood[0].revenue == 213180.24
    total = round(sum(one.revenue for one in first.understood) * 100)
    assert round(sum(row[2] for row in lines(book)) * 100) == total
    old = book.read_bytes()
    second = import_into(book, sources, Choices(rates={"GBP": 1.2, "SEK": 0.1}))
    assert sum(second.added.values()) == 0
    assert book.read_bytes() == old


def test_hours_are_not_added_twice(tmp_path) -> None:
    book = tmp_path / "werkmap.xlsx"
    write_empty(book, dt.datetime(2025, 1, 1))
    path = export(
        tmp_path / "uren.csv", "05-01-2025;00123;2", "05-01-2025;00123;2", head="Datum;Klantnr;Uren\n"
    )
    assert import_into(book, [path]).added == {"tblInspanning": 2}
    again = import_into(book, [path])
    assert again.added == {}
    assert again.overlap == {"uren.csv": 2}


@pytest.mark.parametrize(
    "head",
    [
        "Artikelcode;Omschrijving;Artikelgroep;Inkoopprijs\n",
        "Code;Artikelomschrijving;Productgroep;Kostprijs\n",
        "No.;Description;Item group;Unit Cost (LCY)\n",
    ],
)
def test_a_list_of_products_brings_cost_prices_also_beside_invoices(tmp_path, book, head) -> None:
    products = export(
        tmp_path / "artikelen.csv", "P2;Hamer;Gereedschap;12,50", "=1+1;Boor;Gereedschap;3,75", head=head
    )
    result = import_into(book, [export(tmp_path / "a.csv", A, B), products])
    assert result.exit_code == 0
    raw = read_workbook(book).tables["tblProducten"]
    column = {header: raw.columns[at] for at, header in enumerate(raw.headers)}
    rows = {
        column["Productcode"].value(row): column["Kostprijs per stuk"].value(row) for row in range(len(raw))
    }
    assert {key: cost for key, cost in rows.items() if key} == {"P2": 12.5, "=1+1": 3.75}


def test_a_list_fills_what_is_blank_and_keeps_what_is_there(tmp_path, book) -> None:
    import_into(book, [export(tmp_path / "a.csv", "P2;Hamer", head="Artikelcode;Artikelomschrijving\n")])
    with_cost = export(
        tmp_path / "b.csv",
        "P2;Bijl;12,50",
        "P3;Boor;1,00",
        head="Artikelcode;Artikelomschrijving;Inkoopprijs\n",
    )
    result = import_into(book, [with_cost])
    assert result.added == {"tblProducten": 1}
    finding = next(one for one in result.findings if one.code == "KW-574")
    assert (finding.count, "Kostprijs per stuk" in finding.message) == (1, True)
    assert table(book, "tblProducten", "Productcode", "Omschrijving", "Kostprijs per stuk") == [
        ("P2", "Hamer", 12.5),
        ("P3", "Boor", 1.0),
    ]
    again = import_into(book, [with_cost])
    assert (again.added, "KW-574" in codes(again)) == ({}, False)


def test_a_list_of_debtors_fills_blanks_of_customers_that_lines_brought(tmp_path, book) -> None:
    import_into(book, [export(tmp_path / "a.csv", A, B)])
    debtors = export(tmp_path / "b.csv", "00123;Jansen;Noord;30", head="Klantnr;Naam;Regio;Betaaldagen\n")
    result = import_into(book, [debtors])
    assert (result.added, "KW-574" in codes(result)) == ({}, True)
    rows = table(book, "tblKlanten", "Klantnr", "Klantnaam", "Regio", "Betaaldagen")
    assert rows == [("00123", "Jansen", "Noord", 30.0), ("00456", None, None, None)]


def test_lines_change_no_customer_that_is_there(tmp_path, book) -> None:
    import_into(book, [export(tmp_path / "a.csv", A)])
    head = "Factuurdatum;Debiteurnummer;Naam;Bedrag excl. BTW\n"
    result = import_into(book, [export(tmp_path / "b.csv", "01-05-2025;00123;Jansen;1,00", head=head)])
    assert "KW-552" in codes(result)
    assert table(book, "tblKlanten", "Klantnr", "Klantnaam") == [("00123", None)]


def test_another_currency_is_in_no_total_of_euros(tmp_path) -> None:
    rows = (
        "31-01-2025;1;1.000,00;EUR",
        "28-02-2025;1;500,00;USD",
        "31-03-2025;2;20,00;usd",
        "30-04-2025;2;300,00;",
    )
    path = export(tmp_path / "a.csv", *rows, head="Datum;Klantnr;Omzet;Valuta\n")
    found, _ = understand_all([path], Choices())
    assert found[0].revenue == 1300.0
    assert [(one.value, one.count) for one in found[0].findings if one.code == "KW-208"] == [
        ("USD 520,00", 2)
    ]
    # The lines themselves come as they are: a rate may be given later.
    assert found[0].tables["tblTransacties"]["revenue"].tolist() == [1000.0, 500.0, 20.0, 300.0]


def table(book: Path, name: str, *headers: str) -> list[tuple[object, ...]]:
    raw = read_workbook(book).tables[name]
    columns = [raw.columns[raw.headers.index(header)] for header in headers]
    return [tuple(column.value(row) for column in columns) for row in range(len(raw))]


NAMED = "Factuurdatum;Debiteurnummer;Naam;Artikelcode;Artikelomschrijving;Bedrag excl. BTW\n"


def test_customers_and_products_of_the_lines_stand_in_their_tables_with_their_names(tmp_path, book) -> None:
    rows = (
        "31-01-2025;00123;Bakker BV;P1;Doos;5,00",
        "28-02-2025;00123;Bakker;P1;Doos;5,00",
        "28-03-2025;00123;Bakker;P2;;5,00",
        "28-03-2025;00456;=1+1;P3;Krat;5,00",
        "geen datum;00789;Fout BV;P4;Pallet;5,00",
    )
    result = import_into(book, [export(tmp_path / "a.csv", *rows, head=NAMED)])
    # Most lines decide; what only a rejected line tells is not taken over; a code without a description says
    # nothing.
    assert table(book, "tblKlanten", "Klantnr", "Klantnaam") == [("00123", "Bakker"), ("00456", "=1+1")]
    assert table(book, "tblProducten", "Productcode", "Omschrijving", "Productgroep") == [
        ("P1", "Doos", None),
        ("P3", "Krat", None),
    ]
    assert result.added == {"tblTransacties": 4, "tblKlanten": 2, "tblProducten": 2}
    assert "KW-553" not in codes(result)


def test_what_the_user_typed_stays_and_only_new_customers_are_added(tmp_path, book) -> None:
    import_into(book, [export(tmp_path / "a.csv", "31-01-2025;1;Mijn naam;P1;Doos;5,00", head=NAMED)])
    rows = ("31-03-2025;1;Naam van het pakket;P1;Kist;5,00", "31-03-2025;2;Tweede;P1;Kist;5,00")
    import_into(book, [export(tmp_path / "b.csv", *rows, head=NAMED)])
    assert table(book, "tblKlanten", "Klantnr", "Klantnaam") == [("1", "Mijn naam"), ("2", "Tweede")]
    assert table(book, "tblProducten", "Productcode", "Omschrijving") == [("P1", "Doos")]


def test_a_name_that_only_a_later_source_knows_comes_too(tmp_path, book) -> None:
    sources = [
        export(tmp_path / "a.csv", A, B),
        export(tmp_path / "b.csv", "31-03-2025;00123;Bakker;P2;Doos;5,00", head=NAMED),
    ]
    result = import_into(book, sources)
    assert table(book, "tblKlanten", "Klantnr", "Klantnaam") == [("00123", "Bakker"), ("00456", None)]
    said = next(finding for finding in result.findings if finding.code == "KW-553")
    assert (said.count, "00456" in said.message) == (1, True)
    assert "KW-552" not in codes(result)


def test_every_customer_of_the_real_audit_files_and_invoices_has_a_name(shared_data, book) -> None:
    paths = [shared_data / "xaf" / "rxaf_Twinfield.xaf", shared_data / "ubl" / "si_ubl_2_0"]
    result = import_into(book, paths, Choices(rates={"GBP": 1.2, "SEK": 0.1}))
    named = dict(table(book, "tblKlanten", "Klantnr", "Klantnaam"))
    bought = {row[1] for row in lines(book)}
    assert bought <= set(named)
    assert all(named.values())
    assert "KW-553" not in codes(result)
