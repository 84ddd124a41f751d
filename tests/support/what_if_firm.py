"""Four customers worked out by hand, for the scenarios of Wat als without an analysis.

A earns most and pays after 30 days, B makes a loss, C has no known cost, D is new and takes no hours.
Net contribution: 350 - 20 - 3 - 100 = 227, -20 - 50 = -70, unknown and 80; together 237."""

from __future__ import annotations

import pandas as pd

from klantwaarde_xl.report.pages.what_if.basis import Basis, Ground, Scenario, ground
from klantwaarde_xl.report.pages.what_if.data import CUSTOMERS
from klantwaarde_xl.report.pages.what_if.sheet import nothing_typed

_FIELDS = (
    *("class", "segment", "label", "customer_id", "worst", "best", "known", "revenue", "regular"),
    *("regular_covered", "covered_revenue", "gross_margin", "expense", "financing", "interest"),
    *("interest_day", "hours", "time_cost", "contribution", "new", "value_next", "value_low", "value_high"),
)
_ROWS = (
    (
        *("Klasse A", "Segment Zorg", "Anker (a)", "a", 3, 1, 1, 1000, 900),
        *(900, 1000, 350, 20, 3, 0.003, 0.1, 10, 100, 227, 0, 240, 100, 400),
    ),
    (
        *("Klasse B", "Segment Zorg", "Boom (b)", "b", 1, 3, 1, 500, 500),
        *(500, 500, -20, 0, 0, 0, 0, 5, 50, -70, 0, 0, 0, 0),
    ),
    (
        *("Klasse C", "Segment Bouw", "Cirkel (c)", "c", 0, 0, 0, 300, 300),
        *(0, 0, 0, 0, 0, 0, 0, 2, 20, 0, 0, 0, 0, 0),
    ),
    (
        *("Klasse C", "Segment Bouw", "Duin (d)", "d", 2, 2, 1, 200, 200),
        *(200, 200, 80, 0, 0, 0, 0, 0, 0, 80, 80, 60, 0, 0),
    ),
)


def firm_rows() -> pd.DataFrame:
    """Return the four customers as the table of Wat-als-gegevens has them, all points 0."""
    rows = pd.DataFrame(list(_ROWS), columns=list(_FIELDS)).assign(everyone="Iedereen", bought=1.0)
    rows["place"] = rows["rank"] = [1.0, 2.0, 3.0, 4.0]
    return rows.reindex(columns=[column.field for column in CUSTOMERS.columns], fill_value=0.0)


def firm_ground(rows: pd.DataFrame | None = None, **typed: object) -> Ground:
    """Return the firm of these customers (the four) with these inputs, the others blank."""
    return ground(Basis(firm_rows() if rows is None else rows, {**nothing_typed(), **typed}))


def steps_of(basis: Basis) -> dict[str, object]:
    """Return the values of the steps so far by name without Als_."""
    return {step.name.removeprefix("Als_"): step.term.value for step in basis.steps}


def steps(there: Ground) -> dict[str, object]:
    """Return the values of the steps so far of the firm."""
    return steps_of(there.basis)


def told(scenario: Scenario) -> tuple[object, object]:
    """Return the answer and the note."""
    return scenario.answer.value, scenario.note.value


def figures(scenario: Scenario) -> dict[str, tuple[object, object]]:
    """Return now and then by the label of the row."""
    return {shown.label: (shown.now.value, shown.then.value) for shown in scenario.shown}
