"""Damages exports at random (delimited text, audit files, e-invoices) and reads them: read in full, or
refused with a code.

    python tests/fuzz/mutate_exports.py --count 10000 --seed 1

The judge is a second reader: Python's csv module for text, ElementTree for XML. Text: every record below the
header that the judge sees is in the table, cell for cell. Audit files: what is not well-formed is refused;
what was read has the turnover that the judge adds up, and fewer lines than the sound file are said in a
finding. E-invoices: what was read has the amount that the invoice itself declares. Mutants are read in a
child process, as those of ``mutate_workbooks``."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).resolve().parent))
from judge_exports import UBL, check_audit_file, check_invoice, check_text
from mutate_workbooks import SPLICES, TOKENS, main, mutate

from klantwaarde_xl.errors import KlantwaardeError

KINDS = {"csv": ".csv", "xaf": ".xaf", "ubl": ".xml"}


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
        f'<?xml version="1.0"?><{root} xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{UBL}CommonBasicComponents-2">'
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
