"""Ids that look the same to people are paired, and those that do not are left alone."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.look_alikes import difference, is_scientific, look_alikes, plain_id


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("00123", "123", "voorloopnullen"),
        ("K1", "k1", "hoofdletters"),
        ("123.0", "123", "schrijfwijze"),
        ("'123", "123", "schrijfwijze"),
        ("K 10", "k10", "schrijfwijze"),
        ("Caf\u00e9", "Cafe\u0301", "schrijfwijze"),
        ("\uff11\uff12", "12", "voorloopnullen"),
    ],
)
def test_two_spellings_of_one_id(one: str, other: str, word: str) -> None:
    assert plain_id(one) == plain_id(other)
    assert look_alikes([one, "iets anders", other]) == [(2, 0)]
    assert difference(one, other) == word


@pytest.mark.parametrize(
    ("one", "other"), [("10", "100"), ("K1", "K01"), ("1.5", "15"), ("0", "O"), ("e", "\u00e9")]
)
def test_two_different_ids(one: str, other: str) -> None:
    assert look_alikes([one, other]) == []


def test_nothing_but_zeros_is_zero_and_all_meet_the_first() -> None:
    assert plain_id("000") == plain_id("0") == "0"
    assert look_alikes(["7", "07", "007", "8"]) == [(1, 0), (2, 0)]


@pytest.mark.parametrize("label", ["8,71E+12", "8.7123e+15", "9E+20"])
def test_a_number_that_a_spreadsheet_cut_off(label: str) -> None:
    assert is_scientific(label)


@pytest.mark.parametrize("label", ["1E5", "E12", "12E+", "K1E+12x", "8,71E-12"])
def test_an_id_with_an_e_in_it(label: str) -> None:
    assert not is_scientific(label)


def test_ids_taken_together_pair_as_ids_taken_one_by_one() -> None:
    usual = ["K1", "k1", "00123", "123", "0", "000", "A-0", "a-0", "1.5", "15", "", "x00"]
    pairs = [(1, 0), (3, 2), (5, 4), (7, 6)]
    assert look_alikes(usual) == pairs
    for odd in ("met spatie", "x\ny", "caf\u00e9", "12.0", "'q"):
        assert look_alikes([*usual, odd]) == pairs
