"""The exception tree and the catalogue of KW codes: one wording per mistake, in Dutch, for people.

Every mistake a user can make has one :class:`Wording` here. A wording becomes an exception (the run stops) through
:meth:`Wording.error`, or a finding on the sheet Controle (the run goes on with the rest) through
``klantwaarde_xl.model.findings``. Codes never change meaning and are never used again.

Ranges: 0xx files, 1xx tables and cells, 2xx tables among each other, 3xx settings, 4xx the analysis,
5xx importing, 6xx functions in cells, 7xx unsafe files, 8xx workbook and installation, 9xx faults of our own.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Self


class Severity(StrEnum):
    """How bad a finding is; the value is the Dutch word that the user sees."""

    ERROR = "fout"
    WARNING = "waarschuwing"
    INFO = "info"


class KlantwaardeError(Exception):
    """Base of all errors: a code, a Dutch message and a hint; ``str()`` gives all three in one line.

    ``question`` is what the ribbon asks in the place of the hint, '' when the user cannot mend it by an answer.

    >>> str(NO_SUCH_FILE.error(path="klanten.xlsx"))
    "KW-001: Bestand 'klanten.xlsx' bestaat niet. Controleer de naam en de map."
    """

    def __init__(self, code: str, message: str, hint: str = "", question: str = "") -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.question = question
        self.others: tuple[KlantwaardeError, ...] = ()
        super().__init__(f"{code}: {message} {hint}".strip())

    def with_others(self, others: Iterable[KlantwaardeError]) -> Self:
        """Return this error, with others that were found at the same time, so that the user sees all of them at once."""
        self.others = tuple(others)
        return self


class UnusableInputError(KlantwaardeError):
    """The input cannot be used at all; nothing was computed (exit code 2)."""


class InvalidFigureError(KlantwaardeError, ValueError):
    """A calculation was asked for figures with which it has no meaning (negative weights, unequal lengths)."""


class OutputError(KlantwaardeError):
    """The result could not be written; whatever stood there before still stands there."""


class UnsafeFileError(UnusableInputError):
    """The file was refused before it was opened, because opening it could do harm."""


class ReconciliationError(KlantwaardeError):
    """Our own totals do not agree to the cent: a fault of the program, never shown as a result."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One mistake: its code, severity, Dutch message, hint and question, all with ``{names}`` to fill in.

    The hint may name options of the command; the question is for who has a window to type in, its last sentence says what.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    exception: type[KlantwaardeError] = UnusableInputError
    question: str = ""

    def error(self, **names: object) -> KlantwaardeError:
        """Return the exception of this wording with its names filled in; the caller raises it."""
        return self.exception(self.code, *(text.format(**names) for text in (self.message, self.hint, self.question)))


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# 0xx: files ---------------------------------------------------------------------------------------------------------
NO_SUCH_FILE = Wording("KW-001", _E, "Bestand '{path}' bestaat niet.", "Controleer de naam en de map.")
NOT_A_WORKBOOK = Wording(
    "KW-002", _E, "'{path}' is geen Excel-werkmap.", "Kies een bestand van het type .xlsx of .xlsm, of een .csv."
)
PASSWORD_PROTECTED = Wording(
    "KW-003",
    _E,
    "'{path}' is met een wachtwoord beveiligd.",
    "Open het bestand in Excel en verwijder het wachtwoord (Bestand > Info > Werkmap beveiligen).",
)
OLD_WORKBOOK = Wording("KW-004", _E, "'{path}' heeft de oude indeling .xls.", "Open het in Excel en sla het op als .xlsx.")
CANNOT_WRITE = Wording(
    "KW-005",
    _E,
    "'{path}' kan niet worden geschreven: {reason}.",
    "Sluit het bestand als het nog openstaat, maak ruimte op de schijf, of kies met --uit een andere map.",
    OutputError,
)
CANNOT_READ = Wording(
    "KW-006", _E, "'{path}' kan niet worden gelezen: {reason}.", "Sluit het bestand in andere programma's en probeer opnieuw."
)
DAMAGED_WORKBOOK = Wording(
    "KW-007", _E, "'{path}' is beschadigd: {reason}.", "Open het in Excel, laat het herstellen en sla het opnieuw op."
)
SAME_FILE = Wording(
    "KW-008", _E, "De uitvoer '{path}' is het invoerbestand zelf.", "Kies met --uit een andere naam.", OutputError
)
EXISTS_ALREADY = Wording("KW-009", _E, "'{path}' bestaat al.", "Kies een andere naam; er is niets overschreven.", OutputError)
FORMER_RESULT = Wording(
    "KW-010",
    _E,
    "'{path}' bestaat al en kan niet worden gelezen ({reason}) Wat daar op het blad Acties is getypt, zou verloren gaan.",
    "Verplaats dat bestand, of kies met --uit een andere naam.",
    OutputError,
)
NO_SUCH_CUSTOMER = Wording(
    "KW-011",
    _E,
    "Klant '{value}' heeft in deze periode geen omzet of inspanning.",
    "Geef het klantnummer zoals het in de facturen staat, of kies een andere periode in de instellingen.",
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
    "Regel {row} van '{path}' heeft {fields} velden en de kopregel {headers}: vermoedelijk staat '{delimiter}' ook in een veld.",
    "Exporteer opnieuw met tekst en bedragen tussen aanhalingstekens, of met een ander scheidingsteken.",
)
CHANGED_MEANWHILE = Wording(
    "KW-017",
    _E,
    "'{path}' is intussen veranderd, door een andere opdracht of een ander programma.",
    "Er is niets geschreven en wat er nu staat is gebleven; geef de opdracht opnieuw.",
    OutputError,
)

