"""Damages workbooks at random and reads them: every mutant is read in full or refused with a code.

    python tests/fuzz/mutate_workbooks.py --count 10000 --seed 1

Three kinds of mutants: bytes of the file (checksums must catch every one that touches a table: read equal or
refused), XML of a part in a package that is sound again (no checksum helps: no crash, no hang, and what is
read has no gaps that the file does not have), and the same with a second reader, openpyxl, as the judge of
the cells wherever it can read the mutant. Every mutant has its own seed, which is printed when something is
wrong. Mutants are read in a child process, so that an abort or a hang of the reader is seen for what it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from klantwaarde_xl.errors import KlantwaardeError
from klantwaarde_xl.model.raw_cells import Kind
from klantwaarde_xl.model.raw_table import RawTable
from klantwaarde_xl.sources.workbook_file import WorkbookContents, read_workbook

Judge = Callable[[int, Path], dict[str, object]]
"""Makes and reads the mutant of a seed in a folder, and says what came of it."""
LONGEST = 20
"""Seconds after which reading one mutant of a few kilobytes counts as a hang."""
TOKENS = re.compile(rb"<[^>]*>|[^<]+|\"[^\"]*\"")
SPLICES = (
    b"<!DOCTYPE x>", b"<c/>", b"<row/>", b'r="XFD1048576"', b'r="ZZZZZZZ1"', b't="e"', b't="s"', b"\0",
    b"\xff\xfe", b"&#0;", b"&x;", b"<![CDATA[", b"-->", b"<!--", b"99999999999999999999", b"-1", b"NaN",
    b"../..", b"]]>", b"<v>", b"</row>", b'hidden="1"',
)  # fmt: skip


def base_workbook(number: int) -> bytes:
    """Return one of the sound workbooks:

    Excel tables with shared texts, plain sheets, errors, hidden rows, three programs.
    """
    stream = io.BytesIO()
    draw = random.Random(number)
    lines = [[dt.datetime(2024, 1 + n % 12, 1 + n % 28), f"{n % 7:05d}", n * 1.25 - 9] for n in range(40)]
    if number % 2:
        book = openpyxl.Workbook()
        page = book.active
        page.title = "Transacties"
        for row in [["Datum", "Klantnr", "Omzet"], *lines]:
            page.append(row)
        book.create_sheet("Klanten").append(["Klantnr", "Klantnaam"])
        book["Klanten"].append(["00001", "Aa & Zn"])
        book.save(stream)
        return stream.getvalue()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        page = book.add_worksheet("Transacties")
        columns = [{"header": header} for header in ("Datum", "Klantnr", "Omzet")]
        page.add_table(4, 2, 4 + len(lines), 4, {"name": "tblTransacties", "columns": columns, "data": lines})
        page.write_formula(9, 4, "=NA()", None, "#N/A")
        page.set_row(7, None, None, {"hidden": True})
        page = book.add_worksheet("Klanten")
        for row in range(20):
            page.write_row(
                row, 0, ["Klantnr", "Klantnaam"] if row == 0 else [f"{row:05d}", f"naam {draw.random()}"]
            )
        page = book.add_worksheet("Instellingen")
        page.write_row(0, 0, ["Grens A", 0.8])
        book.define_name("Inst_GrensA", "=Instellingen!$B$1")
    return stream.getvalue()


def mutate(data: bytes, draw: random.Random) -> bytes:
    """Return the data with one to four random changes: flipped, lost, doubled or foreign bytes, or cut
    short."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        if not changed:
            break
        place = draw.randrange(len(changed))
        length = min(draw.choice((1, 1, 2, 16, 200)), len(changed) - place)
        kind = draw.randrange(7)
        if kind == 0:
            changed[place] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del changed[place : place + length]
        elif kind == 2:
            changed[place:place] = changed[place : place + length]
        elif kind == 3:
            changed[place : place + length] = draw.randbytes(length)
        elif kind == 4:
            changed[place:place] = draw.choice(SPLICES)
        elif kind == 5:
            changed[place : place + length] = bytes(length)
        elif draw.random() < 0.3:
            del changed[place:]
    return bytes(changed)


