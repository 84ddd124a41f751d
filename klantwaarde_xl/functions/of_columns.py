"""The functions in cells that work on plain columns: each joins steps of the core and names its outcome in
Dutch."""

from __future__ import annotations

import sys
from importlib.metadata import version

import numpy as np
import pandas as pd

from klantwaarde_xl import __version__, errors
from klantwaarde_xl.functions.cell_values import EXCEL_ERRORS, Column, Spill
from klantwaarde_xl.model.excel_cells import newer_error
from klantwaarde_xl.model.notation import plain, show
from klantwaarde_xl.model.settings import DIMENSION_NAMES, DIMENSIONS, Settings
from klantwaarde_xl.model.settings_cells import valid_values

_DEFAULTS = Settings()


def score(
    revenue: Column,
    margin: Column,
    time_cost: Column | None = None,
    money_cost: Column | None = None,
    energy: Column | None = None,
    culture: Column | None = None,
    breadth: Column | None = None,
    weights: np.ndarray | None = None,
    method: str | None = None,
) -> Spill:
    """Return the score 0-100 of each row, as :func:`~klantwaarde_xl.core.value.score.customer_score` gives
    it.

    Columns of n rows: revenue, margin, time and money cost in EUR, energy and culture 1-5, breadth any
    number; a column left out or a blank cell is a dimension that the row does not have. ``weights`` float
    (7,), default those of the settings; ``method`` Dutch name of a normalisation. Rows that are blank in
    every column stay blank; a row with an unreadable cell is left out of the comparison and has a problem.
    Raises InvalidFigureError for weights or a method that cannot be."""
    columns = (revenue, margin, time_cost, money_cost, energy, culture, breadth)
    blank, problems = _together(*columns)
    found, used = _scores(columns, blank, problems, weights, method)
    values = np.full(len(revenue), np.nan)
    values[used] = found["score"]
    return Spill(values, blank, problems)


def explanation(row: float, *arguments: Column | np.ndarray | str | None) -> pd.DataFrame:
    """Return what makes up the score of one row: per dimension the figure 0-100, the weight among those
    present, and the points.

    ``row`` from 1; the other arguments as in :func:`score`. Returns a frame of seven rows whose points add up
    to the score. Raises InvalidFigureError (KW-608) for a row that is not there or blank, and the problem of
    a row that cannot be read."""
    columns, weights, method = arguments[:7], arguments[7], arguments[8]
    blank, problems = _together(*columns)
    position = int(row) - 1
    if row != int(row) or not 0 <= position < len(blank) or blank[position]:
        raise errors.NO_SUCH_ROW.error(row=show(float(row)), count=len(blank))
    if position in problems:
        raise problems[position]
    found, used = _scores(columns, blank, problems, weights, method)
    mine = found.iloc[int(np.searchsorted(used, position))]
    normalised = np.array([mine[f"normalised_{name}"] for name in DIMENSIONS])
    weight = np.where(np.isnan(normalised), 0.0, _weights(weights))
    return pd.DataFrame(
        {
            "Dimensie": list(DIMENSION_NAMES.values()),
            "Cijfer 0-100": normalised,
            "Gewicht": weight / weight.sum() if weight.sum() else weight,
            "Punten": [mine[f"points_{name}"] for name in DIMENSIONS],
        }
    )


