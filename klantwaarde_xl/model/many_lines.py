"""What rules ask of millions of lines, without the copies that a data frame makes on the way."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

_ODD = np.int64(-7046029254386353131)
"""A large odd number: multiplying by it loses nothing and moves low digits up."""


def row_marks(frame: pd.DataFrame) -> np.ndarray:
    """Return a number per row, int64 (n,), that equal rows share and other rows hardly ever do.

    ``frame``: columns of categories, float64 or datetime64. Rows with one mark are still to be compared.

    >>> marks = row_marks(pd.DataFrame({"a": pd.Categorical(["x", "y", "x"]), "b": [0.0, 0.0, -0.0]}))
    >>> bool(marks[0] == marks[2]), bool(marks[0] == marks[1])
    (True, False)
    """
    mark = np.zeros(len(frame), np.int64)
    for name in frame:
        column = frame[name]
        mark *= _ODD
        mark ^= mark >> 29
        if isinstance(column.dtype, pd.CategoricalDtype):
            mark += column.cat.codes.to_numpy()
        elif column.dtype.kind == "f":
            # Minus zero equals zero, but has other bits.
            mark += (column.to_numpy() + 0.0).view(np.int64)
        else:
            mark += column.to_numpy().view(np.int64)
    return mark


def repeated_rows(frame: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the positions of lines with an amount that equal an earlier one, in ascending order.

    ``frame``: good invoice lines; equal are customer, date, invoice, product and amount.
    """
    same = ["customer_id", "date", "invoice_id", "product_id", "revenue"]
    # Of ten million lines only those whose mark comes back are compared cell by cell.
    rows = np.flatnonzero(pd.Series(row_marks(frame[same])).duplicated(keep=False).to_numpy())
    there = frame[same].iloc[rows]
    return rows[(there.duplicated() & (there["revenue"] != 0)).to_numpy()]


def extremes(code: np.ndarray, values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest value of each code, two float arrays (size,).

    ``code`` int (n,) below ``size``, -1 for a row that does not count; ``values`` float (n,). A code without
    rows has inf and -inf.

    >>> low, high = extremes(np.array([0, 0, -1]), np.array([2.0, 1.0, 9.0]), 2)
    >>> low.tolist(), high.tolist()
    ([1.0, inf], [2.0, -inf])
    """
    lowest, highest = np.full(size + 1, np.inf), np.full(size + 1, -np.inf)
    np.minimum.at(lowest, code, values)
    np.maximum.at(highest, code, values)
    return lowest[:size], highest[:size]
