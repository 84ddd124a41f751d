"""The name of a sheet tells of all its lines; that of a text file only raises a doubt."""

from __future__ import annotations

import numpy as np
import pytest

from klantwaarde_xl.model.document_names import file_named_otherwise, lines_by_sheet
from klantwaarde_xl.model.document_words import SheetKind, kind_of_sheet
from klantwaarde_xl.model.raw_table import PART, RawTable, TablePart


def test_only_the_rows_of_that_sheet_are_told_by_its_name() -> None:
    parts = (TablePart("Facturen", 1, ()), TablePart("Offertes", 1, ()), TablePart("Creditnota's", 1, ()))
    raw = RawTable("Facturen, Offertes", (), (), np.array([2, PART + 2, PART + 3, 2 * PART + 2]), parts=parts)
    credit, no_turnover, told = lines_by_sheet(raw)
    assert credit.tolist() == [False, False, False, True]
    assert no_turnover.tolist() == [False, True, True, False]
    assert told == ["blad 'Offertes'", "blad 'Creditnota's'"]


@pytest.mark.parametrize("name", ["pakbonnen.csv", "Begroting_2025.TXT"])
def test_a_text_file_counts_as_asked_with_a_doubt(name: str) -> None:
    raw = RawTable(name, (), (), np.array([2, 3]))
    assert not lines_by_sheet(raw)[1].any()
    (doubt,) = file_named_otherwise(raw, np.array([10.0, 5.5]), np.array([False, False]))
    assert (doubt.code, doubt.value, doubt.count) == ("KW-170", "€ 15,50", 2)


@pytest.mark.parametrize("name", ["Blad1", "Transacties", "Verkopen", "2024", "Conceptstore", "Budgethotels"])
def test_other_names_tell_nothing(name: str) -> None:
    assert kind_of_sheet(name) is None


@pytest.mark.parametrize("name", ["CREDITNOTAS", "Kreditnotas", "Retouren 2024", "Creditfacturen"])
def test_sheets_of_credit_notes_are_known(name: str) -> None:
    assert kind_of_sheet(name) is SheetKind.CREDIT