# 1xx: tables and cells ----------------------------------------------------------------------------------------------
MISSING_TABLE = Wording(
    "KW-101",
    _E,
    "De tabel {sheet} ({table}) is niet gevonden.",
    "Zet de gegevens op een blad met de naam {sheet}, met de kolomkoppen in de eerste rij.",
)
EMPTY_TABLE = Wording("KW-102", _E, "De tabel {sheet} bevat geen gegevens.", "Vul ten minste één rij onder de kolomkoppen.")
MISSING_COLUMN = Wording("KW-103", _E, "Kolom '{column}' ontbreekt in {sheet}.", "{suggestion}")
DUPLICATE_HEADER = Wording(
    "KW-104", _E, "De kolom '{column}' staat meer dan eens in {sheet}.", "Verwijder of hernoem de overtollige kolom."
)
UNKNOWN_COLUMN = Wording("KW-105", _I, "De kolom '{column}' in {sheet} wordt niet gebruikt.", "{suggestion}")
REQUIRED_VALUE = Wording("KW-110", _E, "{column} is leeg.", "Vul een waarde in; de rij telt nu niet mee.")
NOT_A_NUMBER = Wording("KW-111", _E, "{column} is geen getal.", "Typ een getal, bijvoorbeeld 1234,56.")
AMBIGUOUS_NUMBER = Wording(
    "KW-112",
    _E,
    "{column}: '{value}' kan zowel duizendtallen als decimalen bevatten.",
    "Maak er in Excel echte getallen van (Gegevens > Tekst naar kolommen).",
)
NOT_A_DATE = Wording("KW-113", _E, "{column} is geen bestaande datum.", "Typ een datum als dd-mm-jjjj.")
AMBIGUOUS_DATE = Wording(
    "KW-114",
    _E,
    "{column}: bij '{value}' is niet te zien wat de dag is en wat de maand.",
    "Maak er in Excel echte datums van, of schrijf jjjj-mm-dd.",
)
ERROR_CELL = Wording("KW-115", _E, "{column} bevat de fout {value}.", "Herstel de formule of maak de cel leeg.")
TOO_SMALL = Wording("KW-116", _E, "{column} is {than} {limit}.", "Geldig is {limit} of {valid}.")
TOO_LARGE = Wording("KW-117", _E, "{column} is {than} {limit}.", "Geldig is {limit} of {valid}.")
NOT_YES_NO = Wording("KW-118", _E, "{column} is geen ja of nee.", "Vul ja of nee in, of laat de cel leeg.")
NOT_A_CHOICE = Wording("KW-119", _E, "{column} heeft een onbekende waarde.", "Kies uit: {choices}.")
DUPLICATE_KEY = Wording(
    "KW-120", _E, "{column} komt al eerder voor, in {first}.", "Elke waarde mag één keer voorkomen; de eerste rij telt."
)
TOTAL_ROW = Wording(
    "KW-121", _W, "Dit lijkt een totaalrij; hij telt niet mee als gegeven.", "Verwijder totaalrijen uit de invoertabel."
)
TOO_LONG = Wording("KW-122", _E, "{column} is langer dan {limit} tekens.", "Kort de tekst in.")
NOT_FINITE = Wording("KW-123", _E, "{column} is geen eindig getal.", "Vul een gewoon getal in of laat de cel leeg.")
SIMILAR_IDS = Wording(
    "KW-124",
    _W,
    "{column}: '{value}' en '{other}' verschillen alleen in voorloopnullen.",
    "Is dit dezelfde klant, schrijf het nummer dan overal gelijk. Nu zijn het er twee.",
)
HIDDEN_ROWS = Wording(
    "KW-125", _I, "Verborgen rijen in {sheet}: {count}; die tellen gewoon mee.", "Verwijder rijen die niet mee moeten tellen."
)
ROWS_BELOW_TABLE = Wording(
    "KW-126",
    _I,
    "Rijen direct onder de tabel {table}: {count}; die tellen mee.",
    "Sleep de hoek van de tabel naar beneden, of laat een lege rij tussen tabel en notities.",
)
ALSO_A_TABLE = Wording(
    "KW-127",
    _I,
    "Het blad {sheet} lijkt ook op de tabel {table}, maar is niet gelezen; {used} is gebruikt.",
    "Zet alle gegevens van deze soort op één blad.",
)
LONG_NUMBER = Wording(
    "KW-128",
    _W,
    "{column}: het getal {value} is langer dan de 15 cijfers die Excel bewaart.",
    "Geef de kolom de opmaak Tekst en vul het nummer opnieuw in; nu kunnen twee nummers gelijk lijken.",
)
MORE_OF_THE_SAME = Wording(
    "KW-199", _I, "Nog {count} keer {code} in {column}.", "Herstel de genoemde cellen en controleer opnieuw."
)

