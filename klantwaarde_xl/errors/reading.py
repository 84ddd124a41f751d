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
    "Alle rijen van {sheet} ({count}) staan ook in {used}; ze tellen één keer.",
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
    "Rijen op {sheet} die op regels met bedragen lijken en niet zijn gelezen: {count}, samen {amount}.",
    "{advice}",
)
UNREAD_CELLS = Wording(
    "KW-145",
    _W,
    "Rijen met getallen op {sheet} die niet zijn gelezen: {count}, samen {amount}.",
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
    "Het verborgen blad {sheet} is meegelezen; rijen: {count}.",
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
    "In {sheet} zijn lege cellen onder {headers} gevuld met de waarde erboven; rijen: {count}.",
    "Klopt dat niet, vul de cellen dan zelf.",
)
FILLED_FROM_INVOICE = Wording(
    "KW-171",
    _W,
    "In {sheet} zijn lege cellen onder {headers} gevuld van een regel van dezelfde factuur; rijen: {count}.",
    "Klopt dat niet, vul de cellen dan zelf.",
)
CURRENCY_BY_FORMAT = Wording(
    "KW-150",
    _W,
    "De munt komt uit de celopmaak ({currencies}); rijen: {count}.",
    "Zet de munt in een kolom Valuta als dit niet klopt.",
)
MIXED_CURRENCY_FORMATS = Wording(
    "KW-151",
    _E,
    "In één rij hebben bedragen de opmaak van verschillende munten ({currencies}); rijen: {count}.",
    "Zet de munt van de regel in een kolom Valuta.",
)
READ_AS_SHARE = Wording(
    "KW-152",
    _W,
    "De kolom '{header}' bevat percentages; het bedrag is dat deel van de omzet. Regels: {count}.",
    "Zet een bedrag in de kolom als dat niet klopt.",
)
SUM_ROWS = Wording(
    "KW-153",
    _W,
    "Rijen in {sheet} die de som van andere rijen zijn, tellen niet mee als regel: {count}, samen {value}.",
    "Verwijder subtotalen uit de invoer; is het toch een factuurregel, vul dan alle kolommen ervan in.",
)
DOUBTFUL_SUMS = Wording(
    "KW-158",
    _E,
    "Rijen in {sheet} die de som van andere kunnen zijn en een cel missen: {count}, samen {value}.",
    "Zijn het subtotalen, verwijder ze; zijn het regels, vul dan aan wat ontbreekt. Nu tellen ze mee.",
)
DATED_BY_NAME = Wording(
    "KW-156",
    _W,
    "Op {sheet} staat geen datum; regels tellen op {month}, want zo heet het blad: {count}, samen {value}.",
    "Zet een kolom Datum op het blad als het anders is.",
)
DATES_FROM_PIECES = Wording(
    "KW-161",
    _I,
    "De datum in {sheet} komt uit {headers}{day}; rijen: {count}.",
    "Zet er een kolom Datum bij als het anders is.",
)
MONTH_WITHOUT_YEAR = Wording(
    "KW-157",
    _E,
    "Blad {sheet} heeft geen kolom Datum; rijen die niet meetellen: {count}, samen {value}.",
    "De maand staat in de naam van het blad, het jaar niet: noem het 2025-01, of zet er een kolom Datum op.",
)
SERIAL_DAYS = Wording(
    "KW-185",
    _I,
    "{column}: dagen zoals Excel ze telt zijn als datum gelezen: {count}; {value} is {day}.",
    "Controleer een paar datums.",
)
TOTAL_ROWS = Wording(
    "KW-186",
    _W,
    "Rijen die totalen lijken en niet meetellen als gegeven: {count}; de eerste is '{value}'.",
    "Klopt dat niet, geef die rijen dan een datum en een klant; wat zij samen zijn staat op Controle.",
)
