"""The sheet Toelichting: period, source, settings and method of one analysis, so that its figures can be checked later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from klantwaarde_xl.model.settings import Setting, Settings
from klantwaarde_xl.report import formats

METHOD: tuple[tuple[str, str], ...] = (
    ("Klantwaarde", "Gewogen gemiddelde van zeven dimensies, van 0 tot 100; een dimensie zonder gegevens telt niet mee."),
    ("Brutomarge", "Omzet min kostprijs, over factuurregels waarvan de kostprijs bekend is."),
    ("Tijdkosten", "Uren maal kostprijs per uur; uren zijn geschreven of berekend uit facturen, regels en creditregels."),
    ("Geldkosten", "Andere kosten plus financiering: omzet x betaaldagen / 365 x vermogenskosten."),
    ("Nettobijdrage", "Brutomarge min tijdkosten min geldkosten."),
    ("Paretoklasse", "A tot grens A van het positieve totaal, B tot grens B, daarna C; gelijke klanten delen een klasse."),
    ("Walviscurve", "Klanten van beste naar slechtste nettobijdrage, opgeteld en gedeeld door het totaal (Kaplan en Narayanan)."),
    ("Interessant", "Een klant is niet interessant bij een nettobijdrage van nul of minder, of een score onder de mediaan."),
    ("Risico", "Langer stil dan tweemaal de gewone tussentijd, of meer dan 30 % minder omzet dan in de vorige periode."),
    ("Rangzekerheid", "De rang als de gewichten willekeurig rond de gekozen gewichten hadden gelegen, van 5 % tot 95 %."),
    ("Advies", "De uitkomsten ondersteunen uw oordeel; zij nemen geen besluit over mensen."),
)
"""Name and explanation of every term on the result sheets."""


def setting_text(setting: Setting, value: object) -> str:
    """Return a setting's value as Dutch text, in its unit.

    >>> declared = {item.field: item for item in Settings.declared()}
    >>> setting_text(declared["bound_a"], 0.8), setting_text(declared["by_parent"], False)
    ('80,0 %', 'nee')
    """
    if value is None:
        return "vanzelf"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.date):
        return formats.date(value)
    if isinstance(value, str):
        return value or "geen"
    figure = float(value)  # type: ignore[arg-type]
    if setting.unit == "%":
        return formats.percentage(figure, 1)
    text = formats.number(figure, 0 if figure.is_integer() else 2)
    return text if setting.unit in {"getal", "aantal"} else f"{text} {setting.unit}"


def notes_frame(analysis: Any, versions: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of Toelichting as part, name, value, explanation, all text; ``versions`` by program."""
    inputs, concentration = analysis.inputs, analysis.concentration
    rows = [
        ("Periode", "Periode", f"{formats.date(analysis.period.start)} t/m {formats.date(analysis.period.end)}", ""),
        ("Periode", "Vorige periode", f"{formats.date(analysis.previous.start)} t/m {formats.date(analysis.previous.end)}", ""),
        ("Bron", "Bestand", inputs.source.name, "Het bestand dat is gelezen; er is niets in veranderd."),
        ("Bron", "Vingerafdruk (SHA-256)", "gelijk bij gelijke invoer", inputs.source.sha256),
        *(("Versie", name, version, "") for name, version in versions.items()),
        (
            "Concentratie",
            "Klanten voor 80 %",
            formats.percentage(concentration.share_for_80, 1),
            "Kleinste deel van de klanten dat 80 % van het positieve totaal maakt.",
        ),
        (
            "Concentratie",
            "Grootste 20 %",
            formats.percentage(concentration.top20_share, 1),
            "Deel van het nettototaal dat de grootste 20 % van de klanten maakt.",
        ),
        (
            "Concentratie",
            "Gini",
            formats.number(concentration.gini, 4),
            "0: iedereen gelijk; 1: alles bij één klant. Negatief telt als 0.",
        ),
        (
            "Concentratie",
            "HHI",
            formats.number(concentration.hhi, 1),
            "0 tot 10.000: som van de gekwadrateerde delen van het positieve totaal.",
        ),
        *(
            ("Instelling", item.label, setting_text(item, getattr(analysis.settings, item.field)), item.help)
            for item in Settings.declared()
        ),
        *(("Methode", name, "", text) for name, text in METHOD),
    ]
    return pd.DataFrame(rows, columns=["part", "name", "value", "explanation"], dtype=object)