# 2xx: tables among each other, and columns of one row ---------------------------------------------------------------
UNKNOWN_CUSTOMER = Wording(
    "KW-201",
    _W,
    "Klant '{value}' staat niet in het blad Klanten.",
    "Voeg de klant toe; tot dan telt hij mee als eigen klant zonder naam.",
)
UNKNOWN_PRODUCT = Wording(
    "KW-202", _W, "Product '{value}' staat niet in het blad Producten.", "Voeg het product toe; tot dan heeft het geen groep."
)
NO_RATE = Wording("KW-203", _I, "Activiteit '{value}' heeft geen tarief.", "De kostprijs per uur uit de instellingen geldt.")
UNKNOWN_MANAGER = Wording(
    "KW-204",
    _W,
    "Accountmanager '{value}' staat niet in het blad Team.",
    "Voeg hem of haar toe; zonder capaciteit is er geen planning.",
)
CREDIT_WITH_COST = Wording(
    "KW-205",
    _W,
    "Deze creditregel heeft een positieve kostprijs ({value}).",
    "Komen de goederen terug, zet dan een minteken voor de kostprijs; bleven ze weg, vul dan 0 in.",
)
COST_AND_MARGIN_DISAGREE = Wording(
    "KW-206", _E, "Omzet min kostprijs is niet gelijk aan de marge ({value}).", "Vul één van beide in, of herstel het bedrag."
)
FOREIGN_CURRENCY = Wording(
    "KW-207",
    _E,
    "De regel is in {value}; daarvoor is geen wisselkoers.",
    "Geef de koers bij Wisselkoersen, bijvoorbeeld {value}=0,92.",
)
FOREIGN_TURNOVER = Wording(
    "KW-208",
    _W,
    "De omzet in een munt zonder koers is samen {amount}; zij telt in geen bedrag in euro mee.",
    "Geef de koers bij Wisselkoersen; dan sluit ook deze omzet aan.",
)

# 3xx: settings and figures ------------------------------------------------------------------------------------------
INVALID_WEIGHT = Wording(
    "KW-301", _E, "Het gewicht van {name} is geen getal van nul of meer.", "Vul 0 of een positief getal in.", InvalidFigureError
)
NO_WEIGHTS = Wording(
    "KW-302", _E, "Alle gewichten zijn nul.", "Geef ten minste één dimensie een gewicht groter dan nul.", InvalidFigureError
)
BOUNDS_OUT_OF_ORDER = Wording(
    "KW-303",
    _E,
    "De Pareto-grenzen {bound_a} en {bound_b} kloppen niet.",
    "Grens A moet ten minste 0 % zijn, grens B ten minste grens A en hoogstens 100 %.",
    InvalidFigureError,
)
NOT_A_COMPARISON = Wording(
    "KW-304",
    _E,
    "De paarsgewijze vergelijking heeft {rows} rijen en {columns} kolommen.",
    "Gebruik een vierkante tabel van 1 tot en met 10 onderdelen.",
    InvalidFigureError,
)
NOT_POSITIVE_COMPARISON = Wording(
    "KW-305",
    _E,
    "De vergelijking in rij {row}, kolom {column} is geen positief getal.",
    "Vul een getal in van 1/9 (veel minder belangrijk) tot 9 (veel belangrijker).",
    InvalidFigureError,
)
NOT_RECIPROCAL = Wording(
    "KW-306",
    _E,
    "De vergelijkingen in rij {row}, kolom {column} en in rij {column}, kolom {row} zijn niet elkaars omgekeerde.",
    "Staat er 3 in de ene cel, dan hoort 1/3 in de andere; op de diagonaal staat overal 1.",
    InvalidFigureError,
)
INCONSISTENT_COMPARISON = Wording(
    "KW-307",
    _W,
    "De paarsgewijze vergelijking spreekt zichzelf tegen: de consistentieratio is {ratio}.",
    "Herzie de vergelijkingen tot de ratio onder 0,10 komt.",
)
INVALID_CURRENCY_RATE = Wording(
    "KW-311", _E, "Wisselkoersen: '{part}' is niet te begrijpen.", "Schrijf bijvoorbeeld USD=0,92; GBP=1,17.", InvalidFigureError
)
INVALID_SETTING = Wording("KW-321", _E, "{cell}: '{value}' kan niet voor de instelling '{label}'.", "Geldig is: {valid}.")
SETTINGS_DISAGREE = Wording(
    "KW-322", _E, "De instellingen spreken elkaar tegen: {reason}.", "Pas ze aan op het blad Instellingen of in de opdracht."
)

