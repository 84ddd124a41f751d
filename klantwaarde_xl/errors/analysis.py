"""Wordings KW-4xx: the analysis."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import InvalidFigureError, Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

NO_LINES_IN_PERIOD = Wording(
    "KW-401",
    _E,
    "Er zijn geen regels van {start} tot en met {end}; de regels lopen van {first} tot en met {last}.",
    "Kies een periode daarbinnen, of laat Periode van en Periode tot leeg.",
)
NOTHING_TO_ANALYSE = Wording(
    "KW-402",
    _E,
    "Er is geen enkele bruikbare factuurregel.",
    "Geef: klantwaarde controleer. Noemt dat geen regels die niet tellen, dan staat overal Meetellen op nee.",
)
NOBODY_IS_KNOWN = Wording(
    "KW-411",
    _E,
    "Van geen enkele factuurregel is de klant bekend: alle omzet staat onder '{customer}'.",
    (
        "Gebruik een bron die de klant noemt (een export van factuurregels, e-facturen), of vul bij de "
        "regels het klantnummer in."
    ),
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
    "De gegevens beginnen op {value}; de vorige periode is dus niet volledig "
    "en er wordt niet mee vergeleken.",
    "Lever oudere regels aan voor groei, nieuwe en verloren klanten.",
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
    (
        "Deze omzet sluit aan maar telt niet mee in het oordeel; zet bij die regels het klantnummer om haar "
        "toe te wijzen."
    ),
)
LEDGER_DIFFERS = Wording(
    "KW-412",
    _W,
    "Omzet van {entity} volgens Boekhouding {ledger}, gelezen {read}: verschil {difference}.",
    "De reden, voor zover bekend, staat op Controle bij Boekhouding.",
)
LEDGER_DOES_NOT_COMPARE = Wording(
    "KW-413",
    _W,
    "Geen van de rijen van Boekhouding ({count}) past bij de periode en de regels: niets is vergeleken.",
    "Controleer Jaar, Maand en Administratie in het blad Boekhouding.",
)
NOTES_CARRIED = Wording(
    "KW-414",
    _I,
    "Aantekeningen op Acties die uit '{path}' meekwamen: van {count} klanten.",
    "Zij staan op het blad Acties bij hetzelfde klantnummer.",
)
NOTES_OF_GONE = Wording(
    "KW-415",
    _W,
    "Klanten met een aantekening in '{path}' die in deze periode geen klant meer zijn: {count} ({value}).",
    "Hun aantekening staat onderaan Acties; kreeg een klant een ander nummer, zet de tekst dan daarbij.",
)
NOTES_OF_NOBODY = Wording(
    "KW-416",
    _W,
    "Aantekeningen in '{path}' die niet meekomen, omdat in hun rij het klantnummer ontbreekt: {count}.",
    "Vul in '{path}' het klantnummer in ({value}) en vernieuw opnieuw, of neem de tekst zelf over.",
)
NOTES_LEFT = Wording(
    "KW-417",
    _I,
    "Wat in '{path}' staat komt niet mee in dit resultaat op een andere plaats: {value}.",
    "Neem het mee met --vorige en de naam van dat bestand.",
)
SCALE_CARRIED = Wording(
    "KW-418",
    _I,
    "De maatstaf van de score komt uit '{path}'; Opvolging zegt of scores zo te vergelijken zijn.",
    "Wilt u hem opnieuw uit de gegevens, maak dan ook daar de cellen Maatstaf op Instellingen leeg.",
)
NOT_A_FRACTION = Wording(
    "KW-440",
    _E,
    "{name} is {value} en moet tussen 0 en 1 liggen.",
    "Pas de instelling aan.",
    InvalidFigureError,
)
NOT_POSITIVE = Wording(
    "KW-441", _E, "{name} is {value} en moet groter dan 0 zijn.", "Pas de instelling aan.", InvalidFigureError
)
