"""Exchange rates that were probably turned round: units per euro where euro per unit is asked.

A doubt never changes a figure; it names the turnover by both readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.model.findings import Finding
from klantwaarde_xl.model.notation import in_euros, show
from klantwaarde_xl.model.sums import total_of

ORDINARY: Mapping[str, tuple[float, float]] = {
    "USD": (0.62, 1.05),
    "GBP": (1.05, 1.55),
    "CHF": (0.60, 1.10),
    "JPY": (0.005, 0.0125),
    "SEK": (0.08, 0.125),
    "NOK": (0.08, 0.14),
    "DKK": (0.13, 0.14),
    "PLN": (0.20, 0.32),
    "CZK": (0.03, 0.045),
    "HUF": (0.0022, 0.0045),
    "RON": (0.19, 0.31),
    "BGN": (0.50, 0.52),
    "CAD": (0.55, 0.85),
    "AUD": (0.50, 0.85),
    "NZD": (0.42, 0.72),
    "CNY": (0.09, 0.155),
    "HKD": (0.08, 0.135),
    "SGD": (0.45, 0.80),
    "INR": (0.009, 0.02),
    "ZAR": (0.04, 0.14),
}
"""EUR per unit between which the monthly rates of the ECB stayed from 2003 on, rounded outwards.

Source: euro foreign exchange reference rates of the European Central Bank.
"""
_CLEARLY = 0.1
"""Least distance (natural logarithm) from the other rates of a currency before one of them is doubted."""
_MOST_RATES = 6


def rate_doubts(
    currency: np.ndarray, rate: np.ndarray, amounts: np.ndarray, sheet: str = ""
) -> list[Finding]:
    """Return a doubt per currency whose rate was probably turned round.

    ``currency``: code of each line (n,); ``rate``: EUR per unit that is used, NaN for none (n,); ``amounts``:
    turnover in that currency (n,). Doubtful is a rate outside the ordinary range whose inverse is inside it,
    or whose inverse fits the other rates of the currency and it itself does not.

    >>> found = rate_doubts(np.array(["USD"]), np.array([1.087]), np.array([1000.0]))
    >>> [(one.code, one.value) for one in found]
    [('KW-245', '€ 1.087,00')]
    >>> rate_doubts(np.array(["USD"]), np.array([0.92]), np.array([1000.0]))
    []
    """
    used = np.isfinite(rate) & (rate > 0) & (rate != 1.0) & np.isfinite(amounts)
    lines = pd.DataFrame({"name": currency[used], "rate": rate[used], "amount": amounts[used]})
    return [found for name, rows in lines.groupby("name") for found in _of_currency(str(name), rows, sheet)]


def _of_currency(name: str, rows: pd.DataFrame, sheet: str) -> Iterator[Finding]:
    rates = np.sort(rows["rate"].unique())
    doubtful = [rate for rate in rates.tolist() if _is_turned(name, rate, rates)]
    if not doubtful:
        return
    hit = rows["rate"].isin(doubtful)
    own = rows.loc[hit, "amount"].to_numpy()
    now, otherwise = own * rows.loc[hit, "rate"].to_numpy(), own / rows.loc[hit, "rate"].to_numpy()
    shown = ", ".join(show(rate) for rate in doubtful[:_MOST_RATES]) + (
        ", …" if len(doubtful) > _MOST_RATES else ""
    )
    yield Finding.of(
        errors.RATE_TURNED_ROUND,
        sheet,
        in_euros(total_of(now)),
        currency=name,
        rates=shown,
        amount=f"{name} {in_euros(total_of(own)).removeprefix('€ ')}",
        otherwise=in_euros(total_of(otherwise)),
        part=show(round(1 / doubtful[0], 4)),
        count=int(hit.sum()),
    )


def _is_turned(name: str, rate: float, rates: np.ndarray) -> bool:
    if name in ORDINARY:
        low, high = ORDINARY[name]
        return not low <= rate <= high and low <= 1 / rate <= high
    others = np.log(rates[rates != rate])
    if not len(others):
        return False
    middle = float(np.median(others))
    return bool(abs(np.log(rate) - middle) > _CLEARLY > abs(-np.log(rate) - middle))
