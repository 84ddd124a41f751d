"""The page Wat als: seven questions with yellow cells, each with an answer in a sentence and in figures.

Plain formulas on the table of Wat-als-gegevens. Every formula is made together with its value, so the same
function gives the sheet its formulas and, for an analysis, its first values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from klantwaarde_xl.analysis.result import Analysis
from klantwaarde_xl.core.value.score import known_dimensions
from klantwaarde_xl.model.settings import DIMENSION_NAMES
from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Page, Source, Strip
from klantwaarde_xl.report.pages.what_if import helpers as h
from klantwaarde_xl.report.pages.what_if.basis import (
    EXAMPLES,
    PREFIX,
    Asked,
    Basis,
    Scenario,
    Shown,
    asked_about,
    ground,
)
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS, what_if_frame
from klantwaarde_xl.report.pages.what_if.leaving import drop, lose
from klantwaarde_xl.report.pages.what_if.scenarios import days, hours, price
from klantwaarde_xl.report.pages.what_if.terms import Term
from klantwaarde_xl.report.pages.what_if.weights import TOP, WEIGHT, Left, Place, Weights, input_name
from klantwaarde_xl.report.specs import Block, CellSpec, SheetSpec, TextSpec, split_address

NAME = "Wat als"
_FIRST_ROW, _LEFT_AFTER = 5, 9
"""The first row of the sheet; how far below the weights the list of who leaves the top begins."""
_LEAVING = TOP - _LEFT_AFTER
_WIDTHS = (("A:A", 36), ("B:B", 26), ("C:C", 14), ("D:D", 30), ("E:E", 30), ("F:H", 14))
_REMARK = f.TEXT_SHRUNK.in_colour(f.ACCENT_2)


@dataclass(slots=True, eq=False)
class Drawn:
    """The blocks of the sheet and of Grafiekgegevens so far, and the values that they name.

    ``tops``: the row where each question begins."""

    blocks: list[Block] = field(default_factory=list)
    strips: list[tuple[Block, ...]] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()
    tops: list[int] = field(default_factory=list)

    def text(self, at: str, text: str, look: f.CellFormat) -> None:
        """Put fixed words in a cell."""
        self.blocks.append(TextSpec(at, text, format=look))

    def formula(self, at: str, shown: Term, look: f.CellFormat) -> None:
        """Put a formula in a cell."""
        self.blocks.append(CellSpec(at, f"what_if_{at}", look, formula=shown.formula, live=True))
        self.values[f"what_if_{at}"] = shown.value

    def input(self, at: str, asked: Asked, typed: object) -> None:
        """Put a cell for the user, with what is asked before it."""
        row = at[1:]
        self.text(f"A{row}", asked.label, f.TEXT_PLAIN)
        name = f"{PREFIX}{asked.name}"
        self.blocks.append(CellSpec(at, f"what_if_{at}", asked.look.as_input(), name, validation=asked.check))
        self.values[f"what_if_{at}"] = typed
        told = asked.remark(typed)
        if told is not None:
            self.formula(f"D{row}", told, _REMARK)

    def strip(self, put: h.Put) -> None:
        """Put blocks on Grafiekgegevens."""
        self.strips.append(put[0])
        self.values |= put[1]


def drawn(rows: pd.DataFrame, typed: Mapping[str, object], firm: h.Firm) -> Drawn:
    """Return the sheet for these customers and inputs.

    ``rows``: the frame of the table, without rows when only the formulas matter; ``typed``: by the name of
    the input."""
    result, basis, fixed = Drawn(), Basis(rows, typed), h.fixed_cells(firm)
    there = ground(basis)
    result.text("A5", "Vooraf", f.HEADER_LINE)
    _asked_headers(result, _FIRST_ROW)
    row = _FIRST_ROW + 1
    for asked in asked_about(there):
        _asked(result, row, asked, typed)
        row += 1
    for scenario in (
        price(there),
        drop(there),
        hours(there),
        days(there),
        lose(there, fixed["years"][1], fixed["compared"][1]),
    ):
        row = _scenario(result, row + 1, scenario, typed)
    top = row + 1
    usual = {name: Term(f"$C${top + 4 + n}", firm.weights[name]) for n, name in enumerate(DIMENSION_NAMES)}
    local = {name: Term(f"'{NAME}'!{cell.formula}", cell.value) for name, cell in usual.items()}
    known = {name: fixed[f"there_{name}"][1] for name in DIMENSION_NAMES}
    weights = Weights(basis, local, known, h.SHARES)
    _weights(result, top, weights, (typed, usual))
    result.strip(h.step_cells(basis.steps))
    result.strip(h.firm_cells(fixed, weights.shares))
    result.names = tuple(basis.arrays)
    return result


def _asked_headers(result: Drawn, row: int) -> None:
    result.text(f"B{row}", "Uw keuze", f.HEADER_FIGURE)
    result.text(f"C{row}", "Uitgangspunt", f.HEADER_FIGURE)


def _asked(result: Drawn, row: int, asked: Asked, typed: Mapping[str, object]) -> None:
    result.input(f"B{row}", asked, typed[asked.name])
    look = f.RIGHT if isinstance(asked.usual.value, str) else asked.look
    result.formula(f"C{row}", asked.usual, look.in_colour(f.GREY))


def _scenario(result: Drawn, row: int, scenario: Scenario, typed: Mapping[str, object]) -> int:
    """Draw a scenario from a row, and return the row below it."""
    result.tops.append(row)
    result.text(f"A{row}", scenario.title, f.HEADING)
    result.formula(f"A{row + 1}", scenario.answer, f.SENTENCE)
    result.formula(f"A{row + 2}", scenario.note, f.SUBTITLE)
    _headers(result, row + 3, ("Vul in", "Voor het hele bedrijf"), ("Nu", "Dan", "Verschil"))
    first = row + 4
    for n, asked in enumerate(scenario.asked, first):
        _asked(result, n, asked, typed)
    for n, shown in enumerate(scenario.shown, first):
        _shown(result, n, shown)
    return first + max(len(scenario.asked), len(scenario.shown))


def _headers(result: Drawn, row: int, texts: tuple[str, str], figures: tuple[str, ...]) -> None:
    result.text(f"A{row}", texts[0], f.HEADER_LINE)
    _asked_headers(result, row)
    result.text(f"E{row}", texts[1], f.HEADER_LINE)
    for letters, text in zip("FGH", figures, strict=True):
        result.text(f"{letters}{row}", text, f.HEADER_FIGURE)


def _shown(result: Drawn, row: int, shown: Shown) -> None:
    result.text(f"E{row}", shown.label, f.TEXT_PLAIN)
    result.formula(f"F{row}", shown.now, shown.look.shrunk())
    result.formula(f"G{row}", shown.then, shown.look.shrunk())
    now, then = shown.now.value, shown.then.value
    change = Term(
        f'IF(COUNT(F{row},G{row})<2,"",G{row}-F{row})', None if now is None or then is None else then - now
    )
    look = f.POINTS if shown.look is f.PERCENTAGE else shown.look
    result.formula(f"H{row}", change, look.shrunk())


def _weights(
    result: Drawn, row: int, weights: Weights, given: tuple[Mapping[str, object], Mapping[str, Term]]
) -> None:
    typed, usual = given
    result.tops.append(row)
    result.text(f"A{row}", "Andere gewichten", f.HEADING)
    _headers(
        result, row + 3, ("Dimensie", f"Top {TOP} met deze gewichten"), ("Rang nu", "Rang dan", "Score dan")
    )
    first = row + 4
    for n, (name, label) in enumerate(DIMENSION_NAMES.items(), first):
        asked = Asked(label, input_name(name), f.PERCENTAGE, WEIGHT, usual[name])
        result.input(f"B{n}", asked, typed[asked.name])
        at = f"C{n}"
        result.blocks.append(CellSpec(at, f"what_if_{at}", f.PERCENTAGE.in_colour(f.GREY)))
        result.values[f"what_if_{at}"] = usual[name].value
    places, left = _tops(result, weights, first)
    for n, place in enumerate(places, first):
        result.formula(f"E{n}", place.name, f.TEXT_SHRUNK)
        result.formula(f"F{n}", place.before, f.INTEGER)
        result.formula(f"G{n}", place.rank, f.INTEGER)
        result.formula(f"H{n}", place.score, f.SCORE)
    gone = Term(h.top_area("gone"), [one.gone.value for one in left])
    listed = first + _LEFT_AFTER - 1
    result.text(f"A{listed}", f"Valt uit de top {TOP}", f.HEADER_LINE)
    result.text(f"B{listed}", "Rang nu", f.HEADER_FIGURE)
    result.text(f"C{listed}", "Rang dan", f.HEADER_FIGURE)
    for n in range(1, _LEAVING + 1):
        line = weights.listed(n, gone)
        result.formula(f"A{listed + n}", line.name, f.TEXT_SHRUNK)
        result.formula(f"B{listed + n}", line.before, f.INTEGER)
        result.formula(f"C{listed + n}", line.rank, f.INTEGER)
    result.formula(f"A{row + 1}", weights.answer(Term(f"$E${first}", places[0].name.value), gone), f.SENTENCE)


def _tops(result: Drawn, weights: Weights, first: int) -> tuple[list[Place], list[Left]]:
    """Return the new top and what became of the old one, with their helper cells put on Grafiekgegevens."""
    places: list[Place] = []
    above: Place | None = None
    for n in range(1, TOP + 1):
        cell = {name: h.top_cell(name, n) for name in ("key", "row")}
        place = weights.place(n, above, cell)
        places.append(place)
        above = Place(
            Term(cell["key"], place.key.value),
            Term(cell["row"], place.row.value),
            Term(f"N(G{first + n - 1})", place.rank.value),
            place.name,
            place.score,
            place.before,
        )
    rows = Term(h.top_area("row"), np.array([place.row.value for place in places], object))
    left = [weights.left(n, rows, h.top_cell("old", n)) for n in range(1, TOP + 1)]
    result.strip(
        h.top_cells(
            {
                "key": [place.key for place in places],
                "row": [place.row for place in places],
                "old": [one.row for one in left],
                "gone": [one.gone for one in left],
            }
        )
    )
    return places, left


def nothing_typed() -> dict[str, object]:
    """Return the inputs of a sheet in which every cell is blank."""
    return dict.fromkeys((*EXAMPLES, *map(input_name, DIMENSION_NAMES)), "")


def firm_of(analysis: Analysis) -> h.Firm:
    """Return what of the firm is not in the table."""
    known = {name: float(there) for name, there in known_dimensions(analysis.customers).items()}
    return h.Firm(analysis.period.years, analysis.settings.weights(), known, float(analysis.compares))


def _made(source: Source) -> dict[str, object]:
    firm = firm_of(source.analysis)
    weights = {input_name(name): weight for name, weight in firm.weights.items()}
    found = drawn(source.once(what_if_frame), {**EXAMPLES, **weights}, firm)
    return found.values | {
        "what_if_message": "Vul een gele cel in: elk antwoord volgt meteen, ook zonder Python.",
        "what_if_subtitle": (
            f"{source.period_line} Een leeg vak is het uitgangspunt; zie Toelichting en de handleiding."
        ),
    }


_NOBODY = h.Firm(0.0, dict.fromkeys(DIMENSION_NAMES, 0.0), dict.fromkeys(DIMENSION_NAMES, 0.0), 0.0)
_EMPTY = drawn(pd.DataFrame({column.field: [] for column in CUSTOMERS.columns}), nothing_typed(), _NOBODY)
PAGE = Page(
    SheetSpec(
        NAME,
        title="Wat als",
        about="wat een prijs, een klant minder, uren, betaaldagen of andere gewichten veranderen",
        message="what_if_message",
        subtitle="what_if_subtitle",
        tab_colour=f.ACCENT,
        freeze="A5",
        widths=_WIDTHS,
        new_pages=(_EMPTY.tops[2], _EMPTY.tops[-1]),
        print_area=f"A1:H{max(split_address(block.at)[1] for block in _EMPTY.blocks)}",
        blocks=tuple(_EMPTY.blocks),
    ),
    frames=lambda source: {"what_if_choices": h.choices_frame(source.once(what_if_frame))},
    values=_made,
    strips=tuple(
        Strip(blocks, widths) for blocks, widths in zip((*_EMPTY.strips, (h.CHOICES,)), h.WIDTHS, strict=True)
    ),
    names=(*h.LISTS, *_EMPTY.names),
)
