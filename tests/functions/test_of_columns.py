"""The functions on columns, against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from klantwaarde_xl import errors
from klantwaarde_xl.functions.cell_values import Column
from klantwaarde_xl.functions.of_columns import (
    ahp_weights,
    concentration,
    contribution,
    cumulative,
    explanation,
    pareto,
    score,
    whale,
)


def column(name: str, *values: float | None, problems: tuple[int, ...] = ()) -> Column:
    figures = np.array([np.nan if value is None else value for value in values])
    blank = np.array([value is None and row not in problems for row, value in enumerate(values)])
    return Column(
        name,
        figures,
        blank,
        {row: errors.CELL_NOT_A_NUMBER.error(argument=name, place=f"rij {row + 1}") for row in problems},
    )


PERCENTILES = (*(None,) * 4, None, "percentiel")
"""What stands behind three columns of a score by percentiles."""


def test_score_is_a_weighted_mean_of_points_by_value_functions() -> None:
    # Scales: the median and the largest, 500 and 900 of turnover, 200 and 300 of margin. First row: margin
    # ln 1.5 / ln 2.5 of 100 points, so (.2 x ln 1.2 / ln 2.8 + .25 x ln 1.5 / ln 2.5) x 100 / .45.
    found = score(column("omzet", 100.0, 900.0), column("marge", 100.0, 300.0))
    first = 0.2 * math.log(1.2) / math.log(2.8) + 0.25 * math.log(1.5) / math.log(2.5)
    assert found.values == pytest.approx([100 * first / 0.45, 100.0], rel=1e-10)


def test_score_is_the_weighted_mean_of_percentiles() -> None:
    # Two customers, percentiles 75 and 25; weights .20 omzet, .25 marge: (0.2*75 + 0.25*25)/0.45 and (0.2*25
    # + 0.25*75)/0.45.
    found = score(column("omzet", 100.0, 50.0), column("marge", 10.0, 20.0), None, *PERCENTILES)
    assert found.values == pytest.approx([21.25 / 0.45, 23.75 / 0.45], rel=1e-10)


def test_score_takes_costs_as_a_share_of_the_margin_and_lower_as_better() -> None:
    # Equal turnover and margin (50 each); shares 0.5 and 0.1 of the margin: percentile 25 and 75 with weight
    # .10.
    found = score(
        column("omzet", 9.0, 9.0), column("marge", 10.0, 10.0), column("tijdkosten", 5.0, 1.0), *PERCENTILES
    )
    assert found.values == pytest.approx([(22.5 + 2.5) / 0.55, (22.5 + 7.5) / 0.55], rel=1e-10)


def test_score_leaves_out_blank_rows_and_rows_that_cannot_be_read() -> None:
    full = score(column("omzet", 100.0, 50.0), column("marge", 10.0, 20.0))
    holes = score(
        column("omzet", 100.0, None, None, 50.0, problems=(2,)),
        column("marge", 10.0, None, 99.0, 20.0),
    )
    assert holes.values[[0, 3]] == pytest.approx(full.values)
    assert holes.blank.tolist() == [False, True, False, False]
    assert list(holes.problems) == [2]


def test_score_takes_seven_weights_and_a_method() -> None:
    weights = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    others = (None,) * 5
    found = score(
        column("omzet", 3.0, 2.0, 1.0), column("marge", 0.0, 30.0, 100.0), *others, weights, "min-max"
    )
    assert found.values == pytest.approx([0.0, 30.0, 100.0])
    with pytest.raises(errors.InvalidFigureError, match="KW-607"):
        score(column("omzet", 1.0), column("marge", 1.0), *others, np.ones(3))
    negative = np.array([1.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0])
    with pytest.raises(errors.InvalidFigureError, match="KW-301: Het gewicht van tijd is"):
        score(column("omzet", 1.0), column("marge", 1.0), *others, negative)
    with pytest.raises(errors.InvalidFigureError, match="KW-606: methode 'rang' bestaat niet"):
        score(column("omzet", 1.0), column("marge", 1.0), *others, None, "rang")


def test_explanation_adds_up_to_the_score() -> None:
    columns = (
        column("omzet", 100.0, 50.0, 70.0),
        column("marge", 10.0, 20.0, -5.0),
        column("tijdkosten", 1.0, 2.0, 3.0),
    )
    rest = (None,) * 6
    found = explanation(3.0, *columns, *rest)
    assert found["Dimensie"].tolist() == ["Omzet", "Marge", "Tijd", "Geld", "Energie", "Cultuur", "Producten"]
    assert found["Punten"].sum() == score(*columns).values[2]
    assert found["Betekenis"].tolist()[:4] == ["€ 70", "€ -5", "de hele marge", "onbekend"]
    assert found["Gewicht"].tolist() == pytest.approx([0.2 / 0.55, 0.25 / 0.55, 0.1 / 0.55, 0, 0, 0, 0])


@pytest.mark.parametrize("row", [0.0, 4.0, 1.5, 2.0])
def test_explanation_of_a_row_that_is_not_there(row: float) -> None:
    columns = (column("omzet", 1.0, None, 3.0), column("marge", 1.0, None, 3.0))
    with pytest.raises(errors.InvalidFigureError, match="KW-608"):
        explanation(row, *columns, *(None,) * 7)


def test_explanation_of_a_row_that_cannot_be_read_says_why() -> None:
    with pytest.raises(errors.InvalidFigureError, match="KW-611: omzet, rij 2"):
        explanation(2.0, column("omzet", 1.0, None, problems=(1,)), column("marge", 1.0, 2.0), *(None,) * 7)


def test_contribution_is_margin_less_time_costs_and_financing() -> None:
    # 1,000 - 3 x 50 - 20 - 10,000 x 30/365 x 8 % (65.75, docs/method.md 2).
    found = contribution(
        column("marge", 1000.0, None, 100.0),
        column("uren", 3.0, None, None),
        50.0,
        column("kosten", 20.0, None, None),
        column("omzet", 10_000.0, None, 500.0),
        column("betaaldagen", 30.0, None, None),
        0.08,
    )
    assert found.values.round(2) == pytest.approx([764.25, np.nan, 100.0], nan_ok=True)
    assert found.blank.tolist() == [False, True, False]


def test_contribution_takes_the_defaults_of_the_settings() -> None:
    assert contribution(column("marge", 100.0), column("uren", 1.0)).values.tolist() == [40.0]


def test_contribution_refuses_what_cannot_be() -> None:
    with pytest.raises(errors.InvalidFigureError, match="KW-609: omzet en betaaldagen"):
        contribution(column("marge", 1.0), column("uren", 1.0), None, None, column("omzet", 1.0))
    # 6 instead of 6 % would charge six times the turnover and still look like a figure.
    with pytest.raises(
        errors.InvalidFigureError,
        match=r"KW-614: vermogenskosten kan niet 600 % zijn. Geldig is: 0 % tot en met 1",
    ):
        contribution(column("marge", 1.0), column("uren", 1.0), *[None] * 4, 6.0)
    with pytest.raises(errors.InvalidFigureError, match="KW-614: kostprijs_per_uur kan niet -1 zijn"):
        contribution(column("marge", 1.0), column("uren", 1.0), -1.0)


def test_bounds_typed_without_a_percent_sign_and_in_the_wrong_order() -> None:
    values = column("waarden", 50.0, 30.0, 20.0)
    with pytest.raises(errors.InvalidFigureError, match="KW-614: grens_a kan niet 8000 % zijn"):
        pareto(values, 80.0)
    with pytest.raises(errors.InvalidFigureError, match="KW-303: De Pareto-grenzen 0,9 en 0,5"):
        pareto(values, 0.9, 0.5)


def test_pareto_and_cumulative_keep_the_order_of_the_rows() -> None:
    values = column("waarden", 15.0, 50.0, None, 30.0, 5.0)
    assert pareto(values).values.tolist() == ["B", "A", "", "A", "C"]
    assert pareto(values, 0.4, 0.9).values.tolist() == ["B", "A", "", "B", "C"]
    assert cumulative(values).values == pytest.approx([0.95, 0.5, np.nan, 0.8, 1.0], nan_ok=True)


def test_concentration_names_what_each_share_is_of() -> None:
    # 60 + 20 of 100 is 80 %: 2 of 5 customers; top 1 of 5 makes .60; Gini by its formula: (-4*0 -2*5 +0*15
    # +2*20 +4*60)/(5*100).
    found = concentration(column("waarden", 60.0, 20.0, 15.0, 5.0, 0.0)).set_index("Maat")["Waarde"]
    assert found.tolist() == pytest.approx([0.4, 0.6, 270 / 500, 3600 + 400 + 225 + 25])


def test_one_bad_cell_makes_no_figure_of_the_whole() -> None:
    bad = column("waarden", 1.0, None, problems=(1,))
    for function in (concentration, whale):
        with pytest.raises(errors.InvalidFigureError, match="KW-611"):
            function(bad)


def test_the_whale_curve_has_its_peak_in_place() -> None:
    # 90 + 60 = 150 of a total of 100, at 2 of 4 customers; after the loss of 50 the curve ends at 100.
    found = whale(column("nettobijdrage", 60.0, 90.0, 0.0, -50.0))
    assert len(found) == 102
    top = found[found["Bijzonderheid"] == "top"].iloc[0]
    assert top.tolist() == [0.5, 150.0, 1.5, "top"]
    assert found["Deel van de klanten"].is_monotonic_increasing
    assert found.iloc[-1].tolist()[:3] == [1.0, 100.0, 1.0]


def test_a_whale_curve_without_profit_has_amounts_only() -> None:
    found = whale(column("nettobijdrage", 10.0, -30.0))
    assert len(found) == 101
    assert found["Deel van het totaal"].isna().all()
    assert found["Nettobijdrage opgeteld"].iloc[-1] == -20.0


def test_weights_of_a_comparison_with_their_consistency() -> None:
    found = ahp_weights(np.array([[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]))
    assert found["Onderdeel"].tolist() == [1, 2, 3, "Consistentieratio", "Oordeel"]
    assert found["Gewicht"].tolist()[:4] == pytest.approx([4 / 7, 2 / 7, 1 / 7, 0.0], abs=1e-9)
    assert found["Gewicht"].tolist()[4] == "Consistent genoeg (onder 0,10)."
    contradicting = ahp_weights(np.array([[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]]))
    assert contradicting["Gewicht"].tolist()[4].startswith("KW-307")
