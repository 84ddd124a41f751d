"""An own page: a sheet of the report is a declaration, and functions that give its data from the Analysis.

Put it in `klantwaarde_xl/report/pages/` and in the list of `klantwaarde_xl/report/contents.py`, and the
template, the empty workbook, Start and the manual follow. Here it is drawn alone, from the demo.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd

from klantwaarde_xl.analysis.analyse import analyse
from klantwaarde_xl.demo.tables import demo_tables
from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Part, whole
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.writers.xlsx import write_xlsx

REGIONS = TableSpec(
    "tblRegios",
    "regions",
    (
        ColumnSpec("region", "Regio", formats.TEXT, formats.WIDTH_TEXT),
        ColumnSpec("count", "Klanten", formats.INTEGER, formats.WIDTH_AMOUNT),
        ColumnSpec("revenue", "Omzet", formats.EURO, formats.WIDTH_AMOUNT, "In EUR."),
    ),
    description="Eén rij per regio.",
)


def region_frame(source: Source) -> pd.DataFrame:
    """Return the number of customers and their revenue per region, most revenue first."""
    customers = source.analysis.customers
    grouped = (
        customers["revenue"].groupby(customers["region"].fillna("onbekend")).agg(["size", "sum"]).round(2)
    )
    frame = grouped.set_axis(["count", "revenue"], axis=1).rename_axis("region").reset_index()
    return frame.sort_values("revenue", ascending=False, kind="stable", ignore_index=True)


PAGE = Page(
    SheetSpec(
        "Regio",
        title="Omzet per regio",
        about="klanten en omzet per regio",
        message="regions_message",
        subtitle="regions_subtitle",
        freeze="A6",
        blocks=(REGIONS,),
    ),
    frames=lambda source: {"regions": region_frame(source)},
    values=lambda source: {
        "regions_message": f"Er zijn {len(region_frame(source))} regio's.",
        "regions_subtitle": source.period_line,
    },
)

source = Source(analyse(check_inputs(demo_tables())))
frames, values = PAGE.frames(source), PAGE.values(source)
part = Part((PAGE.fitted(frames, values),), frames, values)
document = whole([part], title="Regio", created=dt.datetime(2026, 1, 5), active="Regio")

with tempfile.TemporaryDirectory() as folder:
    workbook = Path(folder, "regios.xlsx")
    write_xlsx(document, workbook)
    sheet = openpyxl.load_workbook(workbook)["Regio"]
for row in sheet.iter_rows(max_row=sheet.max_row, max_col=3, values_only=True):
    if any(row):
        print(*(value for value in row if value is not None), sep=" | ")

# Prints:
# Omzet per regio
# Er zijn 6 regio's.
# Periode 01-01-2025 t/m 31-12-2025; vorige periode 01-01-2024 t/m 31-12-2024. Bedragen in EUR.
# Terug naar Start
# Regio | Klanten | Omzet
# West | 71 | 1392164.82
# Oost | 76 | 1213100.74
# Midden | 78 | 1131008.37
# Zuid | 73 | 1101879.67
# Noord | 68 | 851282.82
# onbekend | 1 | 125.0
