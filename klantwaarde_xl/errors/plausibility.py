"""Wordings KW-22x, KW-23x and KW-246: figures that can be read and can hardly be meant."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, Wording

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

MARGIN_IMPLAUSIBLE = Wording(
    "KW-220",
    _W,
    "De brutomarge van de periode is {margin}, dat is {percentage} van de omzet; gewoon is -20 % tot 90 %.",
    "Controleer of Kostprijs en Marge bedragen van de hele regel zijn.",
)
COST_PER_UNIT = Wording(
    "KW-221",
    _W,
    "Kostprijs lijkt per stuk: brutomarge van de periode nu {margin}, met kostprijs maal aantal {otherwise}.",
    "Zet de kostprijs van de hele regel in Kostprijs, of die per stuk in het blad Producten.",
)
MARGIN_IS_FRACTION = Wording(
    "KW-222",
    _E,
    "Marge lijkt een aandeel en geen bedrag: brutomarge van de periode nu {margin}, anders {otherwise}.",
    "Zet in de kolom Marge het bedrag: omzet maal het percentage.",
)
MARGIN_IS_PERCENTAGE = Wording(
    "KW-223",
    _E,
    "Marge lijkt een percentage: brutomarge van de periode nu {margin}, anders {otherwise}.",
    "Zet in de kolom Marge het bedrag: omzet maal het percentage.",
)
COST_SIGN_TURNED = Wording(
    "KW-224",
    _W,
    "Kostprijs heeft op alle regels het teken tegen de omzet in en is omgekeerd gelezen: samen {value}.",
    "Controleer de brutomarge; schrijf kostprijzen van verkopen positief.",
)
COST_SIGNS_DIFFER = Wording(
    "KW-225",
    _E,
    "Verkoopregels met een negatieve kostprijs: {count}, samen {value}; op de andere is hij positief.",
    "Maak de tekens gelijk: de kostprijs van een verkoop is positief.",
)
LARGE_LINE = Wording(
    "KW-226",
    _W,
    "Deze ene regel is {value}, {share} van alle omzet.",
    "Klopt het bedrag? Is het eenmalig, zet dan ja bij Eenmalig.",
)
EXTREME_LINE = Wording(
    "KW-227",
    _W,
    "Deze regel van {value} is meer dan {times} keer zo groot als 99 % van de andere.",
    "Klopt het bedrag? Let op een ontbrekende komma.",
)
DATES_AHEAD = Wording(
    "KW-228",
    _W,
    "Regels na {month}, de laatste maand met gewone omzet: {count}, samen {value}.",
    "Controleer het jaar van deze datums.",
)
IDENTICAL_LINES = Wording(
    "KW-229",
    _W,
    "Regels gelijk aan een eerdere (klant, datum, factuur, product en bedrag): {count}, samen {value}.",
    "Is een export dubbel geplakt, verwijder dan de herhaling; nu tellen alle regels mee.",
)
SOME_IDENTICAL_LINES = Wording(
    "KW-246",
    _I,
    "Regels gelijk aan een eerdere (klant, datum, factuur, product en bedrag): {count}, samen {value}.",
    "Dat komt voor, en het kan dubbel geboekt zijn; alle regels tellen mee.",
)
SIMILAR_NAMES = Wording(
    "KW-230",
    _W,
    "Klant '{one}' en klant '{other}' hebben dezelfde naam ('{value}').",
    (
        "Is dit dezelfde klant, zet dan op het blad Samenvoegen (tblSamenvoegen) Klantnr {other}, "
        "Hoort bij {one}."
    ),
)
DAY_TOO_LONG = Wording(
    "KW-231",
    _W,
    "{employee} heeft op {day} {hours} uur geschreven.",
    "Controleer de uren; een dag heeft er 24.",
)
NO_CUSTOMER_MATCHES = Wording(
    "KW-232",
    _E,
    "Geen enkel klantnummer in {sheet} staat in het blad Klanten ('{value}' bijvoorbeeld): verkeerde kolom?",
    "Controleer of de kolom {column} in beide bladen hetzelfde nummer bevat.",
)
TOTAL_ON_EVERY_LINE = Wording(
    "KW-233",
    _E,
    "Omzet is op alle regels van dezelfde factuur gelijk: dat lijkt het factuurtotaal ({value} te veel).",
    "Exporteer het bedrag per regel.",
)
COST_IS_FRACTION = Wording(
    "KW-234",
    _E,
    "{column} lijkt een aandeel en geen bedrag: brutomarge van de periode nu {margin}, anders {otherwise}.",
    "Zet in de kolom {column} het bedrag: omzet maal het aandeel.",
)
PREPAID_TWICE = Wording(
    "KW-236",
    _W,
    "Voorschotten bij klanten met later een eindfactuur: {count}, samen {value}; omzet nu {amount}.",
    "Staan zij ook in de eindfactuur, zet er dan een regel bij met minus dat bedrag; omzet dan {otherwise}.",
)
GOODS_BACK_POSITIVE = Wording(
    "KW-237",
    _E,
    "Regels met een negatief aantal en een positieve omzet: {count}, samen {value}; omzet nu {amount}.",
    "Zijn het creditregels, maak hun omzet dan negatief; de omzet is dan {otherwise}.",
)
GOODS_BACK_MIXED = Wording(
    "KW-238",
    _W,
    "Regels met een negatief aantal en een positieve omzet: {count}, samen {value}; andere zijn negatief.",
    "Zijn het creditregels, maak hun omzet dan negatief; de omzet is dan {otherwise} en nu {amount}.",
)
TURNOVER_NEGATIVE = Wording(
    "KW-239",
    _E,
    "De omzet is samen negatief ({amount}); negatieve regels: {count}.",
    "Staat omzet hier als credit met een minteken, keer het teken dan om: dan is zij {otherwise}.",
)
SUMMARY_COUNTED = Wording(
    "KW-235",
    _E,
    "De bedragen op {sheet} zijn per klant samen die van andere regels: {value} telt waarschijnlijk dubbel.",
    "Is {sheet} een overzicht van dezelfde omzet, verwijder dat blad dan.",
)
