"""The sheet Klantkaart and its helpers, declared: one customer at a time, on formulas that Excel 2016 and LibreOffice know.

A search text filters the drop-down; the chosen customer's row is found once, in cells on Grafiekgegevens, and every figure is
an INDEX into a result table. Nothing here is volatile or an array formula, and no formula gives an error: what is absent is "".
"""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report import wording as w
from klantwaarde_xl.report.customer_table import CARD_SEARCH, CUSTOMER_VALUE, ID
from klantwaarde_xl.report.specs import (
    AxisSpec,
    Block,
    CellSpec,
    ChartSpec,
    ColumnSpec,
    GridSpec,
    SeriesSpec,
    SheetSpec,
    TableSpec,
    TextSpec,
    Validation,
)

LISTED, MONTHS, GROUPS, CHANCES, ADVICE_LINES = 200, 12, 12, 5, 3
"""Rows of the drop-down, months of the trend, product groups by name (one more row has the rest), chances, lines of advice."""
DIMENSION_NAMES = {
    "turnover": "Omzet",
    "margin": "Marge",
    "time": "Tijd",
    "money": "Geld",
    "energy": "Energie",
    "culture": "Cultuur",
    "products": "Producten",
}
"""Dutch name by dimension of the score."""
LEVER_HEADERS = {
    "cross_sell": "Cross-sell",
    "up_sell": "Up-sell",
    "margin": "Betere marge",
    "serve": "Goedkoper bedienen",
}
"""Header by field of the actions, in EUR of margin a year."""
LIST_NAME = "lijst_Kaart"
CARD_CHOICE = "Kaart_Keuze"
"""Name of the cell that says which customer is shown."""
CARD_TITLES = ("card_dimensions_title", "card_months_title")
NO_HIT = "1E9"
"""Row number that stands for 'no further hit': larger than any sheet, so that a search from there finds nothing."""

_HEADERS = {column.field: column.header for column in CUSTOMER_VALUE.columns}
_HIT = f.CellFormat("hit", "number", '[<1000000000]0;""')
_ANSWER = f.CellFormat("card_answer", "text", align="right")


