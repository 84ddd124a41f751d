"""Numbers that can be read in a column, whatever they were typed as."""

from __future__ import annotations

import math

from klantwaarde_xl.model.raw_cells import CellError
from klantwaarde_xl.model.raw_column import RawColumn
from klantwaarde_xl.model.readable_numbers import readable_numbers


def test_numbers_and_their_texts_are_read_and_nothing_else() -> None:
    cells = RawColumn.from_values([2.0, "1.234,56", "€ 5", "vijf", None, CellError("#N/A"), True])
    found = readable_numbers(cells).tolist()
    assert found[:3] == [2.0, 1234.56, 5.0]
    assert all(map(math.isnan, found[3:]))
