"""The functions in cells that work on plain columns: steps of the core, with outcomes named in Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd

from klantwaarde_xl import errors
from klantwaarde_xl.functions.cell_values import Column, Spill
from klantwaarde_xl.model.notation import plain, show
from klantwaarde_xl.model.settings import DIMENSION_NAMES, DIMENSIONS, Settings
from klantwaarde_xl.model.settings_cells import valid_values

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What KW_SCORE and KW_UITLEG are given: columns of n rows; None or a blank cell is a missing dimension.

    Revenue, margin, time and money cost in EUR, energy and culture 1-5, breadth a part (0-1) or a number,
    which counts as part of the largest; ``weights`` float (7,), None for those of the settings; ``method``
    the Dutch name of a normalisation.
    """

    revenue: Column
    margin: Column
    time_cost: Column | None = None
    money_cost: Column | None = None
    energy: Column | None = None
    culture: Column | None = None
    breadth: Column | None = None
    weights: np.ndarray | None = None
    method: str | None = None

    @property
    def columns(self) -> tuple[Column | None, ...]:
        """The seven columns, in the order of the dimensions."""
        costs = (self.time_cost, self.money_cost)
        return (self.revenue, self.margin, *costs, self.energy, self.culture, self.breadth)


def score(*arguments: Any) -> Spill:
    """Return the score of each row, at most 100: that of ``core.value.score.customer_score``.

    ``arguments`` are those of :class:`Scored`. Rows that are blank in every column stay blank; a row with an
    unreadable cell is left out of the comparison and has a problem. Raises InvalidFigureError for weights or
    a method that cannot be used.
    """
    given = Scored(*arguments)
    blank, problems = _together(*given.columns)
    found, used = _scores(given, blank, problems)
    values = np.full(len(blank), np.nan)
    values[used] = found["score"]
    return Spill(values, blank, problems)


def explanation(row: float, *arguments: Any) -> pd.DataFrame:
    """Return what the score of one row consists of: per dimension figure, weight, points, meaning.

    ``row`` counts from 1; the other arguments are those of :class:`Scored`. Seven rows, whose points add up
    to the score; the weight of a dimension that nobody has is spread over the others. Raises
    InvalidFigureError (KW-608) for a row that does not exist or is blank, and the problem of a row that
    cannot be read.
    """
    given = Scored(*arguments)
    blank, problems = _together(*given.columns)
    position = int(row) - 1
    if row != int(row) or not 0 <= position < len(blank) or blank[position]:
        raise errors.NO_SUCH_ROW.error(row=show(float(row)), count=len(blank))
    if position in problems:
        raise problems[position]
    found, used = _scores(given, blank, problems)
    mine = found.iloc[int(np.searchsorted(used, position))]
    from klantwaarde_xl.report.words.point_sentences import meaning

    normalised = np.array([mine[f"normalised_{name}"] for name in DIMENSIONS])
    weight = np.where(np.isnan(normalised), 0.0, _weights(given.weights))
    return pd.DataFrame(
        {
            "Dimensie": list(DIMENSION_NAMES.values()),
            "Cijfer": normalised,
            "Gewicht": weight / weight.sum() if weight.sum() else weight,
            "Punten": [mine[f"points_{name}"] for name in DIMENSIONS],
            "Betekenis": [meaning(name, mine.to_dict()) for name in DIMENSIONS],
        }
    )