# 4xx: the analysis --------------------------------------------------------------------------------------------------
NO_LINES_IN_PERIOD = Wording(
    "KW-401", _E, "Er zijn geen regels van {start} tot en met {end}.", "Kies een andere periode, of maak Periode van en tot leeg."
)
NOTHING_TO_ANALYSE = Wording(
    "KW-402", _E, "Er is geen enkele bruikbare factuurregel.", "Herstel de fouten met: klantwaarde controleer."
)
NOBODY_IS_KNOWN = Wording(
    "KW-411",
    _E,
    "Van geen enkele factuurregel is de klant bekend: alle omzet staat onder '{customer}'.",
    "Gebruik een bron die de klant noemt (een export van factuurregels, e-facturen), of vul bij de regels het klantnummer in.",
)
LOW_COVERAGE = Wording(
    "KW-403",
    _W,
    "Klanten van wie voor minder dan 80 % van de omzet een kostprijs bekend is: {count} ({value}).",
    "Hun nettobijdrage blijft leeg; vul Kostprijs of Marge in, of Kostprijs per stuk bij Producten.",
)
NO_COST = Wording(
    "KW-404",
    _W,
    "Er zijn geen kostprijzen: marge en nettobijdrage zijn onbekend.",
    "Vul Kostprijs of Marge bij de regels in, of Kostprijs per stuk bij Producten.",
)
NO_EFFORT = Wording(
    "KW-405",
    _I,
    "Zonder inspanning: er zijn geen uren en geen drijvers, dus tijd telt niet mee.",
    "Vul het blad Inspanning, of geef bij Tarieven een drijver met minuten per stuk.",
)
NOTHING_POSITIVE = Wording(
    "KW-406",
    _W,
    "Geen enkele klant heeft een positieve {measure}: iedereen valt in klasse C.",
    "Kies een andere Pareto-maat of periode.",
)
SHORT_PREVIOUS_PERIOD = Wording(
    "KW-407",
    _I,
    "De gegevens beginnen op {value}; de vorige periode is dus niet volledig.",
    "Vergelijk met beleid, of lever oudere regels aan.",
)
NO_PREVIOUS_PERIOD = Wording(
    "KW-408",
    _I,
    "De gegevens beginnen op {value}; er is geen vorige periode om mee te vergelijken.",
    "Lever oudere regels aan om verloop, nieuwe en verloren klanten te zien.",
)
NOT_ASSIGNED = Wording(
    "KW-410",
    _W,
    "Van {value} ingelezen omzet{share} is de klant niet bekend; aantal regels onder '{customer}': {count}.",
    "Deze omzet sluit aan maar telt niet mee in het oordeel; zet bij die regels het klantnummer om haar toe te wijzen.",
)
NOT_A_FRACTION = Wording(
    "KW-440", _E, "{name} is {value} en moet tussen 0 en 1 liggen.", "Pas de instelling aan.", InvalidFigureError
)
NOT_POSITIVE = Wording("KW-441", _E, "{name} is {value} en moet groter dan 0 zijn.", "Pas de instelling aan.", InvalidFigureError)
UNEQUAL_LENGTHS = Wording(
    "KW-442",
    _E,
    "{first} en {second} hebben niet evenveel waarden.",
    "Kies twee bereiken van gelijke lengte.",
    InvalidFigureError,
)
COLUMN_NOT_THERE = Wording(
    "KW-443", _E, "De berekening mist het gegeven '{column}'.", "Voeg het toe aan de invoer.", InvalidFigureError
)

# 5xx: importing -----------------------------------------------------------------------------------------------------
_WHICH_ACCOUNTS = "Typ de omzetrekeningen, bijvoorbeeld 8000, 8010."
_WHICH_RATE = "Typ de koers in euro per eenheid, bijvoorbeeld {currency}=0,92."
_WHICH_COLUMN = "Typ het veld en de kop, bijvoorbeeld Omzet=Bedrag."

