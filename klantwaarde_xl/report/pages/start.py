"""The sheet Start: three steps, what is good to know, whom to ask, and links to the other sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.specs import Block, LinkSpec, SheetSpec, TextSpec

INPUT_TAB = "#E0B400"
"""Colour of the tabs of sheets that the user fills."""
START_VALUES = {
    "start_message": "Wie zijn werkelijk uw beste klanten?",
    "start_subtitle": (
        "Klantwaarde over zeven dimensies: omzet, marge, tijd, geld, energie, cultuur en producten."
    ),
}
"""The texts on top of Start."""
_FILL = (
    (
        "1.  Vul de bladen met een gele tab. Klanten en Transacties zijn genoeg; elk ander blad maakt het "
        "beeld rijker."
    ),
    (
        "     Plakken mag: alleen de rijen, in de volgorde van de kolommen op het blad. Heeft uw export een "
        "andere volgorde, typ dan"
    ),
    (
        "     in een opdrachtvenster  klantwaarde importeer EXPORT.xlsx --naar BESTAND.xlsx  Dat herkent de "
        "koppen zelf."
    ),
    "2.  Kijk of de Instellingen bij u passen en sla de werkmap op.",
)
_COMMAND = "in een opdrachtvenster  klantwaarde vernieuw BESTAND.xlsx"
_RENEW_FILE = (
    f"3.  Vernieuw: typ {_COMMAND}",
    (
        "     Dat maakt naast deze werkmap BESTAND-resultaat.xlsx; lees daarin eerst het Dashboard. Deze "
        "werkmap verandert niet."
    ),
)
_RENEW_HERE = (
    f"3.  Vernieuw: knop Vernieuwen op het lint (werkmap met macro's), of {_COMMAND}",
    "     Lees daarna eerst het Dashboard.",
)
_READING = (
    "1.  Begin bij het Dashboard: het antwoord in woorden, de kerncijfers en de grafieken.",
    "2.  Kies op Klantkaart een klant; alle cijfers op dat blad volgen uw keuze.",
    "3.  Toelichting zegt hoe is gerekend. Of de omzet aansluit en wat er mis is met de invoer, zegt het",
    "     verborgen blad Controle: klik met rechts op een tab en kies Zichtbaar maken.",
    (
        "4.  Weggelaten: de invoer en Instellingen, Opvolging met eerdere dagen, en wat in huis bij Acties "
        "is getypt. Vernieuwen kan hier niet."
    ),
)
_KNOW = (
    (
        "Een opdrachtvenster opent u in Verkenner: ga naar de map van deze werkmap, typ  cmd  in de "
        "adresbalk en druk op Enter."
    ),
    "Zonder Python kunt u alles lezen, filteren, afdrukken en doorsturen; ook Klantkaart werkt.",
    "Alleen vernieuwen en importeren vragen een computer waarop klantwaarde_xl is geïnstalleerd.",
    "Gele cellen met blauwe tekst zijn invoer; de rest wordt berekend. Wijs een kolomkop aan voor uitleg.",
    (
        "Dashboard past op twee liggende A4, Klantkaart op één: open het blad en druk op Ctrl+P. Van een "
        "invoerblad komen de eerste"
    ),
    "{printed_rows} rijen op papier; wis het afdrukbereik (Pagina-indeling) als u alles wilt.",
)
_ASK = (
    (
        "Over de cijfers: wie u deze werkmap gaf. Toelichting zegt hoe is gerekend, Controle wat er mis is "
        "met de invoer."
    ),
    (
        "Over het programma: de knoppen Handleiding en Diagnose op het lint, of de opdracht  klantwaarde "
        "diagnose"
    ),
)
_BEHIND = "Deze bladen zijn verborgen; klik met rechts op een tab en kies Zichtbaar maken:"
_MORE_INPUT = "Meer invoer staat op verborgen bladen; klik met rechts op een tab en kies Zichtbaar maken:"
_HIDDEN_PER_LINE = 7
_GROUPS = ((INPUT_TAB, "Invoer"), (f.ACCENT, "Resultaat"), (f.GREY, "Achtergrond"))
"""Headings of the links, by the colour of the tabs."""


def start_sheet(targets: tuple[SheetSpec, ...], *, results: bool, printed_rows: int) -> SheetSpec:
    """Return Start for who fills a workbook: ``targets`` are the other sheets, in the order of their links.

    ``results``: the workbook has result sheets, so that a refresh fills this one; else it makes another.
    ``printed_rows`` is how many rows of an input sheet are on paper.

    >>> start = start_sheet((SheetSpec("Klanten", tab_colour=INPUT_TAB),), results=False, printed_rows=25)
    >>> [block.sheet for block in start.blocks if isinstance(block, LinkSpec)]
    ['Klanten']
    """
    know = tuple(line.format(printed_rows=printed_rows) for line in _KNOW)
    steps = (*_FILL, *(_RENEW_HERE if results else _RENEW_FILE))
    parts = [
        ("In drie stappen", f.STEP, steps),
        ("Goed om te weten", f.SENTENCE, know),
        ("Vragen?", f.SENTENCE, _ASK),
    ]
    return _sheet(parts, targets)


def readers_start(targets: tuple[SheetSpec, ...]) -> SheetSpec:
    """Return Start for who reads results without the inputs: how to read, and a link to every sheet.

    >>> readers_start(()).blocks[0].text
    'Zo leest u deze werkmap'
    """
    return _sheet([("Zo leest u deze werkmap", f.STEP, _READING)], targets)


def _sheet(
    parts: list[tuple[str, f.CellFormat, tuple[str, ...]]], targets: tuple[SheetSpec, ...]
) -> SheetSpec:
    """Return Start: texts under headings, then a link to every sheet with what is on it, by purpose."""
    row, blocks = 5, list[Block]()
    for heading, look, lines in parts:
        blocks.append(TextSpec(f"B{row}", heading, format=f.HEADING))
        blocks += [TextSpec(f"B{row + 1 + n}", text, format=look) for n, text in enumerate(lines)]
        row += len(lines) + 2
    for colour, heading in _GROUPS:
        sheets = [sheet for sheet in targets if sheet.tab_colour == colour and not sheet.hidden]
        if not sheets:
            continue
        blocks.append(TextSpec(f"B{row}", heading, format=f.HEADING))
        for n, sheet in enumerate(sheets, row + 1):
            blocks += _linked(n, sheet.name, sheet.about)
        row += len(sheets) + 1
        if more := [sheet for sheet in targets if sheet.hidden and sheet.tab_colour == colour == INPUT_TAB]:
            blocks.append(TextSpec(f"B{row}", _MORE_INPUT, format=f.SENTENCE))
            for n, sheet in enumerate(more, row + 1):
                blocks += _named(n, sheet.name, sheet.about)
            row += len(more) + 1
        row += 1
    if behind := [sheet.name for sheet in targets if sheet.hidden and sheet.tab_colour != INPUT_TAB]:
        shown = [_BEHIND, *_lines_of(behind)]
        blocks += [TextSpec(f"B{row + n}", text, format=f.SENTENCE) for n, text in enumerate(shown)]
        row += len(shown) + 1
    return SheetSpec(
        "Start",
        title="klantwaarde_xl",
        message="start_message",
        subtitle="start_subtitle",
        blocks=tuple(blocks),
        tab_colour=f.ACCENT,
        widths=(("A:A", 2), ("B:B", 18), ("C:C", 112)),
        left="B",
        pages_tall=1,
        portrait=True,
        print_area=f"A1:C{row - 2}",
    )


def also_named(start: SheetSpec, targets: Mapping[str, str]) -> SheetSpec:
    """Return the sheet Start with more hidden sheets below those that it names.

    ``targets``: what is on each sheet, by its name.

    >>> also_named(readers_start(()), {"Functies": "elke functie aan het werk"}).blocks[-1].text
    'elke functie aan het werk'
    """
    row = 1 + int(start.print_area.rpartition("C")[2])
    more: list[Block] = []
    for n, (name, about) in enumerate(targets.items(), row):
        more += _named(n, name, about)
    return replace(start, blocks=(*start.blocks, *more), print_area=f"A1:C{row + len(targets) - 1}")


def _lines_of(names: list[str]) -> list[str]:
    """Return the names in lines that fit the page.

    >>> _lines_of(["Een", "Twee"])
    ['Een, Twee']
    """
    starts = range(0, len(names), _HIDDEN_PER_LINE)
    return [", ".join(names[start : start + _HIDDEN_PER_LINE]) for start in starts]


def _linked(row: int, name: str, about: str) -> tuple[Block, Block]:
    return LinkSpec(f"B{row}", name, name), TextSpec(f"C{row}", about, format=f.TEXT_PLAIN)


def _named(row: int, name: str, about: str) -> tuple[Block, Block]:
    """Return a line about a hidden sheet: Excel follows no link to it."""
    return TextSpec(f"B{row}", name, format=f.TEXT_PLAIN), TextSpec(f"C{row}", about, format=f.TEXT_PLAIN)
