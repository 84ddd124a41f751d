"""Builds workbooks with a changed structure and compares what we read with a second reader, openpyxl.

    python tests/fuzz/compare_readers.py --count 3000 --seed 1

Each mutant is a sound package whose sheets were changed as other programs write them, or as an attacker
would: rows and cells out of order or doubled, cells without references, values with comments, two pieces of
data, other spellings of shared texts, prefixed elements, merged cells, hidden parts, an Excel table with
other names than its header cells. openpyxl reads the same file. Every difference in turnover must
be refused with a code, or carry a finding of severity error: a silent difference is wrong.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import sys
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent))
from mutate_workbooks import main

from klantwaarde_xl.errors import KlantwaardeError, Severity
from klantwaarde_xl.model.checking import check_table
from klantwaarde_xl.model.tables import InvoiceLine
from klantwaarde_xl.sources.workbook_file import read_workbook

HEADERS = ("Datum", "Klantnr", "Omzet")
Change = Callable[[bytes, random.Random], bytes]


def base(draw: random.Random) -> bytes:
    """Return a sound workbook with one or two sheets of invoice lines, in one of a few layouts."""
    stream = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd-mm-yyyy", "date_1904": draw.random() < 0.2}
    with xlsxwriter.Workbook(stream, options) as book:
        for name in draw.choice((["Transacties"], ["jan", "feb"], ["Blad1"])):
            page = book.add_worksheet(name)
            top, left = draw.choice(((0, 0), (3, 2), (1, 0)))
            if top:
                page.write(0, 0, "Omzet per klant")
            rows = [
                [
                    dt.datetime(2024, 1 + n % 12, 1 + n % 28),
                    f"K{draw.randrange(5)}",
                    draw.randrange(-900, 90_000) / 100,
                ]
                for n in range(draw.randrange(3, 30))
            ]
            for number, row in enumerate([HEADERS, *rows]):
                page.write_row(top + number, left, row)
            if draw.random() < 0.3 and name != "feb":
                columns = [{"header": header} for header in HEADERS]
                area = (top, left, top + len(rows), left + 2)
                page.add_table(*area, {"name": "tblTransacties", "columns": columns})
            if draw.random() < 0.3:
                page.set_row(top + 1, None, None, {"hidden": True})
    return stream.getvalue()


def _cells(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"<c [^<>]*>(?:(?!</c>).)*</c>", data))


def _rows(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"<row [^<>]*>(?:(?!</row>).)*</row>", data))


def swap_rows(data: bytes, draw: random.Random) -> bytes:
    """Put one row in the place of another, references and all."""
    one, other = sorted(draw.sample(_rows(data), 2), key=lambda found: found.start())
    middle = data[one.end() : other.start()]
    return data[: one.start()] + other[0] + middle + one[0] + data[other.end() :]


def double_row(data: bytes, draw: random.Random) -> bytes:
    """Write a row twice, the second time with other figures."""
    row = draw.choice(_rows(data))
    again = re.sub(rb"<v>(\d+)\.?\d*</v></c></row>", rb"<v>77</v></c></row>", row[0])
    return data[: row.end()] + again + data[row.end() :]


def double_cell(data: bytes, draw: random.Random) -> bytes:
    """Write a cell twice in its row, with another figure."""
    cell = draw.choice(_cells(data))
    again = re.sub(rb"<v>[^<]*</v>", b"<v>7</v>", cell[0])
    return data[: cell.end()] + again + data[cell.end() :]


def swap_cells(data: bytes, draw: random.Random) -> bytes:
    """Exchange two cells of the sheet, references and all."""
    one, other = sorted(draw.sample(_cells(data), 2), key=lambda found: found.start())
    return data[: one.start()] + other[0] + data[one.end() : other.start()] + one[0] + data[other.end() :]


def lose_reference(data: bytes, draw: random.Random) -> bytes:
    """Take the reference from a cell: it then follows the cell before it."""
    cell = draw.choice(_cells(data))
    return data[: cell.start()] + re.sub(rb' r="[A-Z]+\d+"', b"", cell[0]) + data[cell.end() :]


def lose_row_number(data: bytes, draw: random.Random) -> bytes:
    """Take the number from a row."""
    row = draw.choice(_rows(data))
    return data[: row.start()] + re.sub(rb'<row r="\d+"', b"<row", row[0], count=1) + data[row.end() :]


def comment_in_value(data: bytes, draw: random.Random) -> bytes:
    """Put a comment, an instruction or a CDATA section in a value."""
    cell = draw.choice([cell for cell in _cells(data) if re.search(rb"<v>[^<]{2,}</v>", cell[0])])
    inside = draw.choice((b"<!-- x -->", b"<?x y?>"))
    changed = re.sub(rb"<v>([^<])([^<]+)</v>", rb"<v>\1" + inside + rb"\2</v>", cell[0])
    if draw.random() < 0.3:
        changed = re.sub(rb"<v>([^<]+)</v>", rb"<v><![CDATA[\1]]></v>", cell[0])
    return data[: cell.start()] + changed + data[cell.end() :]


def comment_between(data: bytes, draw: random.Random) -> bytes:
    """Put a comment with a cell in it between two cells, which nobody may read."""
    cell = draw.choice(_cells(data))
    return data[: cell.end()] + b"<!-- " + cell[0] + b" -->" + data[cell.end() :]


def second_value(data: bytes, draw: random.Random) -> bytes:
    """Give a cell two values."""
    cell = draw.choice(_cells(data))
    return data[: cell.start()] + cell[0].replace(b"</c>", b"<v>7</v></c>") + data[cell.end() :]


def second_data(data: bytes, draw: random.Random) -> bytes:
    """Split the rows over two pieces of data."""
    row = draw.choice(_rows(data))
    return data[: row.end()] + b"</sheetData><sheetData>" + data[row.end() :]


def pretty(data: bytes, draw: random.Random) -> bytes:
    """Write every element on a line of its own, as some programs do."""
    return re.sub(rb"(</(?:c|row|v)>|<row[^<>]*>)", rb"\1" + draw.choice((b"\n", b"\r\n  ", b" ")), data)


def prefixed(data: bytes, draw: random.Random) -> bytes:
    """Give every element a prefix."""
    name = draw.choice((b"x", b"ss"))
    text = re.sub(
        rb"<(/?)([a-zA-Z])", rb"<\1" + name + rb":\2", data.replace(b'xmlns="', b"xmlns:" + name + b'="')
    )
    return text.replace(b"<?" + name + b":xml", b"<?xml")


def inline(data: bytes, draw: random.Random) -> bytes:
    """Write an amount as text in the cell itself, with white space around it."""
    cell = draw.choice([cell for cell in _cells(data) if b"t=" not in cell[0]])
    changed = re.sub(rb"<c ([^<>]*)><v>([^<]*)</v></c>", rb'<c \1 t="str"><v> \2 </v></c>', cell[0])
    return data[: cell.start()] + changed + data[cell.end() :]


def formula(data: bytes, draw: random.Random) -> bytes:
    """Make an amount a formula, with its value or without one."""
    cell = draw.choice([cell for cell in _cells(data) if b"t=" not in cell[0]])
    value = draw.choice((rb"<v>\1</v>", b"<v></v>", b"<v/>", b""))
    changed = re.sub(rb"<v>([^<]*)</v>", b"<f>1+1</f>" + value, cell[0])
    return data[: cell.start()] + changed + data[cell.end() :]


def unchanged(data: bytes, _draw: random.Random) -> bytes:
    """Leave the sheet as it is."""
    return data


CHANGES: tuple[Change, ...] = (
    *(swap_rows, double_row, double_cell, swap_cells, lose_reference, lose_row_number, comment_in_value),
    *(comment_between, second_value, second_data, pretty, prefixed, inline, formula, unchanged),
)


def table_names(data: bytes, draw: random.Random) -> bytes:
    """Exchange two names of an Excel table, so that they differ from the header cells."""
    names = re.findall(rb'<tableColumn id="\d+" name="([^"]*)"', data)
    one, other = draw.sample(names, 2)
    marked = data.replace(b'name="' + one + b'"', b'name="\0"').replace(
        b'name="' + other + b'"', b'name="' + one + b'"'
    )
    return marked.replace(b'name="\0"', b'name="' + other + b'"')


def mutant(seed: int) -> tuple[bytes, list[str]]:
    """Return the mutant of this seed, and the names of its changes."""
    draw = random.Random(seed)
    data = base(draw)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = []
    for _ in range(draw.choice((1, 1, 2))):
        sheet = draw.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])
        tables = [name for name in parts if name.startswith("xl/tables/")]
        if tables and draw.random() < 0.15:
            parts[tables[0]] = table_names(parts[tables[0]], draw)
            told.append("table_names")
            continue
        change = draw.choice(CHANGES)
        try:
            parts[sheet] = change(parts[sheet], draw)
        except (ValueError, IndexError):
            continue
        told.append(change.__name__)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue(), told


def by_openpyxl(path: Path) -> Counter[str] | None:
    """Return the cents per customer that openpyxl sees under the headers, None if it cannot read the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except Exception:  # noqa: BLE001 - openpyxl raises anything at all on broken parts; then it is no judge
        return None
    totals: Counter[str] = Counter()
    for page in book:
        where: dict[str, int] = {}
        for row in page.iter_rows(values_only=True):
            texts = [str(value).strip() if value is not None else "" for value in row]
            if set(HEADERS) <= set(texts):
                where = {header: texts.index(header) for header in HEADERS}
                continue
            if not where or not texts[where["Klantnr"]] or row[where["Omzet"]] is None:
                continue
            try:
                totals[texts[where["Klantnr"]]] += round(float(row[where["Omzet"]]) * 100)
            except (TypeError, ValueError):
                continue
    return Counter({key: cents for key, cents in totals.items() if cents})