UNKNOWN_SOURCE = Wording(
    "KW-501",
    _E,
    "Van '{path}' is niet te herkennen wat het is.",
    "Geef een export (.csv, .xlsx), een auditfile (.xaf) of e-facturen (.xml, .zip), of noem de soort met --soort.",
)
WRONG_ENCODING = Wording(
    "KW-502",
    _E,
    "'{path}' noemt de codering {declared}, maar regel {line} bevat tekens die daarin niet kunnen.",
    "Maak het bestand opnieuw aan, of importeer met --codering windows-1252 en controleer daarna de namen met accenten.",
    question="Typ de codering, bijvoorbeeld windows-1252; controleer daarna de namen met accenten.",
)
BROKEN_XML = Wording(
    "KW-503",
    _E,
    "'{path}' is geen geldige XML: regel {line}: {reason}.",
    "Maak het bestand opnieuw aan; is het afgebroken tijdens het maken of kopiëren?",
)
NOT_AN_AUDIT_FILE = Wording(
    "KW-504",
    _E,
    "'{path}' is XML, maar geen auditfile: het begint met <{root}>.",
    "Maak in het boekhoudpakket een auditfile (XAF).",
)
NO_LEDGER = Wording(
    "KW-505",
    _E,
    "'{path}' bevat geen grootboekrekeningen.",
    "Is dit een vervolgbestand, geef dan alle delen samen op; het eerste deel bevat de rekeningen.",
)
NO_REVENUE_ACCOUNTS = Wording(
    "KW-506",
    _E,
    "In '{path}' is geen omzetrekening gevonden.",
    "Noem de omzetrekeningen zelf met --omzetrekening, bijvoorbeeld --omzetrekening 8000.",
    question=_WHICH_ACCOUNTS,
)
BAD_LEDGER_LINE = Wording(
    "KW-507",
    _E,
    "'{path}': in de boeking {transaction} is {what} niet te lezen.",
    "Het bestand is niet gelezen: zonder deze regel sluit het niet aan. Maak de auditfile opnieuw aan.",
)
ENCRYPTED_AUDIT_FILE = Wording(
    "KW-508", _E, "'{path}' is versleuteld.", "Maak de auditfile opnieuw aan zonder versleuteling (.xaf)."
)
PART_MISSING = Wording(
    "KW-509",
    _E,
    "Van de gesplitste auditfile '{path}' zijn niet alle delen opgegeven: deel {missing} van {total} ontbreekt.",
    "Geef alle delen samen op.",
)
LEDGER_TOTALS_DIFFER = Wording(
    "KW-510",
    _W,
    "'{path}' noemt als totaal {declared}, maar de boekingen tellen op tot {read}.",
    "De auditfile spreekt zichzelf tegen; controleer of hij volledig is.",
)
UNASSIGNED_REVENUE = Wording(
    "KW-511",
    _W,
    "{amount} omzet is aan geen klant toe te wijzen (aantal regels: {lines}; vooral in {journals}).",
    "Deze omzet staat onder '{customer}': zij sluit aan, maar telt niet mee in de beoordeling van klanten.",
)
CLOSING_PERIODS = Wording(
    "KW-512",
    _W,
    "{amount} van de omzet staat in periode 13 of later.",
    "Dat zijn meestal afsluitboekingen; controleer of ze de omzet niet tegenboeken.",
)
NO_REVENUE_LINES = Wording(
    "KW-513", _E, "'{path}' bevat geen boekingen op omzetrekeningen.", "Controleer het jaar en de gekozen omzetrekeningen."
)
JOURNALS_LEFT_OUT = Wording(
    "KW-514",
    _I,
    "Omzetregels uit {journals} die niet zijn overgenomen: {lines} ({amount}).",
    "Loonjournaals worden nooit overgenomen.",
)
FOREIGN_LEDGER = Wording(
    "KW-515",
    _E,
    "'{path}' is een administratie in {currency}, niet in EUR.",
    "Geef de koers op met --koers {currency}=..., het aantal euro voor één {currency}.",
    question=_WHICH_RATE,
)
CONFIRM_ACCOUNTS = Wording(
    "KW-516",
    _W,
    "De omzetrekeningen zijn gekozen op nummer en naam, omdat de auditfile geen RGS-codes heeft: {accounts}.",
    "Klopt dit niet, noem ze dan zelf met --omzetrekening.",
    question=_WHICH_ACCOUNTS,
)
ROUNDED_AMOUNTS = Wording(
    "KW-517",
    _W,
    "Bedragen met meer dan twee decimalen, per regel afgerond op centen: {count}.",
    "Controleer het totaal.",
)
NO_AUDIT_FILE = Wording(
    "KW-518", _E, "'{path}' bevat geen auditfile, of ook ander XML.", "Zet in de zip alleen auditfiles (.xaf)."
)
UNLISTED_ACCOUNTS = Wording(
    "KW-519",
    _W,
    "Boekingen op rekeningen die het grootboek van de auditfile niet noemt ({accounts}): {count}, samen {amount} credit.",
    "Ze tellen niet mee als omzet. Laat de auditfile opnieuw maken, of kies de rekening als omzetrekening.",
)
INVOICE_OTHER_SYNTAX = Wording(
    "KW-520",
    _E,
    "'{path}' is een e-factuur in CII (CrossIndustryInvoice); alleen UBL wordt gelezen.",
    "Vraag de factuur op als UBL 2.1 (SI-UBL 2.0 of Peppol BIS 3.0).",
)
NOT_AN_INVOICE = Wording(
    "KW-521", _E, "'{path}' is XML, maar geen UBL-factuur of creditnota: het begint met <{root}>.", "Laat dit bestand weg."
)
INVOICE_CURRENCY = Wording(
    "KW-522",
    _E,
    "'{path}' is een factuur in {currency}.",
    "Geef de koers op met --koers {currency}=..., het aantal euro voor één {currency}.",
    question=_WHICH_RATE,
)
INVOICE_DOES_NOT_ADD_UP = Wording(
    "KW-523",
    _E,
    "'{path}': de regels tellen op tot {lines}, maar de factuur noemt {declared} exclusief btw.",
    "De factuur is niet overgenomen. Vraag een juiste factuur op.",
)
INVOICE_INCOMPLETE = Wording("KW-524", _E, "'{path}': de factuur heeft geen {what}.", "De factuur is niet overgenomen.")
NO_INVOICES = Wording("KW-525", _E, "'{path}' bevat geen e-facturen.", "Kies een map of zip met .xml-bestanden.")
BAD_INVOICE_VALUE = Wording("KW-526", _E, "'{path}': {what} heeft een ongeldige waarde.", "De factuur is niet overgenomen.")
SAME_INVOICE_TWICE = Wording(
    "KW-527", _W, "'{path}' is dezelfde factuur als '{other}' en is overgeslagen.", "Verwijder het dubbele bestand."
)
SAME_NUMBER = Wording(
    "KW-528",
    _W,
    "Nummer {number} van verkoper {seller} staat in {count} verschillende bestanden: {files}. Zij tellen alle mee.",
    "Een verkoper geeft een nummer één keer; is het dezelfde factuur, laat dan de andere bestanden weg.",
)
AMBIGUOUS_HEADER = Wording(
    "KW-530",
    _E,
    "De kolom '{header}' in '{path}' kan {meanings} zijn.",
    "Kies zelf: {options}.",
    question="Kies zelf: {choices}. Typ een ervan.",
)
MISSING_FIELD = Wording(
    "KW-531",
    _E,
    "In '{path}' is geen kolom gevonden voor {field}. Gelezen koppen: {headers}.",
    "{suggestion}Wijs een kolom aan met --kolom {field}=Kop.",
    question="{suggestion}Typ {field}= en dan de kop van de kolom.",
)
UNKNOWN_FIELD = Wording(
    "KW-532",
    _E,
    "Het veld '{field}' bestaat niet.",
    "Kies uit: {fields}.",
    question=f"Kies uit: {{fields}}. {_WHICH_COLUMN}",
)
NO_SUCH_HEADER = Wording(
    "KW-533",
    _E,
    "De kolom '{header}' staat niet in '{path}'.",
    "Gelezen koppen: {headers}.",
    question=f"Gelezen koppen: {{headers}}. {_WHICH_COLUMN}",
)
TWO_COLUMNS_FOR_FIELD = Wording(
    "KW-534",
    _E,
    "In '{path}' kunnen de kolommen {headers} alle {field} zijn.",
    "Kies er een met --kolom {field}=Kop.",
    question="Typ {field}= en dan de kop die u kiest.",
)
UNKNOWN_SIDE = Wording(
    "KW-535", _E, "{column}, rij {row}, is geen debet of credit.", "Verwacht wordt D of C, debet of credit, of S of H."
)
INCLUDES_VAT = Wording(
    "KW-536",
    _E,
    "'{path}' heeft alleen een bedrag inclusief btw ('{header}').",
    "Maak een export met het bedrag exclusief btw; btw wordt niet teruggerekend.",
)
OTHER_ACCOUNTS = Wording(
    "KW-537",
    _I,
    "Regels van '{path}' op andere rekeningen dan {accounts}, en daarom niet overgenomen: {count}.",
    "Noem ook die rekeningen als er omzet op staat.",
)
EMPTY_EXPORT = Wording("KW-538", _E, "'{path}' bevat geen regels met gegevens.", "Kies een andere periode of een ander bestand.")
ALREADY_IMPORTED = Wording("KW-540", _I, "'{path}' staat al in de werkmap en is overgeslagen.", "")
OVERLAP = Wording(
    "KW-541",
    _W,
    "Regels van '{path}' die al in de werkmap staan en niet nog eens zijn toegevoegd: {count}.",
    "Exports die elkaar overlappen worden regel voor regel vergeleken.",
)
TOO_MANY_ROWS = Wording(
    "KW-542",
    _E,
    "Met deze import krijgt {sheet} {rows} rijen; een werkblad kan er {limit} hebben.",
    "Importeer een kortere periode.",
)
NO_SUCH_TABLE = Wording(
    "KW-543", _E, "De werkmap '{path}' heeft geen tabel {table}.", "Maak een nieuwe werkmap met klantwaarde nieuw."
)
UNSUPPORTED_WORKBOOK = Wording(
    "KW-544",
    _E,
    "De tabel {table} in '{path}' kan niet worden aangevuld: {reason}.",
    "Kopieer de gegevens naar een nieuwe werkmap (klantwaarde nieuw).",
)
SOURCE_FAILED = Wording("KW-545", _E, "Niet overgenomen ({code}): {reason}", "{hint}")
LEDGER_EXPORT = Wording(
    "KW-546",
    _E,
    "'{path}' is een lijst van boekingen met grootboekrekeningen.",
    "Noem de omzetrekeningen met --omzetrekening, of importeer een auditfile (XAF): die weet het zelf.",
    question=_WHICH_ACCOUNTS,
)
SIDE_READ_AS = Wording(
    "KW-547", _I, "In '{path}' is het teken van het bedrag bepaald door '{column}': {meaning}.", "Controleer het totaal."
)
COLUMN_TO_CHOOSE = Wording(
    "KW-548", _I, "De kolom '{header}' in '{path}' kan {meanings} zijn en is niet gebruikt.", "Kies zelf: {options}."
)
CHOICES_REUSED = Wording(
    "KW-549",
    _I,
    "Voor '{path}' zijn de onthouden kolommen gebruikt: {columns}.",
    "Wijs met --kolom een andere kolom aan als dat niet meer klopt.",
)
PRICE_TIMES_QUANTITY = Wording(
    "KW-550",
    _W,
    "De omzet van '{path}' is berekend als '{price}' maal '{quantity}', omdat er geen kolom met de omzet is.",
    "Controleer het totaal; de prijs moet zonder btw zijn.",
)
CHOICES_UNREADABLE = Wording(
    "KW-551",
    _E,
    "De onthouden kolomkeuzes in '{path}' zijn beschadigd.",
    "Verwijder dat bestand en wijs de kolommen opnieuw aan met --kolom en --onthoud.",
)
KNOWN_ROWS_KEPT = Wording(
    "KW-552",
    _W,
    "Rijen van '{path}' die al in {sheet} staan, met lege cellen waarvoor dit bestand wel een waarde heeft ({columns}): {count}.",
    "Wat in de werkmap staat verandert niet. Vul die cellen zelf, of importeer dit bestand samen met de facturen opnieuw.",
)

