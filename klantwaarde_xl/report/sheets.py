"""The result sheets, declared: which tables, figures, sentences and charts stand where.

No rule for drawing, no figure.

A later sheet is one more declaration in :data:`REPORT` and its frame in ``report.build``.
"""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.charts import DOTS, pareto_chart, whale_charts
from klantwaarde_xl.report.pages.customer_card.formulas import (
    CARD_DATA_SHEET,
    CARD_HELPERS,
    CARD_TITLES,
    HELPER_WIDTHS,
)
from klantwaarde_xl.report.pages.customer_card.sheet import CARD_SHEET
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, ID, MANAGER, NAME, amount
from klantwaarde_xl.report.pages.dashboard.formulas import DASHBOARD_STEPS, STEP_WIDTHS, TITLE_FORMULAS
from klantwaarde_xl.report.pages.dashboard.sheet import DASHBOARD
from klantwaarde_xl.report.pages.next_steps.sheets import CHANCE_SHEETS
from klantwaarde_xl.report.pages.settings_used import SETTINGS_USED, USED_WIDTHS
from klantwaarde_xl.report.specs import CellSpec, ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec

START, CHART_DATA = "Start", "Grafiekgegevens"

VALUE_SHEET = SheetSpec(
    "Klantwaarde",
    title="Klantwaarde per klant",
    about="elke klant met score, rang, maten, verschil met de vorige periode en zekerheid van de rang",
    message="value_message",
    subtitle="value_subtitle",
    tab_colour=f.ACCENT,
    freeze="D6",
    blocks=(CUSTOMER_VALUE,),
)