def judge(seed: int, folder: Path) -> dict[str, object]:
    """Read the mutant of this seed with both readers; ``wrong`` names a silent difference."""
    data, told = mutant(seed)
    path = folder / "mutant.xlsx"
    path.write_bytes(data)
    outcome: dict[str, object] = {"seed": seed, "kind": "+".join(told) or "none", "wrong": ""}
    try:
        contents = read_workbook(path)
        checked = check_table(contents.tables["tblTransacties"], InvoiceLine)
    except KlantwaardeError as fault:
        outcome["code"] = fault.code
        return outcome
    except KeyError:
        outcome["code"] = "no table"
        return outcome
    frame = checked.good_rows()
    found = Counter()
    for customer, amount in zip(frame["customer_id"].astype(str), frame["revenue"], strict=True):
        found[customer] += round(amount * 100)
    found = Counter({key: cents for key, cents in found.items() if cents})
    theirs = by_openpyxl(path)
    loud = any(f.severity is Severity.ERROR for f in (*contents.findings, *checked.findings))
    if theirs is None or found == theirs:
        outcome["code"] = "equal" if theirs is not None else "no judge"
    elif loud:
        outcome["code"] = "differs, said"
    else:
        outcome["code"] = "differs"
        outcome["wrong"] = f"ours {dict(found)}, theirs {dict(theirs)}"
    return outcome


if __name__ == "__main__":
    sys.exit(main(judge, Path(__file__)))
