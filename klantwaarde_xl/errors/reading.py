"""Wordings KW-14x: what a workbook or text file holds beside one table, and what of it is used."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

TABLES_JOINED = Wording(
    "KW-140",
    _I,
    "{sheet} is gelezen uit {count} tabellen, die samen tellen: {places} rijen.",
    "Hoort een van die tabellen er niet bij, verwijder dan die rijen of dat blad.",
)
TABLE_IS_A_COPY = Wording(
    "KW-141",
    _W,
    "Alle {count} rijen van {sheet} staan ook in {used}; ze tellen één keer.",
    "Verwijder het blad met de kopie.",
)
KEYS_KNOWN = Wording(
    "KW-142",
    _W,
    "Rijen van {sheet} waarvan de sleutel al op een eerder blad staat: {count}; de eerste telt.",
    "Verwijder de dubbele rijen.",
)
HEADER_READ_AS = Wording(
    "KW-143",
    _W,
    "De kop '{header}' is gelezen als '{used}', want de tabel eronder heeft verder dezelfde koppen.",
    "Geef de kolommen in alle delen dezelfde kop.",
)
UNREAD_LINES = Wording(
    "KW-144",
    _E,
    "Op {sheet} zijn {count} rijen niet gelezen die op regels met bedragen lijken, samen {amount}.",
    "{advice}",
)
UNREAD_CELLS = Wording(
    "KW-145",
    _W,
    "Op {sheet} zijn {count} rijen met getallen niet gelezen, samen {amount}.",
    "{advice}",
)
NEVER_CALCULATED = Wording(
    "KW-146",
    _E,
    "De formules in {cells} zijn nooit berekend; hun waarde is onbekend en telt niet mee.",
    "Open het bestand in Excel, sla het op en lees het opnieuw.",
)
HIDDEN_SHEET = Wording(
    "KW-147",
    _W,
    "Het verborgen blad {sheet} is meegelezen: {count} rijen.",
    "Verwijder het blad als het niet meetelt.",
)
HIDDEN_COLUMNS = Wording(
    "KW-148",
    _I,
    "Verborgen kolommen in {sheet} die meetellen: {columns}.",
    "Verwijder kolommen die niet mee moeten tellen.",
)
FILLED_DOWN = Wording(
    "KW-149",
    _W,
    "In {sheet} zijn lege cellen onder {headers} gevuld met de waarde erboven: {count} rijen.",
    "Klopt dat niet, vul de cellen dan zelf.",
)
CURRENCY_BY_FORMAT = Wording(
    "KW-150",
    _W,
    "De munt van {count} rijen komt uit de celopmaak: {currencies}.",
    "Zet de munt in een kolom Valuta als dit niet klopt.",
)
MIXED_CURRENCY_FORMATS = Wording(
    "KW-151",
    _E,
    "In één rij hebben bedragen de opmaak van verschillende munten ({currencies}): {count} rijen.",
    "Zet de munt van de regel in een kolom Valuta.",
)
READ_AS_SHARE = Wording(
    "KW-152",
    _W,
    "De kolom '{header}' bevat percentages ({count} regels); het bedrag is dat deel van de omzet.",
    "Zet een bedrag in de kolom als dat niet klopt.",
)
SUM_ROWS = Wording(
    "KW-153",
    _W,
    "In {sheet} zijn {count} rijen de som van andere rijen; ze tellen niet mee als regel: samen {value}.",
    "Verwijder subtotalen uit de invoer; is het toch een factuurregel, vul dan alle kolommen ervan in.",
)
DOUBTFUL_SUMS = Wording(
    "KW-158",
    _E,
    "In {sheet} herhalen {count} rijen alleen klant, datum en bedrag van de rij erboven: samen {value}.",
    "Zijn het subtotalen, verwijder ze; zijn het regels, vul dan ook het factuurnummer in. Nu tellen ze mee.",
)
DATED_BY_NAME = Wording(
    "KW-156",
    _W,
    "Op {sheet} staat geen datum: {count} regels, samen {value}, tellen op {month}, want zo heet het blad.",
    "Zet een kolom Datum op het blad als het anders is.",
)
MONTH_WITHOUT_YEAR = Wording(
    "KW-157",
    _E,
    "Blad {sheet} heeft geen kolom Datum: {count} rijen, samen {value}, tellen niet mee.",
    "De maand staat in de naam van het blad, het jaar niet: noem het 2025-01, of zet er een kolom Datum op.",
)
