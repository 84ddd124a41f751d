"""Damages exports at random (delimited text, audit files, e-invoices) and reads them: read in full, or
refused with a code.

    python tests/fuzz/mutate_exports.py --count 10000 --seed 1

The judge is a second reader: Python's csv module for text, ElementTree for XML. Text: every record below the
header that the judge sees is in the table, cell for cell. Audit files: what is not well-formed is refused;
what was read has the turnover that the judge adds up, and fewer lines than the sound file are said in a
finding. E-invoices: what was read has the amount that the invoice itself declares. Mutants are read in a
child process, as those of ``mutate_workbooks``."""

from __future__ import annotations

import csv
import io
import random
import re
import sys
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mutate_workbooks import SPLICES, TOKENS, main, mutate

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.delimited import DELIMITERS, read_delimited
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.xaf import read_xaf

KINDS = {"csv": ".csv", "xaf": ".xaf", "ubl": ".xml"}
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def base_export(kind: str, number: int) -> bytes:
    """Return a sound export of this kind; there are four of each."""
    if kind == "csv":
        delimiter, end, encoding = [
            (";", "\r\n", "utf-8-sig"),
            (",", "\n", "utf-8"),
            ("\t", "\r\n", "cp1252"),
            (";", "\n", "utf-16"),
        ][number]
        rows = [["Datum", "Klantnr", "Naam", "Factuurnr", "Omzet"]]
        rows += [
            [
                f"{1 + n % 28:02d}-03-2025",
                f"{n % 7:05d}",
                f'"Café ""{n}""{delimiter} {end}Zn"' if n % 9 == 0 else f"Klant é {n}",
                f"F{n}",
                f"{n * 7},5",
            ]
            for n in range(40)
        ]
        return end.join(
            delimiter.join(f'"{cell}"' if delimiter in cell and cell[:1] != '"' else cell for cell in row)
            for row in rows
        ).encode(encoding)
    if kind == "xaf":
        count = 30
        lines = "".join(
            f"<transaction><nr>{n}</nr><periodNumber>3</periodNumber><trDt>2025-03-0{1 + n % 9}</trDt>"
            f"<trLine><nr>1</nr><accID>1300</accID><effDate>2025-03-01</effDate><amnt>{n + 1}.25</amnt>"
            f"<amntTp>D</amntTp><custSupID>K{n % 3}</custSupID></trLine>"
            f"<trLine><nr>2</nr><accID>8000</accID><effDate>2025-03-01</effDate><amnt>{n + 1}.25</amnt>"
            f"<amntTp>C</amntTp><custSupID>K{n % 3}</custSupID></trLine>"
            "</transaction>"
            for n in range(count)
        )
        total = f"{sum(n + 1 for n in range(count)) + count * 0.25:.2f}"
        parties = "".join(
            (
                f"<customerSupplier><custSupID>K{n}</custSupID><custSupName>Naam "
                f"{n}</custSupName></customerSupplier>"
            )
            for n in range(3)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2">'
            "<header><fiscalYear>2025</fiscalYear>"
            f"<curCode>EUR</curCode></header><company><companyName>Proef &amp; Zn {number}</companyName>"
            f"<customersSuppliers>{parties}</customersSuppliers>"
            "<generalLedger><ledgerAccount><accID>1300</accID><accDesc>Debiteuren</accDesc><accTp>B</accTp>"
            "</ledgerAccount>"
            "<ledgerAccount><accID>8000</accID><accDesc>Omzet</accDesc><accTp>P</accTp></ledgerAccount>"
            "</generalLedger>"
            f"<transactions><linesCount>{2 * count}</linesCount><totalDebit>{total}</totalDebit>"
            f"<totalCredit>{total}</totalCredit>"
            f"<journal><jrnID>V</jrnID><desc>Verkoop</desc><jrnTp>S</jrnTp>{lines}</journal></transactions>"
            "</company></auditfile>"
        ).encode()
    root = "CreditNote" if number % 2 else "Invoice"
    quantity = "CreditedQuantity" if number % 2 else "InvoicedQuantity"
    items = "".join(
        f"<cac:{root}Line><cbc:ID>{n}</cbc:ID><cbc:{quantity}>2</cbc:{quantity}>"
        f"<cbc:LineExtensionAmount>{n + number}.10</cbc:LineExtensionAmount>"
        f"<cac:Item><cbc:Name>Bal {n}</cbc:Name></cac:Item></cac:{root}Line>"
        for n in range(5)
    )
    return (
        f'<?xml version="1.0"?><{root} xmlns="{_UBL}{root}-2" xmlns:cac="{_UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{_UBL}CommonBasicComponents-2">'
        "<cbc:ID>F1</cbc:ID><cbc:IssueDate>2025-03-04</cbc:IssueDate>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        "<cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>00123</cbc:ID>"
        "</cac:PartyIdentification></cac:Party></cac:AccountingCustomerParty>"
        f"<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>{10 + 5 * number}.50</cbc:TaxExclusiveAmount>"
        f"</cac:LegalMonetaryTotal>{items}</{root}>"
    ).encode()  # fmt: skip


