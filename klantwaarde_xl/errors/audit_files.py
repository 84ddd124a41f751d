"""Wordings KW-502 to KW-528: audit files and e-invoices."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

_WHICH_ACCOUNTS = "Typ de omzetrekeningen, bijvoorbeeld 8000, 8010."
_WHICH_RATE = "Typ de koers in euro per eenheid, bijvoorbeeld {currency}=0,92."

WRONG_ENCODING = Wording(
    "KW-502",
    _E,
    "'{path}' noemt de codering {declared}, maar regel {line} bevat tekens die daarin niet kunnen.",
    (
        "Maak het bestand opnieuw aan, of importeer met --codering windows-1252 en controleer daarna de "
        "namen met accenten."
    ),
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
    (
        "Van de gesplitste auditfile '{path}' zijn niet alle delen opgegeven: deel {missing} van {total} "
        "ontbreekt."
    ),
    "Geef alle delen samen op.",
)
PART_TWICE = Wording(
    "KW-587",
    _E,
    "Deel {number} van {total} van de gesplitste auditfile '{path}' is meer dan één keer opgegeven.",
    "Geef elk deel één keer op, en de delen van een andere auditfile in een aparte opdracht.",
)
MORE_THAN_ONE = Wording(
    "KW-586",
    _E,
    "'{path}' bevat meer dan één {what}: '{one}' en '{other}'. Een auditfile gaat over één {what}.",
    "Maak per administratie en boekjaar een auditfile, en geef alleen de delen van één auditfile samen op.",
)
FAR_OUTSIDE_YEAR = Wording(
    "KW-588",
    _E,
    "{amount} van de omzet heeft een datum ver buiten het boekjaar ({year}): {invoices}.",
    "De datum telt, dus dit is omzet van een ander jaar dan in de boekhouding. Laat de datums herstellen.",
)
OUTSIDE_YEAR = Wording(
    "KW-589",
    _W,
    "{amount} van de omzet heeft een datum net buiten het boekjaar ({year}): {invoices}.",
    "De datum telt, dus deze omzet valt in een ander jaar dan in de boekhouding.",
)
LEDGER_TOTALS_DIFFER = Wording(
    "KW-510",
    _E,
    "'{path}' noemt als totaal {declared}, maar de boekingen tellen op tot {read}.",
    "De auditfile spreekt zichzelf tegen; controleer of hij volledig is.",
)
LEDGER_LINES_DIFFER = Wording(
    "KW-581",
    _E,
    "'{path}' noemt {declared} regels, maar bevat er {read}, samen {amount} aan debet en credit.",
    "De auditfile is niet volledig of veranderd; maak hem opnieuw.",
)
LEDGER_CONFLICT = Wording(
    "KW-582",
    _W,
    "Boekhouding heeft voor {when} al {typed}; volgens '{path}' is het {value}.",
    "Er is niets veranderd. Klopt de auditfile, maak die cel leeg en importeer met --tabel boekhouding.",
)
NO_LEDGER_SHEET = Wording(
    "KW-583",
    _I,
    "De werkmap heeft geen blad Boekhouding; de omzet volgens het grootboek is niet overgenomen.",
    "Een nieuwe werkmap (klantwaarde nieuw) heeft dat blad; daarop sluit de omzet aan op de boekhouding.",
)
UNBALANCED_TRANSACTIONS = Wording(
    "KW-580",
    _E,
    "In '{path}' zijn boekingen niet in evenwicht ({transactions}): {count}, met een verschil van {amount}.",
    "Debet en credit van een boeking zijn gelijk; maak de auditfile opnieuw, of vraag de boekhouder ernaar.",
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
    "KW-513",
    _E,
    "'{path}' bevat geen boekingen op omzetrekeningen.",
    "Controleer het jaar en de gekozen omzetrekeningen.",
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
    "KW-518",
    _E,
    "'{path}' bevat geen auditfile, of ook ander XML.",
    "Zet in de zip alleen auditfiles (.xaf).",
)
UNLISTED_ACCOUNTS = Wording(
    "KW-519",
    _W,
    (
        "Boekingen op rekeningen die het grootboek van de auditfile niet noemt ({accounts}): {count}, samen "
        "{amount} credit."
    ),
    "Ze tellen niet mee als omzet. Laat de auditfile opnieuw maken, of kies de rekening als omzetrekening.",
)
INVOICE_OTHER_SYNTAX = Wording(
    "KW-520",
    _E,
    "'{path}' is een e-factuur in CII (CrossIndustryInvoice); alleen UBL wordt gelezen.",
    "Vraag de factuur op als UBL 2.1 (SI-UBL 2.0 of Peppol BIS 3.0).",
)
NOT_AN_INVOICE = Wording(
    "KW-521",
    _E,
    "'{path}' is XML, maar geen UBL-factuur of creditnota: het begint met <{root}>.",
    "Laat dit bestand weg.",
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
INVOICE_INCOMPLETE = Wording(
    "KW-524", _E, "'{path}': de factuur heeft geen {what}.", "De factuur is niet overgenomen."
)
CREDIT_NEGATIVE = Wording(
    "KW-560",
    _W,
    "'{path}' is een creditnota met een negatief bedrag ({value}); een creditnota telt negatief.",
    "Controleer of dit een correctie op een creditnota is.",
)
NOT_TURNOVER = Wording(
    "KW-561",
    _W,
    "'{path}' is geen omzet ({what}, {value}) en is niet overgenomen.",
    "Importeer de definitieve factuur.",
)
PREPAYMENT_SETTLED = Wording(
    "KW-562",
    _I,
    "Op '{path}' is het voorschot van factuur {numbers} verrekend: {value}.",
    "Het voorschot telde al mee als omzet.",
)
PREPAYMENT_UNKNOWN = Wording(
    "KW-563",
    _W,
    "'{path}' noemt {value} als vooruitbetaald; de voorschotfactuur daarvan is hier niet bij.",
    "Is het voorschot al als omzet ingelezen, dan telt dat deel nu dubbel.",
)
PURCHASE_INVOICES = Wording(
    "KW-564",
    _E,
    "Dit lijken inkoopfacturen: {sellers} verkopers en één koper ('{buyer}').",
    "Zijn het toch verkoopfacturen, geef dan --verkoop.",
    question="Zij kunnen verkopen van meer administraties zijn. Typ ja om ze over te nemen.",
)
SAME_NAME_OTHER_NUMBER = Wording(
    "KW-565",
    _W,
    "Klant '{one}' en klant '{other}' hebben dezelfde naam ('{value}') en geen nummer gemeen.",
    "Is dit dezelfde klant, gebruik dan één nummer.",
)
CREDIT_BY_CODE = Wording(
    "KW-566",
    _I,
    "'{path}' is een factuur met soort {type}, een creditnota; zij telt als {value}.",
    "Controleer het totaal.",
)
NO_INVOICES = Wording(
    "KW-525", _E, "'{path}' bevat geen e-facturen.", "Kies een map of zip met .xml-bestanden."
)
BAD_INVOICE_VALUE = Wording(
    "KW-526", _E, "'{path}': {what} heeft een ongeldige waarde.", "De factuur is niet overgenomen."
)
SAME_INVOICE_TWICE = Wording(
    "KW-527",
    _W,
    "'{path}' is dezelfde factuur als '{other}' en is overgeslagen.",
    "Verwijder het dubbele bestand.",
)
SAME_NUMBER = Wording(
    "KW-528",
    _W,
    (
        "Nummer {number} van verkoper {seller} staat in {count} verschillende bestanden: {files}. Zij tellen "
        "alle mee."
    ),
    "Een verkoper geeft een nummer één keer; is het dezelfde factuur, laat dan de andere bestanden weg.",
)
RELATION_RENAMED = Wording(
    "KW-591",
    _W,
    "Nummer {value} heeft in de auditfile twee namen, '{name}' en '{other}'; gebruikt is '{name}'.",
    "Zijn het twee klanten, geef ze in de boekhouding dan elk een nummer; hun omzet staat nu bij elkaar.",
)
