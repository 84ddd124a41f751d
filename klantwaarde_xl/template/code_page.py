"""The page of KW codes for users, in Dutch: per range every code with its cause, an example and what to do.

Cause and advice are the wordings of the catalogue; the examples fill in the names of each wording with the
made-up values of ``code_examples``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from klantwaarde_xl.errors import CATALOGUE, Wording
from klantwaarde_xl.template.code_examples import OWN
from klantwaarde_xl.template.usual_values import USUAL

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
