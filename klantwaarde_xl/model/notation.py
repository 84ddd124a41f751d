"""Dutch notation of figures and cells: the one place that turns them into text for the user."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

_DUTCH = str.maketrans(",.", ".,")


def grouped(value: float | Decimal, decimals: int = 0) -> str:
    """Return a number with points between thousands and a decimal comma.

    >>> grouped(1234567.5, 2), grouped(-1200)
    ('1.234.567,50', '-1.200')
    """
    return f"{value:,.{decimals}f}".translate(_DUTCH)


def plain(value: float | Decimal, decimals: int) -> str:
    """Return a number with a decimal comma and no mark between thousands.

    >>> plain(1234.5, 2)
    '1234,50'
    """
    return f"{value:.{decimals}f}".translate(_DUTCH)


def in_euros(amount: float) -> str:
    """Return an amount in EUR as a finding shows it, to the cent.

    >>> in_euros(-1234.5), in_euros(0)
    ('€ -1.234,50', '€ 0,00')
    """
    return f"€ {grouped(amount, 2)}"


def show(value: object) -> str:
    """Return a cell's value as a Dutch user would write it.

    >>> show(1234.5), show(True), show(None), show(dt.datetime(2024, 1, 31))
    ('1234,5', 'ja', '', '31-01-2024')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.15g}".translate(_DUTCH)
    if isinstance(value, dt.datetime):
        return value.strftime("%d-%m-%Y")
    return str(value)
