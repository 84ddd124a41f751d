"""Up-sell: the gap worked by hand, what is left out, and what must always hold."""

from __future__ import annotations

import datetime as dt
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantwaarde_xl.core.actions.up_sell import (
    COLUMNS,
    UpSellTerms,
    groups_begun,
    share_gaps,
    up_sell_gaps,
)
from klantwaarde_xl.core.base.period import Period
from klantwaarde_xl.errors import InvalidFigureError

MONTHS = pd.to_datetime([f"2024-{month:02}-10" for month in range(1, 13)])


def frame(rows: dict[tuple[str, str | None], float]) -> pd.DataFrame:
    """Return the spend of a year as an invoice a month of a twelfth of it, all groups on it."""
    return pd.DataFrame(
        [(c, i, s / 12, day, f"{c}{day}") for (c, i), s in rows.items() for day in MONTHS],
        columns=["customer_id", "item", "revenue", "date", "invoice_id"],
    )


def all_peers(ids: list[str], group: int = 0) -> pd.DataFrame:
    return pd.DataFrame({"level": "all", "in_all": group}, index=pd.Index(ids, name="customer_id"))


# Ours gives Verpakking .1 of 2,400, five others .5 of 1,200. Others of ours .5; those of another (240 + 4 x
# 600) / (2,400 + 4 x 1,200) = .36667. So the differences are -.4 and five of .13333: mean .04444, variance
# (.19753 + 5 x .0079012) / 5 = .047407. Quarters do not vary, so nothing is shrunk: the lower quartile is
# .04444 - .67449 x .21773 = -.10241, the gap (.4 - .10241) x 2,400 = 714.22, half of it 357.11.
SHARES = dict.fromkeys(["p1", "p2", "p3", "p4", "p5"], 0.5)
BY_HAND = {("ons", "Verpakking"): 240.0, ("ons", "Koffie"): 2160.0} | {
    (name, item): 1200 * share for name, share in SHARES.items() for item in ("Verpakking", "Koffie")
}
IDS = ["ons", *SHARES]
GAP = (0.4 + 0.4 / 9 - 0.6744897501960817 * (0.7111111 / 15) ** 0.5) * 2400


def ours(gaps: pd.DataFrame) -> pd.DataFrame:
    return gaps[gaps.customer_id == "ons"]


def test_target_gap_and_expected_euros_by_hand() -> None:
    margin = pd.Series({"Verpakking": 0.30})
    gaps = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1), margin_pct=margin)
    row = gaps.iloc[0]
    assert tuple(gaps.columns) == COLUMNS
    assert len(gaps) == 1
    assert row[["customer_id", "item", "peers"]].tolist() == ["ons", "Verpakking", 5]
    assert pytest.approx(714.22, abs=0.05) == GAP
    assert row[["spend", "target", "gap", "expected_revenue", "expected_margin"]].tolist() == pytest.approx(
        [240.0, 240.0 + GAP, GAP, GAP / 2, 0.15 * GAP], rel=1e-4
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
    cells = share_gaps(frame(BY_HAND), peers, 1.0).set_index(["customer_id", "item"])
    assert cells.loc[("ons", "Verpakking"), "peers"] == 5
    assert cells.loc[("ons", "Verpakking"), "difference"] == pytest.approx(-0.4)
    assert cells.loc["p1", "difference"].isna().all()  # among themselves the five have four peers each


def test_seven_invoices_and_one_quarter_say_nothing() -> None:
    lines = frame(BY_HAND)
    seven = lines[(lines.customer_id != "ons") | (lines.date < "2024-08-01")]
    assert up_sell_gaps(seven, all_peers(IDS), UpSellTerms(years=1, threshold=0)).empty
    quarter = lines.assign(date=pd.Timestamp("2024-02-01"))
    assert up_sell_gaps(quarter, all_peers(IDS), UpSellTerms(years=1, threshold=0)).empty


def test_a_share_that_swings_from_quarter_to_quarter_is_not_sure() -> None:
    lines = frame(BY_HAND)
    first = (lines.customer_id == "ons") & (lines["item"] == "Verpakking") & (lines.date < "2024-04-01")
    late = (lines.customer_id == "ons") & (lines["item"] == "Verpakking") & ~first
    swung = lines.assign(revenue=lines.revenue.where(~first, 80.0).where(~late, 0.0))
    steady = up_sell_gaps(lines, all_peers(IDS), UpSellTerms(years=1, threshold=0))
    assert (
        ours(up_sell_gaps(swung, all_peers(IDS), UpSellTerms(years=1, threshold=0))).gap.sum() < steady.gap[0]
    )


def test_the_threshold_itself_still_shows() -> None:
    found = up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1)).iloc[0].expected_revenue
    at, above = (
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, threshold=t))
        for t in (found, found + 0.01)
    )
    assert len(ours(at)) == 1
    assert ours(above).empty


