"""Wordings KW-06x: invoice lines from outside the workbook."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR

LINES_DESCRIPTION = Wording(
    "KW-060",
    _E,
    "'{path}' zegt niet waar de regels staan: {reason}.",
    'Zet er bijvoorbeeld in: [regels], soort = "parquet" en pad = "regels.parquet"; zie Regels van buiten in '
    "de handleiding.",
)
MISSING_EXTRA = Wording(
    "KW-061",
    _E,
    "Voor {kind} ontbreekt een onderdeel van het programma ({module}).",
    'Geef: python -m pip install "klantwaarde-xl[{extra}]"',
)
NO_LINE_FILES = Wording(
    "KW-062",
    _E,
    "Bij '{pattern}' is geen enkel bestand met regels gevonden.",
    "Controleer het pad; het begint in de map van het bestand dat het noemt.",
)
UNREADABLE_LINES = Wording(
    "KW-063",
    _E,
    "'{path}' is niet te lezen als {kind}: {reason}.",
    "Maak het bestand opnieuw, of verbeter de soort, de tabel of de vraag.",
)
OTHER_COLUMNS = Wording(
    "KW-064",
    _E,
    "'{path}' heeft andere kolommen dan '{first}': {difference}.",
    "Maak de bestanden gelijk, of noem met pad alleen de bestanden die bij elkaar horen.",
)
NO_CONNECTION_NAME = Wording(
    "KW-065",
    _E,
    "De omgevingsvariabele {name} is leeg; daarin hoort hoe de database te bereiken is.",
    "Zet haar voordat u de opdracht geeft, bijvoorbeeld op postgresql://gebruiker@server/database.",
)
DATABASE_REFUSED = Wording(
    "KW-066",
    _E,
    "De database gaf geen regels: {reason}.",
    "Er is niets geschreven. Verbeter de verbinding, de tabel of de vraag, en geef de opdracht opnieuw.",
)
LINES_FROM_OUTSIDE = Wording(
    "KW-067",
    Severity.INFO,
    "De regels komen van buiten de werkmap, uit {path}: {count}.",
    "Zij gaan niet mee in de uitkomst; bewaar de bron erbij.",
)
OWN_LINES_UNUSED = Wording(
    "KW-068",
    Severity.WARNING,
    "De {count} regels op het blad Transacties tellen niet mee: de regels komen uit {path}.",
    "Maak Transacties leeg, of maak de instelling Regels van buiten leeg.",
)
NOT_BESIDE = Wording(
    "KW-069",
    _E,
    "Regels van buiten is '{value}', en dat is niet de naam van een .toml naast de werkmap.",
    "Zet het bestand in de map van de werkmap en typ alleen zijn naam, zoals regels.toml.",
)
NOT_TO_ADD_UP = Wording(
    "KW-071",
    _E,
    "De kolom '{column}' in '{path}' is niet op te tellen bij de bron: zij is niet overal {kind}.",
    "Maak er in de bron datums en getallen van, of neem de regels over in een tabel waarin zij dat zijn.",
)
NOT_ADDED_UP = Wording(
    "KW-072",
    Severity.WARNING,
    "Niet opgeteld: {count} regels ({amount}) zonder bruikbare datum, klantnummer of omzet, of niet in EUR.",
    "Verbeter ze in de bron; hun omzet zit in geen enkel totaal.",
)
MORE_THAN_FITS = Wording(
    "KW-073",
    _E,
    "'{path}' heeft meer dan {limit} regels; zoveel passen niet in het geheugen van een gewone computer.",
    "Tel ze op bij de bron: klantwaarde regels {path} --tel-op MAP. Met 16 GB of meer kan het toch: zet "
    "onder [regels] hoogstens = 25000000.",
)
NESTED_COLUMN = Wording(
    "KW-070",
    Severity.WARNING,
    "De kolom '{column}' is niet gelezen: zij houdt {kind}, geen tekst, getal of datum.",
    "Maak er in de bron gewone waarden van als zij nodig is.",
)
