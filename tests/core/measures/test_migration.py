"""Customers moving between classes: counted once each, new and lost ones beside them."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.core.measures.migration import class_migration


def test_every_customer_of_either_period_is_counted_once() -> None:
    before = pd.Series({"kept": "A", "fallen": "A", "lost": "B"})
    now = pd.Series({"kept": "A", "fallen": "C", "new": "B"})
    table = class_migration(
        before,
        now,
        pd.Series({"kept": 10.0, "fallen": 9.0, "lost": 3.0}),
        pd.Series({"kept": 11.0, "fallen": 1.0, "new": 4.0}),
    )
    assert table.values.tolist() == [
        ["A", "A", 1, 10.0, 11.0, 1.0],
        ["A", "C", 1, 9.0, 1.0, -8.0],
        ["B", "lost", 1, 3.0, 0.0, -3.0],
        ["new", "B", 1, 0.0, 4.0, 4.0],
    ]


def test_a_customer_of_unknown_class_is_not_counted_and_gives_no_warning() -> None:
    # The contribution is unknown where too little of the cost is; then so is the class.
    before, now = (
        pd.Series({"kept": "A", "was_unknown": "", "gone": ""}),
        pd.Series({"kept": "A", "was_unknown": "B", "is": ""}),
    )
    amounts = pd.Series({"kept": 1.0, "was_unknown": 1.0, "gone": 1.0, "is": 1.0})
    assert class_migration(before, now, amounts, amounts).values.tolist() == [["A", "A", 1, 1.0, 1.0, 0.0]]


def test_nobody_is_new_without_a_previous_period() -> None:
    now, nobody = pd.Series({"x": "A"}), pd.Series({}, dtype=object)
    assert class_migration(nobody, now, pd.Series({}, dtype=float), pd.Series({"x": 4.0})).empty
