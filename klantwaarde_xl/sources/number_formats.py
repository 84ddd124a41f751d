"""What number formats tell: a currency other than the euro, a percentage, or leading zeros."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from klantwaarde_xl.model.amount_words import QUANTITY_UNITS, unit_of

_SYMBOLS = {
    "€": "EUR",
    "EURO": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "zł": "PLN",
    "Kč": "CZK",
    "₺": "TRY",
    "₹": "INR",
    "Ft": "HUF",
    "R$": "BRL",
    "C$": "CAD",
    "A$": "AUD",
    "CA$": "CAD",
    "AU$": "AUD",
    "Fr.": "CHF",
    "SFr.": "CHF",
}
_BY_LOCALE = {
    0x406: "DKK",
    0x414: "NOK",
    0x814: "NOK",
    0x41D: "SEK",
    0x81D: "SEK",
    0x40F: "ISK",
    0x1009: "CAD",
    0xC0C: "CAD",
    0xC09: "AUD",
    0x1409: "NZD",
    0x804: "CNY",
    0xC04: "HKD",
    0x1004: "SGD",
}
"""Currency by locale, where several use one symbol (kr, $ and ¥)."""
_BY_LANGUAGE = {
    "da": "DKK",
    "nb": "NOK",
    "nn": "NOK",
    "no": "NOK",
    "sv": "SEK",
    "is": "ISK",
    "en-ca": "CAD",
    "fr-ca": "CAD",
    "en-au": "AUD",
    "en-nz": "NZD",
    "en-sg": "SGD",
    "zh-cn": "CNY",
    "zh-hk": "HKD",
    "zh-sg": "SGD",
}
"""The same by the name of the language, as newer versions of Excel write a locale."""
_BRACKETED = re.compile(r"\[\$([^\]\-]{1,8})(?:-([0-9A-Za-z\-]{1,20}))?\]")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{3,8}")
_QUOTED = re.compile(r'"([^"]{1,8})"')
_BARE = re.compile(r"(?<![\[\\])([$€£¥])")
UNIT = "="
"""Before the word of a unit that a number format shows."""
_IN_BRACKETS = re.compile(r"\[[^\]]{0,40}\]")
_LITERAL = re.compile(r'"([^"]{0,40})"|\\(.)')
_SCALED = re.compile(r"[0#?],+\s*(?![0#?,.])")
"""A comma behind the last digit: Excel shows the number divided by a thousand."""
_MORE = re.compile(
    r"(?:€|eur)?\s{0,2}(?:k|m|mln|mio|mld|duizend|miljoen|dzd)\.?\s?(?:€|eur|euro)?|[kmt]€|€\s?[kmt]"
)
_CODE = re.compile(r"[A-Z]{3}")
_MOST_ZEROS = 15
"""Digits that Excel keeps of a number."""
_PERCENTAGES = {9, 10}
"""Number formats that Excel has of itself: 0% and 0,00%."""


def currency_of(code: str) -> str:
    """Return the ISO code of the currency in a number format, '' when it shows none.

    >>> [currency_of(code) for code in ("[$$-409]#,##0.00", '"€" #,##0', "[$-413]d mmm", "#,##0 [$CHF]")]
    ['USD', 'EUR', '', 'CHF']
    >>> [currency_of(code) for code in ("[$kr-da-DK] #.##0,00", "[$$-en-US]#,##0", "[$€-x-euro2] #,##0")]
    ['DKK', 'USD', 'EUR']
    """
    first = code.split(";", maxsplit=1)[0]
    for symbol, locale in _BRACKETED.findall(first):
        plain = symbol.strip()
        if (by_locale := _by_locale(locale.lower())) and plain not in {"€", "EUR"}:
            return by_locale
        if known := _known(plain):
            return known
    for text in _QUOTED.findall(first):
        if known := _known(text.strip()):
            return known
    found = _BARE.search(_QUOTED.sub("", _BRACKETED.sub("", first)))
    return _SYMBOLS[found[1]] if found else ""


def _by_locale(locale: str) -> str:
    if _HEXADECIMAL.fullmatch(locale):
        return _BY_LOCALE.get(int(locale, 16) & 0xFFFF, "")
    return _BY_LANGUAGE.get(locale) or _BY_LANGUAGE.get(locale.split("-", maxsplit=1)[0], "")


def _known(symbol: str) -> str:
    return _SYMBOLS.get(symbol, "") or (symbol if _CODE.fullmatch(symbol) else "")


def telling_styles(root: ET.Element) -> dict[int, str]:
    """Return, by index of a cell style, the currency, ``%``, zeros or unit that its number format shows.

    ``root`` is the root of the part with styles. A workbook that shows no currency but the euro has nothing
    to tell about currencies: then only the others are returned.
    """
    codes = {}
    for element in root.iter():
        if _local(element.tag) == "numFmt" and (number := element.get("numFmtId", "")).isdigit():
            codes[int(number)] = element.get("formatCode", "")
    styles: dict[int, str] = {}
    frame = next((e for e in root.iter() if _local(e.tag) == "cellXfs"), None)
    for index, element in enumerate(frame if frame is not None else ()):
        number = element.get("numFmtId", "0")
        told = _told(int(number) if number.isdigit() else 0, codes)
        if told:
            styles[index] = told
    if not {told for told in styles.values() if _is_currency(told)} - {"EUR"}:
        return {index: told for index, told in styles.items() if not _is_currency(told)}
    return styles


def _is_currency(told: str) -> bool:
    return told != "%" and not is_zeros(told) and not is_unit(told)


def is_unit(told: str) -> bool:
    """Return whether a format shows a word behind or before a number that makes it no euros.

    >>> is_unit(told_by('0 "k€"')), is_unit(told_by('0 "kg"')), is_unit(told_by('"€" 0'))
    (True, True, False)
    """
    return told.startswith(UNIT)


def is_zeros(told: str) -> bool:
    """Return whether a format shows numbers with leading zeros, such as 00000; it is told as it is.

    >>> is_zeros("00000"), is_zeros("0"), is_zeros("%")
    (True, False, False)
    """
    return len(told) > 1 and not told.strip("0")


def _told(number: int, codes: dict[int, str]) -> str:
    return "%" if number in _PERCENTAGES else told_by(codes.get(number, ""))


def told_by(code: str) -> str:
    """Return what one number format tells: leading zeros as they are, a unit, a currency, ``%``, or ''.

    A unit is the word that is shown beside the number, behind :data:`UNIT`. What a format divides by a
    thousand itself is right as it stands in the cell: then ``k`` is no unit.

    >>> [told_by(code) for code in ("00000", "0,00%", '"US$" #,##0', "General", '0 "kg"', '#,##0, "k"')]
    ['00000', '%', 'USD', '', '=kg', '']
    """
    if is_zeros(first := code.split(";", maxsplit=1)[0]) and len(first) <= _MOST_ZEROS:
        return first
    if unit := _unit(first):
        return UNIT + unit
    if currency := currency_of(code):
        return currency
    return "%" if "%" in _QUOTED.sub("", code) else ""


def _unit(code: str) -> str:
    """Return the word in a format by which its number is no amount in euros, '' for none."""
    shown = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(_IN_BRACKETS.sub("", code)))
    word = " ".join(shown.split())
    if not word or _SCALED.search(_LITERAL.sub("", _IN_BRACKETS.sub("", code))):
        return ""
    plain = word.strip("()[]").lower()
    is_measure = QUANTITY_UNITS.fullmatch(plain.rstrip(".")) and "%" not in word
    return word if is_measure or _MORE.fullmatch(plain) or unit_of(word) else ""


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