def mutate_part(data: bytes, draw: random.Random) -> bytes:
    """Return a package with sound checksums in which one part was changed: bytes, tags lost, doubled, or
    exchanged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice([name for name in parts if not name.startswith("docProps")])
    if draw.random() < 0.4:
        parts[name] = mutate(parts[name], draw)
    else:
        tokens = TOKENS.findall(parts[name])
        one, other = draw.randrange(len(tokens)), draw.randrange(len(tokens))
        kind = draw.randrange(4)
        if kind == 0:
            del tokens[one]
        elif kind == 1:
            tokens.insert(one, tokens[other])
        elif kind == 2:
            tokens[one], tokens[other] = tokens[other], tokens[one]
        else:
            tokens[one] = tokens[one].replace(
                draw.choice((b"1", b"r", b'"', b"=", b" ")), draw.choice(SPLICES), 1
            )
        parts[name] = b"".join(tokens)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return stream.getvalue()


def cells(contents: WorkbookContents) -> dict[str, object]:
    """Return every cell of every table by its address, with its kind."""
    found: dict[str, object] = {}
    for table in contents.tables.values():
        for position, column in enumerate(table.columns):
            for row in range(len(table)):
                if column.kind[row] != Kind.BLANK:
                    found[table.address(row, position)] = (int(column.kind[row]), repr(column.value(row)))
    return found


def gaps(contents: WorkbookContents, path: Path) -> list[str]:
    """Return rows with cells that openpyxl sees within a table and we do not; nothing where openpyxl cannot
    read the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except Exception:  # noqa: BLE001 - openpyxl raises anything at all on broken parts; then it is no judge
        return []
    missing = []
    for table in contents.tables.values():
        if table.sheet not in book.sheetnames or not isinstance(table, RawTable) or not len(table):
            continue
        page = book[table.sheet]
        ours = set(table.rows.tolist())
        skipped = {
            int(finding.cell.rsplit(":", 1)[1])
            for finding in contents.findings
            if finding.code in {"KW-121", "KW-164"}
        }
        last = max(ours)
        for row in range(table.header_row + 1, last + 1):
            values = [
                page.cell(row, table.first_column + position).value for position in range(len(table.columns))
            ]
            if row not in ours | skipped and any(str(value).strip() for value in values if value is not None):
                missing.append(f"{table.sheet}!{row}: {values}")
    return missing


def judge(seed: int, folder: Path) -> dict[str, object]:
    """Make and read the mutant of this seed and return what came of it; ``wrong`` is empty when all is
    well."""
    draw = random.Random(seed)
    base = base_workbook(seed % 4)
    path = folder / "basis.xlsx"
    path.write_bytes(base)
    sound = cells(read_workbook(path))
    bytewise = draw.random() < 0.5
    mutant = folder / "mutant.xlsx"
    mutant.write_bytes(mutate(base, draw) if bytewise else mutate_part(base, draw))
    outcome: dict[str, object] = {"seed": seed, "kind": "file" if bytewise else "part", "wrong": ""}
    try:
        contents = read_workbook(mutant)
    except KlantwaardeError as fault:
        outcome["code"] = fault.code
        return outcome
    found = cells(contents)
    outcome["code"] = "read, equal" if found == sound else "read, other cells"
    if bytewise and found != sound:
        lost = sorted(set(sound) - set(found))
        outcome["wrong"] = f"bytes changed and cells differ; lost {lost[:3]}"
    elif missing := gaps(contents, mutant):
        outcome["wrong"] = f"rows silently missing: {missing[:3]}"
    return outcome


def work(first: int, last: int, judge: Judge) -> None:
    """Judge these seeds and print one line of JSON each; runs in the child process."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, last):
            print(json.dumps({"began": seed}), flush=True)
            try:
                outcome = judge(seed, Path(folder))
            except BaseException as fault:  # noqa: BLE001 - a panic of the Rust reader is no Exception; it is what we look for
                outcome = {
                    "seed": seed,
                    "kind": "?",
                    "code": "?",
                    "wrong": f"{type(fault).__name__}: {fault}",
                }
            print(json.dumps(outcome), flush=True)


def run(count: int, seed: int, script: Path) -> tuple[Counter[str], list[dict[str, object]]]:
    """Judge ``count`` mutants from this seed on; return how many ended how, and everything that was wrong."""
    tally: Counter[str] = Counter()
    wrong = []
    at, end = seed, seed + count
    while at < end:
        batch = min(at + 250, end)
        command = [sys.executable, str(script.resolve()), "--work", str(at), str(batch)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST + 250, check=False)
            printed, ending = done.stdout, f"process ended with {done.returncode}"
        except subprocess.TimeoutExpired as late:
            printed, ending = (late.stdout or b"").decode(), "hang"
        lines = [
            json.loads(line) for line in printed.split("\n") if line.startswith("{") and line.endswith("}")
        ]
        outcomes = [line for line in lines if "began" not in line]
        for outcome in outcomes:
            tally[f"{outcome['kind']}: {outcome['code']}"] += 1
            wrong += [outcome] if outcome["wrong"] else []
        started = max((line["began"] for line in lines if "began" in line), default=at)
        if len(outcomes) < batch - at:
            wrong.append({"seed": started, "wrong": ending})
            batch = started + 1
        at = batch
    return tally, wrong


def main(judge: Judge, script: Path) -> int:
    """Run from the command line, with the judge of this script; exit code 1 when any mutant went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", nargs=2, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(*given.work, judge)
        return 0
    tally, wrong = run(given.count, given.seed, script)
    for outcome, number in sorted(tally.items()):
        print(f"{number:7d}  {outcome}")
    for outcome in wrong:
        print("WRONG", outcome)
    print(f"{given.count} mutants, seeds {given.seed} to {given.seed + given.count - 1}: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(judge, Path(__file__)))
