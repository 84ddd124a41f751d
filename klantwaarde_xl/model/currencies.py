"""Currencies as people write them, and their codes."""

from __future__ import annotations

from collections.abc import Iterable


def _codes(text: str) -> frozenset[str]:
    """Return the codes that stand in this text between white space."""
    return frozenset(text.split())


_BY_NAME = {
    **dict.fromkeys(("€", "EURO", "EURO'S", "EUROS", "EUR.", "EU", "978"), "EUR"),
    **dict.fromkeys(("$", "US$", "US DOLLAR", "DOLLAR", "DOLLARS", "USD$", "840"), "USD"),
    **dict.fromkeys(("£", "POND", "PND", "BRITSE POND", "GB£", "826"), "GBP"),
    **dict.fromkeys(("FR.", "SFR", "ZWITSERSE FRANK", "756"), "CHF"),
    "¥": "JPY",
}
_MAJOR = _codes("""
    EUR USD GBP CHF SEK NOK DKK PLN CZK HUF JPY CNY CAD AUD TRY RUB ZAR HKD SGD AED INR
""")
"""Currencies of much trade: one of them in a column tells the column from one of other short codes."""
CODES = _codes("""
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
    GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF
    XCD XOF XPF YER ZAR ZMW
""")
"""Codes of ISO 4217 that were in use in 2024, with the kuna; not those of funds and metals."""


def currency_code(text: str) -> str:
    """Return the code of a currency however it is written; an unknown one stays as it is, in capitals.

    >>> [currency_code(text) for text in ("€", " Euro ", "$", "usd", "kroon")]
    ['EUR', 'EUR', 'USD', 'USD', 'KROON']
    """
    plain = " ".join(text.split()).upper()
    return _BY_NAME.get(plain, plain)


def currencies_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the currencies of a column whose different texts are all currencies, sorted; () for any other.

    Short codes of something else can all be currencies by chance, so one of them must be of much trade.

    >>> currencies_in(["EUR", "$"]), currencies_in(["PEN", "CUP"]), currencies_in(["EUR", "kg"])
    (('EUR', 'USD'), (), ())
    """
    codes = set()
    for text in texts:
        if text.strip():
            codes.add(code := currency_code(text))
            if code not in CODES:
                return ()
    return tuple(sorted(codes)) if codes & _MAJOR else ()


def foreign_mark(text: str) -> str:
    """Return the currency that an amount names beside its figures, '' for none and for the euro.

    >>> [foreign_mark(text) for text in ("USD 100.00", "$5", "€ 5", "12 doos", "USD")]
    ['USD', 'USD', '', '', '']
    """
    bare = "".join(letter for letter in text if not letter.isdigit() and letter not in ".,-+()' ")
    code = currency_code(bare.replace("\u00a0", ""))
    has_figure = any(map(str.isdigit, text))
    return code if has_figure and code in CODES and code != "EUR" else ""
