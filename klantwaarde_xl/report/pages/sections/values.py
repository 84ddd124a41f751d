"""What the formulas of Doorsneden give for the choices of a new sheet, from the same sums."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantwaarde_xl.report import formats as f
from klantwaarde_xl.report.pages.sections.data import (
    COLUMNS,
    DIMENSIONS,
    ENTITY,
    GROUP,
    MEASURES,
    NONE,
    OF_CUSTOMER,
    OF_CUSTOMER_ONLY,
    PAIRED,
    RATIOS,
    Sections,
)
from klantwaarde_xl.report.pages.sections.steps import CHARTED, REMARKS, ROWS, TWICE
from klantwaarde_xl.report.words.dashboard_phrases import NOT_FILLED

FIRST, SECOND = "segment", "pareto_class"
"""The properties that a new sheet shows."""
Shown = float | str | None
TWICE_TABLE = " staat links al: kies bij 'verdeeld over' iets anders"
"""After the name of a property that was chosen twice, where the crossing would be."""


LARGEST_ONLY = "; alleen de grootste zes, want een klant kan in meer staan"
"""After the title of a crossing whose columns hold the same customers: those of the others do not add up."""


class Choice:
    """Two properties (fields; the second '' for none) and a measure, and the figures that they give.

    Every method answers one formula of the sheet; None is a blank cell."""

    def __init__(self, found: Sections, first: str, second: str = "", measure: str = "revenue") -> None:
        self.found, self.first, self.measure = found, first, measure
        self.twice = second == first
        self.second = "" if self.twice else second
        # As arrays: the sheet asks for some hundreds of sums, and a mask of a frame costs more than the sum.
        self.columns = {name: found.rows[name].to_numpy(float) for name in found.rows}
        fields = list(DIMENSIONS)
        self.numbers = [fields.index(field) + 1 for field in (first, self.second) if field]
        self.level = self._level(self.numbers[:1])
        self.both = self._level(self.numbers)

    @staticmethod
    def _level(numbers: list[int]) -> int:
        return 1 + (GROUP in numbers) + 2 * (ENTITY in numbers)

    @property
    def can_cross(self) -> bool:
        """Whether the measure is known at the level of both properties."""
        return bool(self.second) and not (self.both > 1 and self.measure in OF_CUSTOMER_ONLY)

    @property
    def counts_twice(self) -> bool:
        """Whether customers may be in several columns, so that these do not add up."""
        return self.both > 1 and self.measure == "customers"

    def names(self, field: str) -> list[str]:
        """Return the names of the values of a property, '' for those that are not there."""
        names = self.found.names[field]
        return [*names, *[""] * (ROWS - len(names))]

    def summed(self, field: str, number: int | None = None) -> float | None:
        """Return a measure of one value of the first property, or of all; None where it is unknown."""
        level = 1 if number is None and field in {"customers", "a_customers"} else self.level
        return _known_sum(self.columns[field][self._rows(level, number)])

    def crossed(self, number: int | None, other: int) -> float | None:
        """Return the measure at a value of both properties; beyond COLUMNS all others together."""
        beside = self.columns[self.second]
        inside = self._rows(self.both, number) & (beside == other if other <= COLUMNS else beside > COLUMNS)
        return _known_sum(self.columns[self.measure][inside])

    def _rows(self, level: int, number: int | None) -> np.ndarray:
        """Return which rows of a level have this value of the first property, or any, bool (rows,)."""
        inside: np.ndarray = self.columns["level"] == level
        return inside if number is None else inside & (self.columns[self.first] == number)

    def row(self, number: int | None) -> dict[str, Shown]:
        """Return the row of a value of the first property, or of the total, by field of the grid."""
        name = "Totaal" if number is None else self.names(self.first)[number - 1]
        row: dict[str, Shown] = {"name": name, "gap": ""}
        for field in MEASURES:
            row[field] = self.summed(field, number) if name and self._known(field) else None
        row["share"] = self._ratio(name, "revenue", number, self.summed("revenue"))
        row["margin_pct"] = self._ratio(name, "gross_margin", number, self.summed("covered_revenue", number))
        row["a_share"] = self._ratio(name, "a_customers", number, self.summed("customers", number))
        return row | {f"cross_{other}": self._cell(name, number, other) for other in range(1, COLUMNS + 2)}

    def _known(self, field: str) -> bool:
        return self.level == 1 or field not in OF_CUSTOMER_ONLY

    def _ratio(self, name: str, field: str, number: int | None, whole: float | None) -> float | None:
        return _part(self.summed(field, number), whole) if name else None

    def _cell(self, name: str, number: int | None, other: int) -> float | None:
        there = self.can_cross and self.names(self.second)[other - 1]
        of_a_line = number is None and self.numbers[0] > len(OF_CUSTOMER)
        if not name or not there or (self.counts_twice and (other > COLUMNS or of_a_line)):
            return None
        return self.crossed(number, other)


def _known_sum(amounts: np.ndarray) -> float | None:
    """Return the sum, 0 of no rows, None where there are rows but all amounts are blank."""
    return None if len(amounts) and np.isnan(amounts).all() else float(np.nansum(amounts))


def _part(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None or round(whole, 2) <= 0 else part / whole


def sheet_values(
    found: Sections, first: str = FIRST, second: str = SECOND, measure: str = "revenue"
) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """Return the frames and values of the page and its strips for these choices."""
    choice = Choice(found, first, second, measure)
    rows = pd.DataFrame([choice.row(number) for number in (None, *range(1, ROWS + 1))])
    frames = {
        "section_rows": rows,
        "section_names": pd.DataFrame({field: choice.names(field) for field in DIMENSIONS}),
        "section_measures": pd.DataFrame({"name": list(MEASURES.values())}),
        "section_chart": rows[["name", "revenue", "gross_margin"]].iloc[1 : CHARTED + 1],
    }
    title = _title(choice, rows)
    values: dict[str, object] = {
        "section_first": DIMENSIONS[first],
        "section_second": DIMENSIONS[second] if second else NONE,
        "section_measure": MEASURES[measure],
        "section_message": "Kies per wat u de cijfers wilt zien, en waarover u ze verdeelt.",
        "section_subtitle": "De formules volgen de keuze; bedragen in EUR. Sommen sluiten op Klantwaarde.",
        "section_title": title,
        "section_alt": f"Kolomdiagram: {title.lower()}, de twaalf grootste.",
        "section_crossing": _crossing(choice),
        "section_difference": 0.0,
        **dict.fromkeys(REMARKS, ""),
        "section_pair_remark": "",
    }
    if choice.twice:
        values["section_second_remark"] = TWICE
    values |= _steps(choice) | _headers(choice) | _pair(found)
    return frames, values


def first_choices(found: Sections) -> tuple[str, str]:
    """Return the two properties that a new sheet shows: first the first one that tells customers apart.

    The second is the class, or where that is the first the next one that tells, '' for none."""
    telling = [field for field in DIMENSIONS if len(set(found.names[field]) - {NOT_FILLED}) > 1]
    first = telling[0] if telling else FIRST
    if first != SECOND:
        return first, SECOND
    return first, telling[1] if len(telling) > 1 else ""


def _title(choice: Choice, rows: pd.DataFrame) -> str:
    """Return the title of the chart: which value has the most revenue, and its share."""
    measured = f"Omzet en brutomarge per {DIMENSIONS[choice.first].lower()}"
    whole, largest = float(rows["revenue"].iloc[0] or 0.0), rows.iloc[1]
    if whole <= 0 or not largest["name"]:
        return measured
    share = f.percentage(float(largest["revenue"]) / whole, 0)
    return f"{measured}: {largest['name']} heeft {share} van de omzet"


def _crossing(choice: Choice) -> str:
    if choice.twice:
        return f"{DIMENSIONS[choice.first]}{TWICE_TABLE}"
    if not choice.second:
        return ""
    measure = MEASURES[choice.measure]
    if not choice.can_cross:
        return f"{measure} is alleen per klant bekend"
    if np.isnan(choice.columns[choice.measure]).all():
        return f"{measure} is niet bekend"
    first, second = (DIMENSIONS[field].lower() for field in (choice.first, choice.second))
    only = LARGEST_ONLY if choice.counts_twice and choice.names(choice.second)[COLUMNS] else ""
    return f"{measure} per {first} en {second}{only}"


def _steps(choice: Choice) -> dict[str, object]:
    return {
        "Snij_1": choice.numbers[0],
        "Snij_2": choice.numbers[1] if choice.second else 0,
        "Snij_M": list(MEASURES).index(choice.measure) + 1,
        "Snij_N1": choice.level,
        "Snij_N2": choice.both,
        "Snij_Kan": int(choice.can_cross),
    }


def _headers(choice: Choice) -> dict[str, object]:
    names = choice.names(choice.second) if choice.can_cross else [""] * (COLUMNS + 1)
    shown = [*names[:COLUMNS], "Overige" if names[COLUMNS] and not choice.counts_twice else ""]
    return {f"section_header_{number}": name for number, name in enumerate(shown, 1)}


def _pair(found: Sections) -> dict[str, object]:
    """Return the two largest account managers, and their figures."""
    managers = Choice(found, "account_manager")
    names = found.names["account_manager"]
    chosen = {"left": names[0] if names else "", "right": names[1] if len(names) > 1 else ""}
    values: dict[str, object] = {f"section_{side}": name for side, name in chosen.items()}
    for field in PAIRED:
        shown = {side: _of_manager(managers, field, n) for n, side in enumerate(chosen, 1) if chosen[side]}
        for side in chosen:
            values[f"section_{side}_{field}"] = shown.get(side)
        left, right = shown.get("left"), shown.get("right")
        values[f"section_difference_{field}"] = None if left is None or right is None else left - right
    return values


def _of_manager(managers: Choice, field: str, number: int) -> float | None:
    if field not in RATIOS:
        return managers.summed(field, number)
    return _part(*(managers.summed(each, number) for each in RATIOS[field]))
