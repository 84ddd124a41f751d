from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pandas as pd

from klantwaarde_xl.report.build import build
from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_card.titles import (
    months_formula,
    points_formula,
    points_title,
    trend_formula,
    trend_title,
)
from klantwaarde_xl.report.pages.customer_card.values import card_of, values
from klantwaarde_xl.report.pages.customer_value import customer_frame


def test_the_titles_are_of_the_customer_that_is_shown(make_analysis: Any) -> None:
    source = Source(make_analysis(40))
    customers, titles = source.once(customer_frame), set()
    frames = build(source.analysis, created=dt.datetime(2025, 1, 1)).frames
    for who in customers["customer_id"].head(8):
        shown = card_of(frames, who)[1]
        row = customers.set_index("customer_id").loc[who]
        change = row["revenue"] / row["previous_revenue"] - 1
        figure = re.search(r"([\d,.]+) %", str(shown["card_months_title"]))
        assert figure
        assert float(figure[1].replace(",", ".")) == round(abs(change) * 100, 1)
        assert ("steeg" in str(shown["card_months_title"])) == (change > 0)
        titles.add(shown["card_months_title"])
    assert len(titles) > 1
    assert values(source)["card_months_title"] in titles


def test_points_that_are_all_equal_or_unknown_have_no_best() -> None:
    plain = "Punten per dimensie"
    assert points_title([50.0] * 7) == points_title([float("nan")] * 6 + [1.0]) == plain


def test_a_score_that_moves_less_than_it_shows_stays() -> None:
    assert trend_title(pd.Series([70.1, 70.3])) == "Score bleef 70"
    assert trend_title(pd.Series([75.0, 60.0])) == "Score daalde van 75 naar 60"
    assert trend_title(pd.Series([None, None, 70.0])) == "Score per maand"


def test_the_formulas_say_the_same_words() -> None:
    for formula in (months_formula("E10"), points_formula("A1:A7"), trend_formula("A1:A8", 8)):
        assert formula.count("(") == formula.count(")")
        assert len(formula) < 1000
        assert "{" not in formula
