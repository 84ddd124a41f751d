"""The four levers worked by hand to the cent, and what must hold for every input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions.labels import LABELS
from klantwaarde_xl.core.actions.levers import LEVERS, REASONS, customer_actions
from klantwaarde_xl.errors import InvalidFigureError


def customers(**columns: list[object]) -> pd.DataFrame:
    """Return a frame of customers; covered revenue is the revenue and the rest follows unless given."""
    frame = pd.DataFrame(columns)
    frame.index = pd.Index([f"k{i}" for i in range(len(frame))], name="customer_id")
    defaults = {"revenue": 0.0, "gross_margin": 0.0, "cost_to_serve": 0.0, "score": 50.0, "at_risk": False}
    for name, value in defaults.items():
        if name not in frame:
            frame[name] = value
    if "covered_revenue" not in frame:
        frame["covered_revenue"] = frame.revenue
    if "contribution" not in frame:
        frame["contribution"] = frame.gross_margin - frame.cost_to_serve
    return frame


def chances(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "item", "expected_margin"]).astype(
        {"expected_margin": float}
    )


def both(cross_sell: pd.DataFrame, up_sell: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    return {"cross_sell": cross_sell, "up_sell": chances() if up_sell is None else up_sell}


NO_CHANCES = both(chances())


def peers(frame: pd.DataFrame, group: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"level": "all", "in_all": group}, index=frame.index)


# k0 is ours: revenue 10,000.00, margin 2,000.00 (20 %), cost to serve 1,500.00. Its five peers:
#   margin %   25  26  30  32  40   -> lower quartile, place .25 x 4 = 1: 26 %
#   intensity  .1  .2  .3  .4  .5   -> median .30
# margin lever (.26 - .20) x 10,000 = 600.00;  serve 1,500 - .30 x (2,000 + 600) = 720.00
# cross-sell 123.45 + 76.55 = 200.00 (one unknown and one negative chance add nothing);  up-sell 66.67
# potential 1,586.67 in 4 + 3 + 4 + 6 = 17 hours: 93.3335 an hour
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
CHANCES = both(CROSS, chances(("k0", "Verpakking", 66.67)))


def test_the_four_levers_of_one_customer_to_the_cent() -> None:
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1).loc["k0"]
    assert {lever: round(row[lever], 2) for lever in LEVERS} == {
        "cross_sell": 200.00,
        "up_sell": 66.67,
        "margin": 600.00,
        "serve": 720.00,
    }
    assert round(row.potential, 2) == 1586.67
    assert (row.hours, round(row.euros_per_hour, 4)) == (17.0, 93.3335)
    assert (row.best_lever, row.label, row.reasons) == ("serve", "serve_efficiently", "chance_margin_unknown")
    assert (row.cross_sell_item, row.cross_sell_count, row.up_sell_item, row.up_sell_count) == (
        "Koffie",
        2,
        "Verpakking",
        1,
    )
    assert (row.margin_pct, row.peer_margin_pct, row.intensity, row.peer_intensity) == pytest.approx(
        (0.2, 0.26, 0.75, 0.3)
    )


def test_a_margin_lever_under_the_minimum_leaves_the_whole_cost_to_the_serve_lever() -> None:
    # 600.00 is less than 650: no lever. So serve is 1,500 - .30 x 2,000, without the 600 that nobody will ask
    # for.
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1, minimum=650.0).loc["k0"]
    assert (row.margin, round(row.serve, 2)) == (0.0, 900.00)


def test_a_margin_above_that_of_the_peers_is_no_lever() -> None:
    # k5 has 40 % where the lower quartile of its peers is 25 %: nothing to gain there.
    found = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1)
    assert found.loc["k5", "margin_pct"] > found.loc["k5", "peer_margin_pct"]
    assert found.loc["k5", "margin"] == 0.0


def test_the_figures_of_the_period_become_yearly_and_chances_are_yearly_already() -> None:
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=2).loc["k0"]
    assert row[list(LEVERS)].tolist() == pytest.approx([200.0, 66.67, 300.0, 360.0])
    assert row.contribution == pytest.approx(250.0)


def test_hours_come_from_the_settings_and_small_levers_ask_none() -> None:
    hours = {"cross_sell": 1.0, "up_sell": 2.0, "margin": 0.5, "serve": 8.0}
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1, hours=hours).loc["k0"]
    assert row.hours == 11.5
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1, minimum=600.01).loc["k0"]
    assert (row.margin, row.hours) == (0.0, 4 + 3 + 6)
    row = customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=1, minimum=600.0).loc["k0"]
    assert row.margin == pytest.approx(600)


def test_a_customer_like_its_peers_has_no_lever_from_residue_of_floats() -> None:
    same = customers(revenue=[0.3] * 6, gross_margin=[0.1 + 0.2 - 0.2] * 5 + [0.1], cost_to_serve=[0.03] * 6)
    found = customer_actions(same, NO_CHANCES, peers(same), years=1)
    assert found[["potential", "hours", "euros_per_hour"]].to_numpy().tolist() == [[0.0, 0.0, 0.0]] * 6
    assert (found.best_lever == "").all()


def test_serving_can_never_save_more_than_it_costs() -> None:
    frame = BY_HAND.copy()
    frame.loc["k0", ["gross_margin", "contribution"]] = [-9000.0, -10_500.0]
    row = customer_actions(frame, NO_CHANCES, peers(frame), years=1).loc["k0"]
    # Margin -90 %: to 26 % is 1.16 x 10,000 = 11,600, so margin becomes 2,600 and usual cost .30 x 2,600 =
    # 780.
    assert (row.margin, row.serve) == pytest.approx((11_600.0, 720.0))
    frame.loc["k0", "covered_revenue"] = 0.0
    row = customer_actions(frame, NO_CHANCES, peers(frame), years=1).loc["k0"]
    assert (row.margin, row.serve) == pytest.approx((0.0, 1500.0))
    assert "margin_unknown" in row.reasons


def test_serve_as_large_as_another_lever_is_the_largest() -> None:
    cross = chances(("k0", "Thee", 720.0))
    row = customer_actions(BY_HAND, both(cross), peers(BY_HAND), years=1).loc["k0"]
    assert (row.best_lever, row.label) == ("serve", "serve_efficiently")
    row = customer_actions(BY_HAND, both(chances(("k0", "Thee", 720.01))), peers(BY_HAND), years=1).loc["k0"]
    assert (row.best_lever, row.label) == ("cross_sell", "expand")


def test_at_risk_is_said_beside_the_label() -> None:
    frame = BY_HAND.assign(at_risk=[True, False, None, False, False, False])
    found = customer_actions(frame, NO_CHANCES, peers(frame), years=1)
    assert found.hold_on.tolist() == [True, False, False, False, False, False]


def test_what_is_unknown_is_said_and_no_blank_reaches_a_lever() -> None:
    frame = BY_HAND.copy()
    frame.loc["k0", ["contribution", "score"]] = np.nan
    frame.loc["k1", "covered_revenue"] = 9_000.0
    frame.loc["k2", ["covered_revenue", "gross_margin"]] = [0.0, 0.0]
    found = customer_actions(frame, NO_CHANCES, peers(frame), years=1)
    # Five have an intensity without k0 and five a margin % without k2: each of those has four others, one too
    # few.
    assert found.reasons.tolist() == [
        "contribution_unknown few_peers unscored",
        "margin_partly_known few_peers",
        "margin_unknown few_peers",
        "few_peers",
        "few_peers",
        "few_peers",
    ]
    assert not found[[*LEVERS, "potential", "hours", "euros_per_hour"]].isna().any(axis=None)


def test_the_margin_lever_counts_over_revenue_of_known_cost() -> None:
    frame = BY_HAND.copy()
    frame.loc["k0", ["covered_revenue", "gross_margin"]] = [9_000.0, 1_800.0]
    row = customer_actions(frame, NO_CHANCES, peers(frame), years=1).loc["k0"]
    assert row.margin == pytest.approx(0.06 * 9_000)
    assert row.reasons == "margin_partly_known"


def test_a_period_of_nothing_is_refused_and_no_customers_is_fine() -> None:
    with pytest.raises(InvalidFigureError, match="KW-441"):
        customer_actions(BY_HAND, CHANCES, peers(BY_HAND), years=0)
    assert customer_actions(BY_HAND.iloc[:0], CHANCES, peers(BY_HAND), years=1).empty


CENTS = st.integers(-100_000, 5_000_000).map(lambda cents: cents / 100)
COST = st.integers(0, 500_000).map(lambda cents: cents / 100)
ROW = st.tuples(CENTS, CENTS, COST, st.integers(0, 100), st.integers(0, 1), st.booleans(), CENTS, CENTS)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_what_holds_for_every_input(rows: list[tuple[float, ...]], random: object) -> None:
    table = pd.DataFrame(
        rows, columns=["revenue", "gross_margin", "cost_to_serve", "score", "group", "unknown", "cross", "up"]
    )
    frame = customers(
        **{name: table[name].tolist() for name in ("revenue", "gross_margin", "cost_to_serve", "score")}
    )
    frame.loc[table.unknown.to_numpy(), "contribution"] = np.nan
    group = pd.DataFrame({"level": "all", "in_all": table.group.to_numpy()}, index=frame.index)
    cross = chances(*[(k, "Thee", euros) for k, euros in zip(frame.index, table.cross, strict=True)])
    up = chances(*[(k, "Koffie", euros) for k, euros in zip(frame.index, table.up, strict=True)])
    found = customer_actions(frame, both(cross, up), group, years=1)

    levers = found[list(LEVERS)].to_numpy()
    assert (levers >= 0).all()
    assert found.potential.tolist() == pytest.approx(levers.sum(axis=1).tolist())
    assert not ((found.label == "cherish") & (frame.contribution <= 0)).any()
    assert set(found.label) <= set(LABELS)
    assert {reason for line in found.reasons for reason in line.split()} <= set(REASONS)

    euros = ["revenue", "covered_revenue", "gross_margin", "cost_to_serve", "contribution"]
    scale = [f.assign(expected_margin=f.expected_margin * 100) for f in (cross, up)]
    large = customer_actions(
        frame.assign(**{name: frame[name] * 100 for name in euros}), both(*scale), group, years=1
    )
    assert large.label.tolist() == found.label.tolist()
    assert large.best_lever.tolist() == found.best_lever.tolist()
    assert large[list(LEVERS)].to_numpy() == pytest.approx(levers * 100)

    order = frame.sample(frac=1, random_state=random.randrange(2**31)).index  # type: ignore[attr-defined]
    mixed = customer_actions(frame.loc[order], both(cross[::-1], up), group[::-1], years=1).loc[frame.index]
    assert mixed.label.tolist() == found.label.tolist()
    assert mixed[list(LEVERS)].to_numpy() == pytest.approx(levers)
