from __future__ import annotations

from typing import Any

import numpy as np

from klantwaarde_xl.report.page import Source
from klantwaarde_xl.report.pages.months import PAGE, month_frame


def test_every_month_is_a_column_and_the_total_their_sum(make_analysis: Any) -> None:
    analysis = make_analysis(20)
    frame = month_frame(Source(analysis))
    months = [name.removesuffix(" 2024") for name in frame.columns[3:]]
    assert months == ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    np.testing.assert_allclose(frame.iloc[:, 3:].sum(axis=1), frame["total"])
    np.testing.assert_allclose(frame["total"].sum(), analysis.monthly.to_numpy().sum())


def test_the_message_counts_the_months(make_analysis: Any) -> None:
    assert PAGE.values(Source(make_analysis(5)))["months_message"] == "Omzet per klant over 12 maanden."
