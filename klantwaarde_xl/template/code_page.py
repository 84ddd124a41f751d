"""The page of KW codes for users, in Dutch: per range every code with its cause, an example and what to do.

Cause and advice are the wordings of the catalogue; the examples fill in the names of each wording with the
made-up values of ``code_examples``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from klantwaarde_xl.errors import CATALOGUE, Wording
from klantwaarde_xl.template.code_examples import OWN, USUAL

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
    "merge": ("advies", ", of zet ze bij elkaar op het blad Samenvoegen (tblSamenvoegen)"),
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
    "rates": ("koersen", "0,92 (01-2025 t/m 12-2025)"),
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
    return re.sub(r"\{(\w+)\}", lambda name: f"*{USUAL.get(name[1], _NEW)[0]}*", wording.message)


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
    return {name: value for name, (_, value) in USUAL.items()} | OWN.get(code, {})
