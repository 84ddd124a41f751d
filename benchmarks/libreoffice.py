"""Turnover, margin, ranks and shares as plain SUMIFS and RANK formulas, calculated by LibreOffice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd

from benchmarks.measuring import Measured, measure_command

CALCULATE_AT_LOAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def formula_book(frame: pd.DataFrame, path: Path, *, formulas: bool) -> Path:
    """Write the lines and, per customer, the same figures as formulas without values."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    data, sums = book.add_worksheet("Transacties"), book.add_worksheet("Klanten")
    data.write_column(1, 0, frame["customer_id"].astype(object))
    data.write_column(1, 1, frame["revenue"])
    data.write_column(1, 2, frame["cost"])
    last = len(frame) + 1
    names = frame["customer_id"].cat.categories
    end = len(names) + 1
    for row, name in enumerate(names, 2):
        sums.write_string(row - 1, 0, name)
        if not formulas:
            continue
        for column, letter in ((1, "B"), (2, "C")):
            where = f"Transacties!${letter}$2:${letter}${last},Transacties!$A$2:$A${last}"
            sums.write_formula(row - 1, column, f"=SUMIFS({where},A{row})")
        sums.write_formula(row - 1, 3, f"=B{row}-C{row}")
        sums.write_formula(row - 1, 4, f"=RANK(B{row},$B$2:$B${end})")
        sums.write_formula(row - 1, 5, f"=RANK(D{row},$D$2:$D${end})")
        sums.write_formula(row - 1, 6, f'=(SUMIF($B$2:$B${end},">"&B{row}))/SUM($B$2:$B${end})')
        sums.write_formula(row - 1, 7, f'=IF(G{row}<0.8,"A",IF(G{row}<0.95,"B","C"))')
    book.close()
    return path


def recalculate(path: Path, folder: Path) -> tuple[Measured, Path]:
    """Let LibreOffice open the workbook, calculate every formula and save it again."""
    profile = folder / "profiel"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(CALCULATE_AT_LOAD)
    target = folder / "berekend"
    command = [
        shutil.which("soffice") or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
    ]
    spent = measure_command([*command, "--convert-to", "xlsx", "--outdir", str(target), str(path)])
    return spent, target / path.name


def difference(calculated: Path, frame: pd.DataFrame) -> float:
    """Return by how many euros the turnover of a customer by formulas differs at most from that by the core;
    absent is 0."""
    from klantwaarde_xl.core.base.period import Period
    from klantwaarde_xl.core.measures.customer_measures import customer_measures

    days = frame["date"]
    ours = customer_measures(frame, Period(days.min().date(), days.max().date()))["revenue"]
    theirs = pd.read_excel(calculated, sheet_name="Klanten", header=None, dtype={0: str}, engine="calamine")
    theirs = theirs.dropna(subset=[0]).set_index(0)[1].astype(float)
    return float(theirs.sub(ours, fill_value=0.0).abs().max())
