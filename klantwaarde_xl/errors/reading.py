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
    "Hoort een van die bladen er niet bij, verwijder het dan uit de werkmap.",
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
    "Zet er de koppen van de tabel boven, of verwijder de rijen als ze niet meetellen.",
)
UNREAD_CELLS = Wording(
    "KW-145",
    _W,
    "Op {sheet} zijn {count} rijen met getallen niet gelezen, samen {amount}.",
    "Zijn dit gegevens, zet er dan de koppen van een invoertabel boven.",
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
MARGIN_AS_SHARE = Wording(
    "KW-152",
    _W,
    "De kolom '{header}' heeft de opmaak van een percentage; de marge is dat deel van de omzet.",
    "Zet een bedrag in de kolom als dat niet klopt.",
)
