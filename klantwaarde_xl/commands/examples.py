"""Examples in the help of each command, as they are typed."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "demo": ("klantwaarde demo", "klantwaarde demo --uit voorbeeld"),
    "nieuw": ("klantwaarde nieuw mijn-klanten.xlsx",),
    "importeer": (
        "klantwaarde importeer export.csv --naar mijn-klanten.xlsx",
        "klantwaarde importeer auditfile.xaf --naar mijn-klanten.xlsx",
    ),
    "regels": ("klantwaarde regels bron.toml --toon",),
    "controleer": ("klantwaarde controleer mijn-klanten.xlsx",),
    "vernieuw": (
        "klantwaarde vernieuw mijn-klanten.xlsx",
        "klantwaarde vernieuw mijn-klanten.xlsx --van 01-01-2025 --tot 31-12-2025 --uit jaar-2025.xlsx",
    ),
    "kansen": (
        "klantwaarde kansen mijn-klanten.xlsx --aantal 10",
        'klantwaarde kansen mijn-klanten.xlsx --klant "bakkerij jansen"',
    ),
    "acties": ("klantwaarde acties mijn-klanten.xlsx --aantal 10",),
    "verschil": (
        "klantwaarde verschil mijn-klanten.xlsx",
        "klantwaarde verschil mijn-klanten.xlsx --klant 10023",
    ),
    "deel": (
        "klantwaarde deel mijn-klanten.xlsx --pdf --pptx",
        'klantwaarde deel mijn-klanten.xlsx --klant 10023 --klant "bakkerij jansen"',
        "klantwaarde deel mijn-klanten.xlsx --zonder-namen --afgerond",
    ),
    "web": ("klantwaarde web", "klantwaarde web mijn-map"),
    "bouw": ("klantwaarde bouw --uit werkmappen",),
    "diagnose": ("klantwaarde diagnose",),
    "installeer": ("klantwaarde installeer", "klantwaarde installeer --verwijder"),
    "pak": ("klantwaarde pak --platform win_amd64 --python 3.12", "klantwaarde pak --platform hier"),
}
"""The examples by command."""


def in_help(command: str) -> str:
    """Return the examples of a command as the last lines of its help; a blank line keeps each on its own.

    >>> in_help("diagnose")
    'Zo typt u het:\\n\\n  klantwaarde diagnose'
    """
    return "\n\n".join(["Zo typt u het:", *(f"  {example}" for example in EXAMPLES[command])])
