"""How fast sources are read, beside the barest thing that could read them:

``python -m benchmarks.import_speed``.

A generated audit file of 300 MB and 1.2 million lines against a bare lxml iterparse over it (at most 1.3
times as long, memory flat), and a text export of 500,000 lines against ``pandas.read_csv(dtype=str)`` (at
most 3 times as long). Every reading runs in a process of its own, so that its peak memory is its own.
Processor time counts, of one reader after the other in turns: what else the machine does then hits both
alike."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import judge

GOALS = {"xaf": 1.3, "csv": 3.0}
"""At most how many times the bare reader."""
MOST_MB = 100
"""At most how much the peak memory grows while an audit file is read, whatever its size."""
MEASURE = """
import sys, time
from benchmarks.measuring import peak_mb
{imports}
base = peak_mb()
start = time.process_time()
{code}
seconds = time.process_time() - start
print(seconds, peak_mb() - base)
"""
READERS = {
    "xaf, bare lxml": ("from lxml import etree", "for _, e in etree.iterparse(sys.argv[1]):\n    e.clear()"),
    "xaf, ours": ("from klantwaarde_xl.sources.xaf import read_xaf", "read_xaf(sys.argv[1])"),
    "csv, bare pandas": (
        "import pandas",
        "pandas.read_csv(sys.argv[1], sep=';', dtype=str, encoding='cp1252')",
    ),
    "csv, ours": (
        "from klantwaarde_xl.sources.delimited import read_delimited",
        "read_delimited(sys.argv[1])",
    ),
}


def audit_file(path: Path, transactions: int) -> None:
    """Write an audit file of sales: a customer line, two revenue lines and a VAT line per transaction."""
    chance = random.Random(6)
    with path.open("w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<auditfile xmlns="http://www.auditfiles.nl/XAF/3.2"><header><curCode>EUR</curCode>'
            "</header><company><companyName>Groot BV</companyName><customersSuppliers>"
        )
        for number in range(2000):
            out.write(
                f"<customerSupplier><custSupID>{number:05d}</custSupID>"
                f"<custSupName>Klant {number}</custSupName></customerSupplier>\n"
            )
        out.write("</customersSuppliers><generalLedger>")
        for number in range(10):
            out.write(
                f"<ledgerAccount><accID>80{number:02d}</accID><accDesc>Omzet {number}</accDesc>"
                "<accTp>P</accTp><leadReference>WOmzNoh</leadReference></ledgerAccount>\n"
            )
        out.write(
            "</generalLedger><transactions><journal><jrnID>VRK</jrnID><desc>Verkoop</desc><jrnTp>S</jrnTp>\n"
        )
        for number in range(transactions):
            day = f"2025-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
            out.write(
                f"<transaction><nr>{number}</nr><periodNumber>{day[5:7]}</periodNumber><trDt>{day}</trDt>\n"
            )
            customer, first, second = chance.randrange(2000), chance.randrange(10**6), chance.randrange(10**6)
            for account, cents, side in (
                ("1300", first + second, "D"),
                (f"80{chance.randrange(10):02d}", first, "C"),
                (f"80{chance.randrange(10):02d}", second, "C"),
                ("1500", 0, "C"),
            ):
                out.write(
                    f"  <trLine>\n    <nr>1</nr>\n    <accID>{account}</accID>\n"
                    f"    <docRef>V{number}</docRef>\n    <effDate>{day}</effDate>\n"
                    "    <desc>Levering</desc>\n"
                    f"    <amnt>{cents // 100}.{cents % 100:02d}</amnt>\n"
                    f"    <amntTp>{side}</amntTp>\n    <custSupID>{customer:05d}</custSupID>\n"
                    f"    <invRef>{number}</invRef>\n  </trLine>\n"
                )
            out.write("</transaction>\n")
        out.write("</journal></transactions></company></auditfile>\n")


def text_export(path: Path, lines: int) -> None:
    """Write an export of invoice lines as Dutch packages make them."""
    chance = random.Random(6)
    with path.open("w", encoding="cp1252") as out:
        out.write("Factuurdatum;Debiteurnummer;Naam;Artikelcode;Factuurnummer;Aantal;Bedrag excl. BTW\n")
        for number in range(lines):
            cents, customer = chance.randrange(10**7), chance.randrange(2000)
            amount = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
            day = f"{chance.randrange(1, 29):02d}-{chance.randrange(1, 13):02d}-2025"
            out.write(
                f"{day};{customer:05d};Café {customer};"
                f"A{chance.randrange(500)};{number // 3};{chance.randrange(1, 20)};{amount}\n"
            )


def measure(reader: str, path: Path) -> tuple[float, float]:
    """Return processor seconds and growth of the peak memory in MB of one reading."""
    imports, code = READERS[reader]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(imports=imports, code=code), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main(transactions: int = 300_000, lines: int = 500_000, rounds: int = 3) -> None:
    """Print a row per reader (the fastest of its rounds), and how many times the bare one ours takes."""
    with tempfile.TemporaryDirectory() as folder:
        sources = {"xaf": Path(folder) / "groot.xaf", "csv": Path(folder) / "groot.csv"}
        audit_file(sources["xaf"], transactions)
        text_export(sources["csv"], lines)
        for kind, path in sources.items():
            print(f"{kind}: {path.stat().st_size / 2**20:.0f} MB")
            readers = [reader for reader in READERS if reader.startswith(kind)]
            runs = [[measure(reader, path) for reader in readers] for _ in range(rounds)]
            best = [min(run[at] for run in runs) for at in range(len(readers))]
            for reader, (seconds, memory) in zip(readers, best, strict=True):
                print(f"  {reader:20} {seconds:6.2f} s processor  + {memory:5.0f} MB")
            each = ", ".join(f"{ours / bare:.2f}" for (bare, _), (ours, _) in runs)
            print(f"  per round: {each}")
            judge(
                f"importeer of {kind}, processor time x the bare reader", best[1][0] / best[0][0], GOALS[kind]
            )
            if kind == "xaf":
                judge("importeer of xaf, growth of the peak memory", best[1][1], MOST_MB, "MB")


if __name__ == "__main__":
    main()
