"""The levers of a customer by hand, and what must hold for every input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions.labels import LABELS
from klantwaarde_xl.core.actions.levers import LEVERS, REASONS, STEPS, Gaps, customer_actions
from klantwaarde_xl.errors import InvalidFigureError


def customers(**columns: list[object]) -> pd.DataFrame:
    """Return a frame of customers; covered revenue is the revenue and the rest follows unless given."""
    frame = pd.DataFrame(columns)
    frame.index = pd.Index([f"k{i}" for i in range(len(frame))], name="customer_id")
    defaults = {"revenue": 0.0, "gross_margin": 0.0, "cost_to_serve": 0.0, "score": 50.0, "hold_on": False}
    for name, value in (defaults | {"invoices": 12}).items():
        if name not in frame:
            frame[name] = value
    if "covered_revenue" not in frame:
        frame["covered_revenue"] = frame.revenue
    if "contribution" not in frame:
        frame["contribution"] = frame.gross_margin - frame.cost_to_serve
    return frame


def chances(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Return chances with their expected margin; the revenue is four times as much, 0 where it is unknown."""
    frame = pd.DataFrame(rows, columns=["customer_id", "item", "expected_margin"])
    frame = frame.astype({"expected_margin": float})
    return frame.assign(expected_revenue=frame.expected_margin.fillna(0.0) * 4)


def gaps(
    frame: pd.DataFrame,
    margin: dict[str, float] | None = None,
    serve: dict[str, float] | None = None,
    cross_sell: pd.DataFrame | None = None,
    up_sell: pd.DataFrame | None = None,
) -> Gaps:
    """Return gaps: the fraction of margin below the target on 8,000 EUR compared, EUR of serving above it."""
    none = chances()
    prices = pd.DataFrame({"compared": 8000.0, "own_pct": 0.2, "others_pct": 0.3}, index=frame.index)
    prices["gap"] = pd.Series(margin or {}, dtype=float).reindex(frame.index).fillna(0.0)
    serving = pd.DataFrame({"logged": 1500.0, "usual": 700.0}, index=frame.index)
    serving["gap"] = pd.Series(serve or {}, dtype=float).reindex(frame.index).fillna(0.0)
    chosen = (none if part is None else part for part in (cross_sell, up_sell))
    return Gaps(*chosen, prices, serving)


# k0: margin lever .075 x 8,000 = 600.00, serving 720.00, up-sell 66.67: potential 1,386.67 in 3 + 4 + 6 = 13
# hours, 106.6669 an hour. Cross-sell 123.45 + 76.55 = 200.00 (an unknown and a negative chance add nothing)
# stands beside it; its revenue is 4 x (200 - 50).
BY_HAND = customers(
    revenue=[10_000.0] * 6,
    gross_margin=[2000.0, 2500.0, 2600.0, 3000.0, 3200.0, 4000.0],
    cost_to_serve=[1500.0, 250.0, 520.0, 900.0, 1280.0, 2000.0],
)
CROSS = chances(
    ("k0", "Thee", 76.55),
    ("k0", "Koffie", 123.45),
    ("k0", "Folie", np.nan),
    ("k0", "Zout", -50.0),
    ("elders", "Thee", 9.0),
)
FOUND = gaps(BY_HAND, {"k0": 0.075}, {"k0": 720.0}, CROSS, chances(("k0", "Verpakking", 66.67)))


def test_the_levers_of_one_customer_to_the_cent() -> None:
    row = customer_actions(BY_HAND, FOUND, years=1).loc["k0"]
    assert {lever: round(row[lever], 2) for lever in LEVERS} == {
        "up_sell": 66.67,
        "margin": 600.00,
        "serve": 720.00,
    }
    assert round(row.potential, 2) == 1386.67
    assert (row.cross_sell, row.cross_sell_revenue) == pytest.approx((200.0, 600.0))
    assert (row.hours, round(row.euros_per_hour, 4)) == (13.0, 106.6669)
    assert (row.best_lever, row.label, row.reasons) == ("serve", "serve_efficiently", "chance_margin_unknown")
    assert (row.cross_sell_item, row.cross_sell_count, row.up_sell_item, row.up_sell_count) == (
        "Koffie",
        2,
        "Verpakking",
        1,
    )
    assert (row.own_pct, row.others_pct, row.logged, row.usual) == (0.2, 0.3, 1500.0, 700.0)


def test_the_figures_of_the_period_become_yearly_and_chances_are_yearly_already() -> None:
    row = customer_actions(BY_HAND, FOUND, years=2).loc["k0"]
    assert row[list(LEVERS)].tolist() == pytest.approx([66.67, 300.0, 360.0])
    assert (row.contribution, row.logged) == pytest.approx((250.0, 750.0))


def test_hours_come_from_the_settings_and_small_levers_ask_none() -> None:
    hours = {"cross_sell": 1.0, "up_sell": 2.0, "margin": 0.5, "serve": 8.0}
    assert customer_actions(BY_HAND, FOUND, years=1, hours=hours).loc["k0"].hours == 10.5
    row = customer_actions(BY_HAND, FOUND, years=1, minimum=600.01).loc["k0"]
    assert (row.margin, row.hours) == (0.0, 3 + 6)
    assert customer_actions(BY_HAND, FOUND, years=1, minimum=600.0).loc["k0"].margin == pytest.approx(600)


