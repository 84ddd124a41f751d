"""Wordings KW-8xx: workbook and installation."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import OutputError, Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING

XLWINGS_DIFFERS = Wording(
    "KW-811",
    _W,
    "De werkmap hoort bij xlwings {workbook}, maar op deze computer staat {installed}.",
    (
        "Start installeer.cmd (of 'klantwaarde installeer') opnieuw: dat zet de werkmap van uw versie naast "
        "deze."
    ),
)
WORKBOOK_DIFFERS = Wording(
    "KW-812",
    _W,
    "De werkmap is van versie {workbook}, het programma van versie {installed}.",
    (
        "Start installeer.cmd (of 'klantwaarde installeer') opnieuw: dat zet de nieuwe werkmap naast deze; "
        "plak uw gegevens daarin."
    ),
)
SHEET_MISSING = Wording(
    "KW-813",
    _E,
    "In '{workbook}' ontbreekt het blad {sheet}.",
    "Gebruik de werkmap klantwaarde.xlsm van deze versie; uw gegevens kunt u daarin plakken.",
    OutputError,
)
TABLE_MISSING = Wording(
    "KW-814",
    _E,
    "In '{workbook}' ontbreekt de tabel {table} op blad {sheet}.",
    "Gebruik de werkmap klantwaarde.xlsm van deze versie; uw gegevens kunt u daarin plakken.",
    OutputError,
)
NO_ROOM = Wording(
    "KW-815",
    _E,
    "De tabel {table} op blad {sheet} kan niet worden gevuld: {reason}.",
    "Verplaats het naar een plek naast de tabel, met een lege kolom ertussen, en vernieuw opnieuw.",
    OutputError,
)
NO_OPEN_WORKBOOK = Wording(
    "KW-816",
    _E,
    "Er is geen werkmap open die kan veranderen.",
    "Open klantwaarde.xlsm. Staat bovenaan Beveiligde weergave, klik dan eerst op Bewerken inschakelen.",
)
SHEET_PROTECTED = Wording(
    "KW-817",
    _E,
    "Het blad {sheet} is beveiligd en kan niet worden gevuld; er is niets veranderd.",
    "Kies Controleren, Beveiliging blad opheffen, en probeer het opnieuw.",
    OutputError,
)
EXCEL_TYPES = Wording(
    "KW-818",
    _E,
    "Excel nam niets aan, omdat er in een cel werd getypt of een venster openstond; het werk is niet af.",
    "Druk op Enter of Esc, sluit vensters van Excel, en klik opnieuw op de knop.",
    OutputError,
)
NO_OFFICE = Wording(
    "KW-821",
    _E,
    "Voor een PDF is LibreOffice nodig, en dat is niet gevonden.",
    "Installeer LibreOffice, of maak de PDF in Excel met de knop PDF op het tabblad Klantwaarde.",
    OutputError,
)
NO_SLIDES = Wording(
    "KW-824",
    _E,
    "Voor een presentatie ontbreekt een onderdeel van het programma (python-pptx).",
    'Geef: python -m pip install "klantwaarde-xl[dia]"',
    OutputError,
)
NO_INDEX = Wording(
    "KW-825",
    _E,
    "Een kopie in punten kan niet: de omzet van de periode is niet groter dan nul.",
    "Kies in Instellingen een andere periode, of laat --index weg.",
)
NO_PDF = Wording(
    "KW-822",
    _E,
    "LibreOffice heeft geen PDF gemaakt ({reason}).",
    "Probeer het opnieuw, of open de werkmap en kies Bestand > Exporteren > PDF.",
    OutputError,
)
NO_SOURCES = Wording(
    "KW-831",
    _E,
    "Inpakken kan alleen vanuit de broncode van het programma.",
    "Haal de broncode op en voer de opdracht in die map uit.",
)
NO_WHEELS = Wording(
    "KW-832",
    _E,
    "De pakketten kunnen niet worden opgehaald: {reason}",
    "Controleer de internetverbinding, het platform en de versie van Python.",
)
PYTHON_HASH = Wording(
    "KW-833",
    _E,
    "'{path}' is niet het bestand van --sha256: de SHA-256 is {value}.",
    "Haal het bestand opnieuw van python.org, en neem de SHA-256 over die daar bij dat bestand staat.",
)
NOT_EMBEDDABLE = Wording(
    "KW-834",
    _E,
    "'{path}' is geen Python om mee te leveren: {reason}.",
    "Haal van python.org de 'Windows embeddable package (64-bit)', zoals python-3.13.N-embed-amd64.zip.",
)
PYTHON_DOES_NOT_FIT = Wording(
    "KW-835",
    _E,
    "De Python in '{path}' past niet: {reason}.",
    "Kies het bestand met -embed-amd64 in de naam van een versie waarvoor de pakketten er zijn.",
)
NO_WEB_PACKAGES = Wording(
    "KW-841",
    _E,
    "De pagina heeft pakketten nodig die er niet zijn: {value}.",
    "Geef: python -m pip install 'klantwaarde-xl[web]'. Zonder pagina doen vernieuw en importeer hetzelfde.",
)
NO_ADDIN_PACKAGES = Wording(
    "KW-842",
    _E,
    "De invoegtoepassing heeft pakketten nodig die er niet zijn: {value}.",
    "Geef: python -m pip install 'klantwaarde-xl[office]'.",
)
CERTIFICATE_UNUSABLE = Wording(
    "KW-843",
    _E,
    "Het certificaat '{path}' en de sleutel '{key}' zijn er niet, horen niet bij elkaar of zijn geen PEM.",
    "Geef met --certificaat en --sleutel een PEM-bestand en de sleutel ervan, zonder wachtwoord.",
)
PORT_TAKEN = Wording(
    "KW-844",
    _E,
    "Poort {value} is niet te gebruiken.",
    "Sluit het programma dat haar heeft, of kies een andere met --poort en geef Excel het nieuwe manifest.",
)
ADDIN_UNREACHABLE = Wording(
    "KW-845",
    _E,
    "Het programma op uw computer antwoordt niet.",
    "Start het met: klantwaarde web --manifest. Bereken de cel daarna opnieuw.",
)
RANGE_TOO_LARGE = Wording(
    "KW-846",
    _E,
    "De tabellen zijn samen te groot voor de invoegtoepassing.",
    "Gebruik Vernieuwen, of geef de functie minder rijen.",
)
NO_HOME = Wording(
    "KW-851",
    _E,
    "Het systeem zegt niet waar uw eigen map is; het programma bewaart daar wat van u is.",
    "Zet de omgevingsvariabele HOME (onder Windows USERPROFILE) op het hele pad van een map van u.",
)
NAME_REMAINS = Wording(
    "KW-823",
    Severity.WARNING,
    "De kopie zonder namen noemt nog een klant of medewerker: kolom {column}, {count} keer, zoals '{value}'.",
    "Verander die tekst in uw werkmap en maak de kopie opnieuw, of stuur haar niet.",
)
