"""The core as a library: invoice lines in a frame, value and class per customer out. No Excel, no files."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.core.measures.customer_measures import customer_measures
from klantwaarde_xl.core.value.pareto import pareto_classes
from klantwaarde_xl.core.value.score import customer_score

lines = pd.DataFrame(
    [
        ("2025-02-03", "Anker", 12_000.0, 10_900.0),
        ("2025-03-11", "Bries", 7_000.0, 4_600.0),
        ("2025-05-20", "Anker", 9_000.0, 8_500.0),
        ("2025-09-01", "Cirkel", 1_500.0, 700.0),
    ],
    columns=["date", "customer_id", "revenue", "cost"],
)
lines["date"] = pd.to_datetime(lines["date"])

measures = customer_measures(lines, Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
result = customer_score(measures, {"turnover": 40, "margin": 60})
result["class"] = pareto_classes(measures["gross_margin"])

for name, row in result.sort_values("rank").iterrows():
    margin = measures.loc[name, "gross_margin"]
    print(f"{row['rank']:.0f} {name:7} score {row['score']:5.1f}  margin {margin:7.2f}  class {row['class']}")

# Prints:
# 1 Anker   score  85.4  margin 1600.00  class A
# 2 Bries   score  80.0  margin 2400.00  class A
# 3 Cirkel  score  32.2  margin  800.00  class B