def _scores(
    given: Scored, blank: np.ndarray, problems: dict[int, errors.KlantwaardeError]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return measures and scores of the rows that can be compared, and the positions of those rows."""
    from klantwaarde_xl.analysis.scoring import NORMALISATION
    from klantwaarde_xl.core.base.part_of_margin import intensity
    from klantwaarde_xl.core.value.score import customer_score

    usable = ~blank
    usable[list(problems)] = False
    used = np.flatnonzero(usable)
    revenue, margin, time_cost, money_cost, energy, culture, breadth = (
        np.full(len(used), np.nan) if column is None else column.values[used] for column in given.columns
    )
    measures = pd.DataFrame(
        {
            "revenue": revenue,
            "gross_margin": margin,
            "logged_cost": time_cost,
            "expense": money_cost,
            "time_intensity": intensity(time_cost, margin),
            "money_intensity": intensity(money_cost, margin),
            "energy": energy,
            "culture": culture,
            "breadth": breadth / np.nanmax(breadth, initial=1.0),
        }
    )
    name = _DEFAULTS.normalisation if given.method is None else given.method.casefold()
    if name not in NORMALISATION:
        raise errors.ARGUMENT_NOT_A_CHOICE.error(
            argument="methode", value=given.method, choices=", ".join(NORMALISATION)
        )
    chosen = dict(zip(DIMENSIONS, _weights(given.weights).tolist(), strict=True))
    return measures.join(customer_score(measures, chosen, NORMALISATION[name])), used


def _weights(weights: np.ndarray | None) -> np.ndarray:
    """Return the weight of each dimension: those given, else those of the settings."""
    if weights is None:
        return np.array(list(_DEFAULTS.weights().values()))
    if len(weights) != len(DIMENSIONS):
        raise errors.WRONG_NUMBER_OF_WEIGHTS.error(
            argument="gewichten", count=len(weights), expected=len(DIMENSIONS)
        )
    for name, weight in zip(DIMENSION_NAMES.values(), weights.tolist(), strict=True):
        if weight < 0:
            raise errors.INVALID_WEIGHT.error(name=name.lower())
    known: np.ndarray = np.nan_to_num(weights)
    return known


def within(argument: str, value: float | None, field: str) -> float:
    """Return the value of an argument that stands for a setting, or the setting's default for None.

    ``field`` is the name in :class:`~klantwaarde_xl.model.settings.Settings`. Raises InvalidFigureError
    (KW-614) for a value outside the limits of the setting: 6 for 6 % would be a hundred times the amount.

    >>> within("vermogenskosten", None, "capital_rate"), within("aantal", 3.0, "gaps_per_customer")
    (0.06, 3.0)
    """
    setting = next(declared for declared in Settings.declared() if declared.field == field)
    if value is None:
        return float(cast(float, setting.default))
    if not cast(float, setting.minimum) <= value <= cast(float, setting.maximum):
        shown = f"{show(value * 100)} %" if setting.unit == "%" else show(value)
        raise errors.ARGUMENT_OUT_OF_LIMITS.error(argument=argument, value=shown, valid=valid_values(setting))
    return value


def _together(*columns: Column | None) -> tuple[np.ndarray, dict[int, errors.KlantwaardeError]]:
    """Return which rows are blank in every column given, and the first problem of each row."""
    given = [column for column in columns if column is not None]
    blank = np.logical_and.reduce([column.blank for column in given])
    problems: dict[int, errors.KlantwaardeError] = {}
    for column in reversed(given):
        problems |= column.problems
    return blank, problems


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """What KW_NETTOBIJDRAGE is given: columns of n rows, and two figures that stand for settings.

    Margin, expenses and revenue in EUR, hours, payment days; ``hourly_cost`` in EUR per hour and
    ``capital_rate`` a fraction per year, None for those of the settings.
    """

    margin: Column
    hours: Column
    hourly_cost: float | None = None
    expenses: Column | None = None
    revenue: Column | None = None
    payment_days: Column | None = None
    capital_rate: float | None = None


def contribution(*arguments: Any) -> Spill:
    """Return margin - hours x cost per hour - expenses - financing of each row, in EUR.

    ``arguments`` are those of :class:`Served`. A blank cost counts as zero, a blank margin gives no outcome.
    Financing is that of :func:`~klantwaarde_xl.core.measures.cost_to_serve.financing`. Raises
    InvalidFigureError (KW-614) for a rate outside the limits of its setting, and (KW-609) when only one of
    revenue and payment days is given.
    """
    from klantwaarde_xl.core.measures.cost_to_serve import financing

    given = Served(*arguments)
    if (given.revenue is None) != (given.payment_days is None):
        raise errors.GO_TOGETHER.error(first="omzet", second="betaaldagen")
    hour = within("kostprijs_per_uur", given.hourly_cost, "hourly_cost")
    rate = within("vermogenskosten", given.capital_rate, "capital_rate")
    blank, problems = _together(given.margin, given.hours, given.expenses, given.revenue, given.payment_days)
    values = given.margin.values - np.nan_to_num(given.hours.values) * hour
    if given.expenses is not None:
        values = values - np.nan_to_num(given.expenses.values)
    if given.revenue is not None and given.payment_days is not None:
        values = values - np.nan_to_num(financing(given.revenue.values, given.payment_days.values, rate))
    return Spill(values, blank, problems)


def pareto(values: Column, bound_a: float | None = None, bound_b: float | None = None) -> Spill:
    """Return class A, B or C of each row; see :func:`~klantwaarde_xl.core.value.pareto.pareto_classes`.

    Bounds are fractions of the total. Raises InvalidFigureError: KW-614 for a bound outside the limits of
    its setting, KW-303 for bounds out of order.
    """
    from klantwaarde_xl.core.value.pareto import pareto_classes

    low, high = within("grens_a", bound_a, "bound_a"), within("grens_b", bound_b, "bound_b")
    if low > high:
        raise errors.BOUNDS_OUT_OF_ORDER.error(bound_a=show(low), bound_b=show(high))
    classes = pareto_classes(values.values, low, high)
    return Spill(classes.astype(object), values.blank, values.problems)


def cumulative(values: Column) -> Spill:
    """Return the share of each row in the total, accumulated from large to small, in the order of the rows.

    See :func:`~klantwaarde_xl.core.value.pareto.cumulative_share`.
    """
    from klantwaarde_xl.core.value.pareto import cumulative_share

    return Spill(cumulative_share(values.values), values.blank, values.problems)


def _complete(column: Column) -> np.ndarray:
    """Return the figures of a column of which every cell counts; raises the problem of an unreadable one."""
    if column.problems:
        raise next(iter(column.problems.values()))
    return column.values


def concentration(values: Column) -> pd.DataFrame:
    """Return measures of concentration, each with what it is a share of; NaN where the total is not positive.

    Raises the problem of the first cell that cannot be read.
    """
    from klantwaarde_xl.core.value.concentration import gini, hhi, share_for_80, top20_share

    amounts = _complete(values)
    rows = [
        (
            "Deel van de klanten dat 80 % maakt",
            share_for_80(amounts),
            "alle klanten; 80 % van het positieve totaal",
        ),
        ("Aandeel van de grootste 20 % klanten", top20_share(amounts), "het nettototaal"),
        ("Gini", gini(amounts), "0 is gelijk verdeeld; negatief telt als 0"),
        ("HHI", hhi(amounts), "0 tot 10.000, over positieve aandelen"),
    ]
    return pd.DataFrame(rows, columns=["Maat", "Waarde", "Ten opzichte van"])


def whale(contributions: Column) -> pd.DataFrame:
    """Return the whale curve at 101 points, with the peak as a row of its own.

    Shares are NaN when the total is not positive. Raises the problem of the first cell that cannot be read.
    """
    from klantwaarde_xl.core.value.whale_curve import whale_curve

    found = whale_curve(_complete(contributions))
    curve = found.curve.assign(remark="")
    if np.isfinite(found.at):
        curve = pd.concat(
            [curve, pd.DataFrame([[found.at, found.peak_amount, found.peak, "top"]], columns=curve.columns)]
        )
        curve = curve.sort_values(["customer_share", "remark"], kind="stable", ignore_index=True)
    return curve.set_axis(
        ["Deel van de klanten", "Nettobijdrage opgeteld", "Deel van het totaal", "Bijzonderheid"], axis=1
    )


def ahp_weights(comparison: np.ndarray) -> pd.DataFrame:
    """Return the weights that a pairwise comparison implies, its consistency ratio, and a verdict on it."""
    from klantwaarde_xl.core.value.weights import ahp_weights as implied

    found = implied(comparison)
    ratio = found.consistency_ratio
    verdict = "Consistent genoeg (onder 0,10)."
    if not found.consistent:
        verdict = str(errors.INCONSISTENT_COMPARISON.error(ratio=plain(ratio, 2)))
    rows = [*enumerate(found.weights.tolist(), 1), ("Consistentieratio", ratio), ("Oordeel", verdict)]
    return pd.DataFrame(rows, columns=["Onderdeel", "Gewicht"], dtype=object)
