"""Parts of Dutch sentences: names, amounts and percentages as a person would write them."""

from __future__ import annotations

import math

from klantwaarde_xl.report.formats import euro, percentage

_LONGEST = 60
"""Most characters of a name in a sentence."""


def plain(name: object) -> str:
    """Return a name on one line and no longer than a sentence can hold.

    >>> plain(" Bakkerij  'De Korenaar' "), len(plain("x" * 300))
    ("Bakkerij 'De Korenaar'", 60)
    """
    text = " ".join(str(name).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def item_text(name: object) -> str:
    """Return the name of a group or product for use in a sentence; in quotation marks if it has a comma.

    >>> item_text("Folie en aluminium"), item_text("359 Mountain-200 Black, 38")
    ('Folie en aluminium', '‘359 Mountain-200 Black, 38’')
    """
    text = plain(name)
    return f"‘{text}’" if "," in text else text


def nearest(value: float) -> int:
    """Return the whole number of a figure as ``formats.number`` and a cell show it: halves away from zero.

    >>> nearest(12.5), nearest(10.5), nearest(-0.5), nearest(0.4)
    (13, 11, -1, 0)
    """
    size = math.floor(abs(value) * (1 + 1e-15) + 0.5)
    return -size if value < 0 else size


def capital(text: str) -> str:
    """Return the text with its first letter as a capital.

    >>> capital("marge onbekend"), capital("")
    ('Marge onbekend', '')
    """
    return f"{text[:1].upper()}{text[1:]}"


def joined(*parts: str) -> str:
    """Return the parts of a sentence that are there, with semicolons between them.

    >>> joined("Levert € 500 per jaar op", "", "niets te winnen dat aannemelijk is")
    'Levert € 500 per jaar op; niets te winnen dat aannemelijk is'
    """
    return "; ".join(filter(None, parts))


def amount(value: float) -> str:
    """Return an amount in whole euros; what would round to nothing is 'less than a euro'.

    >>> amount(1234.5), amount(0.3), amount(0.0), amount(-2.0)
    ('€ 1.235', 'minder dan € 1', '€ 0', '€ -2')
    """
    return "minder dan € 1" if 0 < abs(value) < 0.5 else euro(value)


def apart(first: float, second: float) -> tuple[str, str]:
    """Return two percentages with as many decimals (1 to 3) as it takes to tell them apart.

    >>> apart(0.2, 0.26), apart(0.2596, 0.2604)
    (('20,0 %', '26,0 %'), ('25,96 %', '26,04 %'))
    """
    for decimals in (1, 2, 3):
        texts = percentage(first, decimals), percentage(second, decimals)
        if texts[0] != texts[1]:
            break
    return texts
