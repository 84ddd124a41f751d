"""The result sheets, declared: which tables, figures, sentences and charts stand where. No rule for drawing, no figure.

A later sheet is one more declaration in :data:`REPORT` and its frame in ``report.build``.
"""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.card_sheet import CARD_DATA_SHEET, CARD_HELPERS, CARD_SHEET, CARD_TITLES, HELPER_WIDTHS
from klantwaarde_xl.report.chance_sheets import CHANCE_SHEETS
from klantwaarde_xl.report.customer_table import CUSTOMER_VALUE, ID, MANAGER, NAME, TO_CARD, amount
from klantwaarde_xl.report.settings_used import CHANGED_NOTICE, SETTINGS_USED, USED_WIDTHS
from klantwaarde_xl.report.specs import (
    AxisSpec,
    ChartSpec,
    ColumnSpec,
    FigureSpec,
    GridSpec,
    SeriesSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
)

START, CHART_DATA = "Start", "Grafiekgegevens"

_PARETO_SERIES = (
    SeriesSpec("Gelijk verdeeld", "curves", "share_of_customers", "equal", colour=f.PREVIOUS, width=1, dashed=True),
    SeriesSpec("Cumulatief deel", "curves", "share_of_customers", "pareto"),
    SeriesSpec("80 %", "pareto_marks", "x", "y", colour=f.ACCENT_2, width=1.25),
)
_SHARE_AXIS = AxisSpec("Deel van de klanten", f.PERCENTAGE_WHOLE, 0, 1, 0.2)


def pareto_chart(at: str, width: int, height: int) -> ChartSpec:
    """Return the Pareto chart at a place, in pixels."""
    axis = AxisSpec("", f.PERCENTAGE_WHOLE, 0, 1, 0.2, grid=True)
    return ChartSpec("line", at, width, height, "pareto_title", "pareto_alt", _PARETO_SERIES, _SHARE_AXIS, axis, "Paretocurve")


def whale_charts(at: str, width: int, height: int) -> tuple[ChartSpec, ChartSpec]:
    """Return the whale chart at a place: in shares, and in amounts for when the total is not positive; one is drawn."""
    shares = (
        SeriesSpec("100 %", "curves", "share_of_customers", "whole", colour=f.PREVIOUS, width=1, dashed=True),
        SeriesSpec("Cumulatieve nettobijdrage", "curves", "share_of_customers", "whale"),
        SeriesSpec("Top", "whale_marks", "x", "y", colour=f.ACCENT_2, width=1.25),
    )
    amounts = (SeriesSpec("Cumulatieve nettobijdrage", "curves", "share_of_customers", "whale_amount"),)
    axis = AxisSpec("", f.PERCENTAGE_WHOLE, None, None, None, grid=True)
    euros = AxisSpec("", f.EURO, None, None, None, grid=True)
    common = (at, width, height, "whale_title", "whale_alt")
    return (
        ChartSpec("line", *common, shares, _SHARE_AXIS, axis, "Walviscurve", when="whale_in_shares"),
        ChartSpec("line", *common, amounts, _SHARE_AXIS, euros, "Walviscurve", when="whale_in_euros"),
    )


def effort_chart(at: str, width: int, height: int) -> ChartSpec:
    """Return the bubble chart of margin against cost to serve, for the 200 largest customers."""
    return ChartSpec(
        "bubble",
        at,
        width,
        height,
        "bubble_title",
        "bubble_alt",
        (
            SeriesSpec("Levert op", "bubbles", "x", "earning", "size", f.ACCENT),
            SeriesSpec("Kost geld", "bubbles", "x", "losing", "size", f.ACCENT_2),
        ),
        AxisSpec("Bedienkosten als deel van de omzet", f.PERCENTAGE_WHOLE, 0, None, None),
        AxisSpec("Marge %", f.PERCENTAGE_WHOLE, None, None, None, grid=True),
        "Bellengrafiek marge en bedienkosten",
        legend=True,
        when="has_bubbles",
    )


def _figure(row: int, label: str, key: str, look: f.CellFormat, formula: str = "", *, total: bool = False) -> FigureSpec:
    return FigureSpec(label, key, f"previous_{key}", look, f"B{row}", f"D{row}", f"E{row}", f"F{row}", formula, total)


