"""Wordings KW-5xx: importing; those of audit files and e-invoices are in ``audit_files``."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

_WHICH_ACCOUNTS = "Typ de omzetrekeningen, bijvoorbeeld 8000, 8010."
_WHICH_COLUMN = "Typ het veld en de kop, bijvoorbeeld Omzet=Bedrag."

UNKNOWN_SOURCE = Wording(
    "KW-501",
    _E,
    "Van '{path}' is niet te herkennen wat het is.",
    "Geef {kinds}, of noem de soort met --soort.",
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
    "{suggestion}Wijs een kolom aan met --kolom {field}=Kop.{lists}",
    question="{suggestion}Typ {field}= en dan de kop van de kolom{typed}.",
)
ALREADY_IN_EUROS = Wording(
    "KW-585",
    _W,
    "'{header}' in '{path}' is al in euro; de munt in '{column}' hoort bij een ander bedrag en telt niet.",
    "Is het toch die munt, kies dan de andere kolom: --kolom Omzet=Kop.",
)
READ_AS_HOURS = Wording(
    "KW-584",
    _W,
    "'{path}' is gelezen als uren per klant; de bedragen onder '{header}' tellen niet mee: {value}.",
    'Zijn het factuurregels, geef dan --tabel transacties; zijn het kosten, --kolom "Kosten={header}".',
    question="Typ transacties als het factuurregels zijn, of Kosten= en de kop als het kosten zijn.",
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
    "KW-535",
    _E,
    "{column}, rij {row}, is geen debet of credit.",
    "Verwacht wordt D of C, debet of credit, of S of H.",
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
EMPTY_EXPORT = Wording(
    "KW-538", _E, "'{path}' bevat geen regels met gegevens.", "Kies een andere periode of een ander bestand."
)
ALREADY_IMPORTED = Wording(
    "KW-540",
    _I,
    "'{path}' staat al in de werkmap en is overgeslagen.",
    "Kiest u andere kolommen dan de eerste keer, importeer dan in een nieuwe werkmap.",
)
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
    "KW-543",
    _E,
    "De werkmap '{path}' heeft geen tabel {table}.",
    "Maak een nieuwe werkmap met klantwaarde nieuw.",
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
    "KW-547",
    _I,
    "In '{path}' is het teken van het bedrag bepaald door '{column}': {meaning}.",
    "Controleer het totaal.",
)
COLUMN_TO_CHOOSE = Wording(
    "KW-548",
    _I,
    "De kolom '{header}' in '{path}' kan {meanings} zijn en is niet gebruikt.",
    "Kies zelf: {options}.",
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
    "Verwijder dat bestand en wijs de kolommen opnieuw aan.",
)
KNOWN_ROWS_KEPT = Wording(
    "KW-552",
    _W,
    (
        "Rijen van '{path}' die al in {sheet} staan, met lege cellen waarvoor dit bestand wel een waarde "
        "heeft ({columns}): {count}."
    ),
    (
        "Wat in de werkmap staat verandert niet. Vul die cellen zelf, of importeer een lijst van klanten of "
        "producten: die vult lege cellen."
    ),
)

NAMELESS_CUSTOMERS = Wording(
    "KW-553",
    _W,
    "Nieuwe klanten van wie de naam niet bekend is: {count} ({customers}).",
    "Vul de namen in het blad Klanten in, of importeer ook een lijst van klanten met nummer en naam.",
)
RIVAL_EXPORT_COLUMN = Wording(
    "KW-554",
    _W,
    "Ook de kolom '{header}' in '{path}' kan {field} zijn; gebruikt is '{used}'.",
    'Bedoelt u de andere kolom, kies die dan: --kolom "{field}={header}".',
)
DISCOUNT_TO_CHOOSE = Wording(
    "KW-555",
    _E,
    "'{path}' heeft geen kolom met omzet; '{price}' maal '{quantity}' kan, maar er is ook '{discount}'.",
    'Gaat die korting er nog af, geef dan --kolom "Korting={discount}"; anders --kolom Omzet=Kop.',
    question="De korting kan er nog af moeten. Typ Korting={discount}, of Omzet= en de kop van het bedrag.",
)
PRICE_LESS_DISCOUNT = Wording(
    "KW-556",
    _W,
    "De omzet van '{path}' is berekend als '{price}' maal '{quantity}' min '{discount}'.",
    "Controleer het totaal; de prijs moet zonder btw zijn.",
)
PARTIES_DIFFER = Wording(
    "KW-557",
    _W,
    "Nummers met meer dan één {field} in '{path}': {count} ('{value}' bijvoorbeeld); het vaakste telt.",
    "Controleer het blad {sheet}.",
)
TOTALS_PER_INVOICE = Wording(
    "KW-558",
    _W,
    "'{header}' in '{path}' is het totaal van de factuur; de omzet is '{price}' maal '{quantity}'.",
    "Controleer het totaal.",
)
LINES_REJECTED = Wording(
    "KW-559",
    _W,
    "Regels van '{path}' die niet zijn overgenomen: {count}, samen {value}.",
    "Herstel de genoemde cellen in de bron en importeer opnieuw; de rest komt niet dubbel.",
)
FOLDER_JOINED = Wording(
    "KW-570",
    _I,
    "In '{path}' zijn de regels van {value} aangevuld met {tables}.",
    "Controleer het totaal.",
)
FOLDER_UNUSED = Wording(
    "KW-571",
    _W,
    "In '{path}' zijn bestanden niet gebruikt, omdat zij bij geen regel horen: {tables}.",
    "Importeer ze apart als er gegevens in staan.",
)
NOT_ONE_DATABASE = Wording(
    "KW-572",
    _E,
    "De bestanden in '{path}' hebben geen kolom gemeen waarmee zij bij elkaar horen.",
    "Importeer de bestanden elk apart.",
)
NAME_IS_KEY = Wording(
    "KW-573",
    _W,
    "'{path}' heeft geen klantnummer; de naam in '{header}' geldt als nummer.",
    "Schrijf namen overal gelijk, of exporteer ook het klantnummer.",
)
BLANKS_FILLED = Wording(
    "KW-574",
    _I,
    "Lege cellen van rijen die al in {sheet} staan, zijn met '{path}' gevuld ({columns}); rijen: {count}.",
    "Wat er al stond is niet veranderd.",
)
COST_OF_LINES = Wording(
    "KW-577",
    _W,
    "'{header}' in '{path}' is gelezen als kostprijs van de hele regel: er is geen kolom met aantallen.",
    'Is hij per stuk, exporteer dan ook het aantal en geef --kolom "Kostprijs per stuk={header}".',
)
PERIODS_ACROSS = Wording(
    "KW-578",
    _E,
    "'{path}': de bedragen onder '{first}' t/m '{last}' zijn niet gebruikt; {count} kolommen, {value}.",
    "Is het omzet, zet de perioden dan onder elkaar: één rij per klant en maand, met Datum en Omzet.",
)
PRICE_OF_MANY = Wording(
    "KW-590",
    _E,
    "Volgens '{header}' in '{path}' geldt '{price}' voor meer dan één stuk; prijs maal aantal is te veel.",
    "Exporteer het bedrag per regel zonder btw, of wijs het aan met --kolom Omzet=Kop.",
)
CHOSEN_AMOUNT = Wording(
    "KW-579",
    _E,
    "'{header}' in '{path}' is als {field} in euro's zonder btw gelezen, maar de kop noemt {value}.",
    "Reken de kolom om naar euro's zonder btw, of zet een andere munt in een kolom Valuta.",
)
