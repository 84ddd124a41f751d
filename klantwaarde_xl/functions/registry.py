"""All functions in cells: one declaration each; VBA, tooltips, manual and tests are derived from them.

The tuple :data:`FUNCTIONS` is the only place where a function is added, renamed or removed.
"""

from __future__ import annotations

from klantwaarde_xl.functions.declaration import Argument, Context, Function, Kind, Result, Undefined, Unit
from klantwaarde_xl.functions.table_arguments import ANALYSIS_TABLES, MEASURES, MORE_TABLES
from klantwaarde_xl.functions.table_arguments import optional as _optional

_COLUMNS = "klantwaarde_xl.functions.of_columns"
_TABLES = "klantwaarde_xl.functions.of_tables"
_AHEAD = "klantwaarde_xl.functions.of_ahead"
_SUPPORT = "klantwaarde_xl.functions.support"

_TRANSACTIONS, _CUSTOMERS, _PRODUCTS = ANALYSIS_TABLES[:3]
_SERVING = ANALYSIS_TABLES[3:5]
_SETTINGS = ANALYSIS_TABLES[-1]

_LIVE_TABLES = ";".join(
    f"{table}[#Alles]"
    for table in (
        "tblTransacties",
        "tblKlanten",
        "tblProducten",
        "tblInspanning",
        "tblTarieven",
        "tblBeoordeling",
    )
)
_LIVE_MORE = ';"";tblSamenvoegen[#Alles];tblKoersen[#Alles]'
"""The settings, left out, and the tables that came later."""
_LIVE_COLUMNS = ";".join(
    f"tblKlantwaarde[{header}]"
    for header in ("Omzet", "Brutomarge", "Tijdkosten", "Geldkosten", "Energie", "Cultuur", "Breedte")
)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "KW_SCORE",
        f"{_COLUMNS}:score",
        "Score van hoogstens 100 per klant over zeven dimensies. Een lege cel wordt geschat en is nooit nul; "
        "een lege kolom telt niet mee. De maatstaf volgt uit deze kolommen, niet uit Instellingen.",
        MEASURES,
        Result.COLUMN,
        "=KW_SCORE(A2:A11;B2:B11;C2:C11)",
        f"=KW_SCORE({_LIVE_COLUMNS})",
        unit=Unit.POINTS,
    ),
    Function(
        "KW_UITLEG",
        f"{_COLUMNS}:explanation",
        "Punten per dimensie van één klant en wat ze betekenen; samen zijn ze precies zijn score.",
        (Argument("rij", Kind.NUMBER, "De hoeveelste rij van de kolommen; 1 is de eerste."), *MEASURES),
        Result.TABLE,
        "=KW_UITLEG(3;A2:A11;B2:B11;C2:C11)",
        f"=KW_UITLEG(1;{_LIVE_COLUMNS})",
        Undefined.BLANK,
    ),
    Function(
        "KW_NETTOBIJDRAGE",
        f"{_COLUMNS}:contribution",
        "Nettobijdrage per rij in EUR: marge min kosten van uren, andere kosten en financiering.",
        (
            Argument("marge", Kind.COLUMN, "Brutomarge per klant in EUR."),
            Argument("uren", Kind.COLUMN, "Bestede uren per klant."),
            _optional("kostprijs_per_uur", Kind.NUMBER, "Wat een uur kost in EUR. Leeg: 60."),
            _optional("kosten", Kind.COLUMN, "Andere kosten per klant in EUR."),
            _optional("omzet", Kind.COLUMN, "Omzet per klant in EUR; nodig om financiering te rekenen."),
            _optional("betaaldagen", Kind.COLUMN, "Na hoeveel dagen de klant betaalt; hoort bij omzet."),
            _optional("vermogenskosten", Kind.NUMBER, "Wat geld kost per jaar, bijvoorbeeld 6%. Leeg: 6%."),
        ),
        Result.COLUMN,
        "=KW_NETTOBIJDRAGE(B2:B11;D2:D11;62,50)",
        "=KW_NETTOBIJDRAGE(tblKlantwaarde[Brutomarge];tblKlantwaarde[Uren];62,50)",
        unit=Unit.EUR,
    ),
    Function(
        "KW_PARETO",
        f"{_COLUMNS}:pareto",
        "Klasse A, B of C per rij op het aandeel in het totaal; gelijke waarden krijgen dezelfde klasse.",
        (
            Argument("waarden", Kind.COLUMN, "De waarden, bijvoorbeeld omzet per klant."),
            _optional("grens_a", Kind.NUMBER, "Tot dit deel van het totaal is het A. Leeg: 80%."),
            _optional("grens_b", Kind.NUMBER, "Tot dit deel van het totaal is het B. Leeg: 95%."),
        ),
        Result.COLUMN,
        "=KW_PARETO(A2:A11;80%;95%)",
        "=KW_PARETO(tblKlantwaarde[Omzet];80%;95%)",
    ),
    Function(
        "KW_CUMULATIEF",
        f"{_COLUMNS}:cumulative",
        "Opgeteld aandeel in het totaal per rij, van groot naar klein, in de volgorde van de invoer.",
        (Argument("waarden", Kind.COLUMN, "De waarden, bijvoorbeeld omzet per klant."),),
        Result.COLUMN,
        "=KW_CUMULATIEF(A2:A11)",
        "=KW_CUMULATIEF(tblKlantwaarde[Omzet])",
        unit=Unit.SHARE,
    ),
    Function(
        "KW_CONCENTRATIE",
        f"{_COLUMNS}:concentration",
        "Tabel: welk deel van de klanten 80 % maakt, aandeel van de top 20 %, Gini en HHI.",
        (Argument("waarden", Kind.COLUMN, "De waarden, bijvoorbeeld omzet per klant."),),
        Result.TABLE,
        "=KW_CONCENTRATIE(A2:A11)",
        "=KW_CONCENTRATIE(tblKlantwaarde[Omzet])",
        Undefined.NOT_AVAILABLE,
    ),
    Function(
        "KW_WALVIS",
        f"{_COLUMNS}:whale",
        "De walviscurve: klanten van hoge naar lage nettobijdrage, opgeteld; de top staat erbij.",
        (Argument("nettobijdrage", Kind.COLUMN, "Nettobijdrage per klant in EUR."),),
        Result.TABLE,
        "=KW_WALVIS(E2:E11)",
        "=KW_WALVIS(tblKlantwaarde[Nettobijdrage])",
        Undefined.BLANK,
    ),
    Function(
        "KW_TABELLEN",
        f"{_TABLES}:marked",
        "Geeft een kenmerk van de tabellen. Andere functies nemen die ene cel in plaats van hun tabellen, "
        "bijvoorbeeld =KW_KLANTEN($B$2): een korte formule, en de tabellen gaan maar één keer naar Python.",
        (*ANALYSIS_TABLES, *MORE_TABLES),
        Result.TEXT,
        "=KW_TABELLEN(tblTransacties[#Alles];tblKlanten[#Alles];tblProducten[#Alles])",
        f"=KW_TABELLEN({_LIVE_TABLES}{_LIVE_MORE})",
    ),
    Function(
        "KW_KLANTEN",
        f"{_TABLES}:customers",
        "De volledige klanttabel: bedragen, nettobijdrage, score, klasse en kansen per klant.",
        (*ANALYSIS_TABLES, *MORE_TABLES),
        Result.TABLE,
        "=KW_KLANTEN(tblTransacties[#Alles];tblKlanten[#Alles])",
        f"=KW_KLANTEN({_LIVE_TABLES}{_LIVE_MORE})",
        Undefined.BLANK,
    ),
    Function(
        "KW_GATEN",
        f"{_TABLES}:gaps",
        "Wat klanten nog niet kopen: productgroep, kans en EUR per jaar (leeg zonder ijking) en het bewijs. "
        "Voor alle klanten of voor één.",
        (
            _TRANSACTIONS,
            _PRODUCTS,
            _optional("klant", Kind.TEXT, "Klantnr van één klant. Leeg: alle klanten."),
            _optional("aantal", Kind.NUMBER, "Hoeveel regels per klant. Leeg: 5."),
            _CUSTOMERS,
            _SETTINGS,
            *MORE_TABLES,
        ),
        Result.TABLE,
        '=KW_GATEN(tblTransacties[#Alles];tblProducten[#Alles];"10023";3)',
        f'=KW_GATEN(tblTransacties[#Alles];tblProducten[#Alles];"";3;tblKlanten[#Alles]{_LIVE_MORE})',
        Undefined.BLANK,
    ),
    Function(
        "KW_SAMEN",
        f"{_TABLES}:pairs",
        "Productgroepen die samen worden gekocht: support, confidence en lift per paar.",
        (
            _TRANSACTIONS,
            _PRODUCTS,
            _optional("groep", Kind.TEXT, "Alleen de paren met deze productgroep. Leeg: alle paren."),
            _CUSTOMERS,
            _SETTINGS,
            *MORE_TABLES,
        ),
        Result.TABLE,
        '=KW_SAMEN(tblTransacties[#Alles];tblProducten[#Alles];"Verpakking")',
        f'=KW_SAMEN(tblTransacties[#Alles];tblProducten[#Alles];"";tblKlanten[#Alles]{_LIVE_MORE})',
        Undefined.BLANK,
    ),
    Function(
        "KW_ACTIES",
        f"{_TABLES}:actions",
        "Per klant de actie die het meest oplevert, gesorteerd op EUR per uur.",
        (*ANALYSIS_TABLES, *MORE_TABLES),
        Result.TABLE,
        "=KW_ACTIES(tblTransacties[#Alles];tblKlanten[#Alles];tblProducten[#Alles])",
        f"=KW_ACTIES({_LIVE_TABLES}{_LIVE_MORE})",
        Undefined.BLANK,
    ),
    Function(
        "KW_VOLGENDJAAR",
        f"{_AHEAD}:next_year",
        "Wat elke klant volgend jaar waard is: verwacht, laag en hoog, drie jaar samen, de kans dat hij "
        "weggaat en wat er dan weggaat. Zoals op Klantwaarde met dezelfde tabellen: producten geeft de "
        "kostprijs, inspanning en tarieven de kosten.",
        (*ANALYSIS_TABLES, *MORE_TABLES),
        Result.TABLE,
        "=KW_VOLGENDJAAR(tblTransacties[#Alles];tblKlanten[#Alles];tblProducten[#Alles];"
        "tblInspanning[#Alles];tblTarieven[#Alles])",
        f"=KW_VOLGENDJAAR({_LIVE_TABLES}{_LIVE_MORE})",
        Undefined.BLANK,
    ),
    Function(
        "KW_WEG",
        f"{_AHEAD}:leaving",
        "Kans per klant dat hij in de komende periode niets koopt, in de volgorde van klanten. Zonder "
        "klanten: in die van KW_KLANTEN.",
        (*ANALYSIS_TABLES, *MORE_TABLES),
        Result.COLUMN,
        "=KW_WEG(tblTransacties[#Alles];tblKlanten[#Alles])",
        f"=KW_WEG({_LIVE_TABLES}{_LIVE_MORE})",
        unit=Unit.CHANCE,
    ),
    Function(
        "KW_BRUG",
        f"{_TABLES}:bridge",
        "Waarom de nettobijdrage veranderde sinds de vorige periode, op de cent; met dezelfde tabellen als "
        "op Waarom veranderd. Zonder uren en andere kosten heet de kolom Brutomarge.",
        (
            _TRANSACTIONS,
            _PRODUCTS,
            _optional("klant", Kind.TEXT, "Alleen deze klant: het klantnummer. Leeg: alle klanten samen."),
            _optional("van", Kind.DATE, "Eerste dag van de periode. Leeg: de laatste twaalf volle maanden."),
            _optional("tot", Kind.DATE, "Laatste dag van de periode, deze telt mee."),
            _CUSTOMERS,
            *_SERVING,
            _SETTINGS,
            *MORE_TABLES,
        ),
        Result.TABLE,
        '=KW_BRUG(tblTransacties[#Alles];tblProducten[#Alles];"";"";"";tblKlanten[#Alles];tblInspanning[#Alles])',
        '=KW_BRUG(tblTransacties[#Alles];tblProducten[#Alles];"";"";"";tblKlanten[#Alles];'
        f"tblInspanning[#Alles];tblTarieven[#Alles]{_LIVE_MORE})",
        Undefined.BLANK,
    ),
    Function(
        "KW_GEWICHTEN",
        f"{_COLUMNS}:ahp_weights",
        "Gewichten uit een paarsgewijze vergelijking (AHP), met de consistentieratio; onder 10 % is goed.",
        (
            Argument(
                "paarsgewijze_matrix",
                Kind.MATRIX,
                "Vierkant bereik: hoeveel belangrijker de rij is dan de kolom, van 1/9 tot 9; de "
                "diagonaal is 1.",
            ),
        ),
        Result.TABLE,
        "=KW_GEWICHTEN(A2:G8)",
        "=KW_GEWICHTEN({1\\3\\5;0,3333\\1\\2;0,2\\0,5\\1})",
    ),
    Function(
        "KW_CONTROLE",
        f"{_TABLES}:check",
        "Wat er mis is in een tabel: cel, code, melding en wat u eraan doet. Alleen kopteksten: er is "
        "niets mis.",
        (
            Argument("tabel", Kind.TABLE, "De tabel met kopteksten, bijvoorbeeld tblTransacties[#Alles]."),
            Argument("soort", Kind.TEXT, 'Welke tabel het is, bijvoorbeeld "Transacties" of "Klanten".'),
        ),
        Result.TABLE,
        '=KW_CONTROLE(tblTransacties[#Alles];"Transacties")',
        '=KW_CONTROLE(tblTransacties[#Alles];"Transacties")',
        Undefined.BLANK,
        context=(Context.PLACE,),
    ),
    Function(
        "KW_FOUT",
        f"{_SUPPORT}:reason",
        "Waarom een cel een fout toont, in gewone woorden.",
        (Argument("cel", Kind.CELL, "De cel met de fout."),),
        Result.TEXT,
        "=KW_FOUT(F2)",
        "=KW_FOUT({cel})",
        context=(Context.REASON,),
    ),
    Function(
        "KW_VERSIE",
        f"{_SUPPORT}:versions",
        "De versies van werkmap, programma, xlwings en Python.",
        (),
        Result.TABLE,
        "=KW_VERSIE()",
        "=KW_VERSIE()",
        context=(Context.WORKBOOK_VERSION, Context.DOOR_VERSIONS),
    ),
)
"""Every function in cells, in the order of the manual."""
BY_NAME: dict[str, Function] = {function.name: function for function in FUNCTIONS}
"""Function by its name in Excel."""
