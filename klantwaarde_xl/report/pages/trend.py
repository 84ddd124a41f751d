"""The revenue of a customer in its last twelve months as a row of small bars, in one cell of text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import ColumnSpec

MONTHS = 12
_BARS = np.array(list("▁▂▃▄▅▆▇█"))
TREND = ColumnSpec(
    "trend",
    "Laatste 12 maanden",
    f.TEXT_PLAIN,
    20,
    "Omzet per maand, de oudste links; de hoogste maand van deze klant is een volle staaf. De bedragen staan "
    "op het blad Maandomzet.",
    group="Omzet per maand",
)
"""The column on Klantwaarde and Acties. Text, and no sparkline of Excel: it stays with its row when a table
is sorted or refreshed, and every program shows it."""


def trend_texts(monthly: pd.DataFrame) -> pd.Series:
    """Return the bars of each customer, str (n,), from revenue by month (n rows, a column per month).

    A month without revenue, or with more credited than sold, is the lowest bar. Without any revenue: ''.

    >>> months = pd.DataFrame({"jan": [0.0, -5.0], "feb": [50.0, 0.0], "mrt": [100.0, 0.0]})
    >>> trend_texts(months).tolist()
    ['▁▅█', '']
    """
    amounts = monthly.iloc[:, -MONTHS:].fillna(0.0).clip(lower=0.0).to_numpy(float)
    largest = amounts.max(axis=1, initial=0.0, keepdims=True)
    share = np.divide(amounts, largest, out=np.zeros_like(amounts), where=largest > 0)
    bars = _BARS[np.rint(share * (len(_BARS) - 1)).astype(int)]
    texts = ["".join(row) if top > 0 else "" for row, top in zip(bars, largest[:, 0], strict=True)]
    return pd.Series(texts, index=monthly.index.astype(str), dtype=object)
