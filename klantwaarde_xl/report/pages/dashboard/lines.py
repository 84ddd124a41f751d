"""The sentences and warnings of the Dashboard, and which of them are shown below each other."""

from __future__ import annotations

from dataclasses import replace

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.sentences import SENTENCES, TITLES, WARNINGS
from klantwaarde_xl.report.specs import CHART_DATA, Block, CellSpec, TextSpec, columns_from
from klantwaarde_xl.report.words import dashboard_phrases as w

_TEXT, _NUMBER, _TOPIC = columns_from("BB", 3)
LINE_WIDTHS = ((f"{_TEXT}:{_TEXT}", 110), (f"{_NUMBER}:{_NUMBER}", 9), (f"{_TOPIC}:{_TOPIC}", 12))
_ABOUT = replace(f.HEADING, name="about", align="right", indent=1)
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
        TextSpec(f"{_TOPIC}{first - 1}", "Waarover", format=f.HEADER_LINE),
    ]
    for n, line in enumerate(_GROUPS[group], 1):
        row = first + n - 1
        text = f'IF(Dash_Klanten=0,"",{line.formula})'
        above = f"COUNT({_NUMBER}${first - 1}:{_NUMBER}{row - 1})"
        number = f'IF({_TEXT}{row}="","",{above}+1)'
        about = w.TOPICS[line.topic]
        told = f'COUNTIF({_TOPIC}${first - 1}:{_TOPIC}{row - 1},"{about}")'
        topic = f'IF(OR({_TEXT}{row}="",{told}>0),"","{about}")'
        blocks += [
            CellSpec(f"{_TEXT}{row}", f"{group}_text_{n}", f.TEXT_PLAIN, formula=text, live=True),
            CellSpec(f"{_NUMBER}{row}", f"{group}_number_{n}", f.INTEGER, formula=number, live=True),
            CellSpec(f"{_TOPIC}{row}", f"{group}_topic_{n}", f.TEXT_PLAIN, formula=topic, live=True),
        ]
    return tuple(blocks)


LINE_STEPS = (*_steps("sentence"), *_steps("warning"))
"""What stands on Grafiekgegevens."""


def shown_lines(group: str, columns: tuple[str, str], first: int, look: f.CellFormat) -> tuple[Block, ...]:
    """Return the cells of the Dashboard that show the lines of a group with something to say.

    ``columns``: those of what the lines are about and of the lines."""
    top, last = _FIRST[group], _FIRST[group] + len(_GROUPS[group]) - 1
    numbers, topics, texts = (f"{CHART_DATA}!${c}${top}:${c}${last}" for c in (_NUMBER, _TOPIC, _TEXT))
    shown = f'IF(COUNT({numbers})<{{n}},"",INDEX({{of}},MATCH({{n}},{numbers},0)))'
    return tuple(
        CellSpec(f"{column}{first + n - 1}", f"{key}_{n}", looks, formula=shown.format(n=n, of=of), live=True)
        for n in range(1, len(_GROUPS[group]) + 1)
        for column, key, looks, of in (
            (columns[0], f"{group}_about", _ABOUT, topics),
            (columns[1], group, look, texts),
        )
    )


def line_values(source: Source) -> dict[str, object]:
    """Return the values of the Dashboard's lines and chart titles.

    Of each group: the lines, the numbers of those that are not blank, and what each place shows.
    """
    found = source.once(facts)
    values: dict[str, object] = {key: line.text(found) for key, line in TITLES.items()}
    for group, lines in _GROUPS.items():
        texts = [line.text(found) if found.count else "" for line in lines]
        values |= _numbered(group, texts, [w.TOPICS[line.topic] for line in lines])
    return values


def _numbered(group: str, texts: list[str], topics: list[str]) -> dict[str, object]:
    spoken = [(text, topic) for text, topic in zip(texts, topics, strict=True) if text]
    values: dict[str, object] = {}
    told: set[str] = set()
    for n, (text, topic) in enumerate(zip(texts, topics, strict=True), 1):
        values[f"{group}_text_{n}"] = text
        values[f"{group}_number_{n}"] = sum(map(bool, texts[:n])) if text else None
        values[f"{group}_topic_{n}"] = topic if text and topic not in told else ""
        told |= {topic} if text else set()
    shown: set[str] = set()
    for n in range(1, len(texts) + 1):
        text, topic = spoken[n - 1] if n <= len(spoken) else ("", "")
        values[f"{group}_{n}"] = text
        values[f"{group}_about_{n}"] = "" if topic in shown else topic
        shown.add(topic)
    return values
