"""What the points of a customer mean: per dimension the figure that they stand for, in a few Dutch words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.core.value.score import MEASURED_BY
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report.formats import number, percentage
from klantwaarde_xl.report.words.parts import amount

UNKNOWN = {
    "turnover": "onbekend",
    "margin": "onbekend",
    "time": "onbekend",
    "money": "onbekend",
    "energy": "geen beoordeling",
    "culture": "geen beoordeling",
    "products": "onbekend",
}
"""What is shown of a dimension that is not known for anyone."""
ESTIMATED = {
    "turnover": "onbekend, als de middelste klant",
    "margin": "geschat uit de omzet",
    "time": "geschat uit de omzet",
    "money": "geschat uit de omzet",
    "energy": "niet beoordeeld, midden",
    "culture": "niet beoordeeld, midden",
}
"""What is shown of a dimension that is not known for this customer."""


def meanings(customers: pd.DataFrame) -> dict[str, list[str]]:
    """Return what the points of every customer mean, a list (n,) per dimension.

    ``customers`` has the columns of the measures, ``missing`` and ``normalised_<dimension>``.

    >>> row = {"revenue": 12000.0, "gross_margin": -50.0, "time_intensity": 0.12, "money_intensity": 1.0}
    >>> row |= {"energy": 4.0, "culture": float("nan"), "breadth": 0.25, "missing": "culture"}
    >>> frame = pd.DataFrame([row | {f"normalised_{name}": 50.0 for name in DIMENSION_NAMES}])
    >>> [texts[0] for texts in meanings(frame).values()]  # doctest: +NORMALIZE_WHITESPACE
    ['€ 12.000', '€ -50', '12 % van de marge', 'de hele marge', '4 van 5', 'niet beoordeeld, midden',
     '25 % van de groepen']
    """
    rows = customers.to_dict("records")
    return {name: [meaning(name, row) for row in rows] for name in DIMENSION_NAMES}


def meaning(dimension: str, row: Mapping[Any, Any]) -> str:
    """Return what the points of one customer in one dimension mean; ``row`` as of :func:`meanings`.

    >>> meaning("time", {"time_intensity": 0.004, "missing": "", "normalised_time": 99.6})
    'minder dan 1 % van de marge'
    """
    if math.isnan(row[f"normalised_{dimension}"]):
        return UNKNOWN[dimension]
    figure = row[MEASURED_BY[dimension]]
    if dimension in ESTIMATED and (dimension in row["missing"].split() or math.isnan(figure)):
        return ESTIMATED[dimension]
    if dimension in ("turnover", "margin"):
        return amount(figure)
    if dimension in ("energy", "culture"):
        return f"{number(figure, 0 if figure == round(figure) else 1)} van 5"
    if dimension == "products":
        return f"{percentage(figure)} van de groepen"
    return _of_the_margin(figure)


def _of_the_margin(part: float) -> str:
    if part >= 1:
        return "de hele marge"
    return "minder dan 1 % van de marge" if 0 < part < 0.005 else f"{percentage(part)} van de marge"


def missing_text(missing: str) -> str:
    """Return the Dutch names of dimensions that are joined by a space.

    >>> missing_text("energy culture"), missing_text("")
    ('energie en cultuur', '')
    """
    names = [DIMENSION_NAMES[name].lower() for name in missing.split()]
    return " en ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
