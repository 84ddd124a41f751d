"""Wordings KW-0xx: files."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import OutputError, Severity, Wording

_E = Severity.ERROR

NO_SUCH_FILE = Wording("KW-001", _E, "Bestand '{path}' bestaat niet.", "Controleer de naam en de map.")
NOT_A_WORKBOOK = Wording(
    "KW-002",
    _E,
    "'{path}' is geen Excel-werkmap.",
    "Kies een bestand van het type .xlsx of .xlsm; een .csv neemt u over met: klantwaarde importeer.",
)
PASSWORD_PROTECTED = Wording(
    "KW-003",
    _E,
    "'{path}' is met een wachtwoord beveiligd.",
    "Open het bestand in Excel en verwijder het wachtwoord (Bestand > Info > Werkmap beveiligen).",
)
OLD_WORKBOOK = Wording(
    "KW-004", _E, "'{path}' heeft de oude indeling .xls.", "Open het in Excel en sla het op als .xlsx."
)
CANNOT_WRITE = Wording(
    "KW-005",
    _E,
    "'{path}' kan niet worden geschreven: {reason}.",
    "Sluit het bestand als het nog openstaat, maak de map of ruimte op de schijf, of kies een andere plaats.",
    OutputError,
)
CANNOT_READ = Wording(
    "KW-006",
    _E,
    "'{path}' kan niet worden gelezen: {reason}.",
    "Sluit het bestand in andere programma's en probeer opnieuw.",
)
DAMAGED_WORKBOOK = Wording(
    "KW-007",
    _E,
    "'{path}' is beschadigd: {reason}.",
    "Open het in Excel, laat het herstellen en sla het opnieuw op.",
)
SAME_FILE = Wording(
    "KW-008",
    _E,
    "De uitvoer '{path}' is het invoerbestand zelf.",
    "Kies met --uit een andere naam.",
    OutputError,
)
EXISTS_ALREADY = Wording(
    "KW-009", _E, "'{path}' bestaat al.", "Kies een andere naam; er is niets overschreven.", OutputError
)
FORMER_RESULT = Wording(
    "KW-010",
    _E,
    (
        "'{path}' bestaat al en kan niet worden gelezen ({reason}) Wat daar op het blad Acties is getypt, "
        "zou verloren gaan."
    ),
    "Verplaats dat bestand, of kies met --uit een andere naam.",
    OutputError,
)
NO_FORMER_ACTIONS = Wording(
    "KW-034",
    _E,
    "'{path}' is geen eerder resultaat: er is geen blad Acties met de tabel tblActies.",
    "Geef met --vorige de werkmap die vernieuw eerder schreef.",
)
NO_SUCH_CUSTOMER = Wording(
    "KW-011",
    _E,
    "Klant '{value}' heeft in deze periode geen omzet of inspanning.",
    "Geef het klantnummer zoals het in de facturen staat, of kies een andere periode in de instellingen.",
)
MORE_CUSTOMERS = Wording(
    "KW-035",
    _E,
    "Bij '{value}' passen meer klanten: {customers}.",
    "Geef het nummer van de klant die u bedoelt, of meer van de naam.",
)
SIMILAR_CUSTOMERS = Wording(
    "KW-036",
    _E,
    "Klant '{value}' is er niet in deze periode; het lijkt op: {customers}.",
    "Geef het nummer of de naam van de klant die u bedoelt.",
)
CUSTOMER_LEFT_OUT = Wording(
    "KW-027",
    _E,
    "Klant '{value}' wordt niet beoordeeld: bij deze klant staat Meetellen op nee.",
    "Zet Meetellen in het blad Klanten op ja, of laat de cel leeg.",
)
NOT_A_WORKBOOK_NAME = Wording(
    "KW-012",
    _E,
    "Onder de naam '{path}' kan Excel een werkmap zonder macro's niet openen.",
    "Laat de naam eindigen op .xlsx.",
    OutputError,
)
UNREADABLE_TEXT = Wording(
    "KW-015",
    _E,
    "'{path}' is geen leesbaar tekstbestand: {reason}.",
    "Open het in Excel en sla het op als 'CSV UTF-8 (door scheidingstekens gescheiden)'.",
)
LONGER_THAN_HEADERS = Wording(
    "KW-016",
    _E,
    (
        "Regel {row} van '{path}' heeft {fields} velden en de kopregel {headers}: vermoedelijk staat "
        "'{delimiter}' ook in een veld."
    ),
    "Exporteer opnieuw met tekst en bedragen tussen aanhalingstekens, of met een ander scheidingsteken.",
)
CANNOT_SHOW = Wording(
    "KW-018",
    _E,
    "De tekst van de opdracht kan niet worden getoond of doorgegeven: {reason}.",
    "Bestanden die de opdracht maakt, zijn al wel geschreven. Stuur de tekst naar een andere plaats.",
    OutputError,
)
REFUSED_BY_SYSTEM = Wording(
    "KW-019",
    _E,
    "'{path}' kan niet worden gebruikt: {reason}.",
    "Kies een andere plaats of naam, en probeer opnieuw.",
)
CHANGED_MEANWHILE = Wording(
    "KW-017",
    _E,
    "'{path}' is intussen veranderd, door een andere opdracht of een ander programma.",
    "Er is niets geschreven en wat er nu staat is gebleven; geef de opdracht opnieuw.",
    OutputError,
)
WEB_PAGE = Wording(
    "KW-021",
    _E,
    "'{path}' is een webpagina (HTML) met de naam van een export.",
    "Open het bestand in Excel en sla het op als Excel-werkmap (.xlsx).",
)
EXCEL_2003_XML = Wording(
    "KW-022",
    _E,
    "'{path}' heeft de oude indeling XML-spreadsheet 2003 van Excel.",
    "Open het bestand in Excel en sla het op als Excel-werkmap (.xlsx).",
)
ONLY_RESULTS = Wording(
    "KW-028",
    _E,
    "'{path}' bevat alleen resultaten en geen invoer, zoals een kopie om te delen.",
    "Geef de werkmap waarin de bladen Klanten en Transacties staan.",
)
BAD_CHARACTER = Wording(
    "KW-029",
    _E,
    "In de naam '{path}' staat een teken dat Windows niet toestaat: {character}",
    'Kies een naam zonder \\ / : * ? " < > |.',
    OutputError,
)
FOLDER_AS_NAME = Wording(
    "KW-030",
    _E,
    "'{path}' is een map en geen naam van een bestand.",
    "Noem ook het bestand in die map.",
    OutputError,
)
NOT_A_FILE = Wording(
    "KW-023",
    _E,
    "'{path}' is geen gewoon bestand, maar een apparaat of een doorgeefluik tussen programma's.",
    "Kies een andere naam; sla gegevens van een ander programma eerst op als bestand.",
)
TOO_MANY_LINES = Wording(
    "KW-020",
    _E,
    "'{path}' heeft {count} regels; een Excel-blad kan er {limit} bevatten.",
    (
        "Houd de regels buiten de werkmap: geef de opdracht importeer met --naar en --buiten; zij komen dan "
        "in een Parquet-bestand naast de werkmap. Of maak de export per jaar of per halfjaar."
    ),
)
OPEN_ELSEWHERE = Wording(
    "KW-031",
    _E,
    "'{path}' staat open in {program}: {other} staat ernaast.",
    "Sluit het daar. Staat het nergens open, verwijder dan {other}, of kies een andere naam.",
    OutputError,
)
KEY_AS_OUTPUT = Wording(
    "KW-041",
    _E,
    "'{path}' is de sleutel van een gedeelde kopie en wordt niet vervangen: hij is de enige.",
    "Kies een andere naam voor de uitkomst.",
    OutputError,
)
OTHER_OWNER = Wording(
    "KW-032",
    Severity.WARNING,
    "'{path}' was van een andere gebruiker of groep; de nieuwe versie is van u.",
    "Vraag de vorige eigenaar of een beheerder, als anderen het bestand niet meer kunnen openen.",
)
OTHER_NAMES = Wording(
    "KW-033",
    Severity.WARNING,
    "'{path}' stond ook onder een andere naam op de schijf (harde koppeling, {count} keer).",
    "Onder die naam staat nog de oude inhoud; kopieer de nieuwe erheen als u die daar ook wilt.",
)
OWN_FILE_UNREADABLE = Wording(
    "KW-039",
    _E,
    "Wat het programma voor u bewaart in '{path}' kan niet worden gelezen: {reason}.",
    "Geef uzelf het recht om het te lezen, of verplaats wat daar staat; het programma maakt dan een nieuw.",
)
OWN_FILE_LINKED = Wording(
    "KW-040",
    _E,
    (
        "Wat het programma voor u bewaart in '{path}' is een koppeling naar {place} en wordt niet gebruikt: "
        "{reason}."
    ),
    "Haal alleen de koppeling weg: wat daar staat, blijft. Het programma maakt dan zelf een nieuw.",
)
MIXED_DELIMITERS = Wording(
    "KW-037",
    _E,
    "'{path}' heeft '{other}' tussen de velden en in de kopregel '{delimiter}': {count} regels, vanaf {row}.",
    "Exporteer opnieuw met één scheidingsteken.",
)
OTHER_DELIMITER = Wording(
    "KW-038",
    Severity.WARNING,
    "Regels van '{path}' met '{other}' tussen de velden, en niet '{delimiter}', zijn zo gelezen: {count}.",
    "Controleer een paar bedragen.",
)
