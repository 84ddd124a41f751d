"""What a text says of amounts: that they are in thousands, with VAT, or in another currency."""

from __future__ import annotations

import re

from klantwaarde_xl.model.currencies import currencies_in

_EURO = r"(?:€|eur\b|euro'?s?\b)"
_TIMES = r"(?:\bx|×|\*|\bin|\bmaal)"
_UNITS = (
    (
        re.compile(
            rf"{_TIMES}\s?{_EURO}?\s?1[.,' ]?000(?![.,]?\d|\s?(?!eur)[a-z])|\({_EURO}\s?1[.,]?000\)"
            rf"|(?:{_EURO}|\()\s?'?000(?![.,]?\d)|{_TIMES}\s?(?:{_EURO}\s)?(?:duizend|thousand|tsd\b)"
            rf"|\bduizend\w*\s{_EURO}|{_EURO}\s(?:duizend|thousand)|\bk\s?(?:€|euro)|€\s?k\b|\bt€"
        ),
        "duizenden euro's",
        1_000,
    ),
    (
        re.compile(
            rf"{_TIMES}\s?(?:{_EURO}\s)?(?:1\s?)?(?:mln|mio|miljoen|million)|{_EURO}\s(?:mln|mio|miljoen)"
            rf"|\b(?:mln|mio|miljoen\w*)\.?\s{_EURO}|{_TIMES}\s?{_EURO}?\s?1[.,' ]?000[.,' ]?000(?!\d)"
        ),
        "miljoenen euro's",
        1_000_000,
    ),
    (re.compile(r"\b(?:in|x)\s(?:euro)?cent(?:en|s)?\b"), "centen", 0.01),
)
_AGAINST = (
    (re.compile(r"\b1[.,]?000\b|\bk\b|\bk€|€k\b|\b[kt]eur\b|duizend|thousand|'000"), "duizenden"),
    (re.compile(r"\bmln\b|miljoen|million"), "miljoenen"),
    (re.compile(r"\b(?:euro)?cent(?:en|s)?\b"), "centen"),
    (re.compile(r"\bincl|\bmet btw\b|\bwith vat\b"), "btw"),
)
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]")
_THOUSANDS = re.compile(r"\b[kKtT]\s?EUR\b")
"""In capitals only: Keur is a name."""
_QUANTITY = re.compile(r"\b(?:aantal\w*|stuks|quantit\w*|pieces|units)\b")
_WITH_VAT = re.compile(
    r"\b(?:incl(?:usief|usive|\.)?|met)\s?(?:\d{1,2}\s?%\s?)?(?:de\s)?(?:b\.?t\.?w|vat)\b(?!\s?-?\s?(?:nummer|nr|code|pl))"
)
_WITHOUT_VAT = re.compile(r"\bex(?:cl|\b)|\bnet(?:to)?\b|\bzonder\b|\bgeen\b")
_CURRENCY = re.compile(r"\b(?:USD|GBP|CHF)\b|[$£]|\b[dD]ollars?\b")
_SAYS_CURRENCY = re.compile(
    r"\b(?:[Ii]n|[Vv]aluta|[Cc]urrency|[Mm]unt)\b:?\s(?:de\s)?([A-Z]{3}|[A-Za-z]{4,8})\b"
)
_NO_CURRENCY = re.compile(r"koers|\beur\b|\beuro|€|rate")
_LONGEST = 200
AMOUNT_WORDS = ("bedrag", "amount", "omzet", "totaal", "total", "value", "betrag", "montant")
"""Words in the header of an amount that no field is known by."""
QUANTITY_UNITS = re.compile(
    r"kg|kilo|g|gr|gram|ton|uur|uren|u|h|hrs?|hours?|dag|dagen|min|minuten|maand|jaar|st|stk|stuks?|ea|each|pcs?"
    r"|m[123]?|km|l|ltr|liter|%|doos|dozen|pallets?|set|colli|paar|rol|zak|fles"
)
"""Units of a quantity, as normalise_header writes them: none of an amount."""


def unit_of(text: str) -> tuple[str, float] | None:
    """Return in Dutch the unit that a text says amounts are in, and its value in EUR; None for euros.

    >>> [unit_of(text) for text in ("Bedragen x € 1.000", "Omzet in k€", "Bedragen in mln euro")]
    [("duizenden euro's", 1000), ("duizenden euro's", 1000), ("miljoenen euro's", 1000000)]
    >>> [unit_of(text) for text in ("Klanten boven € 1.000", "Debiteur 1000", "Aantallen x 1000", "Keur BV")]
    [None, None, None, None]
    """
    plain = _plain(text)
    if _QUANTITY.search(plain):
        return None
    if _THOUSANDS.search(text[:_LONGEST]):
        return "duizenden euro's", 1_000
    return next(((word, size) for pattern, word, size in _UNITS if pattern.search(plain)), None)


def says_vat(text: str) -> bool:
    """Return whether a text says that amounts are with VAT.

    >>> [says_vat(text) for text in ("Bedragen incl. 21% btw", "Incl. en excl. btw", "Met btw-nummer")]
    [True, False, False]
    """
    plain = _plain(text)
    return _WITH_VAT.search(plain) is not None and not _WITHOUT_VAT.search(plain)


def currency_of(text: str) -> str:
    """Return the currency, other than the euro, that a text says amounts are in; '' for none.

    >>> [currency_of(text) for text in ("Omzet USD", "Bedragen in SEK", "CAD-tekeningen", "Koers USD: 0,92")]
    ['USD', 'SEK', '', '']
    """
    if _NO_CURRENCY.search(_plain(text)):
        return ""
    told = [*_CURRENCY.findall(text[:_LONGEST]), *_SAYS_CURRENCY.findall(text[:_LONGEST])]
    return next((code for word in told for code in currencies_in([word])), "")


def words_against(header: str) -> str:
    """Return in Dutch what the header of an amount says that an amount in euros without VAT is not.

    '' for nothing. Every word counts, where of any other text only what leaves no doubt does.

    >>> [words_against(header) for header in ("Omzet (x 1.000)", "Omzet USD", "Bedrag in centen", "Bedrag")]
    ['duizenden', 'USD', 'centen', '']
    """
    plain = _plain(header)
    found = [word for pattern, word in _AGAINST if pattern.search(plain)]
    for token in _TOKEN.findall(plain):
        found += [code for code in currencies_in([token]) if code != "EUR"]
    return ", ".join(dict.fromkeys(found))


def _plain(text: str) -> str:
    return " ".join(text[:_LONGEST].lower().replace("_", " ").replace("’", "'").split())