_LISTED_NAME = ColumnSpec("name", "Klantnaam", f.TEXT_SHRUNK, link=TO_CARD)
_POSITION = ColumnSpec("position", "#", f.INTEGER, 5)
_LIST_ROW = 37
DASHBOARD = SheetSpec(
    "Dashboard",
    title="Klantwaarde",
    message="headline",
    subtitle="period_line",
    tab_colour=f.ACCENT,
    widths=(
        *(("A:A", 1.5), ("G:G", 2), ("M:M", 2), ("B:B", 5), ("H:H", 5), ("N:N", 5)),
        *(("C:C", 27), ("I:I", 27), ("O:O", 27), ("D:E", 12.5), ("J:K", 12.5), ("P:Q", 12.5), ("F:F", 9), ("L:L", 9), ("R:R", 9)),
    ),
    pages_tall=1,
    print_area=f"A1:R{_LIST_ROW + 13}",
    back=f"B{_LIST_ROW + 13}",
    left="B",
    blocks=(
        CHANGED_NOTICE,
        TextSpec("B5", "Kerncijfers", format=f.HEADING),
        _figure(7, "Klanten (aantal)", "total_customers", f.INTEGER, "COUNTA(tblKlantwaarde[Klantnr])"),
        _figure(8, "Omzet", "total_revenue", f.EURO, "SUM(tblKlantwaarde[Omzet])"),
        _figure(9, "Brutomarge", "total_gross_margin", f.EURO, "SUM(tblKlantwaarde[Brutomarge])"),
        _figure(10, "Bedienkosten", "total_cost_to_serve", f.EURO, "SUM(tblKlantwaarde[Bedienkosten])"),
        _figure(11, "Uren (aantal)", "total_hours", f.INTEGER, "SUM(tblKlantwaarde[Uren])"),
        _figure(12, "Nettobijdrage", "total_contribution", f.EURO, "SUM(tblKlantwaarde[Nettobijdrage])", total=True),
        TextSpec("D6", "Deze periode", format=f.HEADER_FIGURE),
        TextSpec("E6", "Vorige", format=f.HEADER_FIGURE),
        TextSpec("F6", "Verschil", format=f.HEADER_FIGURE),
        TextSpec("B6", "In EUR", format=f.HEADER_LINE),
        TextSpec("C6", "", format=f.HEADER_LINE),
        TextSpec("H5", "Wat opvalt", format=f.HEADING),
        *(TextSpec(f"H{5 + n}", value=f"sentence_{n}", format=f.SENTENCE) for n in range(1, 7)),
        *(TextSpec(f"H{11 + n}", value=f"warning_{n}", format=f.WARNING) for n in range(1, 4)),
        pareto_chart("B15", 480, 415),
        *whale_charts("H15", 480, 415),
        effort_chart("N15", 480, 415),
        GridSpec(
            "best",
            (
                _POSITION,
                _LISTED_NAME,
                ColumnSpec("score", "Score", f.SCORE),
                ColumnSpec("contribution", "Nettobijdrage", f.EURO),
                ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER),
            ),
            f"B{_LIST_ROW + 1}",
            10,
            "Tien beste klanten",
        ),
        GridSpec(
            "losing",
            (
                _POSITION,
                _LISTED_NAME,
                ColumnSpec("revenue", "Omzet", f.EURO),
                ColumnSpec("contribution", "Nettobijdrage", f.EURO, conditional="negative"),
                ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER),
            ),
            f"H{_LIST_ROW + 1}",
            10,
            "Tien klanten die het meeste geld kosten",
            empty="Geen klant met een negatieve nettobijdrage.",
        ),
        GridSpec(
            "opportunities",
            (
                _POSITION,
                _LISTED_NAME,
                ColumnSpec("amount", "EUR per jaar", f.EURO),
                ColumnSpec("detail", "Waarom", f.TEXT),
                ColumnSpec("blank", "", f.TEXT),
            ),
            f"N{_LIST_ROW + 1}",
            10,
            title_value="opportunities_title",
            empty="Geen.",
        ),
    ),
)

VALUE_SHEET = SheetSpec(
    "Klantwaarde",
    title="Klantwaarde per klant",
    message="value_message",
    subtitle="value_subtitle",
    tab_colour=f.ACCENT,
    freeze="D6",
    blocks=(CUSTOMER_VALUE,),
)

