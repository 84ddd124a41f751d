"""The sentences and warnings of the Dashboard, and which of them are shown below each other."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES, TITLES, WARNINGS
from klantwaarde_xl.report.specs import CHART_DATA, Block, CellSpec, TextSpec, columns_from

_TEXT, _NUMBER = columns_from("BB", 2)
LINE_WIDTHS = ((f"{_TEXT}:{_TEXT}", 110), (f"{_NUMBER}:{_NUMBER}", 9))
_GROUPS = {"sentence": SENTENCES, "warning": WARNINGS}
_FIRST = {"sentence": 7, "warning": 7 + len(SENTENCES) + 2}
"""Row of the first line of each group on Grafiekgegevens."""
_HEADINGS = {"sentence": "Zinnen van Dashboard", "warning": "Waarschuwingen van Dashboard"}


def _steps(group: str) -> tuple[Block, ...]:
    """Return the lines of a group with their number among those that have something to say."""
    first = _FIRST[group]
    blocks: list[Block] = [
        TextSpec(f"{_TEXT}{first - 1}", _HEADINGS[group], format=f.HEADER_LINE),
        TextSpec(f"{_NUMBER}{first - 1}", "Plaats", format=f.HEADER_FIGURE),
    ]
    for n, line in enumerate(_GROUPS[group], 1):
        row = first + n - 1
        text = f'IF(Dash_Klanten=0,"",{line.formula})'
        above = f"COUNT({_NUMBER}${first - 1}:{_NUMBER}{row - 1})"
        number = f'IF({_TEXT}{row}="","",{above}+1)'
        blocks += [
            CellSpec(f"{_TEXT}{row}", f"{group}_text_{n}", f.TEXT_PLAIN, formula=text, live=True),
            CellSpec(f"{_NUMBER}{row}", f"{group}_number_{n}", f.INTEGER, formula=number, live=True),
        ]
    return tuple(blocks)


LINE_STEPS = (*_steps("sentence"), *_steps("warning"))
"""What stands on Grafiekgegevens."""


def shown_lines(group: str, column: str, first: int, look: f.CellFormat) -> tuple[Block, ...]:
    """Return the cells of the Dashboard that show the lines of a group with something to say."""
    top, last = _FIRST[group], _FIRST[group] + len(_GROUPS[group]) - 1
    numbers, texts = (f"{CHART_DATA}!${c}${top}:${c}${last}" for c in (_NUMBER, _TEXT))
    formula = f'IF(COUNT({numbers})<{{n}},"",INDEX({texts},MATCH({{n}},{numbers},0)))'
    return tuple(
        CellSpec(f"{column}{first + n - 1}", f"{group}_{n}", look, formula=formula.format(n=n), live=True)
        for n in range(1, len(_GROUPS[group]) + 1)
    )


def line_values(source: Source) -> dict[str, object]:
    """Return the values of the Dashboard's lines and chart titles.

    Of each group: the lines, the numbers of those that are not blank, and what each place shows.
    """
    found = source.once(facts)
    values: dict[str, object] = {key: line.text(found) for key, line in TITLES.items()}
    for group, lines in _GROUPS.items():
        values |= _numbered(group, [line.text(found) if found.count else "" for line in lines])
    return values


def _numbered(group: str, texts: list[str]) -> dict[str, object]:
    spoken = [text for text in texts if text]
    values: dict[str, object] = {}
    for n, text in enumerate(texts, 1):
        values[f"{group}_text_{n}"] = text
        values[f"{group}_number_{n}"] = sum(map(bool, texts[:n])) if text else None
        values[f"{group}_{n}"] = spoken[n - 1] if n <= len(spoken) else ""
    return values