def test_lines_without_a_group_count_in_the_total_only() -> None:
    rows = BY_HAND | {("ons", None): 2400.0}
    cells = share_gaps(frame(rows), all_peers(IDS), 1.0).set_index(["customer_id", "item"])
    assert cells.loc[("ons", "Verpakking"), "difference"] == pytest.approx(0.05 - 0.5)
    assert set(cells.index.get_level_values("item")) == {"Verpakking", "Koffie"}


def test_a_customer_whose_total_is_not_positive_has_no_chance_and_is_nobodys_peer() -> None:
    rows = BY_HAND | {("p5", "Koffie"): -700.0}
    assert up_sell_gaps(frame(rows), all_peers(IDS), UpSellTerms(years=1, threshold=0)).empty


def test_a_group_sold_at_a_loss_is_no_chance_and_an_unknown_margin_stays_unknown() -> None:
    lines = frame(BY_HAND).astype({"customer_id": "category", "item": "category"})
    gaps = up_sell_gaps(lines, all_peers(IDS), UpSellTerms(years=1))
    assert gaps.expected_margin.isna().all()
    assert len(gaps) == 1
    loss = pd.Series({"Verpakking": -0.01})
    assert up_sell_gaps(lines, all_peers(IDS), UpSellTerms(years=1), margin_pct=loss).empty


def test_no_lines_no_chances() -> None:
    empty = frame({}).astype({"revenue": float, "date": "datetime64[s]"})
    assert tuple(up_sell_gaps(empty, all_peers(IDS), UpSellTerms(years=1)).columns) == COLUMNS


def test_impossible_arguments_are_refused() -> None:
    with pytest.raises(InvalidFigureError, match="KW-441"):
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=0))
    with pytest.raises(InvalidFigureError, match="KW-440"):
        up_sell_gaps(frame(BY_HAND), all_peers(IDS), UpSellTerms(years=1, realisable=1.2))


CENTS = st.integers(-20_000, 1_000_000).map(lambda cents: cents / 100)


