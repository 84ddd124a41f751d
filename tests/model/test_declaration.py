"""A declaration of a table gives its columns, limits and the headers by which they are recognised."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest
from pydantic import ValidationError

from klantwaarde_xl.model.declaration import (
    EARLIEST,
    LATEST,
    MAX_AMOUNT,
    Amount,
    ColumnKind,
    Day,
    Id,
    TableModel,
    YesNo,
    column,
    normalise_header,
)


class Visit(TableModel):
    """A table as somebody would add one."""

    table, sheet, help = "tblBezoek", "Bezoek", "Eén rij per bezoek."

    customer_id: Id = column("Klantnr", help="Wie.", synonyms=("Debiteur-nr.",), required=True)
    day: Day | None = column("Datum", help="Wanneer.")
    costs: Amount | None = column("Kosten", help="Wat het kostte.")
    invited: YesNo | None = column("Op verzoek", help="Of de klant erom vroeg.")
    way: Literal["auto", "trein"] | None = column("Hoe", help="Waarmee.")


def test_columns_are_as_declared_in_their_order() -> None:
    found = {one.field: one for one in Visit.columns()}
    assert list(found) == ["customer_id", "day", "costs", "invited", "way"]
    kinds = [ColumnKind.ID, ColumnKind.DATE, ColumnKind.AMOUNT, ColumnKind.YES_NO, ColumnKind.CHOICE]
    assert [one.kind for one in found.values()] == kinds
    assert [one.field for one in found.values() if one.required] == ["customer_id"]
    assert (found["day"].minimum, found["day"].maximum) == (EARLIEST, LATEST)
    assert (found["costs"].minimum, found["costs"].maximum) == (-MAX_AMOUNT, MAX_AMOUNT)
    assert found["way"].choices == ("auto", "trein")
    assert found["customer_id"].synonyms == ("Debiteur-nr.",)


@pytest.mark.parametrize(
    "header", ["Klantnr", "KLANTNR.", " klant nr", "customer_id", "Debiteurnr", "debiteur nr"]
)
def test_a_column_is_recognised_by_header_field_and_synonym_however_written(header: str) -> None:
    assert Visit.by_header()[normalise_header(header)] == "customer_id"


def test_the_first_column_that_claims_a_header_keeps_it() -> None:
    class Twice(TableModel):
        table, sheet, help = "tblTwee", "Twee", "Twee."
        one: Id | None = column("Een", help="", synonyms=("Ander",))
        other: Id | None = column("Ander", help="")

    assert Twice.by_header()["ander"] == "one"


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"customer_id": ""},
        {"customer_id": "1", "day": dt.date(1899, 12, 31)},
        {"customer_id": "1", "x": 1},
    ],
)
def test_a_row_outside_the_limits_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Visit(**row)
