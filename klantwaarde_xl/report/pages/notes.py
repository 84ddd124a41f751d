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
from klantwaarde_xl.report.words.names import LEVERS, STEPS
from klantwaarde_xl.report.words.parts import capital

METHOD = {
    "Klantwaarde": (
        "Gewogen gemiddelde van zeven dimensies, van 0 tot 100; een dimensie zonder gegevens telt niet mee."
    ),
    "Brutomarge": "Omzet min kostprijs, over factuurregels waarvan de kostprijs bekend is.",
    "Tijdkosten": (
        "Uren maal kostprijs per uur; uren zijn geschreven of berekend uit facturen, regels en creditregels."
    ),
    "Geldkosten": "Andere kosten plus financiering: omzet x betaaldagen / 365 x vermogenskosten.",
    "Nettobijdrage": "Brutomarge min tijdkosten min geldkosten.",
    "Paretoklasse": (
        "A tot grens A van het positieve totaal, B tot grens B, daarna C; gelijke klanten delen een klasse."
    ),
    "Walviscurve": (
        "Klanten van beste naar slechtste nettobijdrage, opgeteld en gedeeld door het totaal (Kaplan en "
        "Narayanan)."
    ),
    "Interessant": (
        "Een klant is niet interessant bij een nettobijdrage van nul of minder, of een score onder de "
        "mediaan."
    ),
    "Risico": (
        "Langer stil dan zijn gewone tussentijd keer ‘Risico bij stilte’, of meer dan ‘Risico bij daling’ "
        "minder omzet dan in de vorige periode (zie de instellingen hierboven)."
    ),
    "Rang bij andere gewichten": (
        "De rang als de gewichten willekeurig rond de gekozen gewichten hadden gelegen, van 5 % tot 95 %."
    ),
    "Rang bij toeval": (
        "De rang als de klant bij toeval iets anders had gekocht: zijn facturen opnieuw getrokken, "
        "van 5 % tot 95 %. Leeg bij minder dan 4 facturen. Het zegt niets over de rang van volgend jaar."
    ),
    "Kans": (
        "Van zulke combinaties van klant en groep het deel dat binnen een jaar tot een eerste aankoop "
        "leidt, geleerd van eerdere aankopen in deze gegevens; geen oordeel over één klant en geen maat "
        "voor wat een gesprek oplevert."
    ),
    "Verwachte omzet": (
        "Kans x wat klanten van deze omvang aan de groep besteden in het jaar waarin zij ermee beginnen, "
        "nooit een groter deel van hun omzet dan negen van de tien beginners. Geen maat voor vaste kopers."
    ),
    "Verwachte marge": (
        "Verwachte omzet x het margepercentage van de groep; leeg als daarvan geen kostprijs bekend is."
    ),
    "Vergelijkbare klanten": (
        "Zelfde segment en zelfde kwart van de omzet, minstens vijf; anders zelfde kwart; anders alle "
        "klanten."
    ),
    "Te winnen": (
        "Alleen verschillen met andere klanten die met minstens 80 % zekerheid echt zijn, tot wat er na "
        "aftrek van toeval van overblijft boven het laagste kwart van de echte verschillen. Een klant met "
        "minder dan 8 facturen heeft er geen. Cross-sell telt niet mee."
    ),
    LEVERS["up_sell"]: (
        "Het deel van zijn omzet dat een klant aan een groep besteedt naast dat van vergelijkbare kopers, "
        "keer het realiseerbare deel en de marge van de groep; nooit een groep die verlies geeft."
    ),
    LEVERS["margin"]: (
        "De marge van de klant naast die van anderen op hetzelfde product in hetzelfde kwartaal, over de "
        "omzet die zo te vergelijken is; eenmalige regels tellen niet mee."
    ),
    LEVERS["serve"]: (
        "Geschreven uren en onkosten boven wat gewoon is voor zo veel facturen, regels en marge (de marge "
        "tegen de prijzen van anderen, zodat een lage prijs niet dubbel telt)."
    ),
    STEPS["cross_sell"]: (
        "Verwacht uit zichzelf: wat een klant naar verwachting zonder meer aan iets nieuws koopt; staat "
        "naast wat er te winnen is en zit in geen som."
    ),
    "Heroverwegen": "Kost geld, en alles wat er te winnen is weegt daar niet tegen op.",
    "Efficiënter bedienen": "Aan goedkoper bedienen is het meeste te winnen, of de klant kost nu geld.",
    "Prijs herzien": "Aan een betere marge is het meeste te winnen.",
    "Uitbouwen en Koesteren": (
        "Score op of boven het midden: Uitbouwen als up-sell of cross-sell in de bovenste helft van zijn "
        "soort ligt, anders Koesteren."
    ),
    "Ontwikkelen en Basisbediening": (
        "Score onder het midden: Ontwikkelen als up-sell of cross-sell in de bovenste helft van zijn soort "
        "ligt, anders Basisbediening."
    ),
    "Waarde komend jaar": (
        "Verwachte omzet in het jaar na de periode x het eigen margepercentage (naar dat van alle klanten "
        "getrokken waar het onzeker is) min de bedienkosten van nu, die meegaan met de omzet van alle "
        "klanten."
    ),
    "Kans weg": (
        "Kans dat een klant in een volgende periode van gelijke lengte niets koopt, geleerd van eerdere "
        "dagen in deze gegevens: hoe lang stil, hoe vaak, hoe lang al klant en hoe groot."
    ),
    "Op het spel": (
        "Kans weg x wat met de klant weggaat: brutomarge min andere kosten en financiering, per jaar. Uren "
        "komen vrij, maar kosten hetzelfde; daarom tellen zij niet als bespaard."
    ),
    "Opvolging": (
        "Vergelijkt met de momentopnamen op Geschiedenis. Kansen: de marge die in het jaar daarna van "
        "dezelfde groepen of producten kwam, naast wat ervan werd verwacht. Acties: de gemiddelde marge per "
        "jaar ervoor en erna; geen bewijs."
    ),
    "Eerlijke proef": (
        "Wie met rust blijft bepaalt een loting op klantnummer. Het effect is het verschil in verandering "
        "van de marge per jaar tussen beide groepen, als deel van hun gemiddelde marge, met een interval van "
        "90 % (Welch)."
    ),
    "Vasthouden": (
        "Komt bij het label van een klant die minstens twee keer zo licht weggaat (in wedverhouding) als "
        "alle klanten en als klanten die even vaak kopen, met een kans vanaf 20 %, in de bovenste helft van "
        "wat op het spel staat en bij hoogstens een tiende van de klanten. Zelden kopen is dus geen reden."
    ),
    "Met dezelfde mensen": (
        "Acties per accountmanager op euro's per uur, tot de vrije uren (capaciteit min uren) op zijn."
    ),
    "Advies": "De uitkomsten ondersteunen uw oordeel; zij nemen geen besluit over mensen.",
}
"""Name and explanation of every term on the result sheets."""
FEWEST_SHOWN = 20
"""Fewest purchases for a row that compares predicted with observed: with fewer the observed share says
little."""
_TESTED = "Deel van de beproefde klanten bij wie een van zo veel voorstellen raak was."


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
        *(("Methode", name, "", text) for name, text in METHOD.items()),
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
            "Deel van het nettototaal dat de grootste 20 % van de klanten maakt.",
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
        about="periode, bron, instellingen, methode en versies van deze berekening",
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
                description="Periode, bron, instellingen en methode van deze berekening.",
            ),
        ),
    ),
    frames=_frames,
    values=lambda source: {
        "notes_message": "Zo is gerekend: periode, bron, instellingen en methode.",
        "notes_subtitle": source.period_line,
    },
)
