"""Wat als on the page: each question with its sliders, and the answer with the figures that belong to them.

The server computes with the function that makes the sheet, so a figure here is the figure that the workbook
shows with the same values in its yellow cells."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from klantwaarde_xl.model.notation import show
from klantwaarde_xl.report import formats
from klantwaarde_xl.report.document import Document
from klantwaarde_xl.report.pages.what_if.basis import EXAMPLES, PREFIX
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS
from klantwaarde_xl.report.pages.what_if.helpers import Firm
from klantwaarde_xl.report.pages.what_if.sheet import NAME, drawn
from klantwaarde_xl.report.specs import Block, CellSpec, SheetSpec, TextSpec
from klantwaarde_xl.web.areas import place_of
from klantwaarde_xl.web.markup import Markup, joined, tag
from klantwaarde_xl.web.sheets import Sheet, content
from klantwaarde_xl.web.shown import shown

__all__ = ["NAME", "page"]

TITLE = "Wat als: schuif, of typ een waarde, en klik op Reken"
SUBTITLE = "Wat u hier invult blijft niet: in de werkmap die u ophaalt staan de voorbeelden."
_SLIDE, _EXACT = "schuif.", "precies."
_SLIDERS = {
    "Vermijdbaar": (0, 100, 5),
    "Prijs": (-20, 20, 1),
    "Slechtste": (0, 50, 1),
    "Uren": (0, 200, 5),
    "Dagen": (0, 120, 1),
    "Top": (0, 50, 1),
}
"""First, last and step of a slider, in the units that are shown; a value beyond it is typed."""
_WEIGHTS = (0, 100, 5)
_LISTS = {"Wie": "scope", "Klant": "customer"}
_LONGEST = 200
_LEFT = 4
"""The columns of the sheet in which inputs stand: question, value, starting point, remark."""


@dataclass(frozen=True, slots=True)
class Input:
    """A yellow cell: its row, what it asks, its name, and how its value looks."""

    row: int
    label: str
    name: str
    cell: CellSpec

    @property
    def percent(self) -> bool:
        """Return whether the user types hundredths."""
        return "%" in self.cell.format.number_format

    def typed(self, text: str) -> object:
        """Return what the sheet would hold after this was typed; raises ValueError where Excel refuses it."""
        if self.name in _LISTS:
            return text
        figure = float(text.replace("%", "").replace(",", ".").strip()) / (100 if self.percent else 1)
        check = self.cell.validation
        assert check is not None
        low, high = float(str(check.minimum)), float(str(check.maximum))
        if not (math.isfinite(figure) and low <= figure <= high):
            raise ValueError(text)
        if check.kind == "integer" and figure != int(figure):
            raise ValueError(text)
        return figure


def _inputs(blocks: tuple[Block, ...]) -> list[Input]:
    labels = {
        place_of(one.at)[0]: one.text for one in blocks if isinstance(one, TextSpec) and one.at[0] == "A"
    }
    return [
        Input(row := place_of(one.at)[0], labels[row], one.name.removeprefix(PREFIX), one)
        for one in blocks
        if isinstance(one, CellSpec) and one.name.startswith(PREFIX)
    ]


def _asked(
    inputs: list[Input], document: Document, query: Mapping[str, str]
) -> tuple[dict[str, object], list[str]]:
    """Return the value of every input, and what is wrong with those that were not taken."""
    values: dict[str, object] = {}
    wrong = []
    for one in inputs:
        values[one.name] = EXAMPLES.get(one.name, document.values[one.cell.value])
        given = query.get(_EXACT + one.name, "").strip() or query.get(_SLIDE + one.name, "").strip()
        if one.name in _LISTS and _EXACT + one.name in query:
            values[one.name] = ""  # a field that was made blank
        try:
            if given:
                values[one.name] = one.typed(given[:_LONGEST])
        except ValueError:
            check = one.cell.validation
            wrong.append(f"{one.label}: {check.message if check else ''}")
    return values, wrong


def page(sheet: Sheet, document: Document, firm: Firm) -> Markup:
    """Return the questions with their answers, for the values that the address asks."""
    spec = sheet.spec
    inputs = _inputs(spec.blocks)
    asked, wrong = _asked(inputs, document, sheet.query)
    computed = drawn(document.frames[CUSTOMERS.frame], asked, firm).values
    now = replace(sheet, values={**sheet.values, **computed})
    parts = [
        _section(now, blocks, [one for one in inputs if one.row in rows], asked)
        for rows, blocks in _sections(spec)
    ]
    told = [tag("p", line, class_="warning", role="alert") for line in wrong]
    lists = [_list(name, document) for name in _LISTS]
    again = tag("p", tag("a", "Terug naar de voorbeelden", href="?"))
    return tag("form", *told, *lists, *parts, again, method="get", class_="questions")


def _sections(spec: SheetSpec) -> list[tuple[range, list[Block]]]:
    """Return the rows and blocks of each question: from its heading in the first column to the next one."""
    placed = [(place_of(block.at)[0], block) for block in spec.blocks]
    titles = [
        (row, block.format)
        for row, block in placed
        if isinstance(block, TextSpec) and block.at[:1] == "A" and "head" in block.format.name
    ]
    # What stands above the first question has a header and no heading.
    first = min(row for row, _ in titles)
    starts = [first, *sorted(row for row, kind in titles if kind == formats.HEADING)]
    ends = [*starts[1:], max(row for row, _ in placed) + 1]
    rows = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return [(one, [block for row, block in placed if row in one]) for one in rows]


def _section(sheet: Sheet, blocks: list[Block], inputs: list[Input], asked: Mapping[str, object]) -> Markup:
    """Return a question: its answer, its sliders, and its figures without the cells of the inputs."""
    fields = [_field(one, sheet, asked[one.name]) for one in inputs]
    top, last = min(one.row for one in inputs), max(one.row for one in inputs)
    above = [block for block in blocks if place_of(block.at)[0] < top - 1]
    below = [
        block
        for block in blocks
        if place_of(block.at)[0] >= top - 1
        and not (place_of(block.at)[1] <= _LEFT and place_of(block.at)[0] <= last)
    ]
    spec = sheet.spec
    key = f"vraag-{inputs[0].row}"
    return tag(
        "section",
        content(replace(sheet, spec=replace(spec, blocks=tuple(above)))) if above else tag("h2", "Vooraf"),
        tag("div", *fields, tag("button", "Reken", type="submit", formaction=f"#{key}"), class_="filters"),
        tag(
            "div",
            content(replace(sheet, spec=replace(spec, blocks=tuple(below)), about=f"{inputs[0].label}:")),
            class_="areas",
        ),
        id=key,
        class_="question",
    )


def _field(one: Input, sheet: Sheet, value: object) -> Markup:
    """Return the slider of an input with a field to type in; of a choice, a field with a list."""
    usual = shown(sheet.values[f"what_if_C{one.row}"], one.cell.format)
    remark = sheet.values.get(f"what_if_D{one.row}") or ""
    under = tag("span", f"uitgangspunt: {usual}{remark and f'. {remark}'}", class_="count")
    if one.name in _LISTS:
        box = tag("input", type="text", name=_EXACT + one.name, value=value, list=f"lijst-{one.name}")
        return tag("p", tag("label", one.label, " ", box), " ", under)
    low, high, step = _SLIDERS.get(one.name, _WEIGHTS)
    figure = float(str(value)) * (100 if one.percent else 1) if value != "" else float(low)
    words = f"{one.label}: {shown(value, one.cell.format)}"
    slider = tag(
        "input", type="range", name=_SLIDE + one.name, min=low, max=high, step=step, value=f"{figure:.10g}"
    )
    on_slider = low <= figure <= high and not (figure - low) % step
    box = tag(
        "input",
        type="text",
        inputmode="decimal",
        size=6,
        name=_EXACT + one.name,
        value="" if on_slider else show(round(figure, 10)),
        aria_label=f"{one.label}, precies",
    )
    unit = " %" if one.percent else ""
    ends = tag("span", f"{low}{unit} tot {high}{unit}, of precies ", class_="count")
    return tag("div", tag("label", tag("strong", words), slider), ends, box, " ", under, class_="slide")


def _list(name: str, document: Document) -> Markup:
    texts = document.frames["what_if_choices"][_LISTS[name]]
    options = [tag("option", value=text) for text in texts if text]
    return joined(tag("datalist", *options, id=f"lijst-{name}"))
