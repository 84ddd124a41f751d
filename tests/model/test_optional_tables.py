"""The optional tables stand behind the others; their headers never take a sheet from another table."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model import optional_tables
from klantwaarde_xl.model.declaration import TableModel
from klantwaarde_xl.model.tables import BY_HEADERS, TABLES
from klantwaarde_xl.sources.sheet_tables import model_of

OPTIONAL = [
    found
    for found in vars(optional_tables).values()
    if isinstance(found, type) and issubclass(found, TableModel) and found is not TableModel
]


def test_they_come_last_and_are_not_required() -> None:
    assert list(TABLES[-len(OPTIONAL) :]) == OPTIONAL
    assert not any(model.required for model in OPTIONAL)
    assert all(model.help.startswith("Niet verplicht") for model in OPTIONAL)


@pytest.mark.parametrize("model", [model for model in OPTIONAL if model.by_name_only])
def test_headers_alone_do_not_tell_them(model: type[TableModel]) -> None:
    assert model_of([column.header for column in model.columns()], BY_HEADERS) is not model
