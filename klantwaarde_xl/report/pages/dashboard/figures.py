"""The figures behind the Dashboard, each defined once: its formula on Grafiekgegevens and its value now.

Every step is one named cell with a short formula, so that a corrected cell in a table is followed and a
sentence can be traced. Only functions of Excel 2016 and LibreOffice 7.4, nothing volatile, no array formula;
without customers everything is blank. The values come from the analysis and not from the formulas; a test
recalculates every formula and compares."""

from __future__ import annotations

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.dashboard.best_steps import BEST_STEPS
from klantwaarde_xl.report.pages.dashboard.euro_steps import EURO_STEPS
from klantwaarde_xl.report.pages.dashboard.facts import facts
from klantwaarde_xl.report.pages.dashboard.people_steps import PEOPLE_STEPS
from klantwaarde_xl.report.pages.dashboard.steps import FIRST, GIVEN, LABEL, NOW, Step
from klantwaarde_xl.report.specs import Block, CellSpec, TextSpec

_MOST = 0.8
"""Share of the total that the sentence on concentration is about."""


STEPS: tuple[Step, ...] = (*BEST_STEPS, *EURO_STEPS, *PEOPLE_STEPS)
"""What follows from the result tables."""


def _cell(at: str, step: Step) -> Block:
    if step.formula:
        return CellSpec(at, step.name, step.look, step.name, step.formula, live=True)
    if step.look.kind == "text":
        return TextSpec(at, value=step.name, format=step.look)
    return CellSpec(at, step.name, step.look, step.name if step.name.startswith("Dash_") else "")


def figure_values(source: Source) -> dict[str, object]:
    """Return the value of every figure, by cell name or key; None where a cell is blank."""
    found = source.once(facts)
    return {step.name: step.value(found) for step in (*GIVEN, *STEPS)}


def _blocks(steps: tuple[Step, ...], first: int) -> tuple[Block, ...]:
    labels = (TextSpec(f"{LABEL}{n}", step.label, format=f.TEXT_PLAIN) for n, step in enumerate(steps, first))
    return (*labels, *(_cell(f"{NOW}{n}", step) for n, step in enumerate(steps, first)))


FIGURE_BLOCKS: tuple[Block, ...] = (
    TextSpec(f"{LABEL}5", "Tussenstappen van Dashboard", format=f.HEADING),
    TextSpec(f"{LABEL}6", "Uit de analyse en uit de tabellen", format=f.HEADER_LINE),
    TextSpec(f"{NOW}6", "Nu", format=f.HEADER_FIGURE),
    *_blocks(GIVEN, FIRST),
    *_blocks(STEPS, FIRST + len(GIVEN)),
)
FIGURE_WIDTHS = (("AN:AN", 3), (f"{LABEL}:{LABEL}", 40), (f"{NOW}:{NOW}", 16))
