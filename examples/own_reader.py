"""An own reader: any source becomes a RawTable, and checking, addresses and findings follow.

Here the source is a list of JSON objects, one invoice line each. One amount is Dutch text, which is
understood, and one is no amount at all, which becomes a finding with its place.
"""

from __future__ import annotations

import json

import numpy as np

from klantwaarde_xl.model.inputs import check_inputs
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.raw_table import RawTable, SourceFile

SOURCE = """[
  {"Datum": "2025-03-01", "Klantnr": "0042", "Omzet": 1250.5},
  {"Datum": "2025-03-08", "Klantnr": "0042", "Omzet": "1.200,00"},
  {"Datum": "2025-04-02", "Klantnr": "0077", "Omzet": "op aanvraag"}
]"""


def read_json(text: str, name: str) -> RawTable:
    """Return the objects of a JSON list as a table; the keys are the headers, row 1 is the header row."""
    rows = json.loads(text)
    headers = tuple(dict.fromkeys(key for row in rows for key in row))
    columns = tuple(RawColumn.from_values([row.get(header) for row in rows]) for header in headers)
    return RawTable(name, headers, columns, np.arange(2, len(rows) + 2), source=SourceFile(name))


inputs = check_inputs({"tblTransacties": read_json(SOURCE, "regels.json")}, customers_required=False)

print(inputs.transactions[["customer_id", "revenue"]].to_string(index=False))
for finding in inputs.findings:
    print(finding.code, finding.cell, finding.message)

# Prints:
# customer_id  revenue
#        0042   1250.5
#        0042   1200.0
# KW-111 'regels.json'!C4 Omzet: 'op aanvraag' is geen getal.
