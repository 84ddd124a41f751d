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
# 2025-01-01 to 2025-12-31: 367 customers
#                               name  score  rank_revenue pareto_class
# customer_id
# 10234            School Amersfoort   84.5           1.0            A
# 10316            College 't Hoekje   83.7           6.0            A
# 10209        Zorgcentrum Dordrecht   81.7           7.0            A
#         reason  lines     revenue
#           used  30361  5689561.42
# outside_period  29364  5220709.16
#   not_included    276    33766.03
#     unassigned      0        0.00
#       rejected      6      212.45
#     unreadable      2        0.00
#        foreign      0        0.00
#         merged      0        0.00
#      converted      0        0.00
#       repeated    600    91009.65
#           read  60007 10944249.06
# findings: ['KW-110', 'KW-111', 'KW-113', 'KW-115', 'KW-116', 'KW-117', 'KW-120', 'KW-201', 'KW-246']
