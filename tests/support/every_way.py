"""A company whose every text is a mark, in every kind of source; a line for every command, and a call of
every function."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pandas as pd
from small_workbook import CELLS, CREATED

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.excel import functions
from klantwaarde_xl.functions.declaration import Context, Function
from klantwaarde_xl.model.tables import BY_TABLE
from klantwaarde_xl.report.build import build
from klantwaarde_xl.template.function_results import function_blocks
from klantwaarde_xl.template.live_formula import LiveFormula
from klantwaarde_xl.use_cases.refreshing import load

MARK = "Qzx"
"""In every text of customers, people, products and invoices; no word, code or header has it."""
AMOUNT = 918_273.64
"""The turnover of the first invoice line of every customer."""
KEPT = {"Drijver", "Meetellen", "Valuta"}
"""Columns with words of ours."""
CUSTOMER = f"{MARK}00003"
Rows = list[list[object]]


def marks_in(text: str) -> list[str]:
    """Return every mark in a text, with what stands around it; an amount in whatever notation."""
    plain = re.sub(r"[.,\s\u00a0\u202f]", "", text)
    found = [text[max(m.start() - 30, 0) : m.end() + 30] for m in re.finditer(MARK, text, re.IGNORECASE)]
    return found + [
        plain[max(m.start() - 30, 0) : m.end() + 10] for m in re.finditer(str(int(AMOUNT)), plain)
    ]


def _marked() -> dict[str, Rows]:
    tables = {}
    for name, (headers, *rows) in CELLS.items():
        tables[name] = [
            headers,
            *(
                [
                    f"{MARK}{cell}" if isinstance(cell, str) and header not in KEPT else cell
                    for header, cell in zip(headers, row, strict=True)
                ]
                for row in rows
            ),
        ]
    headers, *lines = tables["tblTransacties"]
    seen: set[object] = set()
    for line in lines:
        if line[1] not in seen:
            line[3] = AMOUNT
        seen.add(line[1])
    return tables


MARKED = _marked()


def write_book(path: Path, tables: Mapping[str, Rows] = MARKED) -> Path:
    """Write tables as plain sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(BY_TABLE[name].sheet)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def damaged_tables() -> Iterator[tuple[str, dict[str, Rows]]]:
    """Yield the company with a mistake, after the table and the column: marks for values, no column, a table
    double, ..."""
    for name, (headers, *rows) in MARKED.items():
        for place, header in enumerate(headers):
            every = 1 if name == "tblTransacties" else 5
            marked = [
                row if n % every else [*row[:place], f"{MARK}fout{n}", *row[place + 1 :]]
                for n, row in enumerate(rows)
            ]
            yield f"{name} {header} marks", {**MARKED, name: [headers, *marked]}
            if name in {"tblTransacties", "tblKlanten"}:
                yield (
                    f"{name} {header} gone",
                    {**MARKED, name: [[*row[:place], *row[place + 1 :]] for row in (headers, *rows)]},
                )
        yield f"{name} double", {**MARKED, name: [headers, *rows, *rows]}
        yield f"{name} empty", {**MARKED, name: [headers]}
        yield f"{name} without headers", {**MARKED, name: rows}


def write_exports(folder: Path) -> list[str]:
    """Write one export of every kind into a folder and return their names."""
    lines = "".join(
        f"{n:02}-03-2025;{MARK}{n % 5};{MARK}naam {n % 5};{MARK}F{n};{n},50\n" for n in range(1, 29)
    )
    (folder / "export.csv").write_text(f"Datum;Klantnr;Naam;Factuurnr;Omzet\n{lines}", encoding="utf-8")
    write_book(folder / "export.xlsx", {"tblTransacties": MARKED["tblTransacties"]})
    (folder / "export.xaf").write_text(_audit_file(), encoding="utf-8")
    (folder / "export.xml").write_text(_invoice(), encoding="utf-8")
    return ["export.csv", "export.xlsx", "export.xaf", "export.xml"]


def _audit_file() -> str:
    sides = (("1300", "D"), ("8000", "C"))
    bookings = "".join(
        f"<transaction><nr>{n}</nr><periodNumber>3</periodNumber><trDt>2025-03-0{n}</trDt>"
        + "".join(
            f"<trLine><nr>{side}</nr><accID>{account}</accID><docRef>{MARK}D{n}</docRef><effDate>2025-03-01</effDate>"
            f"<desc>{MARK}</desc><amnt>{n}.25</amnt><amntTp>{side}</amntTp><custSupID>{MARK}K</custSupID></trLine>"
            for account, side in sides
        )
        + "</transaction>"
        for n in range(1, 10)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header>'
        f"<fiscalYear>2025</fiscalYear><curCode>EUR</curCode></header>"
        f"<company><companyName>{MARK} BV</companyName><customersSuppliers><customerSupplier>"
        f"<custSupID>{MARK}K</custSupID><custSupName>{MARK} naam</custSupName>"
        "</customerSupplier></customersSuppliers><generalLedger><ledgerAccount>"
        "<accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp></ledgerAccount><ledgerAccount><accID>8000</accID><accDesc>Omzet</accDesc><accTp>P</accTp>"
        "</ledgerAccount></generalLedger><transactions><linesCount>18</linesCount><totalDebit>47.25</totalDebit>"
        f"<totalCredit>47.25</totalCredit><journal><jrnID>V</jrnID><desc>Verkoop</desc><jrnTp>S</jrnTp>{bookings}</journal>"
        "</transactions></company></auditfile>"
    )


