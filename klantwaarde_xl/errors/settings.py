"""Wordings KW-3xx: settings and figures."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import InvalidFigureError, Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING

INVALID_WEIGHT = Wording(
    "KW-301",
    _E,
    "Het gewicht van {name} is geen getal van nul of meer.",
    "Vul 0 of een positief getal in.",
    InvalidFigureError,
)
NO_WEIGHTS = Wording(
    "KW-302",
    _E,
    "Alle gewichten zijn nul.",
    "Geef ten minste één dimensie een gewicht groter dan nul.",
    InvalidFigureError,
)
BOUNDS_OUT_OF_ORDER = Wording(
    "KW-303",
    _E,
    "De Pareto-grenzen {bound_a} en {bound_b} kloppen niet.",
    "Grens A moet ten minste 0 % zijn, grens B ten minste grens A en hoogstens 100 %.",
    InvalidFigureError,
)
NOT_A_COMPARISON = Wording(
    "KW-304",
    _E,
    "De paarsgewijze vergelijking heeft {rows} rijen en {columns} kolommen.",
    "Gebruik een vierkante tabel van 1 tot en met 10 onderdelen.",
    InvalidFigureError,
)
NOT_POSITIVE_COMPARISON = Wording(
    "KW-305",
    _E,
    "De vergelijking in rij {row}, kolom {column} is geen positief getal.",
    "Vul een getal in van 1/9 (veel minder belangrijk) tot 9 (veel belangrijker).",
    InvalidFigureError,
)
NOT_RECIPROCAL = Wording(
    "KW-306",
    _E,
    (
        "De vergelijkingen in rij {row}, kolom {column} en in rij {column}, kolom {row} zijn niet elkaars "
        "omgekeerde."
    ),
    "Staat er 3 in de ene cel, dan hoort 1/3 in de andere; op de diagonaal staat overal 1.",
    InvalidFigureError,
)
INCONSISTENT_COMPARISON = Wording(
    "KW-307",
    _W,
    "De paarsgewijze vergelijking spreekt zichzelf tegen: de consistentieratio is {ratio}.",
    "Herzie de vergelijkingen tot de ratio onder 0,10 komt.",
)
INVALID_CURRENCY_RATE = Wording(
    "KW-311",
    _E,
    "Wisselkoersen: '{part}' is niet te begrijpen.",
    "Schrijf bijvoorbeeld USD=0,92; GBP=1,17.",
    InvalidFigureError,
)
INVALID_SETTING = Wording(
    "KW-321", _E, "{cell}: '{value}' kan niet voor de instelling '{label}'.", "Geldig is: {valid}."
)
SETTINGS_DISAGREE = Wording(
    "KW-322",
    _E,
    "De instellingen spreken elkaar tegen: {reason}.",
    "Pas ze aan op het blad Instellingen of in de opdracht.",
)
