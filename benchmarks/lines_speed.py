"""Lines added up at the source against hand-written SQL of the same sums, in processor time and peak memory.

Run: ``python -m benchmarks.lines_speed [--millions 10]``. Goals: at most 1.3 x the SQL, and 2.5 GB. Both
write nothing of lines; ours also starts the program, matches headers, counts months and writes the totals."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import judge, measure_command, table

MAKE = """
copy (select date '2022-01-01' + cast(hash(i // 3) % 1095 as integer) as "Datum",
  'K' || (hash(i // 3 + 7) % {customers}) as "Klantnr", 'P' || (hash(i) % 40) as "Productcode",
  'F' || (i // 3) as "Factuurnr", (hash(i + 1) % 20000) / 100.0 - 10.0 as "Omzet",
  (hash(i + 1) % 20000) / 200.0 as "Kostprijs" from range({lines}) as made(i))
to '{path}' (format parquet, compression zstd)
"""
BY_HAND = """
import duckdb, sys
link = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": sys.argv[2]})
place = "case when Datum between '2024-01-01' and '2024-12-31' then 'now' when Datum between '2023-01-01' " \\
    "and '2023-12-31' then 'before' else 'outside' end"
sums = "sum(Omzet) as omzet, sum(marge) as marge, sum(regels) as regels, min(eerste), max(laatste), count(*)"
first = "sum(Omzet) as omzet, sum(Omzet - Kostprijs) as marge, count(*) as regels, " \\
    "min(Datum) as eerste, max(Datum) as laatste"
for key, item in (("Klantnr", "Factuurnr"), ("Productcode", "Klantnr")):
    inner = f"select {place} as plek, {key}, {item}, {first} from '{sys.argv[1]}' group by all"
    outer = f"select plek, {key}, {sums.replace('Omzet', 'omzet')} from ({inner}) group by plek, {key}"
    print(len(link.sql(outer).fetchall()))
"""


def main() -> None:
    """Make the lines, measure both, print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=int, default=10)
    millions = parser.parse_args().millions
    import duckdb

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "regels.parquet"
        duckdb.sql(MAKE.format(customers=24_221, lines=millions * 10**6, path=path))
        (folder / "bron.toml").write_text('[regels]\nsoort = "parquet"\npad = "regels.parquet"\n')
        days = ["--van", "01-01-2024", "--tot", "31-12-2024"]
        source = str(folder / "bron.toml")
        ours = [
            sys.executable,
            "-m",
            "klantwaarde_xl",
            "regels",
            source,
            "--tel-op",
            str(folder / "uit"),
            *days,
        ]
        theirs = [sys.executable, "-c", BY_HAND, str(path), str(folder)]
        rows = {"SQL by hand": measure_command(theirs), "regels --tel-op": measure_command(ours)}
        print(f"{millions} million lines, Parquet of {path.stat().st_size / 1e6:.0f} MB")
    cells = [(n, f"{m.seconds:.1f}", f"{m.cpu_seconds:.1f}", f"{m.peak_mb:.0f}") for n, m in rows.items()]
    print(table(("", "seconds", "cpu s", "peak MB"), cells))
    hand, found = rows.values()
    what = f"regels --tel-op of {millions} million lines"
    judge(f"{what}, processor time x SQL by hand", found.cpu_seconds / hand.cpu_seconds, 1.3)
    judge(f"{what}, peak memory", found.peak_mb, 2500, "MB")


if __name__ == "__main__":
    main()