def test_cross_sell_is_in_no_sum_and_asks_hours_only_as_a_first_step() -> None:
    found = customer_actions(BY_HAND, gaps(BY_HAND, cross_sell=chances(("k1", "Thee", 50.0))), years=1)
    row = found.loc["k1"]
    assert (row.label, row.best_lever, row.hours) == ("expand", "cross_sell", 4.0)
    assert (row.potential, row.euros_per_hour, row.cross_sell) == (0.0, 0.0, 50.0)
    assert found.hours.sum() == 4.0


def test_who_earns_nothing_starts_with_serving_also_without_a_sure_gap_there() -> None:
    frame = BY_HAND.assign(contribution=[-5.0, 1, 1, 1, 1, 1])
    found = customer_actions(frame, gaps(frame, up_sell=chances(("k0", "Thee", 50.0))), years=1)
    assert found.loc["k0", ["label", "best_lever", "hours"]].tolist() == ["serve_efficiently", "serve", 9.0]


def test_holding_on_is_said_beside_the_label() -> None:
    frame = BY_HAND.assign(hold_on=[True, False, None, False, False, False])
    assert customer_actions(frame, FOUND, years=1).hold_on.tolist() == [True] + [False] * 5


def test_where_no_chance_has_euros_no_margin_is_missing() -> None:
    blank = chances(("k0", "Thee", np.nan)).assign(expected_revenue=np.nan)
    found = customer_actions(BY_HAND, gaps(BY_HAND, cross_sell=blank), years=1)
    assert "chance_margin_unknown" not in " ".join(found["reasons"])


def test_what_is_unknown_is_said_and_no_blank_reaches_a_lever() -> None:
    frame = BY_HAND.copy()
    frame.loc["k0", ["contribution", "score"]] = np.nan
    frame.loc["k1", "covered_revenue"] = 9_000.0
    frame.loc["k2", ["covered_revenue", "gross_margin"]] = [0.0, np.nan]
    frame.loc["k3", "invoices"] = 7
    found = customer_actions(frame, FOUND, years=1)
    assert found.reasons.tolist() == [
        "contribution_unknown chance_margin_unknown unscored",
        "margin_partly_known",
        "margin_unknown",
        "few_invoices",
        "",
        "",
    ]
    assert found.loc["k0", "serve"] == 0.0  # unknown what it leaves, so unknown what serving may cost
    assert not found[[*LEVERS, "potential", "hours", "euros_per_hour", "cross_sell"]].isna().any(axis=None)
    without = customer_actions(frame, Gaps(CROSS, chances(), FOUND.prices, None), years=1)
    assert (without.serve == 0).all()


def test_a_period_of_nothing_is_refused_and_no_customers_is_fine() -> None:
    with pytest.raises(InvalidFigureError, match="KW-441"):
        customer_actions(BY_HAND, FOUND, years=0)
    assert customer_actions(BY_HAND.iloc[:0], FOUND, years=1).empty


CENTS = st.integers(-100_000, 5_000_000).map(lambda cents: cents / 100)
COST = st.integers(0, 500_000).map(lambda cents: cents / 100)
GAP = st.sampled_from([0.0, 0.0, 0.01, 0.2])
ROW = st.tuples(CENTS, COST, st.integers(0, 100), GAP, GAP, st.booleans(), CENTS, COST)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_what_holds_for_every_input(rows: list[tuple[float, ...]], random: object) -> None:
    columns = ["gross_margin", "cost_to_serve", "score", "margin", "serve", "unknown", "cross", "up"]
    table = pd.DataFrame(rows, columns=columns)
    frame = customers(**{name: table[name].tolist() for name in columns[:3]})
    frame.loc[table.unknown.to_numpy(), "contribution"] = np.nan
    cross = chances(*[(k, "Thee", euros) for k, euros in zip(frame.index, table.cross, strict=True)])
    up = chances(*[(k, "Koffie", euros) for k, euros in zip(frame.index, table.up, strict=True)])
    margin = dict(zip(frame.index, table.margin, strict=True))
    serve = dict(zip(frame.index, table.serve * 1000, strict=True))
    of_all = gaps(frame, margin, serve, cross, up)
    found = customer_actions(frame, of_all, years=1)

    levers = found[list(LEVERS)].to_numpy()
    assert (levers >= 0).all()
    assert found.potential.tolist() == pytest.approx(levers.sum(axis=1).tolist())
    assert not ((found.label == "cherish") & (frame.contribution <= 0)).any()
    assert set(found.label) <= set(LABELS)
    assert set(found.best_lever) <= {"", *STEPS}
    assert {reason for line in found.reasons for reason in line.split()} <= set(REASONS)

    euros = ["revenue", "covered_revenue", "gross_margin", "cost_to_serve", "contribution"]
    large = customer_actions(
        frame.assign(**{name: frame[name] * 100 for name in euros}),
        Gaps(
            *(f.assign(expected_margin=f.expected_margin * 100) for f in (cross, up)),
            of_all.prices.assign(compared=of_all.prices.compared * 100),
            of_all.serving.assign(gap=of_all.serving.gap * 100),  # type: ignore[union-attr]
        ),
        years=1,
    )
    assert large.label.tolist() == found.label.tolist()
    assert large.best_lever.tolist() == found.best_lever.tolist()
    assert large[list(LEVERS)].to_numpy() == pytest.approx(levers * 100)

    order = frame.sample(frac=1, random_state=random.randrange(2**31)).index  # type: ignore[attr-defined]
    mixed = customer_actions(
        frame.loc[order], gaps(frame[::-1], margin, serve, cross[::-1], up), years=1
    ).loc[frame.index]
    assert mixed.label.tolist() == found.label.tolist()
    assert mixed[list(LEVERS)].to_numpy() == pytest.approx(levers)
