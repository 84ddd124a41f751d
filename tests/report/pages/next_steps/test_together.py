from __future__ import annotations

from typing import Any

from klantwaarde_xl.report.pages.next_steps.together import TOGETHER, together_rows


def test_pairs_have_every_column_of_the_table_highest_lift_first(make_analysis: Any) -> None:
    analysis = make_analysis()
    rows = together_rows(analysis)
    assert {column.field for column in TOGETHER.columns} <= set(rows.columns)
    assert len(rows) == len(analysis.chances.associations)
    assert rows["lift"].is_monotonic_decreasing
    assert len(together_rows(analysis, longest=1)) == 1