NAMELESS_CUSTOMERS = Wording(
    "KW-553",
    _W,
    "Nieuwe klanten van wie de naam niet bekend is: {count} ({customers}).",
    "Vul de namen in het blad Klanten in, of importeer ook een lijst van klanten met nummer en naam.",
)

# 6xx: functions in cells --------------------------------------------------------------------------------------------
ARGUMENT_MISSING = Wording("KW-601", _E, "{argument} ontbreekt.", "Vul dit argument in de formule in.", InvalidFigureError)
UNEQUAL_HEIGHTS = Wording(
    "KW-602",
    _E,
    "Het aantal rijen van {argument} is {count}, dat van {first} is {expected}.",
    "Geef alle kolommen van de formule evenveel rijen.",
    InvalidFigureError,
)
MORE_THAN_ONE_COLUMN = Wording(
    "KW-603", _E, "{argument} is {count} kolommen breed.", "Kies een bereik van één kolom.", InvalidFigureError
)
ARGUMENT_NOT_A_NUMBER = Wording(
    "KW-604", _E, "{argument} is geen getal.", "Typ een getal, bijvoorbeeld 0,8 of 80%.", InvalidFigureError
)
NOT_ONE_CELL = Wording(
    "KW-605", _E, "{argument} is meer dan één cel.", "Verwijs naar één cel of typ een waarde.", InvalidFigureError
)
ARGUMENT_NOT_A_CHOICE = Wording("KW-606", _E, "{argument} '{value}' bestaat niet.", "Kies uit: {choices}.", InvalidFigureError)
WRONG_NUMBER_OF_WEIGHTS = Wording(
    "KW-607",
    _E,
    "Voor {argument} zijn {expected} getallen nodig; het zijn er {count}.",
    "Geef één gewicht per dimensie: omzet, marge, tijd, geld, energie, cultuur, producten.",
    InvalidFigureError,
)
NO_SUCH_ROW = Wording(
    "KW-608", _E, "Rij {row} is leeg of bestaat niet.", "Kies een rij van 1 tot en met {count} met gegevens.", InvalidFigureError
)
GO_TOGETHER = Wording(
    "KW-609", _E, "{first} en {second} horen bij elkaar.", "Vul ze allebei in, of laat ze allebei leeg.", InvalidFigureError
)
CELL_HOLDS_ERROR = Wording(
    "KW-610",
    _E,
    "{argument}, {place}: de cel bevat de fout {value}.",
    "Herstel de formule of maak de cel leeg.",
    InvalidFigureError,
)
CELL_NOT_A_NUMBER = Wording(
    "KW-611", _E, "{argument}, {place}: de cel bevat geen getal.", "Typ een getal, bijvoorbeeld 1234,56.", InvalidFigureError
)
CELL_AMBIGUOUS = Wording(
    "KW-612",
    _E,
    "{argument}, {place}: de tekst kan zowel duizendtallen als decimalen bevatten.",
    "Maak er in Excel een echt getal van (Gegevens > Tekst naar kolommen).",
    InvalidFigureError,
)
NO_OUTCOME = Wording(
    "KW-613", _E, "Hiervoor is geen uitkomst: een nodig gegeven ontbreekt of het totaal is niet positief.", "", InvalidFigureError
)
ARGUMENT_OUT_OF_LIMITS = Wording("KW-614", _E, "{argument} kan niet {value} zijn.", "Geldig is: {valid}.", InvalidFigureError)
NOT_IN_ANALYSIS = Wording(
    "KW-615", _E, "{what} '{value}' komt in deze gegevens niet voor.", "Controleer de schrijfwijze.", InvalidFigureError
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
PYTHON_UNREACHABLE = Wording(
    "KW-690",
    _E,
    "Klantwaarde kan Python niet bereiken; wat al berekend is, blijft leesbaar.",
    "Start installeer.cmd (of 'klantwaarde installeer') opnieuw, of vraag uw beheerder erom. ({reason})",
)
NO_FUNCTIONS_HERE = Wording(
    "KW-691",
    _E,
    "Op een Mac werken de knoppen op het lint, maar de KW_-functies in cellen niet; wat al berekend is, blijft leesbaar.",
    "Gebruik voor de functies Excel onder Windows.",
)
FUNCTION_FAILED = Wording(
    "KW-699",
    _E,
    "{function} is mislukt door een fout in het programma.",
    "Klik op het lint op Diagnose en stuur het logboek mee als u dit meldt.",
)

# 7xx: unsafe files --------------------------------------------------------------------------------------------------
FAR_CELL = Wording(
    "KW-701",
    _E,
    "'{path}' is geweigerd: blad {sheet} loopt tot rij {rows} en kolom {columns}, maar heeft maar {cells} cellen.",
    "Verwijder in Excel de rijen en kolommen ver buiten de gegevens en sla het bestand opnieuw op.",
    UnsafeFileError,
)
ZIP_BOMB = Wording(
    "KW-702",
    _E,
    "'{path}' is geweigerd: het onderdeel {part} is uitgepakt meer dan {ratio} keer zo groot.",
    "Open het niet als u de afzender niet kent. Is het goed, sla het dan in Excel opnieuw op.",
    UnsafeFileError,
)
TOO_LARGE_INFLATED = Wording(
    "KW-703",
    _E,
    "'{path}' is geweigerd: uitgepakt is het groter dan {limit} GB.",
    "Verdeel de gegevens over meer werkmappen.",
    UnsafeFileError,
)
TOO_MANY_PARTS = Wording(
    "KW-704",
    _E,
    "'{path}' is geweigerd: het bestaat uit {count} onderdelen; {limit} is het meeste.",
    "Kopieer de gegevens naar een nieuwe werkmap.",
    UnsafeFileError,
)
UNSAFE_PART_NAME = Wording(
    "KW-705",
    _E,
    "'{path}' is geweigerd: de naam van onderdeel {part} wijst buiten het bestand.",
    "Open het niet als u de afzender niet kent.",
    UnsafeFileError,
)
DUPLICATE_PART = Wording(
    "KW-706",
    _E,
    "'{path}' is geweigerd: het onderdeel {part} staat er meer dan eens in.",
    "Open het niet als u de afzender niet kent. Is het goed, sla het dan in Excel opnieuw op.",
    UnsafeFileError,
)
DOCTYPE_IN_PART = Wording(
    "KW-707",
    _E,
    "'{path}' is geweigerd: het onderdeel {part} bevat een DOCTYPE.",
    "Excel schrijft die nooit. Sla het bestand in Excel opnieuw op.",
    UnsafeFileError,
)
XML_DOCTYPE = Wording(
    "KW-720",
    _E,
    "'{path}' bevat een DOCTYPE en is geweigerd.",
    "Auditfiles en e-facturen hebben die nooit; zo'n bestand kan schade doen. Vraag na waar het vandaan komt.",
    UnsafeFileError,
)
XML_TOO_LARGE = Wording(
    "KW-721",
    _E,
    "'{path}' is geweigerd: {reason}.",
    "Dit komt in echte bestanden niet voor. Vraag na waar het vandaan komt.",
    UnsafeFileError,
)
XML_ENCODING = Wording(
    "KW-722",
    _E,
    "'{path}' gebruikt de codering {declared}; die wordt niet gelezen.",
    "Sla het bestand op als UTF-8.",
    UnsafeFileError,
)

# 8xx: workbook and installation -------------------------------------------------------------------------------------
XLWINGS_DIFFERS = Wording(
    "KW-811",
    _W,
    "De werkmap hoort bij xlwings {workbook}, maar op deze computer staat {installed}.",
    "Start installeer.cmd (of 'klantwaarde installeer') opnieuw: dat zet de werkmap van uw versie naast deze.",
)
WORKBOOK_DIFFERS = Wording(
    "KW-812",
    _W,
    "De werkmap is van versie {workbook}, het programma van versie {installed}.",
    "Start installeer.cmd (of 'klantwaarde installeer') opnieuw: dat zet de nieuwe werkmap naast deze; plak uw gegevens daarin.",
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
NO_OFFICE = Wording(
    "KW-821",
    _E,
    "Voor een PDF is LibreOffice nodig, en dat is niet gevonden.",
    "Installeer LibreOffice, of maak de PDF in Excel met de knop PDF op het tabblad Klantwaarde.",
    OutputError,
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

# 9xx: faults of our own ---------------------------------------------------------------------------------------------
DOES_NOT_RECONCILE = Wording(
    "KW-901",
    _E,
    "De omzet sluit niet aan: gelezen {read}, verantwoord {explained}.",
    "Dit is een fout in het programma; meld hem met het blad Controle erbij.",
    ReconciliationError,
)
PROGRAM_FAULT = Wording(
    "KW-902",
    _E,
    "De opdracht is gestopt door een fout in het programma ({kind} in {place}).",
    "Wat er stond, staat er nog. Meld deze regel; er staan geen gegevens van klanten in.",
    KlantwaardeError,
)
OUT_OF_MEMORY = Wording(
    "KW-903",
    _E,
    "Er is te weinig geheugen voor deze werkmap.",
    "Sluit andere programma's, gebruik 64-bits Python of verdeel de regels over meer werkmappen.",
    KlantwaardeError,
)

CATALOGUE: dict[str, Wording] = {entry.code: entry for entry in list(globals().values()) if isinstance(entry, Wording)}
"""Every wording by its code."""


def reason_of(problem: OSError) -> str:
    """Return in Dutch why the system refused a file, without its path (that says who and where).

    >>> reason_of(PermissionError(13, "Permission denied"))
    'het staat nog open in een ander programma, of u hebt daar geen rechten'
    """
    if isinstance(problem, FileNotFoundError):
        return "de map bestaat niet"
    if isinstance(problem, NotADirectoryError | IsADirectoryError | FileExistsError):
        return "op die plaats staat geen bestand maar een map, of andersom"
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "de schijf is vol"
    if problem.errno == errno.EFBIG:
        return "het bestand wordt groter dan daar mag"
    if problem.errno == errno.EROFS:
        return "de schijf kan alleen worden gelezen"
    if isinstance(problem, PermissionError):
        return "het staat nog open in een ander programma, of u hebt daar geen rechten"
    return f"het besturingssysteem meldt fout {problem.errno}"


def origin_of(problem: BaseException) -> str:
    """Return where a fault of our own arose, innermost first, at most three places: files and lines, never what was in them.

    >>> try:
    ...     int("Jansen BV")
    ... except ValueError as fault:
    ...     origin_of(fault).endswith(":2")
    True
    """
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
