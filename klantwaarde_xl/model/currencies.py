"""Currencies as people write them, and their codes."""

from __future__ import annotations

_BY_NAME = {
    **dict.fromkeys(("€", "EURO", "EURO'S", "EUROS", "EUR.", "EU", "978"), "EUR"),
    **dict.fromkeys(("$", "US$", "US DOLLAR", "DOLLAR", "USD$"), "USD"),
    **dict.fromkeys(("£", "POND", "PND", "BRITSE POND"), "GBP"),
    **dict.fromkeys(("FR.", "SFR", "ZWITSERSE FRANK"), "CHF"),
}


def currency_code(text: str) -> str:
    """Return the code of a currency however it is written; an unknown one stays as it is, in capitals.

    >>> [currency_code(text) for text in ("€", " Euro ", "$", "usd", "kroon")]
    ['EUR', 'EUR', 'USD', 'USD', 'KROON']
    """
    plain = " ".join(text.split()).upper()
    return _BY_NAME.get(plain, plain)
