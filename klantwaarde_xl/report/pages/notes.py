"""The page Toelichting: period, source, settings and method, so that the figures can be checked later."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from klantwaarde_xl import __version__
from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.cross_sell.gaps import CrossSell
from klantwaarde_xl.core.value.concentration import Concentration
from klantwaarde_xl.model.settings import Settings
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source
from klantwaarde_xl.report.pages.inputs.settings import setting_text
from klantwaarde_xl.report.specs import ColumnSpec, SheetSpec, TableSpec
from klantwaarde_xl.report.words.ahead_sentences import leaving_rows, three_rows, value_rows
from klantwaarde_xl.report.words.chance_sentences import METHODS
from klantwaarde_xl.report.words.definitions import DEFINITIONS
from klantwaarde_xl.report.words.names import STEPS
from klantwaarde_xl.report.words.parts import capital

FEWEST_SHOWN = 20
"""Fewest purchases for a row that compares predicted with observed: with fewer the observed share says
little."""
_TESTED = (
    "Alleen om methoden te vergelijken: deel van de beproefde klanten, die allen iets nieuws kochten, bij "
    "wie een van zo veel voorstellen raak was. Van alle klanten op het blad Cross-sell is het minder."
)


Row = tuple[str, str, str, str]
"""Part, name, value and explanation."""


def notes_frame(analysis: Analysis, versions: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of Toelichting as part, name, value, explanation, all text; ``versions`` by program."""
    source, settings = analysis.inputs.source, analysis.settings
    rows: list[Row] = [
        *(
            ("Periode", name, f"{f.date(period.start)} t/m {f.date(period.end)}", "")
            for name, period in (("Periode", analysis.period), ("Vorige periode", analysis.previous))
        ),
        *(("Betekenis", name, "", text) for name, text in DEFINITIONS.items()),
        ("Bron", "Bestand", source.name, "Het bestand dat is gelezen; er is niets in veranderd."),
        ("Bron", "Vingerafdruk (SHA-256)", "gelijk bij gelijke invoer", source.sha256),
        *(("Versie", name, version, "") for name, version in versions.items()),
        *_concentration(analysis.concentration),
        *(
            ("Instelling", item.label, setting_text(item, getattr(settings, item.field)), item.help)
            for item in Settings.declared()
        ),
        *_cross_sell(analysis.chances.cross_sell),
        *(("Komend jaar", *row) for row in value_rows(analysis.ahead.next_year)),
        *(("Komend jaar", *row) for row in three_rows(analysis.ahead.three_years)),
        *(("Komend jaar", *row) for row in leaving_rows(analysis.ahead.leaving)),
    ]
    return pd.DataFrame(rows, columns=["part", "name", "value", "explanation"], dtype=object)


def _concentration(found: Concentration) -> list[Row]:
    part = "Concentratie"
    return [
        (
            part,
            "Klanten voor 80 %",
            f.percentage(found.share_for_80, 1),
            "Kleinste deel van de klanten dat 80 % van het positieve totaal maakt.",
        ),
        (
            part,
            "Grootste 20 %",
            f.percentage(found.top20_share, 1),
            "Deel van het totaal van de Pareto-maat dat de grootste 20 % van de klanten maakt.",
        ),
        (
            part,
            "Gini",
            f.number(found.gini, 4),
            "0: iedereen gelijk; 1: alles bij één klant. Negatief telt als 0.",
        ),
        (
            part,
            "HHI",
            f.number(found.hhi, 1),
            "0 tot 10.000: som van de gekwadrateerde delen van het positieve totaal.",
        ),
    ]


def _cross_sell(cross_sell: CrossSell) -> list[Row]:
    """Return how the methods did in the hold-out, each at its best, and how true the chances were."""
    part, rows = STEPS["cross_sell"], list[Row]()
    tested = cross_sell.hold_out
    best = tested.sort_values(["chosen", "ndcg_10"], ascending=False, kind="stable").drop_duplicates("method")
    for row in best.to_dict("records"):
        shares = (f"{f.percentage(row[f'hit_rate_{many}'])} bij {many}" for many in (1, 3, 10))
        chosen = "Gekozen. " if row["chosen"] else ""
        name = METHODS[row["method"]].partition(" (")[0]
        rows.append((part, capital(name), f"{chosen}Raak: {', '.join(shares)}", _TESTED))
    for row in cross_sell.reliability.to_dict("records"):
        if row["events"] >= FEWEST_SHOWN:
            bounds = f"Kans {f.percentage(row['low'], 1)} tot {f.percentage(row['high'], 1)}"
            found = (
                f"voorspeld {f.percentage(row['predicted'], 1)}, gebleken {f.percentage(row['observed'], 1)}"
            )
            days = f"Binnen {cross_sell.horizon_days} dagen, op een latere periode dan waarvan is geleerd"
            rows.append((part, bounds, found, f"{days}; {f.number(row['events'])} aankopen."))
    return rows


def _frames(source: Source) -> dict[str, pd.DataFrame]:
    versions = {"klantwaarde_xl": __version__, **source.versions}
    return {"notes": notes_frame(source.analysis, versions)}


PAGE = Page(
    SheetSpec(
        "Toelichting",
        title="Toelichting",
        about="wat elk bedrag betekent; bron, instellingen, toetsen en versies van deze berekening",
        message="notes_message",
        subtitle="notes_subtitle",
        tab_colour=f.GREY,
        freeze="A6",
        blocks=(
            TableSpec(
                "tblToelichting",
                "notes",
                (
                    ColumnSpec("part", "Onderdeel", f.TEXT, 18),
                    ColumnSpec("name", "Naam", f.TEXT, 28),
                    ColumnSpec("value", "Waarde", f.WRAPPED, 40),
                    ColumnSpec("explanation", "Uitleg", f.WRAPPED, 80),
                ),
                description="Wat elk bedrag betekent; bron, instellingen en toetsen.",
            ),
        ),
    ),
    frames=_frames,
    values=lambda source: {
        "notes_message": "Zo is gerekend: wat elk bedrag betekent, de bron, de instellingen en de toetsen.",
        "notes_subtitle": source.period_line,
    },
)
