"""Wordings KW-6xx: functions in cells."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import InvalidFigureError, Severity, Wording

_E = Severity.ERROR

ARGUMENT_MISSING = Wording(
    "KW-601", _E, "{argument} ontbreekt.", "Vul dit argument in de formule in.", InvalidFigureError
)
UNEQUAL_HEIGHTS = Wording(
    "KW-602",
    _E,
    "Het aantal rijen van {argument} is {count}, dat van {first} is {expected}.",
    "Geef alle kolommen van de formule evenveel rijen.",
    InvalidFigureError,
)
MORE_THAN_ONE_COLUMN = Wording(
    "KW-603",
    _E,
    "{argument} is {count} kolommen breed.",
    "Kies een bereik van één kolom.",
    InvalidFigureError,
)
ARGUMENT_NOT_A_NUMBER = Wording(
    "KW-604", _E, "{argument} is geen getal.", "Typ een getal, bijvoorbeeld 0,8 of 80%.", InvalidFigureError
)
NOT_ONE_CELL = Wording(
    "KW-605",
    _E,
    "{argument} is meer dan één cel.",
    "Verwijs naar één cel of typ een waarde.",
    InvalidFigureError,
)
ARGUMENT_NOT_A_CHOICE = Wording(
    "KW-606", _E, "{argument} '{value}' bestaat niet.", "Kies uit: {choices}.", InvalidFigureError
)
WRONG_NUMBER_OF_WEIGHTS = Wording(
    "KW-607",
    _E,
    "Voor {argument} zijn {expected} getallen nodig; het zijn er {count}.",
    "Geef één gewicht per dimensie: omzet, marge, tijd, geld, energie, cultuur, producten.",
    InvalidFigureError,
)
NO_SUCH_ROW = Wording(
    "KW-608",
    _E,
    "Rij {row} is leeg of bestaat niet.",
    "Kies een rij van 1 tot en met {count} met gegevens.",
    InvalidFigureError,
)
GO_TOGETHER = Wording(
    "KW-609",
    _E,
    "{first} en {second} horen bij elkaar.",
    "Vul ze allebei in, of laat ze allebei leeg.",
    InvalidFigureError,
)
CELL_HOLDS_ERROR = Wording(
    "KW-610",
    _E,
    "{argument}, {place}: de cel bevat de fout {value}.",
    "Herstel de formule of maak de cel leeg.",
    InvalidFigureError,
)
CELL_NOT_A_NUMBER = Wording(
    "KW-611",
    _E,
    "{argument}, {place}: de cel bevat geen getal.",
    "Typ een getal, bijvoorbeeld 1234,56.",
    InvalidFigureError,
)
CELL_AMBIGUOUS = Wording(
    "KW-612",
    _E,
    "{argument}, {place}: de tekst kan zowel duizendtallen als decimalen bevatten.",
    "Maak er in Excel een echt getal van (Gegevens > Tekst naar kolommen).",
    InvalidFigureError,
)
NO_OUTCOME = Wording(
    "KW-613",
    _E,
    "Hiervoor is geen uitkomst: een nodig gegeven ontbreekt of het totaal is niet positief.",
    "",
    InvalidFigureError,
)
ARGUMENT_OUT_OF_LIMITS = Wording(
    "KW-614", _E, "{argument} kan niet {value} zijn.", "Geldig is: {valid}.", InvalidFigureError
)
NOT_IN_ANALYSIS = Wording(
    "KW-615",
    _E,
    "{what} '{value}' komt in deze gegevens niet voor.",
    "Controleer de schrijfwijze.",
    InvalidFigureError,
)
NO_HEADERS = Wording(
    "KW-616",
    _E,
    "{argument} heeft geen kopteksten of geen rijen.",
    "Verwijs naar de hele tabel met kopteksten, bijvoorbeeld tblTransacties[#Alles].",
    InvalidFigureError,
)
DATE_FOR_COMPARISON = Wording(
    "KW-617",
    _E,
    "{argument}, {place}: de cel bevat een datum.",
    "Excel maakt van 1/3 een datum: typ =1/3 of 0,33.",
    InvalidFigureError,
)
ARGUMENT_NOT_A_DATE = Wording(
    "KW-618",
    _E,
    "{argument} '{value}' is geen datum.",
    "Schrijf dd-mm-jjjj, of verwijs naar een cel met een datum.",
    InvalidFigureError,
)
NO_CHANCE_OF_LEAVING = Wording(
    "KW-619",
    _E,
    "Voor deze gegevens is er geen kans weg: {reason}.",
    "Klantwaarde toont wel hoeveel van zijn eigen tussentijden een klant stil is.",
    InvalidFigureError,
)
NO_COST_PRICES = Wording(
    "KW-620",
    _E,
    "Van geen regel in deze of de vorige periode is de kostprijs bekend, dus ook de nettobijdrage niet.",
    "Geef producten met Kostprijs per stuk mee, of vul Kostprijs of Marge in bij de transacties.",
    InvalidFigureError,
)
MARK_UNKNOWN = Wording(
    "KW-621",
    _E,
    "De tabellen van dit kenmerk zijn niet meer bekend, bijvoorbeeld omdat Python opnieuw is gestart.",
    "Druk op Ctrl+Alt+F9: Excel berekent dan alles opnieuw, ook de cel met KW_TABELLEN.",
    InvalidFigureError,
)
TABLES_BESIDE_MARK = Wording(
    "KW-622",
    _E,
    "{argument} staat naast de cel met KW_TABELLEN, die al voor alle tabellen staat.",
    "Laat in de formule de andere tabellen weg.",
    InvalidFigureError,
)
PYTHON_UNREACHABLE = Wording(
    "KW-690",
    _E,
    "Klantwaarde kan Python niet bereiken; wat al berekend is, blijft leesbaar.",
    "Start installeer.cmd (of 'klantwaarde installeer') opnieuw, of vraag uw beheerder erom. ({reason})",
)
NO_FUNCTIONS_HERE = Wording(
    "KW-691",
    _E,
    (
        "Op een Mac werken de knoppen op het lint, maar de KW_-functies in cellen niet; wat al berekend is, "
        "blijft leesbaar."
    ),
    "Gebruik voor de functies Excel onder Windows.",
)
FUNCTION_FAILED = Wording(
    "KW-699",
    _E,
    "{function} is mislukt door een fout in het programma.",
    "Klik op het lint op Diagnose en stuur het logboek mee als u dit meldt.",
)