def _invoice() -> str:
    kind = "urn:oasis:names:specification:ubl:schema:xsd:"
    return (
        f'<?xml version="1.0"?><Invoice xmlns="{kind}Invoice-2" '
        f'xmlns:cac="{kind}CommonAggregateComponents-2" xmlns:cbc="{kind}CommonBasicComponents-2">'
        f"<cbc:ID>{MARK}F9</cbc:ID><cbc:IssueDate>2025-03-04</cbc:IssueDate>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cac:AccountingCustomerParty><cac:Party>"
        f"<cac:PartyIdentification><cbc:ID>{MARK}9</cbc:ID></cac:PartyIdentification><cac:PartyName>"
        f"<cbc:Name>{MARK} BV</cbc:Name></cac:PartyName>"
        "</cac:Party></cac:AccountingCustomerParty><cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>12.50"
        "</cbc:TaxExclusiveAmount></cac:LegalMonetaryTotal><cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity>2"
        "</cbc:InvoicedQuantity><cbc:LineExtensionAmount>12.50</cbc:LineExtensionAmount><cac:Item>"
        f"<cbc:Name>{MARK} bal</cbc:Name></cac:Item></cac:InvoiceLine></Invoice>"
    )


def totals_line(folder: Path) -> list[tuple[str, ...]]:
    """Write lines that an engine can add up; return the command that does, none without the extras."""
    if not all(map(find_spec, ("narwhals", "duckdb", "pyarrow"))):
        return []
    lines = pd.DataFrame({"Datum": [pd.Timestamp(2024, 5, 1)], "Klantnr": [CUSTOMER], "Omzet": [AMOUNT]})
    lines.to_parquet(folder / "totaal.parquet")
    text = '[regels]\nsoort = "parquet"\npad = "totaal.parquet"\n'
    (folder / "totaal.toml").write_text(text, encoding="utf-8")
    return [("regels", "totaal.toml", "--tel-op", "totalen")]


def command_lines(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """Write what the commands read into a folder, and return the lines to try of each, in the order in which
    they can run."""
    write_book(folder / "in.xlsx")
    exports = write_exports(folder)
    (folder / "regels.toml").write_text('[regels]\nsoort = "csv"\npad = "export.csv"\n', encoding="utf-8")
    outside = (
        [("importeer", "export.csv", "--naar", "gevuld.xlsx", "--buiten")] if find_spec("pyarrow") else []
    )
    added_up = totals_line(folder)
    tables = ("--parquet",) if find_spec("pyarrow") else ()
    paper = ("--pdf",) if shutil.which("soffice") else ()
    return {
        "demo": [("demo",)],
        "nieuw": [("nieuw", "leeg.xlsx")],
        "controleer": [("controleer", "in.xlsx"), ("controleer", "in.xlsx", "--json")],
        "vernieuw": [
            ("vernieuw", "in.xlsx", "--uit", "uit.xlsx", "--met-invoer"),
            ("vernieuw", "in.xlsx", "--json", *tables),
            ("vernieuw", "in.xlsx", "--regels", "regels.toml", "--uit", "buiten.xlsx"),
        ],
        "kansen": [("kansen", "in.xlsx", "--klant", CUSTOMER), ("kansen", "in.xlsx", "--json")],
        "verschil": [("verschil", "in.xlsx", "--klant", CUSTOMER), ("verschil", "in.xlsx", "--json")],
        "acties": [("acties", "in.xlsx"), ("acties", "in.xlsx", "--json")],
        "deel": [("deel", "in.xlsx"), ("deel", "in.xlsx", "--zonder-namen", *paper)],
        "importeer": [
            ("importeer", *exports, "--naar", "gevuld.xlsx"),
            ("importeer", "export.csv", "--kolom", "Productcode=Naam", "--naar", "gevuld.xlsx", "--onthoud"),
            ("importeer", *exports, "--toon", "--json"),
            *outside,
        ],
        "regels": [("regels", "regels.toml", "--toon"), ("regels", "regels.toml", "--json"), *added_up],
        "bouw": [("bouw", "--uit", "werkmappen")],
        "diagnose": [("diagnose",), ("diagnose", "--json")],
        "installeer": [("installeer",), ("installeer", "--verwijder")],
        "pak": [("pak", "--platform", "hier")],
        "web": [("web", "in.xlsx", "--geen-browser")],
    }


_FROM_VBA = {
    Context.PLACE: "[klein.xlsm]Transacties|5|1",
    Context.REASON: "",
    Context.WORKBOOK_VERSION: "0.1.0",
    Context.DOOR_VERSIONS: "0.37.8",
}


def call_functions(path: Path) -> dict[str, list[list[list[object]]]]:
    """Call every function on the tables of a workbook: as they are, and once per argument with marks instead
    of it.

    Returns the results by function, the one without mistakes first.
    """
    document = build(analyse(load(path)), created=CREATED, with_inputs=True)
    results = {}
    for block in function_blocks(document):
        given = block.formula.given
        tried = [block.formula]
        for place, cells in enumerate(given):
            mark = [[f"{MARK}fout"]]
            wrong = [mark, [[*row[:-1], mark[0][0]] for row in cells] if cells else mark, None]
            tried += [
                replace(block.formula, given=(*given[:place], one, *given[place + 1 :])) for one in wrong
            ]
        results[block.function.name] = [_called(block.function, formula) for formula in tried]
    return results


def _called(function: Function, formula: LiveFormula) -> list[list[object]]:
    filled = [_FROM_VBA[asked] for asked in function.context]
    result = getattr(functions, function.name)(*formula.given, *filled)
    return result if isinstance(result, list) else [[result]]
