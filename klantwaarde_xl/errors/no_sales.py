"""Wordings KW-180 to KW-184: lines, customers and amounts that can hardly be turnover as they stand."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING

POSTED_ELSEWHERE = Wording(
    "KW-180",
    _E,
    "Regels die volgens '{header}' ({word}) geen verkoop zijn, tellen als omzet: {count}, samen {value}.",
    "Is het geen omzet, verwijder ze dan: de omzet is dan {otherwise} in plaats van {amount}.",
)
MAYBE_POSTED_ELSEWHERE = Wording(
    "KW-181",
    _W,
    "Regels die volgens '{header}' ({word}) misschien geen verkoop zijn, tellen mee: {count}, samen {value}.",
    "Is het geen omzet, verwijder ze dan: de omzet is dan {otherwise} in plaats van {amount}.",
)
POSITIVE_DISCOUNT = Wording(
    "KW-182",
    _E,
    "Regels die volgens '{header}' korting zijn ('{word}'), tellen positief: {count}, samen {value}.",
    "Zet er een minteken voor: de omzet is dan {otherwise} in plaats van {amount}.",
)
MADE_UP_CUSTOMER = Wording(
    "KW-183",
    _W,
    "Klant '{value}' lijkt een testklant; de regels tellen mee: {count}, samen {amount}.",
    "Is het geen echte klant, zet dan in het blad Klanten nee bij Meetellen.",
)
FORMAT_SHOWS_UNIT = Wording(
    "KW-184",
    _E,
    "De opmaak zet '{word}' bij bedragen onder '{header}', die als euro tellen: {count}, samen {value}.",
    "Staan ze niet in euro's, reken ze dan om; geef anders de cellen een opmaak zonder dat woord.",
)
