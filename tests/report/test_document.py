from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec, TextSpec

TABLE = TableSpec("tblX", "x", (ColumnSpec("a", "A"), ColumnSpec("b", "B")))


def bound(sheet: SheetSpec, frame: pd.DataFrame, created: dt.datetime) -> Document:
    return Document((sheet,), {"x": frame}, {"said": "ja"}, "Titel", created)


def test_a_declaration_without_its_columns_is_refused(created: dt.datetime) -> None:
    sheet = SheetSpec("Blad", blocks=(TABLE,))
    with pytest.raises(KeyError, match="Blad: frame x has no b"):
        bound(sheet, pd.DataFrame({"a": [1]}), created)
    assert bound(sheet, pd.DataFrame({"a": [1], "b": [2]}), created).sheets == (sheet,)


def test_a_sentence_that_was_not_bound_is_refused(created: dt.datetime) -> None:
    frame = pd.DataFrame({"a": [1], "b": [2]})
    with pytest.raises(KeyError, match="Blad: no value unsaid"):
        bound(SheetSpec("Blad", blocks=(TextSpec("A1", value="unsaid"),)), frame, created)
    assert (
        bound(SheetSpec("Blad", blocks=(TextSpec("A1", value="said"),)), frame, created).values["said"]
        == "ja"
    )
