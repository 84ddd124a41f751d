"""Wordings KW-1xx: tables and cells."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

MISSING_TABLE = Wording(
    "KW-101",
    _E,
    "De tabel {sheet} ({table}) is niet gevonden.",
    (
        "Zet de gegevens op een blad met de naam {sheet}, met de koppen in de eerste rij; een export van "
        "een ander pakket neemt u over met: klantwaarde importeer."
    ),
)
EMPTY_TABLE = Wording(
    "KW-102", _E, "De tabel {sheet} bevat geen gegevens.", "Vul ten minste één rij onder de kolomkoppen."
)
MISSING_COLUMN = Wording("KW-103", _E, "Kolom '{column}' ontbreekt in {sheet}.", "{suggestion}")
DUPLICATE_HEADER = Wording(
    "KW-104",
    _E,
    "De kolom '{column}' staat meer dan eens in {sheet}.",
    "Verwijder of hernoem de overtollige kolom.",
)
UNKNOWN_COLUMN = Wording("KW-105", _I, "De kolom '{column}' in {sheet} wordt niet gebruikt.", "{suggestion}")
UNKNOWN_COLUMNS = Wording(
    "KW-159",
    _I,
    "In {sheet} worden meer kolommen niet gebruikt, vanaf '{column}': {count}.",
    "Horen zij niet in het blad, verwijder ze dan; het lezen gaat er vlugger van.",
)
RIVAL_COLUMN = Wording(
    "KW-106",
    _W,
    "Ook '{header}' in {sheet} kan {column} zijn; gebruikt is '{used}' ({place}).",
    "Bedoelt u de andere kolom, noem die dan '{column}'.",
)
RIVAL_COLUMNS = Wording(
    "KW-107",
    _E,
    "In {sheet} kunnen de kolommen {headers} alle {column} zijn.",
    "Noem de kolom die u bedoelt '{column}'.",
)
REQUIRED_VALUE = Wording("KW-110", _E, "{column} is leeg.", "Vul een waarde in; de rij telt nu niet mee.")
NOT_A_NUMBER = Wording(
    "KW-111", _E, "{column}: '{value}' is geen getal.", "Typ een getal, bijvoorbeeld 1234,56."
)
AMBIGUOUS_NUMBER = Wording(
    "KW-112",
    _E,
    "{column}: '{value}' kan zowel duizendtallen als decimalen bevatten.",
    "Exporteer met twee decimalen (1.234,00), of maak er in Excel echte getallen van.",
)
NOT_A_DATE = Wording(
    "KW-113", _E, "{column}: '{value}' is geen bestaande datum.", "Typ een datum als dd-mm-jjjj."
)
AMBIGUOUS_DATE = Wording(
    "KW-114",
    _E,
    "{column}: bij '{value}' is niet te zien wat de dag is en wat de maand.",
    "Maak er in Excel echte datums van, of schrijf jjjj-mm-dd.",
)
ERROR_CELL = Wording(
    "KW-115", _E, "{column} bevat de fout {value}.", "Herstel de formule of maak de cel leeg."
)
TOO_SMALL = Wording("KW-116", _E, "{column} is {than} {limit}.", "Geldig is {limit} of {valid}.")
TOO_LARGE = Wording("KW-117", _E, "{column} is {than} {limit}.", "Geldig is {limit} of {valid}.")
NOT_YES_NO = Wording("KW-118", _E, "{column} is geen ja of nee.", "Vul ja of nee in, of laat de cel leeg.")
NOT_A_CHOICE = Wording("KW-119", _E, "{column} heeft een onbekende waarde.", "Kies uit: {choices}.")
DUPLICATE_KEY = Wording(
    "KW-120",
    _E,
    "{column}: '{value}' komt al eerder voor, in {first}; alleen die rij telt.",
    "Verwijder deze rij, of geef haar een eigen {column}.",
)
TOTAL_ROW = Wording(
    "KW-121",
    _W,
    "Dit lijkt een totaalrij; hij telt niet mee als gegeven.",
    "Verwijder totaalrijen uit de invoertabel.",
)
TOO_LONG = Wording("KW-122", _E, "{column} is langer dan {limit} tekens.", "Kort de tekst in.")
NOT_FINITE = Wording(
    "KW-123", _E, "{column} is geen eindig getal.", "Vul een gewoon getal in of laat de cel leeg."
)
SIMILAR_IDS = Wording(
    "KW-124",
    _W,
    "{column}: '{value}' en '{other}' verschillen alleen in {difference}.",
    "Is dit hetzelfde, schrijf het nummer dan overal gelijk{merge}. Nu zijn het er twee.",
)
OR_MERGE = ", of zet ze bij elkaar op het blad Samenvoegen (tblSamenvoegen)"
"""What the hint of SIMILAR_IDS says of customer numbers beside that."""
HIDDEN_ROWS = Wording(
    "KW-125",
    _I,
    "Verborgen rijen in {sheet}: {count}; die tellen gewoon mee.",
    "Verwijder rijen die niet mee moeten tellen.",
)
ROWS_BELOW_TABLE = Wording(
    "KW-126",
    _I,
    "Rijen direct onder de tabel {table}: {count}; die tellen mee.",
    "Sleep de hoek van de tabel naar beneden, of laat een lege rij tussen tabel en notities.",
)
LONG_NUMBER = Wording(
    "KW-128",
    _W,
    "{column}: het getal {value} is langer dan de 15 cijfers die Excel bewaart.",
    "Geef de kolom de opmaak Tekst en vul het nummer opnieuw in; nu kunnen twee nummers gelijk lijken.",
)
DATES_IN_UTC = Wording(
    "KW-129",
    _W,
    "Alle tijden in {column} zijn 22:00 of 23:00 uur UTC ({value}); geteld is de Nederlandse dag erna.",
    "Controleer een paar datums; exporteer anders zonder tijd.",
)
DATES_BEFORE_MIDNIGHT = Wording(
    "KW-130",
    _W,
    "Alle tijden in {column} vallen in de laatste minuut van de dag; geteld is de dag erna.",
    "Controleer een paar datums; exporteer anders zonder tijd.",
)
DATES_LATE = Wording(
    "KW-131",
    _W,
    "Alle tijden in {column} zijn 22:00 of 23:00 uur ({value}); is dat UTC, dan is elke dag er een te vroeg.",
    "Exporteer zonder tijd als de datums een dag te vroeg zijn.",
)
CUT_OFF_ID = Wording(
    "KW-132",
    _E,
    "{column}: '{value}' is een lang nummer waarvan Excel cijfers heeft weggelaten; cellen: {count}.",
    "Exporteer opnieuw en open het bestand niet in Excel voor u het inleest; nu kunnen nummers samenvallen.",
)
CREDIT_BY_TYPE = Wording(
    "KW-133",
    _W,
    "Creditregels volgens hun soort ({words}) die positief waren, tellen negatief: {count}, samen {value}.",
    "Controleer het totaal.",
)
CREDIT_SIGNS_DIFFER = Wording(
    "KW-134",
    _E,
    "Van de creditregels ({words}) waren er {count} positief en andere negatief; alle tellen negatief.",
    "Controleer welke tekens kloppen en exporteer opnieuw.",
)
NO_TURNOVER_BY_TYPE = Wording(
    "KW-135",
    _W,
    "Regels die geen omzet zijn volgens hun soort of status ({words}): {count}, samen {value}.",
    "Controleer of dat klopt.",
)
CREDIT_BY_SIDE = Wording(
    "KW-136",
    _W,
    "Creditregels volgens de kolom '{header}' ({words}) tellen negatief: {count}, samen {value}.",
    "Controleer het totaal; verwijder de kolom als de bedragen al het goede teken hebben.",
)
UNUSED_CURRENCY = Wording(
    "KW-137",
    _E,
    "'{header}' in {sheet} noemt munten ({currencies}) en wordt niet gebruikt: {amount} is als euro geteld.",
    "Noem de kolom 'Valuta' en geef de koers bij Wisselkoersen; staan alle bedragen in euro, verwijder haar.",
)
UNUSED_CREDIT = Wording(
    "KW-138",
    _E,
    "Positieve regels die volgens '{header}' ({word}) credit of retour zijn: {count}, samen {value}.",
    "Zijn het creditregels, noem de kolom dan 'Soort' of maak de bedragen negatief; nu tellen ze positief.",
)
CREDIT_MENTIONED = Wording(
    "KW-162",
    _W,
    "'{header}' noemt op positieve regels credit of retour ('{word}' bijvoorbeeld): {count}, samen {value}.",
    "Is dat een creditregel, maak het bedrag dan negatief, zoals bij de andere; anders is er niets te doen.",
)
UNUSED_NO_TURNOVER = Wording(
    "KW-163",
    _E,
    "Regels die volgens '{header}' ({word}) geen omzet zijn, tellen mee: {count}, samen {value}.",
    "Noem de kolom 'Status', dan tellen ze niet mee; zijn het gewone facturen, verwijder de kolom.",
)
NAMED_NO_TURNOVER = Wording(
    "KW-170",
    _E,
    "Volgens de naam van '{path}' zijn de regels erin geen omzet, en ze tellen mee: {count}, samen {value}.",
    "Zijn het facturen, geef het bestand dan een andere naam; lees het anders niet in.",
)
NO_EUROS_BY_UNIT = Wording(
    "KW-178",
    _E,
    "Regels die volgens '{header}' ({word}) geen euro's zijn, tellen als omzet: {count}, samen {value}.",
    "Zijn het geen euro's, verwijder die regels: de omzet is dan {otherwise} in plaats van {amount}.",
)
TITLE_NO_TURNOVER = Wording(
    "KW-177",
    _E,
    "Volgens de titel '{title}' zijn de regels eronder geen omzet, en ze tellen mee: {count}, samen {value}.",
    "Zijn het facturen, verander dan de titel; verwijder anders die regels.",
)
AMOUNTS_IN_UNITS = Wording(
    "KW-174",
    _E,
    "Volgens '{title}' staan de bedragen in {unit}: de omzet is nu {value} en zou dan {otherwise} zijn.",
    "Reken de bedragen om naar euro's, of verander de tekst als ze al in euro's zijn.",
)
TITLE_SAYS_VAT = Wording(
    "KW-175",
    _E,
    "Volgens '{title}' zit de btw in de omzet: {count} regels, samen {value}.",
    "Zet het bedrag zonder btw onder Omzet; btw wordt niet teruggerekend.",
)
TITLE_SAYS_CURRENCY = Wording(
    "KW-176",
    _E,
    "Volgens '{title}' staan de bedragen in {currency}; ze tellen als euro: {count} regels, samen {value}.",
    "Zet de munt in een kolom Valuta en geef de koers bij Wisselkoersen.",
)
INCLUDES_TAX = Wording(
    "KW-173",
    _E,
    "Volgens '{header}' zit de btw in de omzet: {count} regels, samen {value}.",
    "Zet het bedrag zonder btw onder Omzet; btw wordt niet teruggerekend.",
)
LINE_OF_TAX = Wording(
    "KW-172",
    _E,
    "Regels die volgens '{header}' ({word}) geen omzet zijn, tellen mee: {count}, samen {value}.",
    "Verwijder ze: btw, saldo's en betalingen zijn geen omzet.",
)
NOT_SOLD = Wording(
    "KW-167",
    _E,
    "Regels waarvan '{header}' '{word}' zegt, tellen als omzet: {count}, samen {value}.",
    "Zijn ze nog geen omzet, verwijder ze dan; anders: verwijder de kolom.",
)
TAKEN_BACK = Wording(
    "KW-165",
    _E,
    "Regels die volgens '{header}' ({word}) zijn teruggenomen, tellen als omzet: {count}, samen {value}.",
    "Zet de creditregels erbij, met een minteken, of verwijder de regels; er staat niets tegenover.",
)
NOT_FINAL = Wording(
    "KW-166",
    _W,
    "Regels die volgens '{header}' ({word}) niet definitief zijn, tellen als omzet: {count}, samen {value}.",
    "Verwijder ze als ze nog geen omzet zijn.",
)
TAKEN_BACK_IN_EUROS = Wording(
    "KW-168",
    _E,
    "Bedragen die volgens '{header}' zijn teruggegeven, gaan niet van de omzet af: {count}, samen {value}.",
    "Zet ze als creditregels erbij, met een minteken, en verwijder de kolom.",
)
LOST_TURNOVER = Wording(
    "KW-139",
    _E,
    "De bedragen onder '{header}' in {sheet} tellen nergens mee; rijen: {count}, samen {value}.",
    (
        "Is het omzet, noem de kolom dan 'Omzet' (of importeer met --tabel transacties); zijn het kosten, "
        "'Kosten'; verwijder haar anders."
    ),
)
UNKNOWN_TYPE = Wording(
    "KW-160",
    _E,
    "Regels van een onbekende soort volgens '{header}' ({words}) tellen als omzet: {count}, samen {value}.",
    "Zijn het creditregels, zet er dan 'Creditnota'; is het geen omzet, verwijder ze; anders: 'Factuur'.",
)
PERCENTAGE = Wording(
    "KW-154",
    _E,
    "{column} is een percentage ({value}) en geen bedrag.",
    "Zet hier het bedrag zelf.",
)
NAMES_A_CURRENCY = Wording(
    "KW-155",
    _E,
    "{column}: '{value}' is een bedrag in een andere munt.",
    "Zet de munt in een kolom Valuta en hier alleen het getal; geef de koers bij Wisselkoersen.",
)
NOTE_ROW = Wording(
    "KW-164",
    _I,
    "Deze regel heeft alleen een tekst; hij telt als opmerking, niet als gegeven.",
    "Hoort hij bij de gegevens, vul de regel dan aan.",
)
NOT_A_MONTH = Wording(
    "KW-169", _E, "{column} is geen maand.", "Typ een dag van de maand, of maand en jaar als 01-2025."
)
MORE_OF_THE_SAME = Wording(
    "KW-199", _I, "Nog {count} keer {code} in {column}.", "Herstel de genoemde cellen en controleer opnieuw."
)
