"""The shared arguments of functions over tables: one per input table, in an order that stays."""

from __future__ import annotations

from klantwaarde_xl.functions.declaration import Kind
from klantwaarde_xl.functions.registry import FUNCTIONS
from klantwaarde_xl.functions.table_arguments import ANALYSIS_TABLES, MORE_TABLES, optional
from klantwaarde_xl.model.tables import BY_TABLE


def test_each_table_argument_names_a_table_of_the_workbook_as_its_example() -> None:
    for argument in (*ANALYSIS_TABLES, *MORE_TABLES):
        assert argument.kind is Kind.TABLE
        example = argument.help.partition("bijvoorbeeld ")[2].partition("[")[0]
        assert not example or example in BY_TABLE


def test_only_the_invoice_lines_must_be_given() -> None:
    assert [argument.name for argument in ANALYSIS_TABLES if not argument.optional] == ["transacties"]
    assert optional("klik", Kind.TABLE, "").optional


def test_later_tables_stand_behind_the_others_so_that_old_calls_keep_their_meaning() -> None:
    later = [argument.name for argument in MORE_TABLES]
    given = [[argument.name for argument in function.arguments] for function in FUNCTIONS]
    with_later = [names for names in given if set(later) & set(names)]
    assert with_later
    for names in with_later:
        assert names[-len(later) :] == later