@pytest.mark.slow
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
    lines = frame(rows)
    peers = all_peers([f"k{i}" for i in range(14)])
    gaps = up_sell_gaps(lines, peers, UpSellTerms(years=1, threshold=1.0))
    shuffled = lines.sample(frac=1, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    other = up_sell_gaps(shuffled, peers[::-1], UpSellTerms(years=1, threshold=1.0))
    assert other[["customer_id", "item"]].values.tolist() == gaps[["customer_id", "item"]].values.tolist()
    assert other.expected_revenue.tolist() == pytest.approx(gaps.expected_revenue.tolist())
    large = up_sell_gaps(lines.assign(revenue=lines.revenue * 100), peers, UpSellTerms(1, threshold=100.0))
    assert large[["customer_id", "item"]].values.tolist() == gaps[["customer_id", "item"]].values.tolist()
    assert large.expected_revenue.tolist() == pytest.approx((gaps.expected_revenue * 100).tolist())


def test_customers_times_items_is_never_made_dense() -> None:
    # 100,000 x 4,000 cells would be 3.2 GB of floats; the customers that buy are 200,000 pairs of a few
    # megabytes.
    rng = np.random.default_rng(1)
    n = 200_000
    lines = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 100_000, n).astype(str),
            "item": rng.integers(0, 4_000, n).astype(str),
            "revenue": rng.gamma(2.0, 50.0, n),
            "date": np.datetime64("2024-01-01", "s") + rng.integers(0, 366, n).astype("timedelta64[D]"),
        }
    )
    peers = pd.DataFrame(
        {"level": "all", "in_all": rng.integers(0, 4, 100_000)},
        index=pd.Index(np.arange(100_000).astype(str)),
    )
    tracemalloc.start()
    cells = share_gaps(lines, peers, 1.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(cells) > 190_000
    assert peak < 300e6


def _half_year_of(share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return lines in which ours buys Verpakking from July on only, at this share of those months, and what
    everyone bought in the year before, which ours did not."""
    lines = frame(BY_HAND)
    packing = (lines["customer_id"] == "ons") & (lines["item"] == "Verpakking")
    late = lines["date"] >= pd.Timestamp(MONTHS[6])
    lines.loc[packing & late, "revenue"] = 200.0 * share
    lines = lines[~(packing & ~late)]
    before = frame({cell: euros for cell, euros in BY_HAND.items() if cell != ("ons", "Verpakking")})
    return lines, pd.concat([before.assign(date=before["date"] - pd.DateOffset(years=1)), lines])


def test_a_group_that_was_begun_in_the_year_is_not_measured_over_part_of_it() -> None:
    start = pd.Timestamp(MONTHS[0]).date()
    year = Period(dt.date(start.year, 1, 1), dt.date(start.year, 12, 31))
    lines, ever = _half_year_of(0.2)
    begun = groups_begun(ever, year)
    assert begun.to_numpy().tolist() == [["ons", "Verpakking"]]
    terms = UpSellTerms(years=1, threshold=0)
    # Half a year of .2 is .1 of the year, as the chance by hand above.
    assert ours(up_sell_gaps(lines, all_peers(IDS), terms))["item"].tolist() == ["Verpakking"]
    assert ours(up_sell_gaps(lines, all_peers(IDS), terms, begun=begun)).empty
    assert np.isnan(
        share_gaps(lines, all_peers(IDS), 1.0, begun).set_index(["customer_id", "item"])["difference"]
    )[("ons", "Verpakking")]


@pytest.mark.parametrize(
    ("bought", "begun"),
    [
        ([("x", "2023-03-01", 9.0), ("y", "2024-01-01", 9.0)], ["y"]),
        ([("x", "2023-03-01", 9.0), ("y", "2023-12-31", 9.0), ("y", "2024-07-01", 9.0)], []),
        # New in the year: whatever comes within a quarter belongs to the beginning.
        ([("x", "2024-07-01", 9.0), ("y", "2024-09-29", 9.0)], []),
        ([("x", "2024-07-01", 9.0), ("y", "2024-09-30", 9.0)], ["y"]),
        # Only a positive line is a purchase, and only up to the end of the year.
        ([("x", "2023-03-01", 9.0), ("y", "2023-05-01", -9.0), ("y", "2024-07-01", 9.0)], ["y"]),
        ([("x", "2023-03-01", 9.0), ("y", "2025-01-01", 9.0)], []),
        ([("x", "2023-03-01", 9.0), (None, "2024-05-01", 9.0)], []),
        ([], []),
    ],
)
def test_which_groups_were_begun(bought: list[tuple[str | None, str, float]], begun: list[str]) -> None:
    lines = pd.DataFrame(bought, columns=["item", "date", "revenue"]).assign(customer_id="a")
    lines = lines.astype({"date": "datetime64[ns]", "revenue": float})
    found = groups_begun(lines, Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
    assert found["item"].tolist() == begun
