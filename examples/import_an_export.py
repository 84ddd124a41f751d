"""Import an export: a text file from any package becomes rows of a workbook, and nothing comes in twice."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from klantwaarde_xl.imports.adding import import_into
from klantwaarde_xl.imports.choices import Choices
from klantwaarde_xl.use_cases.new_workbook import write_empty
from klantwaarde_xl.use_cases.refreshing import look

EXPORT = """Factuurdatum;Debiteurnummer;Debiteurnaam;Bedrag
03-02-2025;1001;Bakkerij Anker;1.250,00
11-03-2025;1002;Bries BV;980,50
20-05-2025;1001;Bakkerij Anker;-50,00
"""

with tempfile.TemporaryDirectory() as folder:
    workbook, export = Path(folder, "klanten.xlsx"), Path(folder, "facturen.csv")
    write_empty(workbook, created=dt.datetime(2025, 6, 1))
    export.write_text(EXPORT, encoding="utf-8")

    # Bedrag may hold VAT, so the program does not guess it: the user says which column is the revenue.
    choices = Choices(columns={"Omzet": "Bedrag"})
    for attempt in ("first", "second"):
        result = import_into(workbook, [export], choices)
        print(attempt, dict(result.added), [finding.code for finding in result.findings])
    analysis = look(workbook)

print(analysis.customers[["name", "revenue"]].to_string())

# Prints:
# first {'tblTransacties': 3, 'tblKlanten': 2} []
# second {} ['KW-540']
#                        name  revenue
# customer_id
# 1001         Bakkerij Anker   1200.0
# 1002               Bries BV    980.5
