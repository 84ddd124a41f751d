"""A company, worked out by rule, of which a third of the customers stop: enough to learn a chance from."""

from __future__ import annotations

import datetime as dt

CUSTOMERS, MONTHS = 180, 36


def stops(customer: int) -> int:
    """Return the month, from 0, in which a customer buys nothing any more."""
    return 2 + customer * 11 % 34 if customer % 3 == 0 else MONTHS


LINES: list[list[object]] = [["Datum", "Klantnr", "Omzet", "Kostprijs"]]
for _customer in range(1, CUSTOMERS + 1):
    for _month in range(_customer % 4, stops(_customer), 1 + _customer % 4):
        _revenue = 20.0 * _customer + 5.0 * _month
        LINES.append(
            [
                dt.datetime(2022 + _month // 12, _month % 12 + 1, 1 + _customer % 28),
                f"{_customer:04d}",
                _revenue,
                0.7 * _revenue,
            ]
        )
