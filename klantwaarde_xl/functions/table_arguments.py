"""The arguments that several functions in cells share: the input tables and the settings."""

from __future__ import annotations

from klantwaarde_xl.functions.declaration import Argument, Kind


def optional(name: str, kind: Kind, text: str) -> Argument:
    """Return an argument that may be left out."""
    return Argument(name, kind, text, optional=True)


ANALYSIS_TABLES = (
    Argument(
        "transacties", Kind.TABLE, "De factuurregels met kopteksten, bijvoorbeeld tblTransacties[#Alles]."
    ),
    optional("klanten", Kind.TABLE, "De klanten met kopteksten, bijvoorbeeld tblKlanten[#Alles]."),
    optional("producten", Kind.TABLE, "De producten met kopteksten, bijvoorbeeld tblProducten[#Alles]."),
    optional("inspanning", Kind.TABLE, "Uren en kosten met kopteksten, bijvoorbeeld tblInspanning[#Alles]."),
    optional(
        "tarieven", Kind.TABLE, "Kosten per activiteit met kopteksten, bijvoorbeeld tblTarieven[#Alles]."
    ),
    optional(
        "beoordeling", Kind.TABLE, "Energie en cultuur met kopteksten, bijvoorbeeld tblBeoordeling[#Alles]."
    ),
    optional(
        "instellingen", Kind.TABLE, "Instellingen met kopteksten (naam en waarde). Leeg: de standaardwaarden."
    ),
)
"""The arguments of the functions that take everything: one per input table, and the settings."""
MORE_TABLES = (
    optional(
        "samenvoegen",
        Kind.TABLE,
        "Klanten die bij een andere horen, met kopteksten, bijvoorbeeld tblSamenvoegen[#Alles].",
    ),
    optional(
        "koersen",
        Kind.TABLE,
        "Wisselkoersen per maand, met kopteksten, bijvoorbeeld tblKoersen[#Alles].",
    ),
)
"""Tables that came later: behind the others, so that a call that stands in a workbook keeps its meaning."""