def mutate_elements(data: bytes, draw: random.Random) -> bytes:
    """Return the XML with whole elements lost, doubled, emptied, renamed or with the text of another: it
    stays well-formed."""
    root = ET.fromstring(data)
    for _ in range(draw.choice((1, 1, 2, 4))):
        parents = [element for element in root.iter() if len(element)]
        if not parents:
            break
        parent = draw.choice(parents)
        child, other = draw.choice(list(parent)), draw.choice(list(root.iter()))
        change = draw.randrange(6)
        if change == 0:
            parent.remove(child)
        elif change == 1:
            parent.insert(draw.randrange(len(parent)), child)
        elif change == 2:
            child.text, other.text = other.text, child.text
        elif change == 3:
            child.text = draw.choice(
                (
                    "",
                    " ",
                    "-1",
                    "1e3",
                    "1,50",
                    "NaN",
                    "99999999999999999999",
                    "D",
                    "8000",
                    "=1+1",
                    "\u00e9" * 300,
                )
            )
        elif change == 4:
            child.tag = other.tag
        else:
            child.tag = f"{child.tag}X"
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def mutate_export(data: bytes, kind: str, draw: random.Random) -> bytes:
    """Return the export with bytes changed, or tags, fields or elements lost, doubled or exchanged."""
    if kind != "csv" and draw.random() < 0.6:
        return mutate_elements(data, draw)
    if draw.random() < 0.5:
        return mutate(data, draw)
    tokens = (
        re.findall(rb'[;,\t|]|\r\n|\n|"|[^;,\t|\r\n"]+|\r', data) if kind == "csv" else TOKENS.findall(data)
    )
    for _ in range(draw.choice((1, 1, 2))):
        one, other = draw.randrange(len(tokens)), draw.randrange(len(tokens))
        change = draw.randrange(5)
        if change == 0 and len(tokens) > 1:
            del tokens[one]
        elif change == 1:
            tokens.insert(one, tokens[other])
        elif change == 2:
            tokens[one], tokens[other] = tokens[other], tokens[one]
        elif change == 3:
            tokens[one] = tokens[one].replace(
                draw.choice((b"1", b"r", b'"', b".", b"C")), draw.choice(SPLICES), 1
            )
        else:
            low, high = sorted((one, other))
            del tokens[low : min(high, low + 40)]
        tokens = tokens or [b""]
    return b"".join(tokens)


def _values(table: RawTable, header: str) -> list[object]:
    column = table.columns[table.headers.index(header)]
    return [column.value(row) for row in range(len(table))]


def _as_seen(cell: str) -> str:
    """Return a cell without what nobody sees: blanks around it, and marks such as soft hyphens."""
    return "".join(sign for sign in cell if unicodedata.category(sign) != "Cf").strip()


