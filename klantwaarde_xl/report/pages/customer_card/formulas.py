"""What Klantkaart works out on the sheet Grafiekgegevens, and the table behind it, declared.

A search text filters the drop-down; the chosen customer's row is found once, in cells here, and every figure
of the card is an INDEX into a result table. Nothing is volatile or an array formula, and no formula gives an
error: what is absent is ""."""

from __future__ import annotations

from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.customer_value import CUSTOMER_VALUE, ID
from klantwaarde_xl.report.specs import Block, CellSpec, ColumnSpec, GridSpec, SheetSpec, TableSpec, TextSpec
from klantwaarde_xl.report.words import dashboard_phrases as w
from klantwaarde_xl.report.words.action_sentences import LEVERS

LISTED, MONTHS, GROUPS, CHANCES, ADVICE_LINES = 200, 12, 12, 5, 3
"""Rows of the drop-down, months of the trend, product groups by name (one more row has the rest), chances,
lines of advice."""
RATED = ("energy", "culture")
"""Dimensions that people give; the others are computed."""
LEVER_HEADERS = {lever: name for lever, name in LEVERS.items() if lever}
"""Header by field of the actions, in EUR of margin a year."""
LIST_NAME = "lijst_Kaart"
CARD_CHOICE = "Kaart_Keuze"
"""Name of the cell that says which customer is shown."""
CARD_TITLES = ("card_dimensions_title", "card_months_title")
NO_HIT = "1E9"
"""Row number that stands for 'no further hit': larger than any sheet, so that a search from there finds
nothing."""

HEADERS = {column.field: column.header for column in CUSTOMER_VALUE.columns}
_HIT = f.CellFormat("hit", "number", '[<1000000000]0;""')


def escaped_search(cell: str) -> str:
    """Return the formula text that makes the wildcards of MATCH and COUNTIF in a cell plain characters.

    >>> escaped_search("A1")
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(A1,"~","~~"),"*","~*"),"?","~?")'
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"~","~~"),"*","~*"),"?","~?")'


def picked(table: str, header: str, row: str, absent: str = "") -> str:
    """Return the formula text of one cell of a table at the row in a named cell; "" without a row, ``absent``
    for a blank cell.

    >>> picked("tblA", "Omzet", "Rij")
    'IF(Rij=0,"",IF(INDEX(tblA[Omzet],Rij)="","",INDEX(tblA[Omzet],Rij)))'
    """
    cell = f"INDEX({table}[{header}],{row})"
    return f'IF({row}=0,"",IF({cell}="","{absent}",{cell}))'


def _first_try(text: str, column: str) -> str:
    return f"IFERROR(MATCH({escaped_search(text)},{column},0),1)"


def _exact(attempt: str, text: str, table: str, header: str) -> str:
    """Return the row of a text; MATCH ignores case and fails on long texts, then the whole column is
    compared."""
    column = f"{table}[{header}]"
    slow = f"SUMPRODUCT(EXACT({column},{text})*(ROW({column})-ROW({table}[[#Headers],[{header}]])))"
    return f'IF({text}="",0,IF(EXACT(INDEX({column},{attempt}),{text}),{attempt},{slow}))'


_STEPS: tuple[tuple[str, str, str, f.CellFormat], ...] = (
    (
        "Kaart_Patroon",
        "Zoekpatroon",
        f'IF(Kaart_Zoek="","?*","*"&{escaped_search("Kaart_Zoek")}&"*")',
        f.TEXT_PLAIN,
    ),
    ("Kaart_Gevonden", "Klanten gevonden", "IFERROR(COUNTIF(tblKaart[Keuze],Kaart_Patroon),0)", f.INTEGER),
    ("Kaart_Poging", "Eerste poging keuze", _first_try("Kaart_Keuze", "tblKaart[Keuze]"), f.INTEGER),
    (
        "Kaart_Gekozen",
        "Rij van de keuze",
        _exact("Kaart_Poging", "Kaart_Keuze", "tblKaart", "Keuze"),
        f.INTEGER,
    ),
    (
        "Kaart_Lijst",
        "Rij van de getoonde klant",
        "IF(AND(Kaart_Gekozen>0,IFERROR(COUNTIF(Kaart_Keuze,Kaart_Patroon),0)>0),Kaart_Gekozen,"
        "IFERROR(MATCH(Kaart_Patroon,tblKaart[Keuze],0),0))",
        f.INTEGER,
    ),
    (
        "Kaart_Klantnr",
        "Klantnr",
        'IF(Kaart_Lijst=0,"",INDEX(tblKaart[Klantnr],Kaart_Lijst)&"")',
        f.TEXT_PLAIN,
    ),
    (
        "Kaart_PogingW",
        "Eerste poging Klantwaarde",
        _first_try("Kaart_Klantnr", "tblKlantwaarde[Klantnr]"),
        f.INTEGER,
    ),
    (
        "Kaart_Rij",
        "Rij op Klantwaarde",
        _exact("Kaart_PogingW", "Kaart_Klantnr", "tblKlantwaarde", "Klantnr"),
        f.INTEGER,
    ),
    (
        "Kaart_PogingM",
        "Eerste poging Maandomzet",
        _first_try("Kaart_Klantnr", "tblMaandomzet[Klantnr]"),
        f.INTEGER,
    ),
    (
        "Kaart_Maand",
        "Rij op Maandomzet",
        _exact("Kaart_PogingM", "Kaart_Klantnr", "tblMaandomzet", "Klantnr"),
        f.INTEGER,
    ),
)
FIRST = 7
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
        ColumnSpec(
            "label",
            "Keuze",
            f.TEXT_PLAIN,
            36,
            formula=f'IF(W{{row}}>={NO_HIT},"",INDEX(tblKaart[Keuze],W{{row}}))',
        ),
    ),
    "W6",
    LISTED,
    "Keuzelijst van Klantkaart",
)


def nth(before: str) -> str:
    """Return the formula of the cell in a row of tblKaart, in the column ``before`` joined to n, such as
    24+n."""
    cell = f"INDEX(tblKaart[],Kaart_Lijst,{before}{{n}})"
    return f'IF(Kaart_Lijst=0,"",IF({cell}="","",{cell}))'


_TEXTS = 2
"""Columns of tblKaart before the dimensions: what is chosen and the customer number."""
_BEFORE_CHANCES = _TEXTS + len(DIMENSION_NAMES) + 1 + ADVICE_LINES + 1 + len(LEVER_HEADERS)
BEFORE_GROUPS = _BEFORE_CHANCES + 2 * CHANCES


def _dimension_name() -> str:
    """Return the formula of a dimension's name, which says so when the chosen customer has no score on it."""
    upwards = list(reversed(DIMENSION_NAMES))
    names, given = (
        ",".join(f'"{text}"' for text in texts)
        for texts in (
            [DIMENSION_NAMES[field] for field in upwards],
            [w.WITHOUT_SCORE[field in RATED] for field in upwards],
        )
    )
    return f'CHOOSE({{n}},{names})&IF(OR(Kaart_Lijst=0,AA{{row}}<>""),"",": "&CHOOSE({{n}},{given}))'


