"""Columns that would change a figure and are not used; test_columns_that_tell.py reads them from files."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl.model.raw_table import RawColumn, RawTable
from klantwaarde_xl.model.tables import Effort, InvoiceLine
from klantwaarde_xl.model.unused_columns import lost_turnover, unused_columns, unused_doubts


def table(**columns: list[object]) -> RawTable:
    cells = tuple(map(RawColumn.from_values, columns.values()))
    return RawTable("Blad", tuple(columns), cells, np.arange(len(cells[0])) + 2)


def lines(*revenue: float) -> pd.DataFrame:
    blank = pd.Categorical.from_codes([-1] * len(revenue), categories=pd.Index([], dtype=str))
    return pd.DataFrame({"revenue": revenue, "currency": blank})


def test_the_columns_that_tell_something_are_those_with_currencies_and_credit_words() -> None:
    raw = table(Geld=["USD", "EUR"], Kleur=["rood", "geel"], Extra=["creditnota", None])
    assert unused_columns(raw, [0, 1, 2]) == (0, 2)


def test_a_finding_names_the_amount_that_would_change() -> None:
    raw = table(Geld=["USD", "EUR"], Extra=["creditnota", None])
    found = dict(unused_doubts(raw, lines(10.0, 20.5), [0, 1], np.zeros(2, bool)))
    assert [(found[at].code, found[at].cell) for at in (0, 1)] == [
        ("KW-137", "Blad!A1"),
        ("KW-138", "Blad!B1"),
    ]
    assert "€ 10,00" in found[0].message
    assert found[1].value == "€ 10,00"


def test_a_line_that_is_known_to_be_a_credit_is_not_said_again() -> None:
    raw = table(Extra=["creditnota", None])
    assert dict(unused_doubts(raw, lines(10.0, 20.5), [0], np.array([True, False]))) == {}


def test_amounts_are_lost_only_where_each_row_has_a_day_and_a_customer() -> None:
    raw = table(Omzetbedrag=["1.000,50", 2.0])
    (found,) = dict(lost_turnover(raw, Effort, ("date", "customer_id"), [0])).values()
    assert found.value == "€ 1.002,50"
    assert not dict(lost_turnover(raw, Effort, ("customer_id",), [0]))
    assert not dict(lost_turnover(raw, InvoiceLine, ("date", "customer_id"), [0]))


def test_a_description_that_mentions_a_credit_beside_signed_credits_is_a_warning() -> None:
    texts = ["levering", "Creditnota 2024-001", "creditnota 7", "levering 2"]
    raw = table(Omschrijving=texts)
    for revenue, code in (
        ((10.0, 50.0, -20.0, 5.0), []),  # a minus beside the word: the column shows that credits are signed
        ((10.0, 50.0, 20.0, -5.0), ["KW-162"]),
        ((10.0, 50.0, 20.0, 5.0), ["KW-138"]),
    ):
        found = dict(unused_doubts(raw, lines(*revenue), [0], np.zeros(4, bool)))
        assert [one.code for one in found.values()] == code
    # A column that repeats a word is a kind of document, also beside lines with a minus.
    raw = table(Extra=["creditnota", "creditnota", "levering", "levering", "levering", "levering"])
    found = dict(unused_doubts(raw, lines(10.0, 20.0, 1.0, 1.0, 1.0, -3.0), [0], np.zeros(6, bool)))
    assert [one.code for one in found.values()] == ["KW-138"]


def test_a_status_in_a_column_without_a_known_name_is_an_error_with_its_amount() -> None:
    raw = table(
        Afhandeling=["verzonden", "geannuleerd", "verzonden"], Klantstatus=["actief", "vervallen", "actief"]
    )
    found = dict(unused_doubts(raw, lines(10.0, 20.0, 5.0), [0, 1], np.zeros(3, bool)))
    assert [(at, one.code, one.value) for at, one in found.items()] == [(0, "KW-163", "€ 20,00")]
    assert unused_columns(raw, [0, 1]) == (0,)
    raw = table(Omschrijving=["Concept", "Ontwerp", "Druk"], Btw=["3,25", "2,10", "5,00"])
    assert list(unused_doubts(raw, lines(10.0, 20.0, 5.0), [0, 1], np.zeros(3, bool))) == []


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["EUR", "KG", "UUR"], "€ 12,00"),
        (["€", "stuks", None], "€ 5,00"),
        (["EUR", "KG", "USD"], "€ 12,00"),
        (["KG", "UUR", "STUK"], ""),  # goes with a quantity
        (["EUR", "EUR", None], ""),
        (["EUR", "KG", "rood"], ""),
        (["EUR/KG", "EUR/UUR", "EUR/KG"], ""),
    ],
)
def test_amounts_with_another_unit_than_the_euro_are_an_error(units: list[object], told: str) -> None:
    raw = table(Eenheid=units)
    found = dict(unused_doubts(raw, lines(10.0, 5.0, 7.0), [0], np.zeros(3, bool)))
    assert [(f.code, f.value) for f in found.values()] == ([("KW-178", told)] if told else [])
    assert unused_columns(raw, [0]) == ((0,) if told else ())
    assert all("€ 22,00" in f.hint for f in found.values())


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("Creditfactuur van", [None, None, "F1"], True),
        ("Creditnota nr.", [None, None, 25001.0], True),
        ("Refund of", [None, None, "#1001"], True),
        ("Creditfactuur van", ["F1", "F2", "F3"], False),  # on every line: no few of them are credits
        ("Crediteur nummer", [None, None, "L1"], False),
        ("Creditlimiet bij", [None, None, "5000"], False),
        ("Factuur van", [None, None, "F1"], False),
    ],
)
def test_a_positive_line_that_names_the_document_it_credits_is_an_error(
    header: str, cells: list[object], told: bool
) -> None:
    raw = table(**{header: cells})
    found = dict(unused_doubts(raw, lines(10.0, 5.0, 7.0), [0], np.zeros(3, bool)))
    assert [(f.code, f.value) for f in found.values()] == ([("KW-138", "€ 7,00")] if told else [])
