from __future__ import annotations

from types import SimpleNamespace

import pytest

from klantwaarde_xl.errors import OutputError
from klantwaarde_xl.report.specs import ColumnSpec, TableSpec
from klantwaarde_xl.writers.live_tables import check_room, refuse_protected

TABLE = TableSpec("tblA", "a", (ColumnSpec("x", "Iks"),))


def test_nothing_is_written_on_a_protected_sheet() -> None:
    sheet = SimpleNamespace(name="Acties", api=SimpleNamespace(ProtectContents=True))
    with pytest.raises(OutputError, match="KW-817"):
        refuse_protected(sheet)  # type: ignore[arg-type]


def test_a_table_that_is_not_there_is_named() -> None:
    sheet = SimpleNamespace(name="Acties", tables=[])
    with pytest.raises(OutputError, match="KW-814"):
        check_room(sheet, TABLE, 3, "map.xlsx")  # type: ignore[arg-type]


def test_a_column_of_the_user_in_a_table_is_refused() -> None:
    class Tables(list[SimpleNamespace]):
        def __getitem__(self, name: object) -> SimpleNamespace:  # type: ignore[override]
            return next(table for table in self if table.name == name)

    headers = SimpleNamespace(options=lambda **_: SimpleNamespace(value=["Iks", "Eigen"]))
    place = SimpleNamespace(shape=(2, 2), row=5, column=1)
    sheet = SimpleNamespace(
        name="Acties",
        tables=Tables([SimpleNamespace(name="tblA", range=place, show_totals=False)]),
        range=lambda first, last: headers if (first, last) == ((5, 1), (5, 2)) else None,
    )
    with pytest.raises(OutputError, match="Eigen"):
        check_room(sheet, TABLE, 1, "map.xlsx")  # type: ignore[arg-type]
