"""Analyse a workbook and read the Analysis: what `klantwaarde vernieuw` computes, as frames and figures.

The workbook is the demo, so that this runs anywhere. With a workbook of your own only `look` is needed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from klantwaarde_xl.demo.tables import write_demo
from klantwaarde_xl.use_cases.refreshing import look

with tempfile.TemporaryDirectory() as folder:
    workbook, _ = write_demo(Path(folder), step=lambda _name: None)
    analysis = look(workbook)

print(f"{analysis.period.start} to {analysis.period.end}: {len(analysis.customers)} customers")
print(analysis.customers[["name", "score", "rank_revenue", "pareto_class"]].head(3).round(1).to_string())
print(analysis.reconciliation[["reason", "lines", "revenue"]].round(2).to_string(index=False))
print("findings:", sorted({finding.code for finding in analysis.findings}))

# Prints:
# 2025-01-01 to 2025-12-31: 376 customers
#                             name  score  rank_revenue pareto_class
# customer_id
# 10234            Sportpark Emmen   85.2           1.0            A
# 10227           Brasserie Jacobs   78.3          12.0            A
# 10091        Keurslager De Vries   75.8           2.0            A
#         reason  lines     revenue
#           used  28763  5448849.12
# outside_period  30971  5476303.31
#   not_included    267    31837.72
#     unassigned      0        0.00
#       rejected      6      212.45
#     unreadable      2        0.00
#        foreign      0        0.00
#         merged      0        0.00
#      converted      0        0.00
#           read  60007 10957202.60
# findings: ['KW-110', 'KW-111', 'KW-113', 'KW-115', 'KW-116', 'KW-117', 'KW-120', 'KW-201']
