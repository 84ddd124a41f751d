"""Names that the hand-made Analysis is given."""

from __future__ import annotations

KINDS = (
    "Bakkerij",
    "Slagerij",
    "Hotel",
    "Restaurant",
    "Cateraar",
    "Drogisterij",
    "Bouwbedrijf",
    "Kwekerij",
    "Garage",
    "Zorggroep",
)
NAMES = (
    "De Vries",
    "Jansen",
    "Van den Berg",
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "De Boer",
    "Mulder",
    "Bos",
    "Peters",
    "Kok",
)
TOWNS = (
    "Utrecht",
    "Zwolle",
    "Breda",
    "Leiden",
    "Assen",
    "Tilburg",
    "Hoorn",
    "Sneek",
    "Weert",
    "Goes",
    "Ede",
    "Venlo",
)
