"""The page of KW codes for users, in Dutch: per range every code with its cause, an example and what to do.

Cause and advice are the wordings of the catalogue; the examples fill in the names of each wording with the
made-up values below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from klantwaarde_xl.errors import CATALOGUE, Wording

RANGES = {
    "0": "bestanden",
    "1": "tabellen en cellen",
    "2": "tabellen onderling",
    "3": "instellingen",
    "4": "de analyse",
    "5": "importeren",
    "6": "functies in cellen",
    "7": "onveilige bestanden",
    "8": "werkmap en installatie",
    "9": "fouten in het programma",
}
"""What the first digit of a code stands for."""
_USUAL = {
    "accounts": ("rekeningen", "8000, 8010"),
    "amount": ("bedrag", "1.250,00"),
    "advice": ("advies", "Zet er de koppen van de tabel boven, of verwijder de rijen."),
    "argument": ("argument", "marge"),
    "bound_a": ("grens A", "0,95"),
    "bound_b": ("grens B", "0,8"),
    "buyer": ("koper", "Wij BV"),
    "cell": ("cel", "Instellingen!B12"),
    "cells": ("aantal", "40"),
    "choices": ("keuzes", "ja, nee"),
    "code": ("code", "KW-111"),
    "column": ("kolom", "Omzet"),
    "columns": ("kolommen", "3"),
    "count": ("aantal", "3"),
    "currencies": ("munten", "USD"),
    "currency": ("munt", "USD"),
    "customer": ("naam", "Niet toegewezen"),
    "customers": ("klanten", "10023, 10024"),
    "day": ("dag", "31-01-2025"),
    "declared": ("opgegeven", "1.250,00"),
    "delimiter": ("teken", ";"),
    "difference": ("verschil", "voorloopnullen"),
    "discount": ("kolom", "Korting"),
    "employee": ("medewerker", "Noor"),
    "end": ("einddatum", "31-12-2025"),
    "expected": ("aantal", "12"),
    "explained": ("bedrag", "1.249,00"),
    "field": ("veld", "Klantnr"),
    "fields": ("velden", "9"),
    "files": ("bestanden", "factuur1.xml, factuur2.xml"),
    "first": ("eerste", "omzet"),
    "function": ("functie", "KW_SCORE"),
    "header": ("kop", "Bedrag"),
    "headers": ("koppen", "Datum, Bedrag, Nummer"),
    "hint": ("advies", "Kies een andere periode of een ander bestand."),
    "hours": ("uren", "26,0"),
    "installed": ("versie", "0.4.0"),
    "journals": ("dagboeken", "Memoriaal"),
    "kind": ("soort", "ValueError"),
    "kinds": ("soorten", "een Excel-export, csv, auditfile of e-factuur"),
    "label": ("instelling", "Grens A"),
    "last": ("einddatum", "31-12-2025"),
    "limit": ("grens", "0"),
    "line": ("regel", "12"),
    "lines": ("aantal regels", "14"),
    "margin": ("bedrag", "€ 62.400,00"),
    "meaning": ("betekenis", "D is credit"),
    "meanings": ("betekenissen", "Omzet of Kostprijs"),
    "measure": ("maat", "nettobijdrage"),
    "missing": ("deel", "2"),
    "month": ("maand", "12-2025"),
    "name": ("naam", "tijd"),
    "number": ("nummer", "2025-0012"),
    "numbers": ("nummers", "V1, V2"),
    "one": ("nummer", "10001"),
    "options": ("keuzes", "--kolom Omzet=Bedrag of --kolom Kostprijs=Bedrag"),
    "other": ("ander", "factuur1.xml"),
    "otherwise": ("bedrag", "€ 58.800,00"),
    "part": ("onderdeel", "xl/worksheets/sheet1.xml"),
    "path": ("bestand", "export.csv"),
    "percentage": ("percentage", "94,5 %"),
    "place": ("plaats", "rij 4"),
    "places": ("plaatsen", "2024 (120), 2025 (118)"),
    "price": ("prijskolom", "Prijs"),
    "quantity": ("aantalkolom", "Aantal"),
    "ratio": ("verhouding", "200"),
    "read": ("gelezen", "1.240,00"),
    "reason": ("reden", "het is in een ander programma geopend"),
    "root": ("element", "html"),
    "row": ("rij", "3"),
    "rows": ("rijen", "1.100.000"),
    "second": ("tweede", "betaaldagen"),
    "seller": ("verkoper", "12345678"),
    "sellers": ("aantal", "2"),
    "share": ("deel", " (12 %)"),
    "sheet": ("blad", "Transacties"),
    "start": ("begindatum", "01-01-2025"),
    "suggestion": ("advies", "Voeg een kolom 'Omzet' toe."),
    "table": ("tabel", "tblTransacties"),
    "tables": ("bestanden", "klanten.csv"),
    "than": ("hoe", "kleiner dan"),
    "times": ("aantal", "100"),
    "total": ("aantal", "3"),
    "transaction": ("nummer", "2025-0107"),
    "transactions": ("boekingen", "VRK/7, VRK/9"),
    "used": ("gebruikt", "Netto omzet"),
    "valid": ("geldig", "0 % tot en met 100 %"),
    "value": ("waarde", "10023"),
    "what": ("gegeven", "het bedrag"),
    "word": ("woord", "creditnota"),
    "words": ("woorden", "Creditnota"),
    "workbook": ("werkmap", "0.3.0"),
}
"""For every name in a wording: the Dutch word for it, and a made-up value."""
_NEW = ("naam", "…")
"""For a name that has no value yet; a test asks for one."""
_OWN = {
    "KW-001": {"path": "klanten.xlsx"},
    "KW-004": {"path": "klanten.xls"},
    "KW-007": {"path": "klanten.xlsx", "reason": "een blad ontbreekt"},
    "KW-010": {"path": "resultaat.xlsx", "reason": "Het is beveiligd."},
    "KW-012": {"path": "resultaat.xlsm"},
    "KW-015": {"reason": "teken 12 is geen tekst"},
    "KW-016": {"headers": "8"},
    "KW-105": {"column": "Omzet VJ", "suggestion": "Is dit de omzet? Noem die kolom dan 'Omzet'."},
    "KW-106": {"place": "kolom C"},
    "KW-107": {"headers": "'Bedrag' en 'Totaal'"},
    "KW-112": {"value": "1.234"},
    "KW-113": {"column": "Datum"},
    "KW-114": {"column": "Datum", "value": "03-04-25"},
    "KW-115": {"value": "#DEEL/0!"},
    "KW-116": {"column": "Energie", "limit": "1", "valid": "meer, tot en met 5"},
    "KW-117": {"column": "Energie", "than": "groter dan", "limit": "5", "valid": "minder, vanaf 1"},
    "KW-118": {"column": "Eigen bedrijf"},
    "KW-119": {"column": "Soort", "choices": "product, dienst"},
    "KW-120": {"column": "Klantnr", "first": "rij 6"},
    "KW-122": {"column": "Klantnaam", "limit": "255"},
    "KW-124": {"column": "Klantnr", "value": "0123", "other": "123", "difference": "voorloopnullen"},
    "KW-128": {"column": "Klantnr", "value": "1234567890123456"},
    "KW-133": {"value": "120,00"},
    "KW-135": {"words": "concept", "value": "120,00"},
    "KW-136": {"header": "D/C", "words": "C", "value": "€ -120,00"},
    "KW-137": {"header": "Geld", "amount": "€ 1.250,00"},
    "KW-138": {"header": "Boeking", "value": "€ 120,00"},
    "KW-139": {"sheet": "Inspanning", "header": "Bedrag", "value": "€ 4.800,00"},
    "KW-140": {"sheet": "Transacties", "count": "2"},
    "KW-141": {"sheet": "Kopie", "used": "Transacties", "count": "120"},
    "KW-143": {"header": "Dag", "used": "Datum"},
    "KW-144": {"sheet": "blad Blad2", "amount": "€ 1.250,00"},
    "KW-145": {"sheet": "blad Blad2", "amount": "€ 1.250,00"},
    "KW-146": {"cells": "D2:D3"},
    "KW-148": {"columns": "Kostprijs"},
    "KW-153": {"value": "€ 4.800,00"},
    "KW-154": {"value": "30%"},
    "KW-155": {"value": "USD 100.00"},
    "KW-156": {"sheet": "2025-03", "value": "€ 4.800,00", "month": "01-03-2025"},
    "KW-157": {"sheet": "maart", "value": "€ 4.800,00"},
    "KW-202": {"value": "P-100"},
    "KW-203": {"value": "Bezoek"},
    "KW-204": {"value": "Noor"},
    "KW-205": {"value": "80,00"},
    "KW-206": {"value": "20,00"},
    "KW-207": {"value": "USD"},
    "KW-209": {"column": "Klantnr", "value": "101", "other": "00101", "sheet": "Klanten"},
    "KW-210": {"value": "2025-0012"},
    "KW-224": {"value": "120.000,00"},
    "KW-225": {"value": "1.200,00"},
    "KW-226": {"value": "125.000,00", "share": "62 %"},
    "KW-227": {"value": "125.000,00"},
    "KW-228": {"value": "80,00"},
    "KW-229": {"value": "80,00"},
    "KW-230": {"other": "10024", "value": "Jansen"},
    "KW-232": {"column": "Klantnr"},
    "KW-234": {"column": "Kostprijs"},
    "KW-233": {"value": "4.000,00"},
    "KW-303": {"bound_a": "95 %", "bound_b": "80 %"},
    "KW-304": {"rows": "3"},
    "KW-305": {"column": "2"},
    "KW-306": {"row": "1", "column": "2"},
    "KW-307": {"ratio": "0,21"},
    "KW-311": {"part": "USD 0,92"},
    "KW-321": {"value": "7"},
    "KW-322": {"reason": "Periode van ligt na Periode tot"},
    "KW-401": {"first": "02-01-2024", "last": "31-12-2024"},
    "KW-403": {"value": "120.000,00"},
    "KW-407": {"value": "01-06-2024"},
    "KW-408": {"value": "01-01-2025"},
    "KW-410": {"value": "1.250,00"},
    "KW-440": {"name": "vermogenskosten", "value": "6"},
    "KW-441": {"name": "uren per jaar", "value": "0"},
    "KW-442": {"second": "marge"},
    "KW-502": {"declared": "utf-8"},
    "KW-503": {"path": "auditfile.xaf", "reason": "een element is niet gesloten"},
    "KW-516": {"accounts": "8000 Omzet, 8010 Omzet diensten"},
    "KW-523": {"lines": "1.240,00"},
    "KW-531": {"suggestion": "Lijkt Nummer erop? "},
    "KW-532": {"field": "Klantnaamm", "fields": "Klantnr, Klantnaam, Omzet"},
    "KW-534": {"headers": "'Nummer' en 'Code'"},
    "KW-542": {"limit": "1.048.575"},
    "KW-544": {"reason": "er is geen lege rij onder"},
    "KW-545": {"code": "KW-538", "reason": "'export.csv' bevat geen regels met gegevens."},
    "KW-547": {"column": "Debet/credit"},
    "KW-549": {"columns": "Omzet=Bedrag"},
    "KW-552": {"columns": "Klantnaam", "sheet": "Klanten"},
    "KW-554": {"field": "Omzet"},
    "KW-560": {"value": "80,00"},
    "KW-561": {"what": "een pro-formafactuur", "value": "soort 325"},
    "KW-562": {"value": "500,00"},
    "KW-563": {"value": "500,00"},
    "KW-565": {"other": "10024", "value": "Jansen"},
    "KW-566": {"value": "negatief"},
    "KW-570": {"value": "orders"},
    "KW-571": {"tables": "voorraad"},
    "KW-602": {"count": "10"},
    "KW-606": {"argument": "methode", "value": "gemiddeld", "choices": "percentiel, min-max, z-score"},
    "KW-607": {"argument": "gewichten", "expected": "7"},
    "KW-608": {"row": "40", "count": "12"},
    "KW-610": {"value": "#N/B"},
    "KW-614": {"argument": "grens_a", "value": "8000 %"},
    "KW-615": {"what": "Klant"},
    "KW-616": {"argument": "transacties"},
    "KW-617": {"argument": "paarsgewijze_matrix", "place": "rij 1, kolom 2"},
    "KW-690": {"reason": "xlwings64-0.37.8.dll niet gevonden"},
    "KW-701": {"path": "klanten.xlsx", "rows": "1.048.576", "columns": "XFD"},
    "KW-703": {"limit": "4"},
    "KW-704": {"count": "20.000", "limit": "10.000"},
    "KW-721": {"reason": "elementen zijn te diep genest"},
    "KW-722": {"declared": "UTF-7"},
    "KW-811": {"workbook": "0.36.0", "installed": "0.37.8"},
    "KW-813": {"workbook": "klanten.xlsm"},
    "KW-814": {"workbook": "klanten.xlsm"},
    "KW-815": {"reason": "onder de tabel staat iets in B40"},
    "KW-822": {"reason": "het duurde te lang"},
    "KW-832": {"reason": "geen verbinding."},
    "KW-902": {"place": "score.py:40"},
}
"""Values for one code, where the usual one would make no sense."""
_INTRO = """# KW-codes