_DIMENSIONS = GridSpec(
    "card_dimensions",
    (
        ColumnSpec("name", "Dimensie", f.TEXT_PLAIN, 14, formula=_dimension_name()),
        ColumnSpec("score", "Deze klant", f.SCORE, 12, formula=nth(f"{_TEXTS + len(DIMENSION_NAMES) + 1}-")),
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
        ColumnSpec(
            "month",
            "Maand",
            f.TEXT_PLAIN,
            12,
            formula=f'IF({_MONTH}<4,"",INDEX(Maandomzet!$5:$5,1,{_MONTH}))',
        ),
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
    (
        ColumnSpec("name", "Productgroep", f.TEXT_PLAIN, 30),
        ColumnSpec("buyers", "Deel van de klanten", f.PERCENTAGE_WHOLE, 12),
    ),
    "AG6",
    GROUPS + 1,
    "Productgroepen, grootste eerst",
)
CARD_HELPERS: tuple[Block, ...] = (
    TextSpec("T5", "Tussenstappen van Klantkaart", format=f.HEADING),
    *(TextSpec(f"T{FIRST + n}", label, format=f.TEXT_PLAIN) for n, (_, label, _, _) in enumerate(_STEPS)),
    *(
        CellSpec(f"U{FIRST + n}", name, look, name, formula, live=True)
        for n, (name, _, formula, look) in enumerate(_STEPS)
    ),
    _HITS,
    _DIMENSIONS,
    _TREND,
    _GROUPS,
)
"""What stands on the sheet Grafiekgegevens for the card."""
HELPER_WIDTHS = (
    ("S:S", 3),
    ("T:T", 28),
    ("U:U", 16),
    ("V:V", 3),
    ("W:W", 8),
    ("X:X", 40),
    ("Y:Y", 3),
    ("Z:Z", 14),
)
HELPER_WIDTHS += (("AA:AB", 12), ("AC:AC", 3), ("AD:AE", 12), ("AF:AF", 3), ("AG:AG", 30), ("AH:AH", 12))
LIST_SOURCE = f"Grafiekgegevens!$X$7:INDEX(Grafiekgegevens!$X$7:$X${6 + LISTED},MAX(1,MIN({LISTED},Grafiekgegevens!$U${FIRST + 1})))"
"""The drop-down: as many rows of the filtered list as there are hits."""

CARD_TABLE = TableSpec(
    "tblKaart",
    "card",
    (
        ColumnSpec(
            "label", "Keuze", f.TEXT, f.WIDTH_NAME, "Naam en nummer, zoals in de keuzelijst van Klantkaart."
        ),
        ID,
        *(
            ColumnSpec(f"normalised_{field}", f"Score {name.lower()}", f.SCORE, f.WIDTH_FIGURE)
            for field, name in DIMENSION_NAMES.items()
        ),
        ColumnSpec("advice", "Advies", f.TEXT, f.WIDTH_NAME),
        *(
            ColumnSpec(f"advice_{n}", f"Advies regel {n}", f.TEXT, f.WIDTH_TEXT)
            for n in range(1, ADVICE_LINES + 1)
        ),
        ColumnSpec(
            "potential",
            "Potentieel",
            f.EURO_CENTS,
            f.WIDTH_AMOUNT,
            "Alle kansen samen, in EUR marge per jaar.",
        ),
        *(ColumnSpec(field, header, f.EURO_CENTS, f.WIDTH_AMOUNT) for field, header in LEVER_HEADERS.items()),
        *(ColumnSpec(f"chance_{n}", f"Kans {n}", f.TEXT, f.WIDTH_TEXT) for n in range(1, CHANCES + 1)),
        *(
            ColumnSpec(f"chance_margin_{n}", f"Kans {n} EUR", f.EURO_CENTS, f.WIDTH_AMOUNT)
            for n in range(1, CHANCES + 1)
        ),
        *(ColumnSpec(f"group_{n}", f"Groep {n}", f.EURO_CENTS, f.WIDTH_AMOUNT) for n in range(1, GROUPS + 2)),
    ),
    printed=_TEXTS + len(DIMENSION_NAMES),
    printed_rows=25,
    description=(
        "Per klant wat Klantkaart toont en nergens anders staat: dimensies, advies, kansen en omzet per "
        "productgroep."
    ),
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
