from __future__ import annotations

import pytest

from klantwaarde_xl.report.specs import ColumnSpec, GridSpec, TableSpec, columns_from, split_address

GRID = GridSpec(
    "x", (ColumnSpec("a", "A"), ColumnSpec("b", "B", formula="{at[a]}{row}+{at[a]}{above}+{n}")), "Y6", 10
)
TABLE = TableSpec("tblA", "a", (ColumnSpec("x", "Iks"), ColumnSpec("y", "IJ")))


def test_addresses_of_a_grid_come_from_its_place() -> None:
    assert GRID.row == 6
    assert GRID.letters == {"a": "Y", "b": "Z"}
    assert GRID.cell("b", 2) == "Grafiekgegevens!$Z$8"
    assert GRID.area("a") == "Grafiekgegevens!$Y$7:$Y$16"


def test_a_formula_names_the_cells_of_its_own_row() -> None:
    assert GRID.formula_at(GRID.columns[1], 3) == "Y9+Y8+3"


def test_columns_of_a_table_are_named_by_field() -> None:
    assert TABLE.column("y") == "tblA[IJ]"
    assert TABLE.position("y") == 2
    with pytest.raises(StopIteration):
        TABLE.column("z")


def test_letters_run_on_past_z() -> None:
    assert columns_from("AY", 4) == ("AY", "AZ", "BA", "BB")
    assert split_address("BB106") == ("BB", 106)
