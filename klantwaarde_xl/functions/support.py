"""The functions in cells that help the user: why a cell shows an error, and which versions are at work."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pandas as pd

from klantwaarde_xl import __version__
from klantwaarde_xl.model.excel_cells import EXCEL_ERRORS, newer_error

_AGAIN = "of de reden is niet meer bekend: bereken de cel opnieuw (F2, Enter)."
_NO_ROOM = "Waar de uitkomst moet komen, staat al iets, of de formule staat in een Excel-tabel."
_MEANING = {
    "#NULL!": "De formule noemt twee bereiken die elkaar niet raken.",
    "#DIV/0!": "De formule deelt door nul of door een lege cel.",
    "#VALUE!": f"De formule krijgt een waarde van de verkeerde soort, {_AGAIN}",
    "#REF!": "De formule verwijst naar cellen die er niet meer zijn.",
    "#NAME?": "Excel kent een naam in de formule niet; staan macro's aan?",
    "#NUM!": "De formule geeft een getal dat Excel niet kan tonen.",
    "#N/A": f"Er is geen uitkomst, {_AGAIN}",
}


def reason(cell: object, remembered: object = None) -> str:
    """Return in words why a cell shows an error.

    ``remembered`` is the text of the error of the function in that cell, if the door still has it; else the
    answer is what Excel's error means in general.
    """
    if remembered:
        return str(remembered)
    if isinstance(cell, str) and cell in EXCEL_ERRORS:
        return f"{EXCEL_ERRORS[cell]}: {_MEANING[cell]}"
    if name := newer_error(cell):
        advice = _NO_ROOM if name == "#OVERLOOP!" else ""
        return f"{name}: {advice}" if advice else f"De cel toont een fout {name}; klik op het teken ernaast."
    return "Deze cel bevat geen fout."


def versions(workbook: object, door: Sequence[tuple[str, object]] | None) -> pd.DataFrame:
    """Return the versions of everything that has to fit together; ``door`` is what connects them."""
    rows = [
        ("Werkmap", workbook),
        ("Klantwaarde", __version__),
        *(door or ()),
        ("Python", ".".join(map(str, sys.version_info[:3]))),
    ]
    return pd.DataFrame(rows, columns=["Onderdeel", "Versie"])
