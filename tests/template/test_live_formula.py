"""Every live formula of the registry is read: what the file holds and what Python gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from klantwaarde_xl.functions.answers import Place
from klantwaarde_xl.functions.declaration import Function
from klantwaarde_xl.functions.registry import BY_NAME, FUNCTIONS
from klantwaarde_xl.template.build import template_document
from klantwaarde_xl.template.function_results import table_cells
from klantwaarde_xl.template.live_formula import TableCells, live_formula

TABLES = {
    "tblKlantwaarde": TableCells(Place("Klantwaarde", 5, 1), ("Omzet", "Uren"), [(80.0, 1.0), (20.0, None)])
}


def test_columns_numbers_and_notation() -> None:
    found = live_formula(BY_NAME["KW_PARETO"], TABLES, "A1", None)
    assert found.written == "=KW_PARETO(tblKlantwaarde[Omzet],80%,95%)"
    assert found.given == ([[80.0], [20.0]], [[0.8]], [[0.95]])


def test_an_array_keeps_its_rows() -> None:
    found = live_formula(BY_NAME["KW_GEWICHTEN"], {}, "A1", None)
    assert found.written == "=KW_GEWICHTEN({1,3,5;0.3333,1,2;0.2,0.5,1})"
    assert found.given == ([[1.0, 3.0, 5.0], [0.3333, 1.0, 2.0], [0.2, 0.5, 1.0]],)


def test_the_cell_before() -> None:
    assert live_formula(BY_NAME["KW_FOUT"], {}, "D10", "#N/A").written == "=KW_FOUT(D10)"


def test_a_column_that_is_not_there_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="Brutomarge"):
        live_formula(BY_NAME["KW_SCORE"], TABLES, "A1", None)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_template_has_what_each_function_asks_for(function: Function) -> None:
    found = live_formula(function, table_cells(template_document()), "A1", None)
    assert len(found.given) == len(function.arguments)
    assert all(
        value is not None
        for value, argument in zip(found.given, function.arguments, strict=True)
        if not argument.optional
    )


@pytest.mark.parametrize("absent", [{"tblSamenvoegen", "tblKoersen"}, {"tblProducten"}, {"tblSamenvoegen"}])
def test_an_input_table_that_the_workbook_does_not_have_is_left_out(absent: set[str]) -> None:
    tables = table_cells(template_document())
    few = {name: cells for name, cells in tables.items() if name not in absent}
    function = BY_NAME["KW_KLANTEN"]
    whole, found = (live_formula(function, one, "A1", None) for one in (tables, few))
    wanted = whole.written
    for name in absent:
        assert name in wanted
        wanted = wanted.replace(f"{name}[[#All]]", '""')
    assert found.written == wanted
    assert [cells == [[""]] for cells in found.given] == [
        argument.name == "instellingen" or f"tbl{argument.name.title()}" in absent
        for argument in function.arguments
    ]


def test_a_table_that_nobody_knows_is_a_fault_of_ours() -> None:
    function = replace(BY_NAME["KW_KLANTEN"], live="=KW_KLANTEN(tblTransactie[#Alles])")
    with pytest.raises(KeyError):
        live_formula(function, {}, "A1", None)
