from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.customer_card.data import (
    CARD_TABLE,
    GROUPS,
    bought_groups,
    card_frame,
    customer_labels,
)


def test_every_column_of_the_table_is_given(make_analysis: Any) -> None:
    frame = card_frame(Source(make_analysis(20)))
    assert {column.field for column in CARD_TABLE.columns} == set(frame.columns)
    assert len(frame) == 20


def test_two_customers_of_one_name_have_their_number_behind_it() -> None:
    assert customer_labels(pd.Series(["Bos", "Bos"]), pd.Series(["1", "2"])) == ["Bos (1)", "Bos (2)"]


def test_groups_are_as_many_as_the_card_has_rows(make_analysis: Any) -> None:
    amounts, groups = bought_groups(Source(make_analysis(20)))
    assert amounts.shape == (20, GROUPS + 1)
    assert len(groups) == GROUPS + 1
    assert groups["buyers"].dropna().between(0, 1).all()


def test_who_is_lost_and_took_effort_has_the_figures_of_the_previous_period(make_analysis: Any) -> None:
    whole = make_analysis(20)
    lost = whole.customers.index[3]
    figures = ["previous_revenue", "previous_gross_margin", "previous_contribution"]
    customers = whole.customers.copy()
    customers.loc[lost, figures] = np.nan
    gone = pd.DataFrame([[900.0, 400.0, 300.0]], index=pd.Index([lost]), columns=figures)
    frame = card_frame(Source(replace(whole, customers=customers, lost=gone))).set_index("customer_id")
    assert frame.loc[lost, figures].tolist() == [900.0, 400.0, 300.0]
    others = frame.index != lost
    assert frame.loc[others, figures].equals(customers.loc[frame.index[others], figures])