def escaped_search(cell: str) -> str:
    """Return the formula text that makes the wildcards of MATCH and COUNTIF in a cell plain characters.

    >>> escaped_search("A1")
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"~","~~"),"*","~*"),"?","~?")'
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def picked(table: str, header: str, row: str) -> str:
    """Return the formula text of one cell of a table at the row in a named cell; "" without a row or for a blank cell.

    >>> picked("tblA", "Omzet", "Rij")
    'IF(Rij=0,"",IF(INDEX(tblA[Omzet],Rij)="","",INDEX(tblA[Omzet],Rij)))'
    """
    cell = f"INDEX({table}[{header}],{row})"
    return f'IF({row}=0,"",IF({cell}="","",{cell}))'


def _first_try(text: str, column: str) -> str:
    return f"IFERROR(MATCH({escaped_search(text)},{column},0),1)"


def _exact(attempt: str, text: str, table: str, header: str) -> str:
    """Return the row of a text; MATCH ignores case and fails on long texts, then the whole column is compared."""
    column = f"{table}[{header}]"
    slow = f"SUMPRODUCT(EXACT({column},{text})*(ROW({column})-ROW({table}[[#Headers],[{header}]])))"
    return f'IF({text}="",0,IF(EXACT(INDEX({column},{attempt}),{text}),{attempt},{slow}))'


_STEPS: tuple[tuple[str, str, str, f.CellFormat], ...] = (
    ("Kaart_Patroon", "Zoekpatroon", f'IF(Kaart_Zoek="","?*","*"&{escaped_search("Kaart_Zoek")}&"*")', f.TEXT_PLAIN),
    ("Kaart_Gevonden", "Klanten gevonden", "IFERROR(COUNTIF(tblKaart[Keuze],Kaart_Patroon),0)", f.INTEGER),
    ("Kaart_Poging", "Eerste poging keuze", _first_try("Kaart_Keuze", "tblKaart[Keuze]"), f.INTEGER),
    ("Kaart_Gekozen", "Rij van de keuze", _exact("Kaart_Poging", "Kaart_Keuze", "tblKaart", "Keuze"), f.INTEGER),
    (
        "Kaart_Lijst",
        "Rij van de getoonde klant",
        "IF(AND(Kaart_Gekozen>0,IFERROR(COUNTIF(Kaart_Keuze,Kaart_Patroon),0)>0),Kaart_Gekozen,"
        "IFERROR(MATCH(Kaart_Patroon,tblKaart[Keuze],0),0))",
        f.INTEGER,
    ),
    ("Kaart_Klantnr", "Klantnr", 'IF(Kaart_Lijst=0,"",INDEX(tblKaart[Klantnr],Kaart_Lijst)&"")', f.TEXT_PLAIN),
    ("Kaart_PogingW", "Eerste poging Klantwaarde", _first_try("Kaart_Klantnr", "tblKlantwaarde[Klantnr]"), f.INTEGER),
    ("Kaart_Rij", "Rij op Klantwaarde", _exact("Kaart_PogingW", "Kaart_Klantnr", "tblKlantwaarde", "Klantnr"), f.INTEGER),
    ("Kaart_PogingM", "Eerste poging Maandomzet", _first_try("Kaart_Klantnr", "tblMaandomzet[Klantnr]"), f.INTEGER),
    ("Kaart_Maand", "Rij op Maandomzet", _exact("Kaart_PogingM", "Kaart_Klantnr", "tblMaandomzet", "Klantnr"), f.INTEGER),
)
_FIRST = 7
_HITS = GridSpec(
    "card_hits",
    (
        ColumnSpec(
            "row",
            "Rij",
            _HIT,
            8,
            formula="IFERROR(N(W{above})+MATCH(Kaart_Patroon,INDEX(tblKaart[Keuze],N(W{above})+1):"
            f"INDEX(tblKaart[Keuze],ROWS(tblKaart[Keuze])),0),{NO_HIT})",
        ),
        ColumnSpec("label", "Keuze", f.TEXT_PLAIN, 36, formula=f'IF(W{{row}}>={NO_HIT},"",INDEX(tblKaart[Keuze],W{{row}}))'),
    ),
    "W6",
    LISTED,
    "Keuzelijst van Klantkaart",
)


def _nth(before: str) -> str:
    """Return the formula of the cell in a row of tblKaart, in the column ``before`` joined to n, such as 24+n."""
    cell = f"INDEX(tblKaart[],Kaart_Lijst,{before}{{n}})"
    return f'IF(Kaart_Lijst=0,"",IF({cell}="","",{cell}))'


_TEXTS = 2
"""Columns of tblKaart before the dimensions: what is chosen and the customer number."""
_BEFORE_CHANCES = _TEXTS + len(DIMENSION_NAMES) + 1 + ADVICE_LINES + 1 + len(LEVER_HEADERS)
_BEFORE_GROUPS = _BEFORE_CHANCES + 2 * CHANCES
_DIMENSIONS = GridSpec(
    "card_dimensions",
    (
        ColumnSpec("name", "Dimensie", f.TEXT_PLAIN, 14),
        ColumnSpec("score", "Deze klant", f.SCORE, 12, formula=_nth(f"{_TEXTS + len(DIMENSION_NAMES) + 1}-")),
        ColumnSpec("median", "Mediaan", f.SCORE, 12),
    ),
    "Z6",
    len(DIMENSION_NAMES),
    "Dimensies van de klant",
)
_MONTH = f"COLUMNS(tblMaandomzet[])-{MONTHS}+{{n}}"
_TREND = GridSpec(
    "card_months",
    (
        ColumnSpec("month", "Maand", f.TEXT_PLAIN, 12, formula=f'IF({_MONTH}<4,"",INDEX(Maandomzet!$5:$5,1,{_MONTH}))'),
        ColumnSpec(
            "revenue",
            "Omzet",
            f.EURO,
            12,
            formula=f'IF(OR(Kaart_Maand=0,{_MONTH}<4),"",INDEX(tblMaandomzet[],Kaart_Maand,{_MONTH}))',
        ),
    ),
    "AD6",
    MONTHS,
    "Omzet per maand van de klant",
)
_GROUPS = GridSpec(
    "card_groups",
    (ColumnSpec("name", "Productgroep", f.TEXT_PLAIN, 30), ColumnSpec("buyers", "Deel van de klanten", f.PERCENTAGE_WHOLE, 12)),
    "AG6",
    GROUPS + 1,
    "Productgroepen, grootste eerst",
)
CARD_HELPERS: tuple[Block, ...] = (
    TextSpec("T5", "Tussenstappen van Klantkaart", format=f.HEADING),
    *(TextSpec(f"T{_FIRST + n}", label, format=f.TEXT_PLAIN) for n, (_, label, _, _) in enumerate(_STEPS)),
    *(CellSpec(f"U{_FIRST + n}", name, look, name, formula, live=True) for n, (name, _, formula, look) in enumerate(_STEPS)),
    _HITS,
    _DIMENSIONS,
    _TREND,
    _GROUPS,
)
"""What stands on the sheet Grafiekgegevens for the card."""
HELPER_WIDTHS = (("S:S", 3), ("T:T", 28), ("U:U", 16), ("V:V", 3), ("W:W", 8), ("X:X", 40), ("Y:Y", 3), ("Z:Z", 14))
HELPER_WIDTHS += (("AA:AB", 12), ("AC:AC", 3), ("AD:AE", 12), ("AF:AF", 3), ("AG:AG", 30), ("AH:AH", 12))
LIST_SOURCE = (
    f"Grafiekgegevens!$X$7:INDEX(Grafiekgegevens!$X$7:$X${6 + LISTED},MAX(1,MIN({LISTED},Grafiekgegevens!$U${_FIRST + 1})))"
)
"""The drop-down: as many rows of the filtered list as there are hits."""

CARD_TABLE = TableSpec(
    "tblKaart",
    "card",
    (
        ColumnSpec("label", "Keuze", f.TEXT, f.WIDTH_NAME, "Naam en nummer, zoals in de keuzelijst van Klantkaart."),
        ID,
        *(
            ColumnSpec(f"normalised_{field}", f"Score {name.lower()}", f.SCORE, f.WIDTH_FIGURE)
            for field, name in DIMENSION_NAMES.items()
        ),
        ColumnSpec("advice", "Advies", f.TEXT, f.WIDTH_NAME),
        *(ColumnSpec(f"advice_{n}", f"Advies regel {n}", f.TEXT, f.WIDTH_TEXT) for n in range(1, ADVICE_LINES + 1)),
        ColumnSpec("potential", "Potentieel", f.EURO_CENTS, f.WIDTH_AMOUNT, "Alle kansen samen, in EUR marge per jaar."),
        *(ColumnSpec(field, header, f.EURO_CENTS, f.WIDTH_AMOUNT) for field, header in LEVER_HEADERS.items()),
        *(ColumnSpec(f"chance_{n}", f"Kans {n}", f.TEXT, f.WIDTH_TEXT) for n in range(1, CHANCES + 1)),
        *(ColumnSpec(f"chance_margin_{n}", f"Kans {n} EUR", f.EURO_CENTS, f.WIDTH_AMOUNT) for n in range(1, CHANCES + 1)),
        *(ColumnSpec(f"group_{n}", f"Groep {n}", f.EURO_CENTS, f.WIDTH_AMOUNT) for n in range(1, GROUPS + 2)),
    ),
    printed=_TEXTS + len(DIMENSION_NAMES),
    printed_rows=40,
    description="Per klant wat Klantkaart toont en nergens anders staat: dimensies, advies, kansen en omzet per productgroep.",
)
CARD_DATA_SHEET = SheetSpec(
    "Kaartgegevens",
    title="Gegevens achter Klantkaart",
    about="de cijfers achter Klantkaart",
    message="card_data_message",
    subtitle="card_data_subtitle",
    tab_colour=f.GREY,
    freeze="C6",
    blocks=(CARD_TABLE,),
)


def _value(at: str, field: str, look: f.CellFormat) -> CellSpec:
    return CellSpec(at, f"card_{field}", look, formula=picked("tblKlantwaarde", _HEADERS[field], "Kaart_Rij"), live=True)


def _card(at: str, field: str, header: str, look: f.CellFormat) -> CellSpec:
    return CellSpec(at, f"card_{field}", look, formula=picked("tblKaart", header, "Kaart_Lijst"), live=True)


def _median(at: str, field: str, look: f.CellFormat) -> CellSpec:
    formula = f'IFERROR(MEDIAN(tblKlantwaarde[{_HEADERS[field]}]),"")'
    return CellSpec(at, f"median_{field}", look.in_colour(f.GREY), formula=formula, live=True)


def _header(row: int, columns: str, *texts: str) -> list[TextSpec]:
    looks = [f.HEADER_LINE, *[f.HEADER_FIGURE] * (len(texts) - 1)]
    return [TextSpec(f"{column}{row}", text, format=look) for column, text, look in zip(columns, texts, looks, strict=True)]


def _label(at: str, text: str, *, total: bool = False) -> TextSpec:
    return TextSpec(at, text, format=f.TOTAL_TEXT if total else f.TEXT_PLAIN)


CHANGED = (("revenue", "Omzet"), ("gross_margin", "Brutomarge"), ("contribution", "Nettobijdrage"))
"""Figures that are shown beside the previous period."""


def _key_figures(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Kerncijfers", format=f.HEADING)]
    blocks += _header(top + 1, "BCDE", "In EUR", "Deze periode", "Vorige", "Verschil")
    for n, (field, label) in enumerate(CHANGED):
        row, total = top + 2 + n, field == "contribution"
        euro, change = (look.as_total() if total else look for look in (f.EURO, f.CHANGE))
        compared = f'IF(OR(C{row}="",D{row}=""),"",IF(D{row}>0,C{row}/D{row}-1,""))'
        blocks += [
            _label(f"B{row}", label, total=total),
            _value(f"C{row}", field, euro),
            _value(f"D{row}", f"previous_{field}", euro.in_colour(f.GREY)),
            CellSpec(f"E{row}", f"card_change_{field}", change, formula=compared, live=True),
        ]
    row = top + 2 + len(CHANGED)
    return [
        *blocks,
        _label(f"B{row}", "Marge %"),
        _value(f"C{row}", "margin_pct", f.PERCENTAGE),
        _label(f"B{row + 1}", "Klasse"),
        _value(f"C{row + 1}", "pareto_class", _ANSWER),
        _value(f"D{row + 1}", "previous_class", _ANSWER.in_colour(f.GREY)),
    ]


def _position(top: int) -> list[Block]:
    count = "COUNTA(tblKlantwaarde[Klantnr])"
    blocks: list[Block] = [TextSpec(f"G{top}", "Plaats tussen de klanten", format=f.HEADING)]
    blocks += _header(top + 1, "GHI", "", "Deze klant", "Van")
    ranks = (("rank", "Rang op waarde"), ("rank_revenue", "Rang op omzet"), ("rank_contribution", "Rang op nettobijdrage"))
    for n, (field, label) in enumerate(ranks):
        row = top + 2 + n
        blocks += [_label(f"G{row}", label), _value(f"H{row}", field, f.INTEGER)]
        blocks += [CellSpec(f"I{row}", "card_customers", f.INTEGER.in_colour(f.GREY), formula=count, live=True)]
    row = top + 2 + len(ranks)
    return [
        *blocks,
        _label(f"G{row}", "Verschil rang omzet en waarde"),
        _value(f"H{row}", "rank_shift", f.SHIFT),
        _label(f"G{row + 1}", "Rang bij andere gewichten, van en tot"),
        _value(f"H{row + 1}", "rank_low", f.INTEGER),
        _value(f"I{row + 1}", "rank_high", f.INTEGER),
    ]


_FACTS = (
    ("customer_id", "Klantnr", f.TEXT),
    ("account_manager", "Accountmanager", f.TEXT),
    ("segment", "Segment", f.TEXT),
    ("region", "Regio", f.TEXT),
    ("last_purchase", "Laatste aankoop", f.CellFormat("date_left", "date", "dd-mm-yyyy", align="left", indent=1)),
    ("at_risk_reason", "Risico", f.TEXT),
)
_EFFORT = (
    ("hours", "Uren", f.HOURS),
    ("time_cost", "Tijdkosten", f.EURO),
    ("expense", "Andere kosten", f.EURO),
    ("financing", "Financiering", f.EURO),
    ("cost_to_serve", "Bedienkosten", f.EURO),
    ("contribution_per_hour", "Bijdrage per uur", f.EURO_CENTS),
)


def _facts(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"L{top}", "Gegevens", format=f.HEADING)]
    for n, (field, label, look) in enumerate(_FACTS):
        blocks += [_label(f"L{top + 1 + n}", label), _value(f"M{top + 1 + n}", field, look)]
    return blocks


def _effort(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Inspanning en kosten", format=f.HEADING)]
    blocks += _header(top + 1, "BCD", "In EUR en uren", "Deze klant", "Mediaan")
    for n, (field, label, look) in enumerate(_EFFORT):
        row, total = top + 2 + n, field == "cost_to_serve"
        shown = look.as_total() if total else look
        blocks += [_label(f"B{row}", label, total=total), _value(f"C{row}", field, shown), _median(f"D{row}", field, shown)]
    return blocks


def _bought(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"G{top}", "Productgroepen, gekocht en niet gekocht", format=f.HEADING)]
    blocks += _header(top + 1, "GHIJ", "Groep", "Omzet", "", "Van alle klanten")
    for n in range(1, GROUPS + 2):
        row, source = top + 1 + n, _FIRST - 1 + n
        name, buyers = f"Grafiekgegevens!AG{source}", f"Grafiekgegevens!AH{source}"
        bought = f'IF(OR(Kaart_Lijst=0,G{row}=""),"",IF(N(H{row})>0,"gekocht","niet gekocht"))'
        blocks += [
            CellSpec(f"G{row}", f"card_group_name_{n}", f.TEXT_SHRUNK, formula=f'IF({name}="","",{name})', live=True),
            CellSpec(f"H{row}", f"card_group_{n}", f.EURO, formula=_nth(f"{_BEFORE_GROUPS}+").format(n=n), live=True),
            CellSpec(f"I{row}", f"card_bought_{n}", _ANSWER, formula=bought, live=True),
            CellSpec(
                f"J{row}",
                f"card_buyers_{n}",
                f.PERCENTAGE_WHOLE.in_colour(f.GREY),
                formula=f'IF({buyers}="","",{buyers})',
                live=True,
            ),
        ]
    return blocks


def _to_do(top: int) -> list[Block]:
    blocks: list[Block] = [
        TextSpec(f"G{top}", "Wat te doen", format=f.HEADING),
        _card(f"H{top}", "advice", "Advies", f.HEADING),
        *(_card(f"G{top + n}", f"advice_{n}", f"Advies regel {n}", f.TEXT_PLAIN) for n in range(1, ADVICE_LINES + 1)),
    ]
    row = top + ADVICE_LINES + 1
    blocks += [
        *_header(row, "GHIJKLM", "Kansen op verkoop", "", "", "", "", "", "Marge per jaar"),
        *(_card(f"G{row + n}", f"chance_{n}", f"Kans {n}", f.TEXT_PLAIN) for n in range(1, CHANCES + 1)),
        *(_card(f"M{row + n}", f"chance_margin_{n}", f"Kans {n} EUR", f.EURO) for n in range(1, CHANCES + 1)),
    ]
    return blocks


def _levers(top: int) -> list[Block]:
    blocks: list[Block] = [TextSpec(f"B{top}", "Te winnen", format=f.HEADING)]
    blocks += _header(top + 1, "BC", "In EUR marge per jaar", "Deze klant")
    for n, (field, header) in enumerate(LEVER_HEADERS.items()):
        blocks += [_label(f"B{top + 2 + n}", header), _card(f"C{top + 2 + n}", field, header, f.EURO)]
    row = top + 2 + len(LEVER_HEADERS)
    return [
        *blocks,
        _label(f"B{row}", "Samen", total=True),
        _card(f"C{row}", "potential", "Potentieel", f.EURO.as_total()),
    ]


_MESSAGE = (
    f'IF(Kaart_Lijst=0,IF(I10=0,"{w.NOT_YET}","Geen klant gevonden."),'
    "INDEX(tblKaart[Keuze],Kaart_Lijst)"
    '&IF(H10="",": geen score",": "&H10&"e op waarde")&IF(H11="","",", "&H11&"e op omzet")&", van "&I10'
    '&IF(I10=1," klant."," klanten."))'
)
_NOTE = (
    'IF(Kaart_Gevonden=0,"Maak de zoekcel leeg of typ iets anders.",'
    'IF(Kaart_Lijst<>Kaart_Gekozen,"Getoond: de eerste van "&Kaart_Gevonden&" gevonden.",'
    'Kaart_Gevonden&IF(Kaart_Gevonden=1," klant"," klanten")&" in de keuzelijst"'
    f'&IF(Kaart_Gevonden>{LISTED},"; de eerste {LISTED} staan erin.",".")))'
)
_PLAIN_INPUT = f.TEXT.as_input()
_SEARCH_PROMPT = Validation("any", message="Typ het klantnummer of een deel van de naam, en druk op Enter.")
CARD_SHEET = SheetSpec(
    "Klantkaart",
    title="Klantkaart",
    about="één klant naar keuze: cijfers, plaats, dimensies, productgroepen, kansen en omzet per maand; past op één vel",
    message="card_message",
    message_formula=_MESSAGE,
    subtitle="card_subtitle",
    tab_colour=f.ACCENT,
    widths=(
        *(("A:A", 1.5), ("B:B", 26), ("C:E", 13), ("F:F", 2), ("G:G", 34), ("H:J", 14), ("K:K", 2), ("L:L", 17), ("M:M", 26)),
    ),
    pages_tall=1,
    print_area="A1:M43",
    back="B4",
    left="B",
    blocks=(
        TextSpec("B5", "Zoek op naam of nummer", format=f.HEADING),
        CellSpec("B6", "card_search", _PLAIN_INPUT, CARD_SEARCH, validation=_SEARCH_PROMPT),
        CellSpec("C6", "card_note", f.SUBTITLE_CELL, formula=_NOTE, live=True),
        TextSpec("G5", "Kies een klant", format=f.HEADING),
        CellSpec(
            "G6",
            "card_choice",
            _PLAIN_INPUT,
            CARD_CHOICE,
            validation=Validation("list", LIST_NAME, message="Kies een klant uit de lijst.", strict=True),
        ),
        *(TextSpec(f"{column}6", format=_PLAIN_INPUT) for column in "HIJ"),
        *_key_figures(8),
        *_position(8),
        *_facts(8),
        *_effort(16),
        *_bought(16),
        ChartSpec(
            "bar",
            "L16",
            306,
            330,
            "card_dimensions_title",
            "card_dimensions_alt",
            (
                SeriesSpec("Deze klant", "card_dimensions", "name", "score"),
                SeriesSpec("Mediaan", "card_dimensions", "name", "median", colour=f.PREVIOUS),
            ),
            AxisSpec("", f.TEXT_PLAIN),
            AxisSpec("", f.INTEGER, 0, 100, 25, grid=True),
            "Score per dimensie",
            legend=True,
        ),
        *_levers(25),
        ChartSpec(
            "column",
            "B33",
            480,
            218,
            "card_months_title",
            "card_months_alt",
            (SeriesSpec("Omzet", "card_months", "month", "revenue"),),
            AxisSpec("", f.TEXT_PLAIN),
            AxisSpec("", f.EURO, None, None, None, grid=True),
            "Omzet per maand",
        ),
        *_to_do(33),
    ),
)
