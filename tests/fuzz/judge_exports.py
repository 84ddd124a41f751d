"""Second readers that judge what was read of a damaged export: csv for text, ElementTree for XML."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree as ET

from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.delimited import DELIMITERS, read_delimited
from klantwaarde_xl.sources.ubl import read_ubl
from klantwaarde_xl.sources.xaf import read_xaf

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


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
