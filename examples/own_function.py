"""An own function in cells: a declaration and a Python function; reading cells and errors follow.

Put the declaration in `FUNCTIONS` of `klantwaarde_xl/functions/registry.py`, and VBA, help, manual and
sheets follow.
"""

from __future__ import annotations

import numpy as np

from klantwaarde_xl.functions.answers import ErrorValue
from klantwaarde_xl.functions.cell_values import Column, Spill
from klantwaarde_xl.functions.declaration import Argument, Function, Kind, Result, Unit
from klantwaarde_xl.functions.dispatch import call


def growth(now: Column, before: Column) -> Spill:
    """Return revenue now / revenue before - 1 per row; no outcome where there was none before."""
    known = ~np.isnan(now.values) & (before.values > 0)
    share = np.full(len(now), np.nan)
    share[known] = now.values[known] / before.values[known] - 1
    return Spill(share, now.blank & before.blank, {**before.problems, **now.problems})


KW_GROEI = Function(
    "KW_GROEI",
    f"{__name__}:growth",
    "Groei van de omzet per klant ten opzichte van de vorige periode.",
    (
        Argument("omzet", Kind.COLUMN, "Omzet per klant in EUR in deze periode."),
        Argument("vorige_omzet", Kind.COLUMN, "Omzet per klant in EUR in de vorige periode."),
    ),
    Result.COLUMN,
    "=KW_GROEI(A2:A11;B2:B11)",
    "=KW_GROEI(tblKlantwaarde[Omzet];tblKlantwaarde[Omzet vorige periode])",
    unit=Unit.SHARE,
)

# What Excel gives: ranges as rows of cells. Text is read as Dutch or English, as the column shows.
answer = call(
    KW_GROEI, [[[1_200.0], ["1.500,50"], ["onbekend"], [90.0]], [[1_000.0], [1_200.4], [500.0], [0.0]]]
)
assert not isinstance(answer, str | ErrorValue)
print(KW_GROEI.signature)
for (cell,) in answer:
    print(cell.text if isinstance(cell, ErrorValue) else round(cell, 4))

answer = call(KW_GROEI, [None, [[1.0]]])
print(answer.text if isinstance(answer, ErrorValue) else answer)

# Prints:
# KW_GROEI(omzet; vorige_omzet)
# 0.2
# 0.25
# KW-611: omzet, rij 3: de cel bevat geen getal. Typ een getal, bijvoorbeeld 1234,56.
# KW-613: Hiervoor is geen uitkomst: een nodig gegeven ontbreekt of het totaal is niet positief.
# KW-601: omzet ontbreekt. Vul dit argument in de formule in.
