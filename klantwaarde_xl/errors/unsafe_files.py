"""Wordings KW-7xx: unsafe files."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import Severity, UnsafeFileError, Wording

_E = Severity.ERROR

FAR_CELL = Wording(
    "KW-701",
    _E,
    (
        "'{path}' is geweigerd: blad {sheet} loopt tot rij {rows} en kolom {columns}, maar heeft maar "
        "{cells} cellen."
    ),
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
TEXTS_TOO_LARGE = Wording(
    "KW-708",
    _E,
    "'{path}' is geweigerd: de teksten in de cellen zijn samen groter dan {limit} GB.",
    "Verwijder in Excel lange teksten die u niet nodig hebt, en sla het bestand opnieuw op.",
    UnsafeFileError,
)
XML_DOCTYPE = Wording(
    "KW-720",
    _E,
    "'{path}' bevat een DOCTYPE en is geweigerd.",
    (
        "Auditfiles en e-facturen hebben die nooit; zo'n bestand kan schade doen. Vraag na waar het vandaan "
        "komt."
    ),
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
