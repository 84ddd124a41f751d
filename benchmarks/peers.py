"""The same work by others, in the same run: ``python -m benchmarks.peers [--peer-python PATH]``.

One workbook of 100,000 invoice lines, 5,000 customers and 60 groups. ``vernieuw`` makes all its sheets of it;
a script as an analyst writes it makes turnover, margin, ranks and Pareto classes only; LibreOffice
recalculates the same figures as plain SUMIFS and RANK formulas. Then two steps alone, beside libraries that
have them. A peer that is not installed is named and left out; none is ever needed to run the product."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks.core_speed import random_lines
from benchmarks.growth import workbook
from benchmarks.libreoffice import difference, formula_book, recalculate
from benchmarks.measuring import Measured, judge, measure, table
from benchmarks.refresh_speed import just_read, refresh_it

LINES, CUSTOMERS, GROUPS = 100_000, 5_000, 60
FEWEST_TOGETHER = 5
ELSEWHERE = {
    "fastexcel": """
import fastexcel
book = fastexcel.read_excel(given)
start = begin()
for name in book.sheet_names:
    book.load_sheet(name).to_arrow()
""",
    "openretailscience": """
import pandas
from openretailscience.analysis.product_association import ProductAssociation
lines = pandas.read_csv(given)
start = begin()
ProductAssociation(lines, value_col="product_group", group_col="customer_id", min_cooccurrences=5).df
""",
}
"""What runs in another Python, by the package that it needs; ``given`` is a path."""
TIMED = """
import json, sys, time, importlib.metadata
from benchmarks.measuring import peak_mb
given = sys.argv[1]
begin = lambda: (time.perf_counter(), time.process_time())
{work}
print(json.dumps([time.perf_counter() - start[0], time.process_time() - start[1],
    peak_mb(), importlib.metadata.version("{package}")]))