PARETO_SHEET = SheetSpec(
    "Pareto",
    title="Pareto en walviscurve",
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
                ColumnSpec("pareto_share", "Cumulatief", f.PERCENTAGE, f.WIDTH_FIGURE, "Tot en met deze klant en wie gelijk is."),
                ColumnSpec("pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL),
                amount("contribution", "Nettobijdrage", "In EUR.", conditional="negative"),
            ),
            totals=True,
            description="Klanten op volgorde van de Pareto-maat, met cumulatief deel en klasse.",
        ),
        pareto_chart("J6", 600, 360),
        *whale_charts("J25", 600, 360),
    ),
)

CHANGES_SHEET = SheetSpec(
    "Verloop",
    title="Nieuw, verloren, op het spel",
    message="changes_message",
    subtitle="changes_subtitle",
    tab_colour=f.ACCENT,
    freeze="A15",
    blocks=(
        GridSpec(
            "migration",
            (
                ColumnSpec("from_label", "Van", f.TEXT, 14),
                ColumnSpec("to_a", "naar A", f.INTEGER),
                ColumnSpec("to_b", "naar B", f.INTEGER),
                ColumnSpec("to_c", "naar C", f.INTEGER),
                ColumnSpec("to_lost", "verloren", f.INTEGER),
                ColumnSpec("euros", "Verandering omzet", f.EURO),
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
                ColumnSpec("customer_id", "Klantnr", f.TEXT, 22),
                NAME,
                MANAGER,
                ColumnSpec("reason", "Waarom", f.TEXT, 24),
                amount("previous_revenue", "Omzet vorige periode", "In EUR."),
                amount("revenue", "Omzet", "In EUR."),
                amount(
                    "amount", "Nettobijdrage per jaar", "Bij risico: wat op het spel staat. Bij verloren: van de vorige periode."
                ),
                ColumnSpec("last_purchase", "Laatste aankoop", f.DATE, f.WIDTH_DATE),
            ),
            at="A14",
            description="Nieuwe, verloren en risicovolle klanten.",
        ),
    ),
)

CONTROL_SHEET = SheetSpec(
    "Controle",
    title="Controle",
    message="control_message",
    subtitle="reconciliation_message",
    tab_colour=f.GREY,
    freeze="A19",
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
        ),
        TextSpec("A17", "Bevindingen", format=f.HEADING),
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
                ColumnSpec("message", "Wat er is", f.WRAPPED, 55),
                ColumnSpec("hint", "Wat u kunt doen", f.WRAPPED, 55),
                ColumnSpec("count", "Aantal", f.INTEGER, f.WIDTH_SMALL, "Hoeveel cellen het betreft."),
            ),
            at="A18",
            description="Bevindingen bij de invoer.",
        ),
    ),
)

NOTES_SHEET = SheetSpec(
    "Toelichting",
    title="Toelichting",
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
    message="months_message",
    subtitle="amounts_line",
    tab_colour=f.GREY,
    freeze="D6",
    blocks=(
        TableSpec(
            "tblMaandomzet",
            "monthly",
            (ID, NAME, amount("total", "Totaal", "Omzet over de getoonde maanden, in EUR.")),
            spread=ColumnSpec("", "", f.EURO_CENTS, 13, "", "sum"),
            totals=True,
            description="Eén rij per klant, één kolom per maand.",
        ),
    ),
)

CHART_TITLES = ("pareto_title", "whale_title", "bubble_title", *CARD_TITLES)
"""Values that are chart titles; they stand on Grafiekgegevens so that a chart in an open workbook follows a refresh."""
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
CHART_SHEET = SheetSpec(
    CHART_DATA,
    title="Grafiekgegevens",
    message="chart_data_message",
    subtitle="chart_data_subtitle",
    tab_colour=f.GREY,
    freeze="A7",
    widths=(
        ("A:F", 13),
        ("G:G", 3),
        ("H:I", 9),
        ("J:J", 3),
        ("K:L", 9),
        ("M:M", 3),
        ("N:N", 32),
        ("O:R", 14),
        *HELPER_WIDTHS,
        *USED_WIDTHS,
    ),
    heights=((6, 30),),
    print_area="A1:R206",
    blocks=(
        CURVES,
        *(TextSpec(f"A{109 + n}", value=key, format=f.TEXT_PLAIN) for n, key in enumerate(CHART_TITLES)),
        TextSpec("A108", "Titels van de grafieken", format=f.HEADING),
        GridSpec("pareto_marks", _MARK, "H6", 3, "80 %-punt"),
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
            "Bellen (200 grootste klanten)",
        ),
        *CARD_HELPERS,
        *SETTINGS_USED,
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