def _scores(
    columns: tuple[Column | None, ...],
    blank: np.ndarray,
    problems: dict[int, errors.KlantwaardeError],
    weights: np.ndarray | None,
    method: str | None,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the scores of the rows that can be compared, and the positions of those rows."""
    from klantwaarde_xl.analysis.analyse import NORMALISATION
    from klantwaarde_xl.core.measures.cost_to_serve import intensity
    from klantwaarde_xl.core.value.score import customer_score

    usable = ~blank
    usable[list(problems)] = False
    used = np.flatnonzero(usable)
    revenue, margin, time_cost, money_cost, energy, culture, breadth = (
        np.full(len(used), np.nan) if column is None else column.values[used] for column in columns
    )
    measures = pd.DataFrame(
        {
            "revenue": revenue,
            "gross_margin": margin,
            "time_intensity": intensity(time_cost, margin),
            "money_intensity": intensity(money_cost, margin),
            "energy": energy,
            "culture": culture,
            "breadth": breadth,
            "contribution": np.nan,
        }
    )
    name = _DEFAULTS.normalisation if method is None else method.casefold()
    if name not in NORMALISATION:
        raise errors.ARGUMENT_NOT_A_CHOICE.error(
            argument="methode", value=method, choices=", ".join(NORMALISATION)
        )
    chosen = dict(zip(DIMENSIONS, _weights(weights).tolist(), strict=True))
    return customer_score(measures, chosen, NORMALISATION[name]), used


def _weights(weights: np.ndarray | None) -> np.ndarray:
    if weights is None:
        return np.array(list(_DEFAULTS.weights().values()))
    if len(weights) != len(DIMENSIONS):
        raise errors.WRONG_NUMBER_OF_WEIGHTS.error(
            argument="gewichten", count=len(weights), expected=len(DIMENSIONS)
        )
    for name, weight in zip(DIMENSION_NAMES.values(), weights.tolist(), strict=True):
        if weight < 0:
            raise errors.INVALID_WEIGHT.error(name=name.lower())
    return np.nan_to_num(weights)


def within(argument: str, value: float | None, field: str) -> float:
    """Return what is used for a setting that an argument stands for: its value, or the setting's default when
    it is None.

    ``field`` is the name in :class:`~klantwaarde_xl.model.settings.Settings`. Raises InvalidFigureError
    (KW-614) for a value outside the limits of the setting: 6 for 6 % would be six times the amount.

    >>> within("vermogenskosten", None, "capital_rate"), within("aantal", 3.0, "gaps_per_customer")
    (0.06, 3.0)
    """
    setting = next(declared for declared in Settings.declared() if declared.field == field)
    if value is None:
        return float(setting.default)
    if not setting.minimum <= value <= setting.maximum:
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


def contribution(
    margin: Column,
    hours: Column,
    hourly_cost: float | None = None,
    expenses: Column | None = None,
    revenue: Column | None = None,
    payment_days: Column | None = None,
    capital_rate: float | None = None,
) -> Spill:
    """Return margin - hours x cost per hour - expenses - financing of each row, in EUR.

    Margin, expenses and revenue in EUR, hours, payment days; ``hourly_cost`` EUR/h and ``capital_rate`` a
    fraction, defaults of the settings. A blank cost counts as zero, a blank margin gives no outcome.
    Financing is that of :func:`~klantwaarde_xl.core.measures.cost_to_serve.financing`. Raises
    InvalidFigureError (KW-614) for a rate outside the limits of its setting, and (KW-609) when only one of
    revenue and payment days is given."""
    from klantwaarde_xl.core.measures.cost_to_serve import financing

    if (revenue is None) != (payment_days is None):
        raise errors.GO_TOGETHER.error(first="omzet", second="betaaldagen")
    hour = within("kostprijs_per_uur", hourly_cost, "hourly_cost")
    rate = within("vermogenskosten", capital_rate, "capital_rate")
    blank, problems = _together(margin, hours, expenses, revenue, payment_days)
    values = margin.values - np.nan_to_num(hours.values) * hour
    if expenses is not None:
        values = values - np.nan_to_num(expenses.values)
    if revenue is not None and payment_days is not None:
        values = values - np.nan_to_num(financing(revenue.values, payment_days.values, rate))
    return Spill(values, blank, problems)


def pareto(values: Column, bound_a: float | None = None, bound_b: float | None = None) -> Spill:
    """Return class A, B or C of each row; see :func:`~klantwaarde_xl.core.value.pareto.pareto_classes`.

    Bounds are fractions. Raises InvalidFigureError: KW-614 for a bound that is none, KW-303 for bounds out of
    order."""
    from klantwaarde_xl.core.value.pareto import pareto_classes

    low, high = within("grens_a", bound_a, "bound_a"), within("grens_b", bound_b, "bound_b")
    if low > high:
        raise errors.BOUNDS_OUT_OF_ORDER.error(bound_a=show(low), bound_b=show(high))
    classes = pareto_classes(values.values, low, high)
    return Spill(classes.astype(object), values.blank, values.problems)


def cumulative(values: Column) -> Spill:
    """Return the cumulative share of each row; see
    :func:`~klantwaarde_xl.core.value.pareto.cumulative_share`."""
    from klantwaarde_xl.core.value.pareto import cumulative_share

    return Spill(cumulative_share(values.values), values.blank, values.problems)


def _complete(column: Column) -> np.ndarray:
    """Return the figures of a column for a function of all rows at once: one bad cell would make the whole
    wrong."""
    for problem in column.problems.values():
        raise problem
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
    """Return the whale curve at 101 points, with the peak as a row of its own; shares are NaN when the total
    is not positive.

    Raises the problem of the first cell that cannot be read.
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
    """Return the weights that a pairwise comparison implies, its consistency ratio, and what that ratio
    means."""
    from klantwaarde_xl.core.value.weights import ahp_weights as implied

    found = implied(comparison)
    ratio = found.consistency_ratio
    verdict = "Consistent genoeg (onder 0,10)."
    if not found.consistent:
        verdict = str(errors.INCONSISTENT_COMPARISON.error(ratio=plain(ratio, 2)))
    rows: list[tuple[object, object]] = [
        (number, weight) for number, weight in enumerate(found.weights.tolist(), 1)
    ]
    return pd.DataFrame(
        [*rows, ("Consistentieratio", ratio), ("Oordeel", verdict)],
        columns=["Onderdeel", "Gewicht"],
        dtype=object,
    )


_AGAIN = "of de reden is niet meer bekend: bereken de cel opnieuw (F2, Enter)."
_NO_ROOM = "Waar de uitkomst moet komen, staat al iets, of de formule staat in een Excel-tabel."
_MEANING = {
    "#NULL!": "De formule noemt twee bereiken die elkaar niet raken.",
    "#DIV/0!": "De formule deelt door nul of door een lege cel.",
    "#VALUE!": f"De formule krijgt een waarde van de verkeerde soort, {_AGAIN}",
    "#REF!": "De formule verwijst naar cellen die er niet meer zijn.",
    "#NAME?": "Excel kent een naam in de formule niet; staan macro's aan?",
    "#NUM!": "De formule geeft een getal dat Excel niet kan tonen.",
    "#N/A": f"Er is geen uitkomst, {_AGAIN}",
}


def reason(cell: object, remembered: object) -> str:
    """Return in words why a cell shows an error: what the workbook remembered, else what Excel's error means
    in general."""
    if remembered:
        return str(remembered)
    if isinstance(cell, str) and cell in EXCEL_ERRORS:
        return f"{EXCEL_ERRORS[cell]}: {_MEANING[cell]}"
    if name := newer_error(cell):
        return (
            f"{name}: {_NO_ROOM}"
            if name == "#OVERLOOP!"
            else f"De cel toont een fout {name}; klik op het teken ernaast."
        )
    return "Deze cel bevat geen fout."


def versions(workbook: object, xlwings_vba: object) -> pd.DataFrame:
    """Return the versions of everything that has to fit together."""
    rows = [
        ("Werkmap", workbook),
        ("Klantwaarde", __version__),
        ("xlwings in de werkmap", xlwings_vba),
        ("xlwings in Python", version("xlwings")),
        ("Python", ".".join(map(str, sys.version_info[:3]))),
    ]
    return pd.DataFrame(rows, columns=["Onderdeel", "Versie"])


def version_message(workbook: str, xlwings_vba: str) -> str:
    """Return what is wrong between the versions of the workbook and of this computer, or an empty text.

    >>> version_message(__version__, version("xlwings"))
    ''
    """
    if xlwings_vba != version("xlwings"):
        return str(errors.XLWINGS_DIFFERS.error(workbook=xlwings_vba, installed=version("xlwings")))
    if workbook.split(".")[:2] != __version__.split(".")[:2]:
        return str(errors.WORKBOOK_DIFFERS.error(workbook=workbook, installed=__version__))
    return ""