PARETO_SHEET = SheetSpec(
    "Pareto",
    title="Pareto en walviscurve",
    about="klassen A, B en C, met de paretocurve en de walviscurve",
    message="concentration_sentence",
    subtitle="whale_sentence",
    tab_colour=f.ACCENT,
    freeze="A6",
    widths=(("I:I", 2), ("J:R", 9)),
    blocks=(
        TableSpec(
            "tblPareto",
            "pareto",
            (
                ColumnSpec("position", "Nr", f.INTEGER, f.WIDTH_RANK, "Volgorde op de gekozen Pareto-maat."),
                ID,
                NAME,
                amount("value", "Waarde", "De gekozen Pareto-maat; zie Toelichting."),
                ColumnSpec("share", "Deel", f.PERCENTAGE, f.WIDTH_SMALL, "Deel van het positieve totaal."),
                ColumnSpec(
                    "pareto_share",
                    "Cumulatief",
                    f.PERCENTAGE,
                    f.WIDTH_FIGURE,
                    "Tot en met deze klant en wie gelijk is.",
                ),
                ColumnSpec("pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL),
                amount("contribution", "Nettobijdrage", "In EUR.", conditional="negative"),
            ),
            totals=True,
            description="Klanten op volgorde van de Pareto-maat, met cumulatief deel en klasse.",
        ),
        pareto_chart("J6", 540, 340),
        *whale_charts("J25", 540, 340),
    ),
)

CHANGES_SHEET = SheetSpec(
    "Verloop",
    title="Nieuw, verloren, op het spel",
    about="wie kwam, ging of dreigt te gaan, en hoe klanten van klasse wisselden",
    message="changes_message",
    subtitle="changes_subtitle",
    tab_colour=f.ACCENT,
    freeze="A15",
    heights=((6, 31),),
    blocks=(
        GridSpec(
            "migration",
            (
                # The table below has its number and name in the second and third column: left blank here, so
                # that all counts stand in columns of one width.
                ColumnSpec("from_label", "Van klasse", f.TEXT, 14),
                ColumnSpec("blank", "", f.TEXT, f.WIDTH_ID),
                ColumnSpec("blank", "", f.TEXT, f.WIDTH_NAME),
                ColumnSpec("to_a", "naar A", f.INTEGER, f.WIDTH_TEXT),
                ColumnSpec("to_b", "naar B", f.INTEGER, f.WIDTH_AMOUNT),
                ColumnSpec("to_c", "naar C", f.INTEGER, f.WIDTH_AMOUNT),
                ColumnSpec("to_lost", "verloren", f.INTEGER, f.WIDTH_AMOUNT),
                ColumnSpec("euros", "Verandering omzet", f.EURO.shrunk(), f.WIDTH_DATE),
            ),
            "A6",
            4,
            "Aantal klanten per klasse, van de vorige periode naar deze",
        ),
        TextSpec("A13", "Klanten om naar te kijken", format=f.HEADING),
        TableSpec(
            "tblVerloop",
            "changes",
            (
                ColumnSpec("status", "Status", f.TEXT, 14, "nieuw, verloren of risico."),
                ID,
                NAME,
                MANAGER,
                amount("previous_revenue", "Omzet vorige periode", "In EUR."),
                amount("revenue", "Omzet", "In EUR."),
                amount(
                    "amount",
                    "Nettobijdrage per jaar",
                    "Bij risico: wat op het spel staat. Bij verloren: van de vorige periode.",
                ),
                ColumnSpec("last_purchase", "Laatste aankoop", f.DATE, f.WIDTH_DATE),
                ColumnSpec("reason", "Waarom", f.TEXT, 27),
            ),
            at="A14",
            description="Nieuwe, verloren en risicovolle klanten.",
        ),
    ),
)

CONTROL_SHEET = SheetSpec(
    "Controle",
    title="Controle",
    about="wat er mis is met de invoer, met cel en advies, en de aansluiting tot op de cent",
    message="control_message",
    subtitle="reconciliation_message",
    tab_colour=f.GREY,
    freeze="A18",
    blocks=(
        GridSpec(
            "reconciliation",
            (
                ColumnSpec("label", "Aansluiting", f.TEXT, 16),
                ColumnSpec("blank", "", f.TEXT, 14),
                ColumnSpec("lines", "Regels", f.INTEGER, 22),
                ColumnSpec("revenue", "Omzet", f.EURO_CENTS, 22),
            ),
            "A6",
            8,
            "Van gelezen naar gebruikt",
            total_row=True,
        ),
        TextSpec("A16", "Bevindingen", format=f.HEADING),
        TableSpec(
            "tblBevindingen",
            "findings",
            (
                ColumnSpec(
                    "severity",
                    "Ernst",
                    f.TEXT,
                    16,
                    "fout: de rij telt niet mee; waarschuwing: kijk ernaar; info: goed om te weten.",
                ),
                ColumnSpec("code", "Code", f.TEXT, 14),
                ColumnSpec("cell", "Cel", f.TEXT, 20, "Blad en cel in het gelezen bestand."),
                ColumnSpec(
                    "target",
                    "In deze werkmap",
                    f.TEXT_PLAIN,
                    20,
                    "Klik om naar de cel te gaan; leeg als de invoer niet in deze werkmap zit.",
                    address=True,
                ),
                ColumnSpec("value", "Gevonden", f.TEXT, 20),
                ColumnSpec("message", "Wat er is", f.WRAPPED, 54),
                ColumnSpec("hint", "Wat u kunt doen", f.WRAPPED, 52),
                ColumnSpec("count", "Aantal", f.INTEGER, f.WIDTH_SMALL, "Hoeveel cellen het betreft."),
            ),
            at="A17",
            description="Bevindingen bij de invoer.",
        ),
    ),
)

NOTES_SHEET = SheetSpec(
    "Toelichting",
    title="Toelichting",
    about="periode, bron, instellingen, methode en versies van deze berekening",
    message="notes_message",
    subtitle="period_line",
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
)

MONTHS_SHEET = SheetSpec(
    "Maandomzet",
    title="Omzet per klant per maand",
    about="omzet per klant per maand",
    message="months_message",
    subtitle="amounts_line",
    tab_colour=f.GREY,
    freeze="D6",
    blocks=(
        TableSpec(
            "tblMaandomzet",
            "monthly",
            (ID, NAME, amount("total", "Totaal", "Omzet over de getoonde maanden, in EUR.")),
            spread=ColumnSpec("", "", f.EURO_CENTS, 11, "", "sum"),
            totals=True,
            description="Eén rij per klant, één kolom per maand.",
        ),
    ),
)

CHART_TITLES = (*TITLE_FORMULAS, *CARD_TITLES)
"""Values that are titles and labels of charts; they stand on Grafiekgegevens so that a chart in an open
workbook follows."""


def _title(row: int, key: str) -> TextSpec | CellSpec:
    if key in TITLE_FORMULAS:
        return CellSpec(f"A{row}", key, f.TEXT_PLAIN, formula=TITLE_FORMULAS[key], live=True)
    return TextSpec(f"A{row}", value=key, format=f.TEXT_PLAIN)


CURVES = GridSpec(
    "curves",
    (
        ColumnSpec("share_of_customers", "Deel van de klanten", f.PERCENTAGE, 12),
        ColumnSpec("pareto", "Pareto, cumulatief", f.PERCENTAGE, 12),
        ColumnSpec("equal", "Gelijk verdeeld", f.PERCENTAGE, 12),
        ColumnSpec("whale", "Walvis, cumulatief", f.PERCENTAGE, 12),
        ColumnSpec("whale_amount", "Walvis, EUR", f.EURO, 14),
        ColumnSpec("whole", "100 %", f.PERCENTAGE, 9),
    ),
    "A6",
    101,
    "Curven (101 punten)",
)
_MARK = (ColumnSpec("x", "x", f.PERCENTAGE, 9), ColumnSpec("y", "y", f.PERCENTAGE, 9))
_DOT = ColumnSpec("size", "grootte", f.EURO, 9)
_ZONE = (
    ColumnSpec("earning", "levert op", f.PERCENTAGE, 9),
    ColumnSpec("losing", "kost geld", f.PERCENTAGE, 9),
)
CHART_SHEET = SheetSpec(
    CHART_DATA,
    title="Grafiekgegevens",
    about="de cijfers achter de grafieken",
    message="chart_data_message",
    subtitle="chart_data_subtitle",
    tab_colour=f.GREY,
    freeze="A7",
    widths=(
        ("A:F", 12.5),
        ("G:G", 3),
        ("H:I", 9),
        ("J:J", 9),
        ("K:L", 9),
        ("M:M", 3),
        ("N:N", 24),
        ("O:R", 12),
        *HELPER_WIDTHS,
        *USED_WIDTHS,
        *STEP_WIDTHS,
    ),
    heights=((6, 30),),
    print_area="A1:R50",
    blocks=(
        CURVES,
        *(_title(109 + n, key) for n, key in enumerate(CHART_TITLES)),
        TextSpec("A108", "Titels van de grafieken", format=f.HEADING),
        GridSpec("pareto_marks", _MARK, "H6", 4, "80 %-punt"),
        GridSpec("whale_marks", _MARK, "K6", 2, "Top van de walvis"),
        GridSpec(
            "bubbles",
            (
                ColumnSpec("name", "Klant", f.TEXT, f.WIDTH_NAME),
                ColumnSpec("x", "Bedienkosten / omzet", f.PERCENTAGE, 12),
                ColumnSpec("earning", "Marge % (levert op)", f.PERCENTAGE, 12),
                ColumnSpec("losing", "Marge % (kost geld)", f.PERCENTAGE, 12),
                ColumnSpec("size", "Omzet", f.EURO, 14),
            ),
            "N6",
            200,
            "Bellen (grootste klanten)",
        ),
        GridSpec("break_even", (*_MARK, _DOT), "H15", DOTS, "Marge = bedienkosten"),
        GridSpec("zones", (_MARK[0], *_ZONE, _DOT), "H60", 2, "Woorden in de bellengrafiek"),
        *CARD_HELPERS,
        *SETTINGS_USED,
        *DASHBOARD_STEPS,
    ),
)

REPORT: tuple[SheetSpec, ...] = (
    DASHBOARD,
    VALUE_SHEET,
    PARETO_SHEET,
    *CHANCE_SHEETS,
    CHANGES_SHEET,
    CARD_SHEET,
    MONTHS_SHEET,
    CONTROL_SHEET,
    NOTES_SHEET,
    CARD_DATA_SHEET,
    CHART_SHEET,
)
"""The result sheets, in the order of their tabs."""
