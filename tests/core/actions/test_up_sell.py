"""Up-sell: the target worked by hand, what is left out, and what must always hold."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions.up_sell import COLUMNS, UpSellTerms, up_sell_gaps
from klantwaarde_xl.errors import InvalidFigureError


def frame(rows: dict[tuple[str, str | None], float]) -> pd.DataFrame:
    return pd.DataFrame([(c, i, s) for (c, i), s in rows.items()], columns=["customer_id", "item", "spend"])


def all_peers(ids: list[str], group: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"level": "all", "in_all": group}, index=pd.Index(ids, name="customer_id"))


# Shares of Verpakking: p1..p5 spend 10, 20, 30, 40, 50 % of 1,000 on it; ours spends 50 of 2,000 (2.5 %).
# Lower quartile of (.1 .2 .3 .4 .5) at place .25 x 4 = 1 -> .20; target = .20 x 2,000 = 400; gap 350; half of
# it 175.
SHARES = {"p1": 0.1, "p2": 0.2, "p3": 0.3, "p4": 0.4, "p5": 0.5}
BY_HAND = {("ons", "Verpakking"): 50.0, ("ons", "Koffie"): 1950.0} | {
    (name, item): 1000 * (share if item == "Verpakking" else 1 - share)
    for name, share in SHARES.items()
    for item in ("Verpakking", "Koffie")
}
IDS = ["ons", *SHARES]


def test_target_gap_and_expected_euros_by_hand() -> None:
    margin = pd.Series({"Verpakking": 0.30})
    gaps = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1), margin_pct=margin)
    row = gaps[gaps.customer_id == "ons"].iloc[0]
    assert tuple(gaps.columns) == COLUMNS
    assert row[["item", "peers"]].tolist() == ["Verpakking", 5]
    assert row[["spend", "target", "gap", "expected_revenue", "expected_margin"]].tolist() == pytest.approx(
        [50.0, 400.0, 350.0, 175.0, 52.5], abs=1e-9
    )


def test_a_period_of_two_years_gives_half_per_year() -> None:
    one = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, threshold=0))
    two = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=2, threshold=0))
    assert two.expected_revenue.tolist() == pytest.approx((one.expected_revenue / 2).tolist())


def test_four_buying_peers_are_too_few() -> None:
    fewer = {key: value for key, value in BY_HAND.items() if key[0] != "p5"}
    assert up_sell_gaps(frame(fewer), all_peers(IDS), UpSellTerms(years=1, threshold=0)).empty


def test_the_customer_is_not_its_own_peer_and_other_groups_are_no_peers() -> None:
    peers = all_peers(IDS)
    peers.loc["p1", "in_all"] = 1
    assert up_sell_gaps(frame(BY_HAND), peers, UpSellTerms(years=1, threshold=0)).empty


def test_members_of_a_set_count_in_it_at_whatever_level_they_are_compared() -> None:
    peers = pd.DataFrame(
        {"level": "near", "in_near": 1, "in_all": 0}, index=pd.Index(IDS, name="customer_id")
    )
    peers.loc["ons", ["level", "in_near"]] = ["all", -1]
    gaps = up_sell_gaps(frame(BY_HAND), peers, UpSellTerms(years=1))
    assert gaps[gaps.customer_id == "ons"].peers.tolist() == [5]
    assert set(gaps.customer_id) == {"ons"}  # among themselves the five have four peers each


def test_cross_sell_inside_the_group_is_taken_off() -> None:
    chances = pd.DataFrame(
        {
            "customer_id": ["ons", "ons", "x"],
            "item": ["Verpakking", "Thee", "Koffie"],
            "expected_revenue": [100.0, 9.0, 9.0],
        }
    )
    gaps = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, threshold=0), cross_sell=chances)
    row = gaps[gaps.customer_id == "ons"].iloc[0]
    assert (row.cross_sell, row.expected_revenue) == pytest.approx((100.0, 75.0))
    over = chances.assign(expected_revenue=1e6)
    gaps = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, threshold=0), cross_sell=over)
    assert not ((gaps.customer_id == "ons") & (gaps.item == "Verpakking")).any()


def test_the_threshold_itself_still_shows() -> None:
    at, above = (
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, threshold=t))
        for t in (175.0, 175.01)
    )
    assert "ons" in set(at.customer_id)
    assert "ons" not in set(above.customer_id)


def test_lines_without_a_group_count_in_the_total_only() -> None:
    rows = BY_HAND | {("ons", None): 2000.0}
    gaps = up_sell_gaps(frame(rows), all_peers(IDS), UpSellTerms(years=1))
    assert gaps[gaps.customer_id == "ons"].iloc[0].target == pytest.approx(0.2 * 4000)
    assert gaps.item.notna().all()


def test_a_customer_whose_total_is_not_positive_has_no_chance_and_is_nobodys_peer() -> None:
    rows = BY_HAND | {("p5", "Koffie"): -500.0}
    assert up_sell_gaps(frame(rows), all_peers(IDS), UpSellTerms(years=1, threshold=0)).empty


def test_unknown_margin_stays_unknown_and_ids_may_be_categories() -> None:
    spend = frame(BY_HAND).astype({"customer_id": "category", "item": "category"})
    gaps = up_sell_gaps(spend, all_peers(IDS), UpSellTerms(years=1))
    assert gaps.expected_margin.isna().all()
    assert "ons" in set(gaps.customer_id)


def test_no_lines_no_chances() -> None:
    empty = frame({}).astype({"spend": float})
    assert tuple(up_sell_gaps(empty, all_peers(IDS), UpSellTerms(years=1)).columns) == COLUMNS


def test_impossible_arguments_are_refused() -> None:
    with pytest.raises(InvalidFigureError, match="KW-441"):
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=0))
    with pytest.raises(InvalidFigureError, match="KW-440"):
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, realisable=1.2))


CENTS = st.integers(-2_000, 100_000).map(lambda cents: cents / 100)


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from([f"k{i}" for i in range(14)]), st.sampled_from("xyz")), CENTS, min_size=10
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_rows_and_euros_in_cents_change_no_chance(
    rows: dict[tuple[str, str], float], random: object
) -> None:
    spend = frame(rows)
    peers = all_peers([f"k{i}" for i in range(14)])
    gaps = up_sell_gaps(spend, peers, UpSellTerms(years=1, threshold=1.0))
    shuffled = spend.sample(frac=1, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    other = up_sell_gaps(shuffled, peers[::-1], UpSellTerms(years=1, threshold=1.0))
    assert other[["customer_id", "item"]].values.tolist() == gaps[["customer_id", "item"]].values.tolist()
    assert other.expected_revenue.tolist() == pytest.approx(gaps.expected_revenue.tolist())
    hundredfold = up_sell_gaps(
        spend.assign(spend=spend.spend * 100), peers, UpSellTerms(years=1, threshold=100.0)
    )
    assert (
        hundredfold[["customer_id", "item"]].values.tolist() == gaps[["customer_id", "item"]].values.tolist()
    )
    assert hundredfold.expected_revenue.tolist() == pytest.approx((gaps.expected_revenue * 100).tolist())


def test_customers_times_items_is_never_made_dense() -> None:
    # 100,000 x 4,000 cells would be 3.2 GB of floats; the customers that buy are 200,000 pairs of a few
    # megabytes.
    rng = np.random.default_rng(1)
    n = 200_000
    spend = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 100_000, n).astype(str),
            "item": rng.integers(0, 4_000, n).astype(str),
        }
    ).assign(spend=rng.gamma(2.0, 50.0, n))
    peers = pd.DataFrame(
        {"level": "all", "in_all": rng.integers(0, 4, 100_000)},
        index=pd.Index(np.arange(100_000).astype(str)),
    )
    tracemalloc.start()
    gaps = up_sell_gaps(spend, peers, UpSellTerms(years=1, threshold=1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(gaps) > 1_000
    assert peak < 200e6
