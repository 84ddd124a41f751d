"""Numbers in one plain notation: what looking at each text gives, or nothing."""

from __future__ import annotations

import random

import pytest

from klantwaarde_xl.model.plain_numbers import plain_numbers
from klantwaarde_xl.model.text_values import parse_numbers

ODD = [
    "",
    "1.234",
    "1,234",
    "€ 5",
    "1.23.456,00",
    "1.234,",
    ",5",
    "12-",
    "1\n2",
    "1 234,50",
    "+5",
    "1.234.567",
    "٣,٥",
    "x",
]


def written(chance: random.Random, decimal: str) -> str:
    """Return an amount as exports write it; a fraction of three digits only behind groups."""
    number = chance.choice([0, 7, 950, 1_234, 98_765, 1_234_567])
    whole = (
        f"{number:,}".replace(",", "." if decimal == "," else ",") if chance.random() < 0.6 else str(number)
    )
    fraction = chance.choice(["", "5", "05", "1234"] if whole.isdigit() else ["0", "50", "125"])
    return chance.choice(["", "-"]) + whole + (decimal + fraction if fraction else "")


@pytest.mark.parametrize("decimal", [",", "."])
@pytest.mark.parametrize("seed", range(5))
def test_a_block_has_the_values_of_its_texts(seed: int, decimal: str) -> None:
    chance = random.Random(seed)
    texts = [written(chance, decimal) for _ in range(500)]
    found = plain_numbers(texts)
    assert found is not None
    # An odd text makes each be looked at; it adds no proof of a decimal mark.
    each = parse_numbers([*texts, "x"])
    assert found[1] == decimal
    assert found[0].tolist() == each.values[:-1].tolist()
    assert parse_numbers(texts).values.tolist() == found[0].tolist()


@pytest.mark.parametrize("odd", ODD)
def test_one_text_in_another_notation_gives_nothing(odd: str) -> None:
    assert plain_numbers([odd]) is None
    assert plain_numbers(["1.234,50", odd, "2"]) is None


def test_marks_of_blocks_contradict_one_another_as_those_of_texts_do() -> None:
    few = ["1,50", "2.50", "1.234"]
    many = [*(f"{n},50" for n in range(3_000)), *(f"{n}.50" for n in range(3_000)), "1.234"]
    assert parse_numbers(few).reading.tolist()[-1] == parse_numbers(many).reading.tolist()[-1] == 2
    assert parse_numbers(many[:3_000] + many[-1:]).values.tolist()[-1] == 1234.0


def test_long_texts_are_refused_as_before() -> None:
    long = "1" + ".000" * 20 + ",00"
    assert plain_numbers([long]) is None
    assert parse_numbers([long]).reading.tolist() == [1]
