"""The result sheets, declared: which tables, figures, sentences and charts stand where. No rule for drawing, no figure.

A later sheet is one more declaration in :data:`REPORT` and its frame in ``report.build``.
"""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
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

ID = ColumnSpec("customer_id", "Klantnr", f.TEXT, f.WIDTH_ID, "Het klantnummer zoals in de facturen.")
NAME = ColumnSpec("name", "Klantnaam", f.TEXT, f.WIDTH_NAME)
MANAGER = ColumnSpec("account_manager", "Accountmanager", f.TEXT, f.WIDTH_TEXT)


def _amount(field: str, header: str, help: str, **more: object) -> ColumnSpec:  # noqa: A002
    return ColumnSpec(field, header, f.EURO_CENTS, f.WIDTH_AMOUNT, help, **{"total": "sum", **more})  # type: ignore[arg-type]


CUSTOMER_VALUE = TableSpec(
    "tblKlantwaarde",
    "customers",
    at="A5",
    totals=True,
    printed=17,
    description="Eén rij per klant, op volgorde van klantwaarde: score, rang, klasse, omzet, marge, kosten en nettobijdrage.",
    columns=(
        ColumnSpec("rank", "Rang", f.INTEGER, f.WIDTH_RANK, "1 is de hoogste klantwaarde; gelijke scores delen een rang."),
        ID,
        NAME,
        MANAGER,
        ColumnSpec("segment", "Segment", f.TEXT, f.WIDTH_TEXT),
        ColumnSpec(
            "score",
            "Score",
            f.SCORE,
            f.WIDTH_SMALL,
            "Klantwaarde van 0 tot 100 over zeven dimensies: omzet, marge, tijd, geld, energie, cultuur en producten.",
            conditional="data_bar",
        ),
        ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER, f.WIDTH_SMALL, "De rang als alleen de omzet telt."),
        ColumnSpec(
            "rank_shift",
            "Verschil rang",
            f.SHIFT,
            10,
            "Rang omzet min rang: + is op waarde hoger dan op omzet, - is lager.",
            conditional="icons",
        ),
        ColumnSpec("pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL, "A, B of C volgens de gekozen Pareto-maat."),
        _amount("revenue", "Omzet", "Netto omzet in de periode, in EUR."),
        _amount("gross_margin", "Brutomarge", "Omzet min kostprijs, over regels waarvan de kostprijs bekend is, in EUR."),
        ColumnSpec(
            "margin_pct",
            "Marge %",
            f.PERCENTAGE,
            f.WIDTH_SMALL,
            "Brutomarge gedeeld door de omzet waarvan de kostprijs bekend is.",
        ),
        _amount("cost_to_serve", "Bedienkosten", "Tijdkosten plus geldkosten, in EUR."),
        _amount(
            "contribution",
            "Nettobijdrage",
            "Brutomarge min bedienkosten, in EUR: wat de klant werkelijk oplevert.",
            conditional="negative",
        ),
        ColumnSpec("hours", "Uren", f.HOURS, f.WIDTH_FIGURE, "Geschreven uren plus berekende uren.", "sum"),
        ColumnSpec(
            "contribution_per_hour",
            "Bijdrage per uur",
            f.EURO_CENTS,
            f.WIDTH_EURO,
            "Nettobijdrage per uur, in EUR; leeg zonder uren.",
            conditional="negative",
        ),
        ColumnSpec(
            "at_risk_reason",
            "Risico",
            f.TEXT,
            20,
            "Loopt deze klant weg? laat: langer stil dan tweemaal zijn gewone tussentijd; daling: omzet meer dan 30 % lager.",
        ),
        ColumnSpec(
            "rank_contribution",
            "Rang nettobijdrage",
            f.INTEGER,
            13,
            "De rang als alleen de nettobijdrage telt.",
            group="Hoe zeker is de rang?",
        ),
        ColumnSpec("rank_low", "Rang laag", f.INTEGER, f.WIDTH_SMALL, "Beste rang (5 %) als de gewichten anders waren gekozen."),
        ColumnSpec(
            "rank_high", "Rang hoog", f.INTEGER, f.WIDTH_SMALL, "Slechtste rang (95 %) als de gewichten anders waren gekozen."
        ),
        ColumnSpec(
            "top20_share",
            "Kans op top 20 %",
            f.PERCENTAGE,
            f.WIDTH_FIGURE,
            "Deel van de trekkingen waarin de klant in de top 20 % staat.",
        ),
        ColumnSpec(
            "completeness",
            "Volledigheid",
            f.PERCENTAGE,
            f.WIDTH_EURO,
            "Deel van de gewichten waarvoor deze klant gegevens heeft.",
        ),
        ColumnSpec(
            "points_turnover",
            "Punten omzet",
            f.SCORE,
            10,
            "Punten in de score; samen de score.",
            group="Waar komt de score vandaan?",
        ),
        ColumnSpec("points_margin", "Punten marge", f.SCORE, 10),
        ColumnSpec("points_time", "Punten tijd", f.SCORE, 10),
        ColumnSpec("points_money", "Punten geld", f.SCORE, 10),
        ColumnSpec("points_energy", "Punten energie", f.SCORE, 10),
        ColumnSpec("points_culture", "Punten cultuur", f.SCORE, 10),
        ColumnSpec("points_products", "Punten producten", f.SCORE, 11),
        ColumnSpec("logged_hours", "Uren geschreven", f.HOURS, 12, "Uit het blad Inspanning.", "sum", group="Wat kost de klant?"),
        ColumnSpec("driver_hours", "Uren berekend", f.HOURS, 11, "Uit aantallen facturen, regels en creditregels.", "sum"),
        _amount("time_cost", "Tijdkosten", "Uren maal kostprijs per uur, in EUR."),
        _amount("expense", "Andere kosten", "Reis, emballage en dergelijke, in EUR."),
        _amount("financing", "Financiering", "Kosten van openstaande facturen, in EUR."),
        _amount("money_cost", "Geldkosten", "Andere kosten plus financiering, in EUR."),
        ColumnSpec(
            "time_intensity", "Tijd als deel van marge", f.PERCENTAGE, 15, "Tijdkosten gedeeld door brutomarge, hoogstens 100 %."
        ),
        ColumnSpec(
            "money_intensity", "Geld als deel van marge", f.PERCENTAGE, 15, "Geldkosten gedeeld door brutomarge, hoogstens 100 %."
        ),
        ColumnSpec("energy", "Energie", f.SCORE, f.WIDTH_SMALL, "1 tot 5; 5 geeft energie.", group="Hoe is de klant?"),
        ColumnSpec("culture", "Cultuur", f.SCORE, f.WIDTH_SMALL, "1 tot 5; 5 past bij ons."),
        ColumnSpec("groups", "Groepen", f.INTEGER, 10, "Aantal productgroepen met omzet."),
        ColumnSpec(
            "breadth", "Breedte", f.PERCENTAGE, f.WIDTH_SMALL, "Productgroepen met omzet, als deel van alle verkochte groepen."
        ),
        ColumnSpec("parent_id", "Concern", f.TEXT, f.WIDTH_ID),
        ColumnSpec("region", "Regio", f.TEXT, f.WIDTH_TEXT),
        _amount("previous_revenue", "Omzet vorige periode", "In EUR.", group="Ten opzichte van de vorige periode"),
        _amount("previous_gross_margin", "Brutomarge vorige periode", "In EUR."),
        _amount("previous_contribution", "Nettobijdrage vorige periode", "In EUR.", conditional="negative"),
        _amount("revenue_change", "Verandering omzet", "Omzet min omzet vorige periode, in EUR.", conditional="icons"),
        _amount("contribution_change", "Verandering nettobijdrage", "In EUR.", conditional="icons"),
        ColumnSpec("previous_class", "Klasse vorige periode", f.CENTRED, 14),
        ColumnSpec(
            "pareto_share", "Cumulatief deel", f.PERCENTAGE, 11, "Cumulatief deel van de Pareto-maat, tot en met deze klant."
        ),
        ColumnSpec("invoices", "Facturen", f.INTEGER, 10, "Aantal facturen.", "sum", group="Hoe koopt de klant?"),
        ColumnSpec("lines", "Regels", f.INTEGER, 10, "Aantal factuurregels.", "sum"),
        ColumnSpec("credit_lines", "Creditregels", f.INTEGER, 10, "Aantal creditregels.", "sum"),
        ColumnSpec("first_purchase", "Eerste aankoop", f.DATE, f.WIDTH_DATE),
        ColumnSpec("last_purchase", "Laatste aankoop", f.DATE, f.WIDTH_DATE),
        ColumnSpec("recency_days", "Dagen sinds aankoop", f.INTEGER, 13, "Tot het einde van de periode."),
        ColumnSpec("typical_gap", "Gewone tussentijd", f.HOURS, 13, "Mediaan van de dagen tussen twee aankoopdagen."),
        ColumnSpec("is_new", "Nieuw", f.CENTRED, f.WIDTH_SMALL, "Eerste aankoop in de laatste zes maanden van de periode."),
        _amount("margin_at_risk", "Bijdrage op het spel", "Nettobijdrage per jaar van klanten met risico, in EUR."),
        _amount("covered_revenue", "Omzet met kostprijs", "Omzet waarvan de kostprijs bekend is, in EUR."),
        ColumnSpec("coverage", "Dekking", f.PERCENTAGE, f.WIDTH_SMALL, "Deel van de omzet waarvan de kostprijs bekend is."),
    ),
)

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
        *(("C:C", 25), ("I:I", 25), ("O:O", 25), ("D:E", 12.5), ("J:K", 12.5), ("P:Q", 12.5), ("F:F", 9), ("L:L", 9), ("R:R", 9)),
    ),
    pages_tall=1,
    print_area=f"A1:R{_LIST_ROW + 13}",
    back=f"B{_LIST_ROW + 13}",
    left="B",
    blocks=(
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
        TextSpec("B6", "In EUR", format=f.HEADER_TEXT),
        TextSpec("C6", "", format=f.HEADER_TEXT),
        TextSpec("H5", "Wat opvalt", format=f.HEADING),
        *(TextSpec(f"H{5 + n}", value=f"sentence_{n}", format=f.SENTENCE) for n in range(1, 7)),
        *(TextSpec(f"H{11 + n}", value=f"warning_{n}", format=f.WARNING) for n in range(1, 4)),
        pareto_chart("B15", 465, 415),
        *whale_charts("H15", 465, 415),
        effort_chart("N15", 465, 415),
        GridSpec(
            "best",
            (
                _POSITION,
                NAME,
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
                NAME,
                ColumnSpec("revenue", "Omzet", f.EURO),
                ColumnSpec("contribution", "Nettobijdrage", f.EURO, conditional="negative"),
                ColumnSpec("rank_revenue", "Rang omzet", f.INTEGER),
            ),
            f"H{_LIST_ROW + 1}",
            10,
            "Tien klanten die het meeste geld kosten",
            empty="Geen enkele klant kost geld.",
        ),
        GridSpec(
            "opportunities",
            (
                _POSITION,
                NAME,
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
                _amount("value", "Waarde", "De gekozen Pareto-maat; zie Toelichting."),
                ColumnSpec("share", "Deel", f.PERCENTAGE, f.WIDTH_SMALL, "Deel van het positieve totaal."),
                ColumnSpec("pareto_share", "Cumulatief", f.PERCENTAGE, f.WIDTH_FIGURE, "Tot en met deze klant en wie gelijk is."),
                ColumnSpec("pareto_class", "Klasse", f.CENTRED, f.WIDTH_SMALL),
                _amount("contribution", "Nettobijdrage", "In EUR.", conditional="negative"),
            ),
            totals=True,
            description="Klanten op volgorde van de Pareto-maat, met cumulatief deel en klasse.",
        ),
        pareto_chart("J5", 600, 360),
        *whale_charts("J24", 600, 360),
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
                _amount("previous_revenue", "Omzet vorige periode", "In EUR."),
                _amount("revenue", "Omzet", "In EUR."),
                _amount(
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
                ColumnSpec("cell", "Cel", f.TEXT, 22, "Blad en cel in het gelezen bestand."),
                ColumnSpec("value", "Gevonden", f.TEXT, 22),
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
            (ID, NAME, _amount("total", "Totaal", "Omzet over de getoonde maanden, in EUR.")),
            spread=ColumnSpec("", "", f.EURO_CENTS, 13, "", "sum"),
            totals=True,
            description="Eén rij per klant, één kolom per maand.",
        ),
    ),
)

CHART_TITLES = ("pareto_title", "whale_title", "bubble_title")
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
    widths=(("A:F", 13), ("G:G", 3), ("H:I", 9), ("J:J", 3), ("K:L", 9), ("M:M", 3), ("N:N", 32), ("O:R", 14)),
    heights=((6, 30),),
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
    ),
)

REPORT: tuple[SheetSpec, ...] = (
    DASHBOARD,
    VALUE_SHEET,
    PARETO_SHEET,
    CHANGES_SHEET,
    MONTHS_SHEET,
    CONTROL_SHEET,
    NOTES_SHEET,
    CHART_SHEET,
)
"""The result sheets, in the order of their tabs."""