Elke melding van klantwaarde_xl begint met een code. Hieronder staat per code wat er aan de hand is, hoe de
melding er bijvoorbeeld uitziet en wat u kunt doen. Bij een *fout* telt een rij, een bestand of een formule
niet mee; bij een *waarschuwing* of *info* gaat het programma verder. Deze bladzijde wordt gemaakt uit het
programma zelf.
"""


def page() -> str:
    """Return the page as Markdown: one table per range of codes."""
    tables: dict[str, list[str]] = defaultdict(list)
    for code, wording in sorted(CATALOGUE.items()):
        cells = (
            code,
            str(wording.severity),
            _cause(wording),
            example(wording),
            _filled(wording, wording.hint),
        )
        tables[code[3]].append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    head = "| code | ernst | oorzaak | voorbeeld | wat te doen |\n| --- | --- | --- | --- | --- |\n"
    parts = [
        f"\n## KW-{digit}xx: {name}\n\n{head}" + "\n".join(tables[digit]) + "\n"
        for digit, name in RANGES.items()
    ]
    return _INTRO + "".join(parts)


def _cause(wording: Wording) -> str:
    """Return the message with the Dutch word for every name."""
    return re.sub(r"\{(\w+)\}", lambda name: f"*{_USUAL.get(name[1], _NEW)[0]}*", wording.message)


def example(wording: Wording) -> str:
    """Return the message with made-up values, '' for one without names.

    >>> from klantwaarde_xl.errors import NO_SUCH_FILE
    >>> example(NO_SUCH_FILE)
    "Bestand 'klanten.xlsx' bestaat niet."
    """
    return _filled(wording, wording.message) if "{" in wording.message else ""


def _filled(wording: Wording, text: str) -> str:
    return text.format_map(defaultdict(lambda: _NEW[1], values(wording.code)))


def values(code: str) -> Mapping[str, str]:
    """Return the made-up values of the names in the wording of a code."""
    return {name: value for name, (_, value) in _USUAL.items()} | _OWN.get(code, {})
