"""Currencies are known however they are written, and an unknown one stays what it is."""

from __future__ import annotations

import pytest

from klantwaarde_xl.model.currencies import currency_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "EUR") for text in ("€", "eur", " Euro ", "euro's", "EUR.", "978")],
        *[(text, "USD") for text in ("$", "US$", "us  dollar", "usd")],
        *[(text, "GBP") for text in ("£", "pond", "Britse pond", "gbp")],
        *[(text, "CHF") for text in ("Fr.", "sfr", "chf")],
        ("dkk", "DKK"),
        ("", ""),
    ],
)
def test_one_code_for_every_spelling(text: str, code: str) -> None:
    assert currency_code(text) == code
    assert currency_code(currency_code(text)) == code
