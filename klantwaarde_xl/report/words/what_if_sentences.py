"""The words of the sheet Wat als; a name in braces is a figure or name that is put in."""

from __future__ import annotations

CUSTOMERS = ("klant", "klanten")
MONTHS = ("maand", "maanden")
EVERYONE = "alle klanten"
UP, DOWN, STAYS = "stijgt {amount}", "daalt {amount}", "blijft gelijk"
UNKNOWN_SCOPE = "Kies bij Voor wie: Iedereen, een klasse, een segment of een klant uit de lijst."
NOT_KNOWN = (
    "De nettobijdrage is van niemand bekend: hieronder staat alleen wat zonder kostprijs te zeggen is."
)

NO_NUMBER = "Geen getal: nu telt {usual}"
TOO_LOW, TOO_HIGH = "Minstens {limit}: nu telt {usual}", "Hoogstens {limit}: nu telt {usual}"
NOT_WHOLE = "Geen heel getal: nu telt {usual}"
SPARE = "Telt niet: er is een klant gekozen"
"""Beside a yellow cell of which the content does not count."""
ALL_THERE = "Er zijn er {most} bekend: nu tellen die"
LEFT_OUT = (
    "Nettobijdrage van {missing} onbekend: telt niet mee",
    "Nettobijdrage van {missing} onbekend: tellen niet mee",
)
"""Beside a number of customers: there are not so many, or some of them have no known contribution."""

NO_PRICE = "Vul in hoeveel de prijs verandert."
PRICE = (
    "Prijs {part} {higher} voor {who}, bij gelijke afzet: de nettobijdrage {moves}, van {now} naar {then}."
)
PRICE_UNKNOWN = "Prijs {part} {higher} voor {who}, bij gelijke afzet: de omzet {moves}."
HIGHER, LOWER = "hoger", "lager"
MAY_LOSE = (
    "Dat voordeel is weg als de afzet {part} daalt, financiering niet meegerekend. Eenmalige regels "
    "veranderen niet van prijs."
)
MUST_WIN = (
    "Dat is pas goed als de afzet {part} groeit, financiering niet meegerekend. Eenmalige regels "
    "veranderen niet van prijs."
)
NO_TURN = "Eenmalige regels veranderen niet van prijs."

NO_DROP = "Kies een klant, of vul in hoeveel klanten u laat gaan, de laagste nettobijdrage eerst."
NOT_LISTED = "Deze klant is niet gevonden; kies uit de lijst of typ het klantnummer."
DROP = "Zonder {who}: de nettobijdrage {moves}, van {now} naar {then}{free}."
FREES = ", en er komt {hours} uur vrij"
FREES_UNKNOWN = "; hoeveel uren dat vrijmaakt is onbekend"
"""What a customer who goes frees, and where nobody's hours are known."""
THE_WORST, ONE_WORST = "de {count} met de laagste nettobijdrage", "de klant met de laagste nettobijdrage"
DROP_UNKNOWN = "Van {who} is de nettobijdrage niet bekend."
TIME_COUNTS = "Van {cost} aan tijdkosten telt {part} als besparing: dat is het deel dat vermijdbaar is."

NO_HOURS = "Er zijn geen uren bekend voor {who}."
FREED = "{part} {less} uren voor {who}: {hours} uur {freed}; de nettobijdrage {moves}, van {now} naar {then}."
LESS, MORE = "minder", "meer"
FREE, NEEDED = "komt vrij", "is extra nodig"

NO_DAYS = "Van {who} zijn geen betaaldagen en omzet bekend."
PAYS = (
    "Betaling na {days} dagen door {who} (nu gemiddeld {usual}): de financiering {moves} en de nettobijdrage "
    "wordt {then}."
)
PAYS_UNKNOWN = "Betaling na {days} dagen door {who} (nu gemiddeld {usual}): de financiering {moves}."
DAYS_NOTE = "Wie geen betaaldagen heeft, telt niet mee. Btw in debiteuren is een instelling."

NO_TOP = "Vul in hoeveel van de beste klanten u verliest."
THE_BEST, ONE_BEST = "de {count} met de hoogste nettobijdrage", "de klant met de hoogste nettobijdrage"
LOSE = "Verliest u {who}: {amount} minder, van {now} naar {then}."
REPLACE = "Evenveel uit nieuwe klanten kost {months} in het tempo van deze periode. "
NO_REPLACE = "Met de nieuwe klanten van deze periode is dat niet goed te maken. "
NEW_UNKNOWN = "Zonder vorige periode is niet te zeggen wie nieuw is. "
NEXT_YEAR = "Komend jaar: naar verwachting {amount}, van {low} tot {high}{together}."
ALL_AT_ONCE = " als zij allemaal tegelijk laag of hoog uitkomen"
"""Of more than one customer: their bounds added up are the widest that can be, no interval of the sum."""
NEXT_YEAR_ONLY = "Komend jaar: naar verwachting {amount}."

NO_WEIGHT = "Geef ten minste één dimensie waarvan iets bekend is een gewicht."
SAME_WEIGHTS = "Dit geeft dezelfde top {size}; eerste is {first}."
OTHER_WEIGHTS = "In de top {size} {come} {count} erbij en {fall} er evenveel uit; eerste is {first}."
COME, FALL = ("komt", "komen"), ("valt", "vallen")
"""Verbs of that sentence, for one customer and for more."""
NOBODY = "niemand"