def check_text(path: Path) -> tuple[int, str]:
    """Return how many rows were read and what is missing."""
    found = read_delimited(path)
    text = path.read_bytes().decode(found.encoding)
    mark = re.match(r'\ufeff?"?sep=(.)"?(?:\r\n|\r|\n|\Z)', text, re.IGNORECASE)
    stream = io.StringIO(text[mark.end() :] if mark else text, newline="")
    records = list(csv.reader(stream, delimiter=found.delimiter))
    if found.delimiter not in DELIMITERS and not mark:
        return 0, f"delimiter {found.delimiter!r} out of nowhere"
    table = found.table
    place = {int(row): at for at, row in enumerate(table.rows)}
    left = {
        int(one.cell.rsplit("!", 1)[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").split(":")[0])
        for one in found.findings
        if "!" in one.cell
    }
    for number, record in enumerate(records, start=1):
        if number <= table.header_row or not any(cell.strip() for cell in record) or number in left:
            continue
        if number not in place:
            return len(table), f"row {number} is gone: {record}"
        ours = [
            "" if (value := column.value(place[number])) is None else str(value) for column in table.columns
        ]
        theirs = record[table.first_column - 1 :]
        both = zip(ours, theirs, strict=False)
        if any(_as_seen(one) != _as_seen(other) for one, other in both):
            return len(table), f"row {number} differs: {ours} {theirs}"
        if any(cell.strip() for cell in theirs[len(ours) :]) and not found.findings:
            return len(table), f"row {number} is longer than what was read: {theirs}"
    return len(table), ""


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _child(element: ET.Element, name: str) -> str:
    """Return the text of the child with this name; of several, which no valid file has, the last."""
    return next(((child.text or "").strip() for child in reversed(element) if _local(child) == name), "")


def check_audit_file(path: Path, sound: Path) -> tuple[int, str]:
    """Return how many lines were read and what is wrong."""
    found = read_xaf(path)
    try:
        root = ET.parse(path).getroot()
    except (ET.ParseError, ValueError, LookupError) as fault:
        return len(found.transactions), f"read, though it is no XML: {fault}"
    cents = 0
    transactions = (element for element in root.iter() if _local(element) == "transaction")
    for line in (
        element for transaction in transactions for element in transaction if _local(element) == "trline"
    ):
        if _child(line, "accid") in found.ledger.index:
            try:
                amount = Decimal(_child(line, "amnt").replace(",", ".") or "0")
            except InvalidOperation:
                return len(found.transactions), f"read an amount {_child(line, 'amnt')!r}"
            cents += int((amount * 100).to_integral_value(rounding="ROUND_HALF_UP")) * (
                1 if _child(line, "amnttp").upper() == "C" else -1
            )
    if abs(round(found.ledger["ledger"].sum() * 100) - cents) > 1:
        return len(found.transactions), f"ledger {found.ledger['ledger'].sum()}, the judge has {cents / 100}"
    imported = sum(float(value) for value in _values(found.transactions, "Omzet"))
    if abs(imported - found.ledger["imported"].sum()) > 0.005:
        return len(found.transactions), f"imported {imported}, said {found.ledger['imported'].sum()}"
    whole = read_xaf(sound)
    told = {finding.code for finding in found.findings} - {finding.code for finding in whole.findings}
    stated = [
        _child(element, name)
        for element in root.iter()
        if _local(element) == "transactions"
        for name in ("linescount", "totaldebit", "totalcredit")
    ]
    meant = [
        _child(element, name)
        for element in ET.parse(sound).getroot().iter()
        if _local(element) == "transactions"
        for name in ("linescount", "totaldebit", "totalcredit")
    ]
    if (
        len(found.transactions) < len(whole.transactions)
        and stated == meant
        and not told
        and whole.accounts.index.isin(found.accounts.index[found.accounts["reason"] != ""]).any()
    ):
        return len(found.transactions), "fewer lines than in the sound file, and nothing says so"
    return len(found.transactions), ""


def check_invoice(path: Path) -> tuple[int, str]:
    """Return how many lines were read and what is wrong; raises the error with which the file was refused."""
    found = read_ubl(path)
    if found.failed:
        raise found.failed[0][1]
    try:
        root = ET.parse(path).getroot()
    except (ET.ParseError, ValueError, LookupError) as fault:
        return len(found.transactions), f"read, though it is no XML: {fault}"
    total = next(element for element in root.iter() if _local(element) == "legalmonetarytotal")
    sign = -1 if _local(root) == "creditnote" else 1
    declared = sign * Decimal(_child(total, "taxexclusiveamount"))
    read = (
        sum(Decimal(str(value)) for value in _values(found.transactions, "Omzet"))
        if len(found.transactions)
        else Decimal(0)
    )
    return len(found.transactions), "" if abs(read - declared) < Decimal(
        "0.01"
    ) else f"read {read}, declared {declared}"


def judge(seed: int, folder: Path) -> dict[str, object]:
    """Make and read the mutant of this seed and return what came of it; ``wrong`` is empty when all is
    well."""
    draw = random.Random(seed)
    kind = list(KINDS)[seed % 3]
    base = base_export(kind, (seed // 3) % 4)
    sound, mutant = folder / f"basis{KINDS[kind]}", folder / f"mutant{KINDS[kind]}"
    sound.write_bytes(base)
    mutant.write_bytes(mutate_export(base, kind, draw))
    outcome: dict[str, object] = {"seed": seed, "kind": kind, "wrong": ""}
    try:
        _, outcome["wrong"] = (
            check_text(mutant)
            if kind == "csv"
            else check_audit_file(mutant, sound)
            if kind == "xaf"
            else check_invoice(mutant)
        )
    except KlantwaardeError as fault:
        outcome["code"] = fault.code
        return outcome
    outcome["code"] = "read"
    return outcome


if __name__ == "__main__":
    sys.exit(main(judge, Path(__file__)))
