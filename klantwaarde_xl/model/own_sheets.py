"""The sheets and Excel tables that the program itself writes: results, never input."""

from __future__ import annotations

from collections.abc import Iterable

SETTINGS_SHEET = "Instellingen"

RESULT_SHEETS = frozenset(
    {
        *(
            "Start",
            "Dashboard",
            "Klantwaarde",
            "Pareto",
            "Cross-sell",
            "Kansenmatrix",
            "Samen gekocht",
            "Acties",
        ),
        *(
            "Accountmanagers",
            "Maandag",
            "Overdrachten",
            "Verloop",
            "Waarom veranderd",
            "Vooruit",
            "Doorsneden",
            "Doorsnedegegevens",
            "Wat als",
            "Wat-als-gegevens",
            "Klantkaart",
            "Klantkaart vervolg",
            "Maandomzet",
            "Controle",
            "Toelichting",
        ),
        *("Opvolging", "Geschiedenis"),
        *("Kaartgegevens", "Grafiekgegevens", "Functies", "Functiewaarden", "xlwings.conf", "_IntelliSense_"),
    }
)
"""Names of the sheets that the report and the template write; a test compares them with what is written."""
RESULT_TABLES = frozenset(
    {
        *("tblKlantwaarde", "tblPareto", "tblCrossSell", "tblSamen", "tblActies", "tblPortefeuille"),
        *(
            "tblMaandag",
            "tblOverdrachten",
            "tblVerloop",
            "tblVerschil",
            "tblMaandomzet",
            "tblBevindingen",
            "tblToelichting",
            "tblKaart",
        ),
        *("tblDoorsneden", "tblWatAls"),
        "tblGeschiedenis",
        "tblSleutel",
    }
)
"""Names of the Excel tables on those sheets."""
_SHEETS = {name.lower() for name in RESULT_SHEETS}
_TABLES = {name.lower() for name in RESULT_TABLES}


def is_result_sheet(name: str) -> bool:
    """Return whether a sheet of this name is one of ours, in any case.

    >>> is_result_sheet("dashboard"), is_result_sheet("Transacties")
    (True, False)
    """
    return name.strip().lower() in _SHEETS


def is_result_table(name: str) -> bool:
    """Return whether an Excel table of this name is one of ours, in any case.

    >>> is_result_table("tblPareto"), is_result_table("tblVerkoop")
    (True, False)
    """
    return name.lower() in _TABLES


def holds_no_input(sheet: str, tables: Iterable[str]) -> bool:
    """Return whether a sheet of this name with these Excel tables holds results or settings of ours.

    >>> holds_no_input("Instellingen", []), holds_no_input("Blad1", ["tblPareto"])
    (True, True)
    >>> holds_no_input("Blad1", [])
    False
    """
    plain = sheet.strip().lower()
    return plain == SETTINGS_SHEET.lower() or is_result_sheet(sheet) or any(map(is_result_table, tables))
