"""What a document is called decides its sign, or that it is no turnover; amounts are counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.model.document_types import apply_document_types, document_types, is_document_type
from klantwaarde_xl.model.raw_table import RawColumn, RawTable

BLAD = RawTable("Blad", (), (), np.arange(0))


def types_of(*words: object, header: str = "Documentsoort"):
    raw = RawTable("Blad", (header,), (RawColumn.from_values(list(words)),), np.arange(len(words)) + 2)
    return document_types(raw, [0])


@pytest.mark.parametrize("word", ["Creditnota", "credit", "CN", "Verkoopcreditnota", "381", "Credit-factuur"])
def test_a_credit_is_known_by_its_name(word: str) -> None:
    found = types_of(word, "Factuur", None)
    assert found.credit.tolist() == [True, False, False]
    assert found.words == (word,)


@pytest.mark.parametrize("word", ["Concept", "Pro forma", "Geannuleerd", "VOID", "offerte", "325"])
def test_what_is_no_turnover_is_known_by_its_name(word: str) -> None:
    found = types_of("Factuur", word)
    assert (found.no_turnover.tolist(), found.credit.tolist()) == ([False, True], [False, False])


def test_the_codes_of_documents_are_known_as_numbers_too() -> None:
    found = types_of(381.0, 380.0, 325.0)
    assert found.credit.tolist() == [True, False, False]
    assert found.no_turnover.tolist() == [False, False, True]
    assert set(found.words) == {"381", "325"}


@pytest.mark.parametrize("cell", ["3.81", "-381", "3,81", 3.81, "3.25"])
def test_an_amount_is_no_code_of_a_document(cell: object) -> None:
    found = types_of(cell, "Factuur")
    assert not found.credit.any()
    assert not found.no_turnover.any()


@pytest.mark.parametrize("header", ["Omschrijving", "Betaalstatus van de klant"])
def test_other_columns_say_nothing(header: str) -> None:
    assert not is_document_type(header)
    found = types_of("Creditnota", "Concept", header=header)
    assert not found.credit.any()
    assert not found.no_turnover.any()
    assert found.columns == ()


def lines(*revenue: float) -> pd.DataFrame:
    amounts = np.array(revenue)
    return pd.DataFrame(
        {"revenue": amounts, "cost": np.full(len(revenue), 4.0), "margin": np.nan, "quantity": 1.0}
    )


def test_credits_become_negative_with_all_that_belongs_to_them() -> None:
    frame, rejected = lines(10.0, 20.5), np.zeros(2, bool)
    (said,) = apply_document_types(frame, types_of("Creditnota", "Factuur"), rejected, BLAD)
    assert frame["revenue"].tolist() == [-10.0, 20.5]
    assert frame["cost"].tolist() == [-4.0, 4.0]
    assert frame["quantity"].tolist() == [-1.0, 1.0]
    assert (said.code, said.count) == (errors.CREDIT_BY_TYPE.code, 1)
    assert not rejected.any()


def test_credits_of_both_signs_contradict_each_other() -> None:
    frame = lines(10.0, -20.0)
    (said,) = apply_document_types(frame, types_of("CN", "CN"), np.zeros(2, bool), BLAD)
    assert said.code == errors.CREDIT_SIGNS_DIFFER.code
    assert frame["revenue"].tolist() == [-10.0, -20.0]


def test_credits_that_are_negative_already_stay_so_in_silence() -> None:
    frame = lines(-10.0, 5.0)
    assert apply_document_types(frame, types_of("CN", "Factuur"), np.zeros(2, bool), BLAD) == []
    assert frame["revenue"].tolist() == [-10.0, 5.0]


def test_what_is_no_turnover_is_rejected_once_and_said_with_its_amount() -> None:
    rejected = np.array([False, True, False])
    (said,) = apply_document_types(
        lines(10.0, 7.0, 1.25), types_of("Offerte", "Offerte", "x"), rejected, BLAD
    )
    assert rejected.tolist() == [True, True, False]
    assert (said.code, said.count) == (errors.NO_TURNOVER_BY_TYPE.code, 1)
    assert "10" in said.value


CREDITS = (
    "Kreditnota",
    "Stornorechnung",
    "Storno",
    "CM",
    "CRN",
    "Credit Adjustment",
    "Terugbetaling",
    "Avoir",
)
NO_TURNOVER = ("Geannuleerd door klant", "Entwurf", "Afgewezen", "Pro-forma factuur", "Angebot", "Pakbon")


@pytest.mark.parametrize("word", CREDITS)
def test_credits_are_known_in_other_words_and_languages(word: str) -> None:
    assert types_of(word, "Factuur").credit.tolist() == [True, False]


@pytest.mark.parametrize("word", NO_TURNOVER)
def test_other_documents_that_are_no_turnover_are_known(word: str) -> None:
    assert types_of(word, "Factuur").no_turnover.tolist() == [True, False]


def test_an_unknown_kind_beside_invoices_is_said_with_its_amount() -> None:
    frame, rejected = lines(100.0, 40.0, -5.0), np.zeros(3, bool)
    types = types_of("Verkoopfactuur", "Verzamelstuk", "Verzamelstuk")
    raw = RawTable(
        "Blad",
        ("Documentsoort",),
        (RawColumn.from_values(["Verkoopfactuur", "Verzamelstuk", "Verzamelstuk"]),),
        np.arange(3) + 2,
    )
    (said,) = apply_document_types(frame, types, rejected, raw)
    assert (said.code, said.count) == (errors.UNKNOWN_TYPE.code, 1)
    assert "Verzamelstuk" in said.message
    assert "40,00" in said.message
    assert frame["revenue"].tolist() == [100.0, 40.0, -5.0]


@pytest.mark.parametrize(
    "words",
    [("Factuur", "Termijnfactuur", None), ("hout", "staal", "glas"), ("Creditfactuur", "Verkoop", "Verkoop")],
)
def test_kinds_without_an_invoice_beside_them_or_that_are_invoices_raise_nothing(
    words: tuple[str, ...],
) -> None:
    raw = RawTable("Blad", ("Soort",), (RawColumn.from_values(list(words)),), np.arange(3) + 2)
    found = apply_document_types(lines(1.0, 2.0, 3.0), document_types(raw, [0]), np.zeros(3, bool), raw)
    assert errors.UNKNOWN_TYPE.code not in {finding.code for finding in found}
