"""Wordings KW-2xx: tables among each other, and columns of one row."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

UNKNOWN_CUSTOMER = Wording(
    "KW-201",
    _W,
    "Klant '{value}' staat niet in het blad Klanten.",
    "Voeg de klant toe; tot dan telt hij mee als eigen klant zonder naam.",
)
UNKNOWN_PRODUCT = Wording(
    "KW-202",
    _W,
    "Product '{value}' staat niet in het blad Producten.",
    "Voeg het product toe; tot dan heeft het geen groep.",
)
NO_RATE = Wording(
    "KW-203", _I, "Activiteit '{value}' heeft geen tarief.", "De kostprijs per uur uit de instellingen geldt."
)
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
    "KW-206",
    _E,
    "Omzet min kostprijs is niet gelijk aan de marge ({value}).",
    "Vul één van beide in, of herstel het bedrag.",
)
FOREIGN_CURRENCY = Wording(
    "KW-207",
    _E,
    "De regel is in {value}; daarvoor is geen wisselkoers.",
    "Geef de koers bij Wisselkoersen, bijvoorbeeld {value}=0,92, of per maand op het blad Koersen.",
)
FOREIGN_TURNOVER = Wording(
    "KW-208",
    _E,
    "De omzet in een munt zonder koers is samen {amount}; zij telt in geen bedrag in euro mee.",
    "Geef de koers bij Wisselkoersen, op het blad Koersen of bij het importeren (--koers {currency}=...).",
)
MERGE_CIRCLE = Wording(
    "KW-240",
    _E,
    "In {sheet} verwijzen klanten in een kring naar elkaar ({value}); rijen: {rows}.",
    "Deze nummers zijn niet samengevoegd; laat één van hen nergens bij horen.",
)
MERGE_INTO_NOBODY = Wording(
    "KW-241",
    _E,
    "Klant '{value}', waar '{customer}' bij hoort, komt in geen enkele tabel voor.",
    "{suggestion}'{customer}' is niet samengevoegd; verbeter het nummer, ook op voorloopnullen.",
)
MERGES_NOBODY = Wording(
    "KW-242",
    _W,
    "Klant '{value}' komt in geen enkele tabel voor; deze rij voegt niets samen.",
    "{suggestion}Verbeter het nummer, ook op voorloopnullen, of verwijder de rij.",
)
NO_RATE_OF_MONTH = Wording(
    "KW-243",
    _E,
    "Voor {month} is er geen koers van {currency}: {amount} telt nergens in euro mee; regels: {count}.",
    "Zet de koers van die maand op het blad Koersen, of één koers bij Wisselkoersen.",
)
CONVERTED = Wording(
    "KW-244",
    _I,
    "Omgerekend naar euro: {amount} werd {value}; regels: {count}. Gebruikte koersen: {rates}.",
    "Klopt een koers niet, verbeter hem op het blad Koersen of bij Wisselkoersen.",
)
RATE_TURNED_ROUND = Wording(
    "KW-245",
    _W,
    "Koers {rates} van {currency} lijkt {currency} per euro: {amount} is nu {value}, anders {otherwise}.",
    "Een koers is euro per eenheid van de munt; verander hem dan in {part}.",
)
NOT_QUITE_EQUAL = Wording(
    "KW-209",
    _W,
    "{column} '{value}' en '{other}' in {sheet} verschillen alleen in {difference}; zo zijn er {count}.",
    "Schrijf de nummers op beide bladen gelijk; nu gelden ze als verschillend.",
)
INVOICE_OF_SEVERAL = Wording(
    "KW-210",
    _W,
    "Factuur '{value}' staat bij meer dan één klant; zulke facturen: {count}.",
    "Controleer de klantnummers van deze facturen.",
)
