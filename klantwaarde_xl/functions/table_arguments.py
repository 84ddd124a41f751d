"""The arguments that several functions in cells share: the measures, the input tables and the settings."""

from __future__ import annotations

from klantwaarde_xl.functions.declaration import Argument, Kind


def optional(name: str, kind: Kind, text: str) -> Argument:
    """Return an argument that may be left out."""
    return Argument(name, kind, text, optional=True)


MEASURES = (
    Argument("omzet", Kind.COLUMN, "Omzet per klant in EUR, één rij per klant."),
    Argument("marge", Kind.COLUMN, "Brutomarge per klant in EUR, evenveel rijen als omzet."),
    optional(
        "tijdkosten",
        Kind.COLUMN,
        "Kosten van bestede uren per klant in EUR; hoe lager ten opzichte van de marge, hoe beter.",
    ),
    optional("geldkosten", Kind.COLUMN, "Overige kosten en financiering per klant in EUR; lager is beter."),
    optional("energie", Kind.COLUMN, "Energie per klant, 1 tot 5; 5 geeft energie."),
    optional("cultuur", Kind.COLUMN, "Past de klant bij ons, 1 tot 5; 5 past het best."),
    optional(
        "producten",
        Kind.COLUMN,
        "Hoe breed de klant afneemt: deel van de productgroepen, of een aantal, als deel van het grootste.",
    ),
    optional(
        "gewichten",
        Kind.NUMBERS,
        "Zeven gewichten: omzet, marge, tijd, geld, energie, cultuur, producten. Leeg: 20, 25, 10, 10, "
        "10, 10 en 15 %.",
    ),
    optional(
        "methode",
        Kind.TEXT,
        'Normalisatie: "waarde" (standaard, op een vaste schaal), "percentiel", "min-max", "min-max p5-p95" '
        'of "z-score".',
    ),
)
"""The columns that make a score."""
ANALYSIS_TABLES = (
    Argument(
        "transacties",
        Kind.TABLE,
        "De factuurregels met kopteksten, bijvoorbeeld tblTransacties[#Alles]; of alleen de cel met "
        "KW_TABELLEN, die voor alle tabellen staat.",
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
