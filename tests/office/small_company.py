"""A small company, worked out by rule, as the cells of its tables: enough history for every function."""

from __future__ import annotations

import datetime as dt

GROUPS = ("Dozen", "Etiketten", "Folie", "Tape")
CUSTOMERS: list[list[object]] = [
    ["Klantnr", "Klantnaam", "Accountmanager", "Betaaldagen"],
    *[
        [
            f"{number:05d}",
            "=1+1" if number == 3 else f"Klant {number}",
            "Noor" if number % 2 else "Bram",
            30.0,
        ]
        for number in range(1, 25)
    ],
]
PRODUCTS: list[list[object]] = [
    ["Productcode", "Productgroep"],
    *[[f"P{i}", group] for i, group in enumerate(GROUPS)],
]
LINES: list[list[object]] = [["Datum", "Klantnr", "Productcode", "Omzet", "Kostprijs"]]
for _customer in range(1, 25):
    for _month in range(24):
        if (_customer + _month) % 3 == 0:
            _product = (_customer * 7 + _month) % 4 if _customer % 5 else 0
            _revenue = 50.0 * _customer + 10.0 * _month
            LINES.append(
                [
                    dt.datetime(2023 + _month // 12, _month % 12 + 1, 5),
                    f"{_customer:05d}",
                    f"P{_product}",
                    _revenue,
                    _revenue * (0.6 + 0.02 * (_customer % 7)),
                ]
            )
