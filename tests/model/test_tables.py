"""The input tables hold together: names, headers and keys; no two columns of a table claim one header."""

from __future__ import annotations

from collections import Counter

import pytest

from klantwaarde_xl.model.declaration import ColumnKind, TableModel, normalise_header
from klantwaarde_xl.model.tables import BY_TABLE, TABLES


def test_every_table_has_a_name_and_a_sheet_of_its_own() -> None:
    assert list(BY_TABLE.values()) == list(TABLES)
    assert len({model.sheet for model in TABLES}) == len(TABLES)
    assert all(model.table.startswith("tbl") for model in TABLES)
    assert all(len(model.sheet) <= 31 for model in TABLES), "Excel allows 31 characters"


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_no_header_or_synonym_is_claimed_by_two_columns(model: type[TableModel]) -> None:
    claimed = Counter(
        name
        for one in model.columns()
        for name in {normalise_header(header) for header in (one.header, *one.synonyms)}
    )
    assert [name for name, count in claimed.items() if count > 1] == []


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_every_column_is_explained_and_keys_are_columns(model: type[TableModel]) -> None:
    fields = {one.field: one for one in model.columns()}
    assert all(one.help.endswith((".", "?", "!")) for one in fields.values())
    assert set(model.key) <= set(fields)
    assert set(model.spared) <= set(fields)
    assert not set(model.spared) & set(model.key), "a row without its key is no row"


def test_an_id_is_an_id_in_every_table() -> None:
    kinds = {
        one.kind
        for model in TABLES
        for one in model.columns()
        if one.field in {"customer_id", "product_id", "invoice_id"}
    }
    assert kinds == {ColumnKind.ID}
