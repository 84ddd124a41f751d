"""Wordings KW-9xx: faults of our own."""

from __future__ import annotations

from klantwaarde_xl.errors.tree import KlantwaardeError, ReconciliationError, Severity, Wording

_E = Severity.ERROR

DOES_NOT_RECONCILE = Wording(
    "KW-901",
    _E,
    "De omzet sluit niet aan: gelezen {read}, verantwoord {explained}.",
    "Dit is een fout in het programma; meld hem met het blad Controle erbij.",
    ReconciliationError,
)
PROGRAM_FAULT = Wording(
    "KW-902",
    _E,
    "De opdracht is gestopt door een fout in het programma ({kind} in {place}).",
    "Wat er stond, staat er nog. Meld deze regel; er staan geen gegevens van klanten in.",
    KlantwaardeError,
)
OUT_OF_MEMORY = Wording(
    "KW-903",
    _E,
    "Er is te weinig geheugen voor deze werkmap.",
    "Sluit andere programma's, gebruik 64-bits Python of verdeel de regels over meer werkmappen.",
    KlantwaardeError,
)
DAMAGED_PROGRAM = Wording(
    "KW-904",
    _E,
    "Een deel van het programma is beschadigd of weg: '{path}'.",
    "Verwijder dat bestand als het op .pyc eindigt (Python maakt het opnieuw); installeer anders opnieuw.",
    KlantwaardeError,
)