"""


def analyst(path: str, output: str, reader: str, writer: str) -> None:
    """Make turnover, margin, ranks and Pareto classes of a workbook with pandas, as one writes it in half an
    hour."""
    lines = pd.read_excel(path, sheet_name="Transacties", dtype={"Klantnr": str}, engine=reader)
    lines["Marge"] = lines["Omzet"] - lines["Kostprijs"]
    customers = lines.groupby("Klantnr")[["Omzet", "Marge"]].sum().sort_values("Omzet", ascending=False)
    customers["Rang omzet"] = customers["Omzet"].rank(ascending=False, method="min")
    customers["Rang marge"] = customers["Marge"].rank(ascending=False, method="min")
    before = (customers["Omzet"].cumsum() - customers["Omzet"]) / customers["Omzet"].sum()
    customers["Pareto"] = np.select([before < 0.8, before < 0.95], ["A", "B"], "C")
    months = lines.pivot_table(
        index="Klantnr", columns=lines["Datum"].dt.to_period("M").astype(str), values="Omzet", aggfunc="sum"
    )
    with pd.ExcelWriter(output, engine=writer) as book:
        customers.to_excel(book, sheet_name="Klanten")
        months.to_excel(book, sheet_name="Maanden")


def our_pairs(path: str) -> None:
    """Find the groups bought together, from the lines as a file."""
    from klantwaarde_xl.core.cross_sell.associations import associations

    matrix, names = _bought(path)
    associations(matrix, names, at_least=FEWEST_TOGETHER)


def mlxtend_pairs(path: str) -> None:
    """Find the same pairs with mlxtend: frequent pairs by apriori (faster here than its FP-growth), then
    rules."""
    from mlxtend.frequent_patterns import apriori, association_rules

    matrix, names = _bought(path)
    frame = pd.DataFrame(matrix.toarray().astype(bool), columns=names)
    frequent = apriori(frame, min_support=FEWEST_TOGETHER / len(frame), use_colnames=True, max_len=2)
    association_rules(frequent, metric="confidence", min_threshold=0.0)


def only_bought(path: str) -> None:
    """Read the lines and turn them into a matrix: what both kinds of rules begin with."""
    _bought(path)


def _bought(path: str) -> tuple[sparse.csr_array, pd.Index]:
    lines = pd.read_csv(path, dtype={"customer_id": "category", "product_group": "category"})
    codes = lines["customer_id"].cat.codes, lines["product_group"].cat.codes
    matrix = sparse.csr_array((np.ones(len(lines), np.float32), codes))
    matrix.data[:] = 1
    return matrix, pd.Index(lines["product_group"].cat.categories, dtype=object)


def elsewhere(package: str, python: str, given: Path) -> tuple[Measured, str] | str:
    """Return what a package took in the other Python, and its version; a remark when it is not there."""
    if not python:
        return f"{package}: left out, no --peer-python given"
    code = TIMED.format(work=ELSEWHERE[package], package=package)
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code, str(given)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"{package}: left out, {done.stderr.strip().splitlines()[-1]}"
    seconds, cpu, peak, version = json.loads(done.stdout.splitlines()[-1])
    return Measured(seconds, peak, cpu), version


def row(name: str, one: Measured, ours: Measured) -> tuple[str, ...]:
    """Return a row of a table: seconds, processor seconds, how many times ours each is, and memory."""
    times = one.seconds / ours.seconds, one.cpu_seconds / ours.cpu_seconds
    return (
        name,
        f"{one.seconds:.3f}",
        f"{times[0]:.2f}",
        f"{one.cpu_seconds:.3f}",
        f"{times[1]:.2f}",
        f"{one.peak_mb:.0f}",
    )


def version(package: str) -> str:
    """Return the name and version of an installed package."""
    return f"{package} {importlib.metadata.version(package)}"


HEADERS = ("what", "seconds", "x ours", "cpu s", "x ours", "peak MB")


def whole_work(frame: pd.DataFrame, path: Path, folder: Path) -> list[str]:
    """Print the table of the whole work, from workbook to workbook; return what is absent."""
    output = str(folder / "uit.xlsx")
    ours = measure(refresh_it, str(path), output, repeat=2)
    old = measure(analyst, str(path), output, "openpyxl", "openpyxl")
    new = measure(analyst, str(path), output, "calamine", "xlsxwriter", repeat=2)
    rows = [
        row("vernieuw: all sheets", ours, ours),
        row(f"pandas + {version('openpyxl')}: turnover, margin, ranks, Pareto", old, ours),
        row(f"pandas + {version('python-calamine')} + {version('xlsxwriter')}: the same", new, ours),
    ]
    absent, formulas, apart = [], None, 0.0
    if shutil.which("soffice"):
        said = subprocess.run(
            ["soffice", "--version"], capture_output=True, text=True, check=True
        ).stdout.split()
        values, _ = recalculate(formula_book(frame, folder / "waarden.xlsx", formulas=False), folder)
        formulas, calculated = recalculate(
            formula_book(frame, folder / "formules.xlsx", formulas=True), folder
        )
        apart = difference(calculated, frame)
        rows.append(row(f"{' '.join(said[:2])}: open and save, no formulas", values, ours))
        rows.append(row(f"{' '.join(said[:2])}: SUMIFS and RANK recalculated", formulas, ours))
    else:
        absent.append("LibreOffice")
    print(f"{LINES:,} lines, {CUSTOMERS:,} customers\n")
    print(table(HEADERS, rows))
    if formulas:
        print()
        judge("turnover of a customer by SUMIFS and by the core, apart at most", apart, 0.005, "EUR")
        judge(
            "vernieuw, seconds x SUMIFS and RANK in LibreOffice, which uses all processors",
            ours.seconds / formulas.seconds,
            1.0,
        )
    judge(
        "vernieuw, processor time x an analyst's pandas + openpyxl", ours.cpu_seconds / old.cpu_seconds, 1.0
    )
    return absent


def single_steps(frame: pd.DataFrame, path: Path, folder: Path, python: str) -> list[str]:
    """Print the table of single steps beside libraries that have them; return what is absent."""
    lines = folder / "lines.csv"
    frame[["customer_id", "product_group"]].to_csv(lines, index=False)
    base, mine = measure(only_bought, str(lines), repeat=3), measure(our_pairs, str(lines), repeat=3)
    own = _less(mine, base)
    absent, rows = [], [row("pairs of groups: ours", own, own)]
    if importlib.util.find_spec("mlxtend"):
        theirs = _less(measure(mlxtend_pairs, str(lines), repeat=3), base)
        rows.append(row(f"pairs of groups: {version('mlxtend')}", theirs, own))
    else:
        absent.append("mlxtend")
    reading = measure(just_read, str(path), repeat=3)
    checked = measure(our_reading, str(path), repeat=3)
    steps = [
        ("openretailscience", lines, "pairs of groups", own),
        ("fastexcel", path, "reading the workbook", checked),
    ]
    for package, given, what, beside in steps:
        other = elsewhere(package, python, given)
        if isinstance(other, str):
            absent.append(other)
        else:
            rows.append(row(f"{what}: {package} {other[1]}", other[0], beside))
    rows.append(row(f"reading the workbook: {version('python-calamine')}, Python rows", reading, checked))
    rows.append(row("reading the workbook: ours, guarded, as columns", checked, checked))
    print()
    print(table(HEADERS, rows))
    return absent


def our_reading(path: str) -> None:
    """Read the workbook as ``vernieuw`` does: through the guard, into columns."""
    from klantwaarde_xl.sources.workbook_file import read_workbook

    read_workbook(path)


def main() -> None:
    """Measure each, print the tables, and say what is absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", default="")
    python = parser.parse_args().peer_python
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
    frame = random_lines(LINES, CUSTOMERS, GROUPS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = workbook(folder / "peers.xlsx", LINES, CUSTOMERS, GROUPS)
        absent = whole_work(frame, path, folder) + single_steps(frame, path, folder, python)
    print("\nabsent: " + ("; ".join(absent) or "nothing"))


def _less(one: Measured, base: Measured) -> Measured:
    """Return a measurement without what it shares with another one."""
    return Measured(
        max(one.seconds - base.seconds, 1e-3), one.peak_mb, max(one.cpu_seconds - base.cpu_seconds, 1e-3)
    )


if __name__ == "__main__":
    main()
