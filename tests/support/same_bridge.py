"""Compare the bridge of an analysis, cent by cent, with the second computation in plain Python."""

from __future__ import annotations

import pandas as pd
from plain_bridge import PARTS, Span, bridge
from plain_input import Row


def same_bridge(
    got: pd.DataFrame, lines: list[Row], spans: tuple[Span, Span], before: dict[str, Row], now: dict[str, Row]
) -> None:
    """Check every amount of every customer, and that each row adds up without a cent of difference.

    An amount that lies halfway two cents may round either way in floats; the sum may not. What is blank
    because nothing is known of it (time and money without effort) is nothing in the second computation."""
    got, expected = got.fillna(0.0), bridge(lines, spans, before, now)
    assert set(got.index) == set(expected)
    assert list(got.columns) == ["previous_contribution", *PARTS, "contribution"]
    for name, row in (got * 100).round().to_dict("index").items():
        assert sum(row[part] for part in PARTS) == row["contribution"] - row["previous_contribution"], name
        for part, cents in expected[name].items():
            slack = 3 if part == "mix" else 1
            assert abs(row[part] - cents) <= slack, (name, part, row[part], cents)
